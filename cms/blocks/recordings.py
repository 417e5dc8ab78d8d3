"""Video and sound: a player of the browser's own, captions, and the same in words."""

from __future__ import annotations

from collections.abc import Mapping
from html import unescape
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.html import strip_tags
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from cms.blocks.declared import ContentBlock
from cms.blocks.features import PASSAGE_FEATURES
from cms.blocks.rich_text import RichTextBlock
from cms.blocks.written import rich_text
from cms.media import captions, recordings
from cms.media.captions import Fit
from cms.media.validation import what_is_wrong


def faults(
    *, kind: str, length: float | None, captions_file: bytes | None, transcript: str
) -> list[str]:
    """Return sentences on what is wrong with a recording for those who cannot hear or see it.

    ``kind`` is "video" or "audio", ``length`` in seconds (None where it is not known),
    ``captions_file`` a WebVTT file and ``transcript`` plain words. A video needs both; what is
    only heard needs the transcript, and captions that it has all the same must be right.
    """
    found = []
    if length is None:
        found.append(gettext("Upload the recording again: it does not say how long it is."))
    if captions_file is None:
        if kind == recordings.VIDEO:
            found.append(gettext("The video has no captions. Add a WebVTT file (.vtt)."))
    else:
        found += _faults_of_captions(captions_file, length)
    if not transcript.strip():
        found.append(
            gettext(
                "There is no transcript. Write what is said, and what is shown where it matters."
            )
        )
    return found


def _faults_of_captions(content: bytes, length: float | None) -> list[str]:
    try:
        cues = captions.parse(content)
    except captions.CaptionsError as fault:
        return [what_is_wrong(fault)]
    if length is None:
        return []
    words = {
        Fit.ENDS_AFTER: gettext(
            "The captions go on until %(end)s, but the recording ends at %(length)s. "
            "They may be those of another file."
        ),
        Fit.ENDS_EARLY: gettext(
            "The captions end at %(end)s, but the recording goes on until %(length)s. "
            "Caption the rest, music and silence too."
        ),
        Fit.BEGINS_LATE: gettext(
            "The captions begin at %(start)s. Caption what comes before, music and silence too."
        ),
    }
    fit = captions.fit(cues, length)
    if fit is Fit.WHOLE:
        return []
    return [
        words[fit]
        % {
            "start": clock(cues[0].start),
            "end": clock(max(cue.end for cue in cues)),
            "length": clock(length),
        }
    ]


def clock(seconds: float) -> str:
    """Return a length of time as players show it: "1:02:05" or "2:05"."""
    whole = round(seconds)
    hours, minutes = whole // 3600, whole % 3600 // 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


class RecordingBlock(ContentBlock, blocks.StructBlock):
    """The base of video and sound blocks. A draft may lack what publishing asks for."""

    kind = ""
    wrong_kind = _("Choose another file.")

    title = blocks.CharBlock(label=_("Title"), max_length=150)
    file = DocumentChooserBlock(label=_("Recording"))

    def from_file(self, value: Any, key: UUID) -> dict[str, Any]:
        return {
            "file": value["file"],
            "title": value["title"],
            "captions": value.get("captions"),
            "transcript": rich_text(value.get("transcript", "")),
        }

    def titles_of_files(self, stored: Any) -> Mapping[str, str]:
        title, words = stored["title"], stored["captions"]
        return {stored["file"]: title, **({words: f"{title} ({words})"} if words else {})}

    def faults(self, value: Any) -> list[str]:
        """Return sentences on what the publish gate finds wrong with this recording."""
        file, words = value["file"], value["captions"]
        if file is None:
            return []  # the form itself says that it is empty
        return faults(
            kind=self.kind,
            length=file.seconds,
            captions_file=_content(words) if words else None,
            transcript=words_in(value["transcript"]),
        )

    def clean(self, value: Any) -> Any:
        """Refuse at once what no draft needs: another kind of file, and captions that are wrong."""
        cleaned = super().clean(value)
        errors: dict[str, Exception] = {}
        file, words = cleaned["file"], cleaned["captions"]
        if file and recordings.kind_of(file.filename) != self.kind:
            errors["file"] = ValidationError(self.wrong_kind)
        if words and recordings.ending(words.filename) != "vtt":
            errors["captions"] = ValidationError(
                _("Choose captions in WebVTT: a file that ends in .vtt.")
            )
        elif words and (wrong := _faults_of_captions(_content(words), file and file.seconds)):
            errors["captions"] = ValidationError(wrong)
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        file, words = value["file"], value["captions"]
        context["kind"] = self.kind
        context["has_transcript"] = bool(words_in(value["transcript"]))
        if file is None:
            return context  # a draft may be unfinished, and a file deleted
        context["file"] = {
            "url": file.url,
            "type": recordings.CONTENT_TYPES.get(recordings.ending(file.filename), ""),
            "length": clock(file.seconds) if file.seconds else "",
        }
        if words is not None:
            code = (translation.get_language() or "en").split("-")[0]
            context["captions"] = {
                "url": words.url,
                "language": code,
                "name": get_language_info(code)["name_local"].capitalize(),
            }
        return context


def words_in(text: Any) -> str:
    """Return the words of rich text, "" where there are none: an emptied field keeps its marks."""
    return unescape(strip_tags(text.source if text else "")).strip()


def _content(document: Any) -> bytes:
    try:
        with document.file.open("rb") as stored:
            return bytes(stored.read(captions.LARGEST + 1))
    except OSError:
        return b""  # its file is gone; nothing in it can be right


class VideoBlock(RecordingBlock):
    """A video of one's own, with captions and a transcript."""

    kind = recordings.VIDEO
    wrong_kind = _("Choose a video: an MP4 or WebM file.")

    captions = DocumentChooserBlock(
        label=_("Captions"),
        required=False,
        help_text=_("Required for publishing: a WebVTT file (.vtt). Learners switch them on."),
    )
    transcript = RichTextBlock(
        label=_("Transcript"),
        required=False,
        features=PASSAGE_FEATURES,
        help_text=_(
            "Required for publishing. Everything that is said, and what is shown where it matters."
        ),
    )

    class Meta:
        icon = "media"
        label = _("Video")
        template = "blocks/recording.html"


class AudioBlock(RecordingBlock):
    """A sound recording of one's own, with a transcript."""

    kind = recordings.AUDIO
    wrong_kind = _("Choose a sound recording: an MP3, M4A or Ogg file.")

    captions = DocumentChooserBlock(
        label=_("Captions"),
        required=False,
        help_text=_("A WebVTT file (.vtt), if there is one; the transcript is enough."),
    )
    transcript = RichTextBlock(
        label=_("Transcript"),
        required=False,
        features=PASSAGE_FEATURES,
        help_text=_("Required for publishing. Everything that is said, and by whom."),
    )

    class Meta:
        icon = "media"
        label = _("Audio")
        template = "blocks/recording.html"
