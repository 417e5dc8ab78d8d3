"""The blocks of a lesson as they are stored, and what stands in their single fields.

One way through for all of them: the definitions of the blocks say what is stored where, so a new
kind of block travels without a word here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from courses.content.exchange.refusals import ArchiveRefused, Refusal

# What a field becomes, by its definition, its value and its path, which is that of
# wagtail-localize: the ids of blocks and the names of fields, with full stops.
Change = Callable[[blocks.Block, Any, str], Any]
MOST_BLOCKS = 1_000
BLOCK_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def changed(block: blocks.Block, raw: Any, change: Change, path: str = "") -> Any:
    """Return what ``block`` stores with ``change`` done to every field, in the order of reading.

    Raises ArchiveRefused where ``raw`` is not what the block would store.
    """
    if isinstance(block, blocks.StreamBlock):
        return _stream(block, raw, change, path)
    if isinstance(block, blocks.ListBlock):
        items = _items(raw, {"type", "id", "value"}, path)
        return [
            {**item, "value": changed(block.child_block, item["value"], change, _at(path, item))}
            for item in items
            if item["type"] == "item" or _refuse(path)
        ]
    if isinstance(block, blocks.StructBlock):
        if not isinstance(raw, dict) or raw.keys() != block.child_blocks.keys():
            _refuse(path)
        return {
            name: changed(child, raw[name], change, f"{path}.{name}".strip("."))
            for name, child in block.child_blocks.items()
        }
    if isinstance(block, TypedTableBlock):
        return _table(block, raw, change, path)
    return change(block, raw, path)


def unknown_kinds(block: blocks.StreamBlock, raw: Any) -> set[str]:
    """Return the kinds of blocks in ``raw`` that ``block`` cannot hold."""
    items = [item for item in raw if isinstance(item, dict)] if isinstance(raw, list) else []
    kinds = {kind for item in items if isinstance(kind := item.get("type"), str)}
    return kinds - block.child_blocks.keys()


def _stream(block: blocks.StreamBlock, raw: Any, change: Change, path: str) -> list[dict[str, Any]]:
    found = []
    for item in _items(raw, {"type", "id", "value"}, path):
        child = block.child_blocks.get(item["type"]) if isinstance(item["type"], str) else None
        if child is None:
            _refuse(path)
        found.append({**item, "value": changed(child, item["value"], change, _at(path, item))})
    return found


def _items(raw: Any, names: set[str], path: str) -> list[dict[str, Any]]:
    if not isinstance(raw, list) or len(raw) > MOST_BLOCKS:
        _refuse(path)
    for item in raw:
        if not isinstance(item, dict) or item.keys() != names:
            _refuse(path)
        if not isinstance(item["id"], str) or not BLOCK_ID.fullmatch(item["id"]):
            _refuse(path)
    if len({item["id"] for item in raw}) < len(raw):
        _refuse(path)
    return list(raw)


def _table(block: TypedTableBlock, raw: Any, change: Change, path: str) -> dict[str, Any]:
    if not isinstance(raw, dict) or raw.keys() != {"columns", "rows", "caption"}:
        _refuse(path)
    columns, rows = raw["columns"], raw["rows"]
    if not isinstance(columns, list) or not isinstance(rows, list):
        _refuse(path)
    if not all(_is_words(part) for part in [raw["caption"], *_parts(columns, "heading", path)]):
        _refuse(path)
    kinds = [
        (isinstance(kind, str) and block.child_blocks.get(kind)) or _refuse(path)
        for kind in _parts(columns, "type", path)
    ]
    if any(column.keys() != {"type", "heading"} for column in columns):
        _refuse(path)
    filled = []
    for values in _parts(rows, "values", path):
        if not isinstance(values, list) or len(values) != len(kinds):
            _refuse(path)
        filled.append(
            {"values": [changed(kind, value, change, path)
                        for kind, value in zip(kinds, values, strict=True)]}
        )  # fmt: skip
    return {**raw, "rows": filled}


def _parts(items: list[Any], name: str, path: str) -> list[Any]:
    return [
        item[name] if isinstance(item, dict) and name in item else _refuse(path) for item in items
    ]


def _is_words(value: Any) -> bool:
    return value is None or isinstance(value, str)


def _at(path: str, item: dict[str, Any]) -> str:
    return f"{path}.{item['id']}".strip(".")


def _refuse(path: str) -> Any:
    raise ArchiveRefused(Refusal.WRONG_SHAPE, path)
