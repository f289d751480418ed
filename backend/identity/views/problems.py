"""What can go wrong with saved views."""

from backend.kernel.problems import Problem

BAD_ADDRESS = Problem(
    "view.bad_address",
    422,
    "这个视图里有该列表没有的筛选条件，没有保存。",
    "This view holds something that the list cannot be narrowed by; it was not saved.",
    "在列表上重新筛选，再保存。",
    "Narrow the list again and save it then.",
)
TOO_MANY_VIEWS = Problem(
    "view.too_many",
    409,
    "您已保存 {most} 个视图，不能再添加。原有的都在。",
    "You have saved {most} views and cannot add another. All of them are still there.",
    "删除不用的视图后再保存。",
    "Delete one that you no longer need, then save this one.",
)
NAME_TAKEN = Problem(
    "view.name_taken",
    409,
    "这个列表已有名为“{name}”的视图，没有保存。",
    "This list already has a view called “{name}”; nothing was saved.",
    "换一个名称。",
    "Choose another name.",
)
