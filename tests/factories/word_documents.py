"""Five Word documents of twenty pages, each written as another office would write it."""

from __future__ import annotations

import random
from collections.abc import Callable

from docx.enum.text import WD_BREAK

from tests.factories.word import Words, style

PAGES = 20
SUBJECTS = ("a claim", "the register", "each team", "a minister", "the data", "an appeal")
VERBS = ("is checked against", "comes before", "explains", "depends on", "is kept beside")
ENDINGS = ("the rules of the scheme", "what people told us", "last year's figures", "the guidance")


class Office:
    """Writes words that differ from one another, the same ones in every run."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.count = 0
        self.words = Words()

    def name(self) -> str:
        self.count += 1
        subject, ending = self.random.choice(SUBJECTS), self.random.choice(ENDINGS)
        return f"{subject.capitalize()} and {ending}, part {self.count}"

    def sentence(self) -> str:
        self.count += 1
        parts = (self.random.choice(part) for part in (SUBJECTS, VERBS, ENDINGS))
        return f"{' '.join(parts).capitalize()} in case {self.count}."

    def paragraph(self) -> str:
        return " ".join(self.sentence() for _number in range(self.random.randint(4, 7)))

    def cells(self, columns: int, rows: int) -> list[list[str]]:
        return [
            [self.name(), *(str(self.random.randint(1, 9_999)) for _column in range(columns - 1))]
            for _row in range(rows)
        ]

    def page_break(self) -> None:
        self.words.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def guide() -> Words:
    """Word's own styles, used as meant: what an author who knows Word writes."""
    office = Office(1)
    words = office.words
    words.title("Handling claims well")
    words.subtitle("How to decide a claim that somebody can follow.")
    for page in range(PAGES):
        if page % 4 == 0:
            words.lesson(office.name())
        words.heading(office.name(), 2, becomes=2)
        for _number in range(3):
            words.paragraph(office.paragraph())
        words.heading(office.name(), 3, becomes=3)
        words.item(office.sentence(), style="List Bullet", ordered=False, depth=0)
        words.item(office.sentence(), style="List Bullet 2", ordered=False, depth=1)
        words.item(office.sentence(), style="List Bullet 3", ordered=False, depth=2)
        words.item(office.sentence(), style="List Bullet", ordered=False, depth=0)
        words.link(words.paragraph(office.sentence()), "guidance", f"https://www.gov.uk/{page}")
        words.note(words.paragraph(office.paragraph()), office.sentence())
        if page % 2:
            words.picture(office.name(), caption=f"Figure {page}: {office.name()}")
        else:
            words.table(["Month", "Claims", "Appeals"], office.cells(3, 4), f"Table {page}: claims")
        words.item(office.sentence(), style="List Number", ordered=True, depth=0)
        words.item(office.sentence(), style="List Number 2", ordered=True, depth=1)
        office.page_break()
    return words


def policy() -> Words:
    """A single Heading 1 as title, buttons for lists, links as fields, deep headings."""
    office = Office(2)
    words = office.words
    words.document.add_heading("The appeals policy", 1)
    for page in range(PAGES):
        if page % 3 == 0:
            words.lesson(office.name(), level=2)
        words.heading(office.name(), 3, becomes=2)
        for _number in range(3):
            words.paragraph(office.paragraph())
        mixed = words.numbering("decimal", "lowerLetter", "lowerRoman")
        for level in (0, 1, 1, 2, 0):
            words.numbered(office.sentence(), mixed, level, ordered=True)
        words.heading(office.name(), 4, becomes=3)
        bullets = words.numbering("bullet", "bullet")
        for level in (0, 1, 0):
            words.numbered(office.sentence(), bullets, level, ordered=False)
        words.field_link(
            words.paragraph(office.sentence()), "the act", f"https://act.example/{page}"
        )
        words.heading(office.name(), 5, becomes=4)  # ours have two levels, so this one is lost
        words.paragraph(office.paragraph())
        words.table(["Ground", "Days"], office.cells(2, 3), f"Table {page}: time limits")
        office.page_break()
    return words


def report() -> Words:
    """Tables with merged cells and two rows of headings, a table of contents, margins, comments."""
    office = Office(3)
    words = office.words
    words.title("Annual report on claims")
    words.raw(
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o "1-3"'
        '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        "<w:r><w:t>Contents that only Word keeps</w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    words.document.sections[0].header.paragraphs[0].text = "Official"
    for page in range(PAGES):
        if page % 5 == 0:
            words.lesson(office.name())
        words.heading(office.name(), 2, becomes=2)
        for _number in range(4):
            words.paragraph(office.paragraph())
        table = words.table(
            ["Office", "Claims", "Claims", "Appeals"], office.cells(4, 5), f"Table {page}: offices"
        )
        table.cell(0, 1).merge(table.cell(0, 2)).text = "Claims"
        deleted = words.paragraph(office.sentence())
        words.raw("<w:del><w:r><w:delText>Struck out.</w:delText></w:r></w:del>", deleted)
        words.document.add_comment(deleted.runs[0], text="Is this still so?", author="A")
        words.picture("" if page % 3 == 0 else office.name())
        words.item(office.sentence(), style="List Bullet", ordered=False, depth=0)
        words.item(office.sentence(), style="List Bullet", ordered=False, depth=0)
        words.note(words.paragraph(office.paragraph()), office.sentence())
        office.page_break()
    return words


def handbook() -> Words:
    """Content controls, smart tags, text boxes, lists that go on, pictures without words."""
    office = Office(4)
    words = office.words
    words.title("The handbook of the front desk")
    for page in range(PAGES):
        if page % 2 == 0:
            words.lesson(office.name())
        words.heading(office.name(), 2, becomes=2)
        said = office.paragraph()
        words.said["structure"].append(("p", said))
        words.raw(
            f"<w:sdt><w:sdtContent><w:p><w:r><w:t>{said}</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        )
        tagged, place = words.paragraph(office.sentence()), "Swansea"
        words.raw(f"<w:smartTag><w:r><w:t> {place}</w:t></w:r></w:smartTag>", tagged)
        words.said["structure"][-1] = ("p", f"{words.said['structure'][-1][1]} {place}")
        for _number in range(3):
            words.paragraph(office.paragraph())
        first, more = office.sentence(), office.sentence()
        words.item(f"{first} {more}", style="List Number", ordered=True, depth=0)
        item = words.document.paragraphs[-1]
        item.runs[0].text = first
        words.document.add_paragraph(more, style="List Continue")
        words.item(office.sentence(), style="List Number", ordered=True, depth=0)
        boxed = office.sentence()
        words.raw(
            "<w:p><w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox>"
            f"<w:txbxContent><w:p><w:r><w:t>{boxed}</w:t></w:r></w:p></w:txbxContent>"
            "</v:textbox></v:shape></w:pict></w:r></w:p>"
        )
        words.said["structure"].append(("p", boxed))
        words.picture("", caption=f"Figure {page}: {office.name()}")
        words.link(words.paragraph(office.sentence()), "write to us", f"mailto:desk{page}@gov.uk")
        words.paragraph(office.paragraph())
        office.page_break()
    return words


def notes() -> Words:
    """Lists five deep, boxes, formulas, links inside tables, and lines of emphasis."""
    office = Office(5)
    words = office.words
    words.title("Notes on reading figures")
    for page in range(PAGES):
        if page % 4 == 0:
            words.lesson(office.name())
        words.heading(office.name(), 2, becomes=2)
        bullets = words.numbering(*["bullet"] * 5)
        for level in (0, 1, 2, 3, 4, 2, 0):
            words.numbered(office.sentence(), bullets, level, ordered=False)
        for _number in range(3):
            paragraph = words.paragraph(office.sentence())
            for marked in ("bold", "italic"):
                run = paragraph.add_run(f" {office.name()}.")
                setattr(run, marked, True)
                words.said["structure"][-1] = ("p", f"{words.said['structure'][-1][1]}{run.text}")
                words.said.setdefault(marked, []).append(run.text.strip())
        box = words.document.add_table(1, 1)
        box.cell(0, 0).text = boxed = office.sentence()
        words.said["structure"].append(("callout", boxed))
        words.paragraph(office.paragraph())
        quoted = words.paragraph(office.paragraph())
        style(quoted, "IntenseQuote")
        table = words.table(["Figure", "Meaning"], office.cells(2, 3), f"Table {page}: figures")
        if page % 4 == 0:  # which a cell of ours cannot hold
            linked = table.cell(3, 1).paragraphs[0]
            words.link(linked, " checked", f"https://check.example/{page}")
        words.heading(office.name(), 3, becomes=3)
        words.note(words.paragraph(office.paragraph()), office.sentence())
        words.link(words.paragraph(office.sentence()), "method", f"https://method.example/{page}")
        office.page_break()
    return words


DOCUMENTS: dict[str, Callable[[], Words]] = {
    "guide": guide, "policy": policy, "report": report, "handbook": handbook, "notes": notes,
}  # fmt: skip
