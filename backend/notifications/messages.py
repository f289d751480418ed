"""The words of an inbox line, made from its kind and facts in the reader's language. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from backend.policy.sentences import filled


class Words(NamedTuple):
    """Title and body in Chinese and English, str.format templates over the facts; and where a click leads."""

    title_zh: str
    title_en: str
    body_zh: str
    body_en: str
    url: str


WORDS: dict[str, Words] = {
    "alert": Words(
        "预警：{enterprise_name}", "Alert: {enterprise_name}", "{sentence_zh}", "{sentence_en}", "/desk/visits/{inspection_id}"
    ),
    "item_overdue": Words(
        "事项待调整：{enterprise_name}", "Item to be changed: {enterprise_name}", "{sentence_zh}", "{sentence_en}", "/desk/alerts"
    ),
    "joint_unanswered": Words(
        "联合检查提议逾期未答：{enterprise_name}", "A joint visit is unanswered: {enterprise_name}",
        "{sentence_zh}", "{sentence_en}", "/desk/planner",
    ),
    "plan_overdue": Words(
        "检查计划超期：{enterprise_name}", "Plan overdue: {enterprise_name}", "{sentence_zh}", "{sentence_en}",
        "/desk/plans/{plan_id}",
    ),
    "review_due": Words(
        "无事不扰名单待复核：{enterprise_name}", "White list, to be reviewed: {enterprise_name}", "{sentence_zh}", "{sentence_en}",
        "/desk/whitelist",
    ),
    "plan_due": Words(
        "{plan_zh}还有 {days} 天到期", "{plan_en} is due in {days} days",
        "请在{due}以前备案并公布。", "It has to be filed and published by {due}.", "/desk/plans",
    ),
    "plan_submitted": Words(
        "待备案：{organ}的{plan_zh}", "To be filed: {plan_en} of {organ}",
        "请核对后备案，或写明原因退回。", "Please file it, or send it back and say why.", "/desk/plans/{plan_id}",
    ),
    "plan_filed": Words(
        "已备案：{plan_zh}", "Filed: {plan_en}",
        "备案号 {note}，等待司法局公布。", "Filed under {note}; the bureau publishes it.", "/desk/plans/{plan_id}",
    ),
    "plan_returned": Words(
        "已退回：{plan_zh}", "Sent back: {plan_en}", "原因：{note}", "Reason: {note}", "/desk/plans/{plan_id}",
    ),
    "plan_withdrawn": Words(
        "已撤下：{plan_zh}", "Taken down: {plan_en}", "原因：{note}", "Reason: {note}", "/desk/plans/{plan_id}",
    ),
    "joint_proposed": Words(
        "可以一起检查：{enterprise_name}", "Two visits could be one: {enterprise_name}",
        "{lead}也要去这家企业，请在{answer_by}前答复是否一起检查。",
        "{lead} plans a visit there, too. Say by {answer_by} whether you go together.", "/desk/plan/{task_id}",
    ),
    "joint_asked": Words(
        "已提议一起检查：{enterprise_name}", "A joint visit is proposed: {enterprise_name}",
        "{organ}也要去这家企业，已请它答复是否与你们一起检查。",
        "{organ} plans a visit there, too, and was asked whether it joins yours.", "/desk/plan/{lead_task_id}",
    ),
    "joint_invited": Words(
        "邀请联合检查：{enterprise_name}", "Invited to a joint visit: {enterprise_name}",
        "{lead}牵头，{planned_on}去这家企业，请在{answer_by}前答复是否一起去。",
        "{lead} leads a visit there on {planned_on}. Say by {answer_by} whether you come along.", "/desk/planner",
    ),
    "joint_left": Words(
        "联合检查有单位退出：{enterprise_name}", "Somebody left the joint visit: {enterprise_name}",
        "{organ}不一起去了。其余单位照常，由{lead}牵头；已签发的检查码作废的，请重新申领。",
        "{organ} does not come along. The others go on, led by {lead}; ask again for a code that was withdrawn.",
        "/desk/plan/{task_id}",
    ),
    "joint_moved": Words(
        "联合检查改期：{enterprise_name}", "The joint visit was moved: {enterprise_name}",
        "牵头单位{lead}把{was_on}的联合检查改到{planned_on}。原因：{reason}。原检查码作废，日期有变的须重新审批。",
        "{lead}, which leads, moved the visit of {was_on} to {planned_on}: {reason}. A code that was issued is void; "
        "another day is decided again.",
        "/desk/plan/{task_id}",
    ),
    "visit_moved": Words(
        "检查改期：{enterprise_name}", "The visit was moved: {enterprise_name}",
        "{was_on}的联合检查改到{planned_on}，原检查码作废。原因：{reason}",
        "The joint visit of {was_on} is on {planned_on} now; the code is void. {reason}", "/app/tasks/{task_id}",
    ),
    "joint_over": Words(
        "联合检查改为单独检查：{enterprise_name}", "No joint visit any more: {enterprise_name}",
        "{organ}不一起去了，只剩本单位，按单独检查进行；已签发的检查码作废的，请重新申领。",
        "{organ} does not come along. Your organ goes alone; ask again for a code that was withdrawn.", "/desk/plan/{task_id}",
    ),
    "joint_code_withdrawn": Words(
        "联合检查的检查码已作废：{enterprise_name}", "The code of the joint visit is void: {enterprise_name}",
        "{organ}去的人有变化，或又有单位加入，通知书要重做。请重新申领检查码。",
        "The people of {organ} changed, or another body joined; the notice is made anew. Ask for the code again.",
        "/desk/plan/{task_id}",
    ),
    "joint_accepted": Words(
        "同意一起检查：{enterprise_name}", "The visits are joined: {enterprise_name}",
        "{organ}将与{lead}一起检查，时间为{planned_on}。", "{organ} goes together with {lead} on {planned_on}.",
        "/desk/plan/{here}",
    ),
    "joint_refused": Words(
        "不一起检查：{enterprise_name}", "The visits stay apart: {enterprise_name}",
        "{organ}不与{lead}一起检查，理由：{reason}", "{organ} does not join {lead}: {reason}", "/desk/plan/{here}",
    ),
    "clue_overdue": Words(
        "线索逾期", "A clue is overdue", "{sentence_zh}", "{sentence_en}", "/desk/clues/{clue_id}"
    ),
    "hash_mismatch": Words(
        "监督员照片与申报的哈希不一致", "A supervisor's photo differs from its declared hash",
        "文件已原样保留，请查看。", "The file is kept as it came; please look.", "/desk/alerts",
    ),
    "approval_wanted": Words(
        "待审批：{enterprise_name}", "Awaiting approval: {enterprise_name}",
        "计划{planned_on}检查，等您决定。", "Planned for {planned_on}; it waits for your decision.", "/desk/approvals",
    ),
    "task_approve": Words(
        "已批准：{enterprise_name}", "Approved: {enterprise_name}",
        "{planned_on}的检查可以发放检查码。", "The visit of {planned_on} may get its visit code.", "/desk/plan/{task_id}",
    ),
    "task_reject": Words(
        "已退回：{enterprise_name}", "Returned: {enterprise_name}",
        "{planned_on}的检查未获批准，不得实施。", "The visit of {planned_on} was not approved and must not take place.",
        "/desk/plan/{task_id}",
    ),
    "officer_stopped": Words(
        "须换人：{enterprise_name}", "Change the officers: {enterprise_name}",
        "{officer}的执法证件在{planned_on}不是有效状态，请换人。",
        "The certificate of {officer} is not valid on {planned_on}; send another officer.",
        "/desk/plan/{task_id}",
    ),
    "code_withdrawn": Words(
        "检查码已收回：{enterprise_name}", "Visit code withdrawn: {enterprise_name}",
        "{officer}的执法证件在{planned_on}不是有效状态，检查码已收回。换人后重新申领。",
        "The certificate of {officer} is not valid on {planned_on}. Change the officers, then ask for a new code.",
        "/desk/plan/{task_id}",
    ),
    "approval_asked": Words(
        "待双人审批：{kind_zh}", "For a second person: {kind_en}",
        "需要您作为第二人决定，{expires_on} 前有效。", "It waits for a second person until {expires_on}.",
        "/desk/requests",
    ),
    "approval_approve": Words(
        "已同意：{kind_zh}", "Approved: {kind_en}",
        "第二人已同意您的申请。", "The second person said yes to your request.", "/desk/requests",
    ),
    "approval_reject": Words(
        "未同意：{kind_zh}", "Not approved: {kind_en}",
        "第二人未同意您的申请。", "The second person said no to your request.", "/desk/requests",
    ),
    "password_given": Words(
        "密码已重置：{name}", "Password reset: {name}",
        "{by}为{name}发放了一次性密码，原密码和登录均已失效。如非本人要求，请立即联系司法局。",
        "{by} gave {name} a one-time password; the old password and all sessions ended. If nobody asked for it, tell the"
        " bureau at once.",
        "/desk/me",
    ),
    "power_given": Words(
        "新的监督、管理角色：{name}", "A role that supervises or administers: {name}",
        "{by}将{name}设为{role_zh}。", "{by} gave {name} the role: {role_en}.", "/desk/audit",
    ),
    "audit_digest": Words(
        "操作审计日报：{day}", "Record of access: {day}",
        "查看 {views} 次，播放音像 {plays} 次，拆封 {unsealings} 次，被拒绝 {refusals} 次，其中未登录 {strangers} 次；"
        "查看最多的一人 {most} 次。",
        "{views} views, {plays} recordings played, {unsealings} unsealings, {refusals} refusals, {strangers} of them without a "
        "session; the busiest reader: {most}.",
        "/desk/audit?day={day}",
    ),
    "operator_opened": Words(
        "服务器上为{name}开通了{role_zh}账号", "An account was opened on the server: {name}, {role_en}",
        "由服务器操作员直接办理，未经双人审批。原因：{reason}。如不知情，请立即核查。",
        "The operator of the server did it, without a second person. Reason: {reason}. If you do not know of it, look into it now.",
        "/desk/audit",
    ),
    "passkey_cloned": Words(
        "{name}的通行密钥可能被复制，已停用", "A passkey of {name} may have been copied and was revoked",
        "计数倒退，说明这把密钥可能有第二份。请核对登录情况，改用另一把。",
        "Its counter went back, so there may be a second one. Check the sessions and add another passkey.",
        "/app/me/sign-in",
    ),
    "number_opened": Words(
        "您的身份证号码被查看", "Your identity number was read",
        "经两人同意，{by}查看了您的身份证号码。如有疑问，请联系司法局。",
        "{by} read it after two people had agreed. Ask the bureau if you have questions.",
        "/app/me/data",
    ),
    "audit_broken": Words(
        "操作审计有 {failed_checks} 处与封存值不符", "The record of access differs from its roots in {failed_checks} places",
        "可能有人改动了审计记录。请让运维人员在服务器上运行 liangma audit verify。",
        "Somebody may have changed the record. Have liangma audit verify run on the server.",
        "/desk/audit?day={day}",
    ),
    "recusal_wanted": Words(
        "回避申请：{enterprise_name}", "Recusal asked: {enterprise_name}",
        "企业申请{officer}回避，检查照常进行，等您决定。",
        "The enterprise asks that {officer} stand aside. The visit goes on; it waits for your decision.",
        "/desk/approvals",
    ),
    "abort_note_wanted": Words(
        "请说明连续中止：{enterprise_name}", "Broken off again: {enterprise_name}",
        "检查连续第 {times} 次中止，请写明原因。", "Visits were broken off {times} times in a row; please say why.",
        "/desk/approvals",
    ),
    "recusal_heard": Words(
        "回避申请：{enterprise_name}", "Recusal asked: {enterprise_name}",
        "企业在核验页申请{officer}回避，由单位负责人决定，检查照常进行。",
        "On its page the enterprise asks that {officer} stand aside. The head decides; the visit goes on.",
        "/app/visits/{inspection_id}/said",
    ),
    "statement_heard": Words(
        "企业陈述意见：{enterprise_name}", "The enterprise stated its view: {enterprise_name}",
        "内容已记入这次检查，请查看。", "It is kept with the visit; please read it.", "/app/visits/{inspection_id}/said",
    ),
    "statement_made": Words(
        "企业陈述意见：{enterprise_name}", "The enterprise stated its view: {enterprise_name}",
        "内容已记入这次检查，请查看。", "It is kept with the visit; please read it.", "/desk/visits/{inspection_id}",
    ),
    "supplement_added": Words(
        "企业补充材料：{enterprise_name}", "The enterprise added papers: {enterprise_name}",
        "材料已记入这次检查，请查看。", "They are kept with the visit; please read them.", "/desk/visits/{inspection_id}",
    ),
    "attendance_asked": Words(
        "邀请您参加{planned_on}的检查", "You are invited to a visit on {planned_on}",
        "请答复参加或谢绝。企业名称在检查当天告知。", "Please say yes or no. The enterprise is named on the day itself.",
        "/app/invitations",
    ),
    "attendance_withdrawn": Words(
        "邀请已撤回：{planned_on}的检查", "Invitation taken back: the visit on {planned_on}",
        "您不用再参加这次检查。", "You need not come to this visit.", "/app/invitations",
    ),
    "attendance_accepted": Words(
        "{supervisor}接受邀请：{enterprise_name}", "{supervisor} comes along: {enterprise_name}",
        "{planned_on}的检查。", "The visit of {planned_on}.", "/desk/plan/{task_id}",
    ),
    "attendance_declined": Words(
        "{supervisor}谢绝邀请：{enterprise_name}", "{supervisor} does not come: {enterprise_name}",
        "{planned_on}的检查，原因见任务页。", "The visit of {planned_on}; the reason is on its page.", "/desk/plan/{task_id}",
    ),
    "ground_stated": Words(
        "补述事由：{enterprise_name}", "Ground stated afterwards: {enterprise_name}",
        "检查人员说明了安静期内到场的事由，等司法局决定。",
        "The officers stated the ground of a visit on a quiet day; the bureau decides.", "/desk/visits/{inspection_id}",
    ),
    "ground_confirmed": Words(
        "确认违反安静期：{enterprise_name}", "Confirmed, it broke the quiet period: {enterprise_name}",
        "司法局没有采纳补述的事由，理由见检查页。", "The bureau did not accept the ground; its reason is on the page.",
        "/desk/visits/{inspection_id}",
    ),
    "ground_excused": Words(
        "予以谅解：{enterprise_name}", "Excused: {enterprise_name}",
        "违反安静期的记录不变，司法局予以谅解，理由见检查页。",
        "That it broke the quiet period stays on record; the bureau excused it and says why.", "/desk/visits/{inspection_id}",
    ),
    "ground_reclassified": Words(
        "重新归类：{enterprise_name}", "Reclassified: {enterprise_name}",
        "司法局采纳补述的事由，这次检查已重新判定。", "The bureau accepted the ground; the visit was judged again.",
        "/desk/visits/{inspection_id}",
    ),
    "recusal_granted": Words(
        "同意回避：{enterprise_name}", "Recusal granted: {enterprise_name}",
        "{officer}应当回避，请换人继续。", "{officer} stands aside; somebody else goes on.", "/desk/visits/{inspection_id}",
    ),
    "recusal_refused": Words(
        "不予回避：{enterprise_name}", "Recusal refused: {enterprise_name}",
        "{officer}无须回避，检查继续。", "{officer} need not stand aside; the visit goes on.", "/desk/visits/{inspection_id}",
    ),
    "task_assigned": Words(
        "检查任务：{enterprise_name}", "Task: {enterprise_name}",
        "{planned_on}的检查码已发放。", "The visit code for {planned_on} is issued.", "/app/tasks/{task_id}",
    ),
}  # fmt: skip
"""By kind of message."""

PUSH_BODY = "您有新的待办"
"""All that a push ever says: no name, no place, nothing that a push service could learn."""


class _Facts(dict[str, Any]):
    """An address whose facts were not yet told when its line was written has a dash there."""

    def __missing__(self, key: str) -> str:
        return "—"


def as_words(kind: str, told: Mapping[str, Any], this_year: int | None = None) -> dict[str, Any]:
    """Title and body in both languages and the address of the screen; days of `this_year` without their year."""
    words = WORDS[kind]
    titles, bodies = {"zh": words.title_zh, "en": words.title_en}, {"zh": words.body_zh, "en": words.body_en}
    return {
        "title": {lang: filled(text, told, lang, this_year=this_year) for lang, text in titles.items()},
        "body": {lang: filled(text, told, lang, this_year=this_year) for lang, text in bodies.items()},
        "url": words.url.format_map(_Facts(told)),
    }
