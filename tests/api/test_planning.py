"""Planning a visit: what the rules refuse, and how they say it."""

from datetime import date, timedelta

import pytest

from backend.certificates.models import Card
from tests.api.desk import Desk


@pytest.fixture
def desk(world, api):
    return Desk(world, api)


def test_a_visit_is_planned_approved_and_coded(desk):
    planned = desk.plan("2026-04-23", starts_at="09:30")
    assert planned.status_code == 201, planned.json
    assert planned.json["state"] == "awaiting_approval"
    assert planned.json["starts_at"] == "09:30"
    assert [each["name"] for each in planned.json["officers"]] == ["周明远", "林晓"]
    assert planned.json["verdict"]["quiet"]["code"] == "OUT"
    assert planned.json["verdict"]["cap"]["counted"] == 1

    decided = desk.decide(planned.json["id"])
    assert decided.json["state"] == "approved"
    assert decided.json["decision"]["by"]["name"] == "钱负责"

    coded = desk.issue(planned.json["id"])
    assert coded.status_code == 201, coded.json
    code = coded.json["visit_code"]
    assert code["valid_from"] == "2026-04-22T16:00:00Z"
    assert code["valid_to"] == "2026-04-23T16:00:00Z"
    assert code["state"] == "not_yet"
    task = desk.api.as_(desk.zhou).get(f"/tasks/{planned.json['id']}").json
    assert task["state"] == "coded"
    assert task["visit_code"] == code


def test_the_visit_code_points_to_the_notice(desk):
    from hashlib import sha256

    from backend.certificates import codes as cose

    task_id = desk.coded("2026-04-23")
    task = desk.api.as_(desk.planner).get(f"/tasks/{task_id}").json
    notice = desk.api.as_(desk.planner).get(f"/tasks/{task_id}/notice")
    text = notice.get_data(as_text=True)

    assert notice.mimetype == "text/plain"
    for said in (
        "行政检查通知书",
        "示范区市场监督管理局",
        desk.enterprise.identifier,
        "《食品安全法》",
        "周明远 1701010",
    ):
        assert said in text
    assert task["notice"]["hash"] == sha256(notice.data).hexdigest()
    signed = cose.parse(cose.from_text(task["visit_code"]["url"].rpartition("/")[2]))
    assert signed.payload.notice_hash.hex() == task["notice"]["hash"][:32]


def test_inside_the_quiet_period_it_is_refused_with_rule_date_and_next_slot(desk):
    refused = desk.plan("2026-05-06")

    assert refused.status_code == 409
    assert refused.json["code"] == "planning.quiet_period"
    assert refused.json["rule"] == "B-37"
    assert refused.json["facts"]["day"] == "2026-05-06"
    assert refused.json["facts"]["next_slot"]["day"] == "2026-05-21"
    assert "5 月 6 日" in refused.json["sentence"]["zh"]
    assert "5 月 21 日" in refused.json["sentence"]["zh"]
    assert "09:00" in refused.json["sentence"]["en"]


def test_the_third_visit_of_a_year_is_refused_with_count_and_next_slot(desk):
    desk.coded("2026-04-22")
    desk.coded("2026-04-23")
    refused = desk.plan("2026-04-24")

    assert refused.status_code == 409
    assert refused.json["code"] == "planning.cap_reached"
    assert refused.json["rule"] == "B-25"
    assert (refused.json["facts"]["counted"], refused.json["facts"]["most"]) == (3, 2)
    assert refused.json["facts"]["next_slot"]["day"].startswith("2027-01")
    assert "第 3 次" in refused.json["sentence"]["zh"]


def test_tasks_without_a_code_hold_no_place_but_the_third_code_is_refused(desk):
    ids = [desk.approved(f"2026-04-{day}") for day in (22, 23, 24)]
    answers = [desk.issue(each) for each in ids]

    assert [each.status_code for each in answers] == [201, 201, 409]
    assert answers[2].json["code"] == "planning.cap_reached"
    assert desk.api.as_(desk.planner).get(f"/tasks/{ids[2]}").json["state"] == "approved"


def test_a_second_task_of_one_day_belongs_into_the_first(desk):
    ids = [desk.approved("2026-04-22"), desk.approved("2026-04-22")]
    assert desk.issue(ids[0]).status_code == 201
    refused = desk.issue(ids[1])

    assert (refused.status_code, refused.json["code"], refused.json["rule"]) == (409, "planning.same_day", "B-30")


def test_a_cancelled_task_frees_its_place_and_voids_its_code(desk):
    first, _ = desk.coded("2026-04-22"), desk.coded("2026-04-23")
    third = desk.plan("2026-04-24")
    assert third.status_code == 409

    gone = desk.api.as_(desk.planner).post(f"/tasks/{first}/cancel", {"reason": "企业停产"})
    assert gone.json["state"] == "cancelled"
    assert gone.json["visit_code"]["state"] == "cancelled"
    desk.coded("2026-04-24")
    assert desk.plan("2026-04-27").status_code == 409


def test_a_task_whose_day_passed_lapses_and_frees_its_place(desk, world, clock):
    from backend.planning.service import lapse

    first, _ = desk.coded("2026-04-22"), desk.coded("2026-04-24")
    clock.advance(days=1)
    with world.sessions() as tx:
        assert lapse(tx, region_code="420117", now=clock.now()) == 1
        tx.commit()

    assert desk.api.as_(desk.planner).get(f"/tasks/{first}").json["state"] == "lapsed"
    desk.coded("2026-04-23")


def test_a_listed_ground_with_evidence_and_approval_is_an_exemption(desk):
    planned = desk.plan("2026-05-06", kind="case", trigger="complaint", ground="complaint", evidence_id="线索-2026-17")
    assert planned.status_code == 201, planned.json
    assert planned.json["verdict"]["quiet"]["code"] == "EXEMPT"
    assert planned.json["verdict"]["cap"]["code"] == "EXEMPT"

    early = desk.issue(planned.json["id"])
    assert (early.status_code, early.json["code"]) == (409, "planning.not_approved")
    desk.decide(planned.json["id"])
    assert desk.issue(planned.json["id"]).status_code == 201


@pytest.mark.parametrize(
    "lacking", [{"trigger": "complaint"}, {"ground": "complaint"}, {"ground": "complaint", "evidence_id": "  "}]
)
def test_an_exemption_without_evidence_is_refused(desk, lacking):
    refused = desk.plan("2026-04-23", **lacking)
    assert (refused.status_code, refused.json["code"]) == (409, "planning.evidence_missing")


def test_the_ground_other_needs_the_bureau(desk):
    planned = desk.plan("2026-05-06", ground="other", evidence_id="大型活动保障")
    assert planned.status_code == 201, planned.json

    refused = desk.decide(planned.json["id"])
    assert (refused.status_code, refused.json["code"]) == (403, "planning.decided_elsewhere")
    approved = desk.decide(planned.json["id"], by=desk.bureau)
    assert approved.status_code == 200, approved.json
    assert desk.issue(planned.json["id"]).status_code == 201
    verdict = desk.api.as_(desk.planner).get(f"/tasks/{planned.json['id']}").json["verdict"]
    assert verdict["quiet"]["code"] == "APPROVED"


def test_an_emergency_is_coded_at_once_and_approved_afterwards(desk):
    """Its papers come afterwards (B-19)."""
    planned = desk.plan("2026-04-22", kind="case", trigger="emergency", ground="emergency", evidence_id="事件-1")
    coded = desk.issue(planned.json["id"], by=desk.zhou)
    assert coded.status_code == 201, coded.json

    after = desk.decide(planned.json["id"])
    assert after.status_code == 200, after.json
    assert after.json["state"] == "coded"
    assert desk.decide(planned.json["id"]).status_code == 409


def test_approval_comes_before_the_day_is_over(desk, clock):
    """Before entry, or not at all (B-19)."""
    planned = desk.plan("2026-04-22")
    clock.advance(days=1)
    refused = desk.decide(planned.json["id"])
    assert (refused.status_code, refused.json["code"]) == (409, "planning.time_past")


def test_unpublished_subjects_items_and_missing_reasons_are_refused(desk, world):
    """Items (B-15), the document of a special inspection (B-18), why entry is needed (B-20)."""
    unpublished = world.item(desk.organ, published_on=None)
    later = world.item(desk.organ, published_on=date(2026, 5, 2))
    foreign = world.item(world.organ("别的局"))
    for item in (unpublished, later, foreign):
        refused = desk.plan("2026-04-30", item_ids=[str(item.id)])
        assert (refused.status_code, refused.json["code"]) == (409, "planning.item_unpublished")
    no_reason = desk.plan("2026-04-23", entry_reason="   ")
    assert (no_reason.status_code, no_reason.json["code"]) == (422, "planning.entry_reason_missing")
    special = desk.plan("2026-04-23", kind="special")
    assert (special.status_code, special.json["code"]) == (409, "planning.special_unapproved")


def test_a_subject_that_is_not_published_plans_nothing(desk, world, api):
    organ = world.organ("未公布的局", published_on=None)
    refused = api.as_(world.person("department", organ)).post("/tasks", desk.plan_body("2026-04-23"))
    assert (refused.status_code, refused.json["code"]) == (409, "planning.subject_unpublished")


def test_two_officers_with_valid_cards_must_go(desk, world):
    alone = desk.plan("2026-04-23", officer_ids=[str(desk.zhou.person.id)] * 2)
    assert (alone.status_code, alone.json["code"]) == (409, "planning.too_few_officers")
    suspended = world.officer(desk.organ, "何停用", card="suspended")
    refused = desk.plan("2026-04-23", officer_ids=[str(desk.zhou.person.id), str(suspended.person.id)])
    assert (refused.status_code, refused.json["code"]) == (409, "planning.card_invalid")
    number = world.look(lambda tx: tx.query(Card).filter_by(person_id=suspended.person.id).one()).number
    assert number in refused.json["detail"] and "何停用" not in refused.text
    stranger = world.officer(world.organ("别的局"))
    for other in (str(stranger.person.id), str(desk.enterprise.id), str(desk.planner.person.id)):
        unknown = desk.plan("2026-04-23", officer_ids=[str(desk.zhou.person.id), other])
        assert (unknown.status_code, unknown.json["code"]) == (422, "planning.officer_unknown")


def test_a_card_suspended_after_planning_stops_the_code(desk, world, clock):
    task_id = desk.approved("2026-04-23")
    card = world.look(lambda tx: tx.query(Card).filter_by(person_id=desk.lin.person.id).one())
    world.card_state(card, "suspended", since=clock.now() - timedelta(hours=1))
    refused = desk.issue(task_id)
    assert (refused.status_code, refused.json["code"]) == (409, "planning.card_invalid")


def test_the_same_request_three_times_is_one_task_and_other_content_is_409(desk):
    """Twice is once (B-52)."""
    from backend.kernel.ids import uuid7

    key, caller, body = uuid7(), desk.api.as_(desk.planner), desk.plan_body("2026-04-23")
    answers = [caller.post("/tasks", body, key=key) for _ in range(3)]
    other = caller.post("/tasks", {**body, "entry_reason": "别的"}, key=key)

    assert [each.status_code for each in answers] == [201] * 3
    assert answers[0].json == answers[1].json == answers[2].json
    assert answers[0].json["id"] == str(key)
    assert (other.status_code, other.json["code"]) == (409, "kernel.key_reused")
    assert caller.get("/tasks").json["total"] == 1


def test_asked_again_with_another_key_the_code_is_the_same(desk):
    task_id = desk.approved("2026-04-23")
    first, second = desk.issue(task_id), desk.issue(task_id, by=desk.zhou)
    assert first.json == second.json


def test_other_organs_do_not_find_the_task(desk, world, api):
    task_id = desk.coded("2026-04-23")
    organ = world.organ("别的局")
    planner, head, officer = (world.person(role, organ) for role in ("department", "head", "officer"))
    spare = world.officer(desk.organ, "空闲")

    assert api.as_(planner).get(f"/tasks/{task_id}").status_code == 404
    assert api.as_(planner).get(f"/tasks/{task_id}/notice").status_code == 404
    assert api.as_(planner).post(f"/tasks/{task_id}/cancel", {"reason": "x"}).status_code == 404
    assert api.as_(head).post(f"/tasks/{task_id}/decision", {"decision": "approve", "note": ""}).status_code == 404
    assert api.as_(officer).post(f"/tasks/{task_id}/visit-code", {}).status_code == 404
    assert api.as_(spare).post(f"/tasks/{task_id}/visit-code", {}).status_code == 404
    assert api.as_(planner).get("/tasks").json["items"] == []
    assert api.as_(spare).get("/tasks").json["items"] == []
    assert api.as_(desk.zhou).get("/tasks?day=2026-04-23&state=coded&q=云川").json["total"] == 1


def test_only_planners_plan_and_only_heads_decide(desk, world, api):
    supervisor = world.person("supervisor", desk.organ)
    for who in (desk.zhou, supervisor, desk.bureau):
        assert api.as_(who).post("/tasks", desk.plan_body()).status_code == 403
    assert api.as_(None).post("/tasks", desk.plan_body()).status_code == 401
    task_id = desk.plan("2026-04-23").json["id"]
    assert desk.decide(task_id, by=desk.planner).status_code == 403
    rejected = desk.decide(task_id, "reject")
    assert rejected.json["state"] == "rejected"
    assert desk.decide(task_id).json["code"] == "planning.wrong_state"
    assert desk.issue(task_id).json["code"] == "planning.wrong_state"


BAD = [
    {"kind": None}, {"kind": "raid"}, {"trigger": 7}, {"enterprise_id": "x"}, {"enterprise_id": None}, {"planned_on": "2026-13-01"},
    {"planned_on": 20260423}, {"planned_on": "0001-01-01"}, {"planned_on": "9999-12-31"}, {"starts_at": "25:00"}, {"starts_at": 9},
    {"starts_at": "9 Uhr"}, {"item_ids": []}, {"item_ids": "x"}, {"item_ids": ["x"]}, {"item_ids": None}, {"officer_ids": []},
    {"officer_ids": [None]}, {"entry_reason": "长" * 501}, {"entry_reason": 5}, {"entry_reason": "a\x00b"}, {"ground": "g" * 41},
    {"evidence_id": ["x"]}, {"superior_document": "x" * 201}, {"surprise": 1}, {"ground": "whim", "evidence_id": "1"},
]  # fmt: skip


@pytest.mark.parametrize("change", BAD, ids=str)
def test_a_malformed_plan_names_its_field(desk, change):
    refused = (
        desk.plan(day="2026-04-23", **{key: value for key, value in change.items() if key != "planned_on"})
        if ("planned_on" not in change)
        else desk.plan(change["planned_on"])
    )
    assert refused.status_code == 422, refused.json
    assert refused.json["field"]


@pytest.mark.parametrize("missing", ["kind", "trigger", "enterprise_id", "planned_on", "item_ids", "officer_ids"])
def test_a_plan_without_a_required_field_is_refused(desk, missing):
    body = {key: value for key, value in desk.plan_body().items() if key != missing}
    refused = desk.api.as_(desk.planner).post("/tasks", body)
    assert (refused.status_code, refused.json["field"]) == (422, missing)


def test_days_past_and_unknown_enterprises_are_refused(desk, world):
    assert desk.plan("2026-04-21").json["code"] == "planning.day_past"
    assert desk.plan("2026-04-23", enterprise_id=str(desk.item.id)).status_code == 404
    elsewhere, _ = world.enterprise(region=world.other_region())
    assert desk.plan("2026-04-23", enterprise_id=str(elsewhere.id)).status_code == 404


def test_the_enterprise_page_counts_like_the_admission(desk):
    desk.coded("2026-04-23")
    page = desk.api.as_(desk.planner).get(f"/enterprises/{desk.enterprise.id}").json
    assert (page["used"], page["most"], page["period"], page["quiet_today"]) == (1, 2, "2026", False)
    assert page["next_slot"]["day"] == "2026-04-23"

    desk.coded("2026-04-24")
    page = desk.api.as_(desk.planner).get(f"/enterprises/{desk.enterprise.id}").json
    assert page["used"] == 2
    assert page["next_slot"]["day"].startswith("2027-01")


def test_the_calendar_shows_quiet_days_and_own_visits_only(desk, world, api):
    desk.coded("2026-04-23")
    mine = desk.api.as_(desk.planner).get(f"/enterprises/{desk.enterprise.id}/calendar?year=2026").json
    other = (
        api.as_(world.person("department", world.organ("别的局")))
        .get(f"/enterprises/{desk.enterprise.id}/calendar")
        .json
    )

    assert len(mine["days"]) == 365
    assert [each["quiet"] for each in mine["days"][18:22]] == [True, True, False, False]
    assert [(each["day"], each["state"]) for each in mine["visits"]] == [("2026-04-23", "planned")]
    assert other["visits"] == []
    assert desk.api.as_(desk.planner).get(f"/enterprises/{desk.item.id}/calendar").status_code == 404


def test_enterprises_are_found_by_part_of_a_name_and_start_of_an_identifier(desk, world):
    world.enterprise("示范区长江纺织厂")
    world.enterprise("100%棉_厂", region=world.other_region())
    caller = desk.api.as_(desk.planner)

    assert [each["name"] for each in caller.get("/enterprises?q=云川").json["items"]] == [desk.enterprise.name]
    assert caller.get(f"/enterprises?q={desk.enterprise.identifier[:16].lower()}").json["total"] >= 1
    assert caller.get("/enterprises?q=%25").json["total"] == 0
    assert caller.get("/enterprises?q=棉").json["total"] == 0
    assert caller.get("/enterprises?page=2&page_size=1").json["total"] == 2
    assert caller.get("/enterprises?page=0").status_code == 422
    assert caller.get("/enterprises?page_size=100000").status_code == 422
    assert caller.get("/enterprises?q=%00").status_code == 422


def test_lists_to_choose_from(desk, world, api):
    other = world.organ("别的局")
    world.item(other)
    caller = desk.api.as_(desk.planner)

    assert {each["name"] for each in caller.get("/organs").json["items"]} >= {"示范区市场监督管理局", "别的局"}
    assert [each["code"] for each in caller.get("/items").json["items"]] == [desk.item.code]
    assert caller.get(f"/items?organ_id={other.id}").status_code == 404
    assert len(api.as_(desk.bureau).get(f"/items?organ_id={other.id}").json["items"]) == 1
    found = caller.get("/officers?q=林").json["items"]
    assert [(each["name"], each["card"]["state"]) for each in found] == [("林晓", "active")]
    assert caller.get("/items?organ_id=nonsense").status_code == 422


def test_the_snapshot_holds_my_tasks_from_yesterday_to_next_week_and_the_rules(desk, world, api):
    near, far = desk.coded("2026-04-23"), desk.approved("2026-04-30")
    mine = api.as_(desk.zhou).get("/snapshot").json

    assert [each["id"] for each in mine["tasks"]] == [near]
    assert mine["tasks"][0]["visit_code"]["short_code"]
    assert mine["rule_set"]["id"] == str(desk.rules.id)
    assert mine["person"]["card"]["state"] == "active"
    assert mine["server_time"] == "2026-04-22T02:28:00Z"
    assert far not in str(mine)
    assert api.as_(world.officer(desk.organ, "空闲")).get("/snapshot").json["tasks"] == []
    assert api.as_(desk.planner).get("/snapshot").status_code == 403
