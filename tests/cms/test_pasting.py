"""An author pastes from Word into a text, and imports a document, in a real browser."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from courses.content.models import CoursePage, LessonPage
from tests.factories.courses import Writing, draft_course
from tests.factories.word import Words
from tests.journeys import writing as editor
from tests.journeys.steps import fits, sign_in
from tests.pages.visits import AXE, RUN_AXE, WCAG

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
TEXT = ".public-DraftEditor-content"
# As Chromium got it: from Word for Windows, and from Word on the web, whose every item is a list
# of its own and whose headings only say that they are. Scripts and the like were put in.
CLIPBOARD = Path(__file__).parent / "clipboard_of"
PASTE = """(element, html) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/html", html);
  clipboardData.setData("text/plain", "The plain words");
  element.dispatchEvent(
    new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
}"""

# A picture that was copied by itself, from a screen or a drawing program.
PASTE_PICTURE = """(element) => {
  const clipboardData = new DataTransfer();
  clipboardData.items.add(new File(["x"], "picture.png", {type: "image/png"}));
  element.dispatchEvent(
    new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def author(browser_page: Page, writing: Writing) -> Page:
    browser_page.set_viewport_size({"width": 1280, "height": 1000})
    sign_in(browser_page, writing.cast.author.email)
    return browser_page


def paste(text: Locator, name: str) -> None:
    """Paste what a program put on the clipboard, as pressing Ctrl and V does."""
    text.click()
    text.evaluate(PASTE, (CLIPBOARD / f"{name}.html").read_text())


def blocks_in(page: Page, field: str) -> list[tuple[str, int, str]]:
    """Return what the editor would send for a text."""
    raw = json.loads(page.locator(f"[name='{field}']").input_value())
    return [(one["type"], one["depth"], one["text"]) for one in raw["blocks"]]


def test_what_is_pasted_from_word_keeps_its_structure(author: Page, writing: Writing) -> None:
    asked: list[str] = []
    course = draft_course(writing, lessons=0)
    author.goto(f"/cms-admin/pages/add/content/lessonpage/{course.pk}/")
    author.on("request", lambda request: asked.append(request.url))
    author.locator("#id_title").fill("Pasted")
    editor.add_block(author.get_by_role("region", name="Lesson"), "Text")
    paste(author.locator(TEXT), "word")
    told = author.get_by_role("alert").filter(has_text="A text cannot hold a table")
    for sentence in (
        "A text cannot hold a table: each row was pasted as a line.",
        "A text cannot hold pictures, so they were not pasted.",
        "Links to addresses that learners cannot open were not pasted",
        "Headings of deeper levels became headings of level 3.",
    ):
        expect(told).to_contain_text(sentence)
    expect(author.locator("[name='body-0-value']")).to_have_value(re.compile("A footnote"))
    expect(author.get_by_text("[1] A footnote.")).not_to_be_in_viewport()
    expect(told).to_be_in_viewport()
    told.get_by_role("button", name="Close").click()
    expect(told).to_have_count(0)
    assert blocks_in(author, "body-0-value") == [
        ("header-two", 0, "Asking good questions"),
        ("unstyled", 0, "Ask before you draw, as Cardiff does: GOV.UK. CO₂"),
        ("header-three", 0, "What to ask"),
        ("unordered-list-item", 0, "Who asks"),
        ("unordered-list-item", 1, "A minister"),
        ("unordered-list-item", 2, "Her office"),
        ("unordered-list-item", 0, "What for"),
        ("ordered-list-item", 0, "First"),
        ("ordered-list-item", 1, "First of first"),
        ("unordered-list-item", 0, "A real list"),
        ("unordered-list-item", 1, "and in it"),
        ("unstyled", 0, "Month | Claims"),
        ("unstyled", 0, "May | 4"),
        ("unstyled", 0, "In a frame."),
        ("unstyled", 0, "Press here"),
        ("header-three", 0, "Deeper"),
        ("unstyled", 0, "[1] A footnote."),
    ]
    editor.add_block(author.get_by_role("region", name="Lesson"), "Callout")
    paste(author.locator(TEXT).nth(1), "word_online")
    told = author.get_by_role("alert").filter(has_text="This text cannot hold headings")
    expect(told).to_contain_text("they became bold lines")
    expect(told).to_be_in_viewport()
    expect(author.locator("[name='body-1-value-text']")).to_have_value(re.compile("Two"))
    author.locator(TEXT).nth(1).evaluate(PASTE_PICTURE)
    expect(told).to_have_count(0)
    expect(
        author.get_by_role("alert").filter(has_text="A text cannot hold pictures")
    ).to_have_count(1)
    editor.save_draft(author)
    lesson = LessonPage.objects.get(title="Pasted").get_latest_revision_as_object()
    html = str(lesson.body[0].value.source)
    for kept in ("<b", "<i", '<a href="https://www.gov.uk/">GOV.UK</a>', "<h2", "<h3"):
        assert kept in html
    for junk in ("mso", "Mso", "<o:p", "script", "ran", "Hidden", "Deleted", "style", "file:"):
        assert junk not in html
    assert author.evaluate("window.ran") is None, "a pasted script never runs"
    assert not [url for url in asked if "elsewhere" in url or url.startswith("file:")]
    callout = str(lesson.body[1].value["text"].source)
    plain = re.sub(r' data-block-key="\w+"', "", callout)
    assert plain == "<p><b>Online</b></p><ul><li><b>One</b><ul><li>Two</li></ul></li></ul>"


def test_a_document_is_imported_and_its_faults_are_found_by_their_places(
    author: Page, writing: Writing, tmp_path: Path
) -> None:
    words = Words()
    words.title("Reading a register")
    for title in ("What it is", "What it is not"):
        words.lesson(title)
        words.paragraph("A register lists things once.")
        words.picture("", caption=f"Figure: {title}")
    file = tmp_path / "register.docx"
    file.write_bytes(words.saved().getvalue())
    author.goto(f"/cms-admin/pages/{writing.department.page.pk}/")
    author.get_by_role("button", name="Actions").first.click()
    author.get_by_role("link", name="Import from Word").first.click()
    expect(author.get_by_role("heading", name="Import from Word").first).to_be_visible()
    assert faults_of(author) == []
    author.locator("#id_file").set_input_files(file)
    author.locator("#id_topic").select_option(label="Data")
    author.get_by_role("button", name="Import").click()
    author.wait_for_url("**/cms-admin/word/*/")
    assert faults_of(author) == []
    author.set_viewport_size({"width": 320, "height": 640})
    assert fits(author)
    author.set_viewport_size({"width": 1280, "height": 1000})
    author.get_by_role("link", name="What it is not").click()
    picture = LessonPage.objects.get(title="What it is not").body[1]
    expect(author.locator(f"#block-{picture.id}-section")).to_be_in_viewport()
    assert CoursePage.objects.get().title == "Reading a register"


def faults_of(page: Page) -> list[str]:
    """Return what axe finds in our own part of the page; the rest of it is Wagtail's."""
    page.add_script_tag(path=str(AXE))
    found = page.evaluate(
        RUN_AXE.replace("axe.run(document", "axe.run(document.querySelector('#main')"),
        sorted(WCAG),
    )
    return [f"{one['id']}: {one['where']}" for one in found]
