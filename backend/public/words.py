"""Every text of the public pages, Chinese beside English. Placeholders are str.format fields."""

from collections.abc import Mapping
from typing import Any

ZH, EN = "zh", "en"


def say(language: str, key: str, **facts: Any) -> str:
    """The text of a key in the reader's language."""
    return WORDS[key][language == EN].format(**facts)


def name_of(language: str, table: Mapping[str, tuple[str, str]], code: str) -> str:
    """The name of a code; an unknown code stands for itself."""
    return table.get(code, (code, code))[language == EN]


CARD_STATES: dict[str, tuple[str, str]] = {
    "active": ("证件有效", "Valid"),
    "suspended": ("证件已暂扣", "Suspended"),
    "expired": ("证件已过期", "Expired"),
    "cancelled": ("证件已注销", "Cancelled"),
    "recalled": ("证件已收回", "Recalled"),
    "revoked": ("证件已吊销", "Revoked"),
    "lost": ("证件已遗失作废", "Lost and void"),
    "missing": ("没有证件", "No certificate"),
}
STEPS: dict[str, tuple[str, str]] = {
    "show_certificate": ("出示执法证件", "Certificates shown"),
    "show_code": ("亮检查码", "Visit code shown"),
    "notice_delivered": ("送达通知书", "Notice handed over"),
    "rights_told": ("告知权利", "Rights told"),
    "recording_announced": ("告知录音录像", "Recording announced"),
}
MOODS: tuple[tuple[int, str, str], ...] = (
    (5, "非常<br>满意", "Very<br>good"),
    (4, "满意", "Good"),
    (3, "一般", "Fair"),
    (2, "不<br>满意", "Poor"),
    (1, "很不<br>满意", "Very<br>poor"),
)
EIGHT: tuple[tuple[str, str, str], ...] = (
    ("1", "收受礼品、报酬", "Took gifts or payment"),
    ("2", "接受宴请、旅游", "Let themselves be treated"),
    ("3", "要企业出费用", "Made you pay costs"),
    ("4", "指定中介服务", "Named an agency to use"),
    ("5", "硬要法人到场", "Forced the owner to come"),
    ("6", "乱查封、乱停产", "Sealed or closed at will"),
    ("7", "说有检查指标", "Spoke of quotas"),
    ("8", "借观摩考察搞检查", "Called the check a tour"),
)
PLEDGE: tuple[tuple[str, str], ...] = (
    ("严禁逐利检查", "No inspecting for gain"),
    ("严禁干扰企业正常生产经营", "No disturbing normal business"),
    ("严禁任性处罚企业", "No arbitrary penalties"),
    ("严禁下达检查指标", "No quotas for inspections"),
    ("严禁变相检查", "No inspections under another name"),
)

WORDS: dict[str, tuple[str, str]] = {
    # frame
    "brand": ("亮码", "Liangma"),
    "demo": ("演示数据", "Demo data"),
    "big": ("大字版", "Large"),
    "normal": ("标准版", "Normal"),
    "other_language": ("English", "中文"),
    "check_visit": ("检查核验", "Visit check"),
    "check_card": ("证件核验", "Certificate check"),
    "back": ("返回", "Back"),
    # verdicts of a visit
    "valid": ("真实有效的检查", "A genuine, valid visit"),
    "valid.why": ("{organ}，{people}人证件均有效", "{organ}: {people} officers, all certificates valid"),
    "finding": ("已登记，但有异常", "Registered, with a problem"),
    "finding.why": ("检查是真的，但有不合规定之处", "The visit is genuine, but breaks a rule"),
    "old": ("已登记，但有异常", "Registered, with a problem"),
    "old.why": ("码已过期，请对方刷新", "The code is out of date: ask for a new one"),
    "passed_on": ("已登记，但有异常", "Registered, with a problem"),
    "passed_on.why": ("这个码被多次扫描，请对方刷新", "This code was scanned many times: ask for a new one"),
    "ahead": ("已登记，但有异常", "Registered, with a problem"),
    "ahead.why": ("对方手机时间未校准，请对方刷新", "The officer's phone has a wrong clock: ask for a new code"),
    "static": ("已登记，请再核对人", "Registered: now check the people"),
    "static.why": (
        "这是固定码，只证明检查已登记，不证明来人身份",
        "A printed or spoken code: it proves the visit, not who brings it",
    ),
    "not_yet": ("已登记，还没到日期", "Registered, but not for today"),
    "not_yet.why": ("这次检查的日期是 {day}", "This visit is registered for {day}"),
    "expired": ("检查码已失效", "This visit code has expired"),
    "expired.why": ("有效期到 {day}", "It was valid until {day}"),
    "cancelled": ("这次检查已取消", "This visit was cancelled"),
    "cancelled.why": ("检查单位已撤回检查码", "The organ has withdrawn the code"),
    "officer_bad": ("检查人员证件无效", "An officer's certificate is not valid"),
    "officer_bad.why": ("{name}：{state}", "{name}: {state}"),
    "not_genuine": ("不是有效的码", "Not a genuine code"),
    "not_genuine.why": ("查不到这个码，或内容被改动过", "It is not on record, or was changed"),
    # verdicts of a card
    "card_valid": ("证件真实有效", "A genuine, valid certificate"),
    "card_valid.why": ("持证人现在有登记的检查", "The holder is on a registered visit now"),
    "no_visit": ("证件有效，无登记检查", "Valid certificate, no visit registered"),
    "no_visit.why": (
        "系统里没有此人此时的检查，请看检查码",
        "No visit of this officer is registered now: ask for the visit code",
    ),
    "card_old": ("证件有效，但码已过期", "Valid certificate, old code"),
    "card_old.why": ("码已过期，请对方刷新", "The code is out of date: ask for a new one"),
    "card_passed_on": ("证件有效，但码有异常", "Valid certificate, doubtful code"),
    "card_passed_on.why": ("这个码被多次扫描，请对方刷新", "This code was scanned many times: ask for a new one"),
    "card_ahead": ("证件有效，但码有异常", "Valid certificate, doubtful code"),
    "card_ahead.why": ("对方手机时间未校准，请对方刷新", "The officer's phone has a wrong clock: ask for a new code"),
    "card_static": ("证件有效，请再核对人", "Valid certificate: now check the person"),
    "card_static.why": (
        "此码只证明证件真实有效，请核对照片，或要求出示动态码",
        "This code proves the certificate, not its bearer: compare the photo or ask for the live code",
    ),
    "card_bad": ("证件无效", "This certificate is not valid"),
    "card_bad.why": ("{state}", "{state}"),
    # number
    "number": ("请看执法人员手机，<br>应显示同一个数字", "Look at the officer's phone:<br>it must show this number"),
    "no_number": (
        "还没有核对数字，<br>不能确认是本人当面出示",
        "No number was compared:<br>nobody proves to be standing here",
    ),
    # people
    "these_people": ("来的是这{people}个人吗？", "Are these the people who came?"),
    "this_person": ("来的是这个人吗？", "Is this the person who came?"),
    "photo_of": ("{name}的照片", "Photo of {name}"),
    # facts
    "enterprise": ("被查企业", "Enterprise"),
    "organ": ("检查单位", "Organ"),
    "reason": ("检查事由", "Reason"),
    "basis": ("依据", "Legal basis"),
    "items": ("查什么", "What is checked"),
    "items_more": ("{first}等 {total} 项", "{first} and {more} more"),
    "quiet": ("安静期", "Quiet period"),
    "cap": ("次数", "Visits"),
    "wrong": ("哪里异常", "What is wrong"),
    "age": ("这个码是{age}前的", "This code is {age} old"),
    "age_why": (
        "当面出示的码每 15 秒更换，最长 60 秒有效。它可能是截屏，也可能只是对方手机没有刷新。",
        "A code shown face to face changes every 15 seconds and lasts 60. This may be a screenshot,"
        " or the phone just did not refresh.",
    ),
    "registered": ("登记情况", "Registration"),
    "registered_today": ("今天确有一次对本企业的检查", "A visit to this enterprise is registered for today"),
    "registered_for": ("登记的检查日期是 {day}", "The visit is registered for {day}"),
    "officers": ("检查人员", "Officers"),
    "number_of_card": ("证号", "Number"),
    "unit": ("单位", "Unit"),
    "field": ("执法领域", "Field"),
    "validity": ("有效期", "Validity"),
    "to": (" 至 ", " to "),
    "visit_now": ("当前检查", "Visit now"),
    "visit_now_yes": ("有登记的检查", "Registered"),
    "visit_now_no": ("没有登记的检查", "None registered"),
    # what to do
    "do": ("请您这样做", "What to do"),
    "do_refresh": ("请执法人员刷新检查码，您再扫一次", "Ask the officer for a new code and scan again"),
    "do_compare": ("看两部手机的数字是否相同", "Compare the numbers on both phones"),
    "do_call": ("仍不相同，可以拨打 {call} 核实", "If they still differ, call {call}"),
    "do_faces": ("看来的人和照片是否相同", "Compare the people with their photos"),
    "do_live": ("请对方用手机亮码，您再扫一次", "Ask for the code on the officer's phone and scan it"),
    "do_doubt": ("有疑问，拨打 {call}", "In doubt, call {call}"),
    "do_show": ("请对方出示执法证件，并重新亮码", "Ask for the certificates and for a new code"),
    "do_spoken": ("让对方念出 12 位核验号，{link}", "Let them read out the 12-character number: {link}"),
    "manual": ("手工核验", "check it by hand"),
    "do_note": ("仍无效，记下时间、人数，拨 {call}", "Still not valid? Note time and people, call {call}"),
    "do_visit_code": ("请对方出示检查码，核对来查哪家企业", "Ask for the visit code: it names the enterprise"),
    "refuse": (
        "执法人员不出示执法证件的，您有权拒绝检查",
        "If officers do not show certificates, you may refuse the inspection",
    ),
    "refuse_law": (
        "《行政处罚法》第五十五条。行使这项权利，不会影响企业信用。",
        "Administrative Penalty Law, Article 55. Using this right does not affect your credit.",
    ),
    "harmless": ("也可能是这些情况", "It may also be harmless"),
    "harmless_text": (
        "扫到了别的二维码，或照片模糊导致内容不全。换个角度再扫一次，不会留下对您不利的记录。",
        "You scanned another code, or the picture was blurred. Scan again: nothing is kept against you.",
    ),
    "harmless_ended": (
        "检查改了日期，或证件正在换发。请对方说明，也可以打电话核实。",
        "The visit was moved, or a certificate is being renewed. Ask them to explain, or call.",
    ),
    # rights
    "rights": ("您的权利", "Your rights"),
    "see_rights": ("查看我的权利", "See my rights"),
    "pledge": ("五个严禁", "Five prohibitions"),
    "steps": ("检查人员应做的五步", "Five steps of the officers"),
    "step_done": ("{time} 已记录", "noted at {time}"),
    "step_missing": ("尚未进行", "not yet"),
    "call": ("拨打 12345", "Call 12345"),
    "checked_at": ("核验于 {time}，状态为实时查询。", "Checked at {time}, live from the register."),
    "photos_invented": ("照片为示例。", "Photos are invented."),
    "not_recorded": ("本页没有记录您的身份。", "This page does not record who you are."),
    # rating
    "rate": ("评价这次检查", "Rate this visit"),
    "rate_later": (
        "检查人员签到以后，这里可以评价这次检查。",
        "Once the officers have checked in, you can rate the visit here.",
    ),
    "rate_fresh": (
        "想评价，请扫执法人员手机上的检查码，或通知书上的码。",
        "To rate, scan the code on the officer's phone or on the notice.",
    ),
    "rate_staff": ("本机已登录工作账号，不能评价。", "This device is signed in to a staff account and cannot rate."),
    "rate_closed": ("评价已在 {day} 截止。", "Rating closed on {day}."),
    "unseen": ("被检查部门看不到您是谁。", "The inspected organ cannot see who you are."),
    "unseen_why": (
        "只有监督部门能看到，满 5 条才合并公布。",
        "Only the supervision body reads this; it is published in groups of 5 or more.",
    ),
    "overall": ("总体感觉", "Overall"),
    "happened": ("有没有发生这些事？", "Did any of this happen?"),
    "happened_how": ("都没有，选第一项；有，请逐项选", "If none, choose the first line; else answer each"),
    "none_of_these": ("下面这些都没有发生", "None of these happened"),
    "yes": ("有", "Yes"),
    "no": ("没有", "No"),
    "words": ("想说的话（可不填）", "Anything else (optional)"),
    "words_hint": ("写下经过，不必写姓名", "What happened; no names needed"),
    "rate_note": (
        "15 天内可以修改，每次修改都留底，以最后一次为准。",
        "You may change it for 15 days; each version is kept, the last one counts.",
    ),
    "submit": ("提交评价", "Send rating"),
    "missing": ("还差 {count} 项没选，未提交", "{count} answers missing; not sent"),
    "missing_why": ("请在下面标出的地方选好，再提交一次", "Choose them where marked below and send again"),
    "choose": ("请选择", "Please choose"),
    "too_long": ("最多 2000 字", "At most 2,000 characters"),
    "rated_first": ("已收到您的评价", "Your rating has arrived"),
    "rated_amended": ("已按这一次更新", "Your rating was changed"),
    "rated_repeated": ("您已评价", "You have rated"),
    "rated_why": ("您已评价，可在 15 天内修改", "You have rated and may change it within 15 days"),
    "rated_until": ("可以修改到 {day}，以最后一次为准。", "You may change it until {day}; the last one counts."),
    "rated_sealed": (
        "想说的话已加密，只有监督部门能打开，每次打开都有记录。",
        "Your words are sealed: only the supervision body opens them, and every opening is logged.",
    ),
    "check_again": ("重新核验", "Check again"),
    "change": ("修改评价", "Change my rating"),
    "closed": ("评价已截止", "Rating has closed"),
    "closed_why": ("截止日期是 {day}，这次没有保存", "It closed on {day}; nothing was saved"),
    "not_yours": ("不能提交评价", "This rating cannot be sent"),
    "not_yours_why": ("请重新扫检查码，再从新页面提交", "Scan the visit code again and rate from the new page"),
    # by hand
    "type_number": ("输入 12 位核验号", "Type the 12-character number"),
    "type_hint": ("字母不分大小写，横线可不填", "Any letter case; hyphens may be left out"),
    "type_wrong": ("核验号有误，请核对", "There is a slip in this number"),
    "do_check": ("核验", "Check"),
    "by_hand": ("手工核验", "Check by hand"),
    "by_hand_why": (
        "没有扫到码，请执法人员念出核验号。",
        "No code to scan? Ask the officer to read out the number.",
    ),
    # front
    "front_title": ("行政检查核验", "Inspection checks"),
    "hero": ("来检查，先亮码", "Inspectors show a code first"),
    "lead": (
        "谁来查、为什么来、凭什么来，扫一下就知道。不用注册，不用装应用。",
        "Who comes, why, and by what right: one scan tells. No account, no app.",
    ),
    "scan_too": (
        "也可以用微信扫执法人员手机上的检查码。有疑问请拨 12345。",
        "Or scan the code on the officer's phone with any camera. In doubt call 12345.",
    ),
    "looks_like": ("检查码长这样", "A visit code looks like this"),
    "looks_how": ("每 15 秒更换，截屏无效", "It changes every 15 seconds; screenshots do not count"),
    "same_number": ("两部手机数字相同，<br>才是当面出示", "Same number on both phones:<br>shown face to face"),
    "i_enterprise": ("我是企业", "I am an enterprise"),
    "i_enterprise_why": ("核验来人，看权利，评价检查", "Check who comes, see rights, rate"),
    "i_officer": ("我是执法人员", "I am an officer"),
    "i_officer_why": ("今日任务，扫码入企，全程记录", "Today's visits, codes, recording"),
    "i_supervisor": ("我是监督员", "I am a supervisor"),
    "i_supervisor_why": ("接受任务，现场观察，反映问题", "Observe on the spot, report"),
    "i_staff": ("我在机关", "I work in an organ"),
    "i_staff_why": ("计划、审批、监督，用电脑打开", "Plan, approve, supervise; on a computer"),
    "entrances": ("入口", "Entrances"),
    "public": ("公示", "Published"),
    "host": ("主办：{region}司法局", "Run by the Justice Bureau of {region}"),
    "no_cookie": ("本页没有 Cookie，也不统计访客", "No cookies here, and no counting of visitors"),
    # published
    "published_title": ("行政检查公示", "Published lists"),
    "published_organs": ("执法主体", "Enforcement bodies"),
    "published_items": ("检查事项", "Inspection items"),
    "published_items_why": ("清单之外没有检查：没有公布的事项，不得检查。", "Only published items may be inspected."),
    "published_counts": ("今年的检查次数", "Visits this year"),
    "published_small": ("不足 5 次的单位合并计算", "Bodies with fewer than 5 visits are merged"),
    "published_few": ("合计不足 5 次，暂不公布", "Fewer than 5 in all: not published yet"),
    "merged": ("其他单位合计", "Other bodies together"),
    "body": ("单位", "Body"),
    "since": ("公布日期", "Published on"),
    "item": ("事项", "Item"),
    "law": ("依据", "Legal basis"),
    "count": ("次数", "Visits"),
    "nothing": ("还没有公布的内容", "Nothing has been published yet"),
    "up_to": ("截至 {day}", "As of {day}"),
    # errors
    "lost": ("没有这个页面", "There is no such page"),
    "lost_why": (
        "地址可能不完整，请重新扫码。",
        "The address may be cut off. Scan again, or check by hand.",
    ),
    "broken": ("系统出错，已记录", "Something failed and was noted"),
    "broken_why": (
        "您填写的内容可能没有保存，请返回再试一次。",
        "What you entered may not be saved: go back and try again.",
    ),
    "too_big": ("内容太长，没有保存", "Too long; nothing was saved"),
    "too_big_why": ("请删短后再提交一次。", "Please shorten it and send it again."),
    "home": ("回到首页", "To the front page"),
}
