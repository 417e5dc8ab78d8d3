"""Finding what the blocks of a draft refuse by themselves: empty fields, rules of their own.

The form tells the same to anyone who presses Publish; a draft may be saved with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue

from cms.publishing.content import Piece, Sheet
from cms.publishing.faults import Fault


def unfinished(sheet: Sheet, *, told: Collection[str]) -> Iterator[Fault]:
    """Yield what the blocks of ``sheet`` refuse.

    ``told`` are the ids of blocks that a check has found an error in: what else such a block says
    would be the same once more, so only fields left empty are added.
    """
    if sheet.refused is None:
        return
    by_path = {piece.path: piece for piece in sheet.pieces}
    for path, error in _leaves(sheet.refused, sheet.stream, sheet.field):
        piece, field = by_path.get(path), ""
        while piece is None and "." in path:
            path, _dot, field = path.rpartition(".")
            piece = by_path.get(path)
        if piece is None:
            yield sheet.fault(_words(error), _("Fix it in the editor."), field=sheet.field)
        elif error.code == "required":
            name = {"label": _label(piece, field)}
            yield piece.fault(
                _("“%(label)s” is empty.") % name,
                _("Fill it in, or remove the block."),
                field=field,
            )
        elif piece.block_id not in told:
            yield piece.fault(_words(error), _("Change it, or remove the block."), field=field)


def _leaves(error: Any, value: Any, path: str) -> Iterator[tuple[str, ValidationError]]:
    """Yield each single refusal with the path of the block or field that refuses."""
    for whole in getattr(error, "non_block_errors", None) or ():
        yield path, whole if isinstance(whole, ValidationError) else ValidationError(whole)
    inner = getattr(error, "block_errors", None)
    if inner is None:
        single = getattr(error, "error_list", [error])
        yield path, single[0]
        return
    for key, deeper in inner.items():
        if isinstance(key, int):
            child = value[key] if isinstance(value, StreamValue) else value.bound_blocks[key]
            yield from _leaves(deeper, child.value, f"{path}.{child.id}")
        else:
            yield from _leaves(deeper, _part(value, key), f"{path}.{key}")


def _part(value: Any, name: str) -> Any:
    return value.get(name) if hasattr(value, "get") else None


def _label(piece: Piece, field: str) -> str:
    inner = getattr(piece.block, "child_blocks", {}).get(field)
    return str((inner or piece.block).label)


def _words(error: ValidationError) -> str:
    return " ".join(error.messages)
