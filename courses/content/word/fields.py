"""Word's fields: what stands in one is computed, and only its result is text. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from courses.content.word.refusals import Refusal, UnreadableWordFile
from courses.content.word.structure import LossKind

DEEPEST_FIELD = 30
HYPERLINK = re.compile(r'HYPERLINK\s+(?:\\[a-z]\s+)*"?([^"\s]+)"?', re.IGNORECASE)
INNER = re.compile(r"HYPERLINK\s+\\l", re.IGNORECASE)
FROM_ELSEWHERE = ("INCLUDEPICTURE", "INCLUDETEXT", "LINK", "DDE", "DDEAUTO", "IMPORT", "RD")
WHOLE_LISTS = ("TOC", "TOA", "INDEX")
SAFE = re.compile(r"(https?://|mailto:|tel:)\S+", re.IGNORECASE)


@dataclass
class _Field:
    instruction: str = ""
    in_result: bool = False
    link: str = ""
    contents: bool = False


class Fields:
    """The fields that are open at one place of the text, the innermost last."""

    def __init__(self) -> None:
        self._open: list[_Field] = []
        self.contents_left_out = False

    @property
    def silent(self) -> bool:
        """True where what stands here is no text: an instruction, or a table of contents."""
        return any(not one.in_result or one.contents for one in self._open)

    @property
    def link(self) -> str:
        """The address that the words here lead to, or nothing."""
        return next((one.link for one in reversed(self._open) if one.link), "")

    def begin(self, instruction: str) -> None:
        """Open a field; raises UnreadableWordFile where too many are inside one another."""
        self._open.append(_Field(instruction))
        if len(self._open) > DEEPEST_FIELD:
            raise UnreadableWordFile(Refusal.BOMB)

    def add(self, instruction: str) -> None:
        """Add to the instruction of the innermost field."""
        if self._open and not self._open[-1].in_result:
            self._open[-1].instruction += instruction

    def separate(self) -> tuple[LossKind, str] | None:
        """Begin the result of the innermost field; return what cannot be kept of it."""
        if not self._open:
            return None
        field = self._open[-1]
        field.in_result = True
        name, _space, rest = field.instruction.strip().partition(" ")
        name = name.upper()
        if name in WHOLE_LISTS:
            field.contents = True
            self.contents_left_out = True
        elif name in FROM_ELSEWHERE:
            return LossKind.LINKED_CONTENT, rest.strip()
        elif name == "HYPERLINK":
            found = HYPERLINK.match(field.instruction.strip())
            within = INNER.match(field.instruction.strip()) is not None
            address = found.group(1) if found and not within else ""
            if SAFE.fullmatch(address):
                field.link = address
            elif not self.silent:
                kind = LossKind.UNSAFE_LINK if address else LossKind.INNER_LINK
                return kind, rest.strip()
        return None

    def end(self) -> None:
        """Close the innermost field."""
        if self._open:
            self._open.pop()

    def end_of_paragraph(self) -> None:
        """Close instructions that nobody ended: the text after them must not vanish."""
        while self._open and not self._open[-1].in_result:
            self._open.pop()

    def end_all(self) -> None:
        """Close every field, because something follows that stands in none."""
        self._open.clear()
