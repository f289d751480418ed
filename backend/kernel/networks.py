"""Addresses of callers, cut down to networks before anything is kept of them."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network


def truncated(address: str) -> str:
    """The network of an address: /24 or /48, as in the log of public routes; unreadable ones share one place."""
    try:
        found = ip_address(address.strip().partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return str(ip_network((found, 24 if found.version == 4 else 48), strict=False))
