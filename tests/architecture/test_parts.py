"""What others stated is read by typed parts (learning.xapi.parts), never by looking into the JSON.

``said["result"]["score"]["raw"]`` is right for every statement of ours and wrong for the first one
of a partner who leaves the score out; ``position('"success":true' in raw)`` is wrong for anyone who
writes a space, or the same words in an extension.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from .own_code import modules

# Names that only the parts of a statement have here.
PARTS = {
    "result", "score", "scaled", "contextActivities", "objectType", "display", "completion",
    "response", "correctResponsesPattern", "actor", "verb",
}  # fmt: skip
# Where statements are validated, made, stored and shown as the specification asks.
AT_HOME = ("learning.xapi.", "learning.lrs.")
# These are no statements.
OTHERS = {
    "learning.home.forms": "the fields of a form",
    "cms.media.drawn_words": "the attributes of a drawing",
    "learning.skills.reading.nice": "the parts of a published framework",
}
BY_PLACE = re.compile(
    r"(?:position|strpos|substring|regexp_\w+|split_part)\s*\([^)]*\braw\b"
    r"|\braw\b\s*(?:NOT\s+)?I?LIKE\b|\braw\b\s*~|\braw\s*::\s*jsonb",
    re.IGNORECASE,
)


def _looked_into() -> Iterator[str]:
    for module in modules().values():
        if module.name.startswith(AT_HOME):
            continue
        for node in ast.walk(module.tree):
            key: ast.expr | None = None
            if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
                key = node.slice
            elif (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "get"
                and node.args
            ):
                key = node.args[0]
            if isinstance(key, ast.Constant) and key.value in PARTS:
                yield f"{module.name}:{node.lineno} {key.value}"


def test_no_room_looks_into_a_statement_by_itself() -> None:
    found = [place for place in _looked_into() if place.split(":")[0] not in OTHERS]
    assert not found, "ask learning.xapi.parts:\n" + "\n".join(found)


def test_no_query_reads_a_statement_by_the_place_of_its_characters() -> None:
    found = [
        f"{module.name}:{node.lineno}"
        for module in modules().values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and BY_PLACE.search(node.value)
        and "Return" not in node.value
    ]
    assert not found, found


def test_the_rule_would_have_found_what_broke() -> None:
    for sql in (
        """position('"success":true' in said.raw) > 0""",
        "said.raw LIKE '%success%'",
        "raw::jsonb -> 'result'",
        "substring(s.raw from 1 for 10)",
    ):
        assert BY_PLACE.search(sql), sql
    for sql in ("octet_length(s.raw)", "raw::json #> '{result,success}'", "SELECT s.raw FROM"):
        assert not BY_PLACE.search(sql), sql
