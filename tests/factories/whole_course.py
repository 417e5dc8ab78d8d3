"""A course with every kind of block, and with every way in which a lesson can name something."""

from __future__ import annotations

import io
import json
from typing import Any
from uuid import uuid5

from django.core.files.base import ContentFile
from PIL import Image
from wagtail.models import Locale
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    StringSegment,
    Translation,
)

from cms.media.models import LibraryDocument, LibraryImage
from cms.snippets.models import GlossaryTerm, SharedPassage
from courses.content.models import CoursePage, LessonPage
from courses.content.translation.courses import begin_translation, bring_up_to_date, take_over
from tests.factories.courses import (
    NAMESPACE,
    Writing,
    check,
    draft_course,
    from_file,
    publish,
    text,
)
from tests.factories.recordings import captions_for, mp3, mp4

PRACTICE = {
    "title": "Count visits",
    "introduction": "Try it.",
    "table": {"name": "visits", "header": ["office", "people"], "rows": [["Leeds", 3]]},
    "tasks": [{"question": "How many?", "answer": "SELECT SUM(people) FROM visits"}],
}
CARD = {"address": "https://youtu.be/dQw4w9WgXcQ", "title": "A talk", "text": "Words."}
KINDS = {
    "single": (("Yes", True), ("No", False)),
    "multiple": (("This", True), ("That", True), ("Neither", False)),
    "true_false": (("True", True), ("False", False)),
    "ordering": (("Ask", False), ("Count", False), ("Draw", False)),
}


def block(kind: str, value: Any, name: str = "") -> dict[str, Any]:
    """Return a block as a lesson stores it; its id follows from its name."""
    return {"type": kind, "id": str(uuid5(NAMESPACE, name or kind)), "value": value}


def picture(writing: Writing, title: str = "A rise", colour: str = "navy") -> LibraryImage:
    """Return a picture in the department's folder, with all that the library keeps of it."""
    file = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(file, "PNG")
    made = LibraryImage(
        title=title, description="A line that rises", credit="Crown copyright",
        focal_point_x=4, focal_point_y=5, focal_point_width=6, focal_point_height=7,
        collection=writing.department.collection,
    )  # fmt: skip
    made.file = ContentFile(file.getvalue(), name=f"{colour}.png")
    made._set_file_hash()
    made.save()
    made.tags.set(["rising", "charts"])
    return made


def document(writing: Writing, name: str, content: bytes) -> LibraryDocument:
    """Return a document in the department's folder."""
    made = LibraryDocument(
        title=f"About {name}", file=ContentFile(content, name=name),
        collection=writing.department.collection,
    )  # fmt: skip
    made._set_document_file_metadata()
    made.save()
    return made


def whole_course(writing: Writing) -> CoursePage:
    """Return the draft of a course in two lessons, which can be published."""
    english, folder = Locale.get_default(), writing.department.collection
    leaflet = document(writing, "leaflet.txt", b"Words to take away.")
    video, words = (
        document(writing, "talk.mp4", mp4(12)),
        document(writing, "talk.vtt", captions_for(12)),
    )
    sound = document(writing, "talk.mp3", mp3(12))
    rise, fall = picture(writing), picture(writing, "A fall", "maroon")
    course = draft_course(writing, lessons=2)
    course.accessibility_notes = "Nothing moves."
    course.save()
    first, second = LessonPage.objects.child_of(course).order_by("path")
    table = from_file(
        "table",
        {"caption": "Visits", "header": ["Office", "People"], "rows": [["Leeds", 3]]},
        NAMESPACE,
    )
    shared = [
        text("Ring the office."),
        block("image", _shown(fall), "in passage"),
        block("table", table, "table in passage"),
        block(
            "callout",
            {"kind": "note", "title": "", "text": f"<p>{_chosen('document', leaflet.pk)}</p>"},
            "callout in passage",
        ),
    ]
    passage = SharedPassage.objects.create(
        title="Where to get help", body=json.dumps(shared), locale=english, collection=folder
    )
    word = GlossaryTerm.objects.create(
        term="office", also="offices", meaning="A place.", locale=english, collection=folder
    )
    links = " ".join(
        [_chosen("page", course.pk), _chosen("page", second.pk), _chosen("document", leaflet.pk),
         '<a href="https://a.example/?a=1&amp;b=2">Elsewhere</a>']
    )  # fmt: skip
    prose = (
        f'<h2 data-block-key="abc12">Links</h2><p data-block-key="abc13">{links}<br/>Next</p>'
        "<ul><li>One <b>bold</b><ol><li><i>Two</i> &amp; three &lt;script&gt;</li></ol></li></ul>"
    )
    talk = {"title": "A talk", "transcript": "<p>Count first.</p>"}
    body = [
        block("text", prose),
        block("callout", {"kind": "tip", "title": "A tip", "text": "<p>Ask first.</p>"}),
        block("reveal", {"title": "How", "text": "<p>By counting.</p>"}),
        block(
            "case_study",
            {"title": "A case", "setting": "policy", "text": "<p>It happened.</p>",
             "question": "Why?", "answer": f"<p>{_chosen('document', words.pk)}</p>"},
        ),
        block("image", _shown(rise)),
        block("video", {**talk, "file": video.pk, "captions": words.pk}),
        block("audio", {**talk, "file": sound.pk, "captions": None}),
        block("embed", from_file("embed", CARD, NAMESPACE)),
        block("table", {"row_headers": True, "table": table["table"]}),
        block(
            "download",
            {"document": leaflet.pk, "title": "A leaflet", "description": "To take away"},
        ),
        block("code", {"caption": "A query", "language": "sql", "code": "SELECT 1\n  FROM a"}),
        block("passage", passage.pk),
        block("words", {"words": [block("item", word.pk)]}),
        *(check(f"Which, by {kind}?", kind, options) for kind, options in KINDS.items()),
        block("practice", from_file("practice", PRACTICE, NAMESPACE)),
    ]  # fmt: skip
    _write(first, body, writing)
    _write(second, [text("The end."), block("passage", passage.pk, "again")], writing)
    return CoursePage.objects.get(pk=course.pk)


def in_welsh(course: CoursePage, writing: Writing) -> CoursePage:
    """Return the course in Welsh: most of its texts, with captions and a link of its own."""
    course = publish(course)
    welsh = Locale.objects.get_or_create(language_code="cy")[0]
    draft = begin_translation(course=course, locale=welsh, user=writing.cast.author)
    words = StringSegment.objects.exclude(string__data="A tip").values_list(
        "string__data", flat=True
    )
    for translation in Translation.objects.filter(target_locale=welsh):
        take_over(translation, {one: f"CY {one}" for one in words})
    captions = document(writing, "sgwrs.vtt", captions_for(12) + b"\n")
    for segment in OverridableSegment.objects.select_related("context"):
        path = segment.context.path
        other = "https://cy.example/" if path.endswith("'") else captions.pk
        if path.endswith(("captions", "'")) and segment.data_json != "null":
            SegmentOverride.objects.create(
                locale=welsh, context=segment.context, data_json=json.dumps(other)
            )
    bring_up_to_date(course=course, locale=welsh, user=writing.cast.author)
    return CoursePage.objects.get(pk=draft.pk)


def gone_on(course: CoursePage, writing: Writing) -> CoursePage:
    """Return the course with a draft that says more than is published, and leads nowhere."""
    lesson = LessonPage.objects.child_of(course).order_by("path").last()
    links = f"{_chosen('page', 10**9)} {_chosen('document', 10**9)}"
    lesson.body.append(("text", f"<p>And on. {links}</p>"))
    lesson.save_revision(user=writing.cast.author)
    return CoursePage.objects.get(pk=course.pk)


def _shown(image: LibraryImage) -> dict[str, Any]:
    return {
        "image": {"image": image.pk, "decorative": False, "alt_text": f"{image.title}, slowly"},
        "caption": "Figure 1",
        "description": "It rises.",
    }


def _chosen(kind: str, key: int) -> str:
    return f'<a id="{key}" linktype="{kind}">Read on</a>'


def _write(lesson: LessonPage, body: list[dict[str, Any]], writing: Writing) -> None:
    lesson.body = LessonPage._meta.get_field("body").to_python(json.dumps(body))
    lesson.body.stream_block.clean(lesson.body)
    lesson.save()
    lesson.save_revision(user=writing.cast.author)
