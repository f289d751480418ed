"""A planned visit before the rules: here they may refuse, with the number, the sentence and the next lawful slot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.certificates import queries as certificates
from backend.certificates.fitting import Measure
from backend.certificates.queries import CardView
from backend.enterprises import queries as enterprises
from backend.identity.models import Person
from backend.kernel.problems import NOT_FOUND, Problem, ProblemRaised
from backend.planning import queries
from backend.planning.about import ABOUT_PLANNED
from backend.planning.levels import rank, rank_of
from backend.planning.matters import Matters, matters_of
from backend.planning.models import Decision, Task
from backend.planning.plans.spans import spans, spans_of
from backend.planning.problems import (
    CAP_REACHED,
    CARD_INVALID,
    CARD_NOT_FIT,
    EVIDENCE_MISSING,
    FOLLOWUP_WINDOW,
    ITEM_CAP_REACHED,
    LEVELS_CAP_REACHED,
    NO_PLAN,
    QUIET_PERIOD,
    SAME_DAY,
    TOO_FEW_OFFICERS,
    WHITELISTED,
)
from backend.policy.caps import CapCode, CapVerdict
from backend.policy.facts import Approval, Facts, Finding, Interval, OfficerAtDoor, PlanSpan, SiteFacts, Visit
from backend.policy.plans import no_plan
from backend.policy.quiet import QuietCode
from backend.policy.ruleset import RuleSet
from backend.policy.sentences import both
from backend.policy.slots import slot_facts, slot_for
from backend.policy.staffing import judge_staffing
from backend.policy.verdict import Verdict, judge
from backend.rulesets import service as rulesets
from backend.rulesets.problems import NONE_IN_FORCE

_JUST_BEFORE = timedelta(microseconds=1)

_REACHED = {"cap.item_reached": ITEM_CAP_REACHED, "cap.levels_reached": LEVELS_CAP_REACHED}
"""What each cap that is not the subject's own is refused with."""


@dataclass(frozen=True)
class Case:
    """All that the rules need to know about a planned visit."""

    visit: Visit
    site: SiteFacts
    row: Any
    """The enterprise with its premises, a row of SITE_COLUMNS."""
    rules: RuleSet
    cards: Mapping[UUID, CardView]

    @property
    def region(self) -> str:
        """Code of the region where the premises lie: its rules apply (B-21)."""
        return str(self.row.enterprise_region)

    @property
    def people(self) -> tuple[UUID, ...]:
        """The officers, the lead first."""
        return tuple(UUID(str(each.person_id)) for each in self.visit.officers)

    def supposing(self, approval: Approval) -> Case:
        """The same case as if this approval had been given."""
        return replace(self, visit=replace(self.visit, approval=approval))


def case_of(tx: Session, task: Task, *, item_ids: Sequence[UUID], officer_ids: Sequence[UUID], now: datetime) -> Case:
    """The case of a task that is being planned. Raises NOT_FOUND and rulesets.none_in_force."""
    row = enterprises.site(tx, task.site_id)
    if row is None:
        raise NOT_FOUND()
    rules = rulesets.in_force(tx, row.enterprise_region, now)
    arrived = queries.planned_interval(task.planned_on, task.starts_at, now, rules)
    rules = rulesets.in_force(tx, row.enterprise_region, arrived.earliest)
    case = _case(
        tx, task, row, rules, item_ids, officer_ids, matters_of(tx, item_ids), None, spans_of(tx, task.organ_id), now
    )
    return replace(case, visit=replace(case.visit, rank=rank_of(tx, task.organ_id)))


def stored_case(tx: Session, task: Task, now: datetime) -> Case:
    """The case of a stored task as its decision stands. Raises rulesets.none_in_force."""
    row = tx.execute(ABOUT_PLANNED, {"task_id": task.id, "now": now}).one()
    if row.rule_set_id is None:
        raise NONE_IN_FORCE(region=row.enterprise_region)
    rules = rulesets.by_id(tx, row.rule_set_id)
    matters = Matters.of(row.matters)
    case = _case(
        tx, task, row, rules, row.item_ids or (), row.officer_ids or (), matters, row.Decision, spans(row.plans), now
    )
    return replace(case, visit=replace(case.visit, rank=rank(row.rank)))


def _case(
    tx: Session, task: Task, row: Any, rules: RuleSet, item_ids: Sequence[UUID], officer_ids: Sequence[UUID],
    matters: Matters, decision: Decision | None, plans: tuple[PlanSpan, ...], now: datetime,
) -> Case:  # fmt: skip
    arrived = queries.planned_interval(task.planned_on, task.starts_at, now, rules)
    measure = Measure(tx, matters.fields, row.enterprise_region_path, rules)
    cards = certificates.cards_of_people(tx, officer_ids, arrived.earliest, measure)
    own = set(tx.scalars(select(Person.id).where(Person.id.in_(officer_ids), Person.organ_id == task.organ_id)))
    visit = Visit(
        id=task.id, task_id=task.id, organ_id=task.organ_id, enterprise_id=task.enterprise_id, site_id=task.site_id,
        kind=task.kind, trigger=task.trigger, ground=task.ground, evidence_id=task.evidence_id,
        superior_document=task.superior_document, arrived=arrived, item_ids=frozenset(item_ids),
        approval=queries.approval(task, decision), fields=matters.fields, item_caps=matters.caps, plans=plans,
        followup_batch=task.followup_batch, followup_due=task.followup_due, notice_days=task.notice_days,
        joint_group=task.joint_lead_id, joint_lead=task.leads,
        officers=tuple(_at_door(each, cards.get(each), measure, by_order=each not in own) for each in officer_ids),
    )  # fmt: skip
    return Case(visit, enterprises.site_facts(row), row, rules, cards)


def _at_door(person_id: UUID, card: CardView | None, measure: Measure, *, by_order: bool) -> OfficerAtDoor:
    """Whoever was lent goes by a superior's order, which reaches beyond the area of the card (B-11)."""
    if card is None:
        return OfficerAtDoor(person_id, "missing")
    return OfficerAtDoor(
        person_id, card.state, card_expires_on=card.expires_on, card_number=card.number, card_field=card.field,
        card_area=card.area, in_area=by_order or measure.in_area(card.area),
    )  # fmt: skip


def decider(ground: str | None, rules: RuleSet) -> str:
    """Whose yes a visit needs: 'subject_head' (B-19), or 'bureau' where the ground or the rules say so (B-40, B-41)."""
    line = rules.grounds.get(ground) if ground else None
    if line is None or not line.needs_prior_approval:
        return "subject_head"
    return "bureau" if line.approver == "bureau" else rules.quiet.approver


def supposed_approval(visit: Visit, rules: RuleSet) -> Approval:
    """The yes that is still to come: at planning the visit is judged as if it had been given."""
    day = visit.arrived.days(rules.zone)[0]
    at = visit.arrived.earliest - _JUST_BEFORE
    last = max(visit.notice_days, default=day)
    return Approval(visit.id, decider(visit.ground, rules), visit.organ_id, visit.enterprise_id, at, day, last)


def judged(case: Case, earlier: Sequence[Visit]) -> Verdict:
    """The verdict, if the visit may take place. Raises what stands against it: evidence, quiet period, cap, officers."""
    verdict = judge(case.visit, case.site, case.rules, earlier)
    found = {each.code: each for each in verdict.findings}
    if "EVIDENCE_MISSING" in found or _lacks_evidence(case):
        raise EVIDENCE_MISSING(field="evidence_id", ground=case.visit.ground, trigger=case.visit.trigger)
    if "FOLLOWUP_OUT_OF_WINDOW" in found:
        raise _window_problem(found["FOLLOWUP_OUT_OF_WINDOW"], case)
    if verdict.quiet.code is QuietCode.VIOLATION:
        raise _refusal(QUIET_PERIOD, found["QUIET_VIOLATION"].facts | {"rule": verdict.quiet.rule})
    _refuse_quiet_days(case, earlier)
    refuse_by_cap(case, verdict.cap, earlier)
    refuse_by_staff(case)
    return verdict


def _refuse_quiet_days(case: Case, earlier: Sequence[Visit]) -> None:
    """Raise QUIET_PERIOD where one of the further days that the notice names is quiet (B-31, B-37)."""
    for day in sorted(case.visit.notice_days):
        on_day = replace(case.visit, arrived=Interval.of_day(day, case.rules.zone))
        verdict = judge(on_day, case.site, case.rules, earlier)
        if verdict.quiet.code is QuietCode.VIOLATION:
            found = next(each for each in verdict.findings if each.code == "QUIET_VIOLATION")
            raise _refusal(QUIET_PERIOD, found.facts | {"rule": verdict.quiet.rule})


def refuse_by_staff(case: Case) -> None:
    """Raise CARD_INVALID, CARD_NOT_FIT or TOO_FEW_OFFICERS where those who shall go may not, or are too few (B-10, B-11)."""
    found = {each.code: each for each in judge_staffing(case.visit, case.rules)}
    if "CARD_INVALID" in found:
        raise _card_problem(found["CARD_INVALID"], case)
    if "CARD_NOT_FIT" in found:
        raise _misfit_problem(found["CARD_NOT_FIT"], case)
    if "UNDER_STAFFED" in found:
        raise TOO_FEW_OFFICERS(field="officer_ids", **found["UNDER_STAFFED"].facts)


def refuse_without_plan(case: Case) -> None:
    """Raise NO_PLAN where the rules block a daily visit without a published annual plan (B-17). Planning it is free: the plan
    may be published before the day."""
    found = no_plan(case.visit, case.rules) if case.rules.plan.enforce == "block" else None
    if found is not None:
        said: dict[str, Any] = both(found.code, found.facts)
        raise NO_PLAN(field="planned_on", zh=said["zh"], en=said["en"], **found.facts)


def _lacks_evidence(case: Case) -> bool:
    """A ground that must be proved, without its proof: refused on quiet days and others alike (B-26, B-40)."""
    ground = case.rules.grounds.get(case.visit.ground or "")
    return ground is not None and ground.needs_evidence and not case.visit.evidence_id


def refuse_by_cap(case: Case, cap: CapVerdict, earlier: Sequence[Visit]) -> None:
    """Raise CAP_REACHED, ITEM_CAP_REACHED, LEVELS_CAP_REACHED, WHITELISTED, or SAME_DAY: a second task of one day belongs into the first
    (B-25, B-30, B-36)."""
    if cap.code is not CapCode.REACHED and cap.reason != "cap.same_day":
        return
    if cap.reason == "cap.whitelisted":
        raise _refusal(WHITELISTED, cap.facts | {"rule": cap.rule})
    slot = slot_for(case.visit, case.site, case.rules, earlier)
    facts = cap.facts | {"next_slot": slot_facts(slot), "rule": "B-25"}
    if cap.code is CapCode.REACHED:
        raise _refusal(_REACHED.get(cap.reason, CAP_REACHED), facts)
    if cap.counted >= cap.most:
        raise _refusal(CAP_REACHED, facts | {"counted": cap.counted + 1})
    raise SAME_DAY(field="planned_on", **(facts | {"rule": "B-30"}))


def _window_problem(finding: Finding, case: Case) -> ProblemRaised:
    said: dict[str, Any] = both(finding.code, finding.facts)
    due = cast("date", case.visit.followup_due)
    last = due + timedelta(days=case.rules.followup.window_days)
    facts: dict[str, Any] = {**finding.facts, "due": due, "last": last}
    return FOLLOWUP_WINDOW(field="planned_on", zh=said["zh"], en=said["en"], **facts)


def _refusal(problem: Problem, facts: Facts) -> ProblemRaised:
    said: dict[str, Any] = both(problem.code, facts)
    return problem(field="planned_on", zh=said["zh"], en=said["en"], **facts)


def _card_problem(finding: Finding, case: Case) -> ProblemRaised:
    person: Any = finding.facts["person_id"]
    card = case.cards.get(UUID(person))
    day = case.visit.arrived.days(case.rules.zone)[0]
    return CARD_INVALID(field="officer_ids", number=card.number if card else "—", day=day, **finding.facts)


def _misfit_problem(finding: Finding, case: Case) -> ProblemRaised:
    """The refusal names the card, what it is for, and what would fit."""
    facts: Any = finding.facts
    said: dict[str, Any] = both(finding.code, facts)
    card = case.cards[UUID(facts["person_id"])]
    return CARD_NOT_FIT(
        field="officer_ids", zh=said["zh"], en=said["en"], person_id=facts["person_id"],
        why=facts["misfit"]["code"].partition(".")[2], number=card.number, held=facts["misfit"]["held"],
        wanted=facts["misfit"].get("wanted", [case.row.enterprise_region]),
    )  # fmt: skip
