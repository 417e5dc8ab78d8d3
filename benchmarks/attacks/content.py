"""What editors write: markup that costs a parser far more than it is long."""

from __future__ import annotations

import time

from benchmarks.attacks.attack import Attack

LENGTH = 2_000_000  # characters, far more than any form of the editor takes in one text
# Nested, left open, opened again in each paragraph, with attributes that make each mark another.
PIECES = (
    "<b>", "<div>", "<ul><li>", "<p><b>", "<b", "<!--", "<script>", "</p>", "<h2>", "<a href=x>",
    "<table><tr><td>", "<svg><g>", "<math><mi>", "&", "&amp", "<p><em><strong><b><i>", "<details>",
    "<select><option>", "<template>", "<font color=1>", "<a href=1><b><i>",
)  # fmt: skip


def markup() -> str:
    """Sanitise two million characters of each, stored and frozen; say what took longest."""
    from cms.blocks.frozen import frozen
    from cms.blocks.sanitiser import STORED, cleaned

    marks = "".join(f"<b a={number}>" for number in range(20_000))
    written = {piece: piece * (LENGTH // len(piece)) for piece in PIECES}
    written["marks with attributes"] = f"<p>{marks}</p>{'<p>x' * 200_000}"
    took: dict[str, float] = {}
    for name, html in written.items():
        started = time.perf_counter()
        for clean in (cleaned(html, STORED), frozen(html)):
            assert len(clean) <= 8 * len(html), f"{name} grew to {len(clean)} characters"
            assert "<script" not in clean
        took[name] = time.perf_counter() - started
    slowest = max(took, key=lambda name: took[name])
    return f"{len(took)} kinds of 2 MB, at most {took[slowest]:.1f} s ({slowest})"


ATTACKS = [Attack("markup", markup, seconds=240, megabytes=1_500)]
