"""What writers do in the Wagtail admin, in the words of a journey."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as NotInTime

from courses.content.models import CoursePage
from tests.browser import wait_until


def new_course(
    page: Page, department: int, *, title: str, summary: str, outcome: str
) -> CoursePage:
    """Write the course itself and save it as a draft."""
    page.goto(f"/cms-admin/pages/add/content/coursepage/{department}/")
    page.locator("#id_title").fill(title)
    page.locator("#id_summary").fill(summary)
    page.locator("#id_topic").select_option(label="Data")
    outcomes = page.get_by_role("region", name="Learning outcomes")
    outcomes.get_by_role("button", name="Insert a block").click()
    page.locator("[name='outcomes-0-value']").fill(outcome)
    save_draft(page)
    return CoursePage.objects.get(title=title)


def add_lesson(page: Page, course: CoursePage, *, title: str, words: str, question: str) -> None:
    """Write a lesson with a text and a knowledge check whose first answer is right."""
    page.goto(f"/cms-admin/pages/{course.pk}/edit/")
    page.get_by_role("link", name="Add a lesson").click()
    page.locator("#id_title").fill(title)
    page.locator("#id_minutes").fill("9")
    lesson = page.get_by_role("region", name="Lesson")
    add_block(lesson, "Text")
    type_text(page, page.locator(".public-DraftEditor-content").first, words)
    add_block(lesson, "Knowledge check")
    page.locator("#body-1-value-question").fill(question)
    page.locator("#body-1-value-options-0-value-text").fill("Two cells")
    page.locator("#body-1-value-options-0-value-correct").check()
    page.locator("#body-1-value-options-0-value-feedback").fill("Each can be sorted by itself.")
    page.locator("[data-streamfield-list-add]").last.click()
    page.locator("#body-1-value-options-1-value-text").fill("One cell")
    save_draft(page)


def add_block(within: Locator, kind: str) -> None:
    """Add a block at the end of a field of blocks."""
    option = within.page.get_by_role("option", name=kind, exact=True)
    choose(within.get_by_role("button", name="Insert a block").last, option)


def choose(menu: Locator, wanted: Locator) -> None:
    """Open a menu and choose from it.

    Opened again, as a person would, where it closed: the editor redraws a field while it starts.
    """
    for _try in range(4):
        menu.click()
        try:
            wanted.click(timeout=5_000)
        except NotInTime:
            continue
        return
    raise AssertionError(f"{wanted} cannot be chosen")


def type_text(page: Page, editor: Locator, words: str) -> None:
    """Type into a formatted text, and wait until the form has it: it follows a moment later."""
    editor.click()
    page.keyboard.type(words)
    wait_until(
        page,
        "words => [...document.querySelectorAll('input')].some(one => one.value.includes(words))",
        words,
    )


def edit_summary(page: Page, course: CoursePage, summary: str) -> None:
    """Change the summary of a course and save the draft."""
    page.goto(f"/cms-admin/pages/{course.pk}/edit/")
    page.locator("#id_summary").fill(summary)
    save_draft(page)


def save_draft(page: Page) -> None:
    """Save what is on the page and wait for the editor to say so."""
    with page.expect_navigation():
        page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".messages .success")).to_be_visible()


def arrived_at(page: Page) -> Locator:
    """Wait until a link to a place has led there, and return that field or block."""
    there = page.locator("[data-contentpath]:focus")
    expect(there).to_be_in_viewport()
    # By its name, for the focus goes on from there.
    return page.locator(f"[data-contentpath='{there.get_attribute('data-contentpath')}']").last


def act(page: Page, course: CoursePage, action: str) -> None:
    """Choose an action of the editor's menu: submit, approve, publish."""
    page.goto(f"/cms-admin/pages/{course.pk}/edit/")
    wanted = page.get_by_role("button", name=action, exact=False).first
    choose(page.get_by_role("button", name="More actions"), wanted)
    page.wait_for_url(lambda url: "/edit/" not in url)


def act_from_the_start_page(page: Page, title: str, action: str) -> None:
    """Choose an action for what waits for me, in the list on the editor's start page."""
    page.goto("/cms-admin/")
    waiting = page.get_by_role("row").filter(has=page.get_by_role("link", name=title))
    row = waiting.filter(has=page.get_by_role("button"))
    row.hover()
    row.get_by_role("button").last.click()
    page.get_by_role("button", name=action, exact=True).click()
    expect(row).to_have_count(0)


def actions_offered(page: Page, course: CoursePage) -> list[str]:
    """Return the words on the editor's action menu."""
    page.goto(f"/cms-admin/pages/{course.pk}/edit/")
    page.locator("#page-edit-form").wait_for()
    more = page.get_by_role("button", name="More actions")
    if more.count():  # where one may only save, or only look, there is no menu
        more.click()
    buttons = page.locator("footer button, footer a").all_inner_texts()
    return [words.strip() for words in buttons if words.strip()]
