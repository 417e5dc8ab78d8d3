"""Communication 3.1, in 2.0 4.1.4: conditions on what is overwritten, by ETag."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from learning.lrs.models import Document
from learning.xapi.validation import Version

from .client import ACTIVITY_PROFILE, AGENT_PROFILE, ONE, RESOURCES, STATE, TWO, Client
from .rows import Asks, request_table, requirement

PROFILES = (AGENT_PROFILE, ACTIVITY_PROFILE)
OLD, NEW = b'{"a": 1}', b'{"b": 2}'
RIGHT = {"If-Match": f'"{hashlib.sha1(OLD, usedforsecurity=False).hexdigest()}"'}
WRONG = {"If-Match": '"0000000000000000000000000000000000000000"'}
ANY, NONE = {"If-Match": "*"}, {"If-None-Match": "*"}


def stored(path: str) -> Any:
    def given(lrs: Client) -> None:
        assert lrs.ask("POST", path, RESOURCES[path], OLD).status_code == 204

    return given


def unchanged(lrs: Client, response: Any) -> None:
    assert bytes(Document.objects.get().content) == OLD


def changed(lrs: Client, response: Any) -> None:
    document = Document.objects.first()
    assert document is None or bytes(document.content) != OLD


def tried(
    rule: str,
    method: str,
    path: str,
    headers: dict[str, str],
    status: int,
    versions: tuple[Version, ...],
    *,
    there: bool = True,
) -> Asks:
    body = NEW if method != "DELETE" else b""
    then = None if not there else changed if status < 400 else unchanged
    return Asks(
        "322",
        f"{method} {path} {rule}",
        method,
        path,
        RESOURCES[path],
        status,
        body,
        headers=headers,
        versions=versions,
        given=stored(path) if there else None,
        then=then,
    )


def conditions() -> Iterator[Asks]:
    both = (ONE, TWO)
    for path in (*PROFILES, STATE):
        yield tried("over the one that was read", "PUT", path, RIGHT, 204, both)
        yield tried("over another than was read", "PUT", path, WRONG, 412, both)
        yield tried("over whatever is there", "PUT", path, ANY, 204, both)
        yield tried(
            "over what should be there and is not", "PUT", path, ANY, 412, both, there=False
        )
        yield tried("where nothing should be, and is", "PUT", path, NONE, 412, both)
        yield tried("where nothing is", "PUT", path, NONE, 204, both, there=False)
        for method in ("POST", "DELETE"):
            yield tried("of the one that was read", method, path, RIGHT, 204, both)
            yield tried("of another than was read", method, path, WRONG, 412, both)
            yield tried("without a condition", method, path, {}, 204, both)
    for path in PROFILES:
        yield tried("without a condition, over one", "PUT", path, {}, 409, both)
        yield tried("without a condition, where none is", "PUT", path, {}, 400, (ONE,), there=False)
        yield tried("without a condition, where none is", "PUT", path, {}, 204, (TWO,), there=False)
    yield tried("without a condition, over one", "PUT", STATE, {}, 204, (ONE,))
    yield tried("without a condition, over one", "PUT", STATE, {}, 409, (TWO,))
    yield tried("without a condition, where none is", "PUT", STATE, {}, 204, both, there=False)


test_conditions = request_table(*conditions())


@requirement("322", "A document comes with its ETag: its SHA-1, in quotation marks")
def test_etags(lrs: Client) -> None:
    for path in (*PROFILES, STATE):
        stored(path)(lrs)
        response = lrs.ask("GET", path, RESOURCES[path])
        assert response["ETag"] == RIGHT["If-Match"]
        assert lrs.ask("HEAD", path, RESOURCES[path])["ETag"] == response["ETag"]


@requirement("322", "Last-Modified moves when the document changes")
def test_last_modified(lrs: Client) -> None:
    for path in (*PROFILES, STATE):
        stored(path)(lrs)
        Document.objects.update(updated="2026-01-01T00:00:00Z")
        before = lrs.ask("GET", path, RESOURCES[path])["Last-Modified"]
        assert before == "Thu, 01 Jan 2026 00:00:00 GMT"
        assert lrs.ask("POST", path, RESOURCES[path], NEW).status_code == 204
        assert lrs.ask("GET", path, RESOURCES[path])["Last-Modified"] != before
