"""Colours as drawings write them, and how well two of them can be told apart. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import ImageColor


@dataclass(frozen=True)
class Colour:
    """A colour of a screen: red, green and blue from 0 to 255, and how opaque, 0 to 1."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0

    def over(self, below: Colour) -> Colour:
        """Return the colour that is seen where this one is painted on an opaque one."""
        mixed = (
            mine * self.alpha + other * (1 - self.alpha)
            for mine, other in zip(self._parts, below._parts, strict=True)
        )
        return Colour(*mixed)

    def faded(self, opacity: float) -> Colour:
        """Return this colour, less opaque by the factor ``opacity``."""
        return Colour(self.red, self.green, self.blue, self.alpha * opacity)

    @property
    def luminance(self) -> float:
        """The relative luminance, as WCAG 2.2 defines it."""
        red, green, blue = (_linear(part / 255) for part in self._parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    @property
    def _parts(self) -> tuple[float, float, float]:
        return self.red, self.green, self.blue

    def __str__(self) -> str:
        return "#" + "".join(f"{round(part):02x}" for part in self._parts)


WHITE = Colour(255, 255, 255)
BLACK = Colour(0, 0, 0)


def colour_of(written: str) -> Colour | None:
    """Return the colour that SVG writes as ``written``; None for ``none`` and what is no colour."""
    try:
        red, green, blue, *alpha = ImageColor.getrgb(written.strip().lower())
    except ValueError:
        return None
    red, green, blue = (min(255, max(0, part)) for part in (red, green, blue))
    return Colour(red, green, blue, alpha[0] / 255 if alpha else 1.0)


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio of two opaque colours, 1 to 21 (WCAG 2.2, 1.4.3)."""
    light, dark = sorted((one.luminance, other.luminance), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
