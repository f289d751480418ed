"""What can go wrong when the record of access is read."""

from backend.kernel.problems import Problem

TOO_MANY_LINES = Problem(
    "audit.too_many_lines",
    409,
    "共 {total} 条，超过一次可导出的 {most} 条。",
    "There are {total} lines; at most {most} can be exported at once.",
    "请缩小时间范围或增加筛选条件。",
    "Choose a shorter span or narrow the search.",
)
