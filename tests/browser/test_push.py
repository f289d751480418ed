"""Web push in two halves, because the vendors' services are out of reach: our sender against a service of our own, whose
message is decrypted; and the service worker, which is handed a message and shows it."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from backend.kernel.ids import uuid7
from tests.browser.pages.phone import PHONE
from tests.push_receiver import Browser

pytestmark = pytest.mark.browser
PUSHED_WITHIN_S = 30


@contextmanager
def signed_in(server, role: str) -> Iterator[httpx.Client]:
    account = server.account(role)
    with httpx.Client(base_url=server.base, timeout=30) as client:
        told = {"login": account["login"], "password": account["password"]}
        client.post("/api/v1/session", json=told).raise_for_status()
        yield client


def write(client: httpx.Client, path: str, body: dict) -> dict:
    answer = client.post(f"/api/v1{path}", json=body, headers={"Idempotency-Key": str(uuid7())})
    assert answer.status_code == 201, answer.text
    return answer.json()


def an_officer_arrives_alone(officer: httpx.Client) -> dict:
    """One officer without a partner at an enterprise that nobody planned to visit: alerts follow."""
    me, moment = officer.get("/api/v1/session").json()["person"], datetime.now(UTC).isoformat()
    return write(officer, "/check-ins", {
        "task_id": None, "enterprise": {"text": "91420117MA0DEM0170", "source": "typed"}, "captured_at": moment,
        "clock": {"wall": moment, "mono_ms": 1.0, "boot": "b", "offset_ms": 0, "quality": "synced"},
        "position": None, "position_reason": "地下室没有信号",
        "officers": [{"person_id": me["id"], "card_id": None, "how": "self"}],
    })  # fmt: skip


def test_an_alert_is_pushed_encrypted_to_the_bureaus_browser(server):
    browser = Browser()
    with signed_in(server, "bureau") as bureau, signed_in(server, "officer") as officer:
        write(bureau, "/push/subscriptions", browser.subscription)
        public = bureau.get("/api/v1/push/key").json()["public_key"]
        an_officer_arrives_alone(officer)
    assert browser.arrived.wait(PUSHED_WITHIN_S)
    browser.close()

    headers, body = browser.received[0]
    assert browser.read(body) == "您有新的待办"
    token = headers["authorization"].split()[1].removeprefix("t=").rstrip(",")
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), urlsafe_b64decode(public + "=="))
    assert jwt.decode(token, point, algorithms=["ES256"], audience=browser.origin)["aud"] == browser.origin


def test_the_service_worker_shows_what_it_is_handed(chromium, server, tmp_path):
    context = chromium.new_context(base_url=server.base, viewport=PHONE, permissions=["notifications"])
    page = context.new_page()
    page.goto("/app/login")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    tools = context.new_cdp_session(page)
    registrations: list[dict] = []
    tools.on("ServiceWorker.workerRegistrationUpdated", lambda told: registrations.extend(told["registrations"]))
    tools.send("ServiceWorker.enable")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    registration = next(each for each in registrations if "/app/" in each["scopeURL"])["registrationId"]
    tools.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": server.base, "registrationId": registration, "data": "您有新的待办"},
    )

    shown = page.evaluate(
        """async () => {
            const worker = await navigator.serviceWorker.ready;
            for (let tries = 0; tries < 100; tries += 1) {
                const [first] = await worker.getNotifications();
                if (first) return {title: first.title, body: first.body};
                await new Promise((done) => setTimeout(done, 100));
            }
        }"""
    )
    assert shown == {"title": "亮码", "body": "您有新的待办"}
    context.close()
