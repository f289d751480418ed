"""What can go wrong with cards and codes."""

from backend.kernel.problems import Problem

NO_KEY = Problem(
    "certificates.no_key", 503, "本地区没有可用的签发密钥，检查码未签发。", "This region has no key that may sign now; no code was issued.",
    "请系统管理员运行 keys-init。", "Ask the system's administrator to run keys-init.", "B-47",
)  # fmt: skip
MOVE_REFUSED = Problem(
    "certificates.move_refused", 409, "证件现为“{state}”，不能改为“{wanted}”。", "The card is {state}; it cannot become {wanted}.",
    "终止的证件不能恢复，请办理新证。", "A card that has ended does not come back: issue a new one.", "B-92",
)  # fmt: skip
PHOTO_TOO_LARGE = Problem(
    "certificates.photo_too_large", 422, "照片超过 20 KB，未保存。", "The photo is larger than 20 KB; nothing was saved.",
    "请压缩后重新上传。", "Make it smaller and send it again.", "B-90",
)  # fmt: skip
