"""XML of a Word document, read with limits and with short names. Pure.

Word writes the same names in two families of namespaces, transitional and strict (ISO/IEC 29500);
here both are ``w:p``, ``a:blip`` and so on.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from courses.content.word.refusals import Refusal, UnreadableWordFile
from learning.xapi.caches import bounded_cache

DEEPEST = 120  # levels; a table in a text box in a group in a table has about fifty
MOST_ELEMENTS = 400_000  # in all parts together; twenty pages have about twenty thousand

_OPEN = "http://schemas.openxmlformats.org/"
_STRICT = "http://purl.oclc.org/ooxml/"
_MICROSOFT = "http://schemas.microsoft.com/office/"
_SHORT = {
    f"{_OPEN}wordprocessingml/2006/main": "w",
    f"{_STRICT}wordprocessingml/main": "w",
    f"{_OPEN}officeDocument/2006/relationships": "r",
    f"{_STRICT}officeDocument/relationships": "r",
    f"{_OPEN}officeDocument/2006/math": "m",
    f"{_STRICT}officeDocument/math": "m",
    f"{_OPEN}drawingml/2006/main": "a",
    f"{_STRICT}drawingml/main": "a",
    f"{_OPEN}drawingml/2006/wordprocessingDrawing": "wp",
    f"{_STRICT}drawingml/wordprocessingDrawing": "wp",
    f"{_OPEN}drawingml/2006/picture": "pic",
    f"{_STRICT}drawingml/picture": "pic",
    f"{_OPEN}drawingml/2006/chart": "c",
    f"{_STRICT}drawingml/chart": "c",
    f"{_OPEN}drawingml/2006/diagram": "dgm",
    f"{_STRICT}drawingml/diagram": "dgm",
    f"{_OPEN}markup-compatibility/2006": "mc",
    f"{_OPEN}package/2006/relationships": "rels",
    f"{_OPEN}package/2006/content-types": "types",
    f"{_OPEN}package/2006/metadata/core-properties": "core",
    f"{_MICROSOFT}drawing/2017/decorative": "adec",
    "http://purl.org/dc/elements/1.1/": "dc",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
}
OFF = frozenset({"0", "false", "off"})


class Budget:
    """A budget: the number of elements that may still be read of one document."""

    def __init__(self, elements: int = MOST_ELEMENTS) -> None:
        self.left = elements

    def spend(self) -> None:
        """Count one element; raises UnreadableWordFile where it is one too many."""
        self.left -= 1
        if self.left < 0:
            raise UnreadableWordFile(Refusal.BOMB)


class _Builder(TreeBuilder):
    def __init__(self, budget: Budget) -> None:
        super().__init__()
        self.budget = budget
        self.depth = 0

    def start(self, tag: str, attributes: dict[str, str], /) -> Element:
        self.budget.spend()
        self.depth += 1
        if self.depth > DEEPEST:
            raise UnreadableWordFile(Refusal.BOMB)
        return super().start(short(tag), {short(name): attributes[name] for name in attributes})

    def end(self, tag: str, /) -> Element:
        self.depth -= 1
        return super().end(short(tag))


@bounded_cache(entries=4_096, longest=200)
def short(name: str) -> str:
    """Return ``{namespace}local`` as ``prefix:local`` where we know the namespace."""
    if not name.startswith("{"):
        return name
    namespace, _brace, local = name[1:].partition("}")
    return f"{_SHORT[namespace]}:{local}" if namespace in _SHORT else name


def parse(content: bytes, budget: Budget) -> Element:
    """Return the root of ``content``.

    Raises UnreadableWordFile for XML that is broken, declares entities, or is too deep or too long.
    """
    parser = XMLParser(target=_Builder(budget), forbid_dtd=True)
    try:
        parser.feed(content)
        root: Element = parser.close()
    except DefusedXmlException as hostile:
        raise UnreadableWordFile(Refusal.BOMB) from hostile
    except (ParseError, LookupError, ValueError, AssertionError) as broken:
        if isinstance(broken, UnreadableWordFile):
            raise
        raise UnreadableWordFile(Refusal.DAMAGED) from broken
    return root


def find(element: Element, path: str) -> Element | None:
    """Return the element at ``path``, such as ``w:pPr/w:numPr``: the first child at each step."""
    # ElementTree has paths of its own, in which a colon means something else.
    found: Element | None = element
    for tag in path.split("/"):
        if found is None:
            return None
        found = next(children(found, tag), None)
    return found


def children(element: Element, tag: str) -> Iterator[Element]:
    """Yield the children with the name ``tag``."""
    return (child for child in element if child.tag == tag)


def value(element: Element, path: str, attribute: str = "w:val") -> str | None:
    """Return an attribute of the first element at ``path``, or None where there is none."""
    found = find(element, path)
    return None if found is None else found.get(attribute)


def number(text: str | None, otherwise: int = 0) -> int:
    """Return ``text`` as a number; what is none, or too long to be meant, is ``otherwise``."""
    plain = (text or "").strip()
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < 10 else otherwise


def switched_on(element: Element, path: str) -> bool | None:
    """Tell whether a property such as ``w:b`` is on, off, or not there at all (None)."""
    found = find(element, path)
    return None if found is None else found.get("w:val", "1") not in OFF


def outside(element: Element, *kept_out: str) -> Iterator[Element]:
    """Yield what is below ``element``, in order, without what is inside elements so named."""
    waiting = list(element)[::-1]
    while waiting:
        one = waiting.pop()
        yield one
        if one.tag not in kept_out:
            waiting += list(one)[::-1]
