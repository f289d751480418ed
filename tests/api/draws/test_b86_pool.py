"""B-86: who is in the pool of a real register, and how many are out for which reason."""

from __future__ import annotations

from datetime import date

import pytest

from backend.enterprises.whitelist_models import WhitelistEntry
from backend.kernel.ids import uuid7
from tests.api.draws.told import DrawDesk


def excluded(desk, **changes):
    pool = desk.see(f"/{desk.drafted(**changes)}/pool")
    assert pool["asked"] == pool["objects"] + sum(each["count"] for each in pool["excluded"])
    return {each["reason"]: each["count"] for each in pool["excluded"]}


@pytest.mark.parametrize(("days", "out"), [(59, {"cooldown": 1}), (60, {"cooldown": 1}), (61, {})])
def test_b86_visited_59_days_ago_is_not_in_the_pool_and_61_days_ago_is(desk, days, out):
    desk.visited(desk.enterprises[3], days)
    assert excluded(desk) == out


def test_b86_a_used_up_cap_and_the_marks_of_the_register_are_counted(desk, world):
    for days in (70, 90):
        desk.visited(desk.enterprises[0], days)
    for mark in ("closed", "whitelist", "full_coverage"):
        world.enterprise(f"标记 {mark}", classes=(mark,))
    assert excluded(desk) == {"cap_used": 1, "closed": 1, "whitelist": 1, "full_coverage": 1}


def test_b36_a_stay_on_the_white_list_keeps_out_and_after_it_draws_include_the_enterprise_again(desk, world):
    entry = listed(desk, desk.enterprises[2])
    assert excluded(desk) == {"whitelist": 1}
    with world.sessions() as tx:
        tx.merge(WhitelistEntry(id=entry, state="ended", ended_on=date(2026, 4, 22), end_reason="serious_finding"))
        tx.commit()
    assert excluded(desk) == {}


def test_b36_a_stay_that_ends_within_the_days_of_the_draw_leaves_a_slot(desk):
    listed(desk, desk.enterprises[2], to_on=date(2026, 5, 8))
    assert excluded(desk) == {}


def listed(desk, enterprise, **changes):
    now, who = desk.world.clock.now(), desk.bureau.person.id
    row = WhitelistEntry(
        id=uuid7(), enterprise_id=enterprise.id, region_code=enterprise.region_code, region_path=enterprise.region_path,
        organ_id=desk.organ.id, state="listed", conditions=[], reason="信用良好", document="新司〔2026〕9号",
        from_on=date(2026, 4, 1), proposed_by=who, proposed_at=now, decided_by=who, decided_at=now, **changes,
    )  # fmt: skip
    desk.world._add(row)
    return row.id


def test_b86_planned_visits_that_hold_a_code_hold_their_place(desk):
    for day in ("2026-04-27", "2026-04-28"):
        desk.coded(day)
    assert excluded(desk) == {"cap_used": 1}


def test_b86_a_quiet_window_without_a_slot_empties_the_pool(world, api):
    quiet = {"quiet": {"calendars": [{"scope": "region", "key": "*", "type": "monthly_range", "from": 1, "to": 20}]}}
    desk = DrawDesk(world, api, quiet)
    assert excluded(desk, first_day="2026-05-06", last_day="2026-05-15") == {"no_slot": 8}
    refused = desk.act(f"/{desk.drafted(first_day='2026-05-06', last_day='2026-05-15')}/commitment")
    assert (refused.status_code, refused.json["code"], refused.json["rule"]) == (409, "draws.nobody_in_pool", "B-86")


def test_b86_the_pool_is_laid_anew_when_it_is_committed_to(desk):
    draw_id = desk.drafted()
    desk.visited(desk.enterprises[5], 3)
    told = desk.act(f"/{draw_id}/commitment").json["committed"]
    assert told["excluded"] == {"cooldown": 1}
    assert "excluded cooldown 1\n" in told["commitment"]
    assert "objects 7 " in told["commitment"]


def test_b86_enterprises_of_another_region_and_industry_are_not_asked(desk, world):
    world.enterprise("别处企业", region=world.other_region())
    assert desk.see(f"/{desk.drafted()}/pool")["asked"] == 8
    assert desk.see(f"/{desk.drafted(industry='C14')}/pool")["asked"] == 0


def test_b87_a_draw_wants_two_officers_with_valid_certificates(world, api):
    desk = DrawDesk(world, api)
    for who in (desk.zhou, *desk.more):
        card = world.look(lambda tx, who=who: tx.execute(_card_of(who)).scalar_one())
        world.card_state(card, "suspended", since=world.clock.now())
    refused = desk.act(f"/{desk.drafted()}/commitment")
    assert (refused.status_code, refused.json["code"], refused.json["facts"]["count"]) == (
        409,
        "draws.too_few_officers",
        1,
    )


def _card_of(who):
    from sqlalchemy import select

    from backend.certificates.models import Card

    return select(Card).where(Card.person_id == who.person.id)
