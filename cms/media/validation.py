"""What may be uploaded: judged by its content, before anything opens it as a picture."""

from __future__ import annotations

import re
from typing import Any

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from cms.media import captions, recordings
from cms.media.captions import Wrong

LARGEST_SVG = 500_000
SVG = "{http://www.w3.org/2000/svg}"

# What a drawing needs. Everything that can run, load or hide another document is not among it.
SVG_ELEMENTS = {
    "svg", "g", "defs", "title", "desc", "metadata", "path", "rect", "circle", "ellipse", "line",
    "polyline", "polygon", "text", "tspan", "marker", "clipPath", "mask", "pattern", "symbol",
    "use", "linearGradient", "radialGradient", "stop",
}  # fmt: skip
# Drawing programs leave notes about themselves, which draw nothing.
NOTES = (
    "{http://www.inkscape.org/namespaces/inkscape}",
    "{http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd}",
    "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}",
    "{http://creativecommons.org/ns#}",
    "{http://purl.org/dc/elements/1.1/}",
)
URL = re.compile(r"url\(\s*['\"]?(?!#)", re.IGNORECASE)
RUNS = re.compile(r"(javascript|data|vbscript)\s*:|expression\s*\(|@import", re.IGNORECASE)


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
    """Return in a sentence what is wrong with captions, and where."""
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
    content = file.read(LARGEST_SVG + 1)
    file.seek(0)
    if len(content) > LARGEST_SVG:
        raise ValidationError(_("This drawing is larger than 500 kB. Simplify it, or save a PNG."))
    try:
        root = ElementTree.fromstring(content, forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException, ValueError) as fault:
        raise ValidationError(
            _("This drawing cannot be read as SVG. Export it again as plain SVG.")
        ) from fault
    if root.tag != f"{SVG}svg":
        raise ValidationError(
            _("This drawing cannot be read as SVG. Export it again as plain SVG.")
        )
    for element in root.iter():
        _check_element(element)


def _check_element(element: Any) -> None:
    if not isinstance(element.tag, str):
        return  # a comment or processing instruction; browsers run neither inside an image
    namespace, brace, name = element.tag.rpartition("}")
    allowed = name in SVG_ELEMENTS if namespace + brace == SVG else namespace + brace in NOTES
    if not allowed:
        raise ValidationError(
            _("This drawing contains “%(name)s”, which is not allowed. Export it as plain SVG.")
            % {"name": name[:40]}
        )
    for attribute, value in element.attrib.items():
        plain = attribute.rpartition("}")[2].lower()
        href = plain == "href"
        if (
            plain.startswith("on")
            or RUNS.search(value)
            or URL.search(value)
            or (href and not value.startswith("#"))
        ):
            raise ValidationError(
                _(
                    "This drawing runs something or loads something from elsewhere (%(name)s). "
                    "Export it as plain SVG."
                )
                % {"name": plain[:40]}
            )
