"""The server that is attacked, what measures it meanwhile, and proxies in front of it."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from urllib.parse import urlencode

HOST = "127.0.0.1"
# Well below what a probe waits for. Attacker and server share two processors here.
PROBE_SECONDS = 2


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


class Server:
    """The real server with two workers, on the database of the attack."""

    def __init__(self, **environment: str) -> None:
        self.port = free_port()
        self.folder = Path(os.environ["VAR"]) / "temporary"
        self.folder.mkdir(exist_ok=True)
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "--config=python:learning.config.gunicorn"),
                *("--workers=2", f"--bind={HOST}:{self.port}", "--log-level=critical"),
                "learning.config.wsgi",
            ],
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "benchmarks.bench_settings",
                "TMPDIR": str(self.folder),
                **environment,
            },
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_for(self.port)

    def workers(self) -> list[int]:
        """Return the process ids of its workers."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in path.read_text(encoding="ascii").split()]

    def megabytes(self) -> float:
        """Return the memory that its workers hold now."""
        pages = [
            int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
            for pid in self.workers()
        ]
        return sum(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6

    def written(self) -> float:
        """Return how many megabytes its workers hold in files that have no name any more."""
        total = 0
        for pid in self.workers():
            for link in Path(f"/proc/{pid}/fd").iterdir():
                try:
                    if str(self.folder) in os.readlink(link):
                        total += link.stat().st_size
                except OSError:
                    continue
        return total / 1e6

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(20)


def wait_for(port: int) -> None:
    """Wait until ``/healthz`` answers there."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            if get(port, "/healthz")[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not start")


def get(port: int, path: str, **headers: str) -> tuple[int, float]:
    """Ask for a page; return the status and the seconds it took."""
    started = time.monotonic()
    line = http.client.HTTPConnection(HOST, port, timeout=30)
    try:
        line.request("GET", path, headers=headers)
        answer = line.getresponse()
        answer.read()
        return answer.status, time.monotonic() - started
    finally:
        line.close()


class Visitor:
    """A browser without a screen: keeps its cookies and sends the token of each form."""

    def __init__(self, port: int, **headers: str) -> None:
        self.port, self.headers = port, headers
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, body: str = "") -> tuple[int, str]:
        """Make one request, and keep the cookies of the answer."""
        line = http.client.HTTPConnection(HOST, self.port, timeout=60)
        try:
            cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
            line.request(method, path, body or None, {"Cookie": cookies, **kind, **self.headers})
            answer = line.getresponse()
            for header in answer.headers.get_all("Set-Cookie") or []:
                name, _equals, value = header.partition(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, answer.read().decode(errors="replace")
        finally:
            line.close()

    def open(self, path: str) -> None:
        """Open a page with a form, for its token."""
        self.ask("GET", path)

    def post(self, path: str, **form: str) -> int:
        """Send a form, and return the status of the answer."""
        if "csrftoken" not in self.cookies:
            self.open(path)
        token = self.cookies.get("csrftoken", "")
        return self.ask("POST", path, urlencode({"csrfmiddlewaretoken": token, **form}))[0]


class Watch:
    """Asks for the health of the server all the time, and remembers the worst."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.seconds: list[float] = []
        self.failed = 0
        self.megabytes = self.written = 0.0
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Watch:
        # The first question in each worker compares all migrations, once.
        for _number in range(20):
            get(self.server.port, "/readyz")
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self._ending.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ending.wait(0.1):
            for path in ("/healthz", "/readyz"):
                try:
                    status, seconds = get(self.server.port, path)
                    self.failed += status != 200
                    self.seconds.append(seconds)
                except OSError:
                    self.failed += 1
            self.megabytes = max(self.megabytes, self.server.megabytes())
            self.written = max(self.written, self.server.written())

    def says(self) -> str:
        """Return the figures; AssertionError where health did not answer well."""
        worst, middle = max(self.seconds), statistics.median(self.seconds)
        assert self.failed == 0, f"health failed {self.failed} times of {len(self.seconds)}"
        assert worst < PROBE_SECONDS, f"health took {worst:.1f} s"
        return (
            f"health at worst {worst * 1000:.0f} ms (median {middle * 1000:.0f} ms of"
            f" {len(self.seconds)}), workers {self.megabytes:.0f} MB, files {self.written:.1f} MB"
        )


@contextmanager
def serving(**environment: str) -> Iterator[Server]:
    """Serve for as long as it is attacked."""
    server = Server(**environment)
    try:
        yield server
    finally:
        server.stop()


NGINX = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{}}
http {{
  access_log off; client_body_temp_path {folder}; proxy_temp_path {folder};
  fastcgi_temp_path {folder}; uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://127.0.0.1:{behind}; proxy_set_header Host 127.0.0.1;
      proxy_set_header X-Forwarded-For {forwarded};
    }}
  }}
}}
"""
HAPROXY = """
defaults
  mode http
  timeout connect 5s
  timeout client 30s
  timeout server 30s
frontend front
  bind 127.0.0.1:{port}
  {forwarded}
  default_backend back
backend back
  server one 127.0.0.1:{behind}
"""


@contextmanager
def proxy(kind: str, behind: int, *, appends: bool) -> Iterator[int]:
    """Put a real proxy in front of the port ``behind``; yield its own port.

    One that appends adds the visitor's address to the header that the visitor sent, one that
    replaces it throws that away.
    """
    port, folder = free_port(), Path(os.environ["VAR"]) / f"proxy-{free_port()}"
    folder.mkdir()
    program = shutil.which(kind, path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        raise LookupError(kind)
    if kind == "nginx":
        forwarded = "$proxy_add_x_forwarded_for" if appends else "$remote_addr"
        text, options = NGINX, ["-p", str(folder), "-c"]
    else:
        forwarded = (
            "option forwardfor" if appends else "http-request set-header X-Forwarded-For %[src]"
        )
        text, options = HAPROXY, ["-f"]
    configuration = folder / "configuration"
    configuration.write_text(
        text.format(folder=folder, port=port, behind=behind, forwarded=forwarded), encoding="ascii"
    )
    process = subprocess.Popen(
        [program, *options, str(configuration)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(10)
