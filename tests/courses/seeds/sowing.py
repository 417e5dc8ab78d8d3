"""What faults are sown with: blocks with one thing wrong, and the ground they refer to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid5

from django.core.files.base import ContentFile
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Locale

from cms.media.models import LibraryDocument, LibraryImage
from cms.publishing.faults import Severity
from cms.snippets.models import SharedPassage
from courses.content.models import CoursePage, LessonPage
from tests.factories.courses import NAMESPACE
from tests.factories.recordings import captions_for, webm

E, W = Severity.ERROR, Severity.WARNING
Block = dict[str, Any]


@dataclass(frozen=True)
class Ground:
    """What the seeds refer to: pages, files, and keys of what is gone."""

    published: CoursePage
    unpublished: CoursePage
    withdrawn: CoursePage
    picture: LibraryImage
    theirs: LibraryImage
    their_document: LibraryDocument
    collection: Collection

    GONE = 999_999

    def drawing(self, inside: str) -> LibraryImage:
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100">{inside}</svg>'
        return LibraryImage.objects.create(
            title="A drawing",
            file=ContentFile(svg.encode(), name="drawing.svg"),
            collection=self.collection,
        )


@dataclass(frozen=True)
class Seed:
    """One fault: the lesson it is sown in, the block, and what the gate has to say.

    ``inner`` picks the id of a block inside the block, where the fault is there.
    """

    lesson: str
    block: Callable[[Ground], Block]
    severity: Severity
    says: str
    inner: Callable[[Block], str] = lambda block: str(block["id"])


def block(kind: str, value: Any) -> Block:
    return {"type": kind, "id": str(uuid5(NAMESPACE, f"{kind}{value}")), "value": value}


def prose(html: str) -> Block:
    return block("text", html)


def link(words: str, **attributes: Any) -> str:
    given = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<p>Read <a{given}>{words}</a> first.</p>"


def away(words: str, address: str = "https://www.example.org/a") -> str:
    return link(words, href=address)


def callout(html: str) -> Block:
    return block("callout", {"kind": "note", "title": "", "text": html})


def case(**given: Any) -> Block:
    value = {"title": "A queue grows", "setting": "policy", "text": "<p>It grew.</p>"}
    return block("case_study", {**value, "question": "Why?", "answer": "<p>Count.</p>", **given})


def picture(image: LibraryImage | None, alt: str = "A blue square", **given: Any) -> Block:
    chosen = {
        "image": image.pk if image else None,
        "decorative": given.pop("decorative", False),
        "alt_text": alt,
    }
    return block("image", {"image": chosen, "caption": "", "description": "", **given})


def table(
    caption: str = "Claims", headings: tuple[str, ...] = ("Month", "Number"), **given: Any
) -> Block:
    rows = given.pop("rows", [["May", "12"]])
    return block(
        "table",
        {
            "row_headers": given.pop("row_headers", True),
            "table": {
                "columns": [{"type": "text", "heading": heading} for heading in headings],
                "rows": [{"values": row} for row in rows],
                "caption": caption,
            },
        },
    )


def download(title: str, document: LibraryDocument | None) -> Block:
    value = {"document": document.pk if document else None, "title": title, "description": ""}
    return block("download", value)


def first_option(found: Block) -> str:
    return str(found["value"]["options"][0]["id"])


def drawn(words: str) -> Callable[[Ground], Block]:
    return lambda ground: picture(ground.drawing(words), alt=f"A drawing of {len(words)} marks")


def a_document(ground: Ground) -> LibraryDocument:
    return LibraryDocument.objects.create(
        title="A form", file=ContentFile(b"A form", name="form.txt"), collection=ground.collection
    )


def a_lesson(course: CoursePage) -> int:
    return int(LessonPage.objects.child_of(course).first().pk)


def a_picture(collection: Collection) -> LibraryImage:
    """Return a picture in a folder."""
    return LibraryImage.objects.create(
        title="A picture", file=get_test_image_file(), collection=collection
    )


def video(
    ground: Ground, *, captions: bytes | None = captions_for(40), transcript: str = "<p>Words.</p>"
) -> Block:
    """Return a video of 40 seconds with these captions."""

    def stored(name: str, content: bytes) -> int:
        made = LibraryDocument(
            title=name, file=ContentFile(content, name=name), collection=ground.collection
        )
        made._set_document_file_metadata()
        made.save()
        return int(made.pk)

    value = {
        "title": f"Film {uuid5(NAMESPACE, str(captions) + transcript)}",
        "file": stored("film.webm", webm(40)),
        "captions": stored("film.vtt", captions) if captions else None,
        "transcript": transcript,
    }
    return block("video", value)


def passage_of_others(ground: Ground) -> Block:
    """Return a shared passage in the folder of another department."""
    passage = SharedPassage.objects.create(
        title="Theirs", locale=Locale.get_default(), collection=ground.theirs.collection, body="[]"
    )
    return block("passage", passage.pk)
