"""The parts that ``make run`` starts, watches and stops."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections import deque

from learning.config.bootstrap.steps import ROOT, StepError, say

# Dying more often than this in a quarter of an hour is a fault that starting again does not cure;
# once a day for a month is not.
RESTARTS_ALLOWED = 5
RESTARTS_WITHIN_SECONDS = 15 * 60
PR_SET_PDEATHSIG = 1


class Child:
    """One program that runs beside us, restarted when it dies.

    :raises StepError: from ``revive``, when it has died too often.
    """

    def __init__(self, name: str, command: list[str]) -> None:
        self.name = name
        self.command = command
        self.deaths: deque[float] = deque()
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        """Start the program, asking Linux to end it with us."""
        parent = os.getpid()
        libc = ctypes.CDLL(None)

        def end_with_parent() -> None:
            if sys.platform == "linux":
                libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:
                os._exit(1)

        # Its own session: Ctrl-C comes to us alone, and we stop the parts in order.
        return subprocess.Popen(
            self.command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            preexec_fn=end_with_parent,
            start_new_session=True,
        )

    def revive(self) -> None:
        """Start the program again if it has died."""
        code = self.process.poll()
        if code is None:
            return
        now = time.monotonic()
        self.deaths.append(now)
        while self.deaths[0] <= now - RESTARTS_WITHIN_SECONDS:
            self.deaths.popleft()
        if len(self.deaths) > RESTARTS_ALLOWED:
            minutes = RESTARTS_WITHIN_SECONDS // 60
            raise StepError(
                f"{self.name} has died {len(self.deaths)} times in {minutes} minutes; its messages"
                " are above."
            )
        say(f"{self.name} ended unexpectedly (exit code {code}): starting it again")
        self.process = self._start()

    def ask_to_stop(self) -> None:
        """Send the program SIGTERM."""
        if self.process.poll() is None:
            self.process.terminate()

    def wait_stopped(self, until: float) -> None:
        """Wait for the program's end; after ``until``, end it and its children by force."""
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Once(Child):
    """A program that does its work and ends, and is not started again."""

    def revive(self) -> None:
        """Leave the program as it is: it has done its work, or said what was wrong."""
