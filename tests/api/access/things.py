"""One of everything, laid into a place as rows: the matrix asks who may touch it, not how it came to be."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

from backend.certificates.models import Card, VisitCode
from backend.evidence.models import Media, Playable, SealedItem, Segment, Upload
from backend.identity.access.table import Thing
from backend.inspections.afterwards import AbortNote, Codeless
from backend.inspections.models import (
    CheckIn,
    Inspection,
    OfficerPresent,
    Result,
    Supplement,
    SupplementFile,
    VerdictRow,
)
from backend.inspections.written import OnSiteRecord
from backend.kernel.ids import uuid7
from backend.monitoring.models import PlaceCell
from backend.notifications.models import Message, PushSubscription
from backend.papers.models import Paper
from backend.planning.models import Notice, Task, TaskItem, TaskOfficer
from backend.supervision.models import Alert, Observation
from tests.api.access.around_visits import CELLS, SIGNED, content
from tests.api.access.attendances import lay_attendances
from tests.api.access.clues import lay_clues
from tests.api.access.draws import lay_draws
from tests.api.access.joint import lay_joint
from tests.api.access.papers import lay_papers
from tests.api.access.plans import lay_plans
from tests.api.access.replays import lay_replays
from tests.api.access.stated import lay_stated
from tests.api.access.town import PERSONAS, Made, Place, Town, device
from tests.api.access.whitelist import lay_whitelist
from tests.api.coded_visit import CLEAN
from tests.world import World

TODAY = date(2026, 4, 22)


def furnish(town: Town) -> None:
    """Lay everything into every place, and what has an owner once more for each persona."""
    for place in town.places.values():
        _planning(town.world, place)
        _visiting(town.world, place)
        _supervision(town.world, place, town)
        _personal(town, place.things, place.officer.person.id, place)
        watcher = town.world.person("supervisor", place.organ, "何静").person.id
        place.things["observation"] = _sheet(town.world, watcher, place)
    town.mine["observation", "supervisor"] = _sheet(
        town.world, town.personas["supervisor"].person.id, town.places["own"]
    )
    for persona in PERSONAS:
        mine: dict[str, Made] = {}
        _personal(town, mine, town.personas[persona].person.id, town.places["own"])
        town.mine |= {(kind, persona): made for kind, made in mine.items()}
    lay_papers(town)
    lay_clues(town)
    lay_attendances(town)
    lay_draws(town)
    lay_joint(town)
    lay_plans(town)
    lay_replays(town)
    lay_stated(town)
    lay_whitelist(town)
    town.world._add(*(PlaceCell(zoom=15, x=26832 + n, y=13430, region_code=code, count=count)
                      for n, (code, count) in enumerate(CELLS.items())))  # fmt: skip


def _planning(world: World, place: Place) -> None:
    item = world.item(place.organ)
    place.things["item"] = Made(item.id, place.lies())
    place.things["organ"] = Made(place.organ.id, place.lies())
    place.things["enterprise"] = Made(place.enterprise.id, Thing(region_path=place.region.path))
    for state in ("awaiting_approval", "approved", "coded"):
        place.things[f"task {state}"] = _task(world, place, item.id, state)
    card = world.look(lambda tx: tx.query(Card).filter_by(person_id=place.officer.person.id).one())
    place.things["card"] = Made(card.code_id.hex(), place.lies(owner=place.officer.person.id))
    place.things["card id"] = Made(card.id, place.lies(owner=place.officer.person.id))


def _task(world: World, place: Place, item: UUID, state: str) -> Made:
    task = Task(
        id=uuid7(), organ_id=place.organ.id, region_path=place.region.path, enterprise_id=place.enterprise.id,
        site_id=place.site.id, state=state, kind="daily", trigger="plan", entry_reason="需现场核查", planned_on=TODAY,
        verdict=CLEAN, created_by=place.clerk.id, created_at=world.clock.now(),
    )  # fmt: skip
    world._add(task)
    cards = {
        card.person_id: card.id
        for card in world.look(lambda tx: tx.query(Card).filter(Card.person_id.in_(place.crew)).all())
    }
    going = [
        TaskOfficer(task_id=task.id, person_id=who, card_id=cards[who], position=n) for n, who in enumerate(place.crew)
    ]
    notice = Notice(task_id=task.id, body="行政检查通知书", hash=bytes(32), made_at=world.clock.now())
    world._add(TaskItem(task_id=task.id, item_id=item, position=0), notice, *going)
    if state == "coded":
        place.things["visit code"] = _code(world, place, task.id)
    return Made(task.id, place.lies(people=place.crew))


def _code(world: World, place: Place, task_id: UUID) -> Made:
    now, code_id = world.clock.now(), sha256(task_id.bytes).digest()[:12]
    world._add(
        VisitCode(
            id=uuid7(), code_id=code_id, short_code=uuid4().hex[:8].upper(), task_id=task_id, organ_id=place.organ.id,
            region_code=place.region.code, notice_hash=bytes(16), valid_from=now - timedelta(hours=3),
            valid_to=now + timedelta(hours=9), cose=b"", issued_at=now,
        )
    )  # fmt: skip
    return Made(code_id.hex(), place.lies(people=place.crew))


def _visiting(world: World, place: Place) -> None:
    now, who = world.clock.now(), place.officer.person
    visit = Inspection(
        id=uuid7(), organ_id=place.organ.id, region_code=place.region.code, region_path=place.region.path,
        enterprise_id=place.enterprise.id, site_id=place.site.id, kind="daily", trigger="plan",
        organ_name=place.organ.name, enterprise_name=place.enterprise.name, address=place.site.address,
        enterprise_identifier=place.enterprise.identifier, state="ongoing", mark="clean", arrived_at=now,
        checked_in_by=who.id,
    )  # fmt: skip
    world._add(visit)
    world._add(Codeless(inspection_id=visit.id))
    arrival = CheckIn(
        inspection_id=visit.id, captured_at=now, received_at=now, earliest=now, latest=now, clock={"quality": "synced"},
        scanned_text="", scanned_how="typed", place_verdict="MISSING",
    )  # fmt: skip
    verdict = VerdictRow(
        id=uuid7(), inspection_id=visit.id, rule_set_id=world.rules and world.rules.id, judged_at=now, cause="arrival",
        inputs={}, body=CLEAN,
    )  # fmt: skip
    there = [
        OfficerPresent(inspection_id=visit.id, person_id=each, name="周明远", card_state="active", how="self", at=now)
        for each in place.crew
    ]
    world._add(arrival, verdict, *there)
    place.things["inspection"] = Made(visit.id, place.lies(people=place.crew))
    world._add(OnSiteRecord(
        id=uuid7(), inspection_id=visit.id, version=1, content=content(place),
        hash=sha256(SIGNED).digest(), at=now, received_at=now, clock={}, written_by=who.id,
    ))  # fmt: skip
    _recording(world, place, visit.id)


def _ordered(world: World, place: Place) -> None:
    """A visit that ended with an order to correct, and what the enterprise added to the other one."""
    now, who = world.clock.now(), place.officer.person.id
    visit = Inspection(
        id=uuid7(), organ_id=place.organ.id, region_code=place.region.code, region_path=place.region.path,
        enterprise_id=place.enterprise.id, site_id=place.site.id, kind="daily", trigger="plan", organ_name=place.organ.name,
        enterprise_name=place.enterprise.name, address=place.site.address,
        enterprise_identifier=place.enterprise.identifier, state="left", mark="clean", arrived_at=now - timedelta(days=20),
        left_at=now - timedelta(days=20), checked_in_by=who,
    )  # fmt: skip
    world._add(visit)
    order = Result(
        inspection_id=visit.id, id=uuid7(), outcome="order_to_correct", summary="", deadline=now.date(), corrections=[],
        at=now, filed_by=who,
    )  # fmt: skip
    there = [
        OfficerPresent(inspection_id=visit.id, person_id=each, name="周明远", card_state="active", how="self", at=now - timedelta(days=20))
        for each in place.crew
    ]  # fmt: skip
    asked = AbortNote(
        inspection_id=visit.id, organ_id=place.organ.id, region_path=place.region.path, times=2, asked_at=now
    )
    world._add(order, asked, *there)
    place.things["ordered"] = Made(visit.id, place.lies(people=place.crew))
    place.things["abort note"] = Made(visit.id, place.lies())


def _added(world: World, place: Place, key: str, digest: bytes) -> None:
    now, visit = world.clock.now(), place.things["inspection"]
    added = Supplement(id=uuid7(), inspection_id=visit.id, words="整改已完成", at=now)
    world._add(added)
    world._add(SupplementFile(
        supplement_id=added.id, position=1, name="冷库.jpg", mime="image/jpeg", sha256=digest, size=4, store="disk", key=key,
    ))  # fmt: skip
    place.things["supplement"] = Made(added.id, visit.lies)


def _recording(world: World, place: Place, visit: UUID) -> None:
    now, who = world.clock.now(), place.officer.person.id
    media = Media(
        id=uuid7(), inspection_id=visit, owner_id=who, organ_id=place.organ.id, region_path=place.region.path,
        kind="recording", mime="video/webm", started_at=now, declared_at=now, clock={},
    )  # fmt: skip
    world._add(media)
    upload, digest = _upload(world, media.id, who, "sealed"), sha256(b"film").digest()
    segment = Segment(
        id=uuid7(), media_id=media.id, n=0, size=4, sha256=digest, prev=bytes(32), link=bytes(32), link_ok=True,
        started_at=now, duration_ms=1000, gap_ms=0, final=True, declared_at=now,
    )  # fmt: skip
    key = f"{digest.hex()[:2]}/{digest.hex()}"
    held = SealedItem(
        id=uuid7(), upload_id=upload, media_id=media.id, segment=0, size=4, sha256=digest, declared_sha256=digest,
        mismatch=False, store="disk", key=key, sealed_at=now,
    )  # fmt: skip
    folder = f"{media.id.hex[-2:]}"
    copy = Playable(
        media_id=media.id, file=f"{folder}/{media.id}.webm", thumbnail=f"{folder}/{media.id}.jpg", mime="video/webm",
        duration_s=1.0, segments=1, made_at=now,
    )  # fmt: skip
    world._add(segment, held, copy)
    for path in (f"blobs/{key}", f"playable/{copy.file}", f"playable/{copy.thumbnail}"):
        target = world.settings.data_dir / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(b"film")
    place.things["media"] = Made(media.id, place.lies(owner=who))
    paper = Paper(
        id=uuid7(), kind="record", subject_id=visit, edition=1, inspection_id=visit, organ_id=place.organ.id,
        region_path=place.region.path, title="现场检查笔录", content={}, content_hash=digest, sha256=digest, size=4, pages=1,
        store="disk", key=key, issued_at=now, issued_by=who,
    )  # fmt: skip
    world._add(paper)
    place.things["paper"] = Made(paper.id, place.lies(people=place.crew))
    _added(world, place, key, digest)
    _ordered(world, place)


def _upload(world: World, media: UUID, owner: UUID, state: str) -> UUID:
    now = world.clock.now()
    row = Upload(
        id=uuid7(), media_id=media, owner_id=owner, segment=0, length=4, sha256=bytes(32), mime="video/webm", state=state,
        created_at=now, expires_at=now + timedelta(days=14),
    )  # fmt: skip
    world._add(row)
    if state == "growing":
        staged = world.settings.data_dir / "staging" / row.id.hex
        staged.parent.mkdir(parents=True, exist_ok=True)
        staged.write_bytes(b"")
    return row.id


def _supervision(world: World, place: Place, town: Town) -> None:
    now, visit = world.clock.now(), place.things["inspection"].id
    alert = Alert(
        id=uuid7(), inspection_id=visit, organ_id=place.organ.id, region_path=place.region.path, code="UNDER_STAFFED",
        rule="B-10", severity="high", sentence_zh="到场不足两人。", sentence_en="Fewer than two officers.", facts={},
        enterprise_name=place.enterprise.name, state="open", opened_at=now, due_at=now + timedelta(hours=24),
    )  # fmt: skip
    world._add(alert)
    place.things["alert"] = Made(alert.id, place.lies())


def _personal(town: Town, things: dict[str, Made], who: UUID, place: Place) -> None:
    """What belongs to one person: a phone, a message, a subscription, an upload that grows."""
    world, now = town.world, town.world.clock.now()
    things["device"] = device(world, who, world.number())
    message = Message(id=uuid7(), person_id=who, kind="hash_mismatch", facts={}, source_seq=world.number(), at=now)
    subscription = PushSubscription(
        id=uuid7(), person_id=who, endpoint=f"https://127.0.0.1/{uuid4()}", p256dh=b"", auth=b"", created_at=now
    )
    media = Media(
        id=uuid7(), inspection_id=place.things["inspection"].id, owner_id=who, organ_id=place.organ.id,
        region_path=place.region.path, kind="recording", mime="video/webm", started_at=now, declared_at=now, clock={},
    )  # fmt: skip
    world._add(message, subscription, media)
    own = Thing(owner_id=who)
    things["message"], things["subscription"] = Made(message.id, own), Made(subscription.id, own)
    things["own media"] = Made(media.id, place.lies(owner=who, people=(who,)))
    things["upload"] = Made(_upload(world, media.id, who, "growing"), own)


def _sheet(world: World, who: UUID, place: Place) -> Made:
    now = world.clock.now()
    sheet = Observation(
        id=uuid7(), supervisor_id=who, region_path=place.region.path, at=now, received_at=now, clock={}, answers={},
        text="",
    )  # fmt: skip
    world._add(sheet)
    return Made(sheet.id, Thing(region_path=place.region.path, owner_id=who))
