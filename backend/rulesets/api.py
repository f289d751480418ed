"""/rule-sets: what is in force since when, presets, and proposals for a second person to approve (B-03)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from backend.approvals.models import ApprovalRequest
from backend.identity import queries as identity
from backend.kernel.http import Blueprint, access, actor, idempotency_key, idempotent, now, tx
from backend.kernel.problems import NOT_FOUND
from backend.policy.examples import Ran, examples_from_data, run
from backend.policy.place import PLACE_TYPES, radius_of
from backend.policy.ruleset import RuleSet
from backend.policy.sentences import both
from backend.policy.summary import quiet_years, summary
from backend.policy.verdict import CapVerdict, QuietVerdict
from backend.rulesets import adopting, queries, service
from backend.rulesets.models import RuleSetRow
from backend.rulesets.presets import presets
from backend.rulesets.schemas import (
    PresetsAnswer,
    PreviewAnswer,
    PreviewSchema,
    ProposalSchema,
    ProposedAnswer,
    RuleSetInFull,
    RuleSetsAnswer,
    YearArgs,
)

blueprint = Blueprint("rulesets", __name__, url_prefix="/api/v1/rule-sets")


@blueprint.route("", methods=["GET"])
@access("ruleset.see")
@blueprint.response(200, RuleSetsAnswer)
def rule_sets() -> dict[str, Any]:
    """Every rule set of the caller's region, and the proposals that wait."""
    region = identity.region(tx(), actor().region)
    return {
        "region": {"code": region.code, "name": region.name, "name_en": region.name_en},
        "items": [_row(each) for each in queries.of_region(tx(), region.code)],
        "waiting": _waiting(queries.waiting(tx(), region.path, adopting.ADOPT, now())),
    }


@blueprint.route("/presets", methods=["GET"])
@access("ruleset.see")
@blueprint.response(200, PresetsAnswer)
def see_presets() -> dict[str, Any]:
    """Rule sets of places that have one, with their sources."""
    return {"items": [*presets().values()]}


@blueprint.route("/<uuid:rule_set_id>", methods=["GET"])
@access("ruleset.see")
@blueprint.arguments(YearArgs, location="query")
@blueprint.response(200, RuleSetInFull)
def see_rule_set(args: dict[str, Any], rule_set_id: UUID) -> dict[str, Any]:
    """One rule set in sentences, with the year that it makes."""
    row = tx().get(RuleSetRow, rule_set_id)
    if row is None or row.region_code != actor().region:
        raise NOT_FOUND()
    rules = service.by_id(tx(), row.id)
    return {**_row(row), **_told(rules, args["year"], against=None, examples=row.examples)}


@blueprint.route("/preview", methods=["POST"])
@access("ruleset.propose")
@blueprint.arguments(PreviewSchema)
@blueprint.response(200, PreviewAnswer)
def preview(args: dict[str, Any]) -> dict[str, Any]:
    """What these parameters would say; nothing is stored."""
    rules = adopting.preview(tx(), actor().region, args["body"], args["examples"])
    standing = service.or_default(tx(), actor().region, now())
    return _told(rules, args["year"], against=standing, examples=args["examples"])


@blueprint.route("", methods=["POST"])
@access("ruleset.propose")
@idempotent
@blueprint.arguments(ProposalSchema)
@blueprint.response(201, ProposedAnswer)
def propose(proposal: adopting.Proposal) -> dict[str, Any]:
    """Propose the next rule set; a region's first one is adopted at once."""
    made = adopting.propose(tx(), actor=actor(), now=now(), key=idempotency_key(), proposal=proposal)
    if isinstance(made, RuleSetRow):
        return {"rule_set": _row(made), "approval_id": None}
    return {"rule_set": None, "approval_id": made.id}


def _row(row: RuleSetRow) -> dict[str, Any]:
    shown = ("id", "effective_from", "effective_to", "approved_by", "source_document", "preset")
    return {name: getattr(row, name) for name in shown} | {"state": _state(row)}


def _state(row: RuleSetRow) -> str:
    if row.effective_from > now():
        return "coming"
    return "in_force" if row.effective_to is None or row.effective_to > now() else "succeeded"


def _told(
    rules: RuleSet, year: int | None, against: RuleSet | None, examples: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    shown = year or now().astimezone(rules.zone).year
    known = {(each.code, str(each.facts)) for each in summary(against)} if against else None
    return {
        "year": shown,
        "summary": [
            {
                "code": each.code, "rule": each.rule, "sentence": both(each.code, each.facts),
                "changed": known is not None and (each.code, str(each.facts)) not in known,
            }
            for each in summary(rules)
        ],
        "calendars": [
            {"whom": _name(each.whom), "days": [day.isoformat() for day in each.days]}
            for each in quiet_years(rules, actor().region, shown)
        ],
        "grounds": [asdict(each) for each in rules.grounds.values()],
        "radius_m": {each: radius_of(each, rules) for each in PLACE_TYPES},
        "body": rules.as_data(), "examples": _examples(rules, examples),
    }  # fmt: skip


def _examples(rules: RuleSet, examples: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each example as it was written, with what the rules make of it now."""
    ran = run(examples_from_data(examples), rules, actor().region)
    return [
        {
            "example": told, "passes": each.passes, "quiet": _judged(each.verdict.quiet, each.quiet_passes),
            "cap": _judged(each.verdict.cap, each.cap_passes), "no_plan": _no_plan(each),
        }
        for told, each in zip(examples, ran, strict=True)
    ]  # fmt: skip


def _judged(verdict: QuietVerdict | CapVerdict, passes: bool) -> dict[str, Any]:
    return {"code": str(verdict.code), "sentence": both(verdict.reason, verdict.facts), "passes": passes}


def _no_plan(ran: Ran) -> dict[str, Any]:
    found = ran.no_plan
    sentence = both(found.code, found.facts) if found else None
    return {"found": found is not None, "sentence": sentence, "passes": ran.no_plan_passes}


def _name(whom: Mapping[str, Any]) -> dict[str, Any]:
    return both(str(whom["code"]), whom)


def _waiting(rows: Sequence[ApprovalRequest]) -> list[dict[str, Any]]:
    names = identity.names(tx(), [each.requested_by for each in rows])
    shown = ("effective_on", "source_document", "preset", "reason", "body")
    return [
        {
            "id": each.id, "requested_at": each.requested_at, "expires_at": each.expires_at,
            "requested_by": {"id": str(each.requested_by), "name": names.get(each.requested_by, "")},
            "mine": each.requested_by == actor().person_id, "examples": each.subject.get("examples", []),
            **{name: each.subject[name] for name in shown},
        }
        for each in rows
    ]  # fmt: skip
