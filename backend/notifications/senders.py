"""Sends pushes: short transaction, then the network, then a short transaction if the subscription turned out dead."""

from __future__ import annotations

from uuid import UUID

import httpx
import structlog

from backend.kernel.jobs import Tools, job
from backend.kernel.transaction import transaction
from backend.notifications import service
from backend.notifications.endpoints import Endpoint, NotAllowed, allowed, resolve
from backend.notifications.messages import PUSH_BODY
from backend.notifications.models import PushSubscription
from backend.notifications.push import Request, encrypted, vapid_key

TIMEOUT_SECONDS = 10.0
DEAD = (404, 410)
TOPIC = "liangma"
"""A second push under this topic replaces one that still waits at the push service (RFC 8030 section 5.4)."""

log = structlog.get_logger()


class PushRefused(Exception):
    """The push service did not take it; the queue tries again."""


@job(service.PUSH_JOB, tries=5)
def push(tools: Tools, subscription_id: str) -> None:
    """Tell one browser that something waits. At least once: two pushes say no more than one.

    A dead subscription (404, 410), or one whose host is no longer allowed, is deleted. Raises PushRefused to be retried.
    """
    with transaction(tools.sessions, read_only=True) as tx:
        subscription = tx.get(PushSubscription, UUID(subscription_id))
    if subscription is None:
        return
    try:
        status = _post(tools, subscription)
    except NotAllowed:
        log.warning("push_host_not_allowed", subscription=subscription_id)
        status = DEAD[0]
    if status in DEAD:
        with transaction(tools.sessions) as tx:
            service.forget(tx, subscription.id)
    elif not 200 <= status < 300:
        raise PushRefused(f"status {status}")


def _post(tools: Tools, subscription: PushSubscription) -> int:
    endpoint = allowed(subscription.endpoint, tools.settings.push_allowed_hosts)
    request = encrypted(
        PUSH_BODY,
        endpoint,
        p256dh=subscription.p256dh,
        auth=subscription.auth,
        key=vapid_key(tools.settings.data_dir),
        subject=tools.settings.push_subject,
        topic=TOPIC,
    )
    return _send(request, endpoint, resolve(endpoint))


def _send(request: Request, endpoint: Endpoint, address: str) -> int:
    """Post to the address that was checked, not to whatever the name means by now; redirects are not followed."""
    url = httpx.URL(request.url).copy_with(host=address)
    headers = {**request.headers, "Host": endpoint.origin.partition("://")[2]}
    with httpx.Client(timeout=TIMEOUT_SECONDS, follow_redirects=False, trust_env=False) as client:
        response = client.post(url, headers=headers, content=request.body, extensions={"sni_hostname": endpoint.host})
    return response.status_code
