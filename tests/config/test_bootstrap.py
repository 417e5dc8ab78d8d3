"""The parts of `make` that decide: digests, stamps, shares of a lock, failures in words."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from learning.config.bootstrap import frontend, lock, python, tasks
from learning.config.bootstrap.steps import Stamp, StepError, digest, run_step

ROOT = Path(__file__).resolve().parents[2]
LOCKS = [*sorted((ROOT / "requirements").glob("*.txt")), ROOT / "package-lock.json"]


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_lock_files_hold_no_address(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"\w+://\S+|--(?:index|extra|find|trusted)\S*|file:/\S*", text) == []


def test_every_package_is_pinned_with_hashes() -> None:
    for name in lock.NAMES:
        text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        packages = re.split(r"(?m)^(?=[A-Za-z0-9])", text)[1:]
        assert packages
        for package in packages:
            assert re.match(r"[\w.-]+==\S+ \\\n    --hash=sha256:[0-9a-f]{64}", package)
    npm = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert all("integrity" in entry for name, entry in npm.items() if name)


def test_the_macros_and_the_style_sheet_are_of_the_same_release() -> None:
    npm = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert npm["node_modules/govuk-frontend"]["version"].startswith("6.3.")
    assert "govuk-frontend-jinja==4.1.0 " in (ROOT / "requirements/base.txt").read_text()


def test_addresses_are_taken_out_of_a_package_lock() -> None:
    entry = {"version": "1", "resolved": "https://r/x", "integrity": "sha512-x", "funding": {}}
    cleaned = json.loads(lock.without_addresses(json.dumps({"packages": {"a": entry}})))
    assert cleaned == {"packages": {"a": {"version": "1", "integrity": "sha512-x"}}}


def test_shares_hold_every_package_once() -> None:
    text = (ROOT / "requirements" / "test.txt").read_text(encoding="utf-8")
    shares = python.shared_out(text, 2)
    names = [re.findall(r"(?m)^(\S+)==", share) for share in shares]
    everything = [name for share in names for name in share]
    assert sorted(everything) == sorted(re.findall(r"(?m)^(\S+)==", text))
    assert abs(len(names[0]) - len(names[1])) <= 1
    assert set(names[2]) == {"pip", "setuptools", "wheel"} & set(everything)
    assert "pip" in names[2], "never replaced while another pip runs"
    assert sum(share.count("--hash=") for share in shares) == text.count("--hash=")


def test_a_digest_changes_with_names_contents_and_words(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a").write_text("1")
    seen = {digest([folder]), digest([folder], "word")}
    (folder / "a").write_text("2")
    seen.add(digest([folder]))
    (folder / "a").rename(folder / "b")
    seen.add(digest([folder]))
    assert len(seen) == 4


def test_a_stamp_remembers_steps_and_survives_damage(tmp_path: Path) -> None:
    stamp = Stamp(tmp_path / "new" / "stamp.json")
    assert not stamp.has("one", "x")
    stamp.set("one", "x")
    stamp.set("two", "y")
    assert stamp.has("one", "x")
    assert stamp.has("two", "y")
    assert not stamp.has("one", "z")
    stamp.path.write_text("{half")
    assert not stamp.has("one", "x")


def test_a_failed_step_says_what_was_said_and_what_to_do() -> None:
    script = "import sys; print('the reason'); sys.exit(3)"
    with pytest.raises(StepError) as failure:
        run_step("Building", [sys.executable, "-c", script], advice="fix it.")
    assert "the reason" in str(failure.value)
    assert "Building failed (exit code 3)" in str(failure.value)
    assert "What to do: fix it." in str(failure.value)


def test_a_program_that_is_not_there_is_a_failed_step_too() -> None:
    with pytest.raises(StepError, match="What to do: install it"):
        run_step("Building", ["no-such-program"], advice="install it.")


def test_an_old_python_is_told_so_in_words() -> None:
    script = (
        "import sys; sys.version_info = (3, 9, 2);"
        " from learning.config.bootstrap.__main__ import main; sys.exit(main())"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=30
    )
    assert done.returncode == 1
    assert "needs Python 3.11 or later" in done.stderr
    assert "is 3.9" in done.stderr


def test_bootstrap_needs_nothing_but_the_standard_library() -> None:
    script = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r});"
        " from learning.config.bootstrap import tasks; print(*tasks.TARGETS)"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script],
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert done.stdout.split() == list(tasks.TARGETS), done.stderr


def test_an_old_node_is_not_taken(tmp_path: Path) -> None:
    program = tmp_path / "node"
    for said, major in (("v18.19.0", 18), ("v22.1.0", 22), ("nonsense", 0)):
        program.write_text(f"#!/bin/sh\necho {said}\n")
        program.chmod(0o755)
        assert frontend._major(str(program)) == major
    assert frontend._major(str(tmp_path / "missing")) == 0


def test_the_front_end_is_built_where_nobody_else_has_a_node(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With Python and make and nothing else, Node comes in a package and is on no path."""
    programs, packaged = tmp_path / "programs", tmp_path / "packaged"
    for folder in (programs, packaged):
        folder.mkdir()
    (programs / "env").symlink_to(shutil.which("env") or "")
    (packaged / "node").symlink_to(Path(frontend.node()[0]).resolve())
    frontend.ensure_modules()
    monkeypatch.setattr(frontend, "node", lambda: (str(packaged / "node"), []))
    monkeypatch.setattr(frontend, "BUILD", tmp_path / "build")
    monkeypatch.setenv("PATH", str(programs))
    frontend.ensure_build()
    for name in ("service.css", "service.js", "practice/practice.js", "practice/worker.js"):
        assert (tmp_path / "build" / name).stat().st_size > 100
