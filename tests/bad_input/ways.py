"""Ways in which an attacker brings markup into a page; each publishes whatever came of it."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid5

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.models import Locale, Page, Revision
from wagtail.rich_text import RichText

from cms.blocks.blocks import ProseBlock
from cms.snippets.models import GlossaryTerm, SharedPassage
from courses.content.copying.courses import copy_course
from courses.content.exchange.exporting import export_course
from courses.content.exchange.importing import import_archive
from courses.content.exchange.refusals import ArchiveRefused
from courses.content.files.importing import import_folder
from courses.content.files.reading import read_course
from courses.content.management.commands.import_course_files import STARTER
from courses.content.models import CoursePage, LessonPage
from tests.authorisation.editor import lesson_form, streamfield
from tests.bad_input.archive_changes import changed
from tests.factories.additions import draft_addition, lesson, note, publish_addition
from tests.factories.courses import (
    NAMESPACE,
    Writing,
    draft_course,
    publish,
    published_course,
    text,
)
from tests.factories.word import Words
from tests.markup import ADDRESSES, HOSTILE

Browser = Callable[..., Client]


def rich(markup: str, name: str) -> dict[str, Any]:
    """Return a text block with whatever markup."""
    return {"type": "text", "id": str(uuid5(NAMESPACE, name)), "value": markup}


def hostile_blocks() -> list[dict[str, Any]]:
    """Return a text for each piece of markup, and the same in blocks with texts inside."""
    everything = "".join(HOSTILE.values())
    return [
        *(rich(f"<p>Words.</p>{markup}", name) for name, markup in HOSTILE.items()),
        {"type": "reveal", "id": str(uuid5(NAMESPACE, "reveal")),
         "value": {"title": everything[:140], "text": everything}},
        {"type": "callout", "id": str(uuid5(NAMESPACE, "callout")),
         "value": {"kind": "note", "title": "<!--", "text": everything}},
        {"type": "code", "id": str(uuid5(NAMESPACE, "code")),
         "value": {"caption": "<svg>", "language": "sql", "code": everything}},
    ]  # fmt: skip


def pasted(words: str, *, address: str = "", key: str = "aaaaa", entity: str = "LINK") -> str:
    """Return what the editor's text box would send, put together by hand."""
    block = {
        "key": key, "text": words or "x", "type": "unstyled", "depth": 0, "inlineStyleRanges": [],
        "entityRanges": [{"key": 0, "offset": 0, "length": 1}] if address else [], "data": {},
    }  # fmt: skip
    data = {"url": address, "id": address, "linktype": address, "href": address}
    entities = {"0": {"type": entity, "mutability": "MUTABLE", "data": data}} if address else {}
    return json.dumps({"blocks": [block], "entityMap": entities})


# The ways, each by its name: it brings in everything hostile and publishes what came of it.


def by_the_editor(writing: Writing, browser_of: Browser, tmp_path: Path) -> None:
    page = draft_course(writing, lessons=1)
    sheet = LessonPage.objects.child_of(page).get()
    author = browser_of(writing.cast.author)
    words = [pasted(markup) for markup in HOSTILE.values()]
    words += [pasted("words", key=markup) for markup in HOSTILE.values()]
    words += [pasted("words", address=address) for address in ADDRESSES]
    words += [pasted("words", address='x" onclick="alert(1)', entity="DOCUMENT")]
    address = f"/cms-admin/pages/{sheet.pk}/edit/"
    body = streamfield([("text", one) for one in words])
    answer = author.post(address, lesson_form(sheet, body=body))
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    publish_latest(page)


def by_stored_data(writing: Writing, browser_of: Browser, tmp_path: Path) -> None:
    published_course(writing, lessons=1, body=hostile_blocks())


def by_blocks_in_memory(writing: Writing, browser_of: Browser, tmp_path: Path) -> None:
    page = draft_course(writing, lessons=1)
    sheet = LessonPage.objects.child_of(page).get()
    for child, markup in zip(list(sheet.body)[:1], ["".join(HOSTILE.values())], strict=True):
        child.value = RichText(markup)
    sheet.body.append(("text", "".join(HOSTILE.values())))
    sheet.save_revision(user=writing.cast.author)
    publish_latest(page)


def by_a_revision_saved_before(writing: Writing, browser_of: Browser, tmp_path: Path) -> None:
    page = draft_course(writing, lessons=1)
    sheet = LessonPage.objects.child_of(page).get()
    revision = sheet.get_latest_revision()
    revision.content["body"] = json.dumps(hostile_blocks())
    Revision.objects.filter(pk=revision.pk).update(content=revision.content)
    publish_latest(page)
    Revision.objects.filter(pk=revision.pk).delete()


def by_copying_what_was_saved_before(writing: Writing, browser_of: Browser, tmp_path: Path) -> None:
    page = draft_course(writing, lessons=1)
    sheet = LessonPage.objects.child_of(page).get()
    revision = sheet.get_latest_revision()
    revision.content["body"] = json.dumps(hostile_blocks())
    Revision.objects.filter(pk=revision.pk).update(content=revision.content)
    copied = copy_course(
        course=CoursePage.objects.get(pk=page.pk), to=writing.department.page,
        title="A copy", slug="a-copy", user=writing.cast.author,
    )  # fmt: skip
    page.delete()
    Revision.objects.filter(pk=revision.pk).delete()
    publish_latest(copied)


def by_a_file(writing: Writing, browser_of: Browser, tmp_path: Path) -> None:
    folder = tmp_path / "course"
    shutil.copytree(STARTER / "working-with-data-in-government", folder)
    course = yaml.safe_load((folder / "course.yaml").read_text())
    course["lessons"] = course["lessons"][:1]
    (folder / "course.yaml").write_text(yaml.safe_dump(course))
    path = folder / "lessons" / f"{course['lessons'][0]}.yaml"
    sheet = yaml.safe_load(path.read_text())
    sheet["body"] = [
        {"key": name, "text": f"Words. {markup} [link]({ADDRESSES[0]})"}
        for name, markup in HOSTILE.items()
    ]
    path.write_text(yaml.safe_dump(sheet))
    import_folder(
        course=read_course(folder), department=writing.department.page, owner=writing.cast.author
    )


def by_a_file_read_carelessly(writing: Writing, browser_of: Browser, tmp_path: Path) -> None:
    """The reader of Markdown is not what holds it: what it returns is sanitised all the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ProseBlock, "from_file", lambda self, value, key: value)
        by_a_file(writing, browser_of, tmp_path)


def by_word(writing: Writing, browser_of: Browser, tmp_path: Path) -> None:
    words = Words()
    words.lesson("Slipped in")
    for markup in HOSTILE.values():
        words.paragraph("".join(sign for sign in markup if sign.isprintable()))
    for address in ADDRESSES[:3]:
        words.link(words.document.add_paragraph("See "), "words", address)
        words.field_link(words.document.add_paragraph("See "), "words", address)
    department = writing.department.page
    topic = draft_course(writing, lessons=1).topic_id
    answer = browser_of(writing.cast.author).post(
        f"/cms-admin/word/import/{department.pk}/",
        {
            "file": SimpleUploadedFile("a.docx", words.saved().getvalue()), "how": "auto",
            "topic": topic, "token": "7a6e8d0e-0d3c-4d0e-9b1c-0d6a3f6e8d99",
        },
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    publish_latest(CoursePage.objects.order_by("pk").last())


def by_an_archive(writing: Writing, browser_of: Browser, tmp_path: Path) -> None:
    page = draft_course(writing, lessons=1, body=[text("The words.")])
    file = io.BytesIO()
    export_course(course=page, to=file, user=None)
    page.delete()
    for markup in HOSTILE.values():

        def put_in(said: dict[str, Any], markup: str = markup) -> None:
            said["course"]["lessons"][0]["body"][0]["value"] = markup

        try:
            received = import_archive(
                file=io.BytesIO(changed(file.getvalue(), put_in)),
                department=writing.department.page,
                user=writing.cast.author,
            )
        except ArchiveRefused:
            continue
        publish_latest(received.course)


def by_a_shared_passage(writing: Writing, browser_of: Browser, tmp_path: Path) -> None:
    shared: dict[str, Any] = {
        "locale": Locale.get_default(), "collection": writing.department.collection,
    }  # fmt: skip
    passage = SharedPassage.objects.create(
        title="<!--", body=json.dumps(hostile_blocks()), **shared
    )
    everything = "".join(HOSTILE.values())
    word = GlossaryTerm.objects.create(
        term="median <svg onload=alert(1)>", also="words\nalert\nx", meaning=everything[:600],
        **shared,
    )  # fmt: skip
    words = {"words": [{"type": "item", "id": str(uuid5(NAMESPACE, "i")), "value": word.pk}]}
    body = [
        {"type": "passage", "id": str(uuid5(NAMESPACE, "p")), "value": passage.pk},
        {"type": "words", "id": str(uuid5(NAMESPACE, "w")), "value": words},
        *hostile_blocks(),
    ]
    published_course(writing, lessons=1, body=body)


def by_an_addition(writing: Writing, browser_of: Browser, tmp_path: Path) -> None:
    course = published_course(writing, lessons=1)
    notes = [note(f"{markup} {name}") for name, markup in HOSTILE.items()]
    publish_addition(
        draft_addition(
            course, below=writing.department.page, author=writing.cast.author, notes=notes,
            lessons=[lesson(body=hostile_blocks())],
        )
    )  # fmt: skip


def publish_latest(page: Page) -> None:
    """Publish the draft of a page, whatever is in it."""
    publish(type(page).objects.get(pk=page.pk))


WAYS = [
    by_the_editor,
    by_stored_data,
    by_blocks_in_memory,
    by_a_revision_saved_before,
    by_copying_what_was_saved_before,
    by_a_file,
    by_a_file_read_carelessly,
    by_word,
    by_an_archive,
    by_a_shared_passage,
    by_an_addition,
]
