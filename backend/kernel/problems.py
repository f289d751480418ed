"""A catalogue of problems with stable codes: what is wrong, what to do, in Chinese and English (RFC 9457)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One way in which a request can fail. Call it with the facts of the case and raise what it returns."""

    code: str
    status: int
    zh: str
    en: str
    remedy_zh: str = ""
    remedy_en: str = ""
    rule: str | None = None

    def __call__(self, field: str | None = None, **facts: Any) -> ProblemRaised:
        return ProblemRaised(self, field, facts)


class ProblemRaised(Exception):
    """A problem with the facts of this case. `field` names the input that is wrong, if one is."""

    def __init__(self, problem: Problem, field: str | None, facts: dict[str, Any]):
        super().__init__(problem.code)
        self.problem, self.field, self.facts = problem, field, facts

    def as_data(self, language: str) -> dict[str, Any]:
        """The body of an application/problem+json answer; `detail` and `remedy` in the reader's language."""
        sentence = {"zh": self._fill(self.problem.zh), "en": self._fill(self.problem.en)}
        remedies = {"zh": self._fill(self.problem.remedy_zh), "en": self._fill(self.problem.remedy_en)}
        return {
            "type": "about:blank",
            "title": self.problem.code,
            "status": self.problem.status,
            "code": self.problem.code,
            "detail": sentence[language],
            "remedy": remedies[language],
            "sentence": sentence,
            "remedies": remedies,
            "field": self.field,
            "rule": self.facts.get("rule", self.problem.rule),
            "facts": {key: _plain(value) for key, value in self.facts.items()},
        }

    def _fill(self, template: str) -> str:
        return template.format_map(_Facts(self.facts))


class _Facts(dict[str, Any]):
    """A template may name a fact that this case does not have; an empty place beats a second failure."""

    def __missing__(self, key: str) -> str:
        return ""


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (str, int, float, bool, dict, list)):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


NOT_FOUND = Problem(
    "kernel.not_found",
    404,
    "没有找到，或者您无权查看。",
    "Not found, or not yours to see.",
    "请回到列表重新打开。",
    "Go back to the list and open it again.",
)
NOT_SIGNED_IN = Problem(
    "kernel.not_signed_in",
    401,
    "登录已失效。已填写的内容仍在本机。",
    "You are not signed in. What you entered is still on this device.",
    "请重新登录。",
    "Sign in again.",
)
NOT_ALLOWED = Problem(
    "kernel.not_allowed",
    403,
    "您的角色不能进行此操作。",
    "Your role may not do this.",
    "如需权限，请联系本单位管理员。",
    "Ask your administrator if you need it.",
)
INVALID = Problem(
    "kernel.invalid",
    422,
    "有内容填写不正确，未保存。",
    "Some of the input is not valid; nothing was saved.",
    "请按提示修改后重新提交。",
    "Correct the fields named and send it again.",
)
IDENTITY_NUMBER = Problem(
    "kernel.identity_number",
    422,
    "内容里有身份证号码，未保存。",
    "There is an identity number in the text; nothing was saved.",
    "请删去身份证号码后重新提交；系统不在这里保存身份证号码。",
    "Take it out and send the rest again; identity numbers are not kept here.",
    "B-102",
)
MALFORMED = Problem(
    "kernel.malformed",
    400,
    "请求内容无法识别，未保存。",
    "The request could not be read; nothing was saved.",
    "请升级到最新版本后重试。",
    "Update the app and try again.",
)
METHOD = Problem(
    "kernel.http_405",
    405,
    "请求方式不被接受，未保存。",
    "This method is not taken here; nothing was saved.",
    "请升级到最新版本后重试。",
    "Update the app and try again.",
)
TOO_LARGE = Problem(
    "kernel.too_large",
    413,
    "内容太大，未保存。",
    "The content is too large; nothing was saved.",
    "请缩短内容；录像和照片请分段上传。",
    "Shorten it; recordings and photos are uploaded in pieces.",
)
CONTENT_KIND = Problem(
    "kernel.content_kind",
    415,
    "内容的类型不被接受，未保存。",
    "Content of this type is not taken; nothing was saved.",
    "请升级到最新版本后重试。",
    "Update the app and try again; the interface takes application/json.",
)
KEY_MISSING = Problem(
    "kernel.key_missing",
    422,
    "缺少操作编号，未保存。",
    "The Idempotency-Key header is missing or is not a UUID; nothing was saved.",
    "请升级到最新版本后重试。",
    "Send a client-made UUIDv7 in Idempotency-Key.",
)
KEY_REUSED = Problem(
    "kernel.key_reused",
    409,
    "同一操作编号已用于不同的内容，原记录未改动。",
    "This key was already used with other content; what was recorded first is unchanged.",
    "请核对原记录，需要时重新填写。",
    "Look at the first record; enter the new one again if it is needed.",
)
FOREIGN_ORIGIN = Problem(
    "kernel.foreign_origin",
    403,
    "请求来自其他网站，已拒绝。",
    "The request came from another site and was refused.",
    "请从本系统页面操作。",
    "Use this system's own pages.",
)
BUSY = Problem(
    "kernel.busy",
    503,
    "系统正忙，未保存。",
    "The server is busy; nothing was saved.",
    "将自动重试。",
    "It will be tried again by itself.",
)
OUT_OF_REACH = Problem(
    "kernel.out_of_reach",
    503,
    "数据库暂时连不上，不能确定是否已保存。",
    "The database is out of reach for the moment; whether this was saved is not known.",
    "将自动重试，同一操作不会记两次。",
    "It will be tried again by itself; the same act is never recorded twice.",
)
CONFLICT = Problem(
    "kernel.conflict",
    409,
    "与已有记录冲突，未保存。",
    "This conflicts with what is already recorded; nothing was saved.",
    "请刷新后核对。",
    "Refresh and compare.",
)
STALE = Problem(
    "kernel.stale",
    409,
    "此记录已被他人修改，您的修改未保存。",
    "Somebody else changed this meanwhile; your change was not saved.",
    "请核对最新内容后重新修改。",
    "Look at what it says now, then change it again.",
)
TOO_OFTEN = Problem(
    "kernel.too_often",
    429,
    "操作太频繁，请在 {seconds} 秒后再试。",
    "Too often; try again in {seconds} seconds.",
    "已录入本机的内容不受影响。",
    "What is stored on this device is safe.",
)
