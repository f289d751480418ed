"""The desk's queue: taken up or not, referred, extended once, answered; nobody decides about themselves (B-71, B-74)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from uuid import uuid4

import pytest
from sqlalchemy.exc import DBAPIError

from backend.app import create_app
from backend.clues.jobs import tell_overdue_clues
from backend.clues.models import ClueAct
from backend.kernel.ids import uuid7
from backend.kernel.jobs import Tools
from tests.api.clues.told import Office, acts, clues, events
from tests.arrivals import let_followers_read
from tests.world import Api


@pytest.fixture
def clue(office, world):
    """A clue that a lay supervisor told, not yet taken up."""
    assert office.raised().status_code == 201
    return clues(world)[0]


@pytest.fixture
def taken_up(office, clue):
    """The same, taken up: it is about the accused organ."""
    assert office.act("acceptance", clue.id, {"organ_id": str(office.accused.id)}).status_code == 200
    return clue


def seen(office, who, query=""):
    return office.api.as_(who).get(f"/clues{query}").json


def test_taking_up_begins_the_term_of_thirty_days(office, clue):
    answer = office.act("acceptance", clue.id, {"organ_id": str(office.accused.id)})

    assert (answer.json["state"], answer.json["due_at"]) == ("accepted", "2026-05-22T16:00:00Z")
    assert answer.json["accused"]["name"] == office.accused.name


def test_a_clue_is_taken_up_once(office, taken_up):
    for what, body in (("acceptance", {}), ("refusal", {"reason": "不属于本机关"})):
        again = office.act(what, taken_up.id, body, by=office.second)
        assert (again.status_code, again.json["code"]) == (409, "clues.not_waiting")


def test_what_was_not_taken_up_is_closed_with_its_reason(office, clue):
    refused = office.act("refusal", clue.id, {"reason": "不是行政检查。"}).json

    assert (refused["state"], refused["answer"]) == ("refused", "不是行政检查。") and refused["closed_at"]
    assert office.act("reply", clue.id, {"text": "另行答复"}).json["code"] == "clues.not_in_hand"


def test_the_term_is_extended_once(office, taken_up):
    """T of B-71: extension twice is refused."""
    first = office.act("extension", taken_up.id, {"reason": "需要鉴定"})
    assert (first.status_code, first.json["due_at"]) == (200, "2026-06-21T16:00:00Z")

    second = office.act("extension", taken_up.id, {"reason": "还要"})
    assert (second.status_code, second.json["code"]) == (409, "clues.extended_before")


def test_a_clue_that_waits_cannot_be_answered_referred_or_extended(office, clue):
    for what, body in (
        ("reply", {"text": "已核实。"}),
        ("extension", {"reason": "复杂"}),
        ("referral", {"organ_id": str(office.other.id)}),
    ):
        assert office.act(what, clue.id, body).json["code"] == "clues.not_in_hand", what


def test_a_department_to_which_it_was_referred_sees_and_answers_it(office, taken_up):
    assert seen(office, office.other_head)["total"] == 0
    referred = office.act("referral", taken_up.id, {"organ_id": str(office.other.id), "note": "请核实"})
    assert referred.json["handler"]["name"] == office.other.name

    line = seen(office, office.other_head)["items"][0]
    assert line["text"] == "检查人员没有亮证。"
    told = office.act("reply", taken_up.id, {"text": "已核实，属实。"}, by=office.other_head)
    assert (told.status_code, told.json["state"]) == (200, "answered")
    assert office.act("reply", taken_up.id, {"text": "改口说不属实。"}).json["code"] == "clues.not_in_hand"


def test_the_department_never_learns_who_told(office, taken_up):
    """B-74: no name, no number, no door, no visit."""
    office.act("referral", taken_up.id, {"organ_id": str(office.other.id)})

    for where in ("/clues", f"/clues/{taken_up.id}"):
        answer = office.api.as_(office.other_head).get(where)
        assert "田守望" not in answer.text and taken_up.receipt not in answer.text.replace("-", "")
        line = answer.json["items"][0] if where == "/clues" else answer.json
        assert [line[name] for name in ("door", "receipt", "inspection_id", "teller", "contact_kept")] == [None] * 5
    assert office.api.as_(office.bureau).get(f"/clues/{taken_up.id}").json["teller"]["name"] == "田守望"


@pytest.mark.parametrize("query", ["?door=supervisor", "?door=public", "?q={receipt}"])
def test_no_filter_and_no_search_tells_the_department_who_told(office, taken_up, query):
    """B-74: what is not shown is not found by it either."""
    office.act("referral", taken_up.id, {"organ_id": str(office.other.id)})

    asked = query.format(receipt=taken_up.receipt)
    assert seen(office, office.other_head, asked)["total"] == 0
    assert seen(office, office.bureau, asked)["total"] == (0 if "public" in query else 1)


def test_who_wants_to_be_known_is_named(office, world):
    office.raised(hidden=False)
    clue = clues(world)[0]
    office.act("acceptance", clue.id)
    office.act("referral", clue.id, {"organ_id": str(office.other.id)})

    assert seen(office, office.other_head)["items"][0]["teller"]["name"] == "田守望"


def test_nothing_is_handed_to_whom_it_is_about(office, taken_up):
    refused = office.act("referral", taken_up.id, {"organ_id": str(office.accused.id)})

    assert (refused.status_code, refused.json["code"]) == (409, "clues.to_the_accused")
    assert seen(office, office.head)["total"] == 0
    assert office.api.as_(office.head).get(f"/clues/{taken_up.id}").status_code == 404


def test_a_bureau_decides_nothing_about_itself(office, world, clue):
    """Only the bureau above sees what is about this one."""
    refused = office.act("acceptance", clue.id, {"organ_id": str(office.bureau_organ.id)})
    assert (refused.status_code, refused.json["code"]) == (409, "clues.about_oneself")

    city = world._region("4201", "42/4201")
    above = world.person("bureau", world.organ("示范市司法局", kind="bureau", region=city), "郑市级")
    assert office.act("acceptance", clue.id, {"organ_id": str(office.bureau_organ.id)}, by=above).status_code == 200
    assert seen(office, office.bureau)["total"] == 0
    assert office.act("reply", clue.id, {"text": "我们没有错。"}).status_code == 404
    assert office.act("reply", clue.id, {"text": "已责令改正。"}, by=above).status_code == 200


def test_the_story_is_told_from_top_to_bottom(office, taken_up):
    office.act("referral", taken_up.id, {"organ_id": str(office.other.id), "note": "请五日内核实"})
    office.act("reply", taken_up.id, {"text": "已核实。"}, by=office.other_head)

    told = office.api.as_(office.bureau).get(f"/clues/{taken_up.id}").json["acts"]
    assert [(each["act"], (each["by"] or {}).get("name")) for each in told] == [
        ("received", None), ("accepted", "孙司法"), ("referred", "孙司法"), ("answered", "吴应急"),
    ]  # fmt: skip
    assert told[2]["organ"]["name"] == office.other.name and told[2]["words"] == "请五日内核实"


def test_whoever_told_it_reads_the_acts_and_no_name_of_the_desk(office, taken_up):
    told = office.api.as_(office.supervisor).get(f"/clues/{taken_up.id}")

    assert [each["act"] for each in told.json["acts"]] == ["received", "accepted"]
    assert "孙司法" not in told.text


def test_a_supervisor_sees_their_own_and_nobody_elses(office, clue):
    assert seen(office, office.supervisor)["items"][0]["receipt"]
    assert seen(office, office.neighbour)["total"] == 0
    assert office.api.as_(office.neighbour).get(f"/clues/{clue.id}").status_code == 404
    assert office.act("reply", clue.id, {"text": "我自己答复。"}, by=office.supervisor).status_code == 403


@pytest.mark.parametrize(
    ("query", "found"),
    [("", 2), ("?state=open", 1), ("?state=accepted", 1), ("?state=refused", 1), ("?door=supervisor", 2), ("?door=public", 0),
     ("?q=农贸", 2), ("?q=没有这样的话", 0), ("?overdue=true", 0), ("?sort=-due", 2), ("?page=2&page_size=1", 2)],
)  # fmt: skip
def test_the_queue_is_searched_filtered_sorted_and_paged(office, taken_up, world, query, found):
    office.raised(text="另一件事，没有亮码。")
    second = next(each for each in clues(world) if each.id != taken_up.id)
    office.act("refusal", second.id, {"reason": "不是行政检查"})

    assert seen(office, office.bureau, query)["total"] == found


@pytest.mark.parametrize("query", ["state=odd", "door=odd", "page=0", "sort=text", "overdue=maybe", "q=" + "x" * 101])
def test_a_bad_list_query_is_named(office, query):
    assert office.api.as_(office.bureau).get(f"/clues?{query}").status_code == 422


def test_the_number_of_a_receipt_finds_its_clue(office, clue):
    number = seen(office, office.bureau)["items"][0]["receipt"]

    assert seen(office, office.bureau, f"?q={number}")["total"] == 1


@pytest.mark.parametrize(
    ("what", "body"),
    [("refusal", {}), ("refusal", {"reason": " "}), ("refusal", {"reason": "x" * 1001}), ("reply", {"text": ""}),
     ("reply", {"text": 5}), ("reply", {"text": "长" * 2001}), ("referral", {}), ("referral", {"organ_id": "x"}),
     ("acceptance", {"organ_id": "x"}), ("acceptance", []), ("extension", {"reason": None}), ("acceptance", {"odd": 1}),
     ("reply", {"text": "身份证 11010519491231002X。"})],
)  # fmt: skip
def test_a_bad_act_is_refused_and_changes_nothing(office, clue, world, what, body):
    answer = office.api.as_(office.bureau).post(f"/clues/{clue.id}/{what}", body)

    assert answer.status_code == 422
    assert clues(world)[0].state == "received" and acts(world) == ["received"]


@pytest.mark.parametrize("what", ["acceptance", "referral"])
def test_an_organ_that_nobody_knows_is_not_found(office, taken_up, what):
    answer = office.act(what, taken_up.id, {"organ_id": str(uuid4())})

    assert answer.status_code == (409 if what == "acceptance" else 404)


def test_the_same_act_twice_with_one_key_is_once(office, clue, world):
    key = uuid7()
    first, second = (office.act("refusal", clue.id, {"reason": "不是行政检查"}, key=key) for _ in range(2))

    assert first.json == second.json and acts(world) == ["received", "refused"]


def test_two_who_decide_at_once_decide_once(committed_world, clock):
    world = committed_world
    app = create_app(world.settings, sessions=world.sessions, clock=clock)
    office = Office(world, Api(app, world))
    office.raised()
    clue, start = clues(world)[0], Barrier(2)

    def press(act):
        start.wait()
        return office.act(act[0], clue.id, act[1], by=act[2]).status_code

    both = [("acceptance", {}, office.bureau), ("refusal", {"reason": "不是行政检查"}, office.second)]
    with ThreadPoolExecutor(2) as together:
        assert sorted(together.map(press, both)) == [200, 409]
    assert len(acts(world)) == 2


def test_a_line_of_the_story_is_never_changed(office, clue, world):
    with pytest.raises(DBAPIError, match="clue_act"), world.sessions() as tx:
        tx.query(ClueAct).update({"words": "改写"})


def test_what_is_overdue_is_told_once_and_to_the_bureau_alone(office, clue, world, clock):
    clock.advance(days=8)
    for _ in range(2):
        tell_overdue_clues(Tools(world.settings, world.sessions, clock))
        let_followers_read(world, clock)
    clock.advance(hours=2)
    tell_overdue_clues(Tools(world.settings, world.sessions, clock))

    assert len(events(world, "clues.overdue.v1")) <= 1
    alerts = office.api.as_(office.bureau).get("/alerts").json["items"]
    assert [(each["code"], each["rule"], each["clue_id"]) for each in alerts] == [
        ("CLUE_OVERDUE", "B-71", str(clue.id))
    ]
    assert alerts[0]["sentence"]["zh"] == "一条线索应在 2026 年 4 月 29 日前决定是否受理，已逾期。"
    assert office.api.as_(office.head).get("/alerts").json["total"] == 0
    assert seen(office, office.bureau, "?overdue=true")["total"] == 1


@pytest.mark.parametrize(("moment", "told"), [("2026-04-29T15:59:59Z", False), ("2026-04-29T16:00:00Z", True)])
def test_a_clue_is_late_when_its_last_day_is_over(clue, world, clock, moment, told):
    """B-71: the fifth working day runs to its midnight."""
    clock.moment = datetime.fromisoformat(moment)
    tell_overdue_clues(Tools(world.settings, world.sessions, clock))

    assert clues(world)[0].overdue_told is told


def test_the_table_that_goes_out_names_no_teller(office, clue, world):
    world.proved(office.bureau)
    table = office.api.as_(office.bureau).get("/exports/clues.csv").data.decode("utf-8-sig")

    assert "检查人员没有亮证。" in table and "待受理" in table
    assert "田守望" not in table and clue.receipt not in table


# --- raising one (S4) -------------------------------------------------------------------------------------------------


def test_a_supervisor_raises_a_clue_and_gets_a_number(office, world):
    answer = office.raised(hidden=True, happened_at="2026-04-22T01:30:00Z")

    assert answer.status_code == 201 and len(answer.json["receipt"]) == 14
    assert answer.json["due_at"] == "2026-04-29T16:00:00Z"
    clue = clues(world)[0]
    assert (clue.supervisor_id, clue.door, clue.hidden) == (office.supervisor.person.id, "supervisor", True)
    assert clue.id.version == 4, "an id that tells no time (B-74)"


def test_the_same_op_twice_is_one_clue(office, world):
    key, supervisor = uuid7(), office.api.as_(office.supervisor)
    first, second = (supervisor.post("/clues", {"text": "没有亮证。"}, key=key) for _ in range(2))

    assert first.json == second.json and len(clues(world)) == 1
    assert supervisor.post("/clues", {"text": "别的内容。"}, key=key).json["code"] == "kernel.key_reused"


@pytest.mark.parametrize(
    "change",
    [{"text": ""}, {"text": "短"}, {"text": "长" * 2001}, {"text": None}, {"place": "x" * 201}, {"about": 5}, {"kind": "odd"},
     {"hidden": "perhaps"}, {"happened_at": "2026-04-22 10:00"}, {"mood": "good"}, {"door": "public"}, {"text": "零\0字节"}],
)  # fmt: skip
def test_a_bad_clue_is_refused_with_its_field(office, world, change):
    answer = office.raised(**change)

    assert answer.status_code == 422 and answer.json["errors"] and clues(world) == []


def test_an_identity_number_in_a_clue_from_the_phone_is_masked(office, world):
    """What comes from a phone hours later is not refused for it (B-102)."""
    office.raised(text="他说是 11010519491231002X，没有亮证。")

    assert clues(world)[0].text.startswith("他说是 110105************")


def test_only_lay_supervisors_raise_clues_in_the_app(office):
    for who in (office.bureau, office.head, office.department):
        assert office.api.as_(who).post("/clues", {"text": "没有亮证。"}).status_code == 403


def test_a_supervisor_who_floods_waits(office, world, clock):
    for n in range(50):
        assert office.raised(text=f"第 {n} 件事情").status_code == 201
    assert office.raised().status_code == 429
    clock.advance(days=1)
    assert office.raised().status_code == 201
