"""One way to lose something of a Word document, for each kind of loss.

Each writes it and returns words that the report of it must have.
"""

from __future__ import annotations

from collections.abc import Callable

from docx.oxml.ns import qn

from courses.content.word.structure import LossKind
from tests.factories.word import Words


def contents(words: Words) -> str:
    words.raw(
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/>"
        "</w:docPartObj></w:sdtPr><w:sdtContent><w:p><w:r><w:t>Only in Word</w:t></w:r></w:p>"
        "</w:sdtContent></w:sdt>"
    )
    return ""


def margin(words: Words) -> str:
    words.document.sections[0].footer.paragraphs[0].text = "Official, sensitive"
    return "Official, sensitive"


def comment(words: Words) -> str:
    paragraph = words.document.add_paragraph("A doubtful sentence.")
    words.document.add_comment(paragraph.runs[0], text="Is this so?", author="Nobody")
    return "Is this so?"


def run(xml: str, told: str = "") -> Callable[[Words], str]:
    def write(words: Words) -> str:
        words.raw(xml, words.document.add_paragraph("Before. "))
        return told

    return write


def block(xml: str, told: str = "") -> Callable[[Words], str]:
    def write(words: Words) -> str:
        words.raw(xml)
        return told

    return write


def marked(marks: str, said: str = "these words") -> Callable[[Words], str]:
    return run(f"<w:r><w:rPr>{marks}</w:rPr><w:t>{said}</w:t></w:r>", said)


def drawing(inner: str, name: str = "") -> str:
    return (
        f"<w:r><w:drawing><wp:inline><wp:docPr id='9' name='x' descr='{name}'/>{inner}"
        "</wp:inline></w:drawing></w:r>"
    )


BLIP = (
    "<a:graphic><a:graphicData><pic:pic xmlns:pic='http://schemas.openxmlformats.org/drawingml/"
    "2006/picture'><pic:blipFill><a:blip {}/></pic:blipFill></pic:pic></a:graphicData></a:graphic>"
)


def linked_picture(words: Words) -> str:
    address = "https://elsewhere.example/x.png"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    key = words.document.part.relate_to(address, kind, is_external=True)
    words.raw(drawing(BLIP.format(f"r:link='{key}'")), words.document.add_paragraph())
    return address


def metafile(words: Words) -> str:
    words.picture("A drawing")
    part = next(p for p in words.document.part.package.iter_parts() if "/media/" in p.partname)
    part._blob = b"\xd7\xcd\xc6\x9a" + bytes(100)
    return "A drawing"


def moved_picture(words: Words) -> str:
    words.picture("A rise")
    words.document.paragraphs[-1].add_run("Words beside it.")
    return "A rise"


def unsafe_link(words: Words) -> str:
    words.link(words.paragraph("See "), "the file", "file:///C:/secret.docx")
    return "the file (file:///C:/secret.docx)"


def link_in_table(words: Words) -> str:
    table = words.table(["A", "B"], [["1", "2"]], "Table 1: letters")
    words.link(table.cell(1, 1).paragraphs[0], "here", "https://www.gov.uk/")
    return "here (https://www.gov.uk/)"


def link_in_title(words: Words) -> str:
    words.paragraph("Before the first lesson.")
    heading = words.document.add_heading("Lesson ", 1)
    words.said["structure"].append(("h1", "Lesson "))
    words.link(heading, "linked", "https://www.gov.uk/title")
    words.document.add_paragraph("Words.")
    return "https://www.gov.uk/title"


def numbered_heading(words: Words) -> str:
    key = words.numbering("decimal")
    properties = words.document.add_heading("Numbered", 2)._p.get_or_add_pPr()
    properties.get_or_add_numPr().get_or_add_numId().set(qn("w:val"), str(key))
    return ""


def list_in_table(words: Words) -> str:
    table = words.table(["A", "B"], [["1", "one"]], "Table 1: letters")
    table.cell(1, 1).paragraphs[0].style = "List Bullet"
    table.cell(1, 1).add_paragraph("two", style="List Bullet")
    return "one; two"


def table_in_table(words: Words) -> str:
    table = words.table(["A", "B"], [["1", "outer"]], "Table 1: letters")
    table.cell(1, 1).add_table(1, 1).cell(0, 0).text = "inner"
    return "outer inner"


def merged_cells(words: Words) -> str:
    table = words.table(["A", "B"], [["1", "2"]], "Table 1: letters")
    table.cell(0, 0).merge(table.cell(0, 1))
    return ""


def deep_list(words: Words) -> str:
    key = words.numbering(*["bullet"] * 6)
    for level in range(6):
        words.numbered(f"Level {level}", key, level, ordered=False)
    return "Level 5"


def list_that_goes_on(words: Words) -> str:
    key = words.numbering("decimal")
    words.numbered("One", key, 0, ordered=True)
    words.paragraph("Between.")
    words.numbered("Two", key, 0, ordered=True)
    return "Two"


def box(words: Words) -> str:
    words.document.add_table(1, 1).cell(0, 0).text = "Remember this."
    return "Remember this."


def long_caption(words: Words) -> str:
    words.picture("A rise", caption=f"Figure 1: {'long ' * 60}")
    return "Figure 1: long long"


def heading_alone(words: Words) -> str:
    words.title("A course")
    words.document.add_heading("Part one", 1)
    for number in (1, 2):
        words.document.add_heading(f"Lesson {number}", 2)
        words.document.add_paragraph("Words.")
    return "Part one"


def empty_lesson(words: Words) -> str:
    words.document.add_heading("First", 1)
    words.document.add_heading("Nothing yet", 1)
    return "First"


def table(*rows: list[str], look: str = "") -> Callable[[Words], str]:
    def write(words: Words) -> str:
        grid = words.document.add_table(len(rows), len(rows[0]))
        for down, cells in enumerate(rows):
            for across, said in enumerate(cells):
                grid.cell(down, across).text = said
        if look:
            grid._tbl.tblPr.find(qn("w:tblLook")).attrib.clear()
        return rows[0][0]

    return write


WAYS: dict[LossKind, Callable[[Words], str]] = {
    LossKind.TABLE_OF_CONTENTS: contents,
    LossKind.HEADER_OR_FOOTER: margin,
    LossKind.COMMENT: comment,
    LossKind.CHART: run(drawing("<a:graphic/>", "Claims by month"), "Claims by month"),
    LossKind.EMBEDDED: run("<w:r><w:object/></w:r>"),
    LossKind.LINKED_PICTURE: linked_picture,
    LossKind.LINKED_CONTENT: run(
        "<w:fldSimple w:instr=' INCLUDETEXT \"https://elsewhere.example/x\" '/>",
        "https://elsewhere.example/x",
    ),
    LossKind.PICTURE_KIND: metafile,
    LossKind.UNSAFE_LINK: unsafe_link,
    LossKind.INNER_LINK: run(
        "<w:hyperlink w:anchor='_Ref1'><w:r><w:t>chapter 2</w:t></w:r></w:hyperlink>", "chapter 2"
    ),
    LossKind.LINK_IN_TABLE: link_in_table,
    LossKind.IN_TITLE: link_in_title,
    LossKind.HIDDEN: marked("<w:vanish/>"),
    LossKind.STRUCK: marked("<w:strike/>"),
    LossKind.HIGHLIGHT: marked("<w:highlight w:val='yellow'/>"),
    LossKind.RAISED: marked("<w:vertAlign w:val='superscript'/>", "a note"),
    LossKind.SYMBOL: run("<w:r><w:sym w:font='Wingdings' w:char='F001'/></w:r>", "Wingdings"),
    LossKind.HEADING_NUMBERS: numbered_heading,
    LossKind.TRACKED_CHANGES: run("<w:ins><w:r><w:t>Added.</w:t></w:r></w:ins>"),
    LossKind.TEXT_BOX: run(
        "<w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent>"
        "<w:p><w:r><w:t>Beside.</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict>"
        "</w:r>",
        "Beside.",
    ),
    LossKind.EQUATION: run(
        "<m:oMath xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'>"
        "<m:r><m:t>a=b</m:t></m:r></m:oMath>",
        "a=b",
    ),
    LossKind.PICTURE_MOVED: moved_picture,
    LossKind.LIST_IN_TABLE: list_in_table,
    LossKind.TABLE_IN_TABLE: table_in_table,
    LossKind.MERGED_CELLS: merged_cells,
    LossKind.DEEP_HEADING: lambda words: words.document.add_heading("Very deep", 6).text,
    LossKind.DEEP_LIST: deep_list,
    LossKind.NUMBERING: list_that_goes_on,
    LossKind.BOX: box,
    LossKind.SHORTENED: long_caption,
    LossKind.EMPTY_HEADING: heading_alone,
    LossKind.NO_ALT: lambda words: words.picture("", caption="Figure 1: a rise") or "",
    LossKind.MACHINE_ALT: (
        lambda words: words.picture("A cat on a mat. AI-generated content may be incorrect.") or ""
    ),
    LossKind.NO_COLUMN_HEADINGS: table(["One", "Two"], ["Three", "Four"], look="none"),
    LossKind.NO_TABLE_CAPTION: table(["Month", "Claims"], ["May", "4"]),
    LossKind.PERHAPS_HEADING: (
        lambda words: (
            setattr(words.document.add_paragraph().add_run("What next"), "bold", True)
            or "What next"
        )
    ),
    LossKind.EMPTY_LESSON: empty_lesson,
    LossKind.SUMMARY: lambda words: words.document.add_paragraph("No subtitle above.").text[:0],
}
