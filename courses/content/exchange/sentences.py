"""Sentences for people who export or import a course."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from courses.content.exchange.pages import Note
from courses.content.exchange.refusals import ArchiveRefused, Refusal

REFUSALS = {
    Refusal.TOO_LARGE: _(
        "The archive is larger than %(most)s, which is the most this service takes."
    ),
    Refusal.NOT_A_ZIP: _(
        "The file is not an archive of a course. Choose a .zip file that was exported from a "
        "course."
    ),
    Refusal.NOT_A_COURSE: _(
        "There is no course in this archive. Choose a .zip file that was exported from a course."
    ),
    Refusal.ENCRYPTED: _(
        "The archive is protected with a password. Export the course again and send it without one."
    ),
    Refusal.STRANGE_NAMES: _(
        "The archive holds files that do not belong to a course, or names one twice. Export "
        "the course again, and do not change the archive."
    ),
    Refusal.BOMB: _("The archive unpacks to more than %(most)s, or to too many files."),
    Refusal.DAMAGED: _("The archive is damaged. Export the course again."),
    Refusal.NEWER: _(
        "The archive was made by a newer version of the service. Update this service first, "
        "then import it."
    ),
    Refusal.WRONG_SHAPE: _(
        "Something in the archive is not as this service writes it. Export the course again, "
        "and do not change the archive. (Place: %(about)s.)"
    ),
    Refusal.UNKNOWN_BLOCKS: _(
        "The course uses kinds of block that this service does not have: %(about)s. Replace "
        "them where it comes from, and export it again."
    ),
    Refusal.PASSAGE_IN_A_PASSAGE: _(
        "The shared content “%(about)s” holds shared content, another or itself. That cannot be "
        "shown."
    ),
    Refusal.MISSING_FILE: _(
        "Files are missing in the archive: %(about)s. Export the course again."
    ),
    Refusal.ALTERED_FILE: _(
        "A file in the archive has been changed since it was exported. Export the course again."
    ),
    Refusal.FILE_REFUSED: _("The file “%(about)s” cannot be taken. %(why)s"),
    Refusal.WORDS_REFUSED: _("“%(about)s” cannot be taken: %(why)s"),
    Refusal.UNKNOWN_LANGUAGE: _(
        "The course is in a language that this service does not have: %(about)s."
    ),
    Refusal.UNKNOWN_TOPIC: _(
        "This service has no topic “%(about)s”, and you may not add topics. Ask somebody who "
        "may, then import the course again."
    ),
    Refusal.NOT_YOUR_LIBRARY: _("You may not add files to the library of this department."),
    Refusal.NOT_YOUR_PART: _(
        "You may not add courses to this department in the language of this course."
    ),
    Refusal.FILE_OF_OTHERS: _(
        "These lessons show a file of another department: %(about)s. Upload your own copy, "
        "choose that, and export the course again."
    ),
    Refusal.FILE_GONE: _(
        "The file “%(about)s” is gone from the library. Choose another one, and export the "
        "course again."
    ),
    Refusal.TOO_LARGE_TO_SEND: _(
        "The course with its files is larger than %(most)s, which is the most that can be exported."
    ),
    Refusal.KIND_NOT_HERE: _(
        "The course has a step of a kind that this service no longer has, so it cannot be "
        "exported: %(about)s."
    ),
}

NOTES = {
    Note.COPY: _(
        "This course is already in this service, or was. What you have now is a separate "
        "copy: changing one does not change the other, and what people learnt in one does not"
        " count in the other."
    ),
    Note.NEW_ADDRESS: _(
        "Its address is taken here, so the course is now at “%(about)s”. Links inside it that"
        " were typed with the old address lead to the other course."
    ),
    Note.NEW_TOPIC: _("The topic “%(about)s” was not here yet and has been added."),
    Note.FIXED: _(
        "“%(about)s” held more than words, links and lists. It was taken out; check the lesson."
    ),
    Note.EXPLAINED_HERE: _(
        "Your department already explains “%(about)s” in other words. The course now uses "
        "your explanation."
    ),
    Note.LANGUAGE_LEFT_OUT: _(
        "The translation “%(about)s” was left out: this service does not have that language."
    ),
}


def sentence(refused: ArchiveRefused) -> str:
    """Return sentences on what is wrong with an archive, and what to do."""
    words = str(REFUSALS[refused.refusal]) % {
        "about": refused.about,
        "why": refused.why,
        "most": filesizeformat(settings.LARGEST_ARCHIVE),
    }
    if refused.refusal is Refusal.NEWER and refused.about:
        words += " " + gettext("(It was made by version %(theirs)s; this is %(ours)s.)") % {
            "theirs": refused.about,
            "ours": settings.SERVICE_VERSION,
        }
    return words


def told(notes: Iterable[tuple[Note, str]]) -> Iterator[str]:
    """Yield a sentence for each note about an import."""
    for note, about in notes:
        if note is Note.TEXTS_LEFT_OUT:
            number = int(about)
            yield ngettext(
                "%(num)s translated text was left out, because the course does not say the "
                "original any more or the text held more than words.",
                "%(num)s translated texts were left out, because the course does not say the "
                "originals any more or the texts held more than words.",
                number,
            ) % {"num": number}
        else:
            yield str(NOTES[note]) % {"about": about}
