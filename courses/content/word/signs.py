"""Signs that Word writes in a way of its own: raised figures, and pictures in a font. Pure."""

from __future__ import annotations

ABOVE = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
BELOW = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
ORDINALS = {"st", "nd", "rd", "th", "af", "ail", "ydd", "fed", "eg", "il"}

# What people put into documents from Word's list of symbols; a font's own code has no meaning.
SYMBOLS = {
    "wingdings": {
        0xFC: "✓", 0xFB: "✗", 0xFE: "☑", 0xFD: "☒", 0xA8: "☐", 0x6F: "☐", 0xE0: "→", 0xDF: "←",
        0xE1: "↑", 0xE2: "↓", 0xE8: "→", 0xF0: "→", 0xA7: "▪", 0x6C: "●", 0x6E: "■", 0x4A: "☺",
        0x28: "☎", 0x2A: "✉", 0xD8: "➢", 0x76: "❖", 0xAB: "★",
    },
    "wingdings 2": {0x50: "✓", 0x4F: "✗", 0x52: "☑", 0x54: "☒", 0xA3: "☐"},
    "symbol": {
        0xB3: "≥", 0xA3: "≤", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xAE: "→",
        0xAC: "←", 0xAD: "↑", 0xAF: "↓", 0xB7: "•", 0xB0: "°", 0xA5: "∞", 0x61: "α", 0x62: "β",
        0x67: "γ", 0x64: "δ", 0x44: "Δ", 0x6D: "μ", 0x70: "π", 0x73: "σ", 0x53: "Σ", 0xA2: "′",
        0xB2: "″", 0xD2: "®", 0xD3: "©", 0xD4: "™",
    },
}  # fmt: skip


def raised(text: str, *, above: bool) -> str | None:
    """Return figures as signs that stand above or below the line; None where there are none.

    The letters of an ordinal (1st) mean the same on the line.
    """
    plain = text.strip().lower()
    if above and plain in ORDINALS:
        return text
    table = ABOVE if above else BELOW
    if plain and all(ord(letter) in table for letter in plain):
        return text.lower().translate(table)
    return None


def symbol(font: str, code: str) -> str:
    """Return the sign that a font shows for a code (four hexadecimal digits), or nothing."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    known = SYMBOLS.get(font.strip().lower())
    # Codes of such fonts stand in Unicode's private area, from F000.
    if known is not None:
        return known.get(number & 0xFF, "")
    return chr(number) if 0x20 <= number < 0xD800 else ""
