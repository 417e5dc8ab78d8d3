"""Whose address a request comes from: behind no, one or two proxies, whatever a visitor writes."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from learning.people.adapters import AccountAdapter
from learning.people.addresses import client_address, client_network

PROXY, OUTER, VISITOR, FORGED = "10.0.0.1", "10.0.0.2", "203.0.113.7", "198.51.100.66"


def asked(header: str | None, direct: str = PROXY):
    more = {} if header is None else {"HTTP_X_FORWARDED_FOR": header}
    return RequestFactory().get("/", REMOTE_ADDR=direct, **more)


@pytest.mark.parametrize(
    ("proxies", "header", "found"),
    [
        # No proxy: whatever the header says, it is the visitor's own.
        (0, None, PROXY),
        (0, FORGED, PROXY),
        # One that replaces the header, and one that appends to what a visitor sent.
        (1, VISITOR, VISITOR),
        (1, f"{FORGED}, {VISITOR}", VISITOR),
        (1, f"{FORGED},{FORGED} ,  {VISITOR} ", VISITOR),
        (1, f"garbage, unknown,,{VISITOR}", VISITOR),
        # Several headers of that name arrive as one.
        (1, f"{FORGED},{FORGED},{VISITOR}", VISITOR),
        # Two: the outer one replaces or appends, the inner one appends the outer one's address.
        (2, f"{VISITOR}, {OUTER}", VISITOR),
        (2, f"{FORGED}, {VISITOR}, {OUTER}", VISITOR),
        (2, f"{FORGED}, {FORGED}, {VISITOR}, {OUTER}", VISITOR),
        # The inner one replaced it: the nearest that anybody vouches for.
        (2, OUTER, OUTER),
        # Ports, brackets, zones, quotes, an IPv4 address as a socket of both kinds shows it.
        (1, f"{VISITOR}:4711", VISITOR),
        (1, "[2001:db8::1]:4711", "2001:db8::1"),
        (1, "[2001:db8::1]", "2001:db8::1"),
        (1, "2001:DB8:0:0::1", "2001:db8::1"),
        (1, '"[2001:db8::1]:4711"', "2001:db8::1"),
        (1, "fe80::1%eth0", "fe80::1"),
        (1, f"::ffff:{VISITOR}", VISITOR),
        # Nothing anybody could vouch for: the other end of the line.
        (1, None, PROXY),
        (1, "", PROXY),
        (1, "unknown", PROXY),
        (1, f"{FORGED}, ", PROXY),
        (1, f"{FORGED}, <script>", PROXY),
        (1, "1.2.3.4.5", PROXY),
        (1, "x" * 10_000, PROXY),
    ],
)
def test_the_address_is_the_visitors(settings, proxies: int, header: str, found: str) -> None:
    settings.PROXY_COUNT = proxies
    assert client_address(asked(header)) == found
    assert AccountAdapter().get_client_ip(asked(header)) == found


def test_a_socket_without_an_address_gives_none(settings) -> None:
    settings.PROXY_COUNT = 0
    assert client_address(asked(FORGED, direct="")) is None
    settings.PROXY_COUNT = 1
    assert client_address(asked(VISITOR, direct="")) == VISITOR
    assert client_network(asked(None, direct="")) is None


def test_one_visitor_may_have_a_whole_network() -> None:
    assert client_network(asked(None, direct="2001:db8:1:2:3::4")) == "2001:db8:1:2::/64"
    assert client_network(asked(None, direct=VISITOR)) == VISITOR
