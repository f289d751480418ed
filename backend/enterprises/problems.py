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
