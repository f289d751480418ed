"""What can go wrong with the map."""

from backend.kernel.problems import Problem

NO_SUCH_TILE = Problem(
    "monitoring.no_such_tile",
    404,
    "没有这张地图瓦片。",
    "There is no such tile.",
    "请回到列表，或重新打开地图。",
    "Use the list, or open the map again.",
)
BAD_BOX = Problem(
    "monitoring.bad_box",
    422,
    "范围应为“西,南,东,北”四个度数。",
    "The box must be four degrees: west,south,east,north.",
    "请去掉范围后重试。",
    "Leave the box out and try again.",
)
