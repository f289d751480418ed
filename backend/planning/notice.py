"""行政检查通知书 as text (B-22): one canonical form, so that its SHA-256 means something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from hashlib import sha256

PLEDGE = "执法人员承诺：严格遵守“五个严禁”“八个不得”，文明执法，不影响企业正常经营。"


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """What a notice names. Items are (code, name, basis); officers are (name, card number); rights are sentences."""

    organs: Sequence[str]
    """Who goes; of several the first one leads (B-29)."""
    enterprise: str
    identifier: str
    address: str
    planned_on: date
    starts_at: time | None
    items: Sequence[tuple[str, str, str]]
    """None of a visit that is no inspection (B-24)."""
    officers: Sequence[tuple[str, str]]
    grounds: Sequence[str]
    rights: Sequence[str]
    further_days: Sequence[date] = ()
    """The days after the first on which the same visit goes on (B-31)."""


def text_of(facts: NoticeFacts) -> str:
    """The notice in its canonical form: UTF-8 lines that end with LF, the same facts always the same text."""
    lines = [
        "行政检查通知书",
        f"检查主体：{subjects(facts.organs)}",
        f"检查对象：{facts.enterprise}（{facts.identifier}）",
        f"地址：{facts.address}",
        f"检查日期：{facts.planned_on.isoformat()}" + (f" {facts.starts_at:%H:%M}" if facts.starts_at else ""),
        *(f"继续检查日期：{each.isoformat()}" for each in facts.further_days),
        *(f"例外情形：{each}" for each in facts.grounds),
        "检查事项和依据：" if facts.items else "本次到访不是行政检查，没有检查事项。",
        *(f"{n}. {code} {name}。{basis}" for n, (code, name, basis) in enumerate(facts.items, 1)),
        "执法人员和证件号：",
        *(f"{n}. {name} {number}" for n, (name, number) in enumerate(facts.officers, 1)),
        "您的权利：",
        *(f"{n}. {right}" for n, right in enumerate(facts.rights, 1)),
        PLEDGE,
    ]
    return "".join(f"{line.strip()}\n" for line in lines)


def subjects(organs: Sequence[str]) -> str:
    """Who visits, in words; of several it is said that they come together, and which one leads."""
    first, *more = organs
    return f"{'、'.join([f'{first}（牵头）', *more])}，联合检查" if more else first


def hash_of(text: str) -> bytes:
    """SHA-256 of the canonical text."""
    return sha256(text.encode("utf-8")).digest()
