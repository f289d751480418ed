"""Rule sets: proposed in sentences, adopted by two people, succeeded and never edited (B-03, B-37, B-38)."""

from __future__ import annotations

from datetime import date

import pytest

from backend.kernel.ids import uuid7
from backend.rulesets.models import RuleSetRow
from backend.rulesets.presets import presets

TO_THE_15TH = {"quiet": {"calendars": [{"scope": "region", "key": "*", "type": "monthly_range", "from": 1, "to": 15}]}}


class Bureau:
    """A bureau with two people, asked for by one of them."""

    def __init__(self, world, api):
        self.world, self.api = world, api
        self.organ = world.organ("示范区司法局", kind="bureau")
        self.sun, self.li = world.person("bureau", self.organ, "孙司法"), world.person("bureau", self.organ, "李复核")

    def propose(self, body=None, on="2026-04-23", by=None, key=None, **changes):
        asked = {
            "body": TO_THE_15TH if body is None else body, "preset": None, "effective_on": on,
            "source_document": "新司〔2026〕15号", "reason": "依据调整", **changes,
        }  # fmt: skip
        return self.api.as_(by or self.sun).post("/rule-sets", asked, key=key)

    def decide(self, approval_id, by=None, decision="approve"):
        return self.api.as_(by or self.li).post(
            f"/approvals/{approval_id}/decision", {"decision": decision, "note": "同意"}
        )

    def sets(self):
        return self.api.as_(self.sun).get("/rule-sets").json

    def rows(self):
        return self.world.look(lambda tx: tx.query(RuleSetRow).order_by(RuleSetRow.effective_from).all())


@pytest.fixture
def bureau(world, api):
    return Bureau(world, api)


def test_a_regions_first_rule_set_needs_no_second_person(bureau):
    made = bureau.propose(on="2026-04-22")

    assert made.status_code == 201, made.json
    assert (made.json["approval_id"], made.json["rule_set"]["state"]) == (None, "in_force")
    assert made.json["rule_set"]["effective_from"] == "2026-04-21T16:00:00Z"
    assert "孙司法" in made.json["rule_set"]["approved_by"]


def test_the_next_one_waits_for_a_second_person_and_closes_the_old(bureau, world):
    world.rule_set()
    asked = bureau.propose(on="2026-05-10")
    assert (asked.status_code, asked.json["rule_set"]) == (201, None), asked.json
    assert len(bureau.rows()) == 1
    waiting = bureau.sets()["waiting"]
    assert [(each["effective_on"], each["mine"]) for each in waiting] == [("2026-05-10", True)]

    assert bureau.decide(asked.json["approval_id"], by=bureau.sun).json["code"] == "approvals.same_person"
    assert bureau.decide(asked.json["approval_id"]).status_code == 200

    old, new = bureau.rows()
    assert old.effective_to == new.effective_from
    assert new.body["quiet"]["calendars"] == TO_THE_15TH["quiet"]["calendars"]
    assert "孙司法" in new.approved_by
    assert "李复核" in new.approved_by
    assert [each["state"] for each in bureau.sets()["items"]] == ["coming", "in_force"]
    assert bureau.sets()["waiting"] == []


def test_b03_each_visit_is_judged_by_what_was_in_force_on_its_day(bureau, world, api, clock):
    from tests.api.desk import Desk

    desk = Desk(world, api)
    asked = bureau.propose(on="2026-05-10")
    bureau.decide(asked.json["approval_id"])

    assert desk.plan("2026-05-08").json["code"] == "planning.quiet_period"
    assert desk.plan("2026-05-17").status_code == 201


def test_a_yes_that_comes_too_late_adopts_nothing(bureau, world, clock):
    world.rule_set()
    asked = bureau.propose(on="2026-04-24")
    clock.advance(days=2)

    late = bureau.decide(asked.json["approval_id"])

    assert (late.status_code, late.json["code"]) == (409, "rulesets.day_past")
    assert len(bureau.rows()) == 1


def test_spans_never_overlap(bureau, world):
    world.rule_set()
    first, second = bureau.propose(on="2026-06-01"), bureau.propose(on="2026-05-01")
    assert bureau.decide(first.json["approval_id"]).status_code == 200

    overtaken = bureau.decide(second.json["approval_id"])

    assert (overtaken.status_code, overtaken.json["code"]) == (409, "rulesets.later_one_waits")
    assert bureau.propose(on="2026-06-01").json["code"] == "rulesets.later_one_waits"
    assert len(bureau.rows()) == 2


def test_a_successor_never_reaches_back(bureau, world):
    world.rule_set()
    for day in ("2026-04-22", "2026-04-01", "2020-01-01"):
        assert bureau.propose(on=day).json["code"] == "rulesets.day_past"


def test_a_preview_says_what_changes_and_which_year_it_makes(bureau, world):
    world.rule_set()
    seen = bureau.api.as_(bureau.sun).post("/rule-sets/preview", {"body": TO_THE_15TH, "year": 2026})

    assert seen.status_code == 200, seen.json
    changed = [each for each in seen.json["summary"] if each["changed"]]
    assert [each["sentence"]["zh"] for each in changed] == ["安静期：所有企业，每月 1–15 日。"]
    days = seen.json["calendars"][0]["days"]
    assert (len(days), days[0], days[14], days[15]) == (180, "2026-01-01", "2026-01-15", "2026-02-01")
    assert all(each["sentence"]["en"] for each in seen.json["summary"])


@pytest.mark.parametrize("code", list(presets()))
def test_every_preset_can_be_adopted_and_names_its_source(bureau, code):
    preset = presets()[code]
    seen = bureau.api.as_(bureau.sun).post("/rule-sets/preview", {"body": preset["body"], "year": 2026}).json

    assert preset["source"]["zh"]
    assert preset["references"] or "核对" in preset["note"]["zh"]
    assert 12 * 12 < len(seen["calendars"][0]["days"]) <= 12 * 25
    assert bureau.propose(preset["body"], preset=code, on="2026-04-22").status_code == 201


def test_yibin_is_quiet_from_monday_to_thursday(bureau):
    body = presets()["yibin"]["body"]
    seen = bureau.api.as_(bureau.sun).post("/rule-sets/preview", {"body": body, "year": 2026}).json
    assert {date.fromisoformat(each).isoweekday() for each in seen["calendars"][0]["days"]} == {1, 2, 3, 4}


@pytest.mark.parametrize(
    "body",
    [
        {"silence": 1}, {"cap": 3}, {"cap": {"default": "two"}}, {"cap": {"default": -1}}, {"cap": {"default": 10**12}},
        {"cap": {"default": True}}, {"cap": {"unit": "fortnight"}}, {"quiet": {"calendars": {}}},
        {"quiet": {"calendars": [{"scope": "region"}]}}, {"quiet": {"calendars": [7]}},
        {"quiet": {"calendars": [{"scope": "region", "key": "*", "type": "monthly_range", "from": "a", "to": None}]}},
        {"quiet": {"grounds": {"other": "yes"}}}, {"quiet": {"applies_to": 7}}, {"geo": 5}, {"geo": {"bbox": [1]}},
        {"tz": "Mars/North"}, {"holidays": {"2026": 5}}, {"rights": {"zh": "x"}}, {"slot": {"starts_at": "nine"}},
        {"cap": {"tiers": {"A": "many"}}}, {"officers": {"single_officer_basis": 3}},
    ],
)  # fmt: skip
def test_parameters_that_cannot_be_are_refused_by_name(bureau, body):
    refused = bureau.propose(body, on="2026-04-22")

    assert refused.status_code == 422, refused.json
    assert refused.json["code"] == "rulesets.body_wrong"
    assert refused.json["facts"]["why"]
    assert bureau.rows() == []


@pytest.mark.parametrize(
    "changes",
    [
        {"body": []}, {"body": None}, {"effective_on": "soon"}, {"effective_on": None}, {"source_document": ""},
        {"reason": "  "}, {"reason": "x" * 501}, {"preset": "atlantis"}, {"extra": 1},
    ],
)  # fmt: skip
def test_a_proposal_that_cannot_be_is_refused(bureau, changes):
    asked = {
        "body": {}, "preset": None, "effective_on": "2026-04-22", "source_document": "文号", "reason": "理由", **changes,
    }  # fmt: skip
    assert bureau.api.as_(bureau.sun).post("/rule-sets", asked).status_code == 422


def test_only_the_bureau_of_the_region_sees_and_proposes(bureau, world, api):
    row = world.rule_set()
    elsewhere = world.person("bureau", world.organ("别区司法局", kind="bureau", region=world.other_region()))
    head = world.person("head", world.organ())

    assert api.as_(elsewhere).get(f"/rule-sets/{row.id}").status_code == 404
    assert api.as_(head).get("/rule-sets").status_code == 403
    assert bureau.propose(by=head).status_code == 403
    assert api.as_(bureau.sun).get(f"/rule-sets/{row.id}?year=2026").json["state"] == "in_force"
    assert api.as_(bureau.sun).get(f"/rule-sets/{uuid7()}").status_code == 404


def test_the_same_proposal_twice_is_one(bureau, world):
    world.rule_set()
    key = uuid7()
    first, again = (bureau.propose(on="2026-05-10", key=key) for _ in range(2))

    assert (first.status_code, again.json) == (201, first.json)
    assert len(bureau.sets()["waiting"]) == 1


def preview(bureau, body):
    return bureau.api.as_(bureau.sun).post("/rule-sets/preview", {"body": body})


def changed(answer):
    return {each["code"]: each["sentence"]["zh"] for each in answer.json["summary"] if each["changed"]}


def test_a_preview_tells_grounds_and_radii_as_they_hold_also_where_the_body_names_none(bureau, world):
    world.rule_set()
    told = preview(bureau, {}).json
    assert {"code": "licence", "evidence": "application_id", "approver": "none"} in told["grounds"] and len(
        told["grounds"]
    ) == 9
    assert told["radius_m"] == {"urban": 200, "rural": 500, "mine_farm": 1000}
    partly = preview(bureau, {"geo": {"radius_m": {"urban": 300}}}).json
    assert partly["radius_m"] == {"urban": 300, "rural": 300, "mine_farm": 300}, "a class not named has the largest"


def test_b40_what_differs_in_the_grounds_is_said_in_sentences(bureau, world):
    world.rule_set()
    grounds = {
        "emergency": {"evidence": "incident_id", "approver": "bureau"},
        "complaint": {"evidence": "text", "approver": "subject_head"},
    }
    said = changed(preview(bureau, {"quiet": {"grounds": grounds}}))
    assert said == {
        "summary.grounds": "安静期内有 2 种例外事由：突发事件应急处置、投诉举报或媒体反映。",
        "summary.grounds_subject_head": "这些例外事由须本部门负责人事先批准：投诉举报或媒体反映。",
        "summary.grounds_bureau": "这些例外事由须司法局事先批准：突发事件应急处置。",
        "summary.evidence": "例外事由的依据：突发事件应急处置凭事件编号、投诉举报或媒体反映凭事由。",
    }
    assert changed(preview(bureau, {"quiet": {"grounds": {}}})) == {
        "summary.grounds_none_at_all": "安静期内没有例外事由。"
    }


def test_b41_where_the_bureau_approves_for_the_head_the_sentence_says_so(bureau, world):
    world.rule_set()
    said = changed(preview(bureau, {"quiet": {"approver": "bureau"}}))
    assert "summary.grounds_subject_head" not in said and "投诉举报" in said["summary.grounds_bureau"]


def test_b50_what_differs_in_the_radii_is_said_in_metres(bureau, world):
    world.rule_set()
    said = changed(preview(bureau, {"geo": {"radius_m": {"urban": 300, "rural": 500, "mine_farm": 1000}}}))
    assert said == {"summary.radius": "离登记地址多近算到场：城镇 300 米，农村 500 米，矿山、养殖场 1000 米。"}


@pytest.mark.parametrize(("body", "named"), [
    ({"geo": {"radius_m": {"urban": 0}}}, "geo.radius_m"), ({"geo": {"radius_m": {"urban": -5}}}, "geo.radius_m"),
    ({"geo": {"radius_m": {"urban": 20_001}}}, "geo.radius_m"), ({"geo": {"radius_m": {}}}, "geo.radius_m"),
    ({"geo": {"radius_m": {"urban": "300"}}}, "geo.radius_m"), ({"geo": {"radius_m": [300]}}, "geo.radius_m"),
    ({"quiet": {"grounds": {"flood": {"evidence": "incident_id", "approver": "mayor"}}}}, "quiet.grounds.flood.approver"),
    ({"quiet": {"grounds": {"flood": {"evidence": 7, "approver": "bureau"}}}}, "quiet.grounds.flood.evidence"),
    ({"quiet": {"grounds": {"flood": {"evidence": "", "approver": "bureau"}}}}, "quiet.grounds.flood.evidence"),
    ({"quiet": {"grounds": {"flood": {}}}}, "quiet.grounds.flood"), ({"quiet": {"grounds": {"flood": None}}}, "quiet.grounds"),
    ({"quiet": {"grounds": ["flood"]}}, "quiet.grounds"),
])  # fmt: skip
def test_grounds_and_radii_that_cannot_rule_are_refused_by_name_and_nothing_is_kept(bureau, world, body, named):
    world.rule_set()
    for answer in (preview(bureau, body), bureau.propose(body)):
        assert (answer.status_code, answer.json["code"]) == (422, "rulesets.body_wrong"), answer.json
        assert named in answer.text
    assert bureau.sets()["waiting"] == []
