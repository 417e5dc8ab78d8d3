"""Communication 2.1.3: the formats of statements, and their attachments."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from learning.xapi import multipart

from .client import (
    ACTIVITY,
    AGENT,
    GROUP,
    HOME,
    STATEMENT,
    STATEMENTS,
    UUID_1,
    Client,
)
from .rows import Asks, request_table

SENT = {**STATEMENT, "id": UUID_1}
HERE = {"statementId": UUID_1}

WORDS = {"en-GB": "did", "cy": "gwnaeth", "fr": "fit"}
WORDY: dict[str, Any] = {
    "id": UUID_1,
    "actor": {**AGENT, "name": "A Learner"},
    "verb": {"id": HOME + "verbs/wordy", "display": WORDS},
    "object": {
        **ACTIVITY,
        "id": HOME + "wordy",
        "definition": {"name": WORDS, "description": WORDS},
    },
    "context": {"team": {**GROUP, "name": "A team", "member": [AGENT]}},
}
TEAM = {"objectType": "Group", "mbox": GROUP["mbox"]}


def wordy(lrs: Client) -> None:
    lrs.store(WORDY)


def shows(**parts: Any) -> Callable[[Client, Any], None]:
    def then(lrs: Client, response: Any) -> None:
        [found] = response.json()["statements"]
        assert {name: found[name] for name in parts} == parts

    return then


EXACT = shows(**{name: WORDY[name] for name in ("actor", "verb", "object", "context")})


def in_language(tag: str) -> Callable[[Client, Any], None]:
    word = {tag: WORDS[tag]}
    return shows(
        verb={**WORDY["verb"], "display": word},
        object={**WORDY["object"], "definition": {"name": word, "description": word}},
        actor=WORDY["actor"],
    )


def formatted(
    ids: str, rule: str, format: str | None, then: Any, language: str | None = None
) -> Asks:
    asked = {"format": format} if format else {}
    headers = {"Accept-Language": language}
    return Asks(ids, rule, "GET", STATEMENTS, asked, 200, headers=headers, given=wordy, then=then)


test_formats = request_table(
    formatted("168", "Without a format statements are exact", None, EXACT),
    formatted("170", "exact gives what was sent", "exact", EXACT, "cy"),
    formatted(
        "171",
        "ids gives only what identifies",
        "ids",
        shows(
            actor={"objectType": "Agent", "mbox": AGENT["mbox"]},
            verb={"id": HOME + "verbs/wordy"},
            object={"id": HOME + "wordy"},
            context={"team": TEAM},
        ),
    ),
    formatted(
        "169, 172",
        "canonical gives one language, the one asked for",
        "canonical",
        in_language("cy"),
        "cy",
    ),
    formatted("172", "The one preferred", "canonical", in_language("fr"), "cy;q=0.5, fr;q=0.9"),
    formatted("172", "Or one like it", "canonical", in_language("en-GB"), "en-US"),
    formatted("169", "Or any", "canonical", in_language("en-GB"), "de"),
    formatted("169", "Or the first where none is asked for", "canonical", in_language("en-GB")),
    Asks("172", "A format is none of the others", "GET", STATEMENTS, {"format": "Canonical"}, 400),
)

DATA = b"evidence \x00\xff"


def with_data(lrs: Client) -> None:
    attachment = {
        "usageType": HOME + "evidence",
        "display": {"en": "Evidence"},
        "contentType": "text/plain",
        "length": len(DATA),
        "sha2": hashlib.sha256(DATA).hexdigest(),
    }
    body = multipart.write(
        [
            multipart.Part(
                {"Content-Type": "application/json"},
                json.dumps({**SENT, "attachments": [attachment]}).encode(),
            ),
            multipart.Part(
                {
                    "Content-Type": "text/plain",
                    "Content-Transfer-Encoding": "binary",
                    "X-Experience-API-Hash": attachment["sha2"],
                },
                DATA,
            ),
        ],
        "b",
    )
    response = lrs.ask("POST", STATEMENTS, None, b"".join(body), "multipart/mixed; boundary=b")
    assert response.status_code == 200, response.content


def is_multipart(lrs: Client, response: Any) -> None:
    kind, _equals, boundary = response["Content-Type"].partition("; boundary=")
    assert kind == "multipart/mixed"
    first, file = multipart.parse(response.getvalue(), boundary)
    assert first.content_type == "application/json"
    assert file.content == DATA
    assert file.headers["x-experience-api-hash"] == hashlib.sha256(DATA).hexdigest()
    assert file.headers["content-transfer-encoding"] == "binary"


def is_json(lrs: Client, response: Any) -> None:
    assert response["Content-Type"] == "application/json"
    assert response.json()


test_attachments = request_table(
    Asks(
        "165, 167",
        "With attachments the answer is multipart, with the data",
        "GET",
        STATEMENTS,
        {"attachments": "true"},
        200,
        given=with_data,
        then=is_multipart,
    ),
    Asks(
        "167",
        "So it is of one statement",
        "GET",
        STATEMENTS,
        {**HERE, "attachments": "true"},
        200,
        given=with_data,
        then=is_multipart,
    ),
    Asks(
        "161, 165",
        "Without, it is JSON",
        "GET",
        STATEMENTS,
        {"attachments": "false"},
        200,
        given=with_data,
        then=is_json,
    ),
    Asks(
        "161, 165",
        "As it is where nothing is said",
        "GET",
        STATEMENTS,
        None,
        200,
        given=with_data,
        then=is_json,
    ),
    Asks(
        "161",
        "And of one statement",
        "GET",
        STATEMENTS,
        {**HERE, "attachments": "false"},
        200,
        given=with_data,
        then=is_json,
    ),
)
