"""What can go wrong when sealed words are asked for."""

from backend.kernel.problems import Problem

NO_WORDS = Problem(
    "feedback.no_words",
    409,
    "这次检查没有密封的评价文字。",
    "There are no sealed words about this visit.",
    "星级和八项回答可直接查看。",
    "Stars and the eight answers can be seen as they are.",
    "B-74",
)
