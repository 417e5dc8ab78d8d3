"""Addresses and bodies that no honest browser sends: a clear answer, and never a 500."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.core.cache import cache

from tests.authorisation.matrix import lines
from tests.authorisation.test_routes import address_of
from tests.authorisation.world import World, make_world, undone
from tests.size import Figure, share

pytestmark = pytest.mark.django_db

LONG = "a" * 10_000
QUERIES = (
    "q=%00", "q=a%00b&topic=%00&status=%00&year=%00&title=%00&level=%00",
    f"q={LONG}", f"topic={LONG}&year={LONG}&title={LONG}&cursor={LONG}",
    "q=%ED%A0%80", "q=%ff%fe%80", "%ff=%00", "cursor=%ff", "cursor=bz0tMQ%3D%3D",
    "page=-1", "page=1e9", "page=99999999999999999999999", "page=0x10", "page=٣", "page=%00",
    "year=0000", "year=9999", "year=99999999999", "year=%D9%A3%D9%A3%D9%A3%D9%A3",
    "topic=data&topic=data&" + "topic=x&" * 300, "q=" + quote("'; DROP TABLE people_user; --"),
    "q=" + quote('"( | & ! <-> :* \\'), "q=" + quote("𝕳ello ￿ \u202e"), "next=//elsewhere.example",
    "next=%00", "next=javascript:alert(1)", "format=nothing", "lang=xx", "=&=&&&", "q[]=1&q[a]=2",
    "status[]=completed", "code=%00",
)  # fmt: skip
PATHS = (
    "/%00", "/%ff%fe/", "/" + LONG, "/courses/%00/", "/courses/" + LONG + "/", "/courses/ä/",
    "/courses/open/%ED%A0%80/", "/my-learning/99999999999999999999999999/", "/my-learning/-1/",
    "/my-learning/٣/", "/media/%00", "/media/../../../etc/passwd", "/media/..%2f..%2fetc/passwd",
    "/media/%2fetc/passwd", "/media/" + LONG, "/media/.", "/media/original_images", "/welcome/%00/",
    "/welcome/" + LONG + "/", "/account/tokens/%00/revoke/", "/account/password/reset/key/zzz-%00/",
    "/account/password/reset/key/99999999999999999999999-set-password/", "/api/v1/nothing/",
    "/api/v1/catalogue/%00/", "/xapi/nothing", "/cms-admin/nothing/", "//", "/.%2e/", "/static/%00",
)  # fmt: skip
BODIES = (
    b"", b"\x00", b"\xff\xfe", b"login=%00&password=%00&email=%00&code=%00&language=%00&next=%00",
    b"login=%ED%A0%80&email=%ff&language=%ff&answer=%ff&previous=%00", b"&" * 1_500, b"%",
    b"answer=" + b"a" * 10_000 + b"&previous=" + b"b" * 10_000, b"answer=%00&answer=x" * 200,
    b"login=" + b"a" * 10_000 + b"@x&password=" + b"p" * 10_000, b"place-x=99999999999999999999",
    b"login=a%0d%0aBcc:x@y.example&email=a%0d%0aBcc:x@y.example",
)  # fmt: skip
KINDS = (
    "application/x-www-form-urlencoded", "application/json", "multipart/form-data; boundary=x",
    "multipart/form-data",
)  # fmt: skip
ODD_SHAPES = (b"{", b"[" * 5_000, b'{"a": NaN}', b'"\\ud800"', b"--x\r\n\r\n--x--")
NEVER = 500


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: object) -> object:
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield make_world()
        transaction.set_rollback(True)


def get_addresses(world: World, role: str) -> list[str]:
    """Return what this role can open; the API's description takes no words, and takes its time.

    Who would be asked to sign in first is so before a word of the query is read: one is enough.
    """
    found = {
        address_of(line, world, "learner")
        for line in lines()
        if line.method == "GET" and line.expected[role] != "in"
    }
    return sorted((found | {"/my-learning/"}) - {"/api/v1/schema/"})


@pytest.mark.prove
@pytest.mark.parametrize("role", ["out", "learner"])
def test_no_query_breaks_a_page(world: World, role: str, figure: Figure) -> None:
    client = world.client(role)
    broken, asked = [], 0
    for number, address in enumerate(get_addresses(world, role)):
        for query in share(QUERIES, 4, first=number):
            asked += 1
            with undone():
                cache.clear()
                status = client.get(f"{address}?{query}").status_code
            if status >= NEVER:
                broken.append(f"{address}?{query[:80]}: {status}")
    figure("requests", asked)
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("role", ["out", "learner", "author"])
def test_no_address_breaks_the_service(world: World, role: str) -> None:
    client = world.client(role)
    broken = []
    for path in PATHS:
        for query in ("", "?q=%00"):
            with undone():
                answer = client.get(path + query)
            handed_over = answer.status_code == 200 and path.startswith(("/media", "/static"))
            if answer.status_code >= NEVER or handed_over:
                broken.append(f"{path[:80]}{query}: {answer.status_code}")
    assert not broken, "\n".join(broken)


@pytest.mark.prove
@pytest.mark.parametrize("role", ["out", "learner"])
@pytest.mark.parametrize("kind", KINDS)
def test_no_body_breaks_a_form(world: World, role: str, kind: str, figure: Figure) -> None:
    client = world.client(role)
    broken, asked = [], 0
    for number, line in enumerate(lines()):
        if line.method != "POST" or line.thing in ("team", "other", "draft"):
            continue
        if line.expected[role] in ("in", "nm"):
            continue  # nothing of the body is read
        address = address_of(line, world, role)
        for body in share((*BODIES, *ODD_SHAPES), 2, first=number):
            asked += 1
            with undone():
                cache.clear()
                status = client.post(address, body, content_type=kind).status_code
            if status >= NEVER:
                broken.append(f"{line} {body[:60]!r}: {status}")
    # Signing in is among the forms, though its page is first of all a GET.
    for address in ("/sign-in/", "/sign-in/password/", "/account/password/reset/"):
        for body in BODIES:
            with undone():
                cache.clear()
                status = world.client("out").post(address, body, content_type=kind).status_code
            if status >= NEVER:
                broken.append(f"{address} {body[:60]!r}: {status}")
    figure("requests", asked)
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("header", ["Accept-Language", "Cookie", "Authorization", "User-Agent",
                                    "Referer", "X-Forwarded-For", "Range", "Accept",
                                    "If-Modified-Since", "Sec-Purpose"])  # fmt: skip
def test_no_header_breaks_a_page(world: World, header: str) -> None:
    client = world.client("learner")
    for value in ("\x00", "\udcff".encode("utf-8", "surrogateescape").decode("latin-1"), LONG,
                  "Token " + LONG, "Basic ÿÿ", "*;q=" + "9" * 50, "sessionid=\x00",
                  "django_language=../../x", "bytes=-99999999999999999999"):  # fmt: skip
        for address in ("/catalogue/", "/api/v1/me/", "/xapi/statements", "/no/such/"):
            with undone():
                status = client.get(address, headers={header: value}).status_code
            assert status < NEVER, f"{header}: {value[:40]!r} at {address}"
