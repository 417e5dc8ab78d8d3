"""What may be uploaded: judged by its content, before anything opens it as a picture."""

from __future__ import annotations

import re
from typing import Any

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

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
