"""The arrows between rooms, the database's migrations and the settings' promises."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.core.management import call_command

from tests.architecture.own_code import ROOT


def lint_imports(folder: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Run import-linter in ``folder``, in a process of its own: it keeps what it imports."""
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as run; run()",
            "--no-cache",
            *options,
        ],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": folder},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_import_contracts_are_kept() -> None:
    outcome = lint_imports(str(ROOT))
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_a_broken_contract_is_noticed(tmp_path) -> None:
    (tmp_path / "upper").mkdir()
    (tmp_path / "upper" / "__init__.py").write_text("")
    (tmp_path / "lower").mkdir()
    (tmp_path / "lower" / "__init__.py").write_text("import upper\n")
    (tmp_path / "rules.toml").write_text(
        '[tool.importlinter]\nroot_packages = ["upper", "lower"]\n'
        '[[tool.importlinter.contracts]]\nname = "down"\ntype = "layers"\n'
        'layers = ["upper", "lower"]\n'
    )
    outcome = lint_imports(str(tmp_path), "--config=rules.toml")
    assert outcome.returncode == 1, outcome.stdout + outcome.stderr
    assert "lower is not allowed to import upper" in outcome.stdout


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=1)
