"""``make run``, second half: database, migrations, demonstration, sweep and server, supervised.

Whatever ends this process ends what it started: SIGINT and SIGTERM in order, SIGKILL through the
kernel (the children ask to be told, and the database's guard sees that nobody uses it).
"""

from __future__ import annotations

import contextlib
import fcntl
import http.client
import io
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import FrameType

import django
from django.core.management import call_command, get_commands
from django.db import connections

from learning.config.bootstrap import frontend
from learning.config.bootstrap.steps import ROOT, StepError, say, stop_running
from learning.config.children import Child, Once
from learning.config.embedded.binaries import EmbeddedPostgresError
from learning.config.embedded.server import EmbeddedServer, server_for

HOST = "127.0.0.1"
READY_SECONDS = 60
STOP_SECONDS = 8
LOOK_EVERY_SECONDS = 0.2
LOAD = ("import_translations", "--verbosity=0")


def translations_command() -> list[str]:
    """Return the command that loads the demonstration's other languages, at low priority."""
    quietly = "import os, sys; os.nice(10); os.execv(sys.executable, sys.argv[1:])"
    return [sys.executable, "-c", quietly, sys.executable, "manage.py", *LOAD]


def port_from_environment() -> int:
    """Return ``PORT``, 8000 by default.

    :raises StepError: when it is no port, or something listens there already.
    """
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise StepError(f"PORT is {text!r}, and must be a number from 1 to 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(text)))
        except OSError as error:
            raise StepError(
                f"Cannot serve on {HOST}:{text}: {error.strerror}.\nWhat to do: stop what listens"
                " there, or choose another port: make run PORT=8001"
            ) from error
    return int(text)


@contextlib.contextmanager
def only_one(var: Path) -> Iterator[None]:
    """Hold the data folder for one ``make run``.

    :raises StepError: when another one has it.
    """
    var.mkdir(parents=True, exist_ok=True)
    with open(var / "run.lock", "ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StepError(
                f"Another `make run` uses {var}.\nWhat to do: stop it, or run this one with a data"
                " folder and a port of its own: make run VAR=var2 PORT=8001"
            ) from None
        yield


def start_database(var: Path) -> EmbeddedServer | None:
    """Start the embedded server and return it; None where ``DATABASE_URL`` names another."""
    if "DATABASE_URL" in os.environ:
        return None
    say("  Starting PostgreSQL …")
    server = server_for(var / "postgres")
    server.ensure_running()
    return server


def migrate() -> None:
    """Bring the tables up to date."""
    django.setup()
    say("  Bringing the database up to date …")
    call_command("migrate", interactive=False, verbosity=0)
    connections.close_all()


def load_demonstration() -> str:
    """Load the demonstration, where there is one; return what it says about who can sign in."""
    told = io.StringIO()
    if "load_demo" in get_commands():
        say("  Loading the demonstration …")
        call_command("load_demo", stdout=told)
    connections.close_all()
    return told.getvalue().strip()


def is_ready(port: int) -> bool:
    """Tell whether ``/readyz`` answers 200."""
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def wait_until_ready(server: Child, port: int) -> None:
    """Wait until the service answers.

    :raises StepError: when the server ends first, or after a minute.
    """
    deadline = time.monotonic() + READY_SECONDS
    while not is_ready(port):
        if server.process.poll() is not None:
            raise StepError("The web server did not start; its messages are above.")
        stop_without_make()
        if time.monotonic() > deadline:
            raise StepError(f"The service was not ready after {READY_SECONDS} s.")
        time.sleep(LOOK_EVERY_SECONDS)


def stop_without_make() -> None:
    """Stop as if interrupted when the ``make`` that started us was killed: nobody would else."""
    make = os.environ.get("LEARNING_MAKE")
    if make is not None and int(make) != os.getppid():
        raise KeyboardInterrupt


def supervise(children: list[Child], server: EmbeddedServer | None) -> None:
    """Keep everything running until interrupted."""
    while True:
        time.sleep(LOOK_EVERY_SECONDS)
        stop_without_make()
        for child in children:
            child.revive()
        if server is not None and not server.is_running():
            say("PostgreSQL ended unexpectedly: starting it again")
            server.ensure_running()


def serve(var: Path) -> None:
    """Start everything, say so, and stay until interrupted; then stop everything."""
    port = port_from_environment()
    address = f"http://{HOST}:{port}"
    os.environ.setdefault("BASE_URL", address)
    server: EmbeddedServer | None = None
    children: list[Child] = []
    try:
        with only_one(var):
            # Collecting 2,000 files and migrating 300 times take about as long as each other.
            with ThreadPoolExecutor(max_workers=1) as beside:
                collected = beside.submit(frontend.ensure_collected, var)
                server = start_database(var)
                migrate()
                collected.result()
            say("  Starting the server …")
            gunicorn = [
                *(sys.executable, "-m", "gunicorn", "--config=python:learning.config.gunicorn"),
                *(f"--bind={HOST}:{port}", "--graceful-timeout=3", "--log-level=warning"),
                *(f"--workers={os.environ.get('WEB_CONCURRENCY', '2')}", "learning.config.wsgi"),
            ]
            web = Child("The web server", gunicorn)
            children.append(web)
            who = load_demonstration()
            sweep = [sys.executable, "manage.py", "sweep", "--forever"]
            children.append(Child("The sweep", sweep))
            wait_until_ready(web, port)
            took = time.time() - float(os.environ.get("LEARNING_STARTED_AT", time.time()))
            say(f"\nReady after {took:.0f} s: {address}\n")
            if who:
                say(who + "\n")
            say("Press Ctrl-C to stop.")
            # The courses in other languages take as long again, and nobody should wait for them.
            children.append(Once("Loading translations", translations_command()))
            supervise(children, server)
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        stop_all(children, server)


def stop_all(children: list[Child], server: EmbeddedServer | None) -> None:
    """Stop the server and the sweep, then the database that they used."""
    until = time.monotonic() + STOP_SECONDS
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.wait_stopped(until)
    connections.close_all()
    if server is not None:
        server.release()


def main() -> int:
    """Serve; return 0 when stopped by a signal, 1 when a step failed."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        stop_running()
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)
    os.environ["DJANGO_SETTINGS_MODULE"] = "learning.config.settings.embedded"
    try:
        serve(Path(os.environ.get("VAR") or ROOT / "var").resolve())
    except KeyboardInterrupt:
        say("\nStopped.")
        return 0
    except (StepError, EmbeddedPostgresError) as error:
        sys.stderr.write(f"\n{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
