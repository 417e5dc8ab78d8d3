"""How fast a lesson opens, as a ratio to a view that does nothing, served the same way.

Run ``python -m benchmarks`` (or ``make bench``), which loads the demonstration first. Eight people,
signed in, each part-way through the data course, open a lesson again and again; against them
the same eight open ``/bench/nothing`` with the same cookies, through the same middleware.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import threading
import time
from collections.abc import Callable

import django

from benchmarks.bench_store import compare, load, served

CLIENTS = 8
PASSWORD = "learn-at-your-own-pace"


def main() -> None:
    """Run the comparison and print its ratio, and what a lesson weighs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=4, help="length of each measurement")
    parser.add_argument("--rounds", type=int, default=3, help="the two are measured in turn")
    options, _others = parser.parse_known_args()
    django.setup()
    address, cookies = readers()
    with served() as port:

        def rate(path: str) -> Callable[[], float]:
            return lambda: pages_a_second(port, path, cookies, options.seconds)

        body = fetch(http.client.HTTPConnection("127.0.0.1", port), address, cookies[0])
        print(f"lesson page: {len(gzip.compress(body)):,} bytes gzipped (budget 50,000)")
        for path in (address, "/bench/nothing"):
            pages_a_second(port, path, cookies, 1)
        print(f"8 clients, load {load()}")
        compare(
            "lesson page, signed in",
            rate(address),
            rate("/bench/nothing"),
            options.rounds,
            "at least 0.067, aim 0.10",
        )


def readers() -> tuple[str, list[str]]:
    """Return the address of a lesson, and the cookies of eight people who have started it."""
    from django.test import Client
    from django.utils import timezone

    from courses.progress import services
    from courses.progress.demonstration import CAST, COLLEAGUES, DATA, DOMAIN
    from courses.progress.selectors import course_progress
    from learning.people.models import User

    cookies, address = [], ""
    for person in [*CAST, *COLLEAGUES][:CLIENTS]:
        user = User.objects.get(email=f"{person.login}@{DOMAIN}")
        progress = course_progress(user, DATA)
        if progress.registration is None:
            services.start_course(person=user, progress=progress, now=timezone.now())
        address = f"/courses/{DATA}/{progress.steps[1].slug}/"
        client = Client(HTTP_HOST="127.0.0.1")
        client.post("/sign-in/password/", {"login": user.email, "password": PASSWORD})
        assert client.get(address).status_code == 200, "could not sign in"
        cookies.append("; ".join(f"{name}={one.value}" for name, one in client.cookies.items()))
    return address, cookies


def fetch(link: http.client.HTTPConnection, path: str, cookie: str) -> bytes:
    """Return a page's body."""
    link.request("GET", path, headers={"Cookie": cookie})
    answer = link.getresponse()
    body = answer.read()
    assert answer.status == 200, (path, answer.status)
    return body


def pages_a_second(port: int, path: str, cookies: list[str], seconds: float) -> float:
    """Return how many pages a second the clients get, one person each, on open connections."""
    done = [0] * len(cookies)
    end = time.monotonic() + seconds

    def client(place: int) -> None:
        link = http.client.HTTPConnection("127.0.0.1", port)
        while time.monotonic() < end:
            fetch(link, path, cookies[place])
            done[place] += 1
        link.close()

    threads = [threading.Thread(target=client, args=(place,)) for place in range(len(cookies))]
    started = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / (time.monotonic() - started)


if __name__ == "__main__":
    main()
