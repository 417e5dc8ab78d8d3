"""Archives of courses that nobody should send: each gets a sentence, and nothing is stored."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings as service
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import reverse
from django.utils.html import escape
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from wagtail.models import Page

from cms.media.models import LibraryDocument, LibraryImage
from cms.snippets.models import GlossaryTerm, SharedPassage
from courses.content.exchange.archive import VERSION
from courses.content.exchange.exporting import export_course
from courses.content.exchange.importing import ImportedArchive, import_archive
from courses.content.exchange.refusals import ArchiveRefused, Refusal
from courses.content.exchange.sentences import REFUSALS, sentence
from courses.content.freezing.rendering import render_body
from courses.content.models import CoursePage, LessonPage
from learning.catalogue.models import Topic
from tests.authorisation.world import undone
from tests.bad_input.archive_changes import closed, opened, set_in, with_block
from tests.bad_input.archives import BAD
from tests.factories.courses import Writing, writing_department
from tests.factories.people import cast
from tests.factories.whole_course import in_welsh, whole_course
from tests.size import size

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    place = tmp_path_factory.mktemp("media")
    with override_settings(MEDIA_ROOT=place, LARGEST_ARCHIVE=20 * 1024 * 1024):
        yield place


@pytest.fixture(scope="module")
def honest(folder: Path, django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """A department, and the archive of a course that is nowhere in it."""
    with django_db_blocker.unblock(), transaction.atomic():
        cache.clear()
        writing = writing_department(cast())
        with transaction.atomic():
            course = whole_course(writing)
            in_welsh(course, writing)
            file = io.BytesIO()
            export_course(course=course, to=file, user=None)
            transaction.set_rollback(True)
        yield writing, file.getvalue()
        transaction.set_rollback(True)


@pytest.fixture
def writing(honest: tuple[Writing, bytes]) -> Writing:
    return honest[0]


@pytest.fixture
def archive(honest: tuple[Writing, bytes]) -> bytes:
    return honest[1]


@pytest.fixture
def author(writing: Writing) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(writing.cast.author, backend="learning.people.backends.EmployedBackend")
    return client


def send(author: Client, writing: Writing, content: bytes) -> HttpResponse:
    """Send an archive with the form."""
    address = reverse("content_import_course", args=[writing.department.page.pk])
    return author.post(address, {"file": SimpleUploadedFile("a.zip", content)})


def stored() -> tuple[object, ...]:
    """Return what there is that an import could have stored."""
    root = Path(default_storage.location)
    models = (Page, LibraryImage, LibraryDocument, SharedPassage, GlossaryTerm, Topic)
    files = sorted(str(path) for path in root.rglob("*") if path.is_file())
    return (*(model.objects.count() for model in models), files)


@pytest.mark.parametrize("name", BAD)
def test_a_bad_archive_gets_a_sentence_and_stores_nothing(
    author: Client, writing: Writing, archive: bytes, name: str
) -> None:
    refusal, make = BAD[name]
    before = stored()
    with undone():
        answer = send(author, writing, make(archive))
        page = answer.content.decode()
        assert answer.status_code == 200
        assert escape(str(REFUSALS[refusal]).split("%(")[0]) in page
        assert "Nothing was stored" in page
        assert stored() == before


def test_a_newer_version_is_named(archive: bytes, writing: Writing) -> None:
    with pytest.raises(ArchiveRefused) as refused:
        receive(writing, set_in("made_by", "9.1")(set_in("version", VERSION + 1)(archive)))
    assert sentence(refused.value) == (
        "The archive was made by a newer version of the service. Update this service first, then "
        f"import it. (It was made by version 9.1; this is {service.SERVICE_VERSION}.)"
    )


def receive(writing: Writing, archive: bytes) -> ImportedArchive:
    return import_archive(
        file=io.BytesIO(archive), department=writing.department.page, user=writing.cast.author
    )


def tried(writing: Writing, archive: bytes) -> ImportedArchive | ArchiveRefused:
    """Return what became of an archive: whatever else is raised is a defect."""
    try:
        return receive(writing, archive)
    except ArchiveRefused as refused:
        return refused


def test_what_a_newer_version_adds_is_told_as_newer(archive: bytes, writing: Writing) -> None:
    content, files = opened(archive)
    newer = closed({**content, "version": VERSION + 1, "theatre": []}, files, ("theatre/1", b"x"))
    with pytest.raises(ArchiveRefused) as refused:
        receive(writing, newer)
    assert refused.value.refusal is Refusal.NEWER


def test_unknown_blocks_are_named(archive: bytes, writing: Writing) -> None:
    both = with_block("hologram", 1)(with_block("smell", 2)(archive))
    with pytest.raises(ArchiveRefused) as refused:
        receive(writing, both)
    assert refused.value.about == "hologram, smell"


def test_an_archive_that_is_too_large(archive: bytes, writing: Writing, author: Client) -> None:
    with override_settings(LARGEST_ARCHIVE=len(archive) - 1):
        page = send(author, writing, archive).content.decode()
    assert "The archive is larger than" in page


SCRIPTS = (
    "<p>a<script>alert(1)</script></p>",
    '<p onclick="alert(1)">a</p>',
    '<p><a href="javascript:alert(1)">a</a></p>',
    '<p><a href="java&#115;cript:alert(1)">a</a></p>',
    '<p><a href=" &Tab;javascript&colon;alert(1)">a</a></p>',
    '<p><a href="data:text/html,alert(1)">a</a></p>',
    "<p><img src=x onerror=alert(1)>a</p>",
    '<p><img src="/media/a.png" onerror="alert(1)"/>a</p>',
    "<svg/onload=alert(1)>",
    "<p>a</p><script>alert(1)",
    "<p>a</p><scr<script>ipt>alert(1)</script>",
    '<p title="<img src=x onerror=alert(1)>">a</p>',
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    '<a href="x" style="position:fixed" onmouseover="alert(1)">a</a>',
    "<!--><script>alert(1)</script>-->",
    '<math><mtext><style><img src=x onerror="alert(1)">',
    '<embed embedtype="media" url="https://evil.example/"/>',
    '<p><a href="https://a.example/"onclick="alert(1)">a</a></p>',
    "<P ONCLICK='alert(1)'>a</P>",
)


def test_a_script_never_gets_into_a_lesson(archive: bytes, writing: Writing) -> None:
    """All in one archive: importing one takes seconds, and no text knows of another."""
    hostile = archive
    for number, html in enumerate(SCRIPTS):
        for kind, value in (("text", html), ("reveal", {"title": html, "text": html})):
            identity = f"7a6e8d0e-0d3c-4d0e-{len(kind):04}-{number:012}"
            hostile = with_block(kind, value, id=identity)(hostile)
    with undone():
        made = receive(writing, hostile)
        assert ("fixed", "Lesson 1") in made.notes
        lesson = made.course.get_latest_revision_as_object().pinned_lessons()[0]
        before, parts = len(lesson.body) - 2 * len(SCRIPTS), render_body(lesson.body, language="en")
    assert len(parts) == len(lesson.body)
    shown = [part["html"] for part in parts[before:]]
    for number, html in enumerate(SCRIPTS):
        only_what_may_be_there("".join(shown[2 * number : 2 * number + 2]), html)


def only_what_may_be_there(shown: str, html: str) -> None:
    found = BeautifulSoup(shown, "html.parser").find_all(True)
    assert found, html
    assert not {tag.name for tag in found} & {"script", "img", "svg", "iframe", "embed", "style"}
    for tag in found:
        assert not [name for name in tag.attrs if name.startswith("on") or name == "style"], html
        assert tag.get("href", "#").startswith(("#", "/", "https:", "x")), html


def test_a_script_never_gets_into_a_translation(archive: bytes, writing: Writing) -> None:
    content, files = opened(archive)
    (welsh,) = content["course"]["translations"]
    for page in welsh["pages"]:
        for text in page["texts"]:
            text["translation"] = '<img src=x onerror="alert(1)"><a id="a1">y</a>'
        for one in page["replaced"]:
            one["value"] = "javascript:alert(1)"
    number = sum(len(page["texts"]) + len(page["replaced"]) for page in welsh["pages"])
    with undone():
        made = receive(writing, closed(content, files))
        assert made.notes == (("texts left out", str(number)),)
        for lesson in LessonPage.objects.filter(locale__language_code="cy"):
            assert "alert" not in str(lesson.get_latest_revision().content)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every value in what an archive says."""
    yield path
    if isinstance(value, dict | list):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(part, (*path, key))


@pytest.mark.prove
@how(max_examples=size(50, 400), deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_anything_anywhere_is_refused_or_taken_and_never_an_error(
    archive: bytes, writing: Writing, data: st.DataObject
) -> None:
    content, files = opened(archive)
    way = data.draw(st.sampled_from(list(places(content))[1:]))
    place: Any = content
    for step in way[:-1]:
        place = place[step]
    place[way[-1]] = data.draw(values)
    before = stored()
    with undone():
        made = tried(writing, closed(content, files))
        if isinstance(made, ArchiveRefused):
            assert sentence(made)
            assert stored() == before
            return
        draft = made.course.get_latest_revision_as_object()
        for lesson in draft.pinned_lessons():
            render_body(lesson.body, language="en")
        again = io.BytesIO()
        export_course(course=CoursePage.objects.get(pk=made.course.pk), to=again, user=None)


def test_a_form_that_nobody_filled_in_is_asked_again(author: Client, writing: Writing) -> None:
    address = reverse("content_import_course", args=[writing.department.page.pk])
    answer = author.post(address, {})
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {"file"}
