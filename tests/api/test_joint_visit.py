"""A joint visit is one: one code, one notice, one form, one entry for the enterprise; and what ends it (B-29, B-89)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from backend.app import create_app
from backend.certificates.models import Card
from backend.inspections.models import VerdictRow
from backend.inspections.visits import visits_at
from backend.kernel.jobs import Tools
from backend.planning.jobs import lapse_overdue
from backend.planning.models import Slot
from backend.policy.burden import burden
from backend.rulesets import service as rulesets
from tests.api.desk import NEVER_QUIET, Desk, codes
from tests.arrivals import let_followers_read
from tests.world import Api, World

DAY = "2026-04-22"
MARKET_ASKS = "安全出口是否畅通 | 是否 | 拍照 | 安全生产法第四十二条\n冷库温度是否正常 | 是否"
OTHERS_ASK = "安全出口是否畅通 | 是否 | | 消防法第二十八条\n灭火器是否在有效期内 | 是否"


class Party(Desk):
    """The market office leads; others are let in on the same day, each with its own head and two officers."""

    def __init__(self, world: World, api: Api, rules: dict[str, Any] | None = None):
        super().__init__(world, api, {**NEVER_QUIET, **(rules or {})})
        self.staff: dict[str, dict[str, Any]] = {}
        self.item = world.item(self.organ, checklist=MARKET_ASKS)
        self.lead = self.approved(DAY, starts_at="09:00")

    def guest(self, name: str, **changes: Any) -> str:
        """Another subject plans a visit there, accepts to go along, and its head says yes."""
        task_id = self.asked(name, **changes)
        assert self.answer(name, "accept").status_code == 200
        assert self.yes(name).status_code == 200
        return task_id

    def asked(self, name: str, **changes: Any) -> str:
        organ = self.world.organ(name)
        self.staff[name] = {
            "organ": organ, "planner": self.world.person("department", organ, f"{name}经办"),
            "head": self.world.person("head", organ, f"{name}负责"), "item": self.world.item(organ, checklist=OTHERS_ASK),
            "officers": [self.world.officer(organ, f"{name}{each}") for each in "甲乙"],
        }  # fmt: skip
        its = self.staff[name]
        body = self.plan_body(
            "2026-04-23", item_ids=[str(its["item"].id)], **changes,
            officer_ids=[str(each.person.id) for each in its["officers"]],
        )  # fmt: skip
        planned = self.api.as_(its["planner"]).post("/tasks", body)
        assert planned.status_code == 201, planned.json
        its["task"] = planned.json["id"]
        return its["task"]

    def answer(self, name: str, answer: str) -> Any:
        its = self.staff[name]
        only, = self.api.as_(its["planner"]).get(f"/joint-proposals?task_id={its['task']}").json["items"]  # fmt: skip
        body = {"answer": answer, "reason": "当天另有安排"}
        return self.api.as_(its["planner"]).post(f"/joint-proposals/{only['id']}/answer", body)

    def yes(self, name: str) -> Any:
        return self.decide(self.staff[name]["task"], by=self.staff[name]["head"])

    def see(self, name: str = "") -> dict[str, Any]:
        who, task = (self.staff[name]["planner"], self.staff[name]["task"]) if name else (self.planner, self.lead)
        return self.api.as_(who).get(f"/tasks/{task}").json

    def leave(self, name: str = "", by: Any = None) -> Any:
        who, task = (self.staff[name]["planner"], self.staff[name]["task"]) if name else (self.planner, self.lead)
        return self.api.as_(by or who).post(f"/tasks/{task}/joint/leave", {"reason": "当天另有任务"})

    def arrives(self, clock: str, name: str = "") -> Any:
        """Its officers check in at a time of that day, as the phone tells it."""
        at = self.world.clock.now().replace(hour=int(clock[:2]) - 8, minute=int(clock[3:]), second=0, microsecond=0)
        task, people = (
            (self.staff[name]["task"], self.staff[name]["officers"]) if name else (self.lead, [self.zhou, self.lin])
        )
        there = [{"person_id": str(each.person.id), "card_id": None, "how": "self"} for each in people]
        came = self.check_in(task, by=people[0], at=at, officers=there)
        assert came.status_code == 201, came.json
        return came

    def entries(self) -> int:
        """How often somebody came to this enterprise, by the burden ledger."""

        def counted(tx: Any) -> int:
            now = self.world.clock.now()
            rules = rulesets.in_force(tx, self.world.region.code, now)
            return burden(visits_at(tx, self.enterprise.id, now - timedelta(days=300), now + timedelta(days=2)), rules)

        return self.world.look(counted)

    def held(self) -> int:
        """How many places in the counts are taken."""
        return self.world.look(lambda tx: tx.query(Slot).filter(Slot.released_at.is_(None)).count())


@pytest.fixture
def party(world, api):
    return Party(world, api)


def test_who_accepts_becomes_part_of_one_visit_that_the_other_leads(party):
    party.guest("消防")
    mine, theirs = party.see(), party.see("消防")
    assert (mine["joint"]["leads"], theirs["joint"]["leads"]) == (True, False)
    told = [(each["organ"]["name"], each["leads"]) for each in theirs["joint"]["members"]]
    assert told == [("示范区市场监督管理局", True), ("消防", False)]
    assert [each["name"] for each in theirs["joint"]["members"][0]["officers"]] == ["周明远", "林晓"]


def test_there_is_one_code_and_one_notice_that_names_all(party):
    party.guest("消防"), party.guest("生态环境")
    assert party.issue(party.lead).status_code == 201
    tasks = [party.see(each) for each in ("", "消防", "生态环境")]
    assert {each["state"] for each in tasks} == {"coded"}
    assert len({each["visit_code"]["id"] for each in tasks}) == len({each["notice"]["hash"] for each in tasks}) == 1
    text = party.api.as_(party.staff["消防"]["planner"]).get(f"/tasks/{party.staff['消防']['task']}/notice").text
    assert "检查主体：示范区市场监督管理局（牵头）、消防、生态环境，联合检查" in text
    for officer in ("周明远（示范区市场监督管理局）", "消防甲（消防）", "生态环境乙（生态环境）"):
        assert officer in text


@pytest.mark.parametrize("who", ["", "消防"])
def test_whoever_of_them_asks_gets_the_code_of_all_and_again_the_same(party, who):
    party.guest("消防")
    its = party.staff["消防"]
    first = party.issue(its["task"], by=its["officers"][0]) if who else party.issue(party.lead, by=party.zhou)
    again = party.issue(party.lead) if who else party.issue(its["task"], by=its["planner"])
    assert first.json["visit_code"]["code_id"] == again.json["visit_code"]["code_id"]


@pytest.mark.parametrize(("own_cap", "places"), [("each", 3), ("lead_only", 1)])
def test_each_subject_pays_with_its_own_cap_or_the_lead_alone(world, api, own_cap, places):
    party = Party(world, api, {"joint": {"own_cap": own_cap}})
    party.guest("消防"), party.guest("生态环境")
    party.issue(party.lead)
    assert party.held() == places


def test_all_are_admitted_or_nobody(party):
    party.guest("消防")
    its = party.staff["消防"]
    for day in ("2026-05-21", "2026-05-22"):
        task = party.api.as_(its["planner"]).post("/tasks", party.plan_body(
            day, item_ids=[str(its["item"].id)], officer_ids=[str(each.person.id) for each in its["officers"]]
        )).json["id"]  # fmt: skip
        party.decide(task, by=its["head"])
        assert party.issue(task, by=its["planner"]).status_code == 201
    refused = party.issue(party.lead)
    assert (refused.status_code, refused.json["code"], refused.json["rule"]) == (409, "planning.joint_stopped", "B-29")
    assert refused.json["facts"]["organ"] == "消防" and refused.json["facts"]["why"] == "planning.cap_reached"
    assert party.held() == 2
    assert (party.see()["state"], party.see()["visit_code"]) == ("approved", None)


def test_the_code_waits_until_everybody_has_a_yes(party):
    party.asked("消防"), party.answer("消防", "accept")
    refused = party.issue(party.lead)
    assert (refused.json["code"], refused.json["facts"]["organ"]) == ("planning.joint_waits", "消防")
    party.yes("消防")
    assert party.issue(party.lead).status_code == 201


def test_of_a_code_that_is_asked_for_by_all_at_once_there_is_one(committed_world):
    app = create_app(committed_world.settings, sessions=committed_world.sessions, clock=committed_world.clock)
    party = Party(committed_world, Api(app, committed_world))
    party.guest("消防")
    its = party.staff["消防"]
    asks = [(party.lead, party.planner), (its["task"], its["planner"])] * 4
    with ThreadPoolExecutor(len(asks)) as pool:
        said = list(pool.map(lambda ask: party.issue(ask[0], by=ask[1]), asks))
    assert {each.status_code for each in said} == {201}
    assert len({each.json["visit_code"]["code_id"] for each in said}) == 1
    assert party.held() == 2


@pytest.mark.parametrize(
    ("arrivals", "entries"),
    [
        (["09:00", "09:20", "09:50"], 1), (["09:50", "09:00", "09:20"], 1), (["09:00", "09:20", "11:00"], 2),
        (["09:00", "10:00", "10:01"], 2), (["09:00", "11:00", "13:00"], 3),
    ],
)  # fmt: skip
def test_arrivals_within_the_hour_are_one_entry_in_whatever_order_they_are_told(party, clock, arrivals, entries):
    party.guest("消防"), party.guest("生态环境")
    party.issue(party.lead)
    clock.advance(hours=8)
    for at, who in zip(arrivals, ("", "消防", "生态环境"), strict=True):
        party.arrives(at, who)
    assert party.entries() == entries


def test_three_within_the_hour_are_one_and_a_fourth_at_eleven_is_a_second(party, clock):
    for name in ("消防", "生态环境", "税务"):
        party.guest(name)
    party.issue(party.lead)
    clock.advance(hours=8)
    party.arrives("09:00"), party.arrives("09:20", "消防"), party.arrives("09:50", "生态环境")
    assert party.entries() == 1
    late = party.arrives("11:00", "税务")
    assert party.entries() == 2
    assert "JOINT_APART" in codes(late)


def test_where_the_lead_pays_whoever_comes_after_the_window_pays_alone(world, api, clock):
    party = Party(world, api, {"joint": {"own_cap": "lead_only"}})
    party.guest("消防"), party.guest("税务")
    party.issue(party.lead)
    clock.advance(hours=8)
    party.arrives("09:00")
    said = [party.arrives(at, who).json["verdict"]["cap"] for at, who in (("09:30", "消防"), ("11:00", "税务"))]
    assert [(each["code"], each["rule"]) for each in said] == [("NOT_COUNTED", "B-29"), ("WITHIN", "B-25")]


def newest_cap(party: Party, came: Any) -> tuple[str, str]:
    cap = party.api.as_(party.bureau).get(f"/visits/{came.json['inspection_id']}").json["verdict"]["cap"]
    return cap["code"], cap["rule"]


def test_who_is_heard_of_late_and_came_first_pays_for_those_who_came_along(world, api, clock):
    party = Party(world, api, {"joint": {"own_cap": "lead_only"}})
    party.guest("消防"), party.guest("税务")
    party.issue(party.lead)
    clock.advance(hours=8)
    fire, tax = party.arrives("10:30", "消防"), party.arrives("11:10", "税务")
    assert [newest_cap(party, each) for each in (fire, tax)] == [("NOT_COUNTED", "B-29")] * 2, (
        "of those the fire brigade opened the hour"
    )
    party.arrives("09:20")
    let_followers_read(world, clock)
    assert [newest_cap(party, each) for each in (fire, tax)] == [("WITHIN", "B-25")] * 2, (
        "they came after the hour of the first"
    )


def test_who_is_heard_of_late_and_came_last_changes_nothing_for_the_others(world, api, clock):
    party = Party(world, api, {"joint": {"own_cap": "lead_only"}})
    party.guest("消防")
    party.issue(party.lead)
    clock.advance(hours=8)
    lead = party.arrives("09:00")
    party.arrives("11:00", "消防")
    let_followers_read(world, clock)
    assert (
        party.world.look(
            lambda tx: tx.query(VerdictRow).filter_by(inspection_id=UUID(lead.json["inspection_id"])).count()
        )
        == 1
    )


def test_a_question_that_two_would_ask_is_asked_once_with_both_bases(party):
    party.asked("消防"), party.answer("消防", "accept")
    mine, theirs = party.see(), party.see("消防")
    assert mine["joint"]["form"] == theirs["joint"]["form"]
    told = [(each["question"], each["bases"], each["asked_by"]["name"]) for each in mine["joint"]["form"]]
    assert told == [
        ("安全出口是否畅通", ["安全生产法第四十二条", "消防法第二十八条"], "示范区市场监督管理局"),
        ("冷库温度是否正常", ["《食品安全法》第一百一十条"], "示范区市场监督管理局"),
        ("灭火器是否在有效期内", ["《食品安全法》第一百一十条"], "消防"),
    ]
    assert [each["question"] for each in mine["checklist"]] == ["安全出口是否畅通", "冷库温度是否正常"]
    assert [each["question"] for each in theirs["checklist"]] == ["灭火器是否在有效期内"]


def test_what_one_of_them_was_answered_stands_in_the_form_of_all(party, clock):
    party.guest("消防")
    party.issue(party.lead)
    clock.advance(hours=8)
    files = [party.arrives(at, who).json["inspection_id"] for at, who in (("09:00", ""), ("09:20", "消防"))]
    asked, at = party.see()["checklist"][0], party.world.clock.now()
    told = {
        "line": asked["key"], "question": asked["question"], "kind": asked["kind"], "unit": "", "answer": "no", "value": None,
        "note": "通道堆放纸箱", "photos": [], "at": at.isoformat(), "clock": party.clock_reading(at),
    }  # fmt: skip
    assert party.api.as_(party.zhou).post(f"/inspections/{files[0]}/answers", told).status_code == 201
    for file in files:
        form = party.api.as_(party.bureau).get(f"/visits/{file}").json["checklist"]
        assert [each["answer"] and each["answer"]["note"] for each in form] == ["通道堆放纸箱", None, None]
        assert form[0]["answer"]["listed"]


def test_a_member_that_leaves_goes_alone_and_the_others_ask_for_a_new_code(party):
    party.guest("消防"), party.guest("生态环境")
    party.issue(party.lead)
    assert party.leave("消防").status_code == 200
    assert (party.see("消防")["joint"], party.see("消防")["state"]) == (None, "approved")
    assert [each["organ"]["name"] for each in party.see()["joint"]["members"]] == ["示范区市场监督管理局", "生态环境"]
    assert (party.see()["state"], party.see("生态环境")["state"], party.held()) == ("approved", "approved", 0)
    assert party.issue(party.lead).status_code == 201 and party.held() == 2


def test_a_lead_that_cancels_passes_on_to_whoever_planned_first(party):
    party.guest("消防"), party.guest("生态环境")
    party.issue(party.lead)
    given_up = party.api.as_(party.planner).post(f"/tasks/{party.lead}/cancel", {"reason": "企业停业"})
    assert (given_up.status_code, given_up.json["joint"]) == (200, None)
    assert [(each["organ"]["name"], each["leads"]) for each in party.see("生态环境")["joint"]["members"]] == [
        ("消防", True), ("生态环境", False),
    ]  # fmt: skip
    its = party.staff["生态环境"]
    assert party.issue(its["task"], by=its["planner"]).status_code == 201


def test_the_last_one_is_no_joint_visit_any_more(party):
    party.guest("消防")
    party.leave()
    assert (party.see()["joint"], party.see("消防")["joint"]) == (None, None)
    its = party.staff["消防"]
    assert party.issue(its["task"], by=its["planner"]).status_code == 201
    assert party.issue(party.lead).status_code == 201
    assert party.see()["visit_code"]["id"] != party.see("消防")["visit_code"]["id"]


def test_whom_its_head_refuses_is_no_part_of_it(party):
    party.asked("消防"), party.answer("消防", "accept")
    party.decide(party.staff["消防"]["task"], "reject", by=party.staff["消防"]["head"])
    assert party.see()["joint"] is None
    assert party.issue(party.lead).status_code == 201


def test_other_officers_of_one_member_withdraw_the_code_of_all(party):
    party.guest("消防")
    party.issue(party.lead)
    its, third = party.staff["消防"], party.world.officer(party.staff["消防"]["organ"], "消防丙")
    people = [str(its["officers"][0].person.id), str(third.person.id)]
    changed = party.api.as_(its["planner"]).post(f"/tasks/{its['task']}/officers", {"officer_ids": people})
    assert changed.status_code == 200, changed.json
    assert (party.see()["state"], party.see()["visit_code"], party.held()) == ("approved", None, 0)
    assert party.see()["joint"] is not None
    assert party.issue(party.lead).status_code == 201


def test_whoever_gives_up_once_somebody_arrived_leaves_the_code_to_those(party, clock):
    party.guest("消防")
    party.issue(party.lead)
    clock.advance(hours=8)
    party.arrives("09:00", "消防")
    party.api.as_(party.planner).post(f"/tasks/{party.lead}/cancel", {"reason": "临时任务"})
    came = party.see("消防")
    assert (came["state"], came["joint"], came["visit_code"]["state"]) == ("visited", None, "valid")


def test_nobody_joins_a_visit_that_has_begun(party, clock):
    party.guest("消防"), party.asked("生态环境")
    party.issue(party.lead)
    clock.advance(hours=8)
    party.arrives("09:00", "消防")
    refused = party.answer("生态环境", "accept")
    assert (refused.status_code, refused.json["code"]) == (409, "planning.joint_gone")


def test_who_does_not_come_lapses_and_the_code_stays_with_those_who_came(party, clock):
    party.guest("消防")
    party.issue(party.lead)
    clock.advance(hours=8)
    party.arrives("09:00", "消防")
    clock.advance(days=1)
    lapse(party)
    assert (party.see()["state"], party.see("消防")["visit_code"]["state"]) == ("lapsed", "expired")


def lapse(party: Party) -> None:
    lapse_overdue(Tools(party.world.settings, party.world.sessions, party.world.clock))


def test_only_who_goes_along_leaves(party):
    alone = party.leave()
    assert (alone.status_code, alone.json["code"]) == (409, "planning.joint_alone")
    party.guest("消防")
    assert party.leave(by=party.staff["消防"]["planner"]).status_code == 404
    assert party.leave(by=party.zhou).status_code == 403


def page_of(party: Party, place: str = "", code: str | None = None) -> str:
    code = code or party.see("消防")["visit_code"]["short_code"]
    answer = party.api.app.test_client().get(f"/i/{code}{place}")
    assert answer.status_code == 200, answer.text
    return answer.text


def test_the_page_of_the_code_names_all_and_who_leads(party):
    party.guest("消防")
    party.issue(party.lead)
    page = page_of(party)
    assert "联合检查：两家单位一起来，算一次" in page
    assert page.index("示范区市场监督管理局<small>周明远、林晓") < page.index("消防<small>消防甲、消防乙")
    for officer in ("周明远", "林晓", "消防甲", "消防乙"):
        assert officer in page
    assert page.count("还没到场") == 2


def test_the_page_tells_what_came_of_each_of_them(party, clock):
    party.guest("消防")
    party.issue(party.lead)
    clock.advance(hours=8)
    party.arrives("09:20", "消防")
    assert "下面的进展、文书、评价和陈述是消防的" in page_of(party), "whoever is here"
    assert "下面的进展" not in page_of(party, "~1"), "the lead has not come yet"
    assert "09:20 到场" in page_of(party, "~2")
    assert page_of(party, "~7") and page_of(party, "~x") and page_of(party, "~")


def test_each_of_them_is_rated_and_spoken_to_apart(party, clock):
    party.guest("消防")
    party.issue(party.lead)
    clock.advance(hours=8)
    party.arrives("09:00"), party.arrives("09:20", "消防")
    code = party.see()["visit_code"]["short_code"]
    first, second = (page_of(party, place) for place in ("~1", "~2"))
    tokens = [each.split('name="token" value="')[1].split('"')[0] for each in (first, second)]
    assert f"{code}~2/rating" in second and tokens[0] != tokens[1]
    words = {"token": tokens[1], "act": "statement", "words": "已经整改"}
    assert party.api.app.test_client().post(f"/i/{code}~2/say", data=words).status_code == 200
    assert party.api.app.test_client().post(f"/i/{code}~1/say", data=words).status_code == 403
    assert "已经整改" in page_of(party, "~2") and "已经整改" not in page_of(party, "~1")


def test_the_year_of_the_enterprise_says_how_often_somebody_came(party, clock):
    party.guest("消防")
    party.issue(party.lead)
    clock.advance(hours=8)
    party.arrives("09:00"), party.arrives("09:20", "消防")
    year = page_of(party, "/visits")
    assert "今年 2 次" in year and "上门 1 次" in year


def suspended(party: Party, name: str) -> None:
    """The certificate of the second officer of that body is suspended."""
    holder = party.staff[name]["officers"][1].person.id
    card = party.world.look(lambda tx: tx.query(Card).filter_by(person_id=holder).one().id)
    body = {"state": "suspended", "reason": "接受调查", "document": "新司〔2026〕3号"}
    moved = party.api.as_(party.world.proved(party.bureau)).post(f"/cards/{card}/moves", body)
    assert moved.status_code == 201, moved.json


def test_a_suspended_certificate_stops_the_part_of_its_body_before_anybody_came(party):
    party.guest("消防")
    party.issue(party.lead)
    suspended(party, "消防")
    assert [party.see(each)["state"] for each in ("", "消防")] == ["approved", "approved"]
    assert [len(party.see(each)["stopped"]) for each in ("", "消防")] == [0, 1]
    refused = party.issue(party.lead)
    assert (refused.json["code"], refused.json["facts"]["organ"], refused.json["facts"]["why"]) == (
        "planning.joint_stopped", "消防", "planning.card_invalid",
    )  # fmt: skip
    assert party.leave("消防").status_code == 200
    assert party.issue(party.lead).status_code == 201, "the others go on"


def test_once_somebody_came_the_others_keep_their_code_and_the_page_says_who_does_not_come(party, clock):
    party.guest("消防"), party.guest("生态环境")
    party.issue(party.lead)
    clock.advance(hours=8)
    party.arrives("09:00")
    code = party.see()["visit_code"]["short_code"]
    suspended(party, "消防")
    assert (party.see("消防")["state"], party.see("消防")["joint"]) == ("approved", None)
    assert [party.see(each)["visit_code"]["state"] for each in ("", "生态环境")] == ["valid", "valid"]
    page = page_of(party, code=code)
    assert "消防" not in page and "生态环境" in page
    assert party.arrives("09:20", "生态环境").status_code == 201
