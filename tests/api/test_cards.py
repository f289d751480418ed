"""Cards and codes in the database: issue, moves, past truth, keys (B-11, B-47, B-92, B-97)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from backend.certificates import codes, keyring, queries, service
from backend.certificates.models import SigningKey
from backend.kernel.ids import uuid7
from backend.kernel.problems import ProblemRaised
from backend.kernel.signing import key_id, public_point
from tests.api.coded_visit import coded_visit
from tests.world import FOREVER_AGO

MAY = datetime(2026, 4, 30, 16, tzinfo=UTC)
"""1 May 2026, 00:00 in Shanghai."""


@pytest.fixture
def visit(world):
    return coded_visit(world)


@pytest.fixture
def card(visit):
    return visit.officers[0].card


@pytest.fixture
def keys(settings):
    return settings.data_dir / "keys"


def move(tx, card, state, start, end=None):
    service.move_card(
        tx, card.id, state, effective_from=start, effective_to=end, reason="样例", document="样例〔2026〕3号",
        operator_id=None, now=start,
    )  # fmt: skip


def draft(visit, **changes):
    first = visit.officers[0]
    made = service.CardDraft(
        person_id=first.who.person.id, organ_id=visit.organ.id, region="420117", number=f"N{uuid7()}",
        holder_name="周明远", organ_name=visit.organ.name, field="市场监管", issued_on=date(2024, 1, 1),
        expires_on=date(2026, 11, 21), photo=b"jpeg",
    )  # fmt: skip
    return replace(made, **changes)


def test_a_suspension_is_past_truth(tx, card):
    move(tx, card, "suspended", MAY, MAY + timedelta(days=10))

    assert service.status_at(tx, card.id, MAY + timedelta(days=4)) == "suspended"
    assert service.status_at(tx, card.id, MAY + timedelta(days=10)) == "active"


def test_the_last_day_counts_through_24_00_local(tx, visit, keys):
    card = service.issue_card(tx, draft(visit), active_from=FOREVER_AGO, now=visit.now, keys=keys)
    midnight = datetime(2026, 11, 21, 16, tzinfo=UTC)

    assert service.status_at(tx, card.id, midnight - timedelta(seconds=1)) == "active"
    assert service.status_at(tx, card.id, midnight) == "expired"


@pytest.mark.parametrize("end", ["cancelled", "recalled", "revoked", "lost"])
def test_an_ended_card_does_not_come_back(tx, card, end):
    move(tx, card, end, MAY)

    for state in ("active", "suspended", "cancelled"):
        with pytest.raises(ProblemRaised, match="move_refused"):
            move(tx, card, state, MAY + timedelta(days=1))
    with pytest.raises(ProblemRaised, match="move_refused"):  # nor by a change told to be earlier
        move(tx, card, "suspended", MAY - timedelta(days=1))


def test_only_a_suspended_card_becomes_active(tx, card):
    with pytest.raises(ProblemRaised, match="move_refused"):
        move(tx, card, "active", MAY)
    move(tx, card, "suspended", MAY)
    move(tx, card, "active", MAY + timedelta(days=3))

    assert service.status_at(tx, card.id, MAY + timedelta(days=3)) == "active"


def test_an_unknown_card_is_missing(tx, visit):
    assert service.status_at(tx, uuid7(), visit.now) == "missing"


def test_a_photo_above_20_kb_is_refused(tx, visit, keys):
    with pytest.raises(ProblemRaised, match="photo_too_large"):
        service.issue_card(tx, draft(visit, photo=bytes(20_481)), active_from=MAY, now=visit.now, keys=keys)


def test_of_two_cards_the_active_one_speaks_for_a_person(tx, visit, card, keys):
    move(tx, card, "lost", visit.now - timedelta(hours=1))
    fresh = service.issue_card(tx, draft(visit), active_from=visit.now, now=visit.now, keys=keys)

    found = queries.cards_of_people(tx, [card.person_id, uuid7()], visit.now)
    assert [view.id for view in found.values()] == [fresh.id]


def test_keys_are_made_once(tx, visit, keys):
    before = {row.kid for row in tx.query(SigningKey)}

    again = keyring.init_keys(tx, keys, "420117", visit.now)

    assert {row.kid for row in again} == before == {row.kid for row in tx.query(SigningKey)}
    assert {row.purpose for row in again} == {"code", "seal"}
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in keys.iterdir())
    assert keys.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("change", ["no file", "revoked", "too old", "other region"])
def test_without_a_key_in_force_nothing_is_signed(tx, visit, keys, change):
    key = tx.get_one(SigningKey, codes.parse(visit.code.cose).kid)
    region = "420117"
    if change == "no file":
        (keys / "code-420117.pem").unlink()
    elif change == "revoked":
        key.revoked_at = visit.now
    elif change == "too old":
        key.sign_until = visit.now
    else:
        region = "110101"
    tx.flush()

    with pytest.raises(ProblemRaised, match="no_key"):
        service.issue_visit_code(
            tx, task_id=UUID(int=1), organ_id=visit.organ.id, region=region, notice_hash=bytes(32),
            valid_from=visit.now, valid_to=visit.now + timedelta(days=1), now=visit.now, keys=keys,
        )  # fmt: skip


def test_a_seal_key_signs_no_code(tx, visit, keys):
    seal = keyring.load_or_make_key(keys, "seal-420117")

    assert keyring.checking_key(tx, key_id(public_point(seal)), visit.now) is None


def test_a_visit_code_is_cancelled_once(tx, visit):
    assert service.cancel_visit_code(tx, visit.task_id, visit.now) is True
    assert service.cancel_visit_code(tx, visit.task_id, visit.now) is False
    assert service.cancel_visit_code(tx, uuid7(), visit.now) is False
