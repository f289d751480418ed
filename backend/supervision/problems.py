"""What can go wrong with alerts and observations."""

from backend.kernel.problems import Problem

ALREADY_TAKEN = Problem(
    "supervision.already_taken",
    409,
    "{owner}已经接办，未重复接办。",
    "{owner} is already dealing with this.",
    "需要转办时，请与接办人联系。",
    "Talk to the owner if you should take over.",
    rule="B-98",
)
ALREADY_CLOSED = Problem(
    "supervision.already_closed",
    409,
    "此预警已办结，原结论未改动。",
    "This alert is closed; its reason is unchanged.",
    "请刷新列表。",
    "Refresh the list.",
    rule="B-98",
)
ANSWERS_INCOMPLETE = Problem(
    "supervision.answers_incomplete",
    422,
    "第 {lines} 项没选结论，未送达。",
    "Lines {lines} have no answer; nothing was sent.",
    "请逐项选择：是、否、没看到。",
    "Choose yes, no or not seen for each line.",
    rule="B-78",
)
