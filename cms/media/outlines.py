"""The shapes of a drawing (SVG) as points, and what lies inside them. Pure."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
STEPS = 8  # straight pieces that stand for one curve
AROUND = 32  # and for a whole ellipse
LARGEST = 1e7

Point = tuple[float, float]


@dataclass(frozen=True)
class Matrix:
    """The matrix that moves a drawing's units: x' = ax + cy + e, y' = bx + dy + f."""

    a: float = 1
    b: float = 0
    c: float = 0
    d: float = 1
    e: float = 0
    f: float = 0

    def then(self, inner: Matrix) -> Matrix:
        """Return the matrix that moves as ``inner`` first, and then as this one."""
        return Matrix(
            self.a * inner.a + self.c * inner.b,
            self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d,
            self.b * inner.c + self.d * inner.d,
            self.a * inner.e + self.c * inner.f + self.e,
            self.b * inner.e + self.d * inner.f + self.f,
        )

    def moved(self, point: Point) -> Point:
        """Return the point to which ``point`` is moved."""
        x, y = point
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    @property
    def scale(self) -> float:
        """The factor by which lengths grow: the root of that by which areas do."""
        return math.sqrt(abs(self.a * self.d - self.b * self.c))


MOVES: dict[str, Callable[[Sequence[float]], Matrix]] = {
    "translate": lambda n: Matrix(e=n[0], f=n[1] if len(n) > 1 else 0),
    "scale": lambda n: Matrix(a=n[0], d=n[1] if len(n) > 1 else n[0]),
    "matrix": lambda n: Matrix(*n[:6]),
    "skewx": lambda n: Matrix(c=math.tan(math.radians(n[0]))),
    "skewy": lambda n: Matrix(b=math.tan(math.radians(n[0]))),
}


def matrix_of(written: str) -> Matrix:
    """Return the matrix of a ``transform`` attribute; what cannot be read does nothing."""
    matrix = Matrix()
    for name, arguments in re.findall(r"(\w+)\s*\(([^)]*)\)", written):
        numbers = numbers_in(arguments)
        if name.lower() == "rotate" and numbers:
            matrix = matrix.then(_rotation(numbers))
        elif name.lower() in MOVES and numbers:
            matrix = matrix.then(MOVES[name.lower()](numbers))
    return matrix


def _rotation(numbers: Sequence[float]) -> Matrix:
    turn = math.radians(numbers[0])
    x, y = (numbers[1], numbers[2]) if len(numbers) > 2 else (0.0, 0.0)
    cosine, sine = math.cos(turn), math.sin(turn)
    turned = Matrix(cosine, sine, -sine, cosine)
    return Matrix(e=x, f=y).then(turned).then(Matrix(e=-x, f=-y))


def numbers_in(written: str) -> list[float]:
    """Return the numbers in an attribute; those that no drawing needs are 0."""
    found = (float(number) for number in NUMBER.findall(written))
    return [number if abs(number) < LARGEST else 0.0 for number in found]


def length(written: str | None, whole: float, default: float = 0) -> float:
    """Return a length in the drawing's units; a percentage is one of ``whole``."""
    numbers = numbers_in(written or "")
    if not numbers:
        return default
    return numbers[0] * whole / 100 if str(written).strip().endswith("%") else numbers[0]


def outline(name: str, given: Mapping[str, str], size: Point) -> list[list[Point]]:
    """Return the outline of a shape as closed or open runs of points, in its own units."""

    def number(attribute: str, whole: float = size[0]) -> float:
        return length(given.get(attribute), whole)

    if name == "rect":
        x, y = number("x"), number("y", size[1])
        right, bottom = x + number("width"), y + number("height", size[1])
        return [[(x, y), (right, y), (right, bottom), (x, bottom), (x, y)]]
    if name in ("circle", "ellipse"):
        across = number("r" if name == "circle" else "rx")
        down = number("r" if name == "circle" else "ry", size[1])
        x, y = number("cx"), number("cy", size[1])
        turns = [2 * math.pi * step / AROUND for step in range(AROUND + 1)]
        return [[(x + across * math.cos(turn), y + down * math.sin(turn)) for turn in turns]]
    if name == "line":
        return [[(number("x1"), number("y1", size[1])), (number("x2"), number("y2", size[1]))]]
    if name in ("polygon", "polyline"):
        numbers = numbers_in(given.get("points", ""))
        points = list(zip(numbers[::2], numbers[1::2], strict=False))
        return [points + points[:1] if name == "polygon" else points]
    return path_runs(given.get("d", "")) if name == "path" else []


ARGUMENTS = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4, "q": 4, "t": 2, "a": 7, "z": 0}


def path_runs(written: str) -> list[list[Point]]:
    """Return a path's runs of points; curves become straight pieces, arcs of circles chords."""
    runs: list[list[Point]] = []
    here: Point = (0.0, 0.0)
    bend: Point | None = None  # the last control point, which the next curve may mirror
    for command, numbers in _commands(written):
        kind, relative = command.lower(), command.islower()
        base = here if relative else (0.0, 0.0)
        points = [
            (base[0] + x, base[1] + y) for x, y in zip(numbers[::2], numbers[1::2], strict=False)
        ]
        if kind == "z":
            if runs and runs[-1]:
                here = runs[-1][0]
                runs[-1].append(here)
                runs.append([here])
            bend = None
            continue
        if kind == "m":
            runs.append([])
        elif not runs:
            return []  # a path has to begin somewhere
        if kind == "h":
            points = [(base[0] + numbers[0], here[1])]
        elif kind == "v":
            points = [(here[0], base[1] + numbers[0])]
        elif kind == "a":
            points = [(base[0] + numbers[5], base[1] + numbers[6])]
        elif kind in "st":
            mirrored = (2 * here[0] - bend[0], 2 * here[1] - bend[1]) if bend else here
            points = [mirrored, *points]
        if kind in "csqt":
            bend = points[-2]
            points = _curve([here, *points])
        else:
            bend = None
        runs[-1] += points
        here = points[-1]
    return runs


def _commands(written: str) -> list[tuple[str, list[float]]]:
    found: list[tuple[str, list[float]]] = []
    command, numbers = "", list[float]()

    def finish() -> None:
        nonlocal command
        need = ARGUMENTS.get(command.lower())
        if need is None:
            return
        if need == 0:
            found.append((command, []))
            return
        for start in range(0, len(numbers) - need + 1, need):
            found.append((command, numbers[start : start + need]))
            # Further pairs after a move are lines.
            command = {"m": "l", "M": "L"}.get(command, command)

    for token in TOKEN.findall(written):
        if token.isalpha():
            finish()
            command, numbers = token, []
        else:
            numbers += numbers_in(token)
    finish()
    return found


def _curve(controls: Sequence[Point]) -> list[Point]:
    """Return points on the Bézier curve with these control points, its beginning left out."""
    found = []
    for step in range(1, STEPS + 1):
        share, points = step / STEPS, list(controls)
        while len(points) > 1:
            points = [
                (x1 + (x2 - x1) * share, y1 + (y2 - y1) * share)
                for (x1, y1), (x2, y2) in itertools.pairwise(points)
            ]
        found.append(points[0])
    return found


def inside(point: Point, runs: Sequence[Sequence[Point]]) -> bool:
    """Tell whether ``point`` lies inside the outline, each run of which is closed."""
    x, y = point
    within = False
    for run in runs:
        for (x1, y1), (x2, y2) in itertools.pairwise([*run, *run[:1]]):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
                within = not within
    return within


def near(point: Point, runs: Sequence[Sequence[Point]], distance: float) -> bool:
    """Tell whether ``point`` lies within ``distance`` of the line along the outline."""
    return any(
        _away(point, start, end) <= distance
        for run in runs
        for start, end in itertools.pairwise(run)
    )


def _away(point: Point, start: Point, end: Point) -> float:
    (x, y), (x1, y1), (x2, y2) = point, start, end
    long = (x2 - x1) ** 2 + (y2 - y1) ** 2
    share = ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / long if long else 0.0
    share = min(1.0, max(0.0, share))
    return math.hypot(x - x1 - share * (x2 - x1), y - y1 - share * (y2 - y1))
