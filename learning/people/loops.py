"""Finding a loop where a tree should be: organisations and reporting lines."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def find_loop(above: Mapping[Node, Node | None]) -> list[Node]:
    """Return the members of one loop in order, or an empty list where there is none.

    ``above`` maps each node to the one above it; a node that is named only as a value has
    nothing above it. Each node is walked once, so the time is linear.
    """
    safe: set[Node] = set()
    for start in above:
        trail: dict[Node, int] = {}
        node: Node | None = start
        while node is not None and node not in safe:
            if node in trail:
                return list(trail)[trail[node] :]
            trail[node] = len(trail)
            node = above.get(node)
        safe.update(trail)
    return []
