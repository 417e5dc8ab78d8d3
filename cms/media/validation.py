"""Judging of uploads by their content, before anything opens them as a picture."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from cms.media import captions, drawings, recordings
from cms.media.captions import Wrong
from cms.media.drawings import DrawingRefused, Fault


def check_document_file(file: Any) -> None:
    """Refuse a recording or captions that are not what the file's name says.

    Other files are only handed out to be saved. Raises ValidationError with a sentence.
    """
    name = getattr(file, "name", "") or ""
    if recordings.kind_of(name):
        _check_recording(file, name)
    elif recordings.ending(name) == "vtt":
        file.seek(0)
        try:
            captions.parse(file.read(captions.LARGEST + 1))
        except captions.CaptionsError as fault:
            raise ValidationError(what_is_wrong(fault)) from fault
        finally:
            file.seek(0)


def _check_recording(file: Any, name: str) -> None:
    if file.size > settings.LARGEST_RECORDING:
        raise ValidationError(
            _("This recording is larger than %(most)s. Export it in a smaller size, or split it.")
            % {"most": filesizeformat(settings.LARGEST_RECORDING)}
        )
    try:
        found = recordings.read(file, name)
    except recordings.UnreadableRecording as fault:
        raise ValidationError(
            _(
                "This file is not what its name says (%(ending)s), or it is broken. Export the "
                "recording again as MP4 or WebM video, or as MP3, M4A or Ogg audio."
            )
            % {"ending": recordings.ending(name)}
        ) from fault
    if found.seconds is None:
        raise ValidationError(
            _(
                "This recording does not say how long it is, so nobody could move about in it. "
                "Open it in a video editor and export it again."
            )
        )


def what_is_wrong(fault: captions.CaptionsError) -> str:
    """Return a sentence on what is wrong with captions, and where."""
    messages = {
        Wrong.NOT_TEXT: _("The captions are not plain text (UTF-8), or larger than 1 MB."),
        Wrong.NO_HEADER: _(
            "The captions do not begin with WEBVTT. Export them as WebVTT (.vtt), not as SRT."
        ),
        Wrong.NO_TIME: _(
            "A caption has no time that can be read. Write 00:01.000 --> 00:04.000, "
            "with full stops, and an empty line between captions."
        ),
        Wrong.BACKWARDS: _("A caption ends before it begins."),
        Wrong.OUT_OF_ORDER: _("A caption begins before the one above it. Put them in order."),
        Wrong.NO_WORDS: _("A caption has no words."),
        Wrong.NO_CUES: _("There are no captions in this file."),
    }
    return _("%(fault)s (Line %(line)s.)") % {"fault": messages[fault.wrong], "line": fault.line}


def check_image_file(file: Any) -> None:
    """Refuse an image file that could do more than be looked at.

    Raster images are opened, and bounded in pixels, by Wagtail's own field; drawings (SVG) are
    XML and are read here, element by element. Raises ValidationError with a sentence that says
    what to do.
    """
    name = (getattr(file, "name", "") or "").lower()
    file.seek(0)
    start = file.read(2048)
    file.seek(0)
    looks_like_svg = b"<svg" in start or b"<?xml" in start or b"<!DOCTYPE" in start
    if name.endswith(".svg"):
        _check_svg(file)
    elif looks_like_svg:
        raise ValidationError(
            _("This file is a drawing (SVG) under another name. Give it the ending .svg.")
        )


def _check_svg(file: Any) -> None:
    content = file.read(drawings.LARGEST + 1)
    file.seek(0)
    try:
        drawings.check(content)
    except DrawingRefused as refused:
        raise ValidationError(why_refused(refused)) from refused


def why_refused(refused: DrawingRefused) -> str:
    """Return a sentence on why a drawing is refused, and what to do."""
    messages = {
        Fault.UNREADABLE: _("This drawing cannot be read as SVG. Export it again as plain SVG."),
        Fault.TOO_LARGE: _("This drawing is larger than 500 kB. Simplify it, or save a PNG."),
        Fault.TOO_DEEP: _(
            "The groups of this drawing stand too deep in each other. Ungroup them, or save a PNG."
        ),
        Fault.TOO_MANY: _("This drawing has too many parts. Simplify it, or save a PNG."),
        Fault.NO_SIZE: _(
            "This drawing has no size that a page can use. Set its width and height, from 1 to "
            "20,000 pixels, and export it again."
        ),
        Fault.LOPSIDED: _(
            "This drawing is more than 100 times as long as it is wide. Make it less narrow."
        ),
        Fault.FOREIGN: _(
            "This drawing contains “%(name)s”, which is not allowed. Export it as plain SVG."
        ),
        Fault.ACTS: _(
            "This drawing runs something or loads something from elsewhere (%(name)s). "
            "Export it as plain SVG."
        ),
    }
    return messages[refused.fault] % {"name": refused.name}
