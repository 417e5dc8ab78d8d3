"""Who can see what about me: the page and every sentence say what the table says."""

from __future__ import annotations

import html
import re
from types import MappingProxyType

import pytest
from django.test import Client
from django.utils import translation

from learning.people import visibility, who_sees
from learning.people.visibility import RULES, Kind, Relation, Sight
from tests.factories.clients import client_of
from tests.factories.courses import Writing, complete_lessons, published_course, started

pytestmark = pytest.mark.django_db
PAGE = "/who-can-see/"


def words_of(page: str) -> str:
    main = page.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", main)))


def test_every_kind_and_relation_has_its_words() -> None:
    assert set(who_sees.KINDS) == set(Kind)
    assert set(who_sees.RELATIONS) == set(Relation)
    for language in ("en-gb", "cy"):
        with translation.override(language):
            for words in (who_sees.KINDS, who_sees.RELATIONS):
                assert len({str(each) for each in words.values()}) == len(words)


def test_the_page_says_of_each_relation_exactly_what_the_table_allows() -> None:
    page = Client().get(PAGE).content.decode()
    sections = re.split(r'<h2 class="govuk-heading-m">', page)
    for relation in Relation:
        if relation is Relation.SELF:
            continue
        name = str(who_sees.RELATIONS[relation])
        [section] = [
            html.unescape(part)
            for part in sections
            if html.unescape(part).lower().startswith(f"{name.lower()}</h2>")
        ]
        in_person, _between, in_sums = section.partition("only as numbers")
        for kind in Kind:
            words = f"<li>{who_sees.KINDS[kind]}</li>"
            sight = RULES.get((relation, kind))
            assert (words in in_person) is (sight is Sight.IN_PERSON), (relation, kind)
            summed = f"<li>{ {**who_sees.KINDS, **who_sees.SUMMED}[kind] }</li>"
            assert (summed in in_sums) is (sight is Sight.SUMMED), (relation, kind)
            assert not (kind in who_sees.SUMMED and words in in_sums), (relation, kind)


def test_the_page_is_for_everybody_and_stands_at_the_foot_of_every_page(writing: Writing) -> None:
    for client in (Client(), client_of(writing.cast.learner)):
        assert client.get(PAGE).status_code == 200
        footer = client.get("/").content.decode().partition("<footer")[2]
        assert f'href="{PAGE}"' in footer


def test_where_learning_is_shown_the_same_sentences_stand_with_the_way_to_the_page(
    writing: Writing,
) -> None:
    """Three pages once gave three answers."""
    published_course(writing)
    learner = writing.cast.learner
    started(learner, "asking-good-questions")
    complete_lessons(learner, "asking-good-questions", 1, 2)
    mine, nobody = client_of(learner), Client()
    for client, address in (
        (nobody, "/"),
        (mine, "/my-learning/"),
        (mine, "/courses/asking-good-questions/"),
        (mine, "/courses/asking-good-questions/finished/"),
        (mine, "/account/data/"),
    ):
        page = client.get(address).content.decode()
        for sentences in who_sees.in_short():
            assert sentences in words_of(page), address
        assert f'href="{PAGE}"' in page.partition("<main")[2].partition("</main>")[0], address


def test_the_short_answer_is_what_it_is_today() -> None:
    others, alone = who_sees.in_short()
    assert others == (
        "Your manager, your manager’s manager and your learning and development lead can see what "
        "you have completed. Your learning and development lead can see statements of what you "
        "started, completed and removed, with the day."
    )
    assert alone == (
        "Only you can see your scores, your attempts, your answers, how long you took and whole "
        "statements about you. Others see at most numbers of these, without names, and never of "
        "fewer than 5 people."
    )


def test_when_the_table_changes_so_do_the_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = {**RULES, (Relation.MANAGER, Kind.SCORES): Sight.IN_PERSON}
    del changed[(Relation.LD_LEAD, Kind.STATED_ACHIEVEMENT)]
    for module in (visibility, who_sees):
        monkeypatch.setattr(module, "RULES", MappingProxyType(changed))
    told = " ".join(who_sees.in_short())
    assert "Only you can see your attempts," in told
    assert "statements of what you started" not in told.partition("Only you")[0]
    page = words_of(Client().get(PAGE).content.decode())
    assert "your scores" in page.partition("Your manager’s manager")[0]


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        (0, "Your manager and your learning and development lead"),
        (1, "Your manager and your learning and development lead"),
        (2, "Your manager, your manager’s manager and your"),
        (3, "Your manager, the managers above your manager, up to 3 levels above you and your"),
    ],
)
def test_managers_above_are_named_as_far_as_they_see(settings, levels: int, words: str) -> None:
    settings.MANAGER_LEVELS = levels
    assert who_sees.in_short()[0].startswith(words)


def test_what_is_left_out_of_others_statements_is_what_only_the_person_sees() -> None:
    """The words of the pages of statements, without a table of their own."""
    for kind in (Kind.SCORES, Kind.ANSWERS, Kind.MINUTES, Kind.STATEMENTS):
        seeing = {one for one in Relation if RULES.get((one, kind)) is Sight.IN_PERSON}
        assert seeing == {Relation.SELF}, kind


def test_in_welsh_the_page_is_welsh() -> None:
    client = Client()
    client.cookies["django_language"] = "cy"
    page = words_of(client.get(PAGE).content.decode())
    assert "can see" not in page
    assert "Eich rheolwr" in page
