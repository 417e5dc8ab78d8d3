"""The process that owns an embedded server: run as a program, never imported by the platform.

    python guard.py ROOT COMMAND...

It starts ``COMMAND`` (PostgreSQL) and waits. Users hold ``ROOT/lease.lock`` shared; the kernel
lets go of it when they end, however they end. When the guard gets that lock alone, nobody uses
the server any more and it is stopped. It also stops on SIGTERM and SIGINT, and where the guard
itself is killed, Linux interrupts PostgreSQL for it. Standard library only, so it starts fast.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

POLL_SECONDS = 0.1
PATIENCE_SECONDS = 20
PR_SET_PDEATHSIG = 1


def die_with_guard(guard: int) -> None:
    """Ask Linux, in the child before it becomes PostgreSQL, for a fast shutdown if we die."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)
    if os.getppid() != guard:
        os._exit(1)


def is_postgres(pid: int, data: Path) -> bool:
    """Tell whether process ``pid`` is a PostgreSQL on ``data``, as far as the system tells."""
    if Path("/proc/self/cmdline").exists():
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return False
        return os.fsencode(data) in words
    shown = subprocess.run(
        ["ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, check=False
    )
    return os.fsencode(data) in shown.stdout


def clear_the_way(data: Path) -> None:
    """Stop a server that outlived its guard, and forget one whose process id is another's now.

    PostgreSQL removes a stale ``postmaster.pid`` itself, except where its number has meanwhile
    been given to a different living process, as happens after a machine or container restarts.
    """
    pid_file = data / "postmaster.pid"
    try:
        pid = int(pid_file.read_text(encoding="utf-8").splitlines()[0])
        os.kill(pid, 0)
    except (FileNotFoundError, ValueError, IndexError, ProcessLookupError, PermissionError):
        return
    if not is_postgres(pid, data):
        pid_file.unlink(missing_ok=True)
        return
    os.kill(pid, signal.SIGINT)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while pid_file.exists() and is_postgres(pid, data) and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)


def wait_until_unused(lease: int, server: subprocess.Popen[bytes]) -> None:
    """Wait until nobody holds the lease any more, or the server has ended by itself."""
    while server.poll() is None:
        try:
            fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(POLL_SECONDS)
        else:
            return


def stop(server: subprocess.Popen[bytes]) -> None:
    """Shut the server down: fast (SIGINT), then immediately (SIGQUIT), then by force."""
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if server.poll() is not None:
            return
        server.send_signal(number)
        try:
            server.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            continue


def main(root: Path, command: list[str]) -> int:
    """Own one server from its start to its end; return its exit code."""
    owner = os.open(root / "guard.lock", os.O_RDWR | os.O_CREAT, 0o600)
    # Held until this process ends; a second guard for the same folder waits for the first.
    fcntl.flock(owner, fcntl.LOCK_EX)
    os.ftruncate(owner, 0)
    os.write(owner, f"{os.getpid()}\n".encode())
    lease = os.open(root / "lease.lock", os.O_RDWR | os.O_CREAT, 0o600)
    clear_the_way(root / "data")
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    guard = os.getpid()
    server: subprocess.Popen[bytes] | None = None
    try:
        server = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, preexec_fn=lambda: die_with_guard(guard)
        )
        wait_until_unused(lease, server)
    except KeyboardInterrupt:
        pass
    finally:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        if server is not None:
            stop(server)
    return server.returncode if server is not None else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
