"""Attachments, definitions and documents travel with the statements."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError

from learning.lrs.definitions import definitions_of
from learning.lrs.models import ActivityDefinition, Document, KeptFile, StatementFile

from .conftest import HOME, foreign, new_partner
from .moving import emptied, exported, imported
from .speaking import Lrs
from .test_attachments import DATA, attached, part, received, send
from .test_documents import ACTIVITY_PROFILE, AGENT_PROFILE, STATE, Place

pytestmark = pytest.mark.django_db
ACTIVITY = HOME + "courses/1"


def kept():
    return (
        sorted((one.sha2, bytes(one.content)) for one in KeptFile.objects.all()),
        sorted((str(one.statement.id), one.file.sha2) for one in StatementFile.objects.all()),
        list(
            ActivityDefinition.objects.order_by("id").values_list(
                "activity__iri", "digest", "vouched", "definition"
            )
        ),
        sorted(
            (
                one.digest, one.kind, one.agent and json.dumps(one.agent.identifier),
                one.activity and one.activity.iri, one.registration, one.name,
                bytes(one.content), one.content_type, one.etag, one.updated,
            )
            for one in Document.objects.select_related("agent", "activity")
        ),
        definitions_of([ACTIVITY]),
    )  # fmt: skip


@pytest.fixture
def full(lrs):
    """A store with something of every kind in it; returns the statement with an attachment."""
    sent = foreign(attachments=[attached(), attached(b"more", usageType="https://x.example/y")])
    assert send(lrs, sent, part(DATA), part(b"more")).status_code == 200
    again = foreign(attachments=[attached()])
    assert send(lrs, again, part(DATA)).status_code == 200
    for words in ("Charts", "Better charts", "Charts"):
        thing = {"id": ACTIVITY, "definition": {"name": {"en": words}}}
        assert lrs.post(foreign(object=thing)).status_code == 200
    for resource in (STATE, AGENT_PROFILE, ACTIVITY_PROFILE):
        place = Place(lrs, resource)
        answer = place.ask("PUT", {"at": 3}, if_none_match="*")
        assert answer.status_code == 204, answer.content
    place = Place(lrs, STATE, registration="11111111-1111-4111-8111-111111111111")
    assert place.ask("PUT", b"\x00\xff", content_type="x/y").status_code == 204
    files, links, definitions, documents, _merged = kept()
    assert (len(files), len(links), len(definitions), len(documents)) == (2, 3, 2, 4)
    return sent


def test_all_of_it_arrives_once_however_often_it_is_imported(full, tmp_path):
    before = kept()
    exported(tmp_path / "f")
    emptied()
    for _time in range(2):
        out, err = imported(tmp_path / "f")
        assert "2 attachments, 4 documents and 2 definitions" in out
        assert err == ""
        assert kept() == before
    lrs = Lrs(new_partner())
    _said, parts = received(lrs.get(statementId=full["id"], attachments="true"))
    assert {one.content for one in parts} == {DATA, b"more"}


def test_of_two_documents_in_one_place_the_later_stays(lrs, tmp_path):
    place = Place(lrs)
    place.ask("PUT", {"at": 1})
    exported(tmp_path / "first")
    place.ask("PUT", {"at": 2})
    exported(tmp_path / "second")
    for name in ("first", "second", "first"):
        imported(tmp_path / name)
        assert json.loads(bytes(Document.objects.get().content)) == {"at": 2}
    Document.objects.update(content=b"old", updated="2020-01-01T00:00:00Z")
    imported(tmp_path / "second")
    assert json.loads(bytes(Document.objects.get().content)) == {"at": 2}


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("file", b'"content":"', b'"content":"AAAA'),
        ("file", b'"content":"', b'"content":"*'),
        ("file", b'"sha2":"', b'"sha2":"x'),
        ("attachment", b'"statement":"', b'"statement":"x'),
        ("definition", b'"digest":"', b'"digest":"x'),
        ("definition", b'"activity"', b'"activities"'),
        ("document", b'"of":"STATE"', b'"of":"NOTHING"'),
        ("document", b'"updated":"', b'"updated":"x'),
        ("alias", b'"of":', b'"off":'),
    ],
)
def test_a_broken_line_is_told_and_nothing_of_its_batch_is_kept(full, tmp_path, kind, old, new):
    path = tmp_path / "f"
    if kind == "alias":
        from learning.lrs.actors import create_own_actor, link_alias

        link_alias(own=create_own_actor(), agent={"mbox": "mailto:a@partner.example"})
    lines = exported(path)
    place = max(
        number for number, line in enumerate(lines)
        if line.startswith(b'{"kind":"%b"' % kind.encode()) and old in line
    )  # fmt: skip
    lines[place] = lines[place].replace(old, new, 1)
    path.write_bytes(b"".join(lines))
    emptied()
    with pytest.raises(CommandError, match=r"Line \d+ cannot be read"):
        imported(path)
    files, links, definitions, documents, _merged = kept()
    assert not {"file": files, "attachment": links, "definition": definitions,
                "document": documents, "alias": []}[kind]  # fmt: skip
