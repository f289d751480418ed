"""Operations around a visit: planning, visiting, evidence, supervision; and what is one's own there."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import Any

import mapbox_vector_tile

from backend.inspections.records import canonical
from backend.policy.checklist import key_of
from tests.api.access.operation import Operation, delete, get, patch, post, same
from tests.api.access.town import Place, Town

AT = "2026-04-22T02:28:14Z"
CLOCK = {"wall": AT, "mono_ms": 1.5, "boot": "b1", "quality": "synced", "offset_ms": 0}
SIGNED = b"{}"
"""What the record of each place says, as its hash stands for it."""
CAPTURED = {"captured_at": AT, "clock": CLOCK, "position": None}
TUS = {"Tus-Resumable": "1.0.0"}


def plan(town: Town, place: Place) -> dict[str, Any]:
    own = town.places["own"]
    return {
        "kind": "daily", "trigger": "plan", "enterprise_id": str(place.enterprise.id), "planned_on": "2026-04-23",
        "starts_at": None, "item_ids": [str(own.things["item"].id)], "officer_ids": [str(each) for each in own.crew],
        "entry_reason": "需现场核查", "ground": None, "evidence_id": None, "superior_document": None,
    }  # fmt: skip


def arrival(town: Town, place: Place) -> dict[str, Any]:
    return {
        "task_id": str(place.things["task coded"].id), "enterprise": {"text": place.enterprise.identifier, "source": "typed"},
        **CAPTURED, "position_reason": "无信号", "officers": [],
    }  # fmt: skip


ASKED = "冷库温度"
ANSWER = {
    "line": key_of(ASKED, "value", "℃"),
    "question": ASKED,
    "kind": "value",
    "unit": "℃",
    "answer": "na",
    "at": AT,
    "clock": CLOCK,
}


def content(place: Place) -> dict[str, Any]:
    """A record that names one of the two who were there."""
    officer = {"person_id": str(place.crew[0]), "name": "周明远", "card": ""}
    words = dict.fromkeys(("organ", "enterprise", "identifier", "address", "findings", "statement", "writer"), "")
    return {
        **words, "inspection_id": str(place.things["inspection"].id), "arrived_at": AT, "written_at": AT, "officers": [officer],
        "items": [], "lines": [], "attendee": {"name": "何店长", "role": ""},
    }  # fmt: skip


def locked(town: Town, place: Place) -> dict[str, Any]:
    return {"content": content(place), "hash": sha256(canonical(content(place))).hexdigest(), "at": AT, "clock": CLOCK}


def signing(town: Town, place: Place) -> dict[str, Any]:
    return {
        "role": "attendee", "name": "何店长", "record_hash": sha256(SIGNED).hexdigest(), "refused": True, "reason": "不签", "at": AT,
        "clock": CLOCK,
    }  # fmt: skip


def again(town: Town, place: Place) -> dict[str, Any]:
    return {"planned_on": "2026-05-20", "officer_ids": [str(each) for each in place.crew]}


def segment(town: Town, place: Place) -> dict[str, Any]:
    return {
        "n": 7, "bytes": 4, "sha256": "00" * 32, "prev": "00" * 32, "link": "00" * 32, "started_at": AT,
        "duration_ms": 1000, "gap_ms": 0, "cause": None, "final": False,
    }  # fmt: skip


def metadata(media: Any) -> str:
    told = {"media_id": str(media), "segment": "3", "sha256": "00" * 32, "mime": "video/webm"}
    return ",".join(f"{name} {b64encode(value.encode()).decode()}" for name, value in told.items())


def sheet(town: Town, place: Place) -> dict[str, Any]:
    return {
        "at": AT,
        "clock": CLOCK,
        "enterprise_text": "示范大道 1 号",
        "answers": {str(n): "no" for n in range(1, 13)},
        "text": "",
    }


def tile(zoom: int, x: int, y: int, layer: str, thing: str, *also: str, **more: Any) -> Operation:
    """A tile with the town in it, and what its layer must hold of each place."""
    route, figures = "/map/<int:z>/<int:x>/<int:y>.mvt", {"z": str(zoom), "x": str(x), "y": str(y)}

    def reads(answer: Any) -> str:
        shown = mapbox_vector_tile.decode(answer.data).get(layer, {"features": []})["features"]
        return str([each["properties"] for each in shown])

    return get(route, fills=figures | {"of": f"{layer}: {thing}"}, lists=thing, by=also, reads=reads, **more)


TILES = (
    tile(12, 3354, 1678, "visits", "inspection", "visit.see"), tile(12, 3354, 1678, "visits", "task coded", "visit.see"),
    tile(14, 13416, 6715, "visits", "inspection", "visit.see"),
    tile(14, 13416, 6715, "places", "enterprise", "map.places"),
    tile(12, 3354, 1678, "places", "region", "map.places", shows=lambda place: f"'count': {CELLS[place.region.code]}"),
)  # fmt: skip
CELLS = {"420117": 11, "420116": 22, "4201": 33}
"""How many enterprises the counted cell of each region says that it holds."""

CODELESS = {"reason": "special", "words": "系统升级", "at": AT}
RESULT = {"outcome": "none_found", "summary": "未发现问题", "at": AT}
REMARK = {"at": "2026-04-22T02:00:00Z", "text": "还看到一件事"}
MEDIA = {"kind": "photo", "mime": "image/jpeg", "started_at": AT, "clock": CLOCK}
KEYS = {"p256dh": "B" + "A" * 86, "auth": "A" * 22}

VISITS: tuple[Operation, ...] = (
    # one's own
    get("/session"), post("/session/step-up", body=same({"password": "demo-password-1"})),
    delete("/session"),
    post("/devices", body=same({"public_key": "AA"})),
    get("/inbox", lists="message"), post("/inbox/<uuid:message_id>/read", on="message"),
    get("/push/key"), post("/push/subscriptions", body=same({"endpoint": "https://127.0.0.1/x", "keys": KEYS})),
    delete("/push/subscriptions/<uuid:subscription_id>", on="subscription"),
    # who and what is there to choose from
    get("/organs", lists="organ"), get("/officers", on="organ", query=lambda place: f"?organ_id={place.organ.id}"),
    get("/officers/lent", query=lambda place: "?q=周"),
    get("/enterprises", lists="enterprise"), get("/enterprises/<uuid:enterprise_id>", on="enterprise"),
    get("/enterprises/<uuid:enterprise_id>/calendar", on="enterprise", query=lambda place: "?year=2026"),
    # planning
    get("/enterprises/<uuid:enterprise_id>/next-slot", on="enterprise", asks="enterprise.see"),
    get("/planner", on="organ", query=lambda place: f"?organ_id={place.organ.id}"),
    post("/tasks", on="enterprise", body=plan, asks="enterprise.see"), get("/tasks", lists="task coded"),
    get("/tasks/<uuid:task_id>", on="task coded"), get("/tasks/<uuid:task_id>/notice", on="task coded"),
    post("/tasks/<uuid:task_id>/decision", on="task awaiting_approval", body=same({"decision": "approve", "note": ""})),
    post("/tasks/<uuid:task_id>/cancel", on="task approved", body=same({"reason": "企业停业"})),
    post("/tasks/<uuid:task_id>/visit-code", on="task approved"),
    get("/visit-codes/<code_id>/scan", on="visit code"), get("/snapshot"),
    # papers
    get("/tasks/<uuid:task_id>/papers", on="task coded"), get("/tasks/<uuid:task_id>/papers/notice", on="task coded"),
    get("/inspections/<uuid:inspection_id>/papers", on="inspection"),
    get("/inspections/<uuid:inspection_id>/papers/<any(record,result):kind>", on="inspection", fills={"kind": "record"}),
    get("/papers/<uuid:paper_id>", on="paper"), get("/paper-titles"),
    post("/paper-titles", body=same({"kind": "notice", "title": "检查通知书", "scope": "organ"})),
    # visiting
    post("/check-ins", body=arrival),
    get("/inspections/<uuid:inspection_id>", on="inspection"),
    post("/inspections/<uuid:inspection_id>/steps", on="inspection", body=same({"kind": "note", "at": AT, "clock": CLOCK, "note": "冷库"})),
    post("/inspections/<uuid:inspection_id>/answers", on="inspection", body=same(ANSWER)),
    post("/inspections/<uuid:inspection_id>/records", on="inspection", body=locked),
    post("/inspections/<uuid:inspection_id>/signatures", on="inspection", body=signing),
    post("/inspections/<uuid:inspection_id>/codeless", on="inspection", body=same(CODELESS)),
    post("/inspections/<uuid:inspection_id>/result", on="inspection", body=same(RESULT)),
    post("/inspections/<uuid:inspection_id>/follow-up", on="ordered", body=again), get("/follow-ups", lists="ordered", key="inspection_id"),
    get(
        "/inspections/<uuid:inspection_id>/supplements/<uuid:supplement_id>/files/<int:position>", on="inspection",
        also={"supplement_id": "supplement"}, fills={"position": "1"},
    ),
    post("/inspections/<uuid:inspection_id>/check-out", on="inspection", body=same(CAPTURED)),
    post("/inspections/<uuid:inspection_id>/media", on="inspection", body=same(MEDIA)),
    # evidence
    get("/media/<uuid:media_id>", on="media"), get("/media/<uuid:media_id>/thumbnail", on="media"),
    get("/media/<uuid:media_id>/play", on="media", query=lambda place: "?purpose=复核"),
    get("/media/<uuid:media_id>/original/<int:n>", on="media", query=lambda place: "?purpose=复核"),
    post("/media/<uuid:media_id>/playable", on="media"),
    post("/media/<uuid:media_id>/segments", on="own media", body=segment),
    get("/receipts"), post("/uploads", on="own media", headers=TUS),
    Operation("HEAD", "/uploads/<uuid:upload_id>", on="upload", headers=TUS),
    patch("/uploads/<uuid:upload_id>", on="upload", body=same(b"film"), headers=TUS | {
        "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}),
    delete("/uploads/<uuid:upload_id>", on="upload", headers=TUS),
    # supervision
    post("/observations", body=sheet), get("/observations", lists="observation"),
    get("/observations/<uuid:observation_id>", on="observation"),
    post("/observations/<uuid:observation_id>/remarks", on="observation", body=same(REMARK)),
    post("/observations/<uuid:observation_id>/media", on="observation", body=same(MEDIA | {"kind": "observation_photo"})),
    get("/alerts", lists="alert"), post("/alerts/<uuid:alert_id>/take", on="alert"),
    post("/alerts/<uuid:alert_id>/close", on="alert", body=same({"reason": "已核实"})),
    get("/visits", lists="inspection", query=lambda place: "?day=2026-04-22"), get("/visits/<uuid:inspection_id>", on="inspection"),
    get("/map/base"), *TILES,
    # items and cards
    get("/items", on="organ", query=lambda place: f"?organ_id={place.organ.id}"),
    get("/items/choices", on="organ", query=lambda place: f"?organ_id={place.organ.id}"),
    get("/cards", lists="card id"), get("/cards/<card_id>/qr.png", on="card"), get("/cards/<card_id>/scan", on="card"),
)  # fmt: skip
