"""Words in a drawing (SVG) that do not stand out from what is painted behind them. Pure.

What is looked at: the fill of each piece of text, and at three places along it whatever was painted
before at that place, in the order of painting, down to the white page. What cannot be worked out (a
gradient, a pattern, a filter) is left alone: an alarm has to be true.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cms.media import drawings
from cms.media.colours import BLACK, WHITE, Colour, colour_of, contrast
from cms.media.outlines import Matrix, Point, inside, length, matrix_of, near, numbers_in, outline

NEEDED = 4.5  # WCAG 2.2, 1.4.3
NEEDED_BY_LARGE_WORDS = 3.0
LARGE, LARGE_IF_BOLD = 24.0, 18.66  # pixels
SHAPES = {"rect", "circle", "ellipse", "line", "polygon", "polyline", "path"}
CONTAINERS = {"svg", "g", "a", "switch"}
INHERITED = (
    "fill", "fill-opacity", "font-size", "font-weight", "stroke", "stroke-opacity", "stroke-width",
    "text-anchor", "visibility",
)  # fmt: skip
LETTER = 0.52  # how wide a letter is, of the size of its type, on average
DEEPEST = 40  # how deep groups may stand in each other
# A drawing that somebody made on purpose could keep a server busy; nobody draws one like that.
MOST_ELEMENTS = 20_000
MOST_POINTS = 100_000
MOST_POINTS_COMPARED = 1_000_000


@dataclass(frozen=True)
class FaintWords:
    """Words that are hard to make out: in which colours, and what WCAG asks for."""

    words: str
    colour: Colour
    behind: Colour
    ratio: float
    needed: float


class _TooMuch(Exception):
    """Raised inside for a drawing that takes too long to look at."""


@dataclass(frozen=True)
class _Painted:
    """A painted shape; a colour of None cannot be told."""

    runs: Sequence[Sequence[Point]]
    fill: Colour | bool | None  # False where nothing is filled
    stroke: Colour | bool | None
    reach: float  # half the width of the stroke

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        xs = [x for run in self.runs for x, _y in run] or [0.0]
        ys = [y for run in self.runs for _x, y in run] or [0.0]
        reach = self.reach if self.stroke is not False else 0
        return min(xs) - reach, min(ys) - reach, max(xs) + reach, max(ys) + reach

    @cached_property
    def points(self) -> int:
        return sum(map(len, self.runs))

    def may_cover(self, point: Point) -> bool:
        left, top, right, bottom = self.box
        return left <= point[0] <= right and top <= point[1] <= bottom

    def colour_at(self, point: Point) -> Colour | bool | None:
        if self.stroke is not False and near(point, self.runs, self.reach):
            return self.stroke
        if self.fill is not False and inside(point, self.runs):
            return self.fill
        return False


def faint_words(svg: bytes) -> list[FaintWords]:
    """Return the words of a drawing with too little contrast, in the order they are drawn.

    A drawing that takes too long to look at has none. Raises DrawingRefused for what is no drawing;
    such a file does not pass the form it is uploaded with.
    """
    return _Drawing(drawings.read(svg)).faint()


class _Drawing:
    def __init__(self, root: Any) -> None:
        self.root = root
        self.by_id = {element.get("id"): element for element in root.iter() if element.get("id")}
        box = numbers_in(root.get("viewBox", ""))
        wide = length(root.get("width"), 0)
        self.size: Point = (
            (box[2], box[3]) if len(box) == 4 else (wide, length(root.get("height"), 0))
        )
        # How many pixels a unit takes where the drawing has its natural size.
        self.pixels = wide / box[2] if wide and len(box) == 4 and box[2] else 1.0
        self.painted: list[_Painted] = []
        self.visited = self.compared = self.points = 0
        # The outline of a shape that is repeated is worked out once.
        self.outlines: dict[Any, Sequence[Sequence[Point]]] = {}

    def faint(self) -> list[FaintWords]:
        try:
            return list(self._visit(self.root, {}, Matrix(), 1.0, 0))
        except _TooMuch:
            return []

    def _visit(
        self, element: Any, above: Mapping[str, str], matrix: Matrix, opacity: float, depth: int
    ) -> Iterator[FaintWords]:
        self.visited += 1
        if self.visited > MOST_ELEMENTS:
            raise _TooMuch
        name = _name(element)
        given = _given(element)
        if given.get("display") == "none" or depth > DEEPEST:
            return
        style = {**above, **{key: given[key] for key in INHERITED if key in given}}
        matrix = matrix.then(matrix_of(given.get("transform", "")))
        opacity *= _share(given.get("opacity"))
        if name in CONTAINERS:
            for child in element:
                yield from self._visit(child, style, matrix, opacity, depth + 1)
        elif name == "use":
            target = self.by_id.get(drawings.link_of(element))
            if target is not None:
                x, y = length(given.get("x"), self.size[0]), length(given.get("y"), self.size[1])
                moved = matrix.then(Matrix(e=x, f=y))
                inner = target if _name(target) == "symbol" else [target]
                for child in inner:
                    yield from self._visit(child, style, moved, opacity, depth + 1)
        elif name in SHAPES and style.get("visibility", "visible") == "visible":
            self._paint(element, given, style, matrix, opacity)
        elif name == "text" and style.get("visibility", "visible") == "visible":
            yield from self._read(element, style, matrix, opacity)

    def _paint(
        self,
        element: Any,
        given: Mapping[str, str],
        style: Mapping[str, str],
        matrix: Matrix,
        opacity: float,
    ) -> None:
        name = _name(element)
        if element not in self.outlines:
            # A point takes four characters at least, and a curve is made of eight.
            if len(given.get("d", "")) + len(given.get("points", "")) > MOST_POINTS:
                raise _TooMuch
            self.outlines[element] = outline(name, given, self.size)
        self.points += sum(map(len, self.outlines[element]))
        if self.points > MOST_POINTS:
            raise _TooMuch
        runs = [[matrix.moved(point) for point in run] for run in self.outlines[element] if run]
        fill = False if name == "line" else _paint_of(style, "fill", "black", opacity)
        stroke = _paint_of(style, "stroke", "none", opacity)
        width = length(style.get("stroke-width"), self.size[0], default=1) * matrix.scale
        if "filter" in given or "mask" in given or "clip-path" in given:
            fill, stroke = (None if part is not False else False for part in (fill, stroke))
        self.painted.append(_Painted(runs, fill, stroke, width / 2))

    def _read(
        self, element: Any, style: Mapping[str, str], matrix: Matrix, opacity: float
    ) -> Iterator[FaintWords]:
        for words, start, look in _runs_of(element, style, self.size):
            paint = _paint_of(look, "fill", "black", opacity)
            if paint is False:
                paint = _paint_of(look, "stroke", "none", opacity)
            if not isinstance(paint, Colour) or not words:
                continue
            type_size = _type_size(look)
            wide = len(words) * type_size * LETTER
            back = {"middle": 0.5, "end": 1.0}.get(look.get("text-anchor", "start"), 0.0)
            places = [
                matrix.moved((start[0] + (share - back) * wide, start[1] - 0.35 * type_size))
                for share in (0.2, 0.5, 0.8)
            ]
            needed = _needed(type_size * matrix.scale * self.pixels, look.get("font-weight", ""))
            faint = [
                (ratio, behind)
                for behind in map(self._behind, places)
                if behind and (ratio := contrast(paint.over(behind), behind)) < needed
            ]
            # At two of the three, for a letter may well stand on a line.
            if len(faint) >= 2:
                ratio, behind = faint[0]
                yield FaintWords(words, paint.over(behind), behind, ratio, needed)

    def _behind(self, point: Point) -> Colour | None:
        seen: list[Colour] = []
        for painted in reversed(self.painted):
            covers = painted.may_cover(point)
            self.compared += painted.points if covers else 1
            if self.compared > MOST_POINTS_COMPARED:
                raise _TooMuch
            if not covers:
                continue
            colour = painted.colour_at(point)
            if colour is None:
                return None
            if isinstance(colour, Colour):
                seen.append(colour)
                if colour.alpha >= 1:
                    break
        behind = WHITE
        for colour in reversed(seen):
            behind = colour.over(behind)
        return behind


def _runs_of(
    element: Any, style: Mapping[str, str], size: Point
) -> Iterator[tuple[str, Point, dict[str, str]]]:
    """Yield each run of words of a text, where it begins and how it looks."""
    place = [0.0, 0.0]

    def visit(
        part: Any, above: Mapping[str, str], depth: int = 0
    ) -> Iterator[tuple[str, Point, dict[str, str]]]:
        if depth > DEEPEST:
            return
        given = _given(part)
        look = {**above, **{key: given[key] for key in INHERITED if key in given}}
        for axis, name in enumerate("xy"):
            if name in given:
                place[axis] = length(given[name], size[axis])
            place[axis] += length(given.get(f"d{name}"), size[axis])
        for words, its_look, child in [
            (part.text, look, None),
            *((child.tail, look, child) for child in part),
        ]:
            if child is not None and _name(child) == "tspan":
                yield from visit(child, look, depth + 1)
            written = " ".join((words or "").split())
            if written:
                yield written, (place[0], place[1]), its_look
                place[0] += (len(written) + 1) * LETTER * _type_size(look)

    yield from visit(element, style)


def _given(element: Any) -> dict[str, str]:
    """Return an element's attributes, with those of its style, which weigh more."""
    given = {key: str(value) for key, value in element.attrib.items()}
    for rule in given.get("style", "").split(";"):
        name, colon, value = rule.partition(":")
        if colon:
            given[name.strip()] = value.replace("!important", "").strip()
    return given


def _paint_of(
    style: Mapping[str, str], name: str, default: str, opacity: float
) -> Colour | bool | None:
    written = style.get(name, default).strip().lower()
    if written in ("none", "transparent"):
        return False
    colour = BLACK if written == "currentcolor" else colour_of(written)
    return colour and colour.faded(opacity * _share(style.get(f"{name}-opacity")))


def _type_size(look: Mapping[str, str]) -> float:
    written = look.get("font-size", "").strip()
    size = length(written, 16, default=16)
    return size * 16 if written.endswith("em") else size * 4 / 3 if written.endswith("pt") else size


def _share(written: str | None) -> float:
    return min(1.0, max(0.0, length(written, 1, default=1)))


def _needed(pixels: float, weight: str) -> float:
    bold = weight in ("bold", "bolder") or (weight.isdecimal() and int(weight) >= 700)
    return NEEDED_BY_LARGE_WORDS if pixels >= (LARGE_IF_BOLD if bold else LARGE) else NEEDED


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
