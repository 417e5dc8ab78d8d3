"""Reading a Word document: what each of Word's ways of writing becomes, and what is told of it."""

from __future__ import annotations

import io
import zipfile
from copy import copy

import pytest

from courses.content.word.division import Divide
from courses.content.word.drafting import CourseDraft, Labels, draft_of
from courses.content.word.reading import open_document
from courses.content.word.refusals import Refusal
from courses.content.word.sentences import CHANGED, NOT_KEPT, REFUSALS, TO_MEND
from courses.content.word.structure import LossKind
from tests.courses.word_losses import WAYS
from tests.factories.word import Words

OPEN, ISO = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
STRICT = {
    OPEN + was: ISO + becomes
    for was, becomes in (
        (b"wordprocessingml/2006/main", b"wordprocessingml/main"),
        (b"officeDocument/2006/relationships", b"officeDocument/relationships"),
        (b"drawingml/2006/main", b"drawingml/main"),
        (b"drawingml/2006/picture", b"drawingml/picture"),
        (b"drawingml/2006/wordprocessingDrawing", b"drawingml/wordprocessingDrawing"),
    )
}
LABELS = Labels(introduction="Introduction", notes="Notes")


def drafted(words: Words, how: Divide = Divide.BY_ITSELF) -> CourseDraft:
    _package, document = open_document(words.saved())
    return draft_of(document, how=how, otherwise="A file", labels=LABELS)


def html_of(words: Words) -> str:
    """Return the first text of a document as a text block stores it."""
    return str(drafted(words).lessons[0].blocks[0].value)


@pytest.mark.parametrize("kind", WAYS)
def test_what_is_lost_is_told_with_its_words(kind: LossKind) -> None:
    words = Words()
    if kind is LossKind.DEEP_HEADING:
        for number in (1, 2):
            words.lesson(f"Lesson {number}")
    elif kind not in (LossKind.EMPTY_HEADING, LossKind.EMPTY_LESSON):
        words.paragraph("The first paragraph.")
    told = WAYS[kind](words)
    losses = [loss for loss in drafted(words).losses if loss.kind is kind]
    assert losses, "nothing is told"
    assert told in losses[0].detail


def test_every_loss_and_every_refusal_has_a_way_and_a_sentence() -> None:
    # Pictures are refused by the library, of which reading knows nothing.
    assert set(WAYS) | {LossKind.PICTURE_REFUSED} == set(LossKind)
    said = [*NOT_KEPT, *CHANGED, *TO_MEND]
    assert sorted(said) == sorted(LossKind)
    assert set(REFUSALS) == set(Refusal)


def test_a_plain_document_loses_nothing() -> None:
    words = Words()
    words.title("Plain")
    words.subtitle("Nothing in it that could be lost.")
    words.lesson("First")
    words.paragraph("Words.")
    words.lesson("Second")
    words.table(["Month", "Claims"], [["May", "4"]], "Table 1: claims")
    words.picture("Claims rose in May.")
    assert drafted(words).losses == []


def test_words_are_kept_whatever_is_around_them() -> None:
    words = Words()
    paragraph = words.document.add_paragraph("One ")
    for xml in (
        "<w:smartTag><w:r><w:t>two</w:t></w:r></w:smartTag>",
        "<w:ins><w:r><w:t> three</w:t></w:r></w:ins>",
        "<w:del><w:r><w:delText> never</w:delText></w:r></w:del>",
        "<w:sdt><w:sdtContent><w:r><w:t> four</w:t></w:r></w:sdtContent></w:sdt>",
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:r><w:t>Click here</w:t></w:r></w:sdt>",
        "<w:fldSimple w:instr=' REF x '><w:r><w:t> five</w:t></w:r></w:fldSimple>",
        "<w:r><w:tab/><w:t>CO</w:t></w:r>",
        "<w:r><w:rPr><w:vertAlign w:val='subscript'/></w:rPr><w:t>2</w:t></w:r>",
        "<w:r><w:sym w:font='Wingdings' w:char='F0FC'/><w:br/><w:t>six &lt;b&gt;</w:t></w:r>",
        "<w:r><w:fldChar w:fldCharType='begin'/><w:instrText>never ended</w:instrText></w:r>",
    ):
        words.raw(xml, paragraph)
    words.document.add_paragraph("Seven")
    html = html_of(words)
    assert html == "<p>One two three four five CO₂✓<br/>six &lt;b&gt;</p><p>Seven</p>"


def test_the_strict_family_of_names_is_read_alike() -> None:
    words = Words()
    words.title("Strict")
    words.lesson("First")
    words.link(words.item("one ", style="List Bullet", ordered=False, depth=0), "a", "https://b.uk")
    words.table(["Month", "Claims"], [["May", "4"]], "Table 1: claims")
    words.picture("A rise")
    file = io.BytesIO()
    with zipfile.ZipFile(words.saved()) as old, zipfile.ZipFile(file, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename.endswith((".xml", ".rels")):
                for transitional, strict in STRICT.items():
                    content = content.replace(transitional, strict)
            new.writestr(entry, content)
    _package, document = open_document(file)
    strict = draft_of(document, how=Divide.BY_ITSELF, otherwise="", labels=LABELS)
    usual = drafted(words)
    assert [block.value for block in strict.lessons[0].blocks] == [
        block.value for block in usual.lessons[0].blocks
    ]
    assert strict.losses == usual.losses


def test_lists_nest_and_turn_as_in_word() -> None:
    words = Words()
    key = words.numbering("decimal", "bullet")
    for level, said in ((0, "a"), (1, "b"), (1, "c"), (0, "d")):
        words.numbered(said, key, level, ordered=level == 0)
    words.item("e", style="List Bullet", ordered=False, depth=0)
    words.document.add_paragraph("still e", style="List Continue")
    assert html_of(words) == (
        "<ol><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ol><ul><li>e<br/>still e</li></ul>"
    )


def test_emphasis_links_and_footnotes() -> None:
    words = Words()
    paragraph = words.paragraph("Ask ")
    paragraph.add_run("first").bold = True
    paragraph.add_run(" & ")
    paragraph.add_run("then").italic = True
    words.link(paragraph, "there", "https://www.gov.uk/?a=1&b=2")
    words.note(paragraph, "Said in 2024.")
    words.field_link(words.paragraph("Or "), "write", "mailto:desk@gov.uk")
    lesson = drafted(words).lessons[0]
    assert lesson.blocks[0].value == (
        "<p>Ask <b>first</b> &amp; <i>then</i>"
        '<a href="https://www.gov.uk/?a=1&amp;b=2">there</a> [1]</p>'
        '<p>Or <a href="mailto:desk@gov.uk">write</a></p>'
    )
    assert lesson.blocks[1].value == "<h2>Notes</h2><ol><li>Said in 2024.</li></ol>"


def test_headings_of_several_rows_are_said_together_and_merged_cells_each_say_theirs() -> None:
    words = Words()
    table = words.table(
        ["Office", "2024", "2024"],
        [["Office", "Claims", "Appeals"], ["Cardiff", "4", "2"], ["Cardiff", "5", "1"]],
        "Table 1: offices",
    )
    table.rows[1]._tr.get_or_add_trPr().append(copy(table.rows[0]._tr.trPr[0]))
    table.cell(0, 0).merge(table.cell(1, 0)).text = "Office"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "2024"
    table.cell(2, 0).merge(table.cell(3, 0)).text = "Cardiff"
    value = drafted(words).lessons[0].blocks[0].value["table"]
    assert [column["heading"] for column in value["columns"]] == [
        "Office", "2024 – Claims", "2024 – Appeals",
    ]  # fmt: skip
    assert [row["values"] for row in value["rows"]] == [
        ["Cardiff", "4", "2"], ["Cardiff", "5", "1"],
    ]  # fmt: skip
    assert [column["type"] for column in value["columns"]] == ["text", "number", "number"]
