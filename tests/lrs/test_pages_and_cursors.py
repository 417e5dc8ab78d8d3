"""Pages end when they are long enough, and the way to the next one is short whatever is asked."""

from __future__ import annotations

import hashlib
import json
import uuid
from urllib.parse import urlencode

import pytest

from learning.lrs import definitions
from learning.lrs.models import ActivityDefinition, Statement
from learning.xapi.multipart import Part, write

from .conftest import HOME, foreign
from .speaking import URL

pytestmark = pytest.mark.django_db
# What gunicorn reads of the first line of a request, by default.
LONGEST_LINE = 4094


def long(size: int, **parts):
    return foreign(result={"response": "x" * size}, **parts)


def every_page(lrs, **parameters):
    """Yield pages as they follow one another."""
    page = lrs.get(**parameters)
    while True:
        assert page.status_code == 200, page.content[:200]
        yield page
        if not page.json()["more"]:
            return
        page = lrs.get(page.json()["more"])


# Bytes


@pytest.mark.parametrize("parameters", [{}, {"activity": HOME + "courses/1"}])
@pytest.mark.parametrize("ascending", ["true", "false"])
@pytest.mark.parametrize("format", ["exact", "ids", "canonical"])
def test_a_page_ends_when_it_holds_enough_bytes(lrs, settings, parameters, ascending, format):
    settings.LRS_MAX_PAGE_BYTES = 20_000
    sent = [long(size) for size in (100, 9_000, 9_000, 9_000, 50_000, 100, 50_000, 9_000)]
    assert lrs.post(sent).status_code == 200
    seen = []
    for page in every_page(lrs, **parameters, ascending=ascending, format=format):
        statements = page.json()["statements"]
        assert statements, "a page is never empty while there is more"
        lengths = Statement.objects.filter(id__in=[each["id"] for each in statements])
        whole = sum(len(row.raw) for row in lengths)
        assert whole <= 20_000 or len(statements) == 1
        seen += [each["id"] for each in statements]
    expected = [each["id"] for each in sent]
    assert seen == (expected if ascending == "true" else expected[::-1])


def test_a_limit_still_holds_on_a_page_that_is_short(lrs):
    lrs.post([foreign() for _number in range(5)])
    pages = [len(page.json()["statements"]) for page in every_page(lrs, limit=2)]
    assert pages == [2, 2, 1]


def test_definitions_that_are_kept_are_bounded(lrs, settings):
    settings.LRS_MAX_DEFINITION_BYTES = 1000

    def defined(size: int):
        said = {"description": {"en": "x" * size}, "type": f"urn:x:{size}"}
        return foreign(object={"id": HOME + "courses/1", "definition": said})

    for size in (500, 2000, 600):
        assert lrs.post(defined(size)).status_code == 200
    kept = ActivityDefinition.objects.order_by("id").values_list("definition", flat=True)
    assert [json.loads(text)["type"] for text in kept] == ["urn:x:500", "urn:x:600"]
    settings.LRS_MAX_PAGE_BYTES = 700
    [known] = definitions.definitions_of([HOME + "courses/1"]).values()
    assert known["type"] == "urn:x:600", "the latest is put together first"


# Cursors


def longest_names():
    iri = HOME + "é" * (4096 - len(HOME))
    actor = {"account": {"homePage": iri, "name": "ü" * 4000}}
    return actor, iri


def test_the_way_to_the_next_page_fits_into_the_first_line_of_a_request(lrs):
    actor, iri = longest_names()
    sent = [
        foreign(actor, object={"id": iri}, context={"registration": str(uuid.UUID(int=7))})
        for _number in range(3)
    ]
    for each in sent:
        each["verb"] = {"id": iri}
    assert lrs.post(sent).status_code == 200
    asked = {
        "agent": json.dumps(actor),
        "verb": iri,
        "activity": iri,
        "registration": str(uuid.UUID(int=7)),
        "related_agents": "true",
        "related_activities": "true",
        "since": "2000-01-01T00:00:00.000001Z",
        "until": "2999-01-01T00:00:00.000001Z",
        "ascending": "true",
        "limit": "1",
        "attachments": "false",
        "format": "canonical",
    }
    # So long a request is sent as a form (Communication 1.3), and answered with an address.
    answer = lrs.client.post(
        f"{URL}?method=GET",
        urlencode({**asked, **lrs.headers}),
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 200, answer.content[:300]
    seen = [answer.json()["statements"][0]["id"]]
    while more := answer.json()["more"]:
        assert len(f"GET {more} HTTP/1.1\r\n") < LONGEST_LINE / 4
        answer = lrs.get(more)
        seen += [each["id"] for each in answer.json()["statements"]]
    assert seen == [each["id"] for each in sent]


def test_what_was_never_named_here_has_no_next_page(lrs):
    lrs.post([foreign() for _number in range(3)])
    for parameters in (
        {"verb": "urn:x:never"},
        {"activity": "urn:x:never"},
        {"agent": json.dumps({"openid": "urn:x:never"})},
    ):
        page = lrs.get(**parameters, limit=1).json()
        assert page == {"statements": [], "more": ""}


# Headers


@pytest.mark.parametrize(
    "kind",
    [
        'text/plain; name="a\r\nX-Evil: 1"',
        'text/plain; name="a\nX-Evil: 1"',
        "text/plain\r\n; charset=utf-8",
        "text/plain; charset=utf-8;\r\n",
        'text/plain; name="a\x0b"',
        'text/plain; name="a\x85"',
        'text/plain; name="a\u2028"',
        'text/plain; name="a\x00"',
    ],
)
def test_a_line_end_in_the_type_of_an_attachment_is_refused(lrs, kind):
    attached = {
        "usageType": "urn:x:use",
        "display": {"en": "File"},
        "contentType": kind,
        "length": 1,
        "sha2": "a" * 64,
        "fileUrl": "https://x.example/file",
    }
    response = lrs.post(foreign(attachments=[attached]))
    assert response.status_code == 400
    assert not Statement.objects.exists()


def test_a_line_end_that_was_stored_before_is_never_written_into_a_header(lrs):
    data = b"data"
    sum = hashlib.sha256(data).hexdigest()
    attached = {
        "usageType": "urn:x:use",
        "display": {"en": "File"},
        "contentType": "text/plain",
        "length": 4,
        "sha2": sum,
    }
    sent = foreign(attachments=[attached])
    body = b"".join(
        write(
            [
                Part({"Content-Type": "application/json"}, json.dumps(sent).encode()),
                Part(
                    {
                        "Content-Type": "text/plain",
                        "Content-Transfer-Encoding": "binary",
                        "X-Experience-API-Hash": sum,
                    },
                    data,
                ),
            ],
            "boundary",
        )
    )
    assert lrs.post(body, "multipart/mixed; boundary=boundary").status_code == 200
    row = Statement.objects.get(id=sent["id"])
    Statement.objects.filter(pk=row.pk).update(
        raw=row.raw.replace('"text/plain"', '"text/html\\r\\nX-Evil: 1\\r\\n\\r\\n<script>"')
    )
    answer = lrs.get(statementId=sent["id"], attachments="true")
    text = b"".join(answer.streaming_content)
    _statement, part = text.split(b"\r\n--")[:2]
    headers = part.split(b"\r\n\r\n")[0]
    assert b"X-Evil" not in headers
    assert b"Content-Type: application/octet-stream\r\n" in headers


def test_no_header_of_a_part_can_begin_another():
    text = b"".join(write([Part({"X": "a\r\nY: b\n\x00c"}, b"")], "b"))
    assert text == b"--b\r\nX: a  Y: b  c\r\n\r\n\r\n--b--\r\n"
