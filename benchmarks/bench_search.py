"""How well and how fast the catalogue is searched: ``make bench-search``.

Prints forty everyday searches with the course each should find and the rank at which it is found
among the other titles (benchmarks/everyday_searches.py; the same list is a test). Then fills the
catalogue up to 2,000 courses with texts as long as ours, and prints how long searches take, the
hostile ones too, and how many queries the page asks.
"""

from __future__ import annotations

import random
import statistics
import string
import sys
import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks import bench_store
from benchmarks.everyday_searches import (
    OTHERS,
    SEARCHES,
    TOP,
    rank_of,
    register_one,
    register_others,
)

COURSES = 2_000
WORDS_OF_A_BODY = 6_000
BUDGET_MS = 150
TURNS = 5
SUBJECTS = (
    "Planning", "Leading", "Writing", "Measuring", "Buying", "Testing", "Explaining", "Sharing",
    "Checking", "Archiving", "Mapping", "Costing", "Reviewing", "Repairing", "Designing",
)  # fmt: skip
OBJECTS = (
    "data", "services", "teams", "budgets", "letters", "charts", "contracts", "policies",
    "records", "systems", "forms", "visits", "reports", "risks", "devices", "questions",
)  # fmt: skip
HOSTILE = {
    "200 letters": "q" * 200,
    "wrong words": " ".join(f"wrang{letter}x" for letter in string.ascii_lowercase),
    "operators": '"data" -x or ' * 15,
    "signs": "()&|!<->:*'\\" * 16,
    "a common word": "data",
    "nothing": "zzyzx",
}


def main() -> None:
    """Print the ranks, then the times."""
    viewer = _learner()
    register_others()
    missed = ranks(viewer)
    fill()
    times(viewer)
    if missed:
        sys.exit(f"{missed} searches do not find their course in the top {TOP}")


def ranks(viewer: Any) -> int:
    """Print each search with its rank, and return how many are not in the top three."""
    print(f"\n{len(SEARCHES)} searches among {len(OTHERS) + 3} titles")
    found = [rank_of(viewer, words, expected) for words, expected, _why in SEARCHES]
    for (words, expected, why), rank in zip(SEARCHES, found, strict=True):
        print(f"{rank or '-':>4}  {words:36} {expected:32} {why}")
    good = sum(1 for rank in found if rank and rank <= TOP)
    print(f"{good} of {len(found)} in the top {TOP}, {found.count(1)} of them first")
    return len(found) - good


def fill() -> None:
    """Register courses until there are 2,000, with bodies made of the words of ours."""
    from learning.catalogue.models import Activity
    from learning.lrs.models import Term

    chance = random.Random(1)
    words = " ".join(
        Activity.objects.exclude(body="").order_by("-minutes").values_list("body", flat=True)[:3]
    ).split()
    there = Activity.objects.count()
    print(f"\nFilling up to {COURSES:,} courses …", flush=True)
    for number in range(there, COURSES):
        title = f"{chance.choice(SUBJECTS)} {chance.choice(OBJECTS)}"
        about = f"{title}, {' '.join(chance.choices(words, k=25))}"
        # As many different words as a real course of an hour has: a few thousand in all.
        start = chance.randrange(len(words))
        body = " ".join((words * 2)[start : start + WORDS_OF_A_BODY])
        register_one(title=title, about=about[:250], topic="data", body=body, salt=str(number))
    bench_store.vacuum()
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM ANALYZE {Activity._meta.db_table}, {Term._meta.db_table}")


def times(viewer: Any) -> None:
    """Print how long the searches take, in the service itself and as a page."""
    from learning.catalogue.selectors import search

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(viewer, backend="learning.people.backends.EmployedBackend")
    print(f"load {bench_store.load()}, milliseconds, best of {TURNS}; budget {BUDGET_MS}")
    assert client.get("/catalogue/").status_code == 200
    everyday = [words for words, _expected, _why in SEARCHES]
    taken, pages = [], []
    for words in everyday:
        taken.append(_timed(lambda words=words: search(viewer, words=words, chosen={})))
        pages.append(_timed(lambda words=words: client.get("/catalogue/", {"q": words})))
    for name, found in (("search", taken), ("the whole page", pages)):
        print(f"{name:20} median {statistics.median(found):6.1f}, slowest {max(found):6.1f}"
              f" ({everyday[found.index(max(found))]})")  # fmt: skip
    for name, words in HOSTILE.items():
        one = _timed(lambda words=words: search(viewer, words=words, chosen={}))
        page = _timed(lambda words=words: client.get("/catalogue/", {"q": words}))
        print(f"{name:20} search {one:6.1f}, the whole page {page:6.1f}")
    for words in ("", "data", "zzyzx", everyday[1]):
        with CaptureQueriesContext(connection) as asked:
            client.get("/catalogue/", {"q": words})
        print(f"queries of the page for “{words}”: {len(asked)}")


def _timed(work: Callable[[], Any]) -> float:
    best = float("inf")
    for _turn in range(TURNS):
        started = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - started)
    return best * 1000


def _learner() -> Any:
    from learning.people.models import User

    return User.objects.get(email="learner@demo.example")
