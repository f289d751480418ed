"""Operations of the registers: regions, organs, people, teams, hours, conflicts, certificates, items, tables in and out."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from backend.certificates.portraits import portrait
from tests.api.access.operation import Operation, delete, get, patch, post, same
from tests.api.access.town import FAR_AWAY, Place, Town

ALL = "?page_size=200"
PERSON, ORGAN = "/people/<uuid:person_id>", "/organs/<uuid:organ_id>"
BECAUSE = {"reason": "岗位调整"}
FACE = {"issued_on": "2026-04-22", "expires_on": "2029-04-21"}
TABLE = "单位编码,单位名称,区划代码,主体类别\r\nYJ-09,示范区水务局,420117,行政机关\r\n".encode()


def region(town: Town, place: Place) -> dict[str, Any]:
    return {"code": f"{place.region.code}001", "parent_code": place.region.code, "level": "town", "name": "示范街道"}


def organ(town: Town, place: Place) -> dict[str, Any]:
    return {"region_code": place.region.code, "code": "YJ-01", "name": "示范区水务局", "kind": "administrative"}


def person(town: Town, place: Place) -> dict[str, Any]:
    return {"organ_id": str(place.organ.id), "name": "林晓雯", "role": "officer", "number": "A-07"}


def letter(town: Town, place: Place) -> dict[str, Any]:
    return {
        "agent_id": str(place.things["agent"].id), "matters": "食品生产", "item_codes": [], "document": "新司〔2026〕1号",
        "from_on": "2026-04-22", "to_on": "2027-04-21",
    }  # fmt: skip


def assistance(town: Town, place: Place) -> dict[str, Any]:
    return {
        "region_code": FAR_AWAY, "local_organ": "外地市场监督管理局", "document": "协查函〔2026〕1号",
        "from_on": "2026-04-22", "to_on": "2026-05-21",
    }  # fmt: skip


def team(town: Town, place: Place) -> dict[str, Any]:
    return {"organ_id": str(place.organ.id), "name": "第二执法队"}


def conflict(town: Town, place: Place) -> dict[str, Any]:
    return {"identifier": place.enterprise.identifier, "reason": "亲属经营", "from_on": "2026-04-22"}


def photo(town: Town, place: Place) -> dict[str, Any]:
    return {"photo": b64encode(portrait("matrix")).decode()}


def card(town: Town, place: Place) -> dict[str, Any]:
    return {"person_id": str(place.things["newcomer"].id), "number": "17010190001", **photo(town, place), **FACE}


def item(town: Town, place: Place) -> dict[str, Any]:
    basis = {"basis": "《食品安全法》第一百一十条", "in_force_from": "2026-04-22"}
    return {"organ_id": str(place.organ.id), "code": "C60-9001", "name": "食品销售检查", **basis}


def crew(town: Town, place: Place) -> dict[str, Any]:
    return {"officer_ids": [str(each) for each in place.crew]}


def enterprise(town: Town, place: Place) -> dict[str, Any]:
    return {"identifier": "91420117MA00000K9X", "name": "示范企业", "region_code": place.region.code}


def organ_name(place: Place) -> str:
    return f"{place.name} 局"


def taken_out(kind: str, thing: str, *also: str, shows: Any = organ_name) -> Operation:
    """A register as a table, of what one may both see and take."""
    fills = {"kind": kind, "extension": "csv"}
    return get("/exports/<kind>.<any(csv,xlsx):extension>", fills=fills, lists=thing, by=also, shows=shows)


HISTORY = {
    "region": "region", "organ": "organ", "person": "person", "card": "card id", "item": "item", "team": "team",
    "entrustment": "entrustment", "assistance": "assistance", "conflict": "person", "training_hour": "person", "enterprise": "enterprise",
}  # fmt: skip

REGISTERS: tuple[Operation, ...] = (
    get("/regions", lists="region", key="code"), get("/regions/<code>", on="region"),
    post("/regions", on="region", body=region), patch("/regions/<code>", on="region", body=same({"version": 1, "name_en": "D"})),
    get("/regions/<code>/move", on="region", query=lambda place: f"?parent_code={place.region.code}"),
    post("/regions/<code>/move", on="region", body=lambda town, place: {"parent_code": place.region.code, "version": 1, **BECAUSE}),
    get(ORGAN, on="organ"), post("/organs", on="region", body=organ),
    patch(ORGAN, on="organ", body=same({"version": 1, "name_en": "O"})),
    get(f"{ORGAN}/entrustments", on="organ"), post(f"{ORGAN}/entrustments", on="organ", body=letter),
    post("/entrustments/<uuid:entrustment_id>/end", on="entrustment", body=same(BECAUSE)),
    get(f"{ORGAN}/assistance", on="organ"), post(f"{ORGAN}/assistance", on="organ", body=assistance),
    post("/assistance/<uuid:assistance_id>/end", on="assistance", body=same(BECAUSE)),
    get("/teams", lists="team"), get("/teams/<uuid:team_id>", on="team"), post("/teams", on="organ", body=team),
    patch("/teams/<uuid:team_id>", on="team", body=same({"version": 1, "name_en": "T"})),
    # people
    get("/people", lists="person", query=lambda place: ALL), get(PERSON, on="person"),
    post("/people", on="organ", body=person), patch(PERSON, on="clerk", body=same({"version": 1, "post": "科员"})),
    post(f"{PERSON}/role", on="clerk", body=same({"role": "head", **BECAUSE})),
    post(f"{PERSON}/end", on="clerk", body=same(BECAUSE)), post(f"{PERSON}/restore", on="left person"),
    get(f"{PERSON}/hours", on="person"), get("/hours", lists="person", key="person", query=lambda place: ALL),
    post(f"{PERSON}/hours", on="person", body=same({"held_on": "2026-04-01", "hours": 4, "topic": "行政处罚法"})),
    delete("/hours/<uuid:entry_id>", on="hours"),
    get(f"{PERSON}/conflicts", on="person"), post(f"{PERSON}/conflicts", on="person", body=conflict),
    delete("/conflicts/<uuid:conflict_id>", on="conflict"),
    # certificates
    get("/cards/<card_id>", on="card id"), get("/cards/<card_id>/photo", on="card id"),
    get("/cards/<card_id>/status", on="card id"), get("/cards/<uuid:card_id>/print", on="card id"),
    get("/card-sheet", on="card id", query=lambda place: f"?cards={place.things['card id'].id}"), post("/cards", on="newcomer", body=card),
    get("/cards/<uuid:card_id>/moves", on="card id", query=lambda place: "?state=suspended"),
    post("/cards/<uuid:card_id>/moves", on="card id", body=same({"state": "suspended", "document": "〔2026〕3号", **BECAUSE})),
    post("/cards/<uuid:card_id>/photo", on="card id", body=photo),
    post("/cards/<uuid:card_id>/replacement", on="card id", body=same({"number": "17010190002", **FACE, **BECAUSE})),
    post("/tasks/<uuid:task_id>/officers", on="task approved", body=crew),
    # items and enterprises
    get("/items/<uuid:item_id>", on="item"), post("/items", on="organ", body=item),
    patch("/items/<uuid:item_id>", on="item", body=same({"version": 1, "name_en": "I"})),
    post("/items/<uuid:item_id>/retire", on="item", body=same({"version": 1, "last_day": "2026-12-31", "reason": "依据废止"})),
    post("/enterprises", on="region", body=enterprise), get("/enterprises/<uuid:enterprise_id>/form", on="enterprise"),
    patch("/enterprises/<uuid:enterprise_id>", on="enterprise", body=same({"version": "0" * 16, "name": "E"})),
    # tables in and out
    get("/imports/kinds"), get("/imports", lists="import"), get("/imports/<uuid:run_id>", on="import"),
    get("/imports/<uuid:run_id>/errors.csv", on="import"), get("/imports/<uuid:run_id>/rows", on="import"),
    get("/imports/<uuid:run_id>/left", on="import"), post("/imports/<uuid:run_id>/undo", on="import"),
    post("/imports", body=same(TABLE), query=lambda place: "?kind=organs"),
    post("/imports/<uuid:run_id>/apply", on="import"),
    get("/imports/templates/<kind>.<any(csv,xlsx):extension>", fills={"kind": "people", "extension": "xlsx"}),
    taken_out("people", "person", "person.see"), taken_out("organs", "organ", "organ.list"),
    taken_out("hours", "person", "hours.see"), taken_out("enterprises", "enterprise", shows=lambda place: f"{place.name} 企业"),
    taken_out("cards", "card id", "card.see"), taken_out("items", "item", "item.list"),
    taken_out("visits", "inspection", "visit.see"), taken_out("tasks", "task coded", "task.see"), taken_out("alerts", "alert", "alert.see"),
    taken_out("clues", "clue", "clue.see", shows=lambda place: f"没有亮证：{place.name}"),
    get("/exports", lists="export"), get("/exports/<uuid:run_id>/file", on="export"),
    *(get("/history/<kind>/<row_id>", on=thing, fills={"kind": kind}) for kind, thing in HISTORY.items()),
)  # fmt: skip
