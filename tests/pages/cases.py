"""Every page a person can open, in every state it can be in.

The people and what they did are the demonstration's (courses.progress.demonstration): ``mentor``
has finished the course about data, ``manager`` is half way in it, ``outsider`` has not begun
anything; ``beth.lloyd`` has finished the course on cyber security, ``yusuf.demir`` the one on AI.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.pages.places import (
    AI,
    AI_LESSONS,
    BUTTON,
    COURSE,
    CYBER,
    CYBER_LESSONS,
    LESSONS,
    NO_LANGUAGE,
    NO_TOKEN,
    WITH_A_CODE,
    WITH_A_LATE_CODE,
)


@dataclass(frozen=True)
class Case:
    """One page in one state.

    ``who`` is a login of the demonstration, or "" for nobody. After opening ``address``, ``fill``
    is filled in, ``spoil`` is run (what an old page or a stranger would send) and ``press`` is
    pressed; the page that follows is the one meant. ``seen`` is something that must be on it.
    ``languages`` are those of the frame around it: a lesson's own words are the same in each, so
    one lesson of a course is enough to see them together.
    """

    name: str
    address: str
    who: str = ""
    status: int = 200
    fill: Mapping[str, str] = field(default_factory=dict)
    spoil: str = ""
    press: str = ""
    seen: str = "h1"
    queries: int = 12
    languages: tuple[str, ...] = ("en-gb", "cy")


def lessons(course: str, slugs: Sequence[str], who: str) -> list[Case]:
    """Return the pages of lessons, as somebody who has begun the course sees them."""
    return [
        Case(
            f"lesson {slug}", f"{course}/{slug}/", who, seen=".app-check", queries=10,
            languages=("en-gb", "cy") if slug == slugs[0] else ("en-gb",),
        )
        for slug in slugs
    ]  # fmt: skip


GROUPS: dict[str, list[Case]] = {
    "arriving": [
        Case("start page, signed out", "/", seen="a[href='/sign-in/']"),
        Case("sign in", "/sign-in/", seen="[name=email]"),
        Case("sign in, empty", "/sign-in/", press=BUTTON, seen=".govuk-error-summary"),
        Case("sign in with a password", "/sign-in/password/", seen="[name=password]"),
        Case(
            "sign in with a password, wrong", "/sign-in/password/", press=BUTTON,
            fill={"login": "nobody@demo.example", "password": "x"}, seen=".govuk-error-summary",
        ),
        Case(
            "sign in with a password, empty", "/sign-in/password/", press=BUTTON,
            seen=".govuk-error-summary",
        ),
        Case(
            "enter the code", "/sign-in/", fill={"email": "mentor@demo.example"},
            press=BUTTON, seen="[name=code]",
        ),
        Case(
            "enter the code, empty", "/sign-in/code/confirm/", WITH_A_CODE, press=BUTTON,
            seen=".govuk-error-summary",
        ),
        Case("enter the code, late", "/sign-in/code/confirm/", WITH_A_LATE_CODE, seen="form"),
        Case("forgotten password", "/account/password/reset/", seen="form"),
        Case("forgotten password, sent", "/account/password/reset/done/"),
        Case("new password, bad link", "/account/password/reset/key/1-broken/"),
        Case("new password, done", "/account/password/reset/key/done/"),
        Case("invitation", "/welcome/{welcome}/", seen="form"),
        Case("invitation, used", "/welcome/{used}/", status=410),
        Case("invitation, broken", "/welcome/broken/", status=404),
        Case("invitation, closed", "/welcome/{closed}/", status=404),
        Case("invitation of somebody else", "/welcome/{welcome}/", "mentor", status=409),
    ],
    "about the service": [
        Case("accessibility statement", "/accessibility/", queries=6),
        Case("privacy notice", "/privacy/", "mentor", seen="dl", queries=6),
        Case("cookies", "/cookies/", seen="dl", queries=6),
        Case("contact", "/contact/", "outsider", seen="a[href^='mailto:']", queries=6),
        Case("who can see what about me", "/who-can-see/", "mentor", seen="ul", queries=5),
        Case("who can see what about me, signed out", "/who-can-see/", queries=5),
    ],
    "finding": [
        Case("home, nothing yet", "/", "outsider", seen="main .govuk-button", queries=10),
        Case("home, half way", "/", "manager", seen="main .govuk-button", queries=10),
        Case("home, all done", "/", "mentor", queries=10),
        Case("catalogue", "/catalogue/", "outsider", seen="[type=search]"),
        Case("search", "/catalogue/?q=charts", "outsider", seen=".app-cards"),
        Case("search, loosely", "/catalogue/?q=charts+zebra", "outsider", seen=".app-cards"),
        Case("search, nothing", "/catalogue/?q=zebra", "outsider", seen="[type=search]"),
        Case("search, fixed", "/catalogue/?q=phsihing", "outsider", seen=".app-cards"),
        Case("search, another word", "/catalogue/?q=GDPR", "outsider", seen=".app-cards"),
        Case(
            "search, little found", "/catalogue/?q=project", "outsider",
            seen="a[href='?q=protect']",
        ),
        Case(
            "search, hidden by filters", "/catalogue/?q=phishing&topic=data&level=expert",
            "outsider", seen="[type=search]",
        ),
        Case("filtered", "/catalogue/?topic=data&level=awareness", "outsider", seen="h2"),
        Case(
            "filtered, nothing", "/catalogue/?topic=ai&level=expert", "outsider",
            seen="[type=search]",
        ),
    ],
    "course": [
        Case("course", f"{COURSE}/", "outsider", seen="main form button"),
        Case("course, half way", f"{COURSE}/", "manager", seen="main a.govuk-button"),
        Case("course, done", f"{COURSE}/", "mentor", seen="main a.govuk-button"),
        Case("course, removed", "/courses/something-1/", "beth.lloyd", seen="main form button"),
        Case(
            "course, to be removed", f"{COURSE}/remove-from-learning/", "manager",
            seen="main form button",
        ),
        Case(
            "lesson after the session ended", "{unsaved}", "manager",
            seen=".govuk-notification-banner__link",
        ),
        Case(
            "feedback after the session ended", "{unsaved_words}", "mentor",
            seen=".govuk-notification-banner",
        ),
        Case(
            "course finished", f"{COURSE}/finished/", "mentor", seen="main [href='/my-learning/']"
        ),
        Case("feedback", f"{COURSE}/feedback/", "mentor", seen="[name=usefulness]"),
        Case(
            "feedback, nothing chosen", f"{COURSE}/feedback/", "mentor", press=BUTTON,
            seen=".govuk-error-summary",
        ),
        Case(
            "check without an answer", f"{COURSE}/{LESSONS[3]}/", "manager",
            press=".app-check button", seen=".govuk-error-message", queries=10,
        ),
        Case(
            "check answered", f"{COURSE}/{LESSONS[3]}/", "manager",
            spoil="for (const e of document.querySelectorAll('.app-check [type=radio]"
            ":last-of-type, .app-check [type=checkbox]')) e.checked = true;",
            press=".app-check button", seen="[role=status]", queries=10,
        ),
        Case("lesson of no course", f"{COURSE}/no-such-lesson/", "manager", status=404),
    ],
    "lessons, first half": lessons(COURSE, LESSONS[:3], "mentor"),
    "lessons, second half": lessons(COURSE, LESSONS[3:], "manager"),
    "lessons on cyber security": lessons(CYBER, CYBER_LESSONS, "beth.lloyd"),
    "what a department added": [
        Case("course with an addition", f"{CYBER}/", "rhian.powell", seen=".app-added"),
        Case("note at a lesson", f"{CYBER}/{CYBER_LESSONS[2]}/", "rhian.powell", seen=".app-note"),
        Case(
            "added lesson", f"{CYBER}/added/{{added}}/", "rhian.powell", seen=".app-check",
            queries=10,
        ),
        Case(
            "added lesson, no answer", f"{CYBER}/added/{{added}}/", "rhian.powell",
            press=".app-check button", seen=".govuk-error-message", queries=10,
        ),
    ],
    "a translation that awaits its reviewer": [
        Case("course that a machine translated", "/courses/something-2-cy/", "beth.lloyd",
             seen=".govuk-inset-text"),
        Case("lesson that a machine translated", "/courses/something-2-cy/lesson-1/", "beth.lloyd",
             seen="article .govuk-hint", queries=10),
    ],
    "a step with another provider": [
        Case("course with a step elsewhere", "/courses/with-another-provider/", "beth.lloyd",
             seen=".app-steps"),
        Case("step elsewhere", "/courses/with-another-provider/statistics-in-ten-minutes/",
             "beth.lloyd", seen=".govuk-summary-list", queries=10),
    ],
    "lessons on AI": lessons(AI, AI_LESSONS, "yusuf.demir"),
    "statements": [
        Case("statements", "/statements/", "ld-lead", seen="table", queries=18),
        Case(
            "statements of a person",
            "/statements/?email=mentor@demo.example&verb=&since=2020-01-01", "ld-lead",
            seen="table", queries=18,
        ),
        Case(
            "statements, nothing matches", "/statements/?activity=https://x.example/y", "ld-lead",
            queries=18,
        ),
        Case(
            "statements, faults",
            "/statements/?email=nobody@x.example&registration=x&since=x&activity=x", "ld-lead",
            status=422, seen=".govuk-error-summary",
        ),
        Case("one statement", "/statements/{statement}/", "ld-lead", seen="pre", queries=15),
        Case("statements, not for everybody", "/statements/", "mentor", status=404),
    ],
    "leading": [
        Case("home of a lead", "/", "ld-lead", seen="[href='/insights/']", queries=12),
        Case("learning in a department", "/insights/", "ld-lead", seen="table", queries=32),
        Case("learning in a department, second page", "/insights/?page=2", "ld-lead",
             seen="table", queries=32),
        Case("learning in a department, not for everybody", "/insights/", "mentor", status=404),
    ],
    "records": [
        Case("my learning", "/my-learning/", "mentor", seen="table"),
        Case("my learning, nothing yet", "/my-learning/", "outsider", seen="main .govuk-button"),
        Case("my learning, filtered", "/my-learning/?status=completed&topic=data", "mentor"),
        Case("my learning, removed", "/my-learning/?status=removed", "beth.lloyd", seen="table"),
        Case("my learning, nothing matches", "/my-learning/?topic=ai", "mentor"),
        Case("one record", "/my-learning/{record}/", "mentor", seen=".app-statements"),
        Case(
            "one record, second page", "/my-learning/{record}/?page=2", "mentor",
            seen=".govuk-pagination",
        ),
    ],
    "account": [
        Case("account", "/account/", "mentor", seen="dl"),
        Case("account, with learning data", "/account/", "ld-lead", seen="[href='/statements/']"),
        Case("my data", "/account/data/", "mentor", seen="a[download]"),
        Case("my data, nothing yet", "/account/data/", "outsider"),
        Case("tokens", "/account/tokens/", "outsider", seen="form"),
        Case(
            "tokens, one made", "/account/tokens/", "mentor", press=BUTTON, seen="[role=status]"
        ),
        Case("sign out", "/sign-out/", "mentor", seen="form"),
        Case("change the password", "/account/password/change/", "mentor", seen="form"),
        Case(
            "change the password, wrong", "/account/password/change/", "mentor", press=BUTTON,
            seen=".govuk-error-summary",
        ),
        Case("set a password", "/account/password/set/", "newcomer", seen="form"),
    ],
    "errors": [
        Case("choose a language", "/language/?next=/catalogue/", seen="[name=language]"),
        Case("address of a form, opened", f"{COURSE}/start/", "mentor", status=405),
        Case("no such page", "/no/such/page/", "mentor", status=404),
        Case("no such page, signed out", "/no/such/page/", status=404),
        Case("stale form", "/sign-in/", spoil=NO_TOKEN, press=BUTTON, status=403),
        Case(
            "stale form, signed in", f"{COURSE}/{LESSONS[3]}/", "manager", spoil=NO_TOKEN,
            press=".app-check button", status=403,
        ),
        Case(
            "language that we do not have", "/catalogue/", "mentor", spoil=NO_LANGUAGE,
            press=".app-language__button", status=400, seen="form",
        ),
        Case(
            "locked out", "/sign-in/password/", press=BUTTON, status=429,
            fill={"login": "locked@demo.example", "password": "x"},
        ),
    ],
}  # fmt: skip
ALL = [case for cases in GROUPS.values() for case in cases]

# Routes of ours that are no page, and what they are instead.
NO_PAGE = {
    "healthz": "JSON for a monitor",
    "readyz": "JSON for a monitor",
    "lrs:statements": "JSON of the store",
    "lrs:activity-state": "a document of the store",
    "lrs:activity-profile": "a document of the store",
    "lrs:agent-profile": "a document of the store",
    "lrs:activities": "JSON of the store",
    "lrs:agents": "JSON of the store",
    "lrs:about": "JSON of the store",
    "people:revoke-token": "a form's target",
    "account_request_login_code": "sent on to where the page is now",
    "courses:start": "a form's target",
    "courses:complete": "a form's target",
    "courses:answer": "a form's target; its error is a page and is listed",
    "courses:complete_added": "a form's target",
    "courses:answer_added": "a form's target; its error is a page and is listed",
    "records:my-learning-csv": "a file",
    "home:statements-jsonl": "a file",
    "rights:statements": "a file",
    "media:media": "a file",
    "api:me": "JSON of the API",
    "api:catalogue": "JSON of the API",
    "api:my-records": "JSON of the API",
    "api:schema": "the API's description",
}
