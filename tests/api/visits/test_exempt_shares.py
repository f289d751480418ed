"""A subject whose visits of a month stood on exceptions too often is told to supervision, once (B-45)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text

from backend.identity.models import Device
from backend.inspections import exempt_shares
from backend.inspections.models import Inspection, Quarantine, VerdictRow
from backend.kernel.ids import uuid7
from backend.supervision.models import Alert
from tests.arrivals import arrival, let_followers_read

NOW = datetime(2026, 4, 22, 2, 28, tzinfo=UTC)


class Month:
    """A subject and its visits, each judged as said."""

    def __init__(self, world, name: str = "示范区市场监督管理局"):
        self.world, self.organ = world, world.organ(name)
        self.officer = world.officer(self.organ)

    def visits(self, *codes: str, at: str = "2026-04-08T10:00+08:00", kind: str = "daily") -> list:
        return [self._visit(code, datetime.fromisoformat(at).astimezone(UTC), kind) for code in codes]

    def _visit(self, code: str, at: datetime, kind: str):
        visit_id = arrival(self.world, self.organ, self.officer, at=at, state="left")
        self.judged(visit_id, code, at)
        with self.world.sessions() as tx:
            tx.get_one(Inspection, visit_id).kind = kind
            tx.commit()
        return visit_id

    def judged(self, visit_id, code: str, at: datetime):
        with self.world.sessions() as tx:
            body = tx.scalars(select(VerdictRow.body).where(VerdictRow.inspection_id == visit_id)).first()
            said = {**body, "quiet": {**body["quiet"], "code": code}}
            tx.add(VerdictRow(id=uuid7(), inspection_id=visit_id, judged_at=NOW, cause="arrival", inputs={}, body=said))
            tx.commit()

    def tell(self, now: datetime = NOW) -> int:
        with self.world.sessions() as tx:
            told = exempt_shares.tell_high(tx, now=now)
            tx.commit()
        return told


@pytest.fixture
def month(world) -> Month:
    world.rule_set()
    return Month(world)


SIX_OF_ELEVEN = ["EXEMPT"] * 4 + ["APPROVED"] * 2 + ["OUT"] * 3 + ["VIOLATION", "NOT_APPLICABLE"]


def alerts(world) -> list[Alert]:
    return world.look(lambda tx: list(tx.scalars(select(Alert).where(Alert.code == "EXEMPT_SHARE"))))


def test_six_of_eleven_are_one_alert_at_the_newest_exception(world, clock, month):
    month.visits(*SIX_OF_ELEVEN)
    [newest] = month.visits("EXEMPT", at="2026-04-20T10:00+08:00")

    assert (month.tell(), month.tell()) == (1, 0)
    let_followers_read(world, clock)
    [alert] = alerts(world)
    assert alert.inspection_id == newest and alert.severity == "medium"
    assert alert.facts["exempt"] == 7 and alert.facts["visits"] == 12


@pytest.mark.parametrize(
    "codes", [["EXEMPT"] * 5 + ["OUT"] * 5, ["EXEMPT"] * 9, ["OUT"] * 20], ids=["half", "few", "none"]
)
def test_up_to_the_line_nobody_is_told(month, codes):
    month.visits(*codes)

    assert month.tell() == 0


def test_each_month_is_of_its_own_and_ends_by_the_clock_of_the_region(month):
    month.visits(*["EXEMPT"] * 8, at="2026-03-31T23:59:59+08:00")
    month.visits(*["EXEMPT"] * 8, at="2026-04-01T00:00:00+08:00")
    assert month.tell() == 0

    month.visits(*["EXEMPT"] * 2, at="2026-03-02T09:00:00+08:00")
    month.visits(*["EXEMPT"] * 2, at="2026-04-02T09:00:00+08:00")
    assert month.tell() == 2


def test_the_newest_verdict_counts(month):
    ids = month.visits(*["EXEMPT"] * 6, *["OUT"] * 5)
    month.judged(ids[0], "VIOLATION", NOW)

    assert month.tell() == 0


def test_what_is_no_inspection_and_what_is_kept_apart_is_no_share(world, month):
    month.visits(*["EXEMPT"] * 12, kind="supervision")
    apart = month.visits(*["EXEMPT"] * 12)
    with world.sessions() as tx:
        device = Device(id=uuid7(), person_id=month.officer.person.id, kid=b"k", public_key=b"p", enrolled_at=NOW)
        tx.add(device)
        tx.flush()
        tx.add_all(Quarantine(inspection_id=each, device_id=device.id, at=NOW) for each in apart)
        tx.commit()

    assert month.tell() == 0


def test_the_share_of_one_subject_is_not_that_of_another(world, month):
    month.visits(*["EXEMPT"] * 6)
    Month(world, "示范区应急管理局").visits(*["EXEMPT"] * 6)

    assert month.tell() == 0


def test_two_workers_at_once_tell_once(committed_world):
    committed_world.rule_set()
    month = Month(committed_world)
    month.visits(*SIX_OF_ELEVEN)

    with ThreadPoolExecutor(2) as pool:
        told = sum(pool.map(lambda _: month.tell(), range(2)))
    assert told == 1
    named = committed_world.look(
        lambda tx: tx.scalar(text("SELECT count(*) FROM journal_inbox WHERE data ->> 'code' = 'EXEMPT_SHARE'"))
    )
    assert named == 1
