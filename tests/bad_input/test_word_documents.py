"""Word documents that nobody should send: each gets a sentence, and nothing is written."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from cms.media.models import LibraryImage
from courses.content.models import LessonPage, WordImport
from courses.content.word.sentences import REFUSALS
from learning.catalogue.models import Topic
from tests.authorisation.world import undone
from tests.bad_input.test_uploads import bomb
from tests.bad_input.word_files import BAD
from tests.factories.courses import Writing, writing_department
from tests.factories.people import cast
from tests.factories.word import Words

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def writing(django_db_setup: None, django_db_blocker: pytest.fixture) -> Iterator[Writing]:
    with django_db_blocker.unblock(), transaction.atomic():
        cache.clear()
        yield writing_department(cast())
        transaction.set_rollback(True)


@pytest.fixture
def author(writing: Writing) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(writing.cast.author, backend="learning.people.backends.EmployedBackend")
    return client


def send(author: Client, writing: Writing, content: bytes, again: str = "") -> HttpResponse:
    """Send a document with the form."""
    form = {
        "file": SimpleUploadedFile("a.docx", content),
        "topic": str(Topic.objects.get(slug="data").pk),
        "how": "auto",
        "token": str(uuid4()),
        "again": again,
    }
    address = reverse("content_import_word", args=[writing.department.page.pk])
    return author.post(address, form)


def written() -> tuple[object, ...]:
    """Return what there is that an import could have written."""
    there = default_storage.exists("original_images")
    files = default_storage.listdir("original_images")[1] if there else []
    return (Page.objects.count(), LibraryImage.objects.count(), WordImport.objects.count(), files)


@pytest.mark.parametrize("name", BAD)
def test_a_bad_document_gets_a_sentence_and_writes_nothing(
    author: Client, writing: Writing, name: str
) -> None:
    refusal, content = BAD[name]
    before = written()
    with undone():
        answer = send(author, writing, content())
        page = answer.content.decode()
        assert answer.status_code == 200
        assert str(REFUSALS[refusal]) in page
        assert "Nothing was written" in page
        assert written() == before


@pytest.mark.parametrize("sent", [{}, {"how": "3", "topic": "x", "token": "no"}])
def test_a_form_that_nobody_filled_in_is_asked_again(
    author: Client, writing: Writing, sent: dict[str, str]
) -> None:
    address = reverse("content_import_word", args=[writing.department.page.pk])
    answer = author.post(address, sent)
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() >= {"file", "topic", "how", "token"}


class Listener(socketserver.TCPServer):
    """Somebody elsewhere, who notices every caller."""

    calls = 0

    def process_request(self, request: object, client_address: object) -> None:
        type(self).calls += 1
        self.shutdown_request(request)  # type: ignore[arg-type]


def test_nothing_outside_is_fetched_and_no_address_but_a_link_survives(
    author: Client, writing: Writing
) -> None:
    with Listener(("127.0.0.1", 0), socketserver.BaseRequestHandler) as elsewhere:
        threading.Thread(target=elsewhere.serve_forever, daemon=True).start()
        home = f"http://127.0.0.1:{elsewhere.server_address[1]}"
        words = Words()
        words.lesson("First")
        paragraph = words.paragraph("See ")
        words.link(paragraph, "a page", f"{home}/page")
        words.link(paragraph, "a script", "javascript:alert(1)")
        words.link(paragraph, "a share", "\\\\server\\share\\x.docx")
        words.raw("<w:r><w:t>&lt;script&gt;alert(1)&lt;/script&gt;</w:t></w:r>", paragraph)
        part = words.document.part
        for kind in ("image", "attachedTemplate", "oleObject", "frame", "subDocument"):
            base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
            key = part.relate_to(f"{home}/{kind}", f"{base}/{kind}", is_external=True)
            if kind == "image":
                words.raw(
                    '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml">'
                    f'<v:imagedata r:id="{key}"/></v:shape></w:pict></w:r>',
                    paragraph,
                )
        with undone():
            answer = send(author, writing, words.saved().getvalue())
            assert answer.status_code == 302
            record = WordImport.objects.get()
            (lesson,) = LessonPage.objects.child_of(record.course)
            html = str(lesson.body[0].value.source)
            page = author.get(answer["Location"]).content.decode()
        elsewhere.shutdown()
    assert Listener.calls == 0
    assert html.count("href=") == 1
    assert f'<a href="{home}/page">a page</a>' in html
    assert "<script" not in html
    for kind in ("image", "attachedTemplate", "oleObject", "frame", "subDocument"):
        assert f"{home}/{kind}" in page, "what was not fetched is told"


def test_a_picture_that_explodes_is_left_out_and_told(author: Client, writing: Writing) -> None:
    words = Words()
    words.lesson("First")
    words.paragraph("Words.")
    words.picture("A rise")
    words.picture("A fall")
    media = [p for p in words.document.part.package.iter_parts() if "/media/" in p.partname]
    media[0]._blob = bomb(10_000)
    with undone():
        assert send(author, writing, words.saved().getvalue()).status_code == 302
        record = WordImport.objects.get()
        (lesson,) = LessonPage.objects.child_of(record.course)
        assert [block.block_type for block in lesson.body] == ["text", "image"]
        assert LibraryImage.objects.count() == 1
        told = [loss["detail"] for loss in record.losses if loss["kind"] == "picture refused"]
        assert len(told) == 1
        assert "pixels" in told[0]
        default_storage.delete(LibraryImage.objects.get().file.name)


def test_titles_that_make_no_address_or_the_same_one(author: Client, writing: Writing) -> None:
    words = Words()
    words.title("课程" + "长" * 300)
    for title in ("课", "Start", "Twice", "Twice", "x" * 400):
        words.lesson(title)
        words.paragraph("Words.")
    content = words.saved().getvalue()
    with undone():
        for again in ("", "on"):
            assert send(author, writing, content, again=again).status_code == 302
        course = WordImport.objects.latest("pk").course
        assert len(course.title) == 255
        slugs = [lesson.slug for lesson in LessonPage.objects.child_of(course)]
        assert len(set(slugs)) == 5
        assert slugs[:2] == ["lesson", "start-2"]
