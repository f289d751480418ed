"""What can be wrong with a draw."""

from backend.kernel.problems import Problem

WRONG_STATE = Problem(
    "draws.wrong_state", 409,
    "这次抽查现在是“{state_zh}”，不能这样办，未作改动。", "This draw is {state_en}; nothing was changed.",
    "请刷新页面。", "Reload the page.", rule="B-85",
)  # fmt: skip
SAME_PERSON = Problem(
    "draws.same_person", 409,
    "作出承诺的人不能自己抽取，未抽取。", "Whoever committed to the draw does not draw; nothing was drawn.",
    "请由本单位另一人或司法局抽取。", "Ask somebody else of your organ, or the justice bureau.", rule="B-85",
)  # fmt: skip
VALUE_TOO_EARLY = Problem(
    "draws.value_too_early", 409,
    "公开数 {day} 才产生，现在不能抽取。", "The public value does not exist before {day}; nothing was drawn.",
    "请到时从所写的来源抄录公开数。", "Copy it from the named source then.", rule="B-85",
)  # fmt: skip
SOURCE_PAST = Problem(
    "draws.source_past", 409,
    "公开数的产生时间已过，未作出承诺。", "The moment of the public value has passed; nothing was committed to.",
    "公开数必须在承诺之后产生：请新建一次抽查，写以后的一期。",
    "It must come after the commitment: make a new draw that names a later one.", rule="B-85",
)  # fmt: skip
SPAN_WRONG = Problem(
    "draws.span_wrong", 422,
    "检查期间不对：开始不早于今天，结束不早于开始，最长一年。未保存。",
    "The days do not fit: not before today, the last not before the first, a year at most. Nothing was saved.",
    "请修改起止日期。", "Correct the days.",
)  # fmt: skip
FULL_COVERAGE = Problem(
    "draws.full_coverage", 409,
    "“{area}”领域实行全覆盖检查，不抽查。未保存。", "The field “{area}” is inspected in full, not by draw. Nothing was saved.",
    "请直接制定检查计划。", "Plan these visits directly.", rule="B-86",
)  # fmt: skip
NOBODY_IN_POOL = Problem(
    "draws.nobody_in_pool", 409,
    "没有可以抽取的企业，未作出承诺。", "Nobody is left in the pool; nothing was committed to.",
    "请看各项排除的数目，换一个期间或范围。", "See how many were left out for what reason; take other days or another scope.",
    rule="B-86",
)  # fmt: skip
TOO_FEW_OFFICERS = Problem(
    "draws.too_few_officers", 409,
    "持有效证件的执法人员只有 {count} 人，不够两人一组，未作出承诺。",
    "Only {count} officers hold a valid certificate; two go together. Nothing was committed to.",
    "请先办理执法证件。", "Issue certificates first.", rule="B-87",
)  # fmt: skip
NOT_GOING = Problem(
    "draws.not_going", 409,
    "此人不在这家企业的检查人员中，未作改动。", "This officer is not one of those who go there; nothing was changed.",
    "请刷新页面。", "Reload the page.", rule="B-87",
)  # fmt: skip
NOBODY_NEXT = Problem(
    "draws.nobody_next", 409,
    "抽取顺序中后面已没有人可以递补，未作改动。", "Nobody is left behind in the drawn order; nothing was changed.",
    "请对这家企业另行安排，并说明情况。", "Arrange this visit in another way and say why.", rule="B-87",
)  # fmt: skip
TASK_EXISTS = Problem(
    "draws.task_exists", 409,
    "这家企业已按本次抽查安排了检查，未重复安排。", "A visit to this enterprise was planned from this draw already.",
    "请打开原任务。", "Open that task.", rule="B-85",
)  # fmt: skip
