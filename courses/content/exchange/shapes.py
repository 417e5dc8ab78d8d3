"""Checking that a body in an archive has the shape that its blocks would store."""

from __future__ import annotations

import re
from typing import Any

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from courses.content.exchange.refusals import ArchiveRefused, Refusal

MOST_BLOCKS = 1_000
BLOCK_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def check_shape(block: blocks.Block, raw: Any, path: str = "") -> None:
    """Raise ArchiveRefused where ``raw`` is not what ``block`` would store.

    What stands in single fields is not looked at. ``path`` is that of wagtail-localize.
    """
    if isinstance(block, blocks.StreamBlock):
        for item in _items(raw, path):
            kind = item["type"]
            child = block.child_blocks.get(kind) if isinstance(kind, str) else None
            check_shape(child or _refuse(path), item["value"], _at(path, item))
    elif isinstance(block, blocks.ListBlock):
        for item in _items(raw, path):
            if item["type"] != "item":
                _refuse(path)
            check_shape(block.child_block, item["value"], _at(path, item))
    elif isinstance(block, blocks.StructBlock):
        if not isinstance(raw, dict) or raw.keys() != block.child_blocks.keys():
            _refuse(path)
        for name, child in block.child_blocks.items():
            check_shape(child, raw[name], f"{path}.{name}".strip("."))
    elif isinstance(block, TypedTableBlock):
        _check_table(block, raw, path)


def unknown_kinds(block: blocks.StreamBlock, raw: Any) -> set[str]:
    """Return the kinds of blocks in ``raw`` that ``block`` cannot hold."""
    items = [item for item in raw if isinstance(item, dict)] if isinstance(raw, list) else []
    kinds = {kind for item in items if isinstance(kind := item.get("type"), str)}
    return kinds - block.child_blocks.keys()


def _items(raw: Any, path: str) -> list[dict[str, Any]]:
    if not isinstance(raw, list) or len(raw) > MOST_BLOCKS:
        _refuse(path)
    for item in raw:
        if not isinstance(item, dict) or item.keys() != {"type", "id", "value"}:
            _refuse(path)
        if not isinstance(item["id"], str) or not BLOCK_ID.fullmatch(item["id"]):
            _refuse(path)
    if len({item["id"] for item in raw}) < len(raw):
        _refuse(path)
    return list(raw)


def _check_table(block: TypedTableBlock, raw: Any, path: str) -> None:
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
    for values in _parts(rows, "values", path):
        if not isinstance(values, list) or len(values) != len(kinds):
            _refuse(path)
        for kind, value in zip(kinds, values, strict=True):
            check_shape(kind, value, path)


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
