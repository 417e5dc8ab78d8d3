"""Who may move whose records, and who is whom."""

from __future__ import annotations

import pytest

from learning.lrs.actors import NotAnAlias, create_own_actor, link_alias
from learning.lrs.models import Actor, Statement
from learning.lrs.sources import Source, is_under
from learning.lrs.store import store
from learning.records.models import Record

from .conftest import HOME, NOW, foreign

pytestmark = pytest.mark.django_db


def test_only_a_trusted_source_moves_records_and_only_of_its_activities(partner, stranger):
    store([foreign()], now=NOW, source=stranger)
    store([foreign(object={"id": "https://elsewhere.example/c"})], now=NOW, source=partner)
    store([foreign(object={"id": HOME.rstrip("/") + ".evil.example/"})], now=NOW, source=partner)
    assert not Record.objects.exists()
    assert not Statement.objects.filter(vouched=True).exists()
    store([foreign()], now=NOW, source=partner)
    assert Record.objects.count() == 1


@pytest.mark.parametrize(
    ("iri", "prefix", "under"),
    [
        ("https://a.example/c", "https://a.example/c", True),
        ("https://a.example/c/1", "https://a.example/c", True),
        ("https://a.example/c#1", "https://a.example/c", True),
        ("https://a.example/c/1", "https://a.example/c/", True),
        ("https://a.example/course", "https://a.example/c", False),
        ("https://a.example.evil.org/", "https://a.example", False),
        ("https://a.example/c", "https://a.example/c/", False),
        ("https://a.example/c", "", False),
    ],
)
def test_a_prefix_ends_at_the_end_of_a_part(iri, prefix, under):
    assert is_under(iri, prefix) is under


def test_a_partners_name_for_a_person_counts_for_that_person(person, partner):
    name = {"mbox": "mailto:Learner@Partner.example"}
    alias = link_alias(own=person, agent=name)
    store([foreign({**name, "name": "A Learner"})], now=NOW, source=partner)
    assert Statement.objects.get().actor == alias
    assert Record.objects.get().actor == person


def test_a_name_is_linked_to_one_person_only(person):
    name = {"openid": "https://partner.example/me"}
    link_alias(own=person, agent=name)
    link_alias(own=person, agent=name)
    other = create_own_actor()
    with pytest.raises(NotAnAlias):
        link_alias(own=other, agent=name)
    with pytest.raises(NotAnAlias):
        link_alias(own=person, agent=other.identifier)
    with pytest.raises(NotAnAlias):
        link_alias(own=Actor.objects.get(same_as=person), agent={"mbox": "mailto:x@y.example"})


def test_our_authority_cannot_be_borrowed(person, partner):
    sent = foreign(authority={"objectType": "Agent", **Source(ours=True).authority.as_json()})
    store([sent], now=NOW, source=partner)
    assert Statement.objects.get().authority.identifier != Source(ours=True).authority.as_json()
