"""How a server is reached: directly, or by the environment's proxy."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

_INSIDE = (".localhost", ".local", ".internal", ".lan", ".home.arpa")
"""Ends of names that never stand for a host of the internet (RFC 6761, 6762, 8375)."""


def proxy_for(url: str) -> str | None:
    """The proxy that the environment names for an address; None for a direct way, as to all that is near."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:  # no address, which is for the connection to say
        return None
    if is_local(host) or proxy_bypass(host):
        return None
    named = getproxies()
    proxy = named.get(parts.scheme) or named.get("all")
    if not proxy:
        return None
    proxy = proxy if "://" in proxy else f"http://{proxy}"
    return f"socks5{proxy.removeprefix('socks')}" if proxy.startswith("socks://") else proxy


def is_local(host: str) -> bool:
    """Whether a host is this machine or inside its network, as far as its name tells."""
    name = host.strip("[]").rstrip(".").lower()
    try:
        return not ipaddress.ip_address(name.partition("%")[0]).is_global
    except ValueError:
        return "." not in name or name.endswith(_INSIDE)
