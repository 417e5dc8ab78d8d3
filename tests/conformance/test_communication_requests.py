"""Communication 1.1, 1.3 and 2.0: HEAD, the alternate syntax, and that all resources are there."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from .client import (
    AGENT_PROFILE,
    OF_AGENT,
    OF_STATE,
    ONE,
    RESOURCES,
    STATE,
    STATEMENT,
    STATEMENTS,
    TWO,
    UUID_1,
    Client,
    something_everywhere,
)
from .rows import Asks, request_table, requirement


def without_body(lrs: Client, response: Any) -> None:
    assert response.content == b""


test_head = request_table(
    *(
        Asks(
            "125, 126",
            f"HEAD is answered as GET is, without a body: {path}",
            "HEAD",
            path,
            parameters,
            200,
            given=something_everywhere,
            then=without_body,
        )
        for path, parameters in RESOURCES.items()
    ),
    Asks("125, 126", "HEAD of many statements", "HEAD", STATEMENTS, {}, 200, then=without_body),
    Asks("125, 126", "HEAD of what is not there", "HEAD", STATE, OF_STATE, 404, then=without_body),
    Asks(
        "125, 126",
        "HEAD that asks wrongly",
        "HEAD",
        STATEMENTS,
        {"limit": "a"},
        400,
        then=without_body,
    ),
)


@requirement("125", "HEAD has the headers of GET")
def test_head_has_the_headers(lrs: Client) -> None:
    something_everywhere(lrs)
    for path, parameters in RESOURCES.items():
        got, head = (lrs.ask(method, path, parameters).headers for method in ("GET", "HEAD"))
        # The time up to which everything is there has moved on between the two.
        moving = {"X-Experience-API-Consistent-Through", "Content-Length", "X-Request-ID"}
        assert {k: v for k, v in got.items() if k not in moving} == {
            k: v for k, v in head.items() if k not in moving
        }


@requirement("140", "All resources are there, and answer GET")
def test_all_resources(lrs: Client) -> None:
    something_everywhere(lrs)
    for path, parameters in RESOURCES.items():
        assert lrs.ask("GET", path, parameters).status_code == 200, path


FORM = "application/x-www-form-urlencoded"
SENT = {**STATEMENT, "id": UUID_1}


def form(**parts: Any) -> bytes:
    named = {name.replace("_", "-"): value for name, value in parts.items()}
    return urlencode(
        {k: v if isinstance(v, str) else json.dumps(v) for k, v in named.items()}
    ).encode()


def hidden(rule: str, method: str, sent: bytes, status: int, ids: str = "336", **more: Any) -> Asks:
    """Return the row of a request that stands for another, in 1.0.3."""
    asked = {"method": method, **more.pop("parameters", {})}
    options = {"http": "POST", "path": STATEMENTS, "content_type": FORM, "versions": [ONE], **more}
    http, path, kind = options.pop("http"), options.pop("path"), options.pop("content_type")
    return Asks(ids, rule, http, path, asked, status, sent, kind, **options)


def is_a_result(lrs: Client, response: Any) -> None:
    assert set(response.json()) == {"statements", "more"}


test_alternate_syntax = request_table(
    hidden("A POST may stand for a GET", "GET", form(limit="1"), 200, "148, 336", then=is_a_result),
    hidden("For a PUT", "PUT", form(statementId=UUID_1, content=SENT), 204),
    hidden("For a POST", "POST", form(content=SENT), 200),
    hidden("For a HEAD", "HEAD", form(), 200, then=without_body),
    hidden("For a DELETE", "DELETE", form(**OF_STATE), 204, path=STATE),
    hidden(
        "Only a POST stands for others",
        "PUT",
        form(statementId=UUID_1, content=SENT),
        400,
        http="PUT",
    ),
    hidden("A GET does not", "GET", b"", 400, http="GET"),
    hidden(
        "Its parameters are in the form",
        "PUT",
        form(content=SENT),
        400,
        parameters={"statementId": UUID_1},
    ),
    hidden("Its content is in the form", "PUT", form(statementId=UUID_1), 400),
    hidden("And encoded as a form", "PUT", json.dumps(SENT).encode(), 400),
    hidden(
        "And says so",
        "PUT",
        form(statementId=UUID_1, content=SENT),
        400,
        content_type="application/json",
    ),
    hidden(
        "Its headers are in the form",
        "PUT",
        form(
            **OF_AGENT,
            content="a",
            Content_Type="text/plain",
            If_None_Match="*",
            Content_Length="1",
        ),
        204,
        path=AGENT_PROFILE,
    ),
    hidden(
        "The version too",
        "GET",
        form(X_Experience_API_Version="1.0.1"),
        200,
        headers={"X-Experience-API-Version": None},
    ),
    hidden(
        "A version that is none is refused",
        "GET",
        form(X_Experience_API_Version="0.8"),
        400,
        headers={"X-Experience-API-Version": None},
    ),
    hidden("What else is in the form is a parameter", "GET", form(colour="red"), 400),
    *(
        hidden(
            f"2.0 has no such {method}",
            method,
            form(content=SENT, statementId=UUID_1),
            400,
            versions=[TWO],
        )
        for method in ("GET", "PUT", "POST", "DELETE", "HEAD")
    ),
)


@requirement("336", "A key may be in the form as well", [ONE])
def test_the_key_in_the_form(lrs: Client) -> None:
    sent = form(content=SENT, Authorization=lrs.headers["Authorization"])
    without = {"Authorization": None}
    asked = {"method": "POST"}
    assert lrs.ask("POST", STATEMENTS, asked, sent, FORM, without).status_code == 200
    assert lrs.ask("POST", STATEMENTS, asked, form(content=SENT), FORM, without).status_code == 401
