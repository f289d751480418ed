"""B-87: officers in drawn order, minus those who keep away; replaced by the next alone, with a reason; then the visit."""

from __future__ import annotations

from datetime import date

from backend.kernel.ids import uuid7
from backend.registers.models import Conflict
from tests.api.draws.told import FIXED


def numbers(officers):
    return [each["number"] for each in officers]


def test_b87_the_first_is_on_leave_and_the_third_in_order_goes_with_the_reason_kept(desk):
    draw_id = desk.drawn()
    first = desk.outcome(draw_id)[0]
    order = numbers(first["order"])
    assert numbers(first["going"]) == order[:2]

    answer = desk.act(f"/{draw_id}/objects/1/replacements", {"number": order[0], "reason": "leave", "note": "年假"})
    assert answer.status_code == 201, answer.json
    after = answer.json["items"][0]
    assert numbers(after["going"]) == [order[1], order[2]]
    assert [(each["officer"]["number"], each["reason"], each["note"]) for each in after["replaced"]] == [
        (order[0], "leave", "年假")
    ]
    assert numbers(desk.outcome(draw_id)[1]["going"]) == numbers(desk.outcome(draw_id)[1]["order"])[:2]


def test_b87_nobody_is_chosen_and_nobody_is_replaced_twice(desk):
    draw_id = desk.drawn()
    order = numbers(desk.outcome(draw_id)[0]["order"])
    path = f"/{draw_id}/objects/1/replacements"
    behind = desk.act(path, {"number": order[3], "reason": "duty"})
    assert (behind.status_code, behind.json["code"]) == (409, "draws.not_going")
    assert desk.act(path, {"number": order[0], "reason": "duty"}).status_code == 201
    assert desk.act(path, {"number": order[0], "reason": "duty"}).json["code"] == "draws.not_going"
    assert desk.act(path, {"number": order[1], "reason": "other"}).status_code == 201
    last = desk.act(path, {"number": order[2], "reason": "card"})
    assert (last.status_code, last.json["code"]) == (409, "draws.nobody_next")


def test_b87_a_replacement_before_the_draw_or_of_nothing_is_refused(desk):
    draw_id = desk.committed()
    body = {"number": "17010100001", "reason": "leave"}
    assert desk.act(f"/{draw_id}/objects/1/replacements", body).json["code"] == "draws.wrong_state"
    desk.world.clock.moment = FIXED
    desk.run(draw_id)
    for n in (0, 4, 10_001, 2**31):
        assert desk.act(f"/{draw_id}/objects/{n}/replacements", body).status_code == 404
    for wrong in ({"reason": "tired"}, {"number": ""}, {"number": "x" * 41}, {"note": "x" * 501}):
        assert desk.act(f"/{draw_id}/objects/1/replacements", {**body, **wrong}).status_code in (409, 422)
    assert all(not each["replaced"] for each in desk.outcome(draw_id))


def test_b87_the_same_replacement_twice_is_one(desk):
    draw_id, key = desk.drawn(), uuid7()
    number = numbers(desk.outcome(draw_id)[0]["going"])[0]
    body = {"number": number, "reason": "leave"}
    path = f"/{draw_id}/objects/1/replacements"
    assert desk.act(path, body, key=key).json == desk.act(path, body, key=key).json
    assert len(desk.outcome(draw_id)[0]["replaced"]) == 1


def test_b13_b87_whoever_keeps_away_from_an_enterprise_is_passed_over_there(desk, world):
    for enterprise in desk.enterprises:
        world._add(Conflict(
            id=uuid7(), person_id=desk.zhou.person.id, scheme="uscc", identifier=enterprise.identifier, reason="亲属任职",
            from_on=date(2026, 1, 1), recorded_by=desk.planner.person.id, recorded_at=world.clock.now(),
        ))  # fmt: skip
    draw_id = desk.drawn(wanted=8)
    outcome = desk.outcome(draw_id)
    assert "周明远" not in {each["name"] for one in outcome for each in one["order"]}
    assert sum(each["passed_over"] for each in outcome) > 0
    assert "avoidances 8 " in desk.see(f"/{draw_id}")["committed"]["commitment"]


def test_b85_a_drawn_object_becomes_a_task_with_its_drawn_officers(desk):
    draw_id = desk.drawn()
    first = desk.outcome(draw_id)[0]
    answer = desk.act(f"/{draw_id}/objects/1/tasks", {"planned_on": "2026-04-27", "entry_reason": "双随机抽查"})
    assert answer.status_code == 201, answer.json
    task = answer.json
    assert (task["trigger"], task["state"], task["enterprise"]["identifier"]) == (
        "draw", "awaiting_approval", first["identifier"],
    )  # fmt: skip
    assert [each["name"] for each in task["officers"]] == [each["name"] for each in first["going"]]
    assert desk.outcome(draw_id)[0]["task"] == {"id": task["id"], "state": task["state"], "planned_on": "2026-04-27"}
    assert desk.decide(task["id"]).status_code == 200


def test_b85_one_visit_stands_for_an_object_until_it_is_given_up(desk):
    draw_id = desk.drawn()
    path, body = f"/{draw_id}/objects/1/tasks", {"planned_on": "2026-04-27", "entry_reason": "双随机抽查"}
    task = desk.act(path, body).json
    again = desk.act(path, body)
    assert (again.status_code, again.json["code"], again.json["facts"]["task_id"]) == (
        409,
        "draws.task_exists",
        task["id"],
    )
    number = numbers(desk.outcome(draw_id)[0]["going"])[0]
    late = desk.act(f"/{draw_id}/objects/1/replacements", {"number": number, "reason": "leave"})
    assert late.json["code"] == "draws.task_exists"
    assert desk.api.as_(desk.planner).post(f"/tasks/{task['id']}/cancel", {"reason": "改期"}).status_code == 200
    assert desk.act(path, body).status_code == 201


def test_b85_the_rules_may_refuse_the_day_as_for_any_other_visit(desk):
    draw_id = desk.drawn()
    refused = desk.act(f"/{draw_id}/objects/1/tasks", {"planned_on": "2026-04-01", "entry_reason": "双随机抽查"})
    assert (refused.status_code, refused.json["code"]) == (422, "planning.day_past")
    assert desk.outcome(draw_id)[0]["task"] is None
