"""Walking through what blocks have stored, field by field.

One way through for all of them: the definitions of the blocks say what is stored where, so a new
kind of block is copied, carried and translated without a word here. Why not with Wagtail's own
extraction of references: docs/adr/0015.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

# What a field becomes, by its definition, its value and its path, which is that of
# wagtail-localize: the ids of blocks and the names of fields, with full stops.
Change = Callable[[blocks.Block, Any, str], Any]


def changed(block: blocks.Block, raw: Any, change: Change, path: str = "") -> Any:
    """Return what ``block`` stores with ``change`` done to every field, in the order of reading.

    What its definition does not know, or has in another shape, stays as it is: drafts can be
    older than the definition.
    """
    if isinstance(block, blocks.StreamBlock | blocks.ListBlock) and not isinstance(raw, list):
        return raw
    if isinstance(block, blocks.StreamBlock):
        return [_item(block.child_blocks.get(_kind(item)), item, change, path) for item in raw]
    if isinstance(block, blocks.ListBlock):
        return [_item(block.child_block, item, change, path) for item in raw]
    if isinstance(block, blocks.StructBlock):
        if not isinstance(raw, dict):
            return raw
        known = {
            name: changed(child, raw[name], change, f"{path}.{name}".strip("."))
            for name, child in block.child_blocks.items()
            if name in raw
        }
        return {**known, **{name: raw[name] for name in raw.keys() - known.keys()}}
    if isinstance(block, TypedTableBlock):
        return _table(block, raw, change, path)
    return change(block, raw, path)


def fields_of(block: blocks.Block, raw: Any) -> Iterator[tuple[blocks.Block, Any]]:
    """Yield every field that ``block`` stores, as its definition and its value."""
    found: list[tuple[blocks.Block, Any]] = []

    def keep(field: blocks.Block, value: Any, path: str) -> Any:
        found.append((field, value))
        return value

    changed(block, raw, keep)
    yield from found


def _list(raw: Any) -> list[Any]:
    return raw if isinstance(raw, list) else []


def _kind(item: Any) -> str:
    kind = item.get("type") if isinstance(item, dict) else None
    return kind if isinstance(kind, str) else ""


def _item(block: blocks.Block | None, item: Any, change: Change, path: str) -> Any:
    if block is None or not isinstance(item, dict) or "value" not in item:
        return item
    own = f"{path}.{item.get('id')}".strip(".")
    return {**item, "value": changed(block, item["value"], change, own)}


def _table(block: TypedTableBlock, raw: Any, change: Change, path: str) -> Any:
    if not isinstance(raw, dict):
        return raw
    kinds = [block.child_blocks.get(_kind(column)) for column in _list(raw.get("columns"))]
    rows = []
    for row in _list(raw.get("rows")):
        values = _list(row.get("values")) if isinstance(row, dict) else []
        if len(values) != len(kinds):
            rows.append(row)
            continue
        filled = [
            changed(kind, value, change, path) if kind else value
            for kind, value in zip(kinds, values, strict=True)
        ]
        rows.append({**row, "values": filled})
    return {**raw, "rows": rows}
