"""A bureau with its administrator and a department below it: who keeps the registers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import update

from backend.identity.models import SignIn
from backend.kernel.ids import uuid7
from tests.world import Api, SignedIn, World


class Office:
    """One bureau, one department, and somebody of each kind."""

    def __init__(self, world: World, api: Api):
        self.world, self.api = world, api
        self.bureau_organ = world.organ("示范区司法局", kind="bureau")
        self.department_organ = world.organ("示范区市场监督管理局")
        self.other_organ = world.organ("示范区应急管理局")
        self.admin = world.person("admin", self.bureau_organ, "何管理")
        self.bureau = world.person("bureau", self.bureau_organ, "孙司法")
        self.department = world.person("department", self.department_organ, "赵经办")
        self.head = world.person("head", self.department_organ, "钱负责")
        self.officer = world.person("officer", self.department_organ, "周明远")
        self.proved(self.admin, self.bureau, self.department, self.head)

    def proved(self, *people: SignedIn) -> None:
        """These people proved again, just now, who they are."""
        at = self.world.clock.now() - timedelta(seconds=1)
        with self.world.sessions() as tx:
            ids = [each.person.id for each in people]
            tx.execute(update(SignIn).where(SignIn.person_id.in_(ids)).values(stepped_up_at=at))
            tx.commit()

    def send(self, who: SignedIn, method: str, path: str, body: Any = None, key: Any = None) -> Any:
        headers = {"Idempotency-Key": str(key or uuid7())}
        client = self.api.as_(who).client
        return client.open(f"/api/v1{path}", method=method, json={} if body is None else body, headers=headers)

    def person_body(self, **changes: Any) -> dict[str, Any]:
        organ = str(self.department_organ.id)
        return {"organ_id": organ, "name": "林晓雯", "role": "officer", "number": "A-07", **changes}

    def organ_body(self, **changes: Any) -> dict[str, Any]:
        return {"region_code": "420117", "code": "YJ-01", "name": "示范区水务局", "kind": "administrative", **changes}
