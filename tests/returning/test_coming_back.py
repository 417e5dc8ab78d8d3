"""A session that ends while a form is open costs nothing of it: every form leads back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.utils import timezone

from learning.catalogue.models import Activity, FormerAddress
from learning.lrs.models import Statement
from learning.notifications.models import Mail
from learning.people.models import User
from learning.returning.models import KeptForm
from learning.returning.sweeps import forget_forms
from tests.factories.courses import Writing, published_course, started
from tests.factories.courses import check as check_block
from tests.factories.people import Cast
from tests.returning.conftest import (
    COURSE,
    FEEDBACK,
    LESSON,
    SLUG,
    Browser,
    going,
    main,
    notice,
)
from tests.travelling import DAY, HOUR, MINUTE, Travel

pytestmark = pytest.mark.django_db
NIGHT = 13 * HOUR


def chosen(page: str, key: str) -> bool:
    """Tell whether an option is selected on the page."""
    return "checked" in page.partition(f'value="{key}"')[2].partition(">")[0]


def said(verb: str) -> int:
    return Statement.objects.filter(verb__iri__endswith=f"/{verb}").count()


def test_an_answer_is_there_after_signing_in_and_is_sent_by_pressing_again(
    visitor: Browser, learner: User, check: dict, answer_to: Callable[[], str], travel: Travel
) -> None:
    key = check["options"][1]["key"]
    travel(NIGHT)
    refused = visitor.send(answer_to(), answer=key, previous="")
    asked = visitor.get(refused["Location"])
    assert "You have been signed out. We did not save your answer." in main(asked)
    assert "We will keep what you entered for 1 hour." in main(asked)
    back = visitor.sign_in(learner, going(refused))
    assert back.status_code == 200
    assert visitor.here.startswith(f"{LESSON}?unsaved=")
    assert notice(back) == (
        "You were signed out. We did not save your answer. Check your answer and send it again."
    )
    assert f'href="#check-{check["key"]}"' in main(back)
    assert f'id="check-{check["key"]}"' in main(back)
    assert chosen(main(back), key)
    assert "govuk-error-message" not in main(back)
    assert said("answered") == 0, "nothing is sent by itself"
    again = visitor.send(answer_to(), answer=key, previous="")
    assert again["Location"] == f"{LESSON}#check-{check['key']}"
    assert said("answered") == 1
    assert not KeptForm.objects.exists(), "sent, so kept no longer"
    former = visitor.open(visitor.here)
    assert notice(former) == "", "and the Back button does not say otherwise"


def test_words_are_there_after_signing_in(visitor: Browser, learner: User, travel: Travel) -> None:
    visitor.open(FEEDBACK)
    travel(NIGHT)
    words = 'Much <b>better</b> & "shorter" – diolch!'
    refused = visitor.send(FEEDBACK, usefulness="3", comment=words)
    back = visitor.sign_in(learner, going(refused))
    assert "We did not send your feedback. Check it and send it again." in notice(back)
    assert "Much &lt;b&gt;better&lt;/b&gt; &amp; &#34;shorter&#34; – diolch!" in main(back)
    assert chosen(main(back), "3")
    assert "govuk-error-summary" not in main(back)
    done = visitor.send(FEEDBACK, usefulness="3", comment=words)
    assert done["Location"] == COURSE
    assert not KeptForm.objects.exists()


def test_the_way_back_goes_through_an_emailed_code(
    visitor: Browser, learner: User, check: dict, answer_to: Callable[[], str], travel: Travel
) -> None:
    key = check["options"][0]["key"]
    travel(NIGHT)
    refused = visitor.send(answer_to(), answer=key)
    visitor.open(refused["Location"])
    visitor.send("/sign-in/", email=learner.email, next=going(refused))
    visitor.open("/sign-in/code/confirm/")
    code = Mail.objects.get().subject.split()[0]
    back = visitor.open(visitor.send("/sign-in/code/confirm/", code=code)["Location"])
    assert chosen(main(back), key)


@pytest.mark.parametrize(
    ("page", "address", "says"),
    [
        (LESSON, f"{LESSON}complete/",
         "We did not record that you completed this lesson. Complete it again."),
        (COURSE, f"{COURSE}start/", "We did not start this course. Start it again."),
        ("/account/tokens/", "/account/tokens/", "We did not create a token. Create it again."),
        ("/account/tokens/", "/account/tokens/abc/revoke/",
         "We did not revoke the token. Revoke it again."),
        ("/account/password/change/", "/account/password/change/",
         "We did not change your password. Enter it again."),
    ],
)  # fmt: skip
def test_what_has_nothing_to_type_says_what_was_not_done(
    visitor: Browser, learner: User, travel: Travel, page: str, address: str, says: str
) -> None:
    visitor.open(page)
    travel(NIGHT)
    back = visitor.sign_in(learner, going(visitor.send(address)))
    assert back.status_code == 200
    assert visitor.here.partition("?")[0] == page
    assert notice(back) == f"You were signed out. {says}"


def test_who_signed_in_again_in_another_tab_finds_it_too(
    visitor: Browser, learner: User, check: dict, answer_to: Callable[[], str], travel: Travel
) -> None:
    old, key = visitor.token, check["options"][1]["key"]
    travel(NIGHT)
    visitor.sign_in(learner)
    late = visitor.send(answer_to(), token=old, answer=key)
    assert late.status_code == 302
    back = visitor.open(late["Location"])
    assert "You were signed out. We did not save your answer." in notice(back)
    assert chosen(main(back), key)
    assert said("answered") == 0


def test_also_by_way_of_a_code_and_after_looking_around(
    visitor: Browser, learner: User, check: dict, answer_to: Callable[[], str], travel: Travel
) -> None:
    """Pages opened meanwhile, and the session of anyone who waits for a code, forget nothing."""
    old, key = visitor.token, check["options"][1]["key"]
    travel(NIGHT)
    visitor.open("/")
    visitor.open("/catalogue/")
    visitor.open("/sign-in/")
    visitor.send("/sign-in/", email=learner.email)
    late = visitor.send(answer_to(), token=old, answer=key)
    assert KeptForm.objects.get().person == learner, "not signed in yet, and known all the same"
    KeptForm.objects.all().delete()
    visitor.open("/sign-in/code/confirm/")
    visitor.send("/sign-in/code/confirm/", code=Mail.objects.get().subject.split()[0])
    late = visitor.send(answer_to(), token=old, answer=key)
    assert chosen(main(visitor.open(late["Location"])), key)


def test_a_weekend_is_not_too_long(
    visitor: Browser, learner: User, check: dict, answer_to: Callable[[], str], travel: Travel
) -> None:
    travel(64 * HOUR)
    visitor.send(answer_to(), answer=check["options"][0]["key"])
    assert KeptForm.objects.get().person == learner
    KeptForm.objects.all().delete()
    travel(DAY)
    visitor.send(answer_to(), answer=check["options"][0]["key"])
    assert not KeptForm.objects.exists(), "four days are"


def test_after_an_hour_it_is_gone_and_said_to_be(
    visitor: Browser, learner: User, travel: Travel
) -> None:
    visitor.open(FEEDBACK)
    travel(NIGHT)
    refused = visitor.send(FEEDBACK, usefulness="3", comment="Only for an hour")
    travel(59 * MINUTE)
    assert "Only for an hour" in main(visitor.sign_in(learner, going(refused)))
    travel(2 * MINUTE)
    late = visitor.open(going(refused))
    assert "Only for an hour" not in main(late), "also where the sweep has not come yet"
    assert notice(late) == (
        "You were signed out. We did not send your feedback. We kept what you entered for "
        "1 hour, and have deleted it. Check it and send it again."
    )
    assert forget_forms(now=timezone.now()) == 1
    assert not KeptForm.objects.exists()
    travel(DAY)
    visitor.sign_in(learner)
    assert notice(visitor.open(going(refused))) == ""


def test_what_could_not_be_kept_is_said(visitor: Browser, learner: User, travel: Travel) -> None:
    visitor.open(FEEDBACK)
    travel(NIGHT)
    refused = visitor.send(FEEDBACK, usefulness="3", comment="x" * 20_000)
    assert "We will keep" not in main(visitor.get(refused["Location"]))
    back = visitor.sign_in(learner, going(refused))
    assert "We did not send your feedback. We could not keep what you entered." in notice(back)


def test_a_course_that_has_moved_meanwhile_keeps_the_note(
    visitor: Browser, learner: User, check: dict, answer_to: Callable[[], str], travel: Travel
) -> None:
    travel(NIGHT)
    key = check["options"][1]["key"]
    refused = visitor.send(answer_to(), answer=key)
    activity = Activity.objects.get(slug=SLUG)
    FormerAddress.objects.create(kind=activity.kind, slug=SLUG, activity=activity)
    Activity.objects.filter(slug=SLUG).update(slug="asking")
    back = visitor.sign_in(learner, going(refused))
    assert visitor.here.startswith("/courses/asking/lesson-1/?unsaved=")
    assert "We did not save your answer." in notice(back)
    assert chosen(main(back), key)


def test_places_of_an_ordering_are_kept_one_by_one(
    visitor: Browser, learner: User, writing: Writing, travel: Travel
) -> None:
    lines = (("first", False), ("second", False), ("third", False))
    asked = [check_block("In which order?", "ordering", lines)]
    published_course(writing, title="Order", slug="order", lessons=1, body=asked)
    started(learner, "order")
    page = main(visitor.open("/courses/order/lesson-1/"))
    names = re.findall(r'name="(place-[^"]+)"', page)
    action = re.search(r'action="(/courses/order/lesson-1/checks/[^"]+)"', page)[1]
    travel(NIGHT)
    typed = dict(zip(names, ("2", "1", ""), strict=True))
    back = visitor.sign_in(learner, going(visitor.send(action, **typed)))
    found = re.findall(r'<select[^>]*name="([^"]+)".*?</select>', main(back), re.S)
    assert found == names
    for name, place in typed.items():
        select = main(back).partition(f'name="{name}"')[2].partition("</select>")[0]
        selected = re.search(r'value="(\d)" selected', select)
        assert (selected[1] if selected else "") == place


@pytest.mark.parametrize(
    ("address", "page", "says"),
    [
        ("/cms-admin/reports/work-that-failed/try-again/", "/cms-admin/reports/work-that-failed/",
         "You were signed out. We did not try the work that failed again. Try it again."),
        ("/cms-admin/corrections/1/read/", "/cms-admin/",
         "You were signed out. We did not mark the correction as read. Mark it again."),
    ],
)  # fmt: skip
def test_buttons_of_ours_in_the_editor_lead_back_too(
    people: Cast, travel: Travel, address: str, page: str, says: str
) -> None:
    visitor = Browser()
    visitor.sign_in(people.admin)
    visitor.open("/account/")
    travel(NIGHT)
    back = visitor.sign_in(people.admin, going(visitor.send(address)))
    assert back.status_code == 200
    assert visitor.here.startswith(f"{page}?unsaved=")
    assert says in " ".join(back.content.decode().split())
    visitor.open("/account/")
    assert says not in visitor.open(page).content.decode()
