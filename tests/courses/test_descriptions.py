"""What the record store knows of a course is what is published."""

from __future__ import annotations

from courses.content.models import CoursePage
from learning.lrs.definitions import definitions_of
from learning.lrs.models import ActivityDefinition, Term, TermKind
from tests.factories.courses import Writing, publish, published_course, started


def known() -> dict[str, dict]:
    return definitions_of(Term.objects.filter(kind=TermKind.ACTIVITY).values_list("iri", flat=True))


def retitle(page: CoursePage, title: str) -> None:
    draft = CoursePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    draft.title = title
    draft.save_revision()
    publish(page)


def test_publishing_tells_what_courses_lessons_and_checks_are(writing: Writing) -> None:
    page = published_course(writing)
    kinds = [definition["type"].rpartition("/")[2] for definition in known().values()]
    assert kinds.count("course") == 1
    assert kinds.count("lesson") == 2
    assert kinds.count("cmi.interaction") >= 1
    assert {"en-gb": page.title} in [definition["name"] for definition in known().values()]
    assert "correctResponsesPattern" not in str(known())


def test_the_latest_words_hold_even_where_they_were_said_before(writing: Writing) -> None:
    page = published_course(writing)
    first = page.title
    for title in ("Another title", first):
        retitle(page, title)
        named = [each["name"] for each in known().values() if each["type"].endswith("/course")]
        assert named == [{"en-gb": title}]


def test_learning_writes_no_definition(writing: Writing) -> None:
    published_course(writing)
    before = set(ActivityDefinition.objects.values_list("pk", flat=True))
    started(writing.cast.learner, "asking-good-questions")
    assert set(ActivityDefinition.objects.values_list("pk", flat=True)) == before
