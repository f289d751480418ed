"""Operations of those who watch: two people, the record, lists, rule sets, recusals, quarantines, the set-up."""

from __future__ import annotations

from typing import Any

from tests.api.access.operation import Operation, get, post, same
from tests.api.access.town import Place, Town

AT = "2026-04-22T02:28:14Z"
WHY = {"reason": "核实投诉情况"}
DECIDED = {"decision": "reject", "note": "材料不全"}
EDITION = {"effective_from": "2026-05-01", "document": "新司〔2026〕2号", "draft": "00" * 32}
RULES: dict[str, Any] = {"body": {}}
PROPOSAL = {"body": {}, "effective_on": "2026-05-01", "source_document": "新司〔2026〕3号", "reason": "依据调整"}
BOX = {"west": 114.6, "south": 30.7, "east": 115.0, "north": 31.0}
BUREAU = {
    "regions": [{"code": "42", "level": "province", "name": "示范省"}], "box": BOX,
    "bureau": {"code": "SF-01", "name": "示范省司法厅"},
}  # fmt: skip
LIST = {"kind": "subjects"}


def grant(town: Town, place: Place) -> dict[str, Any]:
    who = town.personas["maintenance"].person.id
    return {"person_id": str(who), "region_code": place.region.code, "hours": 4, "reason": "排查同步故障"}


def aside(town: Town, place: Place) -> dict[str, Any]:
    return {"person_id": str(place.officer.person.id), "reason": "与企业有亲属关系", "at": AT}


def first_item(town: Town, place: Place) -> dict[str, Any]:
    items = [{"code": "C60-9002", "name": "食品检查", "basis": "《食品安全法》第一百一十条"}]
    return {"organ_id": str(town.places["own"].organ.id), "items": items}


def line(place: Place) -> str:
    """How the line of this place's record is called."""
    return f"request-{place.name}"


OVERSIGHT: tuple[Operation, ...] = (
    # two people
    get("/approvals", lists="own request"), get("/approvals/<uuid:request_id>", on="own request"),
    post("/approvals/<uuid:request_id>/decision", on="request", body=same(DECIDED)),
    get("/maintenance-grants", lists="grant"), post("/maintenance-grants", on="region", body=grant),
    post("/maintenance-grants/<uuid:grant_id>/end", on="grant"),
    post("/inspections/<uuid:inspection_id>/rating/unsealing", on="inspection", body=same(WHY)),
    post("/unsealings/<uuid:request_id>/openings", on="own unsealing"),
    post("/people/<uuid:person_id>/identity-number/unsealing", on="clerk", body=same(WHY)),
    post("/number-unsealings/<uuid:request_id>/openings", on="own number unsealing"),
    # the record
    get("/audit", lists="line", shows=line), get("/audit/export.csv", lists="line", shows=line), get("/audit/digests"),
    # decisions about visits
    post("/inspections/<uuid:inspection_id>/recusal", on="inspection", body=aside), get("/recusals", lists="recusal"),
    post("/recusals/<uuid:recusal_id>/decision", on="recusal", body=same({"decision": "granted", "note": ""})),
    get("/abort-notes", lists="abort note", key="inspection_id"),
    post("/inspections/<uuid:inspection_id>/abort-note", on="abort note", body=same({"note": "企业停业"})),
    post("/inspections/<uuid:inspection_id>/quarantine-decision", on="inspection", body=same({"decision": "counts", "note": "已核实"})),
    # lists and rule sets
    get("/lists"), get("/lists/<kind>/draft", fills=LIST), get("/lists/<kind>/editions", fills=LIST),
    get("/lists/<kind>/editions/<int:n>", fills=LIST | {"n": "1"}),
    post("/lists/<kind>/editions", fills=LIST, body=same(EDITION)),
    get("/rule-sets", lists="rule set"), get("/rule-sets/presets"), get("/rule-sets/<uuid:rule_set_id>", on="rule set"),
    post("/rule-sets", body=same(PROPOSAL)), post("/rule-sets/preview", body=same(RULES)),
    # the set-up
    get("/setup"), get("/setup/people"), get("/setup/presets"), post("/setup/bureau", body=same(BUREAU)),
    post("/setup/rules", body=same({"preset": "model"})),
    post("/setup/department", body=same({"code": "YJ-02", "name": "示范区应急管理局"})),
    post("/setup/items", body=first_item), post("/setup/publication", body=same({"kind": "subjects"})),
)  # fmt: skip
