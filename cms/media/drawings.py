"""Drawings (SVG) as they come in: read within bounds, refused where they do more. Pure.

A browser and every program here that looks at a drawing goes through its elements, and through what
each ``use`` repeats. So what is bounded is what is drawn, not only what is written: how deep
elements stand in each other, how many there are, and both once more with repetitions.
"""

from __future__ import annotations

import io
import math
import re
from enum import StrEnum
from typing import Any
from xml.etree.ElementTree import Element
from xml.etree.ElementTree import ElementTree as Tree

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from willow.svg import SvgWrapper, WillowSvgException

SVG = "{http://www.w3.org/2000/svg}"
LARGEST = 500_000
# Groups of a drawing program stand 10 or 20 deep; Python's own limit is a thousand calls.
DEEPEST = 64
# A map of all constituencies has 4,000 elements.
MOST_ELEMENTS = 20_000
# What is drawn, repetitions included: characters of all elements and their attributes.
MOST_DRAWN = 4 * LARGEST
# A use may name a symbol that has uses; nobody stacks them higher.
MOST_USES_DEEP = 4
# In pixels, each way; and one way against the other, or one of them is nothing in a small picture.
LONGEST_SIDE = 20_000
MOST_LOPSIDED = 100

# What a drawing needs. Everything that can run, load or hide another document is not among it.
ELEMENTS = {
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


class Fault(StrEnum):
    """The reasons for which a drawing is refused."""

    UNREADABLE = "unreadable"
    TOO_LARGE = "too large"
    TOO_DEEP = "too deep"
    TOO_MANY = "too many elements"
    NO_SIZE = "no size"
    LOPSIDED = "lopsided"
    FOREIGN = "a foreign element"
    ACTS = "acts"


class DrawingRefused(ValueError):
    """Raised for a drawing that is not taken; ``name`` is the element or attribute at fault."""

    def __init__(self, fault: Fault, name: str = "") -> None:
        self.fault, self.name = fault, name[:40]
        super().__init__(f"{fault}: {self.name}")


def check(content: bytes) -> None:
    """Read a drawing of at most ``LARGEST`` bytes; raises DrawingRefused for the first fault."""
    root = read(content)
    for element in root.iter():
        _check_element(element)
    _check_drawn(root)
    _check_size(root)


def read(content: bytes) -> Element:
    """Return the root of a drawing; raises DrawingRefused before more is read than allowed."""
    if len(content) > LARGEST:
        raise DrawingRefused(Fault.TOO_LARGE)
    depth = elements = 0
    root: Element | None = None
    try:
        for event, element in ElementTree.iterparse(
            io.BytesIO(content), events=("start", "end"), forbid_dtd=True
        ):
            depth += 1 if event == "start" else -1
            elements += event == "start"
            root = element if root is None else root
            if depth > DEEPEST:
                raise DrawingRefused(Fault.TOO_DEEP)
            if elements > MOST_ELEMENTS:
                raise DrawingRefused(Fault.TOO_MANY)
    except (ElementTree.ParseError, DefusedXmlException, LookupError) as fault:
        raise DrawingRefused(Fault.UNREADABLE) from fault
    if root is None or root.tag != f"{SVG}svg":
        raise DrawingRefused(Fault.UNREADABLE)
    return root


def link_of(element: Element) -> str:
    """Return the id that a ``use`` names, without its sign; empty where it names none."""
    found = (value for key, value in element.attrib.items() if key.rpartition("}")[2] == "href")
    return next(found, "").removeprefix("#")


def _check_element(element: Any) -> None:
    if not isinstance(element.tag, str):
        return  # a comment or processing instruction; browsers run neither inside an image
    namespace, brace, name = element.tag.rpartition("}")
    allowed = name in ELEMENTS if namespace + brace == SVG else namespace + brace in NOTES
    if not allowed:
        raise DrawingRefused(Fault.FOREIGN, name)
    for attribute, value in element.attrib.items():
        plain = attribute.rpartition("}")[2].lower()
        href = plain == "href"
        if (
            plain.startswith("on")
            or RUNS.search(value)
            or URL.search(value)
            or (href and not value.startswith("#"))
        ):
            raise DrawingRefused(Fault.ACTS, plain)


def _check_drawn(root: Element) -> None:
    """Refuse a drawing whose uses repeat too much, or themselves."""
    by_id = {element.get("id"): element for element in root.iter() if element.get("id")}
    # Of each element: how much it draws, and how high uses stand in it.
    known: dict[Element, tuple[int, int]] = {}

    def visit(element: Element, above: int) -> tuple[int, int]:
        if element in known:
            return known[element]
        parts = [visit(child, above) for child in element]
        target = by_id.get(link_of(element)) if element.tag == f"{SVG}use" else None
        if target is not None and above == MOST_USES_DEEP:
            raise DrawingRefused(Fault.TOO_DEEP, "use")
        if target is not None:
            drawn, uses = visit(target, above + 1)
            parts.append((drawn, uses + 1))
        own = 8 + sum(map(len, element.attrib.values())) + len(element.text or "")
        known[element] = (
            own + sum(drawn for drawn, _uses in parts),
            max((uses for _drawn, uses in parts), default=0),
        )
        if known[element][0] > MOST_DRAWN:
            raise DrawingRefused(Fault.TOO_MANY, "use")
        if known[element][1] > MOST_USES_DEEP:
            raise DrawingRefused(Fault.TOO_DEEP, "use")
        return known[element]

    visit(root, 0)


def _check_size(root: Element) -> None:
    """Refuse a drawing whose size is nothing, endless, or a line."""
    try:
        drawing = SvgWrapper(Tree(root))
    except (WillowSvgException, ValueError, OverflowError) as fault:
        raise DrawingRefused(Fault.NO_SIZE) from fault
    sides = (drawing.width, drawing.height, drawing.view_box.width, drawing.view_box.height)
    if not all(math.isfinite(side) and side > 0 for side in sides):
        raise DrawingRefused(Fault.NO_SIZE)
    if max(drawing.width, drawing.height) > LONGEST_SIDE:
        raise DrawingRefused(Fault.NO_SIZE)
    for wide, high in (sides[:2], sides[2:]):
        if max(wide, high) > MOST_LOPSIDED * min(wide, high):
            raise DrawingRefused(Fault.LOPSIDED)
