"""Why a register does not take what somebody enters."""

from backend.kernel.problems import Problem

BARRED_BODY = Problem(
    "registers.barred_body", 422, "“{kind_zh}”不得登记为执法主体，未保存。",
    "A {kind_en} can never be an enforcement subject; nothing was saved.",
    "只登记行政机关、法律法规授权的组织和受委托组织；第三方人员可登记为辅助人员或专家。",
    "Enter administrative organs, authorised and entrusted organisations; third parties have assistants and experts.",
    "B-08",
)  # fmt: skip
OFFICER_NOT_SUPERVISOR = Problem(
    "registers.staff_not_supervisor", 409, "此账号是（或曾是）执法单位工作人员账号，不能担任行政执法监督员，未更改。",
    "This account is or was that of enforcement staff; it cannot become a lay supervisor's.",
    "监督员须由非执法单位人员担任，请邀请他人。", "Lay supervisors come from outside; invite somebody else.", "B-76",
)  # fmt: skip
ROLE_NEEDS_BUREAU = Problem(
    "registers.role_needs_bureau", 422, "“{role_zh}”只能属于司法行政机关，{organ}不是，未保存。",
    "The role {role_en} belongs to a justice bureau or office; {organ} is none. Nothing was saved.",
    "请选择司法局或司法所。", "Choose a justice bureau or a judicial office.", "B-76",
)  # fmt: skip
NO_ACCOUNT = Problem(
    "registers.no_account", 422, "“{role_zh}”不登录系统，不能设账号，未保存。",
    "The role {role_en} never signs in; it has no account. Nothing was saved.",
    "请清空账号，或选择其他角色。", "Leave the account empty, or choose another role.", "B-12",
)  # fmt: skip
LAST_OF_ROLE = Problem(
    "registers.last_of_role", 409, "此人是本区划唯一的{role_zh}，未更改。",
    "This is the only {role_en} of the region; nothing was changed.",
    "请先让另一名{role_zh}能够登录。", "See first that another {role_en} can sign in.", "B-104",
)  # fmt: skip
ORGAN_ENDED = Problem(
    "registers.organ_ended", 422, "{organ}已撤销，未保存。", "{organ} has ended; nothing was saved.",
    "请选择在用单位。", "Choose an organ that is in use.",
)  # fmt: skip
PERSON_ENDED = Problem(
    "registers.person_ended", 409, "此人员已停用，未更改。", "This person has left; nothing was changed.",
    "请先恢复此人员。", "Restore the person first.",
)  # fmt: skip
CODE_TAKEN = Problem(
    "registers.code_taken", 409, "此编码已在使用，未保存。", "This code is in use already; nothing was saved.",
    "请核对编码。", "Compare the code.",
)  # fmt: skip
NUMBER_TAKEN = Problem(
    "registers.number_taken", 409, "此工号在该单位已在使用，未保存。",
    "This number is in use already in that organ; nothing was saved.", "请核对工号。", "Compare the number.",
)  # fmt: skip
TEAM_NAME_TAKEN = Problem(
    "registers.team_name_taken", 409, "该区划已有同名队伍，未保存。", "The region has a team of this name already; nothing was saved.",
    "请换一个名称。", "Choose another name.",
)  # fmt: skip
REGION_IN_USE = Problem(
    "registers.region_in_use", 409, "{name}下仍有在用的单位或区划，未撤销。",
    "{name} still has organs or regions in use; it was not ended.",
    "请先撤销或转移它们。", "End or move them first.",
)  # fmt: skip
CIRCLE = Problem(
    "registers.supervises_itself", 422, "单位不能监督自己，未保存。", "An organ cannot supervise itself; nothing was saved.",
    "请选择其他监督机构。", "Choose another supervising organ.",
)  # fmt: skip
SPAN_WRONG = Problem(
    "registers.span_wrong", 422, "结束日期早于开始日期，未保存。", "It ends before it begins; nothing was saved.",
    "请核对日期。", "Compare the days.",
)  # fmt: skip
NOT_OUTSIDE = Problem(
    "registers.not_outside", 422, "{region}在本单位的行政区划内，不需要异地协助，未保存。",
    "{region_en} lies in the organ's own region; no assistance is needed. Nothing was saved.",
    "请填写要去的外地行政区划代码。", "Give the code of the region outside.", "B-21",
)  # fmt: skip
NOT_AN_AGENT = Problem(
    "registers.not_an_agent", 422, "{organ}不是受委托组织，未保存。", "{organ} is no entrusted organisation; nothing was saved.",
    "请在单位名册核对类别。", "Look up its kind in the register of organs.", "B-09",
)  # fmt: skip
NOT_A_PRINCIPAL = Problem(
    "registers.not_a_principal", 422, "{organ}不能委托执法：只有行政机关可以，未保存。",
    "{organ} cannot entrust enforcement: only an administrative organ can. Nothing was saved.",
    "请选择委托机关。", "Choose the organ that entrusts.", "B-09",
)  # fmt: skip
NOT_IN_THE_FUTURE = Problem(
    "registers.not_yet", 422, "日期晚于今天，未保存。", "That day has not come yet; nothing was saved.",
    "请核对日期。", "Compare the day.",
)  # fmt: skip
NOT_AN_IDENTIFIER = Problem(
    "registers.not_an_identifier", 422, "不是有效的统一社会信用代码，未保存。", "This is no unified social credit code; nothing was saved.",
    "请核对 18 位代码。", "Compare its 18 characters.", "B-48",
)  # fmt: skip
NO_IMPORTER = Problem(
    "registers.no_importer", 404, "没有这种名册的导入。", "There is no import of this kind.",
    "请从导入页面选择。", "Choose one on the import page.",
)  # fmt: skip
EMPTY_FILE = Problem(
    "registers.empty_file", 422, "没有收到文件，未导入。", "No file was received; nothing was imported.",
    "请选择 CSV 或 XLSX 文件。", "Choose a CSV or XLSX file.",
)  # fmt: skip
NOT_A_TABLE = Problem(
    "registers.not_a_table", 422, "文件不是可读取的表格：{zh}未导入。",
    "The file is no table that can be read: {en}. Nothing was imported.",
    "请用模板另存为 CSV 或 XLSX。", "Save it as CSV or XLSX from our template.",
)  # fmt: skip
NOT_CHECKED = Problem(
    "registers.not_checked", 409, "此导入不在可应用状态（{state}），未应用。", "This import cannot be applied now ({state}).",
    "请等待检查完成，或重新上传。", "Wait until it is checked, or upload it again.",
)  # fmt: skip
FILE_GONE = Problem(
    "registers.file_gone", 410, "文件已不在服务器上。", "The file is not here any more.",
    "请重新上传或重新申请。", "Upload or ask again.",
)  # fmt: skip
NO_UNDO = Problem(
    "registers.no_undo", 409, "这类导入不能撤销，未更改。", "An import of this kind cannot be undone; nothing was changed.",
    "请在名册中逐条更正。", "Correct the rows one by one in the register.",
)  # fmt: skip
NOT_DONE = Problem(
    "registers.not_done", 409, "此导入现在不能撤销（{state}），未更改。",
    "This import cannot be undone now ({state}); nothing was changed.",
    "请刷新页面查看最新状态。", "Reload the page to see how it stands.",
)  # fmt: skip
UNDO_TOO_LATE = Problem(
    "registers.undo_too_late", 409, "导入已超过 {days} 天，不能撤销，未更改。",
    "The import is more than {days} days old and cannot be undone; nothing was changed.",
    "请在名册中逐条更正。", "Correct the rows one by one in the register.",
)  # fmt: skip
REGION_BELOW_ITSELF = Problem(
    "registers.region_below_itself", 422, "{name}不能移到自己或其下级之下，未移动。",
    "{name} cannot be moved below itself or what lies below it; nothing was moved.",
    "请选择其他上级区划。", "Choose another parent.",
)  # fmt: skip
REGION_THERE = Problem(
    "registers.region_there", 409, "{name}已在{parent}之下，未移动。", "{name} lies below {parent} already; nothing was moved.",
    "请选择其他上级区划。", "Choose another parent.",
)  # fmt: skip
REGION_LEVELS = Problem(
    "registers.region_levels", 422, "{parent}的级别不高于{name}，未移动。",
    "{parent} is not of a higher level than {name}; nothing was moved.",
    "请选择级别更高的区划。", "Choose a region of a higher level.",
)  # fmt: skip
REGION_ENDED = Problem(
    "registers.region_ended", 422, "{parent}已撤销，未移动。", "{parent} has ended; nothing was moved.",
    "请选择在用区划。", "Choose a region that is in use.",
)  # fmt: skip
