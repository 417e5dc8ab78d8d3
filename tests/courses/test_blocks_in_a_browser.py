"""A lesson with a video, a card of another service and a practice, as people use it."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.test.testcases import _MediaFilesHandler
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from cms.media.models import LibraryDocument
from learning.config.bootstrap import frontend
from tests.browser import wait_until
from tests.factories.courses import from_file, published_course, started, text, writing_department
from tests.factories.people import cast
from tests.factories.recordings import captions_for, webm
from tests.pages.visits import AXE, RUN_AXE, WCAG

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
ADDRESS = "/courses/asking-good-questions/lesson-1/"
PRACTICE = {
    "title": "Count visits",
    "table": {
        "name": "visits",
        "header": ["office", "people"],
        "rows": [["Leeds", 3], ["Hull", None], ["Leeds", 2]],
    },
    "tasks": [
        {
            "question": "How many people came to each office, most first?",
            "answer": "SELECT office, SUM(people) FROM visits GROUP BY office ORDER BY 2 DESC",
            "ordered": True,
        }
    ],
}


def document(name: str, content: bytes) -> int:
    stored = LibraryDocument(title=name, file=ContentFile(content, name=name))
    stored._set_document_file_metadata()
    stored.save()
    return int(stored.pk)


@pytest.fixture
def session(live_server: object, monkeypatch: pytest.MonkeyPatch) -> str:
    """A course with the lesson, begun by the learner; returns the learner's session."""
    # The test server would hand out stored files by itself, to anybody and whole: ask our view.
    monkeypatch.setattr(_MediaFilesHandler, "_should_handle", lambda self, path: False)
    frontend.ensure_modules()
    frontend.ensure_build()
    writing = writing_department(cast())
    card = {
        "address": "https://youtu.be/dQw4w9WgXcQ",
        "title": "A talk",
        "text": "What it *says*.",
    }
    film = {
        "title": "Counting",
        "file": document("film.webm", webm(12)),
        "captions": document("film.vtt", captions_for(12)),
        "transcript": "<p>Count first.</p>",
    }
    body = [
        {**text("Try it"), "value": "<h2>Try it</h2>"},
        {"type": "video", "id": str(UUID(int=1)), "value": film},
        {
            "type": "embed",
            "id": str(UUID(int=2)),
            "value": from_file("embed", card, UUID(int=2)),
        },
        {
            "type": "practice",
            "id": str(UUID(int=3)),
            "value": from_file("practice", PRACTICE, UUID(int=3)),
        },
    ]
    published_course(writing, lessons=1, body=body)
    started(writing.cast.learner, "asking-good-questions")
    client = Client()
    client.force_login(writing.cast.learner, backend="learning.people.backends.EmployedBackend")
    return client.cookies["sessionid"].value


def window(browser: Browser, base: str, session: str, *, scripts: bool = True) -> BrowserContext:
    """Return a window of the learner's, as narrow as a phone."""
    context = browser.new_context(
        base_url=base,
        java_script_enabled=scripts,
        viewport={"width": 320, "height": 640},
        reduced_motion="reduce",
    )
    context.set_default_timeout(15_000)
    context.add_cookies([{"name": "sessionid", "value": session, "url": base}])
    return context


@pytest.fixture
def page(browser: Browser, live_server: object, session: str) -> Iterator[Page]:
    context = window(browser, str(live_server), session)
    context.add_init_script(path=AXE)
    yield context.new_page()
    context.close()


def test_what_a_lesson_can_hold_works_for_everybody(
    page: Page, browser: Browser, live_server: object, session: str
) -> None:
    base = str(live_server)
    asked: list[str] = []
    statuses: dict[str, set[int]] = {}
    page.context.on("request", lambda request: asked.append(request.url))
    page.context.on(
        "response",
        lambda answer: statuses.setdefault(answer.url, set()).add(answer.status),
    )
    page.context.route("https://www.youtube-nocookie.com/**", _outside)
    page.goto(ADDRESS)

    _watch(page, statuses)
    assert all(address.startswith(base) for address in asked), asked
    assert not any("worker" in address or "wasm" in address for address in asked)

    page.get_by_role("button", name="Load the video from YouTube").focus()
    page.keyboard.press("Enter")
    frame = page.locator("iframe")
    expect(frame).to_be_focused()
    expect(page.frame_locator("iframe").get_by_text("From outside")).to_be_visible()
    outside = [address for address in asked if not address.startswith(base)]
    assert outside == ["https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"]

    _practise(page)
    assert any("engine" in address and address.endswith(".wasm") for address in asked)
    found = page.evaluate(RUN_AXE, sorted(WCAG))
    assert found == [], found
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    _without_scripts(browser, base, session)


def _outside(route: Route) -> None:
    route.fulfill(body="<p>From outside</p>", content_type="text/html")


def _watch(page: Page, statuses: dict[str, set[int]]) -> None:
    """Play the video with captions, from the middle; they are off until somebody wants them."""
    video = page.locator("video")
    expect(video).to_have_js_property("paused", True)
    wait_until(page, "document.querySelector('video').readyState >= 1")
    assert video.evaluate("video => video.duration") == pytest.approx(12, abs=0.1)
    assert video.evaluate("video => video.textTracks[0].mode") == "disabled"
    words = video.evaluate(
        """video => new Promise((resolve) => {
          const [track] = video.textTracks;
          track.mode = "showing";
          video.querySelector("track").addEventListener("load", () =>
            resolve([...track.cues].map((cue) => cue.text)));
        })"""
    )
    assert words == ["Count first.", "Then draw."]
    reached = video.evaluate(
        """video => new Promise((resolve) => {
          video.addEventListener("seeked", () => resolve(
            [video.currentTime, video.textTracks[0].activeCues[0].text]));
          video.currentTime = 8;
        })"""
    )
    assert reached == [8, "Then draw."]
    assert any(206 in found for address, found in statuses.items() if address.endswith(".webm"))


def _practise(page: Page) -> None:
    """Start with the keyboard, make a mistake, fix it."""
    page.get_by_role("button", name="Start the practice").focus()
    page.keyboard.press("Enter")
    query = page.get_by_label("Your query for task 1")
    expect(query).to_be_focused()
    said = page.locator(".app-practice__said")
    for typed, words in (
        ("SELECT town FROM visits", "There is no column town. The columns are: office, people."),
        ("SELECT office, SUM(people) FROM visits GROUP BY office", "Use ORDER BY"),
        (
            "SELECT office, SUM(people) AS n FROM visits GROUP BY 1 ORDER BY n DESC",
            "Right. Rows found: 2.",
        ),
    ):
        query.fill(typed)
        page.keyboard.press("Control+Enter")
        expect(said).to_contain_text(words)
    result = page.get_by_role("table", name="Your result, task 1")
    expect(result.get_by_role("row")).to_have_count(3)
    expect(result).to_contain_text("no value")
    # The table is as it was, whatever a query did to it.
    query.fill("DELETE FROM visits; SELECT COUNT(*) FROM visits")
    page.get_by_role("button", name="Run the query").click()
    expect(said).to_contain_text("Not yet")
    query.fill("SELECT COUNT(*), 1 FROM visits")
    page.get_by_role("button", name="Run the query").click()
    expect(result.get_by_role("cell").first).to_have_text("3")


def _without_scripts(browser: Browser, base: str, session: str) -> None:
    context = window(browser, base, session, scripts=False)
    page = context.new_page()
    page.goto(ADDRESS)
    expect(page.get_by_role("table", name="The table visits")).to_be_visible()
    expect(page.get_by_text("then open the answer")).to_be_visible()
    page.get_by_text("Answer", exact=False).locator("visible=true").last.click()
    expect(page.get_by_role("table", name="What it gives, task 1")).to_be_visible()
    expect(page.get_by_role("link", name="Open it on YouTube")).to_be_visible()
    for button in ("Load the video", "Start the practice", "Run the query"):
        expect(page.get_by_role("button", name=button)).to_have_count(0)
    expect(page.locator("video[controls]")).to_be_visible()
    context.close()
