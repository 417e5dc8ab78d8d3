"""The service's own source, as the tests of this folder read it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT: Path = settings.BASE_DIR
FOLDERS = ("learning", "courses", "cms", "assessments", "mentoring")


@dataclass(frozen=True)
class Module:
    """One Python file of ours: its dotted name, its place and its syntax tree."""

    name: str
    path: Path
    tree: ast.Module

    @property
    def app(self) -> str:
        """The room it belongs to, such as ``learning.people``."""
        return ".".join(self.name.split(".")[:2])

    @property
    def within(self) -> str:
        """Its place inside the room, such as ``models.pages``."""
        return ".".join(self.name.split(".")[2:])

    @property
    def docstring(self) -> str:
        return ast.get_docstring(self.tree) or ""


def python_files(*folders: str) -> Iterator[Path]:
    """Yield our Python files below ``folders``, migrations left out."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


@cache
def modules() -> dict[str, Module]:
    """Return every module of the service by its dotted name."""
    found = {}
    for path in python_files(*FOLDERS):
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = Module(name, path, ast.parse(path.read_text()))
    return found


def _for_types_only(tree: ast.Module) -> set[ast.AST]:
    """Return everything below ``if TYPE_CHECKING:``, which no process ever runs."""
    return {
        below
        for node in ast.walk(tree)
        if isinstance(node, ast.If)
        and isinstance(node.test, ast.Name)
        and node.test.id == "TYPE_CHECKING"
        for line in node.body
        for below in ast.walk(line)
    }


def imports_of(module: Module, *, types: bool = True) -> set[str]:
    """Return what a module imports anywhere in it: our modules by name, others as written.

    ``types`` says whether what it imports only to name types counts.
    """
    known = modules()
    found: set[str] = set()
    left_out = set() if types else _for_types_only(module.tree)
    for node in ast.walk(module.tree):
        if node in left_out:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            package = node.module or ""
            if node.level:
                base = module.name.split(".")
                here = base if module.path.name == "__init__.py" else base[:-1]
                stem = here[: len(here) - node.level + 1]
                package = ".".join([*stem, *([node.module] if node.module else [])])
            for alias in node.names:
                whole = f"{package}.{alias.name}"
                found.add(whole if whole in known else package)
    return found


def jinja_templates() -> list[Path]:
    """Return every template in the rooms' ``jinja2`` folders."""
    return [
        path
        for folder in FOLDERS
        for path in sorted((ROOT / folder).glob("*/jinja2/**/*"))
        if path.is_file()
    ]


def django_templates() -> list[Path]:
    """Return every template in the rooms' ``templates`` folders."""
    return [
        path
        for folder in FOLDERS
        for path in sorted((ROOT / folder).glob("*/templates/**/*"))
        if path.is_file()
    ]


def template_name(path: Path) -> str:
    """Return the name by which a template is loaded: its place below ``jinja2``/``templates``."""
    parts = path.relative_to(ROOT).parts
    return "/".join(parts[3:])
