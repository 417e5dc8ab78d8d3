"""Inside a room: entry points → forms → services → selectors → models → pure modules.

Modules with other names are free, but they carry what they import: a selector that imports a
module that imports a service has imported a service.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.architecture.own_code import Module, imports_of, modules

ENTRY = 5
RANKS = {
    "urls": ENTRY, "views": ENTRY, "api": ENTRY, "admin": ENTRY, "wagtail_hooks": ENTRY,
    "consumers": ENTRY, "panels": ENTRY, "sweeps": ENTRY, "privacy": ENTRY, "management": ENTRY,
    "forms": 4,
    "services": 3,
    "selectors": 2,
    "models": 1,
}  # fmt: skip
NAMES = {rank: name for name, rank in RANKS.items() if rank < ENTRY} | {ENTRY: "an entry point"}

# (who, whom): why it has to be.
ALLOWED = {
    ("courses.additions.models", "courses.additions.forms"): (
        "Wagtail takes the form of a page from its class (base_form_class); this one knows no model"
        " of its own room"
    ),
    ("courses.content.models", "courses.content.forms"): (
        "Wagtail takes the form of a page from its class (base_form_class); this one knows no model"
    ),
    ("courses.content.models", "courses.content.panels"): (
        "Wagtail's own panels, which a page's class lists; they are no entry point of ours"
    ),
}


def is_pure(module: Module) -> bool:
    """Tell whether a module says of itself that it knows nothing but its arguments."""
    return "Pure." in module.docstring.split()


def rank_of(module: Module) -> int | None:
    """Return the rank a module's name gives it, pure modules below all; None for a free name."""
    if is_pure(module):
        return 0
    # In a package its module's name says it, unless the package's own does, as in ``models``.
    parts = module.within.split(".")
    ranks = [RANKS.get(one, ENTRY if one.startswith("views_") else None) for one in parts]
    return next((rank for rank in (ranks[0], ranks[-1]) if rank is not None), None)


def reached(start: Module, known: dict[str, Module]) -> dict[str, list[str]]:
    """Return the ranked modules of its room that ``start`` imports, directly or through free ones.

    The value is the way there.
    """
    found: dict[str, list[str]] = {}
    seen = {start.name}
    waiting = [(start, [start.name])]
    while waiting:
        module, way = waiting.pop()
        for name in imports_of(module):
            target = known.get(name)
            if target is None or target.app != start.app or name in seen or not target.within:
                continue
            seen.add(name)
            if rank_of(target) is None:
                waiting.append((target, [*way, name]))
            else:
                found[name] = [*way, name]
    return found


def faults_in(known: dict[str, Module]) -> dict[tuple[str, str], str]:
    """Return every arrow that points up, with the way it takes."""
    faults = {}
    for module in known.values():
        rank = rank_of(module)
        if rank is None or module.within == "apps":
            continue
        for name, way in reached(module, known).items():
            target = known[name]
            target_rank = rank_of(target)
            if target_rank is not None and target_rank > rank:
                key = (_head(module), _head(target))
                faults[key] = f"{' → '.join(way)} ({NAMES.get(rank, 'pure')} may not)"
    return faults


def _head(module: Module) -> str:
    head = module.within.split(".")[0]
    return f"{module.app}.{head if head in RANKS else module.within}"


def test_arrows_inside_a_room_point_down() -> None:
    faults = faults_in(modules())
    wrong = {key: way for key, way in faults.items() if key not in ALLOWED}
    assert not wrong, "\n".join(wrong.values())
    assert ALLOWED.keys() <= faults.keys(), "an exception that nobody needs any more"


@pytest.mark.parametrize(
    ("lower", "upper"),
    [("models", "services"), ("services", "views"), ("selectors", "services"), ("forms", "api")],
)
def test_an_arrow_up_is_found_even_through_a_free_module(lower: str, upper: str) -> None:
    def module(within: str, source: str) -> Module:
        return Module(f"learning.room.{within}", Path(f"{within}.py"), ast.parse(source))

    known = {
        one.name: one
        for one in (
            module(lower, "from learning.room import rules"),
            module("rules", f"import learning.room.{upper}"),
            module(upper, ""),
        )
    }
    assert not faults_in({name: one for name, one in known.items() if "rules" not in name})
    import tests.architecture.own_code as own_code

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(own_code, "modules", lambda: known)
        assert (f"learning.room.{lower}", f"learning.room.{upper}") in faults_in(known)


def impure_imports(start: Module, known: dict[str, Module]) -> list[str]:
    """Return the way to Django from ``start``, or nothing."""
    seen: set[str] = set()
    waiting = [(start, [start.name])]
    while waiting:
        module, way = waiting.pop()
        for name in sorted(imports_of(module)):
            if name.split(".")[0] in ("django", "wagtail", "rest_framework"):
                return [*way, name]
            if name in known and name not in seen:
                seen.add(name)
                waiting.append((known[name], [*way, name]))
    return []


PURE = sorted(
    {name for name, module in modules().items() if is_pure(module)}
    | {name for name in modules() if name.startswith("learning.xapi")}
)


@pytest.mark.parametrize("name", PURE)
def test_pure_modules_import_no_django(name: str) -> None:
    assert not impure_imports(modules()[name], modules())


def test_the_pure_modules_of_the_design_are_known_as_pure() -> None:
    assert {
        "learning.catalogue.facets",
        "courses.content.knowledge.checks",
        "learning.records.merge",
        "learning.xapi.builders",
    } <= set(PURE)
