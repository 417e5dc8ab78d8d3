"""The service as the guide makes it: from a clean clone to pages behind a proxy."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from tests.deploy import machine
from tests.deploy.guide import ROOT, Shell, Unit, blocks, units
from tests.deploy.post import PostOffice
from tests.deploy.visitor import HOST, Visitor

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
# What surrounds a site in nginx's own configuration.
AROUND_A_SITE = """
{user} daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log; worker_processes 1;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/nginx-body; proxy_temp_path {folder}/nginx-proxy;
    fastcgi_temp_path {folder}/nginx-1; uwsgi_temp_path {folder}/nginx-2;
    scgi_temp_path {folder}/nginx-3;
    include {folder}/conf.d/*.conf;
}}
"""


@dataclass
class Service:
    """What runs, and what was said on the way there."""

    folder: Path
    shell: Shell
    post: PostOffice
    port: int
    tls_port: int = 0
    said: dict[str, str] = field(default_factory=dict)
    processes: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def certificate(self) -> Path | None:
        return self.folder / "etc" / "tls.pem" if self.tls_port else None

    def visitor(self) -> Visitor:
        """Return a fresh browser in front of whatever stands in front."""
        return Visitor(self.tls_port or self.port, self.certificate)

    def start(self, name: str, command: list[str], **how: object) -> subprocess.Popen[str]:
        """Start something that goes on, with a log of its own."""
        log = (self.folder / f"{name}.log").open("w")
        process = subprocess.Popen(  # type: ignore[call-overload]
            command, stdout=log, stderr=log, text=True, start_new_session=True, **how
        )
        self.processes.append(process)
        return process

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text()

    def stop(self) -> None:
        """End everything, the last first."""
        for process in reversed(self.processes):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def clone_of_the_code(folder: Path) -> Path:
    """Return a repository of what is here now, as somebody would clone it: no files of a run."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    ).stdout.decode()
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    identity = ("-c", "user.name=Test", "-c", "user.email=test@demo.example")
    for words in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "-m", "All of it"]):
        subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True)
    return folder


@contextlib.contextmanager
def following_the_guide(folder: Path) -> Iterator[Service]:
    """Do what the guide says, in its order, and leave it running."""
    with contextlib.ExitStack() as around:
        (folder / "code").mkdir()
        state = folder / "state"
        state.mkdir()
        post = PostOffice()
        around.callback(post.close)
        database = around.enter_context(machine.database(folder))
        broker = around.enter_context(machine.broker(folder))
        port, copy = machine.free_port(), f"{urlsplit(database).path[1:]}_copy"
        service = Service(folder, Shell(state, {}), post, port)
        around.callback(service.stop)
        behind_nginx = bool(NGINX) and machine.certificate(_made(folder / "etc"), HOST)
        service.tls_port = machine.free_port() if behind_nginx else 0
        service.shell.words = {
            "ADDRESS_OF_THE_CODE": str(clone_of_the_code(folder / "code")),
            "/opt/learning": str(folder / "opt"),
            "/etc/learning": str(folder / "etc"),
            "/var/lib/learning": str(_made(folder / "lib")),
            "/var/backups/learning": str(folder / "backups"),
            "/etc/systemd/system": str(_made(folder / "units")),
            "/etc/nginx/conf.d": str(_made(folder / "conf.d")),
            "postgres://learning:PASSWORD@127.0.0.1:5432/learning": database,
            "redis://127.0.0.1:6379/0": broker or "redis://127.0.0.1:1/0",
            "smtp+tls://USER:PASSWORD@mail.example:587": f"smtp://127.0.0.1:{post.port}",
            "learning_copy": copy,
            "127.0.0.1:8000": f"127.0.0.1:{port}",
        }
        service.shell._keep(machine.with_database_programs(service.shell.environment))
        _follow(service, broker)
        yield service


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _follow(service: Service, broker: str) -> None:
    shell = service.shell
    for block in blocks():
        match block.kind:
            case "root" | "container":
                pass  # tests/deploy/test_examples.py looks at these
            case "units":
                _start_the_units(service, block.commands, broker)
            case "proxy":
                _start_nginx(service, block.commands)
            case "proxied":
                _ask_through_the_proxy(service, block.commands)
            case _:
                service.said[block.commands] = shell.run(block.commands)
                _fill_in(service)


def _fill_in(service: Service) -> None:
    """Fill in the environment as soon as it is there, as the guide says in words."""
    path = service.folder / "etc" / "environment"
    if path.exists() and "PASSWORD" in (text := path.read_text()):
        path.write_text(service.shell.here(text))


def _start_the_units(service: Service, commands: str, broker: str) -> None:
    """Do what systemd does with the units: copy them, and start what each says."""
    copying, reload, enable = commands.strip().splitlines()
    assert reload == "systemctl daemon-reload"
    service.shell.run(copying)
    known = {unit.name: unit for unit in units()}
    for name in enable.removeprefix("systemctl enable --now ").split():
        unit: Unit = known.pop(name)
        if name != "learning-web" and not broker:
            continue
        process = service.start(name, ["bash", "-c", service.shell.here(unit.script())],
                                env={k: os.environ[k] for k in ("PATH", "HOME")})  # fmt: skip
        if name == "learning-web":
            web = process
    assert not known, "every unit is started in the guide"
    visitor = Visitor(service.port, None)

    def answers() -> bool:
        with contextlib.suppress(OSError):
            return visitor.ask("GET", "/readyz")[0] == 200
        return False

    machine.until(answers, f"pages: {service.log('learning-web')}", web)
    if not broker:
        # No broker here: the same work, as one process.
        sweep = ".venv/bin/python manage.py sweep --forever"
        clone = service.folder / "opt"
        service.start("sweep", ["bash", "-c", f"exec {sweep}"], cwd=clone,
                      env=service.shell.environment)  # fmt: skip


def _start_nginx(service: Service, commands: str) -> None:
    if not service.tls_port:
        return
    copying, trying, reloading = commands.strip().splitlines()
    assert (trying, reloading) == ("nginx -t", "systemctl reload nginx")
    service.shell.run(copying)
    site = service.folder / "conf.d" / "learning.conf"
    text = service.shell.here(site.read_text())
    for listens, here in (("443 ssl", f"127.0.0.1:{service.tls_port} ssl"),
                          ("80;", f"127.0.0.1:{machine.free_port()};")):  # fmt: skip
        assert f"listen {listens}" in text
        text = text.replace(f"listen {listens}", f"listen {here}")
    site.write_text(text)
    main = service.folder / "nginx.conf"
    # Its workers write larger bodies into our folder, which nobody else may enter.
    user = "user root;" if os.geteuid() == 0 else ""
    main.write_text(AROUND_A_SITE.format(folder=service.folder, user=user))
    command = [str(NGINX), "-c", str(main)]
    tried = subprocess.run([*command, "-t"], capture_output=True, text=True)
    assert tried.returncode == 0, tried.stderr
    process = service.start("nginx", command)
    visitor = service.visitor()

    def answers() -> bool:
        with contextlib.suppress(OSError):
            return visitor.ask("GET", "/healthz")[0] == 200
        return False

    machine.until(answers, "nginx", process)


def _ask_through_the_proxy(service: Service, commands: str) -> None:
    if not service.tls_port or shutil.which("curl") is None:
        return
    home = _made(service.folder / "curl")
    (home / ".curlrc").write_text(
        f'connect-to = "{HOST}:443:127.0.0.1:{service.tls_port}"\n'
        f'cacert = "{service.certificate}"\n'
    )
    service.said[commands] = service.shell.run(commands, CURL_HOME=str(home))


def link_in(text: str) -> str:
    """Return the first address of the service in an email, or in what a command said."""
    found = re.search(rf"https://{re.escape(HOST)}(/\S+)", text)
    assert found, text
    return found[1]
