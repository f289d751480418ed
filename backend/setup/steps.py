"""From nothing to the first visit, step by step: what is made, what is missing, and where it is done. Pure words."""

from __future__ import annotations

from dataclasses import dataclass

from backend.setup.standing import ENOUGH_OFFICERS, HEAD, OFFICER, PLANNER, OrganStanding, Standing

ROLE_WORDS = {PLANNER: ("经办人", "planner"), HEAD: ("负责人", "head"), OFFICER: ("执法人员", "officer")}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Step:
    """`made` says what stands (once done), `missing` what does not (until then); `door` is the page for it."""

    code: str
    door: str
    made: Sentence | None
    missing: Sentence | None

    @property
    def done(self) -> bool:
        return self.missing is None


def steps(it: Standing | None) -> list[Step]:
    """All steps in their order. None: there is no bureau yet, so nothing can stand."""
    organ = it.organ if it else None
    return [
        _bureau(it), _rules(it), _department(organ), _items(organ), _people(organ), _accounts(organ), _cards(organ),
        _enterprise(it),
    ]  # fmt: skip


def _bureau(it: Standing | None) -> Step:
    if it is None:
        return _todo("bureau", "/setup", "还没有司法局和区划", "There is no bureau and no region yet")
    if not it.keys:
        return _todo(
            "bureau", "/setup", "区划的密钥不在，请重启服务", "The region's keys are not there; restart the server"
        )
    return _done(
        "bureau", "/organs", f"{it.bureau}，{it.region_name} {it.region_code}，密钥已生成",
        f"{it.bureau}, {it.region_name_en} {it.region_code}, keys made",
    )  # fmt: skip


def _rules(it: Standing | None) -> Step:
    if it is None or not it.rules:
        return _todo("rules", "/setup", "还没有生效的规则", "No rule set is in force")
    return _done("rules", "/rule-sets", "规则已生效", "A rule set is in force")


def _department(organ: OrganStanding | None) -> Step:
    if organ is None:
        return _todo("department", "/setup", "还没有执法部门", "There is no department yet")
    if not organ.published:
        return _todo(
            "department", "/setup", f"{organ.name}还没有公布为检查主体", f"{organ.name} is not published as a subject"
        )
    return _done("department", "/organs", f"{organ.name}，已公布", f"{organ.name}, published")


def _items(organ: OrganStanding | None) -> Step:
    if organ is None or organ.items + organ.unpublished_items == 0:
        return _todo("items", "/setup", "还没有检查事项", "There is no inspection item yet")
    if organ.items == 0:
        n = organ.unpublished_items
        return _todo("items", "/setup", f"{n} 项检查事项还没有公布", f"{n} items are not published yet")
    return _done("items", "/items", f"{organ.items} 项检查事项，已公布", f"{organ.items} items, published")


def _people(organ: OrganStanding | None) -> Step:
    if organ is None:
        return _todo("people", "/setup", "还没有人员", "There are no people yet")
    lacking = [
        *([ROLE_WORDS[PLANNER]] if organ.planners == 0 else []),
        *([ROLE_WORDS[HEAD]] if organ.heads == 0 else []),
        *([_officers_lacking(organ.officers)] if organ.officers < ENOUGH_OFFICERS else []),
    ]
    if lacking:
        zh, en = "、".join(each[0] for each in lacking), ", ".join(each[1] for each in lacking)
        return _todo("people", "/setup", f"还缺{zh}", f"Still missing: {en}")
    return _done(
        "people", "/people", f"经办人 {organ.planners}、负责人 {organ.heads}、执法人员 {organ.officers} 名",
        f"{organ.planners} planners, {organ.heads} heads, {organ.officers} officers",
    )  # fmt: skip


def _officers_lacking(there: int) -> tuple[str, str]:
    n = ENOUGH_OFFICERS - there
    return f"{n} 名执法人员", f"{n} officer{'s' if n > 1 else ''}"


def _accounts(organ: OrganStanding | None) -> Step:
    lacking = [words for role, words in ROLE_WORDS.items() if organ is None or role not in organ.accounts]
    if lacking:
        zh, en = "、".join(each[0] for each in lacking), ", ".join(each[1] for each in lacking)
        return _todo("accounts", "/setup", f"{zh}还不能登录", f"Nobody can sign in as {en}")
    return _done("accounts", "/people", "经办人、负责人和执法人员都有人能登录", "Planner, head and officer can sign in")


def _cards(organ: OrganStanding | None) -> Step:
    n = ENOUGH_OFFICERS - (organ.valid_cards if organ else 0)
    if n > 0:
        return _todo(
            "cards", "/setup", f"还缺 {n} 本有效执法证", f"{n} valid certificate{'s' if n > 1 else ''} still missing"
        )
    count = organ.valid_cards if organ else 0
    return _done("cards", "/cards", f"{count} 本执法证有效", f"{count} certificates are valid")


def _enterprise(it: Standing | None) -> Step:
    if it is None or not it.enterprises:
        return _todo("enterprise", "/setup", "还没有企业", "There is no enterprise yet")
    return _done("enterprise", "/enterprises", "企业库里已有企业", "There are enterprises")


def _todo(code: str, door: str, zh: str, en: str) -> Step:
    return Step(code, door, None, Sentence(zh, en))


def _done(code: str, door: str, zh: str, en: str) -> Step:
    return Step(code, door, Sentence(zh, en), None)
