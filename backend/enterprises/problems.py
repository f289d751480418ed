"""Why the register of enterprises does not take what somebody enters."""

from backend.kernel.problems import Problem

ALREADY_THERE = Problem(
    "enterprises.already_there", 409,
    "{identifier} 已经登记，名称是“{name}”。没有重复登记。",
    "{identifier} is registered already, as “{name}”. Nothing was added.",
    "请在企业页面查看；代码相同就是同一家。", "Look it up among the enterprises; the same code is the same enterprise.", rule="B-06",
)  # fmt: skip
NO_USCC = Problem(
    "enterprises.no_uscc", 422,
    "“{given}”不是统一社会信用代码：应为 18 位数字和大写字母，不含 I、O、Z、S、V。未保存。",
    "“{given}” is no unified social credit code: 18 digits and capitals without I, O, Z, S, V. Nothing was saved.",
    "请照营业执照右上角核对。", "Compare it with the business licence.", rule="B-49",
)  # fmt: skip
KEPT_APART = Problem(
    "enterprises.kept_apart", 409,
    "回避名单里有 {people} 人以 {identifier} 申报了回避，改代码会让回避失效。未保存。",
    "{people} people are to keep away from {identifier}; with another code that would no longer hold. Nothing was saved.",
    "请先在人员页面按新代码登记回避，并删去旧的，再改。",
    "First enter the conflicts under the new code on the people's pages and remove the old ones.", rule="B-13",
)  # fmt: skip
PLACE_SWAPPED = Problem(
    "enterprises.place_swapped", 422,
    "经度 {longitude}、纬度 {latitude} 像是填反了。未保存。",
    "Longitude {longitude} and latitude {latitude} seem to have changed places. Nothing was saved.",
    "请对调后再保存。", "Exchange the two and save again.", rule="B-50",
)  # fmt: skip
HALF_A_PLACE = Problem(
    "enterprises.half_a_place", 422,
    "经度和纬度要么都填，要么都不填。未保存。", "Give both longitude and latitude, or neither. Nothing was saved.",
    "没有坐标也可以登记，首次检查时会记录位置。", "Without them it is registered too; the first visit notes the place.",
)  # fmt: skip
ENTRY_LIVE = Problem(
    "enterprises.entry_live", 409,
    "这家企业已在无事不扰名单内，或者已经有人提出，没有重复登记。",
    "The enterprise is on the white list already, or somebody asked for it. Nothing was added.",
    "请在名单里查看。", "Look it up on the list.", rule="B-36",
)  # fmt: skip
CONDITIONS_MISSING = Problem(
    "enterprises.conditions_missing", 422,
    "规则集规定的进入条件没有全部核实。未保存。", "Not every condition of the rule set was vouched for. Nothing was saved.",
    "请逐条核实后勾选；不符合的不能进入名单。", "Check each of them; who does not meet them cannot come on the list.", rule="B-36",
)  # fmt: skip
ENTRY_PAST = Problem(
    "enterprises.entry_past", 422,
    "日期已经过去，名单不能追溯。未保存。", "The day is over, and the list does not reach back. Nothing was saved.",
    "请填今天或以后的日期。", "Choose today or a later day.", rule="B-36",
)  # fmt: skip
SPAN_BACKWARDS = Problem(
    "enterprises.span_backwards", 422,
    "结束日期早于开始日期。未保存。", "The last day lies before the first. Nothing was saved.",
    "请核对两个日期。", "Compare the two days.", rule="B-36",
)  # fmt: skip
ENTRY_NOT_WAITING = Problem(
    "enterprises.entry_not_waiting", 409,
    "这一条已经有决定，没有改动。", "This was decided already. Nothing was changed.",
    "请刷新名单。", "Refresh the list.", rule="B-36",
)  # fmt: skip
ENTRY_NOT_LISTED = Problem(
    "enterprises.entry_not_listed", 409,
    "这家企业现在不在名单内，没有改动。", "The enterprise is not on the list now. Nothing was changed.",
    "请刷新名单。", "Refresh the list.", rule="B-36",
)  # fmt: skip
ENTRY_SAME_PERSON = Problem(
    "enterprises.entry_same_person", 409,
    "自己提出的不能由自己决定。", "Nobody decides on what they asked for themselves.",
    "请司法局另一位人员决定。", "Ask another person of the bureau.", rule="B-36",
)  # fmt: skip
DAYS_NOT_CHOSEN = Problem(
    "enterprises.days_not_chosen", 409,
    "这家企业适用的安静期日历没有“企业自选”，不能登记自选日。", "No calendar of this enterprise leaves it a choice of quiet days.",
    "安静期由规则集规定；要开放自选，请修改规则集。", "The rule set fixes its quiet days; change that to open the choice.", rule="B-37",
)  # fmt: skip
DAYS_PAST = Problem(
    "enterprises.days_past", 422,
    "自选日只能是明天以后，今天和过去的不能加、不能撤。未保存。",
    "Only days from tomorrow on can be chosen or taken back. Nothing was saved.",
    "请去掉今天和过去的日期。", "Leave out today and days gone by.", rule="B-37",
)  # fmt: skip
DAYS_TAKEN = Problem(
    "enterprises.days_taken", 409,
    "{day} 已经登记为自选日。未保存。", "{day} is chosen already. Nothing was saved.",
    "请去掉这一天。", "Leave this day out.", rule="B-37",
)  # fmt: skip
DAYS_TOO_MANY = Problem(
    "enterprises.days_too_many", 422,
    "{month} 会有 {counted} 个自选日，规则集每月最多 {most} 个。未保存。",
    "{month} would hold {counted} chosen days; the rule set allows {most} a month. Nothing was saved.",
    "请减少这个月的日期。", "Choose fewer days of that month.", rule="B-37",
)  # fmt: skip
