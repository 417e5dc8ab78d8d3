"""The address that a request comes from: asked by everything that limits by address."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def client_address(request: HttpRequest) -> str | None:
    """Return the visitor's address, or None where there is none to be had.

    Each of the PROXY_COUNT proxies in front appends the address that called it, or, as the first
    of them, replaces the header with it. So the visitor stands PROXY_COUNT places from the end,
    and whatever they wrote themselves stands to the left of that. A header that is shorter was
    replaced on the way; its first entry is the nearest to the visitor that anybody vouches for.
    What is no address there, and a header that nobody in front of us writes, is not believed.
    """
    direct = parsed(request.META.get("REMOTE_ADDR", ""))
    if settings.PROXY_COUNT > 0:
        # Several headers of the name arrive as one, joined with commas.
        said = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        found = parsed(said[max(0, len(said) - settings.PROXY_COUNT)])
        return str(found or direct or "") or None
    return str(direct or "") or None


def client_network(request: HttpRequest) -> str | None:
    """Return the network that one visitor may have whole: one IPv4 address, or an IPv6 prefix."""
    address = client_address(request)
    if address is None or ":" not in address:
        return address
    return str(ipaddress.IPv6Network((address, settings.IPV6_PREFIX), strict=False))


def parsed(text: str) -> Address | None:
    """Return the address in ``text``, which may have brackets, a port, a zone and spaces around."""
    text = text.strip().strip('"').strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address: Address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    # An IPv4 address as a socket of both kinds shows it.
    return getattr(address, "ipv4_mapped", None) or address
