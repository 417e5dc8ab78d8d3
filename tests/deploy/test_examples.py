"""The examples beside the guide: they say the same as the guide and the code, and hold water."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from learning.config.bootstrap.tasks import TARGETS
from learning.config.settings.environment import REQUIRED
from tests.deploy.guide import EXAMPLES, GUIDE, ROOT, Unit, blocks, commands_of, units

FILES = sorted(path for path in [*EXAMPLES.rglob("*"), ROOT / ".dockerignore"] if path.is_file())
CONTAINERFILE = EXAMPLES / "Containerfile"


def instructions(word: str) -> list[str]:
    """Return what the Containerfile says after ``word``, in its order."""
    return re.findall(rf"(?m)^{word} (.*)$", CONTAINERFILE.read_text())


@pytest.mark.parametrize("path", [*FILES, GUIDE], ids=lambda path: path.name)
def test_no_example_names_a_registry_or_an_index(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    hosts = set(re.findall(r"\w+://(?:[^\s/@\"`|]*@)?([\w.-]+)", text))
    own = {"127.0.0.1", "learning", "host", "mail.example", "learning.example",
           "courses.partner.example", "$host"}  # fmt: skip
    assert hosts <= own, hosts - own
    assert not re.search(r"pypi|npmjs|docker\.io|ghcr\.io|quay\.io|--index-url", text)


def test_the_environment_names_everything_that_is_required() -> None:
    text = (EXAMPLES / "environment").read_text()
    named = dict(re.findall(r"(?m)^([A-Z_]+)=(.*)$", text))
    assert named.keys() >= REQUIRED.keys()
    assert named["SECRET_KEY"] == named["XAPI_FACT_KEY"] == "", "nobody runs with a key of ours"
    guide = GUIDE.read_text()
    assert all(f"`{name}`" in guide for name in named if name != "DJANGO_SETTINGS_MODULE")


def test_a_shell_reads_the_environment_as_systemd_does(tmp_path: Path) -> None:
    """What both read: a name, and a value in double quotes or without any sign."""
    for line in (EXAMPLES / "environment").read_text().splitlines():
        if line and not line.startswith("#"):
            assert re.fullmatch(r'[A-Z_]+=("[^"$`\\]*"|[\w.]*)', line), line
    done = subprocess.run(
        ["bash", "-euc", f"set -a; . {EXAMPLES}/environment; printf %s \"$EMAIL_URL\""],
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.stdout == "smtp+tls://USER:PASSWORD@mail.example:587", done.stderr


@pytest.mark.parametrize("unit", [*units()], ids=lambda unit: unit.name)
def test_a_unit_says_where_what_and_as_whom(unit: Unit) -> None:
    text = (EXAMPLES / "systemd" / f"{unit.name}.service").read_text()
    assert (unit.folder, unit.environment) == ("/opt/learning", "/etc/learning/environment")
    assert unit.command.startswith("/opt/learning/.venv/bin/")
    assert "\nUser=learning\n" in text
    assert "\nRestart=always\n" in text
    assert "useradd --system --home-dir /opt/learning learning" in commands_of("root")
    for folder in re.findall(r"(?m)^ReadWritePaths=(.*)$", text):
        assert folder in commands_of("root").split()


def test_the_units_are_the_three_kinds_of_process() -> None:
    commands = {unit.name: unit.command for unit in units()}
    assert set(commands) == {"learning-web", "learning-worker", "learning-beat"}
    assert " worker " in commands["learning-worker"]
    assert " beat " in commands["learning-beat"]
    assert "--bind 127.0.0.1:8000" in commands["learning-web"], "only the proxy reaches it"


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze is not installed: the units were not verified")
    # The programs that they start are not here; any program does.
    for unit in units():
        text = (EXAMPLES / "systemd" / f"{unit.name}.service").read_text()
        start = unit.command.split(" ")[0]
        (tmp_path / f"{unit.name}.service").write_text(
            text.replace(f"ExecStart={start}", "ExecStart=/bin/true").replace("User=learning", "")
            .replace("Group=learning", "").replace("/opt/learning", "/").replace(
                "EnvironmentFile=", "EnvironmentFile=-")
        )  # fmt: skip
    done = subprocess.run(
        [program, "verify", *map(str, sorted(tmp_path.glob("*.service")))],
        capture_output=True,
        text=True,
    )
    ours = [line for line in done.stderr.splitlines() if "learning-" in line]
    assert not ours, "\n".join(ours)


def test_the_proxy_takes_as_much_as_the_service_and_no_more() -> None:
    text = (EXAMPLES / "nginx.conf").read_text()
    bounds = dict(re.findall(r"location (\S+) \{\s*client_max_body_size (\d+)m;", text))
    largest = max(settings.LARGEST_RECORDING, settings.LARGEST_ARCHIVE) // 1024**2
    assert bounds == {"/cms-admin/": str(largest + 1), "/xapi/": "21"}
    assert re.search(r"(?m)^    client_max_body_size 1m;$", text)


def test_the_proxy_sets_every_header_that_the_service_believes() -> None:
    text = (EXAMPLES / "nginx.conf").read_text()
    said = dict(re.findall(r"(?m)^    proxy_set_header (\S+) (.+);$", text))
    assert said["X-Forwarded-For"] == "$remote_addr", "a visitor's own is replaced"
    assert said["X-Forwarded-Proto"] == "https"
    assert said["Host"] == "$host"
    assert said["X-Forwarded-Host"] == said["Forwarded"] == '""'
    # A block with headers of its own would forget these.
    assert text.count("proxy_set_header") == len(said)


def test_the_image_is_made_with_the_guides_own_command() -> None:
    runs = instructions("RUN")
    assert "make install" in runs
    assert "make install" in next(block.commands for block in blocks() if not block.kind)
    assert all(run.split()[1] in TARGETS for run in runs if run.startswith("make "))
    [start] = instructions("CMD")
    web = next(unit for unit in units() if unit.name == "learning-web")
    inside = " ".join(json.loads(start)).replace("0.0.0.0", "127.0.0.1")  # noqa: S104
    assert inside == web.command.removeprefix("/opt/learning/")
    assert instructions("USER") == ["learning"]
    assert all(source == "." or "--from=" in source
               for source in (one.split()[0] for one in instructions("COPY")))  # fmt: skip


def test_what_is_not_part_of_the_image_is_left_out_of_it() -> None:
    left_out = set((ROOT / ".dockerignore").read_text().split())
    assert {".git", ".venv", "node_modules", "build", "var"} <= left_out


def test_static_files_of_the_image_are_collected_without_an_environment(tmp_path: Path) -> None:
    """As the image is built: nobody's keys are there, and no database."""
    [collect] = [run for run in instructions("RUN") if "collectstatic" in run]
    done = subprocess.run(
        ["bash", "-euc", collect.replace(".venv/bin/python", sys.executable) + " --dry-run"],
        cwd=ROOT, capture_output=True, text=True,
        env={"PATH": "/usr/bin:/bin", "VAR": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("builder", ["podman", "docker"])
def test_the_image_builds_where_something_builds_images(builder: str) -> None:
    program = shutil.which(builder)
    if program is None:
        pytest.skip(f"{builder} is not installed: the image was not built with it")
    if subprocess.run([program, "info"], capture_output=True).returncode != 0:
        pytest.skip(f"{builder} does not answer: the image was not built with it")
    [base, _final] = instructions("FROM")
    image = base.split()[0]
    if subprocess.run([program, "image", "inspect", image], capture_output=True).returncode != 0:
        pytest.skip(f"{builder} has no {image} here: the image was not built with it")
    command = commands_of("container").strip().replace("podman", program)
    done = subprocess.run(command.split(), cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
