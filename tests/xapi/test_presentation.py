"""Statements in fewer words (Communication 2.1.3, format)."""

from __future__ import annotations

from learning.xapi.presentation import canonical, only_ids

AGENT = {"objectType": "Agent", "name": "A", "mbox": "mailto:a@x.example"}
GROUP = {"objectType": "Group", "name": "G", "openid": "urn:x:g", "member": [AGENT]}
ACTIVITY = {
    "objectType": "Activity",
    "id": "urn:x:1",
    "definition": {
        "name": {"en": "One", "cy": "Un"},
        "interactionType": "choice",
        "choices": [{"id": "a", "description": {"en": "First", "cy": "Cyntaf"}}],
    },
}
STATEMENT = {
    "id": "12345678-1234-4678-9234-567812345678",
    "actor": {"objectType": "Group", "name": "Us", "member": [AGENT]},
    "verb": {"id": "urn:x:did", "display": {"en-GB": "did", "cy": "gwnaeth"}},
    "object": {
        "objectType": "SubStatement",
        "actor": GROUP,
        "verb": {"id": "urn:x:did", "display": {"en": "did"}},
        "object": ACTIVITY,
    },
    "context": {"instructor": AGENT, "contextActivities": {"parent": [ACTIVITY]}},
}
SHORT = {"objectType": "Agent", "mbox": "mailto:a@x.example"}


def test_ids_keep_only_what_identifies():
    assert only_ids(STATEMENT) == {
        "id": STATEMENT["id"],
        "actor": {"objectType": "Group", "member": [SHORT]},
        "verb": {"id": "urn:x:did"},
        "object": {
            "objectType": "SubStatement",
            "actor": {"objectType": "Group", "openid": "urn:x:g"},
            "verb": {"id": "urn:x:did"},
            "object": {"id": "urn:x:1"},
        },
        "context": {"instructor": SHORT, "contextActivities": {"parent": [{"id": "urn:x:1"}]}},
    }
    reference = {"objectType": "StatementRef", "id": STATEMENT["id"]}
    assert only_ids({"object": reference}) == {"object": reference}
    assert only_ids({"object": AGENT}) == {"object": SHORT}


def test_canonical_has_one_language_in_each_map():
    shown = canonical(STATEMENT, ["cy-GB", "en"])
    assert shown["verb"]["display"] == {"cy": "gwnaeth"}
    assert shown["object"]["verb"]["display"] == {"en": "did"}
    for activity in (
        shown["object"]["object"],
        shown["context"]["contextActivities"]["parent"][0],
    ):
        assert activity["definition"]["name"] == {"cy": "Un"}
        assert activity["definition"]["choices"][0]["description"] == {"cy": "Cyntaf"}
    assert canonical(STATEMENT, [])["verb"]["display"] == {"en-GB": "did"}
    assert STATEMENT["verb"]["display"] == {"en-GB": "did", "cy": "gwnaeth"}
