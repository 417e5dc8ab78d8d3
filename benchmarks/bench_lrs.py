"""The whole of what the record store promises for speed, in one run: ``make bench-lrs``.

The ratios of ``bench_store``; then every filter and pair of filters at 100,000 statements and at a
million, as medians and as ratios of the two; how long a page deep in the list takes beside the
first; and how much memory reading them all page by page adds. ``--stored`` and ``--then`` choose
other sizes.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time
from dataclasses import replace
from typing import Any

from benchmarks import bench_queries, bench_store

BUDGET_MS = 3.0
BUDGET_GROWTH = 2.0
PAGES_READ = 2_000


def main() -> None:
    """Measure at the first size, fill up to the second, measure again and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stored", type=int, default=100_000)
    parser.add_argument("--then", type=int, default=1_000_000)
    options, _others = parser.parse_known_args()
    bench_store.main()
    before = measured(options.stored)
    after = measured(options.then)
    print(f"\n{'':32} {options.stored:>12,} {options.then:>12,} {'ratio':>7}")
    for name, small in before.items():
        print(
            f"{name:32} {small:9.2f} ms {after[name]:9.2f} ms {after[name] / small:7.2f}",
            flush=True,
        )
    worst = max(before.values())
    grown = max(after[name] / max(small, 0.05) for name, small in before.items())
    print(f"worst median at {options.stored:,}: {worst:.2f} ms (budget {BUDGET_MS:.0f} ms)")
    print(f"most growth: {grown:.2f} (budget {BUDGET_GROWTH:.0f}; medians under 0.05 ms as that)")
    page_deeply()


def measured(stored: int) -> dict[str, float]:
    """Store up to so many, and return the median of each filter and pair in milliseconds."""
    started = time.monotonic()
    total = bench_queries.fill(stored)
    bench_store.vacuum()
    print(f"{total:,} stored after {time.monotonic() - started:.0f} s, load {bench_store.load()}")
    asked = bench_queries.some_of_them()
    return {
        name: statistics.median(bench_queries.execution(filters, one) for one in asked)
        for name, filters in bench_queries.searches().items()
    }


def page_deeply() -> None:
    """Print how long the second page takes and one far down, and what reading many adds.

    The second and not the first, which is another query: it begins nowhere.
    """
    from learning.lrs import query

    def timed(asked: Any) -> tuple[float, Any]:
        best = float("inf")
        for _turn in range(15):
            started = time.perf_counter()
            page = query.find(asked)
            best = min(best, time.perf_counter() - started)
        return best * 1000, page

    first = query.Query(limit=bench_queries.PAGE)
    after = query.find(first).next
    second_ms, page = timed(replace(first, after=after))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    after = page.next
    for _page in range(PAGES_READ):
        if after is None:
            break
        last = after
        after = query.find(replace(first, after=after)).next
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory
    deep_ms, _page = timed(replace(first, after=last))
    print(
        f"page {PAGES_READ:,}: {deep_ms:.2f} ms, the second {second_ms:.2f} ms,"
        f" ratio {deep_ms / second_ms:.2f} (budget 1; 0.9 to 1.1 is chance)"
    )
    print(f"reading {PAGES_READ:,} pages adds {grown / 1024:.1f} MB of memory")
