"""The guide to deploying, read as what it is: commands in their order.

A block of commands says what it needs after ``sh``; a block that says nothing is run as it stands:

- ``root``     makes a user of the machine; a test has no business to,
- ``units``    starts what systemd starts; a test starts what the units say,
- ``proxy``    hands nginx its configuration; a test starts an nginx with it,
- ``proxied``  asks through the proxy,
- ``container`` builds an image.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "how-to" / "deploy.md"
EXAMPLES = ROOT / "docs" / "deploy"
KINDS = {"", "root", "units", "proxy", "proxied", "container"}
BLOCK = re.compile(r"^```(\S+)(?: (\S+))?\n(.*?)^```$", re.M | re.S)
# What the shells of a run say of each other: where they are and what they have exported.
REMEMBER = "\npwd > {state}/cwd\nenv -0 > {state}/env\n"


@dataclass(frozen=True)
class Block:
    """Commands that stand together in the guide."""

    kind: str
    commands: str


def blocks() -> list[Block]:
    """Return the blocks of commands in their order."""
    found = BLOCK.findall(GUIDE.read_text(encoding="utf-8"))
    return [Block(kind, commands) for language, kind, commands in found if language == "sh"]


def commands_of(kind: str) -> str:
    """Return the commands of the one block of a kind."""
    [found] = [block.commands for block in blocks() if block.kind == kind]
    return found


@dataclass
class Shell:
    """Runs blocks one after the other, as somebody does who types them into one terminal.

    ``words`` are what stands for something of one's own in the guide and in the examples, and what
    it is here; each of them has to be there, so that none outlives its sentence.
    """

    folder: Path
    words: Mapping[str, str]
    used: set[str] = field(default_factory=set)
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        (self.folder / "cwd").write_text(str(self.folder))
        kept = ("HOME", "LANG", "PATH", "PIP_", "NPM_", "npm_", "SSL_", "http", "https", "no_proxy")
        environment = {k: v for k, v in os.environ.items() if k.startswith(kept)}
        self._keep(environment)

    def _keep(self, environment: Mapping[str, str]) -> None:
        text = "".join(f"{name}={value}\0" for name, value in environment.items())
        (self.folder / "env").write_text(text)

    @property
    def environment(self) -> dict[str, str]:
        """What has been exported so far."""
        pairs = (self.folder / "env").read_text().split("\0")
        return dict(pair.split("=", 1) for pair in pairs if "=" in pair)

    def here(self, text: str) -> str:
        """Return ``text`` with what is one's own put in."""
        for theirs, ours in self.words.items():
            if theirs in text:
                self.used.add(theirs)
                text = text.replace(theirs, ours)
        return text

    def run(self, commands: str, **more: str) -> str:
        """Run a block, and return what it said. AssertionError with all of it where it fails."""
        script = self.here(commands) + REMEMBER.format(state=self.folder)
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=(self.folder / "cwd").read_text().strip(),
            env={**self.environment, **more},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=300,
        )
        self.said.append(done.stdout)
        assert done.returncode == 0, f"{commands}\n{done.stdout}"
        return done.stdout


@dataclass(frozen=True)
class Unit:
    """A service of systemd: what it starts, where, and with what environment."""

    name: str
    command: str
    folder: str
    environment: str

    def script(self) -> str:
        """Return what a shell says to start it as systemd does: with this environment alone."""
        return f"set -a; . {self.environment}; set +a; cd {self.folder}; exec {self.command}"


def units() -> Iterator[Unit]:
    """Yield the units of the example."""
    for path in sorted((EXAMPLES / "systemd").glob("*.service")):
        said = dict(re.findall(r"(?m)^(\w+)=(.*)$", path.read_text(encoding="utf-8")))
        yield Unit(path.stem, said["ExecStart"], said["WorkingDirectory"], said["EnvironmentFile"])
