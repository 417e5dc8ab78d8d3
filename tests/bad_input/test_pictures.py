"""Pictures, drawings and captions that break whatever shows them: refused, or put right."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection

from cms.media import captions, drawings
from cms.media.captions import CaptionsError
from cms.media.drawings import DrawingRefused, Fault
from cms.media.models import LibraryDocument, LibraryImage
from cms.publishing.gate import PublishRefused
from courses.content.models import CoursePage
from tests.courses.seeds.sowing import picture as shown_as
from tests.factories.courses import Writing, add_lesson, draft_course, publish, text

pytestmark = pytest.mark.django_db
ADD = "/cms-admin/images/add/"
SVG = 'xmlns="http://www.w3.org/2000/svg"'
BOX = f'{SVG} viewBox="0 0 9 9"'


def drawing(inside: str = "", attributes: str = BOX) -> bytes:
    return f"<svg {attributes}>{inside}</svg>".encode()


def doubled(times: int) -> str:
    """Return groups each of which draws the one before twice."""
    groups = '<g id="a0"><path d="M0 0L1 1"/></g>'
    for number in range(1, times):
        use = f'<use href="#a{number - 1}"/>'
        groups += f'<g id="a{number}">{use}{use}</g>'
    return groups


REFUSED = {
    "no box": (drawing(attributes=f'{SVG} viewBox="0 0 0 0"'), Fault.NO_SIZE),
    "a box that is no number": (drawing(attributes=f'{SVG} viewBox="0 0 nan 9"'), Fault.NO_SIZE),
    "less than nothing": (drawing(attributes=f'{BOX} width="-5" height="5"'), Fault.NO_SIZE),
    "endless": (drawing(attributes=f'{BOX} width="5" height="1e400"'), Fault.NO_SIZE),
    "enormous": (drawing(attributes=f'{BOX} width="30000" height="30000"'), Fault.NO_SIZE),
    "strange ratio": (drawing(attributes=f'{BOX} preserveAspectRatio="x"'), Fault.NO_SIZE),
    "a line": (drawing(attributes=f'{SVG} viewBox="0 0 9000 1"'), Fault.LOPSIDED),
    "nested groups": (drawing("<g>" * 20_000 + "</g>" * 20_000), Fault.TOO_DEEP),
    "nested words": (drawing("<tspan>" * 99 + "</tspan>" * 99), Fault.TOO_DEEP),
    "too many": (drawing("<g/>" * drawings.MOST_ELEMENTS), Fault.TOO_MANY),
    "uses of uses": (drawing(doubled(40)), Fault.TOO_DEEP),
    "many uses": (
        drawing(f'<path id="p" d="{"M0 0" * 20_000}"/>' + '<use href="#p"/>' * 900),
        Fault.TOO_MANY,
    ),
    "itself": (drawing('<g id="a"><use href="#a"/></g>'), Fault.TOO_DEEP),
    "no such encoding": (b"<?xml version='1.0' encoding='x-no'?><svg/>", Fault.UNREADABLE),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_drawing_that_breaks_pages_is_refused(name: str) -> None:
    content, fault = REFUSED[name]
    assert len(content) <= drawings.LARGEST
    with pytest.raises(DrawingRefused) as refused:
        drawings.check(content)
    assert refused.value.fault == fault


@pytest.mark.parametrize(
    "content",
    [
        drawing('<g id="a"><rect width="1"/></g>' + '<use href="#a"/>' * 500),
        drawing(doubled(4)),
        drawing("<g>" * 40 + "<rect/>" + "</g>" * 40),
        drawing(attributes=SVG),
        drawing(attributes=f'{SVG} width="100%" height="100%"'),
        drawing(attributes=f'{SVG} width="8in" height="4in"'),
    ],
)
def test_drawings_that_people_make_are_taken(content: bytes) -> None:
    drawings.check(content)


def picture(mode: str, size: tuple[int, int] = (10, 10), **how: Any) -> bytes:
    file = io.BytesIO()
    Image.new(mode, size).save(file, "PNG", **how)
    return file.getvalue()


PICTURES = {
    "one bit": picture("1"),
    "one bit, transparent": picture("1", transparency=0),
    "grey, transparent": picture("L", transparency=0),
    "sixteen bits": picture("I;16"),
    "sixteen bits, transparent": picture("I;16", transparency=5),
    "palette, half transparent": picture("P", transparency=b"\0\1\2"),
    "one point": picture("RGB", (1, 1)),
    "tall": picture("RGB", (30, 3000)),
}


def upload(author: Client, name: str, content: bytes) -> Any:
    collection = Collection.objects.get(name="Department for Examples (DFE)")
    file = SimpleUploadedFile(name, content)
    return author.post(ADD, {"title": "A picture", "file": file, "collection": collection.pk})


CHOSEN, ONE = ("chosen", "select_format"), ("edit", "delete", "image_usage")


def lists_of(picture: LibraryImage) -> list[str]:
    """Return the pages of the editor that show a picture or a list of them."""
    return [
        "/cms-admin/images/",
        "/cms-admin/images/chooser/",
        *(reverse(f"wagtailimages_chooser:{name}", args=[picture.pk]) for name in CHOSEN),
        *(reverse(f"wagtailimages:{name}", args=[picture.pk]) for name in ONE),
    ]


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_that_is_taken_is_shown_wherever_it_is_listed(
    name: str, writing: Writing, browser_of: Callable[..., Client]
) -> None:
    author = browser_of(writing.cast.author)
    assert upload(author, "picture.png", PICTURES[name]).status_code == 302
    taken = LibraryImage.objects.get()
    for address in lists_of(taken):
        answer = author.get(address)
        assert answer.status_code == 200, address
        assert "not-found" not in answer.content.decode(), address


def test_a_picture_that_is_almost_a_line_is_refused_in_words(
    writing: Writing, browser_of: Callable[..., Client]
) -> None:
    author = browser_of(writing.cast.author)
    answer = upload(author, "line.png", picture("RGB", (1, 20_000)))
    assert "100 times as long as it is wide" in answer.content.decode()
    assert not LibraryImage.objects.exists()


BROKEN = {
    "no-box.svg": REFUSED["no box"][0],
    "nested.svg": REFUSED["nested groups"][0],
    "cut.png": picture("RGB")[:45],
    "one-bit.png": PICTURES["one bit, transparent"],
    "words.png": b"not a picture at all",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_picture_that_is_there_already_breaks_no_list(
    name: str, writing: Writing, browser_of: Callable[..., Client]
) -> None:
    """As it came in before pictures were tried at intake, in the library and in a lesson."""
    author = browser_of(writing.cast.author)
    collection = Collection.objects.get(name="Department for Examples (DFE)")
    bad = LibraryImage(title="Broken", collection=collection, uploaded_by_user=writing.cast.author)
    with contextlib.suppress(Exception):  # it is measured, which fails; the file is there by then
        bad.file.save(name, ContentFile(BROKEN[name]), save=False)
    bad.width = bad.height = 10
    LibraryImage.objects.bulk_create([bad])
    bad = LibraryImage.objects.get()
    for address in lists_of(bad):
        assert author.get(address).status_code == 200, address
    page = draft_course(writing)
    words = [text("What the picture is about."), shown_as(bad, alt="What it shows")]
    lesson = add_lesson(page, writing.cast.author, title="With it", slug="with-it", body=words)
    for address in (f"/cms-admin/pages/{lesson.pk}/edit/", f"/cms-admin/pages/{page.pk}/edit/"):
        assert author.get(address).status_code == 200, address
    with pytest.raises(PublishRefused, match="cannot be shown"):
        publish(CoursePage.objects.get(pk=page.pk))


def test_an_hour_of_400_digits_is_no_time() -> None:
    late = "9" * 400
    with pytest.raises(CaptionsError):
        captions.parse(f"WEBVTT\n\n{late}:00:00.000 --> {late}:00:01.000\nHello\n".encode())


def test_captions_with_such_an_hour_that_are_there_already_break_no_list(
    writing: Writing, browser_of: Callable[..., Client]
) -> None:
    author = browser_of(writing.cast.author)
    collection = Collection.objects.get(name="Department for Examples (DFE)")
    late = "9" * 400
    cue = f"WEBVTT\n\n{late}:00:00.000 --> {late}:00:01.000\nHello\n".encode()
    bad = LibraryDocument(title="Captions", collection=collection)
    bad.file.save("captions.vtt", ContentFile(cue), save=False)
    LibraryDocument.objects.bulk_create([bad])
    pk = LibraryDocument.objects.get().pk
    for address in ("", "chooser/", f"edit/{pk}/", f"delete/{pk}/", f"usage/{pk}/"):
        answer = author.get(f"/cms-admin/documents/{address}")
        assert answer.status_code == 200, address
