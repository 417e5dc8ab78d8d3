"""Running every check there is: each module of a package of checks is one (docs/how-to)."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from typing import Any

from cms.publishing.content import Draft
from cms.publishing.faults import Fault, Severity
from cms.publishing.unfinished import unfinished

# Checks of content, whatever kind of page it stands on.
OF_CONTENT = "cms.publishing.checks"

Check = Callable[[Any], Iterable[Fault]]


@cache
def checks_in(package: str) -> tuple[Check, ...]:
    """Return the function ``faults`` of every module in ``package``, by the modules' names.

    AttributeError where a module has none: it is no check, and belongs elsewhere.
    """
    found = pkgutil.iter_modules(import_module(package).__path__)
    names = sorted(module.name for module in found)
    return tuple(import_module(f"{package}.{name}").faults for name in names)


def all_faults(draft: Draft, *packages: str) -> list[Fault]:
    """Return the findings of the checks in ``packages`` about ``draft``, the gravest first.

    Findings that weigh the same stand in the order in which the draft is read.
    """
    found = [
        fault for package in packages for check in checks_in(package) for fault in check(draft)
    ]
    for sheet in draft.sheets:
        told = {
            fault.block_id
            for fault in found
            if fault.block_id and fault.page_id == sheet.page_id
            if fault.severity is Severity.ERROR
        }
        found += unfinished(sheet, told=told)
    return sorted(found, key=_place_in(draft))


def _place_in(draft: Draft) -> Callable[[Fault], tuple[int, int, int]]:
    pages: dict[int, int] = {}
    blocks: dict[str, int] = {}
    for sheet in draft.sheets:
        pages.setdefault(sheet.page_id, len(pages) + 1)
        for piece in sheet.pieces:
            blocks.setdefault(piece.block_id, len(blocks) + 1)

    def place(fault: Fault) -> tuple[int, int, int]:
        return (
            fault.severity,
            pages.get(fault.page_id or 0, 0),
            blocks.get(fault.block_id or "", 0),
        )

    return place
