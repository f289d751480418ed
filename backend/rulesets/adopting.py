"""How a region gets its next rule set: checked, proposed, approved by a second person, and in force from its day (B-03)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from backend.approvals.engine import on_approval, request
from backend.approvals.models import ApprovalRequest
from backend.identity import queries as identity
from backend.identity.actor import Actor
from backend.journal.record import record
from backend.kernel.problems import ProblemRaised
from backend.kernel.transaction import CONSTRAINTS
from backend.policy.checking import checked
from backend.policy.examples import example_faults, examples_from_data, run
from backend.policy.packs import Fault, PackError
from backend.policy.ruleset import RuleSet, RuleSetError
from backend.policy.sentences import LANGUAGES, both
from backend.rulesets import queries
from backend.rulesets.events import RuleSetAdopted
from backend.rulesets.models import RuleSetRow
from backend.rulesets.presets import presets
from backend.rulesets.problems import BODY_WRONG, DAY_PAST, EXAMPLE_FAILS, LATER_ONE_WAITS, PRESET_UNKNOWN
from backend.rulesets.service import complete, with_place

CONSTRAINTS["ex_rule_set_span"] = LATER_ONE_WAITS

ADOPT = "ruleset.adopt"


@dataclass(frozen=True, slots=True)
class Proposal:
    """The parameters that a bureau wants from the midnight of a local day on, and by which document.

    Its own examples must come out as they expect, or nothing is adopted.
    """

    body: dict[str, Any]
    preset: str | None
    effective_on: date
    source_document: str
    reason: str
    examples: list[dict[str, Any]] = field(default_factory=list)


def preview(
    tx: Session, region_code: str, body: Mapping[str, Any], examples: Sequence[Mapping[str, Any]] = ()
) -> RuleSet:
    """The rule set that the body would make in this region.

    Raises BODY_WRONG with the parameter's name, or with every fault of its lines and of its examples'.
    """
    try:
        rules = checked("proposed", with_place(tx, region_code, _object(body)))
        _insist(example_faults(examples, rules))
    except PackError as error:
        raise _faulty(error) from error
    except RuleSetError as error:
        raise BODY_WRONG(field="body", why=str(error), zh=str(error), en=f"{error}.", faults=[]) from error
    return rules


def _insist(found: Sequence[Fault]) -> None:
    if found:
        raise PackError(found)


def _faulty(error: PackError) -> ProblemRaised:
    told: list[dict[str, Any]] = [
        {"path": each.path, "rule": each.rule, "sentence": both(each.code, each.facts)} for each in error.faults
    ]
    words = {lang: " ".join(str(each["sentence"][lang]) for each in told) for lang in LANGUAGES}
    return BODY_WRONG(field=error.faults[0].path, why=str(error), faults=told, **words)


def insist_on_examples(rules: RuleSet, examples: Sequence[Mapping[str, Any]], region_code: str) -> None:
    """Raise EXAMPLE_FAILS for the first example that the rules judge otherwise than it expects."""
    for n, ran in enumerate(run(examples_from_data(examples), rules, region_code)):
        if not ran.passes:
            raise EXAMPLE_FAILS(field=f"examples[{n}]", line=n + 1, name=ran.example.name)


def _object(body: Mapping[str, Any]) -> Mapping[str, Any]:
    if not isinstance(body.get("geo", {}), Mapping):
        raise RuleSetError("geo must be an object")
    return body


def propose(tx: Session, *, actor: Actor, now: datetime, key: UUID, proposal: Proposal) -> RuleSetRow | ApprovalRequest:
    """Ask for a second person's yes. A region's first rule set needs none: nobody could be the second.

    What is proposed names every parameter: two people agree to the values themselves, not to today's defaults.
    Raises BODY_WRONG, EXAMPLE_FAILS, PRESET_UNKNOWN, DAY_PAST, LATER_ONE_WAITS.
    """
    rules = preview(tx, actor.region, proposal.body, proposal.examples)
    insist_on_examples(rules, proposal.examples, actor.region)
    proposal = replace(proposal, body=rules.as_data())
    if proposal.preset is not None and proposal.preset not in presets():
        raise PRESET_UNKNOWN(field="preset")
    if not queries.has_any(tx, actor.region):
        return _adopt(tx, key, actor.region, proposal, _signed(tx, actor), now, first=True)
    _check_follows(tx, actor.region, proposal, now)
    subject = {
        **asdict(proposal), "effective_on": proposal.effective_on.isoformat(), "rule_set_id": str(key),
        "region": actor.region,
    }  # fmt: skip
    return request(tx, ADOPT, subject, actor=actor, reason=proposal.reason, now=now, request_id=key)


@on_approval(ADOPT)
def adopt(tx: Session, asked: ApprovalRequest, decider: Actor, now: datetime, _: Any) -> None:
    """Put an approved proposal into force.

    Raises DAY_PAST where the yes came too late, LATER_ONE_WAITS, and EXAMPLE_FAILS where the program judges by now
    otherwise than it did when the proposal was made.
    """
    told = dict(asked.subject)
    rule_set_id, region = UUID(told.pop("rule_set_id")), str(told.pop("region"))
    proposal = Proposal(**{**told, "effective_on": date.fromisoformat(told["effective_on"])})
    _check_follows(tx, region, proposal, now)
    insist_on_examples(preview(tx, region, proposal.body, proposal.examples), proposal.examples, region)
    names = identity.names(tx, [asked.requested_by])
    signed = f"{_organ_name(tx, asked.organ_id)}（{names[asked.requested_by]}提出，{decider.name}批准）"
    _adopt(tx, rule_set_id, region, proposal, signed, now, first=False)


def _adopt(
    tx: Session, rule_set_id: UUID, region: str, proposal: Proposal, signed: str, now: datetime, *, first: bool
) -> RuleSetRow:
    begins = _begins(tx, region, proposal.effective_on)
    if first and proposal.effective_on < now.astimezone(begins.tzinfo).date():
        raise DAY_PAST(field="effective_on", day=now.astimezone(begins.tzinfo).date())
    queries.end_at(tx, region, begins)
    row = RuleSetRow(
        id=rule_set_id, region_code=region, effective_from=begins, effective_to=None, approved_by=signed,
        source_document=proposal.source_document, body=complete(tx, region, proposal.body), preset=proposal.preset,
        examples=proposal.examples, adopted_at=now,
    )  # fmt: skip
    tx.add(row)
    tx.flush()  # spans that overlap are told here, not at the end
    record(tx, RuleSetAdopted(rule_set_id, region, begins))
    return row


def _check_follows(tx: Session, region: str, proposal: Proposal, now: datetime) -> None:
    """A successor begins after now, and after every other that has been adopted."""
    begins = _begins(tx, region, proposal.effective_on)
    if begins <= now:
        today = now.astimezone(begins.tzinfo).date()
        raise DAY_PAST(field="effective_on", day=date.fromordinal(today.toordinal() + 1))
    if queries.begins_at_or_after(tx, region, begins):
        raise LATER_ONE_WAITS(field="effective_on")


def _begins(tx: Session, region: str, day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(identity.region(tx, region).zone))


def _signed(tx: Session, actor: Actor) -> str:
    return f"{_organ_name(tx, actor.organ_id)}（{actor.name}，本地区首个规则集）"


def _organ_name(tx: Session, organ_id: UUID) -> str:
    return identity.organ(tx, organ_id).name
