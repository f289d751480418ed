"""What can go wrong when signing in, proving who one is, and with accounts."""

from backend.kernel.problems import Problem

WRONG_PASSWORD = Problem(
    "identity.wrong_password",
    401,
    "账号或密码不对。",
    "The account or the password is wrong.",
    "请核对后再试；忘记密码请联系本单位管理员。",
    "Check both and try again; your administrator can set a new password.",
)
TOO_MANY = Problem(
    "identity.too_many",
    429,
    "密码多次输入有误，请在 {seconds} 秒后再试。账号没有被锁定。",
    "Too many wrong passwords; try again in {seconds} seconds. The account is not locked.",
    "已录入本机的内容不受影响。",
    "What is stored on this device is safe.",
)
STEP_UP_NEEDED = Problem(
    "identity.step_up_needed",
    403,
    "此操作需要再次确认身份。",
    "This needs a fresh proof of who you are.",
    "请输入密码或使用通行密钥，5 分钟内有效。",
    "Enter your password or use a passkey; the proof holds for five minutes.",
)
PROOF_REFUSED = Problem(
    "identity.proof_refused",
    403,
    "身份确认未通过。您仍处于登录状态。",
    "That did not prove who you are. You are still signed in.",
    "请核对密码，或重新使用通行密钥。",
    "Check the password, or use the passkey again.",
)
PASSKEY_REFUSED = Problem(
    "identity.passkey_refused",
    401,
    "通行密钥未通过验证，没有登录。",
    "The passkey was not accepted; you are not signed in.",
    "请重新验证，或用密码登录。",
    "Try again, or sign in with your password.",
)
PASSKEY_NOT_ADDED = Problem(
    "identity.passkey_not_added",
    422,
    "通行密钥未通过验证，没有添加。",
    "The passkey could not be verified and was not added.",
    "请在 2 分钟内用解锁本机的方式完成验证。",
    "Finish within two minutes and unlock the device when it asks.",
)
PASSKEY_KNOWN = Problem(
    "identity.passkey_known",
    409,
    "这把通行密钥已经登记过。",
    "This passkey is already registered.",
    "请使用另一把，或直接用它登录。",
    "Use another one, or sign in with it.",
)
PASSWORD_CHANGE_NEEDED = Problem(
    "identity.password_change_needed",
    403,
    "您用的是一次性密码，请先设置自己的密码。",
    "You signed in with a one-time password; set your own first.",
    "设置后即可继续。",
    "Then everything else opens.",
)
PASSWORD_REFUSED = Problem(
    "identity.password_refused",
    422,
    "这个密码不能用：{zh}",
    "This password cannot be used: {en}",
    "请换一个：至少 10 个字符，几个不相干的词连起来就好记又难猜。",
    "Choose another: at least 10 characters; a few unrelated words are easy to remember and hard to guess.",
)
NO_ACCOUNT = Problem(
    "identity.no_account",
    409,
    "此人没有登录账号。",
    "This person has no account.",
    "先为其开通账号；监督员请用邀请二维码。",
    "Give them an account first; supervisors get an invitation.",
)
ENDED = Problem(
    "identity.account_ended",
    409,
    "此人的账号已停用。",
    "This person's account has ended.",
    "需要时先恢复账号。",
    "Restore the account first.",
)
NOT_A_SUPERVISOR = Problem(
    "identity.not_a_supervisor",
    409,
    "只有行政执法监督员可以用邀请二维码开通账号。",
    "Only lay supervisors are invited this way.",
    "其他人员由管理员开通账号。",
    "Everybody else gets an account from the administrator.",
    "B-76",
)
INVITATION_OVER = Problem(
    "identity.invitation_over",
    410,
    "这张邀请二维码已失效：已用过、已过期，或已换新。",
    "This invitation no longer works: it was used, has expired, or was replaced.",
    "请向司法局索取新的邀请二维码。",
    "Ask the bureau for a new one.",
)
LOGIN_TAKEN = Problem(
    "identity.login_taken",
    409,
    "这个账号名已有人使用。",
    "This account name is taken.",
    "请换一个账号名。",
    "Choose another one.",
)
NOT_A_KEY = Problem(
    "identity.not_a_key",
    422,
    "设备密钥格式不正确，未登记。",
    "This is not a P-256 public key; it was not enrolled.",
    "请升级浏览器后重试。",
    "Update the browser and try again.",
)
DEVICE_REVOKED = Problem(
    "identity.device_revoked",
    409,
    "这台设备已停用，不能再次登记。",
    "This device was revoked and cannot be enrolled again.",
    "请在浏览器中清除本站数据后重新登记，或换一台设备；本机未上传的内容仍可上传，但要等复核。",
    "Clear this site's data and enrol anew, or use another device; what waits on it can still be sent, for review.",
)
NOTICE_UNKNOWN = Problem(
    "identity.notice_unknown",
    422,
    "没有这个版本的隐私告知。",
    "There is no such version of the privacy notice.",
    "请重新打开告知页面。",
    "Open the notice again.",
    "B-101",
)
NOT_A_PHONE = Problem(
    "identity.not_a_phone",
    422,
    "电话号码格式不正确，未保存。",
    "This is not a telephone number; it was not saved.",
    "请填写手机号，或带区号的固定电话。",
    "Give a mobile number, or a landline with its area code.",
)
NOT_AN_IDENTITY_NUMBER = Problem(
    "identity.not_an_identity_number",
    422,
    "身份证号码的校验位不对，未保存。",
    "The check digit of this identity number is wrong; it was not saved.",
    "请核对后重新填写。",
    "Check it and enter it again.",
)
