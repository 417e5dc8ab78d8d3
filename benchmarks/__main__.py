"""Run every benchmark on a database of its own, and print ratios measured in this one run."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

import django


def main() -> None:
    """Prepare the database and the demonstration, then measure the store, a lesson and queries.

    With the word ``lrs`` the store alone, up to a million statements (``make bench-lrs``); with
    ``search`` the catalogue alone, up to 2,000 courses (``make bench-search``).
    """
    folder = Path(tempfile.mkdtemp(prefix="learning-bench-"))
    os.environ["VAR"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.bench_settings"
    try:
        django.setup()
        from django.core.management import call_command

        print("Preparing a database and the demonstration …", flush=True)
        call_command("migrate", verbosity=0)
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            call_command("load_demo", stdout=nowhere)
            call_command("collectstatic", interactive=False, verbosity=0)
        from benchmarks import bench_lesson, bench_lrs, bench_queries, bench_search, bench_store

        if "lrs" in sys.argv[1:]:
            bench_lrs.main()
        elif "search" in sys.argv[1:]:
            bench_search.main()
        else:
            bench_store.main()
            bench_lesson.main()
            bench_queries.main()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
