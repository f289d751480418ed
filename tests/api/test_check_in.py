"""Arriving: nothing is refused for a broken rule, everything broken is said, twice is once, and strangers learn nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from backend.inspections import queries
from backend.inspections.models import CheckIn, Inspection, OfficerPresent, VerdictRow
from backend.journal.models import JournalInbox
from backend.kernel.ids import uuid7
from tests.api.desk import Desk, codes
from tests.world import TOWN

QUIET_MORNING = datetime(2026, 5, 12, 2, 0, tzinfo=UTC)


@pytest.fixture
def desk(world, api):
    return Desk(world, api)


def test_a_clean_arrival(desk, world):
    task_id, key = desk.coded(), uuid7()
    answer = desk.check_in(task_id, key=key)

    assert answer.status_code == 201, answer.json
    assert answer.json["inspection_id"] == str(key)
    assert answer.json["arrived_at"] == answer.json["received_at"] == "2026-04-22T02:28:00Z"
    assert answer.json["verdict"]["mark"] == "clean"
    assert answer.json["verdict"]["findings"] == []
    assert answer.json["verdict"]["cap"]["counted"] == 1
    assert answer.json["enterprise"]["identifier"] == desk.enterprise.identifier
    assert answer.json["task_id"] == task_id
    task = desk.api.as_(desk.zhou).get(f"/tasks/{task_id}").json
    assert (task["state"], task["inspection_id"]) == ("visited", str(key))


def test_the_same_check_in_three_times_is_one_visit_with_the_same_answer(desk, world):
    task_id, key = desk.coded(), uuid7()
    body = desk.arrival(task_id)
    answers = [desk.api.as_(desk.zhou).post("/check-ins", body, key=key) for _ in range(3)]
    other = desk.api.as_(desk.zhou).post("/check-ins", {**body, "position_reason": "x"}, key=key)
    stranger = desk.api.as_(desk.lin).post("/check-ins", body, key=key)

    assert [each.status_code for each in answers] == [201] * 3
    assert answers[0].json == answers[1].json == answers[2].json
    assert (other.status_code, other.json["code"]) == (409, "kernel.key_reused")
    assert stranger.status_code == 409
    assert world.look(lambda tx: tx.scalar(select(func.count()).select_from(Inspection))) == 1
    told = world.look(lambda tx: tx.scalars(select(JournalInbox.name)).all())
    assert told.count("inspections.checked_in.v1") == 1


def test_another_organs_task_reads_like_an_unknown_one(desk, world, api):
    task_id = desk.coded()
    stranger = world.officer(world.organ("别的局"), "外人")
    others = [{"person_id": str(stranger.person.id), "card_id": None, "how": "self"}]
    foreign = desk.check_in(task_id, by=stranger, officers=others)
    unknown = desk.check_in(str(uuid7()), by=stranger, officers=others)

    assert foreign.status_code == unknown.status_code == 201
    assert foreign.json["task_id"] is None
    assert codes(foreign) - {"REPEAT_SAME_DAY"} == codes(unknown) - {"REPEAT_SAME_DAY"} >= {"NO_TASK", "UNDER_STAFFED"}
    assert desk.api.as_(desk.zhou).get(f"/tasks/{task_id}").json["state"] == "coded"
    assert desk.organ.name not in str(foreign.json)


def test_another_organs_visit_is_not_found(desk, world, api):
    visit = desk.check_in(desk.coded()).json["inspection_id"]
    stranger = world.officer(world.organ("别的局"), "外人")
    reading = {"at": "2026-04-22T02:30:00Z", "clock": desk.clock_reading()}
    caller = api.as_(stranger)

    assert caller.get(f"/inspections/{visit}").status_code == 404
    assert caller.post(f"/inspections/{visit}/steps", {"kind": "note", **reading}).status_code == 404
    assert (
        caller.post(f"/inspections/{visit}/result", {"outcome": "none_found", "at": reading["at"]}).status_code == 404
    )
    left = {"captured_at": reading["at"], "clock": reading["clock"]}
    assert caller.post(f"/inspections/{visit}/check-out", left).status_code == 404
    colleague = api.as_(world.officer(desk.organ, "空闲"))
    assert colleague.get(f"/inspections/{visit}").status_code == 200
    assert (
        colleague.post(f"/inspections/{visit}/steps", {"kind": "note", **reading}).json["code"]
        == "inspections.not_present"
    )


def at(longitude=TOWN[0], latitude=TOWN[1], accuracy_m=12.0, **more):
    return {"longitude": longitude, "latitude": latitude, "accuracy_m": accuracy_m, "datum": "wgs84", **more}


PLACES = [
    (at(), set(), "INSIDE"),
    (at(latitude=TOWN[1] + 0.0081, accuracy_m=20), {"OFF_SITE"}, "OUTSIDE"),
    (at(accuracy_m=350), {"WEAK_LOCATION"}, "WEAK"),
    (at(longitude=TOWN[1], latitude=TOWN[0]), {"POSITION_SWAPPED"}, "SWAPPED"),
    (None, {"NO_POSITION"}, "MISSING"),
    (at(latitude=TOWN[1] + 0.0022, accuracy_m=60), set(), "UNCERTAIN"),
]


@pytest.mark.parametrize(("position", "wanted", "place"), PLACES)
def test_the_place_is_kept_and_judged(desk, world, position, wanted, place):
    key = uuid7()
    answer = desk.check_in(desk.coded(), key=key, position=position)

    assert answer.status_code == 201, answer.json
    assert codes(answer) == wanted
    row = world.look(lambda tx: tx.get(CheckIn, key))
    assert row.place_verdict == place
    assert (row.position or {}).get("latitude") == (position or {}).get("latitude")
    assert (row.place is None) == (place in ("MISSING", "SWAPPED"))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("https://x.example/?c={own}", set()),
        ("统一社会信用代码：{own} 登记机关", set()),
        ("{own_lower}", set()),
        ("91350100M000100Y43", {"WRONG_ENTERPRISE"}),
        ("no code here", {"UNKNOWN_ENTERPRISE"}),
        ("", {"UNKNOWN_ENTERPRISE"}),
    ],
)
def test_any_text_with_the_right_code_counts(desk, text, wanted):
    own = desk.enterprise.identifier
    scanned = text.format(own=own, own_lower=own.lower())
    answer = desk.check_in(desk.coded(), enterprise={"text": scanned, "source": "typed"})

    assert answer.status_code == 201, answer.json
    assert codes(answer) == wanted


def test_without_a_task_the_scanned_enterprise_is_the_visited_one(desk, world):
    """Kept, with an alert (B-54)."""
    answer = desk.check_in(None)
    assert answer.json["enterprise"]["id"] == str(desk.enterprise.id)
    assert codes(answer) == {"NO_TASK"}
    unknown = desk.check_in(None, enterprise={"text": "91350100M000100Y43", "source": "scan"})
    assert unknown.json["enterprise"] is None
    assert codes(unknown) >= {"UNKNOWN_ENTERPRISE", "NO_TASK"}
    stored = world.look(lambda tx: tx.get(Inspection, unknown.json["inspection_id"]))
    assert (stored.enterprise_id, stored.enterprise_identifier) == (None, "91350100M000100Y43")


def test_staffing_is_judged_by_the_cards_at_arrival(desk, world, clock):
    from backend.certificates.models import Card

    task_id = desk.coded()
    card = world.look(lambda tx: tx.query(Card).filter_by(person_id=desk.lin.person.id).one())
    world.card_state(card, "suspended", since=clock.now() - timedelta(minutes=5))
    answer = desk.check_in(task_id)

    assert answer.status_code == 201
    assert codes(answer) == {"UNDER_STAFFED", "CARD_INVALID"}
    assert answer.json["verdict"]["mark"] == "alert"
    before = desk.check_in(None, at=clock.now() - timedelta(minutes=30))
    assert not codes(before) & {"UNDER_STAFFED", "CARD_INVALID"}


def test_strangers_and_other_organs_officers_count_for_nobody_and_read_alike(desk, world):
    foreign = world.officer(world.organ("别的局"), "外人").person.id
    answers = []
    for who in (foreign, uuid7(), desk.planner.person.id):
        team = [{"person_id": str(who), "card_id": None, "how": "declared"}]
        answers.append(desk.check_in(None, officers=team))
    assert [each.status_code for each in answers] == [201] * 3
    assert all(codes(each) >= {"UNDER_STAFFED", "CARD_INVALID"} for each in answers)
    assert all("外人" not in str(each.json) for each in answers)
    present = world.look(lambda tx: set(tx.scalars(select(OfficerPresent.person_id))))
    assert present == {desk.zhou.person.id}


def test_a_visit_in_the_quiet_period_is_recorded_as_a_violation_with_its_sentence(desk, world, clock):
    clock.moment = QUIET_MORNING
    answer = desk.check_in(None)

    assert answer.status_code == 201
    assert answer.json["verdict"]["mark"] == "violation"
    finding = next(each for each in answer.json["verdict"]["findings"] if each["code"] == "QUIET_VIOLATION")
    assert finding["rule"] == "B-37"
    assert "5 月 12 日" in finding["sentence"]["zh"]
    told = world.look(
        lambda tx: tx.scalars(select(JournalInbox).where(JournalInbox.name == "inspections.rule_broken.v1")).all()
    )
    mine = next(each.data for each in told if each.data["code"] == "QUIET_VIOLATION")
    assert mine["sentence_zh"] == finding["sentence"]["zh"]
    assert mine["severity"] == "violation"


def test_an_offline_arrival_is_judged_by_its_own_day(desk, clock):
    arrived = clock.now()
    clock.moment = QUIET_MORNING
    answer = desk.check_in(None, at=arrived)

    assert answer.json["arrived_at"] == "2026-04-22T02:28:00Z"
    assert answer.json["received_at"] == "2026-05-12T02:00:00Z"
    assert "QUIET_VIOLATION" not in codes(answer)


def test_an_untrusted_clock_at_the_border_gives_review_not_a_guess(desk, clock):
    border = datetime(2026, 4, 20, 16, 0, tzinfo=UTC)  # midnight at the end of the 20th
    answer = desk.check_in(None, at=border, clock=desk.clock_reading(border, "none"))

    assert answer.json["verdict"]["quiet"]["code"] == "NEEDS_REVIEW"
    assert "QUIET_VIOLATION" not in codes(answer)
    assert "CLOCK_UNTRUSTED" in codes(answer)


def test_the_third_visit_is_recorded_as_over_the_cap(desk, clock):
    for _ in range(2):
        assert "CAP_REACHED" not in codes(desk.check_in(None))
        clock.advance(days=1)
    third = desk.check_in(None)

    assert third.status_code == 201
    assert "CAP_REACHED" in codes(third)
    assert (third.json["verdict"]["cap"]["counted"], third.json["verdict"]["cap"]["most"]) == (3, 2)


def test_visits_without_a_code_use_up_the_count_of_planning(desk, clock):
    desk.check_in(None)
    clock.advance(days=1)
    desk.check_in(None)
    clock.advance(days=1)
    refused = desk.plan("2026-04-27")
    assert (refused.status_code, refused.json["code"]) == (409, "planning.cap_reached")


def test_a_second_entry_on_one_day_is_flagged(desk, clock):
    desk.check_in(desk.coded())
    clock.advance(hours=4)
    assert "REPEAT_SAME_DAY" in codes(desk.check_in(None))


def test_a_late_visit_changes_the_count_of_a_later_one_beside_its_old_verdict(desk, world, clock, sessions):
    from backend.inspections.followers import FOLLOWER
    from backend.journal.followers import advance
    from backend.journal.sequencer import sequence

    late = clock.now()
    keys = [uuid7(), uuid7()]
    for key in keys:
        clock.advance(days=1)
        desk.check_in(None, key=key)
    clock.advance(days=1)
    desk.check_in(None, at=late)
    with sessions() as tx:
        sequence(tx)
        tx.commit()
    while advance(sessions, FOLLOWER, clock):
        pass

    visit = desk.api.as_(desk.zhou).get(f"/inspections/{keys[1]}").json
    assert visit["verdict"]["cap"]["counted"] == 3
    assert [each["cap"]["counted"] for each in visit["verdicts"]] == [2]
    assert visit["mark"] == "violation"


def test_who_arrives_in_turn_is_judged_once_and_who_did_not_know_of_a_late_one_again(desk, world, clock):
    """At one enterprise every arrival would judge all later ones again: those that counted it know it already."""
    late, arrived = clock.now(), []
    for _ in range(3):
        clock.advance(days=1)
        arrived.append(desk.check_in(None).json["inspection_id"])
    unaware = {each: world.look(lambda tx, each=each: _unaware(tx, each)) for each in arrived}
    assert unaware == {each: [] for each in arrived}

    clock.advance(days=1)
    behind = desk.check_in(None, at=late).json["inspection_id"]
    assert world.look(lambda tx: _unaware(tx, behind)) == arrived


def _unaware(tx, inspection_id):
    visit = tx.get(Inspection, inspection_id)
    found = queries.unaware_visits(tx, [visit.organ_id], visit.enterprise_id, {str(visit.id): visit.arrived_at})
    return [str(each) for each in found]


def test_impossible_travel_is_flagged(desk, world, clock):
    desk.check_in(None)
    clock.advance(minutes=60)
    far = at(longitude=117.0)
    assert "IMPOSSIBLE_TRAVEL" in codes(desk.check_in(None, position=far))


def reading(desk, **changes):
    return {**desk.clock_reading(), **changes}


MALFORMED = [
    ("captured_at", None), ("captured_at", "yesterday"), ("captured_at", "2026-04-22T10:00:00"), ("captured_at", 1745287680),
    ("captured_at", "0001-01-01T00:00:00Z"), ("captured_at", "9999-12-31T23:59:59Z"), ("clock", None), ("clock", {}),
    ("clock.offset_ms", 1e300), ("clock.offset_ms", "1"  * 400), ("clock.quality", "perfect"), ("clock.boot", "b" * 65),
    ("clock.wall", "9999-12-31T23:59:59Z"), ("position", []), ("position", {}), ("position.latitude", "north"),
    ("position.latitude", 181), ("position.longitude", None), ("position.accuracy_m", -1), ("position.accuracy_m", 1e9),
    ("position.datum", "mars"), ("enterprise", None), ("enterprise", "text"), ("enterprise.text", None),
    ("enterprise.text", "x" * 2001), ("enterprise.text", "a\x00b"), ("enterprise.source", "smell"), ("officers", None),
    ("officers", [{}]), ("officers", [{"person_id": "x", "how": "self"}]), ("task_id", "x"), ("task_id", 5),
    ("position_reason", "x" * 201), ("surprise", 1),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value"), MALFORMED, ids=str)
def test_a_malformed_check_in_names_its_field(desk, world, field, value):
    body = desk.arrival()
    outer, _, inner = field.partition(".")
    body[outer] = {**body[outer], inner: value} if inner else value
    refused = desk.api.as_(desk.zhou).post("/check-ins", body)

    assert refused.status_code == 422, refused.json
    assert refused.json["errors"][0]["field"].startswith(outer)
    assert world.look(lambda tx: tx.scalar(select(func.count()).select_from(Inspection))) == 0


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'"x"'])
def test_a_body_that_is_no_object_is_refused(desk, raw):
    headers = {"Idempotency-Key": str(uuid7()), "Content-Type": "application/json"}
    refused = desk.api.as_(desk.zhou).client.post("/api/v1/check-ins", data=raw, headers=headers)
    assert refused.status_code in (400, 422)
    assert refused.mimetype == "application/problem+json"


def test_a_phone_that_lost_its_clock_is_still_recorded(desk):
    lost = datetime(1970, 1, 1, 0, 3, tzinfo=UTC)
    answer = desk.check_in(None, at=lost, clock=desk.clock_reading(lost, "none"))
    assert answer.status_code == 201, answer.json


def test_who_may_not_check_in(desk, world, api):
    body = desk.arrival()
    assert api.as_(None).post("/check-ins", body).status_code == 401
    for who in (desk.planner, desk.head, desk.bureau, world.person("supervisor", desk.organ)):
        assert api.as_(who).post("/check-ins", body).status_code == 403


def step(desk, visit, kind, by=None, key=None, **more):
    body = {"kind": kind, "at": desk.world.clock.now().isoformat(), "clock": desk.clock_reading(), **more}
    return desk.api.as_(by or desk.zhou).post(f"/inspections/{visit}/steps", body, key=key)


def test_a_second_officer_brings_a_new_verdict_beside_the_old(desk, world, clock):
    alone = [{"person_id": str(desk.zhou.person.id), "card_id": None, "how": "self"}]
    visit = desk.check_in(desk.coded(), officers=alone)
    assert codes(visit) == {"UNDER_STAFFED"}
    clock.advance(minutes=3)
    joined = step(desk, visit.json["inspection_id"], "second_officer", person_id=str(desk.lin.person.id))

    assert joined.status_code == 201, joined.json
    assert joined.json["verdict"]["mark"] == "clean"
    seen = desk.api.as_(desk.zhou).get(f"/inspections/{visit.json['inspection_id']}").json
    assert [each["mark"] for each in seen["verdicts"]] == ["alert"]
    assert (seen["mark"], len(seen["officers"])) == ("clean", 2)
    assert world.look(lambda tx: tx.scalar(select(func.count()).select_from(VerdictRow))) == 2


def test_a_stranger_is_no_second_officer(desk, world):
    alone = [{"person_id": str(desk.zhou.person.id), "card_id": None, "how": "self"}]
    visit = desk.check_in(desk.coded(), officers=alone).json["inspection_id"]
    foreign = world.officer(world.organ("别的局"), "外人").person.id
    for who in (str(foreign), str(uuid7())):
        answer = step(desk, visit, "second_officer", person_id=who)
        assert (answer.status_code, answer.json["verdict"]["mark"]) == (201, "alert")
    assert step(desk, visit, "second_officer").json["code"] == "inspections.officer_needed"


def test_steps_result_and_departure_make_a_file(desk, clock):
    """From the steps to the result and the departure (B-53, B-57, B-66)."""
    visit = desk.check_in(desk.coded()).json["inspection_id"]
    for kind in ("show_certificate", "show_code", "notice_delivered", "rights_told", "recording_announced"):
        clock.advance(minutes=1)
        assert step(desk, visit, kind).status_code == 201
    order = {"outcome": "order_to_correct", "summary": "冷库温度记录缺失", "at": clock.now().isoformat()}
    caller = desk.api.as_(desk.zhou)
    assert caller.post(f"/inspections/{visit}/result", order).json["code"] == "inspections.deadline_missing"
    key, order = uuid7(), {**order, "deadline": "2026-05-22"}
    filed = [caller.post(f"/inspections/{visit}/result", order, key=key) for _ in range(2)]
    assert [each.status_code for each in filed] == [201, 201]
    assert filed[0].json == filed[1].json
    assert caller.post(f"/inspections/{visit}/result", order).json["code"] == "inspections.result_exists"
    clock.advance(minutes=40)
    left = {"captured_at": clock.now().isoformat(), "clock": desk.clock_reading(), "position": None}
    out = caller.post(f"/inspections/{visit}/check-out", left)
    assert (out.status_code, out.json["state"], out.json["left_at"]) == (201, "left", "2026-04-22T03:13:00Z")
    assert caller.post(f"/inspections/{visit}/check-out", left).json["code"] == "inspections.already_left"
    seen = caller.get(f"/inspections/{visit}").json
    assert [each["kind"] for each in seen["steps"]][:2] == ["show_certificate", "show_code"]
    assert (seen["result"]["deadline"], seen["state"]) == ("2026-05-22", "left")
    assert step(desk, visit, "note", note="补记").status_code == 201


def test_a_visit_that_was_refused_lawfully_frees_its_place(desk, clock):
    first, _ = desk.coded("2026-04-22"), desk.coded("2026-04-23")
    visit = desk.check_in(first).json["inspection_id"]
    assert desk.plan("2026-04-24").status_code == 409
    result = {
        "outcome": "refused_lawful",
        "summary": "未出示证件",
        "reason": "no_certificate",
        "at": clock.now().isoformat(),
    }
    assert desk.api.as_(desk.zhou).post(f"/inspections/{visit}/result", result).status_code == 201
    desk.coded("2026-04-24")


def test_a_survey_visit_takes_no_findings(desk, clock):
    task_id = desk.coded("2026-04-22", kind="noninspection_survey", trigger="plan")
    visit = desk.check_in(task_id).json["inspection_id"]
    caller, at_ = desk.api.as_(desk.zhou), clock.now().isoformat()
    refused = caller.post(f"/inspections/{visit}/result", {"outcome": "corrected_on_spot", "at": at_})
    assert (refused.status_code, refused.json["code"]) == (409, "inspections.not_an_inspection")
    assert caller.post(f"/inspections/{visit}/result", {"outcome": "none_found", "at": at_}).status_code == 201


@pytest.mark.parametrize("change", [
    {"kind": "dance"}, {"kind": None}, {"at": "soon"}, {"clock": {}}, {"note": "x" * 2001}, {"person_id": "x"},
    {"position": {"latitude": 1}}, {"more": 1},
], ids=str)  # fmt: skip
def test_a_malformed_step_is_refused(desk, change):
    visit = desk.check_in(desk.coded()).json["inspection_id"]
    body = {"kind": "note", "at": "2026-04-22T02:30:00Z", "clock": desk.clock_reading(), **change}
    assert desk.api.as_(desk.zhou).post(f"/inspections/{visit}/steps", body).status_code == 422


@pytest.mark.parametrize("change", [
    {"outcome": "fine"}, {"outcome": None}, {"deadline": "soon"}, {"deadline": "9999-01-01"}, {"summary": "x" * 4001},
    {"at": None}, {"summary": 5},
], ids=str)  # fmt: skip
def test_a_malformed_result_is_refused(desk, change):
    visit = desk.check_in(desk.coded()).json["inspection_id"]
    body = {"outcome": "none_found", "summary": "", "at": "2026-04-22T02:30:00Z", **change}
    assert desk.api.as_(desk.zhou).post(f"/inspections/{visit}/result", body).status_code == 422


def test_a_departure_before_the_arrival_is_taken_for_the_arrival(desk):
    visit = desk.check_in(desk.coded()).json["inspection_id"]
    body = {"captured_at": "2020-01-01T00:00:00Z", "clock": desk.clock_reading(), "position": None}
    out = desk.api.as_(desk.zhou).post(f"/inspections/{visit}/check-out", body)
    assert out.json["left_at"] == out.json["arrived_at"]
