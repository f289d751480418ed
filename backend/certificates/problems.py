"""What can go wrong with cards and codes."""

from backend.kernel.problems import Problem

NO_KEY = Problem(
    "certificates.no_key", 503, "本地区没有可用的签发密钥，检查码未签发。", "This region has no key that may sign now; no code was issued.",
    "请系统管理员运行 keys-init。", "Ask the system's administrator to run keys-init.", "B-47",
)  # fmt: skip
NO_SUCH_KEY = Problem(
    "certificates.no_such_key", 404, "没有编号为 {kid} 的签发密钥，没有改动。",
    "There is no key {kid} that signs codes; nothing was changed.",
    "用 liangma keys list 查看编号。", "See the names with liangma keys list.", "B-103",
)  # fmt: skip
KEY_IS_COMING = Problem(
    "certificates.key_is_coming", 409, "下一把密钥 {kid} 已经生成，{since} 起启用，没有再生成。",
    "The next key {kid} is there already and signs from {since}; none was made.",
    "等它启用以后再更换。", "Wait until it signs.", "B-103",
)  # fmt: skip
KEY_IS_REVOKED = Problem(
    "certificates.key_is_revoked", 409, "密钥 {kid} 已于 {since} 作废，没有改动。",
    "The key {kid} was revoked on {since}; nothing was changed.",
    "用 liangma keys list 查看现在的密钥。", "See the keys of now with liangma keys list.", "B-103",
)  # fmt: skip
MOVE_REFUSED = Problem(
    "certificates.move_refused", 409, "证件现为“{state_zh}”，不能改为“{wanted_zh}”。",
    "The card is {state_en}; it cannot become {wanted_en}.",
    "终止的证件不能恢复，请办理新证。", "A card that has ended does not come back: issue a new one.", "B-92",
)  # fmt: skip
PHOTO_STANDS = Problem(
    "certificates.photo_stands", 409, "证件上已有照片，未改动。", "The card bears a portrait already; nothing was changed.",
    "需要换照片时，请换发证件。", "To change it, renew the card.", "B-90",
)  # fmt: skip
PHOTO_TOO_LARGE = Problem(
    "certificates.photo_too_large", 422, "照片超过 20 KB，未保存。", "The photo is larger than 20 KB; nothing was saved.",
    "请压缩后重新上传。", "Make it smaller and send it again.", "B-90",
)  # fmt: skip
PHOTO_TOO_BIG = Problem(
    "certificates.photo_too_big", 422, "照片文件超过 5 MB，未保存。", "The photo's file is larger than 5 MB; nothing was saved.",
    "请裁剪后重新选择。", "Cut it and choose it again.", "B-90",
)  # fmt: skip
PHOTO_UNREADABLE = Problem(
    "certificates.photo_unreadable", 422, "照片打不开，未保存。只收 JPEG、PNG 和 WebP。",
    "The photo cannot be opened; nothing was saved. JPEG, PNG and WebP are taken.",
    "请换一张照片。", "Choose another photo.", "B-90",
)  # fmt: skip
NUMBER_TAKEN = Problem(
    "certificates.number_taken", 409, "证号 {number} 已经发给别人或仍在使用，未保存。",
    "The number {number} is in use already; nothing was saved.",
    "请核对证号；补发、换发请在原证件页办理。", "Compare the number; to renew or replace a card, open that card.", "B-91",
)  # fmt: skip
HAS_ONE = Problem(
    "certificates.has_one", 409, "该人员已持有同类证件 {number}，未发新证。",
    "This person holds a card of this kind already, {number}; none was issued.",
    "请在该证件页换发，或先注销。", "Renew that card, or cancel it first.", "B-92",
)  # fmt: skip
NOT_A_HOLDER = Problem(
    "certificates.not_a_holder", 422, "所选人员不是在岗执法人员，不能发证。",
    "This person is not an officer in service; no card was issued.",
    "请在人员名册核对。", "Look the person up in the register.", "B-08",
)  # fmt: skip
DAYS_WRONG = Problem(
    "certificates.days_wrong", 422, "有效期截止日早于发证日，未保存。", "The card would end before it begins; nothing was saved.",
    "请核对日期。", "Compare the days.", "B-90",
)  # fmt: skip
KIND_NOT_TAKEN = Problem(
    "certificates.kind_not_taken", 422, "现行规则不认可“{kind}”类证件，未保存。",
    "The rules in force do not take cards of the kind {kind}.",
    "请选择其他证件种类，或调整规则。", "Choose another kind, or change the rules.", "B-11",
)  # fmt: skip
END_NOT_HERE = Problem(
    "certificates.end_not_here", 422, "只有暂扣可以写明截止时间，且须晚于开始时间。未保存。",
    "Only a suspension has an end, and it must lie after its beginning; nothing was saved.",
    "请改正截止时间。", "Correct the end.", "B-92",
)  # fmt: skip
DOCUMENT_MISSING = Problem(
    "certificates.document_missing", 422, "暂扣、注销、收回、吊销须写明文书编号，未保存。",
    "Suspending, cancelling, recalling or revoking a card needs its document; nothing was saved.",
    "请填写文书编号。", "Enter the number of the document.", "B-92",
)  # fmt: skip
NOT_REPLACEABLE = Problem(
    "certificates.not_replaceable", 409, "证件现为“{state_zh}”，不能换发或补发。",
    "The card is {state_en}; it cannot be renewed or replaced.",
    "遗失的先登记遗失；暂扣的等恢复后再办。", "Report a lost card as lost first; wait until a suspension is over.", "B-92",
)  # fmt: skip
