"""What can go wrong in the first minutes."""

from backend.kernel.problems import Problem

ALREADY_FOUNDED = Problem(
    "setup.already_founded", 409,
    "本系统已有司法局，不能再设一个。原有内容没有改动。",
    "This installation already has its bureau; nothing was changed.",
    "如需下级司法局，请在机构登记中新增。", "A bureau of a lower level is added in the register of organs.",
)  # fmt: skip
CODE_WRONG = Problem(
    "setup.code_wrong", 422,
    "{level}的代码应为 {digits} 位数字，现在是“{given}”。未保存。",
    "The code of the {level_en} has {digits} digits, not “{given}”. Nothing was saved.",
    "按国标 GB/T 2260 填写，例如新洲区为 420117。", "Use the GB/T 2260 code, e.g. 420117.",
)  # fmt: skip
CODE_TWICE = Problem(
    "setup.code_twice", 422,
    "代码 {given} 填了两次，每一级的代码各不相同。未保存。",
    "The code {given} is given twice; each level has its own. Nothing was saved.",
    "请核对上下两级的代码。", "Compare the codes of the levels.",
)  # fmt: skip
LEVELS_WRONG = Problem(
    "setup.levels_wrong", 422,
    "区划应从省级起逐级向下填写。未保存。", "Regions are named from the province down. Nothing was saved.",
    "请按省、市、县的次序填写；没有市级的可以省去。", "Name province, city, county in this order; the city may be left out.",
)  # fmt: skip
BOX_WRONG = Problem(
    "setup.box_wrong", 422,
    "地图范围不成立：西界须小于东界，南界须小于北界。未保存。",
    "The box is not one: west must be less than east, south less than north. Nothing was saved.",
    "经度在前，纬度在后；拿不准时用默认范围，以后可以改。",
    "Longitudes first, latitudes second; the default will do and can be changed later.",
)  # fmt: skip
ZONE_UNKNOWN = Problem(
    "setup.zone_unknown", 422,
    "没有名为“{given}”的时区。未保存。", "There is no time zone “{given}”. Nothing was saved.",
    "一般用 Asia/Shanghai。", "Asia/Shanghai is usual.", rule="B-01",
)  # fmt: skip
CODE_TAKEN = Problem(
    "setup.code_taken", 409,
    "机构代码“{given}”已被使用。未保存。", "The organ code “{given}” is taken. Nothing was saved.",
    "请换一个代码。", "Choose another.",
)  # fmt: skip
SETUP_OVER = Problem(
    "setup.over", 409,
    "第一次检查已经安排，设置到此为止。没有改动。", "The first visit has been planned, so the set-up is over. Nothing was changed.",
    "此后由司法局监督人员在规则、清单和事项页面办理。", "From now on the bureau's staff do this on the pages of rules, lists and items.",
    rule="B-104",
)  # fmt: skip
NOT_FOUNDED = Problem(
    "setup.not_founded", 409,
    "还没有司法局，先完成第一步。", "There is no bureau yet; take the first step first.",
    "请回到“司法局与区划”。", "Go back to the bureau and its region.",
)  # fmt: skip
LOGIN_UNFIT = Problem(
    "setup.login_unfit", 422,
    "登录名“{given}”不能用：3 至 64 个小写字母、数字或 . _ @ -，以字母或数字开头。",
    "The login “{given}” cannot be used: 3 to 64 small letters, digits or . _ @ -, beginning with a letter or digit.",
)  # fmt: skip
NAME_UNFIT = Problem("setup.name_unfit", 422, "姓名应为 1 至 40 个字。", "The name has 1 to 40 characters.")
NO_ADMINISTRATOR = Problem(
    "setup.no_administrator",
    404,
    "没有登录名为“{login}”的管理员。",
    "There is no administrator with the login “{login}”.",
)
RULES_STAND = Problem(
    "setup.rules_stand", 409,
    "本区划已有规则，没有改动。", "The region has rules already; nothing was changed.",
    "以后更换规则由司法局监督人员提出、另一人批准。", "From now on bureau staff propose new ones and a second person approves.",
    rule="B-03",
)  # fmt: skip
NO_BUREAU = Problem(
    "setup.no_bureau", 409,
    "还没有司法局，没有可恢复的账号。请先创建管理员：liangma admin create。",
    "There is no bureau yet, so there is no account to restore. Make the first administrator: liangma admin create.",
)  # fmt: skip
NO_SUCH_BUREAU = Problem(
    "setup.no_such_bureau", 404,
    "没有代码为“{code}”的司法局。", "There is no bureau with the code “{code}”.",
)  # fmt: skip
NOT_OF_THE_BUREAU = Problem(
    "setup.not_of_the_bureau", 409,
    "“{login}”不是司法局监督人员的账号，没有改动。", "“{login}” is no account of the bureau's staff; nothing was changed.",
    "请换一个登录名新建。", "Name another login for a new account.", rule="B-104",
)  # fmt: skip
REASON_UNFIT = Problem(
    "setup.reason_unfit", 422,
    "原因应为 2 至 {most} 个字，会写入操作审计并告知所有监督和管理人员。",
    "The reason has 2 to {most} characters; it stands in the record of access and is told to all who supervise or administer.",
)  # fmt: skip
