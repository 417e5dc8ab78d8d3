"""Signing in, sessions and serving: at the real server, through real proxies."""

from __future__ import annotations

import resource
import socket
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

from benchmarks.attacks.attack import Attack
from benchmarks.attacks.doors_server import HOST, Visitor, Watch, proxy, serving

PASSWORD = "three random words"
HALF = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"
FORM = b"POST /language/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"


def people(number: int) -> list[str]:
    """Create people with one password, and return their addresses."""
    from django.contrib.auth.hashers import make_password

    from learning.people.models import User

    kept = make_password(PASSWORD)
    made = [
        User(email=f"person-{one}@demo.example", full_name=f"Person {one}", password=kept)
        for one in range(number)
    ]
    for person in made:
        person.save()
    return [person.email for person in made]


@contextmanager
def proxies(chain: list[tuple[str, bool]], behind: int) -> Iterator[int]:
    """Put proxies in front of each other, the innermost first; yield the outermost's port."""
    with ExitStack() as stack:
        for kind, appends in chain:
            behind = stack.enter_context(proxy(kind, behind, appends=appends))
        yield behind


def behind_proxies() -> str:
    """An office signs in, a guesser forges the header: through every arrangement of two proxies."""
    emails, said = people(40), []
    for chain in (
        [("nginx", False)],
        [("nginx", True)],
        [("haproxy", True)],
        [("haproxy", False)],
        [("nginx", True), ("haproxy", True)],
        [("haproxy", True), ("nginx", False)],
    ):
        _forget()
        limit = {"SIGN_IN_FAILURES_PER_ADDRESS": "20"}
        with serving(PROXY_COUNT=str(len(chain)), **limit) as server:
            try:
                with proxies(chain, server.port) as port:
                    _office_and_guesser(port, emails)
                said.append("+".join(kind for kind, _appends in chain))
            except LookupError as missing:
                said.append(f"no {missing.args[0]} here: skipped")
    return "held through " + ", ".join(said)


def _office_and_guesser(port: int, emails: list[str]) -> None:
    from learning.people.limits import Limit
    from learning.people.models import LimitCount

    got = Counter(_sign_in(Visitor(port), email, PASSWORD) for email in emails)
    assert got == {302: len(emails)}, f"the office got {got}"
    guesses = [
        _sign_in(
            Visitor(port, **{"X-Forwarded-For": f"192.0.2.{number}, 198.51.100.{number}"}),
            f"nobody-{number}@demo.example",
            "guess",
        )
        for number in range(25)
    ]
    assert guesses == [200] * 20 + [429] * 5, f"the guesser got {Counter(guesses)}"
    # All of it came from one machine, and was counted for that one.
    assert LimitCount.objects.get(key=Limit("password-address", HOST).key).count == 20


def _sign_in(visitor: Visitor, email: str, password: str) -> int:
    return visitor.post("/sign-in/password/", login=email, password=password)


def _forget() -> None:
    from learning.people.models import LimitCount

    LimitCount.objects.all().delete()


def many_addresses() -> str:
    """1,200 guesses from 120 addresses at one account, eight at a time; then its owner comes."""
    [email] = people(1)
    with serving(PROXY_COUNT="1") as server:
        owner = Visitor(server.port, **{"X-Forwarded-For": "203.0.113.7"})
        assert _sign_in(owner, email, PASSWORD) == 302
        owner.post("/sign-out/")
        owner.cookies.pop("csrftoken", None)

        def guess(number: int) -> int:
            address = f"198.51.100.{number % 120}"
            visitor = Visitor(server.port, **{"X-Forwarded-For": address})
            return _sign_in(visitor, email, f"guess {number}")

        with ThreadPoolExecutor(8) as threads:
            got = Counter(threads.map(guess, range(1200)))
        assert got[200] == 10, f"{got[200]} guesses were looked at"
        assert _sign_in(owner, email, PASSWORD) == 302, "the owner was shut out"
    return f"{got[200]} of 1,200 guesses were looked at, and the owner came in"


def parallel_codes() -> str:
    """200 codes for one account asked for at once, by 40 threads."""
    from learning.notifications.models import Mail

    [email] = people(1)
    with serving() as server:
        visitors = [Visitor(server.port) for _number in range(200)]
        for visitor in visitors:
            visitor.open("/sign-in/")
        with ThreadPoolExecutor(40) as threads:
            got = Counter(threads.map(lambda one: one.post("/sign-in/", email=email), visitors))
    assert got[302] == Mail.objects.count() == 5, f"{got}, {Mail.objects.count()} emails"
    return f"{got[302]} of 200 got through"


def timing() -> str:
    """Does a clock tell who has an account? Answers to 150 known and 150 unknown addresses."""
    known, said = people(150), []
    limits = {"SIGN_IN_FAILURES_PER_ADDRESS": "100000", "SIGN_IN_EMAILS_PER_ADDRESS": "100000"}
    with serving(**limits) as server:
        for path, field in (
            ("/sign-in/password/", "login"),
            ("/sign-in/", "email"),
            ("/account/password/reset/", "email"),
        ):
            took: dict[bool, list[float]] = {True: [], False: []}
            for number, email in enumerate(known):
                for is_known in (True, False):
                    visitor = Visitor(server.port)
                    visitor.open(path)
                    address = email if is_known else f"nobody-{number}{path[-3]}@demo.example"
                    started = time.perf_counter()
                    visitor.post(path, **{field: address, "password": "wrong"})
                    took[is_known].append((time.perf_counter() - started) * 1000)
            with_account, without = (statistics.median(took[is_known]) for is_known in took)
            noise = statistics.stdev(sorted(took[False])[10:-10]) / 140**0.5
            apart = with_account - without
            said.append(f"{path} {with_account:.1f}/{without:.1f} ms ({apart:+.2f} ± {noise:.2f})")
            assert abs(apart) < max(1.0, 5 * noise), f"{path}: {apart:+.2f} ms tell"
    return "; ".join(said)


def _lines(stack: ExitStack, port: int, number: int) -> list[socket.socket]:
    return [
        stack.enter_context(socket.create_connection((HOST, port), timeout=30))
        for _number in range(number)
    ]


def half_sent() -> str:
    """800 half-sent requests, each getting one more line every second, for 25 seconds."""
    _many_files()
    with serving() as server, ExitStack() as stack, Watch(server) as watch:
        lines = _lines(stack, server.port, 800)
        for number, line in enumerate(lines):
            line.sendall((HALF, FORM + b"Content-Length: 200000\r\n\r\nx")[number % 2])
        opened = 0
        until = time.monotonic() + 25
        while time.monotonic() < until:
            for place, line in enumerate(lines):
                try:
                    line.sendall(b"X-A: b\r\n")
                except OSError:
                    line.close()
                    lines[place] = socket.create_connection((HOST, server.port), timeout=30)
                    lines[place].sendall(HALF)
                    opened += 1
            time.sleep(1)
        for line in lines:
            line.close()
    return f"{opened} had to come again; {watch.says()}"


def _many_files() -> None:
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 20_000), hard))


def too_many_connections() -> str:
    """6,000 connections, three times as many as both workers take, all held half-sent."""
    _many_files()
    with serving() as server, ExitStack() as stack, Watch(server) as watch:
        for line in _lines(stack, server.port, 6000):
            try:
                line.sendall(HALF)
            except OSError:
                continue
        time.sleep(5)
    return watch.says()


def large_bodies() -> str:
    """Bodies of 10 GB that are announced, and chunks without end, 40 at a time, for 20 seconds."""
    chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    heads = [
        FORM + b"Content-Length: 10000000000\r\n\r\n",
        FORM + b"Transfer-Encoding: chunked\r\n\r\n",
        (
            b"POST /cms-admin/documents/add/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n"
        ),
        b"PUT /xapi/statements HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 20000000\r\n\r\n",
    ]
    sent = [0]
    until = time.monotonic() + 20

    def send(number: int) -> Counter[bytes]:
        got: Counter[bytes] = Counter()
        while time.monotonic() < until:
            with socket.create_connection((HOST, server.port), timeout=30) as line:
                try:
                    line.sendall(heads[number % len(heads)])
                    for _part in range(500):
                        line.sendall(chunk)
                        sent[0] += len(chunk)
                except OSError:
                    pass
                try:
                    got[line.recv(12)[9:12]] += 1
                except OSError:
                    got[b"cut off"] += 1
        return got

    with serving() as server, Watch(server) as watch, ThreadPoolExecutor(40) as threads:
        got = sum(threads.map(send, range(40)), Counter())
        assert watch.written < 50, f"{watch.written:.0f} MB were written to disk"
    answers = ", ".join(f"{number} × {word.decode()}" for word, number in sorted(got.items()))
    assert not got.keys() - {b"403", b"413", b"cut off", b""}, answers
    return f"{sent[0] / 1e6:.0f} MB pushed, {answers}; {watch.says()}"


def slow_readers() -> str:
    """400 visitors who ask for five pages each and take nothing of them, for 15 seconds."""
    _many_files()
    with serving() as server, ExitStack() as stack, Watch(server) as watch:
        for line in _lines(stack, server.port, 400):
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            line.sendall(b"GET /sign-in/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 5)
        time.sleep(15)
        waited = time.monotonic()
        status = Visitor(server.port).ask("GET", "/sign-in/")[0]
        waited = time.monotonic() - waited
        assert status == 200
        assert waited < 10, f"a page took {waited:.1f} s"
    return f"a page meanwhile in {waited * 1000:.0f} ms; {watch.says()}"


ATTACKS = [
    Attack("sign-in behind proxies", behind_proxies, seconds=240, megabytes=400),
    Attack("guesses from many addresses", many_addresses, seconds=180, megabytes=400),
    Attack("codes in parallel", parallel_codes, seconds=120, megabytes=400),
    Attack("timing of unknown addresses", timing, seconds=300, megabytes=400),
    Attack("half-sent requests", half_sent, seconds=120, megabytes=400),
    Attack("too many connections", too_many_connections, seconds=120, megabytes=400),
    Attack("large bodies", large_bodies, seconds=120, megabytes=400),
    Attack("slow readers", slow_readers, seconds=120, megabytes=400),
]
