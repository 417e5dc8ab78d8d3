"""The styles of paragraphs and runs, and what they mean: heading, list item, bold. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from courses.content.word.markup import children, find, number, switched_on, value
from courses.content.word.package import WordPackage

DEEPEST_STYLE = 20
HEADING = re.compile(r"heading ([1-9])")
# "List Bullet 3" is the third level, though Word numbers each of these lists by itself.
LEVEL_IN_NAME = re.compile(r"list (?:bullet|number|continue) ([2-5])")
CONTENTS = re.compile(r"toc [1-9]|toc heading|table of figures|table of authorities|index [1-9]")
NO_LIST = "0"


@dataclass(frozen=True)
class ListLevel:
    """A level of a numbering: bullets or numbers, and how the numbers are written."""

    ordered: bool
    format: str


@dataclass(frozen=True)
class Place:
    """The place of a paragraph in a list; ``key`` is the same for all items numbered together."""

    key: str
    depth: int
    level: ListLevel


class Styles:
    """The styles and numberings of a document."""

    def __init__(self, package: WordPackage) -> None:
        self._styles: dict[str, Element] = {}
        self._default = ""
        for name in package.related(package.main, "styles"):
            root = package.xml(name)
            for style in () if root is None else children(root, "w:style"):
                key = style.get("w:styleId", "")
                self._styles.setdefault(key, style)
                if style.get("w:type") == "paragraph" and style.get("w:default") == "1":
                    self._default = key
        self._abstract: dict[str, Element] = {}
        self._nums: dict[str, Element] = {}
        for name in package.related(package.main, "numbering"):
            root = package.xml(name)
            for one in () if root is None else root:
                if one.tag == "w:abstractNum":
                    self._abstract[one.get("w:abstractNumId", "")] = one
                elif one.tag == "w:num":
                    self._nums[one.get("w:numId", "")] = one

    def name_of(self, paragraph: Element) -> str:
        """Return the English name of the paragraph's style, in small letters."""
        return next(self._names(paragraph), "")

    def heading_level(self, paragraph: Element) -> int | None:
        """Return the level of a heading, from 1, or None for what is no heading."""
        for style in self._chain(self._style_key(paragraph)):
            found = HEADING.fullmatch(_name(style))
            if found:
                return int(found.group(1))
        direct = value(paragraph, "w:pPr/w:outlineLvl")
        levels = [direct] if direct is not None else []
        for style in self._chain(self._style_key(paragraph)):
            inherited = value(style, "w:pPr/w:outlineLvl")
            if inherited is not None:
                levels.append(inherited)
        level = number(levels[0], 9) if levels else 9
        return level + 1 if level < 9 else None

    def is_called(self, paragraph: Element, *names: str) -> bool:
        """Tell whether the paragraph's style, or one it is based on, has one of ``names``."""
        return any(name in names for name in self._names(paragraph))

    def is_contents(self, paragraph: Element) -> bool:
        """Tell whether the paragraph belongs to a table of contents, of figures, or an index."""
        return any(CONTENTS.fullmatch(name) for name in self._names(paragraph))

    def goes_on_with_an_item(self, paragraph: Element) -> bool:
        """Tell whether the paragraph, after an item of a list, belongs to it."""
        name = self.name_of(paragraph)
        return name == "list paragraph" or name.startswith("list continue")

    def place(self, paragraph: Element) -> Place | None:
        """Return the place of the paragraph in a list, or None where it stands in none."""
        key, level = self._numbering_of(paragraph)
        if key in (None, NO_LIST):
            return None
        found = self._level(key, level)
        if found is None or found.format == "none":
            return None
        if level == 0:
            named = LEVEL_IN_NAME.fullmatch(self.name_of(paragraph))
            level = int(named.group(1)) - 1 if named else 0
        return Place(key=key, depth=level, level=found)

    def emphasis(self, run: Element) -> tuple[bool, bool]:
        """Return whether a run is bold and whether it is italic, by itself or its own style."""
        found: dict[str, bool] = {}
        properties = find(run, "w:rPr")
        key = "" if properties is None else value(properties, "w:rStyle") or ""
        sources = [run, *self._chain(key)] if properties is not None else []
        for source in sources:
            for mark in ("w:b", "w:i"):
                here = switched_on(source, f"w:rPr/{mark}")
                if here is not None:
                    found.setdefault(mark, here)
        return found.get("w:b", False), found.get("w:i", False)

    def _style_key(self, paragraph: Element) -> str:
        return value(paragraph, "w:pPr/w:pStyle") or self._default

    def _chain(self, key: str) -> Iterator[Element]:
        for _step in range(DEEPEST_STYLE):  # a style may be based on itself, by mistake
            style = self._styles.get(key)
            if style is None:
                return
            yield style
            key = value(style, "w:basedOn") or ""

    def _names(self, paragraph: Element) -> Iterator[str]:
        for style in self._chain(self._style_key(paragraph)):
            yield _name(style)

    def _numbering_of(self, paragraph: Element) -> tuple[str | None, int]:
        key: str | None = None
        level: str | None = None
        for source in (paragraph, *self._chain(self._style_key(paragraph))):
            if key is None:
                key = value(source, "w:pPr/w:numPr/w:numId")
            if level is None:
                level = value(source, "w:pPr/w:numPr/w:ilvl")
        return key, min(number(level), 8)

    def _level(self, key: str | None, level: int) -> ListLevel | None:
        num = self._nums.get(key or "")
        if num is None:
            return None
        for override in children(num, "w:lvlOverride"):
            own = find(override, "w:lvl")
            if own is not None and number(override.get("w:ilvl"), -1) == level:
                return _level_of(own)
        abstract = self._abstract.get(value(num, "w:abstractNumId") or "")
        linked = None if abstract is None else value(abstract, "w:numStyleLink")
        if linked:
            abstract = next(
                (one for one in self._abstract.values() if value(one, "w:styleLink") == linked),
                abstract,
            )
        for one in () if abstract is None else children(abstract, "w:lvl"):
            if number(one.get("w:ilvl"), -1) == level:
                return _level_of(one)
        return ListLevel(ordered=False, format="bullet")


def _level_of(level: Element) -> ListLevel:
    written = value(level, "w:numFmt") or "decimal"
    return ListLevel(ordered=written != "bullet", format=written)


def _name(style: Element) -> str:
    return (value(style, "w:name") or "").strip().lower()
