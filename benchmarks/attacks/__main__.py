"""Run the attacks, all or those whose names hold a word, and print what each took."""

from __future__ import annotations

import argparse
import importlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django

from benchmarks.attacks.attack import Attack, attempt

MODULES: tuple[str, ...] = ("store", "content", "files", "doors", "sweeps")


def main() -> int:
    """Attack; return 1 where something did not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("words", nargs="*", help="only attacks whose name holds one of these words")
    parser.add_argument("--only", nargs=2, metavar=("MODULE", "NAME"), help=argparse.SUPPRESS)
    parser.add_argument("--migrate", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.bench_settings"
    if options.migrate:
        migrate()
        return 0
    if options.only:
        django.setup()
        module, name = options.only
        [attack] = [each for each in attacks_of(module) if each.name == name]
        print(attack.run())
        return 0
    wanted = [
        (module, attack)
        for module in MODULES
        for attack in attacks_of(module)
        if not options.words or any(word in attack.name for word in options.words)
    ]
    print(f"{len(wanted)} attacks, load {os.getloadavg()[0]:.1f}", flush=True)
    with migrated() as tables:
        outcomes = [one(attack, module, tables) for module, attack in wanted]
    print(f"{sum(outcomes)} passed, {len(outcomes) - sum(outcomes)} failed")
    return int(not all(outcomes))


@contextmanager
def migrated() -> Iterator[Path]:
    """Migrate an empty database once, and hold its folder for the attacks to copy."""
    with tempfile.TemporaryDirectory(prefix="learning-attacks-", ignore_cleanup_errors=True) as own:
        subprocess.run(
            [sys.executable, "-m", "benchmarks.attacks", "--migrate"],
            env={**os.environ, "VAR": own},
            check=True,
        )
        yield Path(own)


def migrate() -> None:
    """Migrate the database in ``VAR`` and stop its server, so that its files can be copied."""
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from learning.config.embedded.server import server_for

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    connection.close()
    server_for(Path(settings.DATABASES["default"]["EMBEDDED_ROOT"])).release()


def one(attack: Attack, module: str, tables: Path) -> bool:
    """Run one attack on a database of its own, print its line, and tell whether all held."""
    folder = Path(tempfile.mkdtemp(prefix="learning-attack-"))
    os.environ["VAR"] = str(folder)
    try:
        for name in ("postgres", "static"):
            shutil.copytree(tables / name, folder / name, symlinks=True, ignore=_sockets)
        outcome = attempt(attack, module)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    word = "held" if outcome.held else "DID NOT HOLD"
    print(
        f"{word:5} {outcome.seconds:7.1f} s (of {attack.seconds:g}) {outcome.megabytes:7.0f} MB"
        f" (of {attack.megabytes})  {attack.name}: {outcome.said}",
        flush=True,
    )
    return outcome.held


def _sockets(folder: str, names: list[str]) -> list[str]:
    """Return what cannot be copied: the sockets of a server."""
    return [name for name in names if (Path(folder) / name).is_socket()]


def attacks_of(module: str) -> list[Attack]:
    """Return the attacks that ``benchmarks.attacks.<module>`` offers.

    Importing it happens after ``django.setup()`` in the process that attacks, so a module imports
    models inside its functions.
    """
    return list(importlib.import_module(f"benchmarks.attacks.{module}").ATTACKS)


if __name__ == "__main__":
    sys.exit(main())
