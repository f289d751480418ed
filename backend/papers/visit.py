"""现场检查笔录 and 检查结果告知书 from what the visit recorded. Pure: rows in, content out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.inspections.models import Inspection, OfficerPresent, Result, Step
from backend.inspections.recorded import Photo
from backend.inspections.written import ChecklistAnswer, OnSiteRecord, RecordSignature
from backend.papers import contact, said, written
from backend.papers.draft import Content, Fact, Section, day, moment
from backend.papers.notice import number_label
from backend.papers.said import Saying
from backend.planning.models import Item
from backend.policy.sentences import word

_ROLES = {"officer": "执法人员", "assistant": "执法辅助人员", "expert": "专家"}
_STEPS = {
    "show_certificate": "出示执法证件", "show_code": "出示检查码", "notice_delivered": "送达通知书",
    "rights_told": "告知权利", "recording_announced": "告知录音录像", "second_officer": "第二名执法人员到场",
    "recording_started": "开始录音录像", "recording_paused": "暂停录音录像", "interruption": "检查中断", "note": "现场情况",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Visited:
    """A visit with everything of it that a paper may say, in the zone of its region."""

    file: Inspection
    officers: Sequence[OfficerPresent]
    steps: Sequence[Step]
    items: Sequence[Item]
    result: Result | None
    record: OnSiteRecord | None
    signatures: Sequence[RecordSignature]
    answers: Sequence[ChecklistAnswer]
    """Those that count."""
    pictures: Mapping[UUID, str]
    """How the picture of each signature compares with its sealed file (B-62)."""
    photos: Sequence[Photo]
    said: Sequence[Saying]
    """What the enterprise told itself, from its own page or through an officer."""
    rights: Sequence[str]
    code: str | None
    zone: ZoneInfo
    demo: bool


def record_of(visit: Visited) -> Content:
    """The on-site record as it was signed on the phone; where it was not, words and signatures are left to the pen."""
    officers = [f"执法人员 {each.name}" for each in visit.officers if each.role == "officer"]
    by_hand = ("被检查单位负责人或者现场人员", *officers, "见证人")
    sections = [
        _officers(visit), _items(visit), written.checklist(visit.answers), _course(visit), _observed(visit),
        _statement(visit), said.section(visit.said, visit.zone), *written.proof(visit.record),
    ]  # fmt: skip
    return Content(
        organ=visit.file.organ_name, addressee="", opening="本笔录按现场记录制作，没有记录的内容留空。", facts=_facts(visit),
        sections=_told(sections), signers=() if visit.signatures else by_hand,
        signed=written.signatures(visit.record, visit.signatures, visit.pictures, visit.zone),
        shots=contact.shots(visit.photos, visit.zone), more_shots=max(0, len(visit.photos) - contact.MOST),
        day=_day(visit.file.left_at or visit.file.arrived_at, visit.zone), code=visit.code, demo=visit.demo,
    )  # fmt: skip


def result_of(visit: Visited, result: Result) -> Content:
    """What the enterprise is told of the result (B-66); its name is the address, and the organ's stands under it."""
    came = moment(visit.file.arrived_at, visit.zone)
    sections = [
        _findings(visit),
        written.corrections(result),
        _items(visit),
        _officers(visit),
        Section("您的权利", paragraphs=visit.rights, numbered=True),
    ]
    return Content(
        organ=visit.file.organ_name, addressee=visit.file.enterprise_name,
        opening=f"本机关执法人员于{came}到你单位进行行政检查，现将结果告知如下。",
        facts=[*_outcome(result, visit.zone), *_enterprise(visit)[1:]], sections=_told(sections),
        signers=("被检查单位签收人", "送达人"), day=_day(result.at, visit.zone), code=visit.code, demo=visit.demo,
    )  # fmt: skip


def _outcome(result: Result, zone: ZoneInfo) -> list[Fact]:
    return [
        Fact("检查结果", word("outcome", result.outcome, "zh")), Fact("填报时间", moment(result.at, zone)),
        *([Fact("原因", word("ending", result.reason, "zh"))] if result.reason else []),
        *([Fact("整改期限", f"{day(result.deadline)}24:00前")] if result.deadline else []),
    ]  # fmt: skip


def _told(sections: Sequence[Section]) -> list[Section]:
    """Those that say something, or leave room to write."""
    return [each for each in sections if each.rows or each.paragraphs or each.lines]


def _day(at: datetime, zone: ZoneInfo) -> str:
    return day(at.astimezone(zone).date())


def _facts(visit: Visited) -> list[Fact]:
    file = visit.file
    return [
        *_enterprise(visit), Fact("检查机关", file.organ_name), Fact("检查类型", word("kind", file.kind, "zh")),
        Fact("到场时间", moment(file.arrived_at, visit.zone)), Fact("离场时间", _left(visit)),
        Fact("现场负责人及职务", written.attendee(visit.record)),
    ]  # fmt: skip


def _left(visit: Visited) -> str | None:
    """When they left; of a visit that the clock closed, that nobody knows (B-53)."""
    left, closed = visit.file.left_at, visit.file.closed_at
    if left is not None:
        return moment(left, visit.zone)
    return f"没有签退，{moment(closed, visit.zone)}自动关闭，离场时间不明" if closed else None


def _enterprise(visit: Visited) -> list[Fact]:
    file = visit.file
    label = number_label(file.enterprise_identifier)
    return [
        Fact("被检查单位", file.enterprise_name or None), Fact(label, file.enterprise_identifier or None),
        Fact("检查地点", file.address or None),
    ]  # fmt: skip


def _officers(visit: Visited) -> Section:
    """Who was there, and since when: others may have come later."""
    rows = [
        (each.name, _ROLES.get(each.role, each.role), each.card_number or "", _clock(each.at, visit.zone))
        for each in visit.officers
    ]
    return Section("检查人员", ("姓名", "身份", "执法证件号", "到场"), rows)


def _items(visit: Visited) -> Section:
    return Section(
        "检查事项和依据", ("事项编码", "检查事项", "依据"), [(each.code, each.name, each.basis) for each in visit.items]
    )


def _course(visit: Visited) -> Section:
    rows = [(_clock(each.at, visit.zone), _step(each)) for each in visit.steps]
    return Section("检查经过", ("时间", "记录"), rows)


def _clock(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%H:%M}"


def _step(step: Step) -> str:
    name = _STEPS.get(step.kind, step.kind)
    return f"{name}：{word('why', step.note, 'zh')}" if step.note else name


def _observed(visit: Visited) -> Section:
    """What the signed record says was found; without one what was filed."""
    return written.told("检查情况", visit.record.content["findings"]) if visit.record else _findings(visit)


def _statement(visit: Visited) -> Section:
    said = visit.record.content["statement"] if visit.record else ""
    return written.told("被检查单位意见", said) if said else Section("被检查单位意见", lines=3)


def _findings(visit: Visited) -> Section:
    """What was found, in the words of whoever filed it; lines to write on where nothing was filed."""
    if visit.result is None:
        return Section("检查情况", lines=8)
    told = visit.result.summary.strip()
    paragraphs = [line for line in told.splitlines() if line.strip()] or [word("outcome", visit.result.outcome, "zh")]
    return Section("检查情况", paragraphs=paragraphs)
