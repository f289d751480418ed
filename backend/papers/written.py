"""What was written on site, on paper: the checklist, the record's words, signatures as they were drawn. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.inspections.models import Result
from backend.inspections.record_queries import witness
from backend.inspections.written import ChecklistAnswer, OnSiteRecord, RecordSignature
from backend.kernel.tokens import TOKENS
from backend.papers.draft import Section, Signature
from backend.policy.sentences import word

ANSWERS = {"yes": "符合", "no": "不符合", "na": "不适用"}
ROLES = {"officer": "执法人员", "attendee": "被检查单位现场人员", "witness": "见证人"}
NONE = "—"
"""A cell that nobody is to fill in by hand."""

_MARGIN = 300
"""Around the strokes, in their own units, so that no end of a line is cut."""


def checklist(answers: Sequence[ChecklistAnswer]) -> Section:
    """Question, answer, what was seen, and how many photos there are of it."""
    rows = [
        (each.question, _answer(each), f"{len(each.photos)} 张" if each.photos else NONE, each.note or NONE)
        for each in answers
    ]
    return Section("检查清单", ("检查内容", "结论", "照片", "看到的情况"), rows)


def corrections(result: Result) -> Section:
    """What has to be put right, where the result orders it."""
    rows = [(each["question"], each["note"] or NONE) for each in result.corrections]
    return Section("要改正的事项", ("检查内容", "发现的情况"), rows)


def told(heading: str, text: str) -> Section:
    """Somebody's words, line by line."""
    return Section(heading, paragraphs=[line for line in text.splitlines() if line.strip()])


def attendee(record: OnSiteRecord | None) -> str | None:
    """何店长，店长; None where nobody was named."""
    named = record.content["attendee"] if record else {}
    return "，".join(filter(None, (named.get("name"), named.get("role")))) or None


def proof(record: OnSiteRecord | None) -> list[Section]:
    """What the signatures stand under, and the photos that the signed text names, by their hashes."""
    if record is None:
        return []
    photos = [(line["question"], each) for line in record.content["lines"] for each in line["photos"]]
    signed = f"签名所对应的笔录内容（第 {record.version} 版）SHA-256：{record.hash.hex()}"
    return [Section("照片原件", ("检查内容", "SHA-256"), photos), Section("校验", paragraphs=[signed])]


def signatures(
    record: OnSiteRecord | None, signed: Sequence[RecordSignature], pictures: Mapping[UUID, str], zone: ZoneInfo
) -> list[Signature]:
    """Each as it was given: strokes as a drawing, the picture of what is on paper, or a name with its witness."""
    return [
        Signature(
            ROLES[each.role], each.name, f"{each.at.astimezone(zone):%Y-%m-%d %H:%M:%S}", drawn(each.strokes), each.reason,
            by=_by(record, each), check=_check(pictures.get(each.id)),
            media_id=str(each.media_id) if each.how == "picture" else "",
        )
        for each in signed
    ]  # fmt: skip


def _by(record: OnSiteRecord | None, signed: RecordSignature) -> str:
    if signed.how == "picture":
        return "在纸上签名或按指印，拍照存档"
    if signed.how == "typed" and record is not None:
        return f"本人不便签名，姓名由执法人员录入，见证：{witness(record, signed) or NONE}"
    return ""


def _check(state: str | None) -> str:
    return f"签名图片{word('picture', state, 'zh')}" if state else ""


def drawn(strokes: Sequence[Sequence[int]]) -> str:
    """The strokes as one SVG path in a box of their own; empty where nothing was drawn."""
    xs, ys = [x for each in strokes for x in each[0::3]], [y for each in strokes for y in each[1::3]]
    if not xs:
        return ""
    left, top = min(xs) - _MARGIN, min(ys) - _MARGIN
    box = f"{left} {top} {max(xs) - left + _MARGIN} {max(ys) - top + _MARGIN}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"><path fill="none" stroke="{TOKENS["--print"]}" stroke-width="90" '
        f'stroke-linecap="round" stroke-linejoin="round" d="{"".join(_path(strokes))}"/></svg>'
    )


def _path(strokes: Sequence[Sequence[int]]) -> Iterator[str]:
    for each in strokes:
        points = list(zip(each[0::3], each[1::3], strict=True))
        first, rest = points[:1], points[1:] or points[:1]  # a dot is a line to itself
        yield from (f"M{x} {y}" for x, y in first)
        yield from (f"L{x} {y}" for x, y in rest)


def _answer(given: ChecklistAnswer) -> str:
    return f"{given.value} {given.unit}".strip() if given.answer == "value" else ANSWERS[given.answer]
