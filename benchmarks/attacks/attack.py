"""One attack, and the process it runs in."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

POLL_SECONDS = 0.05
PAGE = resource.getpagesize()


@dataclass(frozen=True, slots=True)
class Attack:
    """An attack and what it may cost.

    ``run`` is called with Django set up on an empty, migrated database; what it returns is
    printed beside the figures, and an ``AssertionError`` says that something did not hold.
    ``seconds`` bounds the wall clock, ``megabytes`` the memory of its process (servers that it
    starts measure themselves and say so in what ``run`` returns).
    """

    name: str
    run: Callable[[], str]
    seconds: float
    megabytes: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an attack took: seconds, megabytes at the peak, and whether everything held."""

    seconds: float
    megabytes: float
    held: bool
    said: str


def attempt(attack: Attack, module: str) -> Outcome:
    """Run ``attack`` of ``module`` in a process of its own, and end it beyond its bounds."""
    command = [sys.executable, "-m", "benchmarks.attacks", "--only", module, attack.name]
    started, most, why = time.monotonic(), 0.0, ""
    # A file, for a pipe that nobody reads would stop what says much.
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
        while process.poll() is None:
            most = max(most, _megabytes(process.pid))
            if most > attack.megabytes:
                why = f"ended above {attack.megabytes} MB"
            elif time.monotonic() - started > attack.seconds:
                why = f"ended after {attack.seconds:g} s"
            if why:
                os.killpg(process.pid, signal.SIGKILL)
                break
            time.sleep(POLL_SECONDS)
        process.wait()
        output.seek(0)
        lines = output.read().strip().splitlines()
    said = why or (lines[-1] if lines else "")
    if process.returncode and not why:
        said = "\n".join(lines[-15:])
    return Outcome(time.monotonic() - started, most, not process.returncode and not why, said)


def _megabytes(pid: int) -> float:
    """Return the memory that the process ``pid`` holds now."""
    try:
        resident = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
    except (OSError, IndexError):
        return 0.0
    return int(resident) * PAGE / 1e6
