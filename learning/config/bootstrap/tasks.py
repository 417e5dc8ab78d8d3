"""The targets of ``make``, each a function, and the steps that they share."""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from learning.config.bootstrap import chromium, environment, frontend, lock, python
from learning.config.bootstrap.steps import (
    ROOT,
    StepError,
    run_step,
    say,
    stop_on_signals,
    stop_running,
)

STATIC_CHECKS = (
    ("Style and mistakes (ruff check)", ["ruff", "check", "."]),
    ("Layout (ruff format)", ["ruff", "format", "--check", "."]),
    ("Arrows between rooms (lint-imports)", ["lint-imports", "--no-cache"]),
    ("Types (mypy)", ["mypy", "."]),
)


def var_folder() -> Path:
    """Return the data folder: ``VAR``, else ``var/`` beside the code."""
    return Path(os.environ.get("VAR") or ROOT / "var").resolve()


def prepare(packages: str, *, for_tests: bool = True) -> None:
    """Bring everything up to date that both running and testing need.

    Where it is not ``for_tests``, nothing is installed that only tests need.
    """
    # Compiled modules stay in .venv, ours included, wherever the caller would have them or not:
    # without them every process would compile Django again.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(python.VENV / "compiled")
    python.ensure_environment()
    # Node's packages and Python's come at the same time; it halves the wait of a first start.
    with ThreadPoolExecutor(max_workers=1) as beside:
        building = functools.partial(frontend.ensure_build, for_tests=for_tests)
        built = beside.submit(building) if frontend.has_node() else None
        python.ensure_packages(packages)
        if built is None:
            building()
        else:
            built.result()
    frontend.ensure_translations()


def become(module: str, arguments: Sequence[str]) -> int:
    """Turn this process into ``.venv``'s Python running ``module``; signals then reach it."""
    os.chdir(ROOT)
    os.execv(python.PYTHON, [str(python.PYTHON), "-m", module, *arguments])


def run(arguments: Sequence[str]) -> int:
    """Serve the platform from nothing (``learning.config.serve`` does the second half)."""
    os.environ["LEARNING_STARTED_AT"] = str(time.time())
    if "MAKELEVEL" in os.environ:
        os.environ["LEARNING_MAKE"] = str(os.getppid())
    say("Preparing")
    prepare("embedded")
    os.environ["VAR"] = str(var_folder())
    return become("learning.config.serve", arguments)


def install(arguments: Sequence[str]) -> int:
    """Install what production runs with, and build what it serves; nothing that tests need."""
    say("Installing")
    prepare("base", for_tests=False)
    python.require_only("base")
    say(
        f"Installed in {python.VENV.relative_to(ROOT)}, the front end in"
        f" {frontend.BUILD.relative_to(ROOT)}. How to go on: docs/how-to/deploy.md"
    )
    return 0


def write_environment(arguments: Sequence[str]) -> int:
    """Write the file with the environment of production, with keys of its own; never over one."""
    if len(arguments) != 1:
        say("usage: make environment FILE=/etc/learning/environment")
        return 2
    environment.write(Path(arguments[0]))
    return 0


def test(arguments: Sequence[str]) -> int:
    """Run the static checks and the whole suite; its summary comes last."""
    say("Preparing")
    prepare("test")
    chromium.ensure_chromium()
    with folder_of_the_run():
        say("Static checks, and the tables that tests begin with")
        with ThreadPoolExecutor(max_workers=1) as beside:
            made = beside.submit(make_tables) if "DATABASE_URL" not in os.environ else None
            failed = static_checks()
            if made is not None:
                made.result()
        say("Tests" + (f" (static checks have failed: {', '.join(failed)})" if failed else ""))
        return pytest(arguments) or int(bool(failed))


def static_checks() -> list[str]:
    """Run every static check and say what it finds; return the names of those that failed."""
    failed = []
    for title, command in STATIC_CHECKS:
        try:
            run_step(
                title,
                [str(python.VENV / "bin" / command[0]), *command[1:]],
                advice="fix what is named above.",
            )
        except StepError as error:
            say(str(error))
            failed.append(command[0])
    return failed


def make_tables() -> None:
    """Migrate the database that those of the tests are copied from; the suite finds it there."""
    run_step(
        "Migrating an empty database",
        [str(python.PYTHON), "-m", "tests.tables"],
        advice="fix the migration named above.",
    )


@contextlib.contextmanager
def folder_of_the_run() -> Iterator[None]:
    """Give this run of the tests a folder of its own to write to, removed at the end."""
    with tempfile.TemporaryDirectory(prefix="learning-tests-", ignore_cleanup_errors=True) as own:
        os.environ["TEST_VAR"] = own
        yield


def pytest(arguments: Sequence[str]) -> int:
    """Run pytest on two cores, with the given arguments; return its exit code."""
    command = [str(python.PYTHON), "-m", "pytest", "-n", "2", "--dist=loadgroup", *arguments]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.send_signal(signal.SIGINT)
        return process.wait()


def prepare_only(arguments: Sequence[str]) -> int:
    """Bring everything up to date that the tests need, and stop there."""
    prepare("test")
    chromium.ensure_chromium()
    return 0


def only_pytest(arguments: Sequence[str]) -> int:
    """Run only the tests named in the arguments, on what is already prepared."""
    prepare("test")
    return pytest(arguments)


def bench(arguments: Sequence[str]) -> int:
    """Run the benchmarks: the package ``benchmarks``, in the environment of the tests."""
    prepare("test")
    return become("benchmarks", arguments)


def bench_lrs(arguments: Sequence[str]) -> int:
    """Run the benchmarks of the record store, up to a million statements."""
    return bench(["lrs", *arguments])


def bench_search(arguments: Sequence[str]) -> int:
    """Measure how well and how fast the catalogue is searched, up to 2,000 courses."""
    return bench(["search", *arguments])


def attack(arguments: Sequence[str]) -> int:
    """Attack the platform at full size, and print the seconds and megabytes of each attack."""
    prepare("test")
    return become("benchmarks.attacks", arguments)


def prove(arguments: Sequence[str]) -> int:
    """Run the tests that ``make test`` runs at a small size in full, and print what they tried."""
    prepare_only([])
    os.environ["TEST_SIZE"] = "full"
    return pytest(["-m", "prove", *arguments])


def messages(arguments: Sequence[str]) -> int:
    """Bring the strings of the code into every catalogue in ``locale/``."""
    prepare("test")
    subprocess.run(
        [str(python.PYTHON), "-m", "learning.config.bootstrap.messages", "extract"],
        cwd=ROOT,
        check=True,
    )
    frontend.ensure_translations()
    return 0


def write_locks(arguments: Sequence[str]) -> int:
    """Write the lock files anew; ``--upgrade`` takes the newest versions that are allowed."""
    python.ensure_environment()
    python.ensure_packages("test")
    lock.write_python_locks(arguments)
    lock.write_npm_lock(frontend.node()[1])
    return 0


def clean(arguments: Sequence[str]) -> int:
    """Remove everything that was built or installed; data in VAR stay."""
    for name in (".venv", "node_modules", "build", ".mypy_cache", ".ruff_cache", ".pytest_cache"):
        shutil.rmtree(ROOT / name, ignore_errors=True)
    for compiled in (ROOT / "locale").glob("*/LC_MESSAGES/*.mo"):
        compiled.unlink()
    say(f"Built and installed files are gone. Data stay in {var_folder()}; delete it to lose them.")
    return 0


TARGETS = {
    "run": run,
    "install": install,
    "environment": write_environment,
    "test": test,
    "prepare": prepare_only,
    "pytest": only_pytest,
    "bench": bench,
    "bench-lrs": bench_lrs,
    "bench-search": bench_search,
    "messages": messages,
    "lock": write_locks,
    "clean": clean,
    "attack": attack,
    "prove": prove,
}


def main(arguments: Sequence[str]) -> int:
    """Run a target; return its exit code, 130 when interrupted."""
    if not arguments or arguments[0] not in TARGETS:
        say(f"usage: python3 -m learning.config.bootstrap {{{','.join(TARGETS)}}} [arguments]")
        return 2
    stop_on_signals()
    try:
        return TARGETS[arguments[0]](arguments[1:])
    except StepError as error:
        sys.stderr.write(f"\n{error}\n")
        return 1
    except KeyboardInterrupt:
        stop_running()
        sys.stderr.write("\nStopped.\n")
        return 130
