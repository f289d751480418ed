"""What can go wrong when signing in."""

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
NOT_A_KEY = Problem(
    "identity.not_a_key",
    422,
    "设备密钥格式不正确，未登记。",
    "This is not a P-256 public key; it was not enrolled.",
    "请升级浏览器后重试。",
    "Update the browser and try again.",
)
