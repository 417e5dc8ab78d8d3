"""Sentences for authors about an import from Word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.content.models import LessonPage, WordImport
from courses.content.word.refusals import Refusal
from courses.content.word.structure import LossKind

REFUSALS = {
    Refusal.TOO_LARGE: _(
        "This file is larger than 20 MB. Compress its pictures in Word, save it and choose it "
        "again."
    ),
    Refusal.NOT_WORD: _(
        "This is not a Word document. Choose a file that was saved as “Word Document (.docx)”."
    ),
    Refusal.OLD_WORD: _(
        "This document was saved in the format of an old Word (.doc). Open it in Word, save it as "
        "“Word Document (.docx)” and choose the new file."
    ),
    Refusal.ENCRYPTED: _(
        "This document is protected by a password. Remove the password in Word, save it and "
        "choose it again."
    ),
    Refusal.MACROS: _(
        "This document contains macros, which can run programs. Save it as “Word Document "
        "(.docx)”, without macros, and choose the new file."
    ),
    Refusal.STRANGE_NAMES: _(
        "This file contains names that no word processor writes. Open it in Word, save it again "
        "and choose the new file."
    ),
    Refusal.BOMB: _(
        "This document is too large or too complicated inside to be read safely. Copy what you "
        "need into a new document and choose that."
    ),
    Refusal.DAMAGED: _(
        "This document is damaged and cannot be read to its end. Open it in Word, save it again "
        "and choose the new file."
    ),
    Refusal.EMPTY: _("This document has no text to import."),
    Refusal.TOO_MANY_LESSONS: _(
        "This document would become more than 80 lessons. Choose another place where lessons begin."
    ),
}

NOT_KEPT = {
    LossKind.TABLE_OF_CONTENTS: _(
        "The table of contents was left out: learners see the list of lessons."
    ),
    LossKind.HEADER_OR_FOOTER: _("A header or footer was left out."),
    LossKind.COMMENT: _("A comment was left out. If it is still open, write it in the editor."),
    LossKind.CHART: _(
        "A chart, diagram or drawn shape was left out. Save it as a picture and add that."
    ),
    LossKind.EMBEDDED: _("An embedded file or form was left out. Add it as a download."),
    LossKind.LINKED_PICTURE: _(
        "A picture that is not in the document itself was not fetched. Add it here."
    ),
    LossKind.LINKED_CONTENT: _(
        "The document refers to something outside it, such as a template. It was not fetched."
    ),
    LossKind.PICTURE_KIND: _(
        "A picture of a kind that browsers do not show was left out. Save it as PNG and add that."
    ),
    LossKind.PICTURE_REFUSED: _("A picture was refused."),
    LossKind.UNSAFE_LINK: _(
        "A link to an address that learners cannot open was left out. Its words were kept."
    ),
    LossKind.INNER_LINK: _(
        "A link to another place in the document was left out. Its words were kept."
    ),
    LossKind.LINK_IN_TABLE: _("A link in a table was left out. Its words were kept."),
    LossKind.IN_TITLE: _("A link or footnote in the title of a lesson was left out."),
    LossKind.EMPTY_HEADING: _("A heading with nothing below it became no lesson."),
    LossKind.HIDDEN: _("Hidden words were left out."),
    LossKind.HIGHLIGHT: _("A highlight was left out. Its words were kept."),
    LossKind.SYMBOL: _("A sign in a special font was left out."),
    LossKind.HEADING_NUMBERS: _("The numbers of headings were left out."),
}
CHANGED = {
    LossKind.TRACKED_CHANGES: _(
        "The document has tracked changes. It was read as if all of them were accepted."
    ),
    LossKind.TEXT_BOX: _("A text box became ordinary text at this place."),
    LossKind.EQUATION: _("An equation became plain text. Check that it still says the same."),
    LossKind.RAISED: _("Raised or lowered letters were put on the line."),
    LossKind.STRUCK: _(
        "Struck-out words became ordinary words. Delete them if they no longer hold."
    ),
    LossKind.PICTURE_MOVED: _("A picture in the middle of a text was put after it."),
    LossKind.LIST_IN_TABLE: _("A list in a table became one line."),
    LossKind.TABLE_IN_TABLE: _("A table inside a table became one line."),
    LossKind.MERGED_CELLS: _("Merged cells were split, and each says what the merged one said."),
    LossKind.DEEP_HEADING: _("A heading of a deep level became a heading of level 3."),
    LossKind.DEEP_LIST: _("An item deeper than five levels was moved up to the fifth."),
    LossKind.NUMBERING: _(
        "A list that goes on from an earlier one, or counts in letters, counts 1, 2, 3 here."
    ),
    LossKind.BOX: _("A frame around text became a callout."),
    LossKind.SHORTENED: _("A title or caption was too long and was shortened."),
}
TO_MEND = {
    LossKind.NO_ALT: _(
        "A picture has no words for people who cannot see it. Add them, or mark it as decorative."
    ),
    LossKind.MACHINE_ALT: _(
        "The words for a picture were made by a machine. Check that they say what it shows."
    ),
    LossKind.NO_COLUMN_HEADINGS: _("A table has columns without a heading. Give every column one."),
    LossKind.NO_TABLE_CAPTION: _("A table has no caption. Say in it what the table shows."),
    LossKind.PERHAPS_HEADING: _(
        "A line is bold from beginning to end. If it is a heading, make it one."
    ),
    LossKind.EMPTY_LESSON: _("A lesson has no content yet."),
    LossKind.SUMMARY: _(
        "The summary was taken from the first paragraph. Check that it says what the course is "
        "about."
    ),
}
GROUPS = (
    (_("For you to check"), TO_MEND),
    (_("Not kept"), NOT_KEPT),
    (_("Kept in another shape"), CHANGED),
)
KEPT = {
    "lessons": _("Lessons"),
    "headings": _("Headings in lessons"),
    "paragraphs": _("Paragraphs"),
    "list_items": _("Items of lists"),
    "tables": _("Tables"),
    "pictures": _("Pictures"),
    "callouts": _("Callouts"),
    "links": _("Links"),
    "footnotes": _("Footnotes"),
}
WHOLE_DOCUMENT = _("The whole document")


@dataclass(frozen=True)
class Place:
    """A place where something happened, with its address and the words it happened to."""

    name: str
    url: str | None
    words: str


@dataclass(frozen=True)
class Told:
    """A sentence on what happened, once or at several places."""

    sentence: str
    places: list[Place]


def kept_of(record: WordImport) -> Iterator[tuple[str, int]]:
    """Yield what was kept, by its name, and how much of it."""
    for kind, name in KEPT.items():
        if record.kept.get(kind):
            yield str(name), record.kept[kind]


def told_of(record: WordImport) -> Iterator[tuple[str, list[Told]]]:
    """Yield the losses of an import in groups, each with its heading; empty groups are left out."""
    keys = {loss["lesson"] for loss in record.losses} - {None}
    titles = {
        lesson.pk: lesson.get_admin_display_title()
        for lesson in LessonPage.objects.filter(pk__in=keys)
    }
    places: dict[str, list[Place]] = {}
    for loss in record.losses:
        places.setdefault(loss["kind"], []).append(_place(loss, titles))
    for heading, sentences in GROUPS:
        told = [
            Told(str(sentence), places[kind]) for kind, sentence in sentences.items()
            if kind in places
        ]  # fmt: skip
        if told:
            yield str(heading), told


def _place(loss: dict[str, Any], titles: dict[int, str]) -> Place:
    key = loss["lesson"]
    if key not in titles:  # of the document as a whole, or of a lesson that was deleted since
        return Place(str(WHOLE_DOCUMENT), None, loss["detail"])
    title = titles[key]
    name = title if loss["near"] in ("", title) else f"{title}: {loss['near']}"
    url = reverse("wagtailadmin_pages:edit", args=[key])
    # As the faults that keep a course from going live lead to theirs (cms.publishing.faults).
    anchor = f"#:w:contentpath=body.{loss['block']}" if loss["block"] else ""
    return Place(name, f"{url}{anchor}", loss["detail"])
