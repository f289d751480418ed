"""Two officers at an enterprise with a checklist, as their phones tell the server."""

from __future__ import annotations

import json
from datetime import timedelta
from hashlib import sha256
from typing import Any

from backend.kernel.ids import uuid7
from backend.policy.checklist import Question, questions_in
from tests.api.desk import Desk
from tests.world import Api, SignedIn, World

CHECKLIST = """\
冷库温度是否按规定记录 | 是否 | 拍照 | 食品安全法第五十四条
冷库温度 | 数值 ℃
从业人员健康证明是否在有效期内 | 是否"""
ASKED = questions_in(CHECKLIST)
STROKES = [[100, 100, 0, 180, 140, 20, 240, 90, 45], [300, 100, 200, 320, 180, 240]]


class OnSite(Desk):
    """A desk whose item has a checklist, and a visit that has begun."""

    def __init__(self, world: World, api: Api, text: str = CHECKLIST):
        super().__init__(world, api)
        changed = self.ask(text)
        assert changed.status_code == 200, changed.json
        self.task_id = self.coded()
        self.visit = self.check_in(self.task_id).json["inspection_id"]

    def ask(self, text: str) -> Any:
        """Change what the item asks."""
        where, caller = f"/api/v1/items/{self.item.id}", self.api.as_(self.bureau)
        version = caller.get(f"/items/{self.item.id}").json["version"]
        key = {"Idempotency-Key": str(uuid7())}
        return caller.client.patch(where, json={"version": version, "checklist": text}, headers=key)

    def tell(self, question: Question = ASKED[0], answer: str = "no", **more: Any) -> dict[str, Any]:
        asked = {"line": question.key, "question": question.text, "kind": question.kind, "unit": question.unit}
        value = "4.5" if answer == "value" else None
        return {**asked, "answer": answer, "value": value, "note": "", "photos": [], **self.now(), **more}

    def now(self, minutes: float = 0) -> dict[str, Any]:
        at = self.world.clock.now() + timedelta(minutes=minutes)
        return {"at": at.isoformat(), "clock": self.clock_reading(at)}

    def answer(self, body: dict[str, Any] | None = None, *, by: SignedIn | None = None, key: Any = None) -> Any:
        told = self.tell() if body is None else body
        return self.api.as_(by or self.zhou).post(f"/inspections/{self.visit}/answers", told, key=key or uuid7())

    def content(self, **more: Any) -> dict[str, Any]:
        """A record as a phone locks it."""
        officers = [
            {"person_id": str(each.person.id), "name": each.person.name, "card": "17010100001"}
            for each in (self.zhou, self.lin)
        ]
        return {
            "inspection_id": self.visit, "organ": self.organ.name, "enterprise": self.enterprise.name,
            "identifier": self.enterprise.identifier, "address": "示范大道 1 号", "arrived_at": "2026-04-22T02:28:00Z",
            "written_at": "2026-04-22T03:10:00Z", "officers": officers,
            "items": [{"code": self.item.code, "name": self.item.name, "basis": self.item.basis}],
            "lines": [{
                "question": ASKED[0].text, "answer": "no", "value": "", "unit": "", "note": "缺 4 月 18 日至 20 日的记录",
                "photos": [sha256(b"photo").hexdigest()],
            }],
            "findings": "冷库温度记录缺三天。", "statement": "情况属实，马上补。",
            "attendee": {"name": "何店长", "role": "店长"}, "writer": "周明远", **more,
        }  # fmt: skip

    def locked(self, content: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
        said = content or self.content()
        return {"content": said, "hash": hash_of(said), **self.now(), **more}

    def write(self, body: dict[str, Any] | None = None, *, by: SignedIn | None = None, key: Any = None) -> Any:
        return self.api.as_(by or self.zhou).post(
            f"/inspections/{self.visit}/records", body or self.locked(), key=key or uuid7()
        )

    def signing(self, role: str = "attendee", who: SignedIn | None = None, **more: Any) -> dict[str, Any]:
        name = {"attendee": "何店长", "witness": "社区李主任"}.get(role) or (who or self.zhou).person.name
        person_id = str((who or self.zhou).person.id) if role == "officer" else None
        picture = {"media_id": str(uuid7()), "image_sha256": sha256(name.encode()).hexdigest(), "strokes": STROKES}
        told = {"role": role, "name": name, "person_id": person_id, "record_hash": hash_of(self.content())}
        return {**told, **picture, "refused": False, "reason": "", **self.now(), **more}

    def typed(self, role: str = "attendee", witness: SignedIn | None = None, **more: Any) -> dict[str, Any]:
        """A name before a witnessing officer, of somebody who cannot draw it (D13)."""
        none = {"media_id": None, "image_sha256": None, "strokes": []}
        return self.signing(role, how="typed", witness_id=str((witness or self.zhou).person.id), **{**none, **more})

    def refusal(self, reason: str = "要求先问律师") -> dict[str, Any]:
        none = {"media_id": None, "image_sha256": None, "strokes": []}
        return self.signing(refused=True, reason=reason, **none)

    def sign(self, body: dict[str, Any], *, by: SignedIn | None = None, key: Any = None) -> Any:
        return self.api.as_(by or self.zhou).post(f"/inspections/{self.visit}/signatures", body, key=key or uuid7())

    def result(self, outcome: str = "none_found", **more: Any) -> Any:
        body = {"outcome": outcome, "summary": "见笔录", "deadline": None, "at": self.now()["at"], **more}
        return self.api.as_(self.zhou).post(f"/inspections/{self.visit}/result", body)


def hash_of(content: dict[str, Any]) -> str:
    """As a phone computes it: canonical JSON, SHA-256."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()
