"""Operations on oneself: sessions, proofs, devices, passkeys, own data; and on the accounts of others."""

from __future__ import annotations

from tests.api.access.operation import Operation, delete, get, patch, post, put, same

PERSON = "/people/<uuid:person_id>"
PASSWORDS = {"current": "demo-password-1", "new": "a long enough one 7"}
MADE_UP_NUMBER = "110101199003070011"
"""The check digit is right; nobody has it: it is the example of a day in Beijing's first district."""

SELVES: tuple[Operation, ...] = (
    get("/access"), get("/access/mine"),
    get("/sessions", lists="session"), delete("/sessions/<string:session_id>", on="session"),
    get("/devices", lists="device"), delete("/devices/<uuid:device_id>", on="device"),
    get("/passkeys", lists="passkey"), delete("/passkeys/<uuid:passkey_id>", on="passkey"),
    post("/passkeys/options"), post("/passkeys", body=same({"credential": {}, "name": "手机"})),
    post("/session/step-up/options"),
    get("/me/data"), get("/me/data/file"), get("/me/notice"), post("/me/notice", body=same({"version": "2026-11"})),
    get("/me/views", lists="view"), post("/me/views", body=same({"list": "cards", "name": "另一个", "address": "state=lost"})),
    patch("/me/views/<uuid:view_id>", on="view", body=same({"name": "改过的"})), delete("/me/views/<uuid:view_id>", on="view"),
    put("/me/password", body=same(PASSWORDS)), put("/me/contact", body=same({"phone": "13800138000"})),
    # the accounts of others
    get(f"{PERSON}/sessions", on="clerk"), delete(f"{PERSON}/sessions", on="clerk"),
    delete(f"{PERSON}/sessions/<string:session_id>", on="clerk", also={"session_id": "their session"}),
    get(f"{PERSON}/devices", on="clerk"),
    delete(f"{PERSON}/devices/<uuid:device_id>", on="clerk", also={"device_id": "their device"}),
    post(f"{PERSON}/invitation", on="volunteer"), post(f"{PERSON}/password-reset", on="clerk"),
    put(f"{PERSON}/identity-number", on="clerk", body=same({"number": MADE_UP_NUMBER})),
    post(f"{PERSON}/erasure", on="left person", body=same({"reason": "本人申请注销"})),
)  # fmt: skip
