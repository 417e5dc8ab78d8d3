"""Showing progress, running programs and skipping what has not changed since the last time."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parents[3]
TELL_EVERY_SECONDS = 5
LINES_SHOWN_ON_FAILURE = 25


# So that an interrupt in the main thread ends what a thread beside it is waiting for.
_running: set[subprocess.Popen[str]] = set()


class StepError(Exception):
    """Raised when a step failed; the text says which, what was said, and what to do."""


def say(text: str) -> None:
    """Print one line at once, also into a pipe."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def stop_on_signals() -> None:
    """Make SIGTERM and SIGHUP end us as Ctrl-C does, so that what we started is ended too."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)


def run_step(
    title: str,
    command: Sequence[str],
    *,
    advice: str,
    environment: Mapping[str, str] | None = None,
) -> str:
    """Run one program quietly, telling every few seconds that it still works; return its output.

    :raises StepError: when it fails, with its last lines and ``advice``.
    """
    say(f"  {title} …")
    started = time.monotonic()
    lines: deque[str] = deque(maxlen=2000)
    try:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env={**os.environ, **(environment or {})},
        )
    except OSError as error:
        raise StepError(f"{title}: {error}\nWhat to do: {advice}") from error
    _running.add(process)
    output = process.stdout
    if output is None:  # for the type checker: a pipe was asked for
        raise StepError(title)
    reader = threading.Thread(target=lambda: lines.extend(output), daemon=True)
    reader.start()
    told = started
    try:
        while process.poll() is None:
            reader.join(0.05)
            if time.monotonic() - told >= TELL_EVERY_SECONDS:
                told = time.monotonic()
                last = lines[-1].strip()[:70] if lines else ""
                say(f"    … {told - started:.0f} s  {last}")
    finally:
        _running.discard(process)
        if process.poll() is None:
            process.terminate()
            process.wait()
    reader.join(2)
    if process.returncode != 0:
        said = "".join(list(lines)[-LINES_SHOWN_ON_FAILURE:]).rstrip()
        raise StepError(
            f"{said}\n\n{title} failed (exit code {process.returncode}).\nWhat to do: {advice}"
        )
    return "".join(lines)


def stop_running() -> None:
    """End every program that a step is waiting for."""
    for process in list(_running):
        process.terminate()


def digest(paths: Iterable[Path], *words: str) -> str:
    """Return a digest of files (folders are walked) and words."""
    found = hashlib.sha256()
    for word in words:
        found.update(word.encode() + b"\0")
    for path in paths:
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in files:
            if file.exists():
                found.update(os.fsencode(file.relative_to(path.parent)) + b"\0")
                found.update(hashlib.sha256(file.read_bytes()).digest())
    return found.hexdigest()


class Stamp:
    """A small file beside what a step made, holding the digest of what it was made from."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> dict[str, str]:
        """Return the digests that the file holds, by step; none where it is missing or damaged."""
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def has(self, name: str, value: str) -> bool:
        """Tell whether step ``name`` was last finished for this digest."""
        return self.read().get(name) == value

    def set(self, name: str, value: str) -> None:
        """Remember that step ``name`` is finished for this digest."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self.path.with_name(self.path.name + ".new")
        unfinished.write_text(json.dumps({**self.read(), name: value}), encoding="utf-8")
        unfinished.replace(self.path)
