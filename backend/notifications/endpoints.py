"""Which addresses a push may go to. A subscription is user input, so an endpoint is a request that a stranger asks for."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

PUSH_SERVICES = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "web.push.apple.com",
    "*.push.apple.com",
    "*.notify.windows.com",
)
"""The services that browsers use; `*` stands for one label."""

LONGEST = 1000


class NotAllowed(ValueError):
    """The address is not one that we may call."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address that passed the list. `trusted`: an operator named the host, so any port and any network will do."""

    url: SplitResult
    host: str
    port: int
    trusted: bool

    @property
    def origin(self) -> str:
        """Scheme, host and port where it is not the usual one: the audience of the token (RFC 8292)."""
        usual = {"https": 443, "http": 80}[self.url.scheme]
        return f"{self.url.scheme}://{self.host}" + ("" if self.port == usual else f":{self.port}")


def allowed(endpoint: str, named: Sequence[str]) -> Endpoint:
    """Read an endpoint. Raises NotAllowed unless it is HTTPS on 443 at a known service, or its host is `named`."""
    if len(endpoint.encode()) > LONGEST or any(ord(each) < 33 for each in endpoint):
        raise NotAllowed("too long, or with spaces")
    url = urlsplit(endpoint)
    try:
        host, port = url.hostname or "", url.port or {"https": 443, "http": 80}[url.scheme]
    except (KeyError, ValueError) as error:
        raise NotAllowed("not a web address") from error
    if url.username or url.password or url.fragment:
        raise NotAllowed("carries a name or a fragment")
    trusted = _matches(host, named)
    if not trusted and not (url.scheme == "https" and port == 443 and _matches(host, PUSH_SERVICES)):
        raise NotAllowed("not a push service on the list")
    return Endpoint(url, host, port, trusted)


def resolve(endpoint: Endpoint) -> str:
    """The network address to connect to. Raises NotAllowed where any answer lies in a private network (rebinding)."""
    answers = socket.getaddrinfo(endpoint.host, endpoint.port, type=socket.SOCK_STREAM)
    addresses = [str(answer[4][0]) for answer in answers]
    if not endpoint.trusted and not _all_public(addresses):
        raise NotAllowed("resolves into a private network")
    return addresses[0]


def _all_public(addresses: Iterable[str]) -> bool:
    return all(ipaddress.ip_address(each.partition("%")[0]).is_global for each in addresses)


def _matches(host: str, patterns: Iterable[str]) -> bool:
    return any(host == each or (each.startswith("*.") and host.partition(".")[2] == each[2:]) for each in patterns)
