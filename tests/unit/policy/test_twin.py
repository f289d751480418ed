"""The phone's law says of any case what the server's says: code, reason, rule, facts and sentence (B-42)."""

from __future__ import annotations

import json
import os
import random
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from backend.policy import sentences
from backend.policy.caps import own_history
from backend.policy.defaults import GROUNDS
from backend.policy.facts import (
    Approval,
    Finding,
    Interval,
    ItemCap,
    ListedSpan,
    OfficerAtDoor,
    PlanSpan,
    Rank,
    SiteFacts,
    Visit,
)
from backend.policy.forecast import came_data, count_data, moment, rules_data, site_data, visit_data
from backend.policy.kinds import INSPECTIONS, NON_INSPECTIONS, OUTCOMES, TRIGGERS
from backend.policy.ruleset import RuleSet
from backend.policy.slots import slot_facts, slot_for
from backend.policy.verdict import judge

ROOT = Path(__file__).parents[3]
PWA = ROOT / "pwa"
CASES = int(os.environ.get("TWIN_CASES", "600"))
SEED = int(os.environ.get("TWIN_SEED", "20261122"))
MOST_TRIED = 20_000
ZONES = ("Asia/Shanghai", "Asia/Shanghai", "Asia/Urumqi", "America/Chicago")
REMARKS = {"REPEAT_SAME_DAY", "ABORTED_AGAIN", "DISGUISED_INSPECTION", "NO_PLAN"}
CLASSES, ITEMS = ("key_project", "graded_construction"), ("i1", "i2", "i3")
KINDS, ORIGINS = sorted(INSPECTIONS | NON_INSPECTIONS), sorted(TRIGGERS)
FIRST = date(2026, 1, 1)


class Made:
    """One random world: rules, premises, a history, and the visit that is judged. The same seed makes the same."""

    def __init__(self, chance: random.Random):
        self.any = chance
        self.rules = RuleSet.from_data("any", self._law())
        self.site = SiteFacts(
            "e", "s1", "91420117MA0DEM001C", classes=frozenset(chance.sample(CLASSES, chance.randint(0, 2))),
            industry=chance.choice([None, "C", "H"]), region=chance.choice(["420117", "110115"]),
            tier=chance.choice([None, "A", "B", "C", "Z"]), chosen_quiet_days=frozenset(self._day() for _ in range(30)),
            whitelist=self._listed(),
        )  # fmt: skip
        self.around = self._day()
        self.stranger = chance.choice(
            [None, Rank("county", ""), Rank("county", "消防"), Rank("town", "卫生"), Rank("county", "卫生")]
        )
        self.visit = self._visit("now", others=False)
        self.earlier = [self._visit(f"v{n}") for n in range(chance.randint(0, 7))]

    def _listed(self) -> tuple[ListedSpan, ...]:
        """Mostly on no white list; else from some day on, or until another (B-36)."""
        first = self._day()
        return self.any.choice([(), (), (), (ListedSpan(first),), (ListedSpan(first, first + timedelta(days=60)),)])

    def _law(self) -> dict[str, Any]:
        pick = self.any.choice
        return {
            "tz": pick(ZONES),
            "cap": {
                "default": pick([0, 1, 2, 3]), "unit": pick(["year", "quarter", "month", "week"]),
                "scope": pick(["entity", "premises"]), "items": pick([{}, {"i1": 1, "i2": 3}]),
                "levels": pick([{}, {"city+county": 2}, {"county": 3, "county+city": 4}]),
                "exempt_needs_evidence": pick([True, False]), "special_superior": pick(["exempt", "counts"]),
            },
            "joint": {"own_cap": pick(["each", "lead_only"])}, "multiday": {"gap_workdays": pick([0, 1, 3])},
            "followup": {"free": pick([0, 1, 2])}, "noninsp": {"alert": pick([1, 2, 3]), "days": pick([1, 7, 30])},
            "merge": {"min": pick([0, 4, 10])}, "plan": {"due": pick(["03-31", "01-01", "12-31"])},
            "whitelist": {"daily_cap": pick([0, 0, 1])}, "draw": {"full_coverage": [CLASSES[1]], "full_coverage_fields": ["消防"]},
            "quiet": {
                "calendars": [self._calendar() for _ in range(pick([0, 1, 1, 2, 4]))],
                "applies_to": pick(["all", "all", [CLASSES[0]]]), "approver": pick(["subject_head", "bureau"]),
                "approval_valid_days": pick([0, 1, 5]),
            },
        }  # fmt: skip

    def _calendar(self) -> dict[str, Any]:
        pick, number = self.any.choice, self.any.randint
        scope, key = pick([
            ("region", "*"), ("region", "420117"), ("industry", "C"), ("industry", "*"), ("class", CLASSES[0]),
            ("class", "*"), ("entity", "e"), ("entity", "91420117MA0DEM001C"), ("entity", "another"),
        ])  # fmt: skip
        return {"scope": scope, "key": key} | pick([
            {"type": "monthly_range", "from": number(1, 31), "to": number(1, 31), "wrap": pick([True, False])},
            {"type": "weekly", "days": self.any.sample(range(1, 8), number(0, 4))},
            {"type": "dates", "dates": [self._day().isoformat() for _ in range(number(0, 40))]},
            {"type": "n_days_per_month_by_group", "days": 10, "by": pick(["industry", "region", "class", "tier"]),
             "groups": {"C": [[1, 10]], "420117": [[5, 9], [20, 24]], CLASSES[0]: [[22, 31]], "A": [[11, 20]]}},
            {"type": "enterprise_chosen", "max_days": number(0, 4)},
        ])  # fmt: skip

    def _day(self) -> date:
        return FIRST + timedelta(days=self.any.randrange(500))

    def _near(self) -> date:
        border = self.any.choice([date(2026, 12, 31), date(2027, 1, 1), date(2026, 2, 28), date(2026, 3, 1)])
        return self.any.choice([self.around + timedelta(days=self.any.randint(-40, 3)), self.around, border])

    def _arrival(self, day: date) -> Interval:
        clock = self.any.choice(
            [time(0), time(0, 0, 1), time(9), time(9, 0, 1), time(9, 4), time(15), time(23, 59, 59), time(23, 50)]
        )
        at = datetime.combine(day, clock, ZoneInfo(self.rules.tz)).astimezone(UTC)
        doubt = timedelta(minutes=self.any.choice([0, 0, 20]))
        known = Interval(at - doubt, at + doubt)
        return Interval.of_day(day, self.rules.zone) if self.any.random() < 0.1 else known

    def _visit(self, name: str, *, others: bool = True) -> Visit:
        pick, arrived = self.any.choice, self._arrival(self._near())
        site = pick(["s1", "s1", "s2", None]) if others else "s1"
        whose = (pick(["o", "o", "o", "x", "y"]), pick(["e", "e", "e", "f"])) if others else ("o", "e")
        ordinary = self.any.random() < 0.5
        kind = "daily" if ordinary else pick(["daily", "case", *KINDS, "unheard of"])
        return Visit(
            name, *whose, site, kind, pick(["plan", *ORIGINS] if ordinary else [*ORIGINS, "unheard of"]), arrived,
            ground=pick([None, *GROUNDS, "flood"]), evidence_id=pick([None, "n", "n"]), approval=self._approval(arrived),
            item_ids=frozenset(self.any.sample(ITEMS, self.any.randint(0, 3))), task_id=pick([None, "t1", "t2"]),
            fields=pick([frozenset(), frozenset(), frozenset({"消防"})]),
            notice_days=frozenset(arrived.days(self.rules.zone)) if pick([True, False]) else frozenset(),
            plans=self._plans(), superior_document=pick([None, "文号"]), **({} if ordinary else self._oddities(arrived)),
            rank=self._rank(whose[0]), officers=tuple(OfficerAtDoor(each, "active") for each in pick(["p", "q", "pq"])),
            item_caps=() if others else pick([(), (ItemCap("i1", "冷库", 1, "year"), ItemCap("i3", "标签", 2, "month"))]),
        )  # fmt: skip

    def _rank(self, organ: str) -> Rank | None:
        """Three bodies, two of them of one field at two levels; of some nobody said where they stand (B-25)."""
        stands = {"o": Rank("county", "卫生"), "x": Rank("city", "卫生"), "y": self.stranger}
        return stands[organ]

    def _plans(self) -> tuple[PlanSpan, ...] | None:
        """What of the subject's annual plans is published; nobody may have said (B-17)."""
        first, year = self._day(), self.any.choice([2026, 2027])
        spans = [
            (),
            (PlanSpan(year, first),),
            (PlanSpan(year, first, first + timedelta(days=90)), PlanSpan(2026, FIRST)),
        ]
        return self.any.choice([None, *spans])

    def _oddities(self, arrived: Interval) -> dict[str, Any]:
        pick = self.any.choice
        return {
            "outcome": pick([None, None, *sorted(OUTCOMES)]), "followup_batch": pick([None, "b1", "b2"]),
            "followup_item_ids": pick([None, frozenset({"i1"})]), "beyond_finding": pick([False, False, True]),
            "joint_group": pick([None, "g"]), "joint_lead": pick([True, False]),
            "joint_opened": pick([None, *(arrived.earliest - timedelta(minutes=n) for n in (-5, 0, 60, 61))]),
            "counts": pick([None, None, True, False]),
            "cap_exempt": pick([None, None, None, "yes", "no", "first_of_batch"]), "items_recorded": pick([None, 0, 2]),
            "left": pick([None, arrived.earliest + timedelta(minutes=pick([10, 15, 40]))]),
            "kept_apart": pick(["", "", "", "open"]),
        }  # fmt: skip

    def _approval(self, arrived: Interval) -> Approval | None:
        pick = self.any.choice
        if self.any.random() < 0.3:
            return None
        day = arrived.days(self.rules.zone)[0]
        return Approval(
            "a", pick(["subject_head", "bureau"]), pick(["o", "o", "o", "x"]), "e",
            arrived.earliest - timedelta(seconds=pick([-600, 0, 1, 86_400, 9 * 86_400])), pick([None, day, day - timedelta(days=5)]),
            pick([None, day, day - timedelta(days=1)]), pick([frozenset(), frozenset(ITEMS), frozenset({"i1"})]),
        )  # fmt: skip


def told(made: Made, law: int) -> dict[str, Any]:
    """The case as the phone gets it: some of the history counted by the server, the rest known from its own visits."""
    mine = own_history(made.visit, made.earlier, made.rules)
    known = mine[: made.any.randint(0, len(mine))]
    theirs = [each for each in made.earlier if each.organ_id != made.visit.organ_id]
    visit = visit_data(made.visit)
    planned = {
        "site": site_data(made.site),
        "visit": visit,
        "before": count_data(made.visit, known + theirs, made.rules),
        "came": came_data(made.visit, known + theirs, made.rules, {one.person_id for one in made.visit.officers}),
    }
    return {
        "law": law, "planned": planned, "arrived": visit["arrived"],
        "own": [_own(each, made.visit) for each in mine[len(known) :]],
    }  # fmt: skip


def _own(each: Visit, now: Visit) -> dict[str, Any]:
    """A visit from the phone itself, which knows who came along."""
    together = not {one.person_id for one in each.officers}.isdisjoint(one.person_id for one in now.officers)
    return visit_data(each) | {"same_officer": together}


def expected(made: Made) -> dict[str, Any]:
    """What the server says of it."""
    verdict = judge(made.visit, made.site, made.rules, made.earlier)
    quiet, cap = verdict.quiet, verdict.cap
    broken = str(quiet.code) == "VIOLATION" or str(cap.code) == "REACHED"
    slot = slot_for(made.visit, made.site, made.rules, made.earlier) if broken else None
    return {
        "quiet": _said(quiet),
        "cap": _said(cap) | {"counted": cap.counted, "most": cap.most, "period": cap.period},
        "remarks": [_remark(each) for each in verdict.findings if each.code in REMARKS],
        "next_slot": slot_facts(slot) if broken else None,
    }


def _said(part: Any) -> dict[str, Any]:
    said = sentences.both(part.reason, part.facts)
    return {"code": str(part.code), "reason": part.reason, "rule": part.rule, "facts": part.facts, "sentence": said}


def _remark(found: Finding) -> dict[str, Any]:
    return {"code": found.code, "rule": found.rule, "facts": found.facts}


def asked_of_the_phone(made: list[Made], folder: Path) -> list[dict[str, Any]]:
    words = {lang: json.loads((ROOT / f"backend/policy/sentences.{lang}.json").read_text()) for lang in ("zh", "en")}
    source = folder / "cases.json"
    source.write_text(json.dumps({
        "words": words, "laws": [rules_data(each.rules) for each in made],
        "cases": [told(each, n) for n, each in enumerate(made)],
    }))  # fmt: skip
    asked = ["node", str(Path(__file__).with_name("twin.mjs")), str(PWA), str(source), str(folder)]
    done = subprocess.run(asked, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    answers: list[dict[str, Any]] = json.loads((folder / "answers.json").read_text())
    return answers


def test_the_phone_judges_as_the_server_does(tmp_path):
    chance = random.Random(SEED)
    made = [Made(chance) for _ in range(CASES)]
    answers = asked_of_the_phone(made, tmp_path)
    differ = [(n, a, b) for n, (each, a) in enumerate(zip(made, answers, strict=True)) if a != (b := expected(each))]
    assert not differ, f"seed {SEED}: {len(differ)} of {CASES} differ, the first: {differ[0]}"


def test_the_worlds_reach_every_answer():
    """A comparison that never meets a rule says nothing about it."""
    known = {code for code in sentences.known_codes("zh") if code.startswith(("quiet.", "cap."))}
    known.remove("quiet.enterprise_unknown")  # the phone has the enterprise of every task
    chance, met, tried = random.Random(SEED), set(), 0
    known |= REMARKS
    while known - met and tried < MOST_TRIED:
        verdict = expected(Made(chance))
        met |= {verdict["quiet"]["reason"], verdict["cap"]["reason"], *(each["code"] for each in verdict["remarks"])}
        tried += 1
    assert not known - met


@pytest.mark.parametrize("field", ["organ_id", "enterprise_id"])
def test_nothing_of_other_organs_and_enterprises_is_in_what_was_counted(field):
    made = Made(random.Random(SEED))
    made.visit = replace(made.visit, rank=None)
    strangers = [replace(each, **{field: "x"}) for each in made.earlier]
    assert count_data(made.visit, strangers, made.rules) == count_data(made.visit, [], made.rules)


def test_a_moment_keeps_its_microseconds():
    assert moment(datetime(2026, 4, 22, 2, 28, 0, 123456, tzinfo=UTC)) == 1776824880123.456
