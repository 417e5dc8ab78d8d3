"""The lock files: exact versions and hashes, and no address of any index or registry."""

from __future__ import annotations

import json
from collections.abc import Sequence

from learning.config.bootstrap import python
from learning.config.bootstrap.steps import ROOT, run_step

# In this order: each is built on those before it.
NAMES = ("base", "embedded", "node", "test")
ADVICE = "check the network or the package index; then look at what was asked for in the .in file."
PACKAGE_LOCK = ROOT / "package-lock.json"


def write_python_locks(arguments: Sequence[str]) -> None:
    """Write ``requirements/*.txt`` from ``*.in``, with the hashes of every platform's files."""
    for name in NAMES:
        run_step(
            f"Locking requirements/{name}.txt",
            [
                *(str(python.PYTHON), "-m", "piptools", "compile", "--quiet", "--generate-hashes"),
                *("--strip-extras", "--allow-unsafe", "--no-emit-index-url"),
                *("--no-emit-find-links", "--no-emit-trusted-host", *arguments),
                *(f"--output-file=requirements/{name}.txt", f"requirements/{name}.in"),
            ],
            advice=ADVICE,
            environment={"CUSTOM_COMPILE_COMMAND": "make lock"},
        )


def write_npm_lock(npm: Sequence[str]) -> None:
    """Write ``package-lock.json``; ``.npmrc`` leaves the registry's addresses out."""
    run_step(
        "Locking package-lock.json",
        [*npm, "install", "--package-lock-only"],
        advice=ADVICE,
    )
    PACKAGE_LOCK.write_text(without_addresses(PACKAGE_LOCK.read_text(encoding="utf-8")), "utf-8")


def without_addresses(text: str) -> str:
    """Return a package-lock without the addresses that npm writes and does not need."""
    locked = json.loads(text)
    for package in locked["packages"].values():
        package.pop("resolved", None)
        package.pop("funding", None)
    return json.dumps(locked, indent=2) + "\n"
