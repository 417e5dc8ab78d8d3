"""An author is transferred, comes back, and writes again only where somebody says so anew."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from playwright.sync_api import Page, expect

from learning.people.imports import import_people
from learning.people.models import User
from tests.factories.courses import draft_course, writing_department
from tests.factories.people import cast

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
HEADER = "staff_number,email,full_name,organisation_code"


def hr_says(person: User, code: str) -> None:
    """Import the file of one night."""
    others = User.objects.exclude(pk=person.pk).filter(organisation__isnull=False)
    rows = [
        f"{one.staff_number},{one.email},{one.full_name},{one.organisation.code}"
        for one in others.select_related("organisation")
        if one.organisation
    ]
    rows.append(f"{person.staff_number},{person.email},{person.full_name},{code}")
    import_people(
        content="\n".join([HEADER, *rows, ""]).encode(),
        now=timezone.now(),
        allow_many_leavers=True,
    )


def test_an_editor_who_moves_edits_no_more_until_somebody_says_so(
    pages: Callable[..., Page],
) -> None:
    people = cast()
    for number, person in enumerate(User.objects.order_by("pk"), start=1):
        User.objects.filter(pk=person.pk).update(staff_number=str(number))
    writing = writing_department(people)
    course = draft_course(writing)
    author = User.objects.get(pk=people.author.pk)
    edit = f"/cms-admin/pages/{course.pk}/edit/"
    window = pages(author.email)
    window.goto(edit)
    expect(window.locator("#id_title")).to_have_value(course.title)

    hr_says(author, people.other_department.code)
    window.goto(edit)
    expect(window.locator("#id_title")).to_have_count(0)
    expect(window.get_by_role("heading", level=1)).to_contain_text("You cannot")

    hr_says(author, people.department.code)
    window.goto(edit)
    expect(window.locator("#id_title")).to_have_count(0)

    author.groups.add(Group.objects.get(pk=writing.department.authors.pk))
    window.goto(edit)
    expect(window.locator("#id_title")).to_have_value(course.title)
