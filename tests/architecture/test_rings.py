"""No module imports another that, by whatever way, imports it again, not even inside a function."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.architecture.own_code import Module, imports_of, modules


def arrows() -> dict[str, set[str]]:
    """Return which of our modules each of them imports; a package is a module of its own."""
    known = modules()
    return {
        name: {target for target in imports_of(module, types=False) if target in known} - {name}
        for name, module in known.items()
    }


def ring_in(graph: Mapping[str, set[str]]) -> list[str]:
    """Return the modules of one ring, in their order, or nothing."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as ring:
        return list(ring.args[1])
    return []


def test_there_is_no_import_ring() -> None:
    ring = ring_in(arrows())
    assert not ring, " imports ".join(reversed(ring))


def test_a_ring_is_found_even_where_a_function_closes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    sources = {
        "learning.room.a": "from learning.room import b",
        "learning.room.b": "def late():\n    from learning.room.a import thing",
    }
    known = {
        name: Module(name, Path(f"{name}.py"), ast.parse(source))
        for name, source in sources.items()
    }
    import tests.architecture.own_code as own_code

    monkeypatch.setattr(own_code, "modules", lambda: known)
    graph = {name: imports_of(module, types=False) for name, module in known.items()}
    assert set(ring_in(graph)) == {"learning.room.a", "learning.room.b"}


def test_what_is_imported_for_types_closes_no_ring() -> None:
    source = "if TYPE_CHECKING:\n    from learning.people.models import User\nimport json"
    module = Module("learning.room.a", Path("a.py"), ast.parse(source))
    assert imports_of(module, types=False) == {"json"}
    assert imports_of(module) == {"json", "learning.people.models"}
