"""A planned, approved and coded visit with real keys, cards and live codes, for tests of what the public sees."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec

from backend.certificates import codes, keyring, portraits, service
from backend.certificates.models import Card, VisitCode
from backend.enterprises.models import Enterprise, Site
from backend.identity.models import Device, Organ
from backend.inspections.models import Inspection, Step, VerdictRow
from backend.kernel.ids import uuid7
from backend.kernel.signing import key_id, public_point
from backend.planning.models import Item, Task, TaskItem, TaskOfficer
from backend.policy.caps import CapCode, CapVerdict
from backend.policy.quiet import QuietCode, QuietVerdict
from backend.policy.verdict import Verdict
from tests.world import FOREVER_AGO, SignedIn, World

DAY = date(2026, 4, 22)
MIDNIGHT = datetime(2026, 4, 21, 16, tzinfo=UTC)
"""00:00 of DAY in Shanghai."""

CALENDAR = {"code": "calendar.monthly_range", "from": 1, "to": 20}
CLEAN: dict[str, Any] = Verdict(
    "0192d3f0-0000-7000-8000-00000000b003",
    QuietVerdict(QuietCode.OUT, "quiet.outside", "B-39", {"day": "2026-04-22", "calendar": CALENDAR}),
    CapVerdict(CapCode.WITHIN, "cap.within", "B-25", 1, 2, "2026", {"unit": "year", "counted": 1, "most": 2}), (),
).as_data()  # fmt: skip
"""What the rules say of a visit that they find nothing wrong with."""


@dataclass
class Carried:
    """An officer with a card and a phone."""

    who: SignedIn
    card: Card
    phone: ec.EllipticCurvePrivateKey

    def live(self, subject: codes.Subject, subject_id: bytes, at: datetime) -> str:
        """The text that the phone shows at a moment."""
        payload = codes.LiveCode(subject, subject_id, codes.step_at(at), key_id(public_point(self.phone)))
        return codes.to_text(codes.sign(payload, self.phone))


@dataclass
class CodedVisit:
    """Everything of one visit that a test may want to point at."""

    world: World
    organ: Organ
    officers: list[Carried]
    task_id: UUID
    code: VisitCode
    inspection_id: UUID | None = None
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        return self.world.clock.now()

    def live(self, at: datetime | None = None, officer: int = 0) -> str:
        """The visit code on the officer's phone."""
        return self.officers[officer].live(codes.Subject.VISIT, self.code.code_id, at or self.now)

    def live_card(self, at: datetime | None = None) -> str:
        """The first officer's card on the phone."""
        first = self.officers[0]
        return first.live(codes.Subject.CARD, first.card.code_id, at or self.now)

    @property
    def printed(self) -> str:
        return codes.to_text(self.code.cose)

    @property
    def printed_card(self) -> str:
        return codes.to_text(self.officers[0].card.cose)

    def arrive(self, *, verdict: dict[str, Any] | None = None) -> UUID:
        """The officers have checked in now."""
        task = self.world.look(lambda tx: tx.get_one(Task, self.task_id))
        inspection = Inspection(
            id=uuid7(), task_id=task.id, organ_id=self.organ.id, region_code=self.organ.region_code,
            region_path=task.region_path, enterprise_id=task.enterprise_id, site_id=task.site_id, kind=task.kind,
            trigger=task.trigger, organ_name=self.organ.name, enterprise_name="企业", enterprise_identifier="",
            address="", state="ongoing", mark="clean", arrived_at=self.now, checked_in_by=self.officers[0].who.person.id,
        )  # fmt: skip
        self.world._add(inspection)
        if verdict is not None:
            rules = self.world.rules.id
            row = VerdictRow(id=uuid7(), inspection_id=inspection.id, rule_set_id=rules, judged_at=self.now,
                             cause="arrival", inputs={}, body=verdict)  # fmt: skip
            self.world._add(row)
        self.change(Task, self.task_id, state="visited")
        self.inspection_id = inspection.id
        return inspection.id

    def step(self, kind: str) -> None:
        """A step of the visit is noted now."""
        row = Step(id=uuid7(), inspection_id=self.inspection_id, kind=kind, at=self.now, received_at=self.now,
                   clock={}, recorded_by=self.officers[0].who.person.id)  # fmt: skip
        self.world._add(row)

    def leave(self) -> None:
        """The officers have checked out now."""
        self.change(Inspection, self.inspection_id, state="left", left_at=self.now)

    def change(self, model: Any, id_: Any, **values: Any) -> None:
        with self.world.sessions() as tx:
            row = tx.get_one(model, id_)
            for name, value in values.items():
                setattr(row, name, value)
            tx.commit()


def coded_visit(world: World, *, names: tuple[str, ...] = ("周明远", "林小禾"), **task: Any) -> CodedVisit:
    """A visit for DAY whose code was issued this morning; `task` overrides columns of the task."""
    if world.rules is None:
        world.rule_set()
    keys = world.settings.data_dir / "keys"
    with world.sessions() as tx:
        keyring.init_keys(tx, keys, world.region.code, world.clock.now() - timedelta(days=30))
        tx.commit()
    organ = world.organ()
    officers = [_officer(world, organ, name) for name in names]
    enterprise, site = world.enterprise()
    planned = _task(world, organ, enterprise, site, officers[0].who, task)
    lines = [TaskItem(task_id=planned.id, item_id=item.id, position=n) for n, item in enumerate(_items(world, organ))]
    going = [
        TaskOfficer(task_id=planned.id, person_id=each.who.person.id, card_id=each.card.id, position=n)
        for n, each in enumerate(officers)
    ]
    world._add(*lines, *going)
    return CodedVisit(world, organ, officers, planned.id, _code(world, planned))


def _officer(world: World, organ: Organ, name: str) -> Carried:
    who = world.officer(organ, name, card=None)
    n = world.number()
    draft = service.CardDraft(
        person_id=who.person.id, organ_id=organ.id, region=organ.region_code, number=f"1701010{n:04}", holder_name=name,
        organ_name=organ.name, field="市场监管", issued_on=date(2024, 1, 1), expires_on=date(2028, 12, 31),
        photo=portraits.portrait(name),
    )  # fmt: skip
    keys, phone = world.settings.data_dir / "keys", ec.generate_private_key(ec.SECP256R1())
    with world.sessions() as tx:
        card = service.issue_card(tx, draft, active_from=FOREVER_AGO, now=world.clock.now(), keys=keys)
        tx.commit()
    point = public_point(phone)
    world._add(
        Device(id=uuid7(), person_id=who.person.id, kid=key_id(point), public_key=point, enrolled_at=FOREVER_AGO)
    )
    return Carried(who, card, phone)


def _items(world: World, organ: Organ) -> list[Item]:
    return [world.item(organ), world.item(organ)]


def _task(
    world: World, organ: Organ, enterprise: Enterprise, site: Site, planner: SignedIn, changes: dict[str, Any]
) -> Task:
    columns = {
        "id": uuid7(), "organ_id": organ.id, "region_path": world.region.path, "enterprise_id": enterprise.id,
        "site_id": site.id, "state": "coded", "kind": "daily", "trigger": "plan", "entry_reason": "须进场核对",
        "planned_on": DAY, "verdict": CLEAN, "created_by": planner.person.id, "created_at": world.clock.now(),
    }  # fmt: skip
    task = Task(**columns | changes)
    world._add(task)
    return task


def _code(world: World, task: Task) -> VisitCode:
    with world.sessions() as tx:
        code = service.issue_visit_code(
            tx, task_id=task.id, organ_id=task.organ_id, region=world.region.code,
            notice_hash=sha256(b"notice").digest(), valid_from=MIDNIGHT, valid_to=MIDNIGHT + timedelta(days=1),
            now=world.clock.now(), keys=world.settings.data_dir / "keys",
        )  # fmt: skip
        tx.commit()
    return code
