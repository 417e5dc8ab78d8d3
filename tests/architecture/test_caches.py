"""No memory of this process grows with what others send.

Caches that count entries are bounded only as long as their keys are: ``lru_cache`` with a body of
ten megabytes for a key holds forty gigabytes. So each is either ``bounded_cache`` or ``BoundedMap``
(learning.xapi.caches), or stands here with the reason why its keys are few and short.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .own_code import modules

OF_THE_SERVICE = "asked only about the service's own files"
# Decorated functions whose keys or answers nobody outside can choose.
CACHED = {
    "learning.catalogue.shipped.shipped_entries": OF_THE_SERVICE,
    "learning.catalogue.shipped._compiled": "4 vocabularies, each of what editors keep in a table",
    "learning.config.bootstrap.frontend.node": OF_THE_SERVICE,
    "learning.config.server.answers._made": "a dozen statuses in each language of the settings",
    "learning.config.embedded.binaries.program": OF_THE_SERVICE,
    "learning.config.embedded.binaries.user_prefix": OF_THE_SERVICE,
    "learning.catalogue.kinds.activity_kinds": "one list of kinds, which the settings name",
    "courses.content.blocks.kinds_of_blocks": "one list of blocks, which the code names",
    "learning.seams.named.seam": "names of seams, of which there are sixteen",
    "cms.steps.kinds.kinds": "asked without anything: one entry",
    "learning.xapi.caches.bounded_cache": "the mechanism itself, which bounds the keys",
    "cms.publishing.checking.checks_in": OF_THE_SERVICE,
    "courses.content.review.spelling._words": OF_THE_SERVICE,
    "cms.publishing.checks.drawings._looked_at": "128 names and sums; drawings are small at intake",
}
# Containers of a module that are filled later.
FILLED_LATER = {
    "cms.blocks.frozen._clean": "20,000 digests of frozen lessons, the oldest forgotten",
    "learning.config.service_name._remembered": "a name for each language of the settings",
    "learning.config.embedded.server._servers": "one database server for each folder",
    "learning.config.bootstrap.steps._running": "processes that make run started",
    "learning.privacy.registry._declarations": "declared by our own modules",
    "learning.config.settings.seams.LRS_GATES": "a setting",
}
EMPTY_CALLS = {
    "dict", "set", "list", "defaultdict", "deque", "OrderedDict", "ChainMap",
    "WeakValueDictionary", "WeakKeyDictionary", "WeakSet",
}  # fmt: skip


def _name(node: ast.expr) -> str:
    """Return the last part of a name, such as ``lru_cache`` in ``functools.lru_cache(…)``."""
    if isinstance(node, ast.Call):
        return _name(node.func)
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _cached() -> Iterator[str]:
    """Yield every function that has such a decorator, or calls one by hand."""
    for module in modules().values():
        for node in module.tree.body:
            for inner in ast.walk(node):
                decorators = inner.decorator_list if isinstance(inner, ast.FunctionDef) else ()
                called = [inner] if isinstance(inner, ast.Call) else []
                if any(_name(one) in ("lru_cache", "cache") for one in (*decorators, *called)):
                    yield f"{module.name}.{getattr(node, 'name', '')}"


def _empty(value: ast.expr | None) -> bool:
    if isinstance(value, ast.Dict):
        return not value.keys
    if isinstance(value, ast.List | ast.Set):
        return not value.elts
    return isinstance(value, ast.Call) and _name(value) in EMPTY_CALLS and not value.args


def _filled_later() -> Iterator[str]:
    for module in modules().values():
        for node in module.tree.body:
            targets: list[ast.expr] = []
            if isinstance(node, ast.Assign):
                targets = node.targets
            elif isinstance(node, ast.AnnAssign):
                targets = [node.target]
            else:
                continue
            if _empty(node.value):
                yield from (f"{module.name}.{_name(target)}" for target in targets)


def test_every_cache_is_bounded_in_bytes_or_has_its_reason() -> None:
    found = set(_cached())
    assert found - CACHED.keys() == set(), "use learning.xapi.caches, or say why not"
    assert CACHED.keys() - found == set(), "take these out of the list"


def test_no_module_collects_what_others_send() -> None:
    found = set(_filled_later())
    assert found - FILLED_LATER.keys() == set(), "use learning.xapi.caches, or say why not"
    assert FILLED_LATER.keys() - found == set(), "take these out of the list"
