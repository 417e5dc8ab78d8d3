"""Signing in with a code that comes late, and a session that ends while people write."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from learning.lrs.models import Statement
from learning.notifications.models import Mail
from learning.people.codes import KEY
from learning.people.models import User
from learning.people.sessions import SessionStore
from learning.returning.models import KeptForm
from tests.factories.courses import Writing, check, published_course, started, writing_department
from tests.factories.people import cast
from tests.journeys.steps import fits, sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
SLUG = "asking-good-questions"
LESSON = f"/courses/{SLUG}/lesson-1/"
FEEDBACK = f"/courses/{SLUG}/feedback/"
ORDER = (("Ask", False), ("Look", False), ("Draw", False))


@pytest.fixture
def writing(db: None) -> Writing:
    made = writing_department(cast())
    published_course(made, body=[check(), check("In which order?", "ordering", ORDER)])
    started(made.cast.learner, SLUG)
    return made


@pytest.fixture
def learner(writing: Writing) -> User:
    return writing.cast.learner


def code_in_the_mail() -> str:
    return Mail.objects.filter(kind="login_code").latest("pk").subject.split()[0]


def end_sessions() -> None:
    """Let the night pass for every session: the cookies stay in the browsers."""
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))


def heading(page: Page):
    return page.get_by_role("heading", level=1)


def test_a_code_that_comes_late_is_one_button_from_a_new_one(
    browser_page: Page, browser_context: BrowserContext, learner: User
) -> None:
    page = browser_page
    page.goto(LESSON)
    expect(heading(page)).to_have_text("Sign in")
    expect(page.get_by_text("It works for 15 minutes.")).to_be_visible()
    page.get_by_label("Email address").fill(learner.email)
    page.get_by_role("button", name="Email me a code").click()
    expect(heading(page)).to_have_text("Check your email")
    late = code_in_the_mail()

    [cookie] = [
        one["value"] for one in browser_context.cookies()
        if one["name"] == settings.SESSION_COOKIE_NAME
    ]  # fmt: skip
    session = SessionStore(cookie)
    session[KEY]["at"] -= 20 * 60
    session.modified = True
    session.save()
    page.get_by_label("Code from the email").fill(late)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(heading(page)).to_have_text("This code has expired")
    page.reload()
    expect(heading(page)).to_have_text("This code has expired")

    page.get_by_role("button", name="Send a new code").click()
    expect(heading(page)).to_have_text("Check your email")
    assert code_in_the_mail() != late
    page.get_by_label("Code from the email").fill("wrong")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("The code is not right")
    page.get_by_label("Code from the email").fill(code_in_the_mail())
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(heading(page)).to_have_text("Lesson 1")
    assert page.url.endswith(LESSON), "where they were going when all this began"


def test_an_answer_outlives_the_session_in_which_it_was_given(
    browser_page: Page, learner: User
) -> None:
    page = browser_page
    sign_in(page, learner.email)
    page.goto(LESSON)
    asked = page.locator(".app-check").first
    asked.get_by_label("The chart").check()
    end_sessions()
    asked.get_by_role("button", name="Check my answer").click()
    expect(heading(page)).to_have_text("Sign in")
    banner = page.get_by_role("region", name="Important")
    expect(banner).to_contain_text("You have been signed out. We did not save your answer.")
    page.get_by_role("link", name="Sign in with a password instead").click()
    page.get_by_label("Email address").fill(learner.email)
    page.get_by_label("Password", exact=True).fill("correct horse battery staple")
    page.get_by_role("button", name="Sign in", exact=True).click()

    expect(heading(page)).to_have_text("Lesson 1")
    expect(banner).to_contain_text("You were signed out. We did not save your answer.")
    expect(asked.get_by_label("The chart")).to_be_checked()
    page.set_viewport_size({"width": 320, "height": 640})
    assert fits(page)
    page.get_by_role("button", name="Cymraeg").click()
    expect(page.locator("html")).to_have_attribute("lang", "cy")
    expect(asked.get_by_label("The chart")).to_be_checked()
    page.get_by_role("button", name="English").click()

    page.get_by_role("link", name="Check your answer and send it again.").click()
    expect(asked).to_be_focused()
    asked.get_by_role("button", name="Check my answer").click()
    expect(asked.get_by_role("status")).to_contain_text("Not quite")
    assert Statement.objects.filter(verb__iri__endswith="/answered").count() == 1
    assert not KeptForm.objects.exists()
    page.go_back()
    expect(banner).to_have_count(0)


def test_words_typed_before_signing_in_again_in_another_tab_are_there(
    browser_page: Page, browser_context: BrowserContext, learner: User
) -> None:
    page, other = browser_page, browser_context.new_page()
    sign_in(page, learner.email)
    page.goto(FEEDBACK)
    words = "It helped me — and more than I thought it would."
    page.get_by_label("Very useful", exact=True).check()
    page.get_by_label(re.compile("What should its authors know")).fill(words)
    end_sessions()
    sign_in(other, learner.email)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("region", name="Important")).to_contain_text(
        "We did not send your feedback."
    )
    typed = page.get_by_label(re.compile("What should its authors know"))
    expect(typed).to_have_value(words)
    expect(page.get_by_label("Very useful", exact=True)).to_be_checked()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_contain_text("Thank you.")


def test_at_a_shared_computer_the_next_person_sees_none_of_it(
    browser_page: Page, learner: User, writing: Writing
) -> None:
    page, mentor = browser_page, writing.cast.mentor
    started(mentor, SLUG)
    sign_in(page, learner.email)
    page.goto(FEEDBACK)
    page.get_by_label(re.compile("What should its authors know")).fill("Only for me")
    end_sessions()
    page.get_by_role("button", name="Send").click()
    expect(heading(page)).to_have_text("Sign in")
    page.get_by_label("Email address").fill(mentor.email)
    page.get_by_role("button", name="Email me a code").click()
    page.get_by_label("Code from the email").fill(code_in_the_mail())
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(heading(page)).to_have_text("What do you think of this course?")
    assert "Only for me" not in page.content()
    expect(page.get_by_role("region", name="Important")).to_have_count(0)


def test_without_scripts_a_lesson_is_completed_after_signing_in_again(
    browser, live_server, learner: User
) -> None:
    context = browser.new_context(
        base_url=str(live_server), java_script_enabled=False, locale="en-GB"
    )
    context.set_default_timeout(20_000)
    page = context.new_page()
    sign_in(page, learner.email)
    page.goto(LESSON)
    end_sessions()
    page.get_by_role("button", name="Complete and continue").click()
    expect(page.get_by_text("We did not record that you completed this lesson.")).to_be_visible()
    page.get_by_label("Email address").fill(learner.email)
    page.get_by_role("button", name="Email me a code").click()
    page.get_by_label("Code from the email").fill(code_in_the_mail())
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("link", name="Complete it again.")).to_be_visible()
    page.get_by_role("button", name="Complete and continue").click()
    expect(heading(page)).to_have_text("Lesson 2")
    context.close()


def test_what_is_not_sent_yet_stays_while_the_language_is_changed(
    browser_page: Page, learner: User
) -> None:
    page = browser_page
    sign_in(page, learner.email)
    page.goto(LESSON)
    first, second = page.locator(".app-check").nth(0), page.locator(".app-check").nth(1)
    first.get_by_label("The question").check()
    second.get_by_role("combobox").nth(1).select_option("3")
    page.get_by_role("button", name="Cymraeg").click()
    expect(page.locator("html")).to_have_attribute("lang", "cy")
    expect(first.get_by_label("The question")).to_be_checked()
    expect(second.get_by_role("combobox").nth(1)).to_have_value("3")
    expect(second.get_by_role("combobox").nth(0)).to_have_value("")
    page.reload()
    expect(first.get_by_label("The question")).not_to_be_checked()
    page.goto(FEEDBACK)
    page.locator("textarea").fill("Hanner brawddeg")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en-GB")
    expect(page.locator("textarea")).to_have_value("Hanner brawddeg")
    assert page.evaluate("sessionStorage.length") == 0, "kept for that one page"


def test_a_password_does_not_stay(browser_page: Page, learner: User) -> None:
    page = browser_page
    page.goto("/sign-in/password/")
    page.get_by_label("Email address").fill(learner.email)
    page.get_by_label("Password", exact=True).fill("a secret that is mine")
    page.get_by_role("button", name="Cymraeg").click()
    expect(page.locator("html")).to_have_attribute("lang", "cy")
    expect(page.locator("[name=login]")).to_have_value(learner.email)
    expect(page.locator("[name=password]")).to_have_value("")
