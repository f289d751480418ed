"""One paper of everything that registers and offices keep, laid into a place as rows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from backend.approvals.models import ApprovalRequest
from backend.audit.models import AuditEntry
from backend.identity.access.grants import MaintenanceGrant
from backend.identity.access.table import Thing
from backend.identity.models import SignIn
from backend.identity.queries import token_hash
from backend.identity.signin.credentials import Passkey
from backend.identity.signin.sessions import named
from backend.identity.views.models import SavedView
from backend.inspections.models import Quarantine, Recusal
from backend.kernel.ids import uuid7
from backend.lists.comparing import counts_of
from backend.lists.models import ListEdition
from backend.registers.models import Assistance, Conflict, Entrustment, ExportRun, ImportRun, Team, TrainingHour
from tests.api.access.oversight import line
from tests.api.access.town import FAR_AWAY, PERSONAS, Made, Place, Town, device
from tests.world import FOREVER_AGO, World

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def lay_papers(town: Town) -> None:
    """Everything of this kind into every place; what has an owner once more for each persona."""
    for place in town.places.values():
        _people(town.world, place)
        _registers(town.world, place)
        _oversight(town.world, place)
        _owned(town.world, place.things, place.clerk.id, place)
    for persona in PERSONAS:
        mine: dict[str, Made] = {}
        _owned(town.world, mine, town.personas[persona].person.id, town.places["own"])
        town.mine |= {(kind, persona): made for kind, made in mine.items()}


def _people(world: World, place: Place) -> None:
    who, clerk, things = place.officer.person.id, place.clerk, place.things
    things["person"], things["clerk"] = Made(who, place.lies(owner=who)), Made(clerk.id, place.lies(owner=clerk.id))
    things["volunteer"] = _known(world, place, "supervisor")
    things["newcomer"] = _known(world, place, "officer")
    things["left person"] = _known(world, place, "officer", active=False, ended_at=world.clock.now())
    things["their session"] = Made(_session(world, clerk.id), place.lies(owner=clerk.id))
    things["their device"] = device(world, clerk.id, world.number())


def _known(world: World, place: Place, role: str, **columns: Any) -> Made:
    """Somebody else of the organ; columns are set as they are said."""
    person = world.person(role, place.organ, "吴新").person
    for name, value in columns.items():
        setattr(person, name, value)
    with world.sessions() as tx:
        tx.merge(person)
        tx.commit()
    return Made(person.id, place.lies(owner=person.id))


def _session(world: World, who: UUID) -> str:
    session = SignIn(
        token_hash=token_hash(f"another {world.number()}"), person_id=who, created_at=FOREVER_AGO,
        expires_at=world.clock.now() + timedelta(days=9),
    )  # fmt: skip
    world._add(session)
    return named(session)


def _registers(world: World, place: Place) -> None:
    who, now, noted = place.officer.person.id, world.clock.now(), {"recorded_by": place.clerk.id}
    noted_at = noted | {"recorded_at": now}
    agent = world.organ("受托中心", kind="entrusted", region=place.region)
    place.things["agent"] = Made(agent.id, Thing(agent.id, place.region.path))
    place.things["region"] = Made(place.region.code, Thing(region_path=place.region.path))
    _lay(world, place, "entrustment", place.lies(), Entrustment(
        id=uuid7(), principal_id=place.organ.id, agent_id=agent.id, matters="食品", item_codes=[], document="1号",
        from_on=FIRST, to_on=LAST, **noted_at))  # fmt: skip
    _lay(world, place, "assistance", place.lies(), Assistance(
        id=uuid7(), organ_id=place.organ.id, region_code=FAR_AWAY, local_organ="外地局", document="协查函1号",
        from_on=FIRST, to_on=LAST, **noted_at))  # fmt: skip
    _lay(world, place, "team", place.lies(), Team(
        id=uuid7(), region_code=place.region.code, organ_id=place.organ.id, name=f"{place.name} 队", name_en=""))  # fmt: skip
    _lay(world, place, "hours", place.lies(owner=who), TrainingHour(
        id=uuid7(), person_id=who, held_on=FIRST, hours=4, kind="law", topic="行政处罚法", **noted_at))  # fmt: skip
    _lay(world, place, "conflict", place.lies(owner=who), Conflict(
        id=uuid7(), person_id=who, scheme="uscc", identifier="91420117MA0000000X", reason="亲属经营", from_on=FIRST,
        **noted_at))  # fmt: skip
    _lay(world, place, "import", Thing(region_path=place.region.path), ImportRun(
        id=uuid7(), kind="organs", region_code=place.region.code, requested_by=place.clerk.id, requested_at=now,
        format="csv", size=4, sha256=bytes(32), apply=False, state="checked"))  # fmt: skip


def _oversight(world: World, place: Place) -> None:
    now, here = world.clock.now(), Thing(region_path=place.region.path)
    another = world.person("bureau", place.organ, "李复核").person.id
    place.things["request"] = _request(world, place, another, "person.erase")
    who = _known(world, place, "maintenance")
    _lay(world, place, "grant", here, MaintenanceGrant(
        id=uuid7(), person_id=who.id, region_code=place.region.code, reason="排查", asked_by=another,
        approved_by=place.clerk.id, begins_at=now, ends_at=now + timedelta(hours=4)))  # fmt: skip
    visit, officer = place.things["inspection"].id, place.officer.person.id
    _lay(world, place, "recusal", place.lies(), Recusal(
        id=uuid7(), inspection_id=visit, person_id=officer, organ_id=place.organ.id, region_path=place.region.path,
        reason="亲属", requested_at=now, recorded_by=officer))  # fmt: skip
    world._add(Quarantine(inspection_id=visit, device_id=place.things["their device"].id, at=now))
    _lay(world, place, "line", here, AuditEntry(
        at=now, person_id=another, role="bureau", organ_id=place.organ.id, region_path=place.region.path, action="visit.see",
        method="GET", route="/visits", object="", result="allowed", request_id=line(place)))  # fmt: skip
    if place.name != "sibling":
        _edition(world, place, another)


def _edition(world: World, place: Place, publisher: UUID) -> None:
    world._add(ListEdition(
        id=uuid7(), kind="subjects", region_code=place.region.code, n=1, effective_from=FIRST,
        published_at=world.clock.now(), published_by=publisher, publisher="司法局", document="1号", note="", columns=[],
        entries=0, changes=counts_of([], 0), digest=bytes(32)))  # fmt: skip


def _owned(world: World, things: dict[str, Made], who: UUID, place: Place) -> None:
    """What is somebody's own: a session, a passkey, requests and exports."""
    now, own = world.clock.now(), Thing(owner_id=who)
    things["session"] = Made(_session(world, who), own)
    run_id = uuid7()
    things["own request"] = _request(world, place, who, "export.bulk", export_id=str(run_id))
    passkey = Passkey(
        id=uuid7(), person_id=who, credential_id=f"credential {world.number()}".encode(), public_key=b"", sign_count=0,
        name="手机", synced=False, made_at=now,
    )  # fmt: skip
    run = ExportRun(
        id=run_id, kind="organs", format="csv", filters={}, region_code=place.region.code, requested_by=who,
        requested_at=now, rows=1, state="ready", ready_at=now, approval_id=things["own request"].id,
    )  # fmt: skip
    world._add(passkey, run)
    things["passkey"], things["export"] = Made(passkey.id, own), Made(run.id, place.lies(owner=who))
    file = world.settings.data_dir / "exports" / f"{run.id.hex}.csv"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"table")
    view = SavedView(
        id=uuid7(), person_id=who, list="cards", name=f"视图 {world.number()}", address="", opens=False, made_at=now
    )
    world._add(view)
    things["view"] = Made(view.id, own)
    things["own unsealing"] = _request(world, place, who, "feedback.unseal")
    things["own contact unsealing"] = _request(world, place, who, "clue.contact.unseal")
    things["own number unsealing"] = _request(world, place, who, "person.number.unseal")


def _request(world: World, place: Place, who: UUID, kind: str, **about: str) -> Made:
    now = world.clock.now()
    subject = {"person_id": str(place.clerk.id), "rating_id": str(uuid7()), "region": place.region.code, **about}
    row = ApprovalRequest(
        id=uuid7(), kind=kind, subject=subject, reason="核实", requested_by=who, organ_id=place.organ.id,
        region_path=place.region.path, requested_at=now, expires_at=now + timedelta(days=7), state="waiting",
    )  # fmt: skip
    world._add(row)
    return Made(row.id, place.lies(owner=who))


def _lay(world: World, place: Place, kind: str, lies: Thing, row: Any) -> None:
    world._add(row)
    place.things[kind] = Made(row.id, lies)
