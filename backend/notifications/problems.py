"""What can go wrong with subscriptions."""

from backend.kernel.problems import Problem

HOST_NOT_ALLOWED = Problem(
    "notifications.host_not_allowed",
    422,
    "此浏览器的推送服务不在允许范围内，未开启。",
    "This browser's push service is not on the list; push stays off.",
    "站内信照常可用。",
    "The inbox works all the same.",
)
NOT_A_SUBSCRIPTION = Problem(
    "notifications.not_a_subscription",
    422,
    "推送订阅的密钥不正确，未开启。",
    "The keys of the subscription are not valid; push stays off.",
    "请更新浏览器后重试。",
    "Update the browser and try again.",
)
