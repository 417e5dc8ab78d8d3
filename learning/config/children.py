"""The parts that ``make run`` starts, watches and stops."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time

from learning.config.bootstrap.steps import ROOT, StepError, say

RESTARTS_ALLOWED = 5
PR_SET_PDEATHSIG = 1


class Child:
    """One program that runs beside us, restarted when it dies.

    :raises StepError: from ``revive``, when it has died too often.
    """

    def __init__(self, name: str, command: list[str]) -> None:
        self.name = name
        self.command = command
        self.deaths = 0
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        """Start it, asking Linux to end it with us."""
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
        """Start it again if it has died."""
        code = self.process.poll()
        if code is None:
            return
        self.deaths += 1
        if self.deaths > RESTARTS_ALLOWED:
            raise StepError(f"{self.name} has died {self.deaths} times; its messages are above.")
        say(f"{self.name} ended unexpectedly (exit code {code}): starting it again")
        self.process = self._start()

    def ask_to_stop(self) -> None:
        """Send it SIGTERM."""
        if self.process.poll() is None:
            self.process.terminate()

    def wait_stopped(self, until: float) -> None:
        """Wait for its end, and end it and its own children by force after ``until``."""
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Once(Child):
    """A part that does something and ends."""

    def revive(self) -> None:
        """Leave it as it is: it has done its work, or said what was wrong."""
