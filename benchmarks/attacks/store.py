"""The record store, attacked with a key that may only write statements (and once with a reader)."""

from __future__ import annotations

import base64
import http.client
import json
import os
import random
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.attacks.attack import PAGE, Attack

HOME = "https://attacker.example/"
AT_ONCE = 1000


def key(scope: str = "statements/write") -> dict[str, str]:
    """Return the headers of a new key with one scope."""
    from learning.lrs.credentials import create_credential

    new = create_credential(name=str(uuid.uuid4()), scopes=[scope])
    word = base64.b64encode(f"{new.credential.key}:{new.secret}".encode()).decode()
    return {"Authorization": f"Basic {word}", "X-Experience-API-Version": "1.0.3"}


def posting(headers: dict[str, str]) -> Callable[[Any], int]:
    """Return what posts statements through the view and returns the status."""
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=True)

    def post(said: Any) -> int:
        body = said if isinstance(said, bytes) else json.dumps(said).encode()
        answer = client.post(
            "/xapi/statements", body, content_type="application/json", headers=headers
        )
        return answer.status_code

    return post


def statement(number: int, *, about: str = "", names: int = 0) -> dict[str, Any]:
    """Return a statement by an actor of its own, about another or an activity."""
    thing = {"objectType": "StatementRef", "id": about} if about else {"id": HOME + "o"}
    made: dict[str, Any] = {
        "id": str(uuid.uuid4()),
        "actor": {"mbox": f"mailto:{number}@attacker.example"},
        "verb": {"id": HOME + "v"},
        "object": thing,
    }
    if names:
        these = [{"id": f"a:{number}.{each}"} for each in range(names)]
        made["context"] = {"contextActivities": {"other": these}}
    return made


def rows() -> int:
    """Return how many links there are."""
    from learning.lrs.models import StatementLink

    return StatementLink.objects.count()


def sweep_until_done() -> tuple[int, float]:
    """Run the sweeps of the store until nothing is due; return the rounds and the longest."""
    from django.utils import timezone

    from learning.lrs import sweeps

    rounds, longest = 0, 0.0
    while True:
        started = time.monotonic()
        now = timezone.now() + timedelta(minutes=1)
        done = sweeps.assign_positions(now=now) + sweeps.retry_projections(now=now)
        done += sweeps.pass_on_links(now=now) if hasattr(sweeps, "pass_on_links") else 0
        longest = max(longest, time.monotonic() - started)
        if not done:
            return rounds, longest
        rounds += 1


def chain() -> str:
    """Send statements of which each refers to the one before: forwards and backwards."""
    post = posting(key())
    forwards = [statement(0)]
    for number in range(1, AT_ONCE):
        forwards.append(statement(number, about=forwards[-1]["id"]))
    status = post(forwards)
    assert status == 413, status
    for each in forwards[:2]:
        assert post(each) == 200
    backwards = [statement(0)]
    for number in range(1, 1300):
        backwards.append(statement(number, about=backwards[-1]["id"]))
    # None beside the one that it refers to, and each before it.
    for start in reversed(range(50)):
        assert post(backwards[start::50][::-1]) == 200
    rounds, longest = sweep_until_done()
    links = rows()
    assert links < 1302 * 110, links
    return f"{links:,} links, {rounds} rounds, the longest {longest:.1f} s"


def many_to_one() -> str:
    """Refer a hundred times to one statement with 20,000 context activities."""
    post = posting(key())
    target = statement(0, names=20_000)
    assert post(target) == 413
    target = statement(0, names=900)
    assert post(target) == 200
    batch = [statement(number, about=target["id"]) for number in range(100)]
    assert post(batch) == 413
    before = rows()
    target = statement(1, names=80)
    assert post([target, *(statement(n, about=target["id"]) for n in range(AT_ONCE - 1))]) == 413
    assert rows() == before
    return f"{before:,} links"


def late(count: int = 20_000) -> str:
    """Let many statements refer to one that comes last, with as much as one may name."""
    post = posting(key())
    target = statement(0, names=990)
    sent = 0
    for begin in range(0, count, AT_ONCE):
        batch = [statement(begin + n, about=target["id"]) for n in range(AT_ONCE)]
        sent += len(json.dumps(batch))
        assert post(batch) == 200
    sweep_until_done()
    started = time.monotonic()
    assert post(target) == 200
    took = time.monotonic() - started
    assert took < 2, took
    rounds, longest = sweep_until_done()
    links = rows()
    assert links <= count * 101 + 1000, links
    assert longest < 20, longest
    return (
        f"{count:,} referred to it in {sent / 1e6:.0f} MB: {links:,} links, request {took:.2f} s,"
        f" {rounds} rounds, the longest {longest:.1f} s"
    )


def texts() -> str:
    """Void, send again and read statements of five megabytes with requests of a few bytes."""
    from django.test import Client

    write, read = key(), key("all/read")
    post = posting(write)
    result = {"response": "x" * 5_000_000}
    long = [statement(number) for number in range(30)]
    for each in long:
        assert post({**each, "result": result}) == 200
    assert post(long) == 413, "150 MB to compare with 5 kB"
    client = Client(SERVER_NAME="127.0.0.1")
    pages, address, most = 0, "/xapi/statements?limit=200", 0
    while address:
        answer = client.get(address, headers=read)
        address, pages = answer.json()["more"], pages + 1
        most = max(most, len(answer.content))
    assert most < 11_000_000, most
    voiding = [statement(n, about=each["id"]) for n, each in enumerate(long)]
    for each in voiding:
        each["verb"] = {"id": "http://adlnet.gov/expapi/verbs/voided"}
    assert post(voiding) == 200
    _rounds, longest = sweep_until_done()
    return f"150 MB in {pages} pages of {most / 1e6:.0f} MB at most; voided; sweeps {longest:.1f} s"


def bodies(size: int) -> Iterator[tuple[str, bytes]]:
    """Yield bodies of about ``size`` bytes without end, refused ones and stored ones."""
    chance = random.Random(1)
    while True:
        word = uuid.uuid4().hex
        long = (word * (size // 32 + 1))[:size]
        yield "an IRI", json.dumps({**statement(0), "object": {"id": long}}).encode()
        named = {**statement(0), "object": {"id": HOME, "definition": {"name": {long: "x"}}}}
        yield "a tag", json.dumps(named).encode()
        account = {"account": {"homePage": HOME, "name": long}}
        yield "an account", json.dumps({**statement(0), "actor": account}).encode()
        many = [{"id": f"urn:{word}:{n}:" + "x" * 3900} for n in range(min(900, size // 4000))]
        context = {"contextActivities": {"other": many}}
        yield "IRIs", json.dumps({**statement(0), "context": context}).encode()
        yield "noise", chance.randbytes(size)


def memory(posts: int = 120, size: int = 9_000_000) -> str:
    """Post large bodies to a served worker, refused and stored, and hold its memory."""
    from benchmarks.bench_store import served

    headers = {**key(), "Content-Type": "application/json"}
    with served() as port:
        made = bodies(size)

        def send(count: int) -> dict[int, int]:
            found: dict[int, int] = {}
            for _post in range(count):
                _name, body = next(made)
                link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
                link.request("POST", "/xapi/statements", body, headers)
                answer = link.getresponse()
                answer.read()
                link.close()
                found[answer.status] = found.get(answer.status, 0) + 1
            return found

        send(20)
        before = workers(port)
        found = send(posts)
        after = workers(port)
    # Both workers grow to what two bodies at once take, and no further.
    assert after < before + 200, f"{before:.0f} MB, then {after:.0f} MB"
    return f"{posts} bodies of {size / 1e6:.0f} MB {found}: {before:.0f} MB, then {after:.0f} MB"


def workers(port: int) -> float:
    """Return the megabytes that the server on ``port`` and its workers hold now."""
    total = 0.0
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit() or int(folder.name) == os.getpid():
            continue
        try:
            command = (folder / "cmdline").read_bytes()
            resident = (folder / "statm").read_text(encoding="ascii").split()[1]
        except (OSError, IndexError):
            continue
        if b"gunicorn" in command and str(port).encode() in command:
            total += int(resident) * PAGE / 1e6
    return total


ATTACKS = [
    Attack("store: a chain of references", chain, seconds=120, megabytes=400),
    Attack("store: many references to one", many_to_one, seconds=60, megabytes=400),
    Attack("store: a late statement that many refer to", late, seconds=400, megabytes=400),
    Attack("store: long texts for short requests", texts, seconds=120, megabytes=600),
    Attack("store: memory of a worker", memory, seconds=300, megabytes=400),
]
