"""The browser of the tests: found on this machine, else installed."""

from __future__ import annotations

import os
import shutil
import subprocess

from learning.config.bootstrap import python
from learning.config.bootstrap.steps import run_step, say

# The same engine without a desktop around it comes first: it takes a third less of the processor.
NAMES = (
    *("chromium-headless-shell", "chromium", "chromium-browser"),
    *("google-chrome", "google-chrome-stable"),
)
PACKAGES = ("chromium-headless-shell", "chromium")
ASK_PLAYWRIGHT = (
    "import os, sys; from playwright.sync_api import sync_playwright as p;"
    " c = p().start(); path = c.chromium.executable_path; c.stop();"
    " sys.exit(not os.path.exists(path))"
)


def ensure_chromium() -> None:
    """Install a Chromium where none is found: Debian's as root, else Playwright's own.

    :raises StepError: when it cannot be installed.
    """
    if _is_there():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("  No Chromium found for the browser tests: installing Debian's package")
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        advice = "install Chromium yourself and set CHROMIUM to its path."
        run_step("apt-get update", ["apt-get", "update"], advice=advice, environment=quiet)
        # Older releases have no package of the engine alone.
        package = next((name for name in PACKAGES if _is_packaged(name)), PACKAGES[-1])
        run_step(
            f"apt-get install {package}",
            ["apt-get", "install", "--yes", "--no-install-recommends", package],
            advice=advice,
            environment=quiet,
        )
        return
    say("  No Chromium found for the browser tests: installing Playwright's own")
    run_step(
        "playwright install chromium",
        [str(python.PYTHON), "-m", "playwright", "install", "chromium"],
        advice="install Chromium yourself and set CHROMIUM to its path.",
    )


def _is_packaged(name: str) -> bool:
    """Tell whether apt could install the package ``name``."""
    return subprocess.run(["apt-cache", "show", name], capture_output=True).returncode == 0


def _is_there() -> bool:
    """Tell whether the tests will find a Chromium (tests/browser.py looks in the same places)."""
    if os.environ.get("CHROMIUM") or any(shutil.which(name) for name in NAMES):
        return True
    asked = subprocess.run([str(python.PYTHON), "-c", ASK_PLAYWRIGHT], capture_output=True)
    return asked.returncode == 0
