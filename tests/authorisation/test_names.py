"""The names of what a department has not published are nobody else's, on any page of the admin."""

from __future__ import annotations

import pytest
from django.test import Client

from courses.content.models import CoursePage, LessonPage
from tests.authorisation.departments import OWN, PERSON, SECRET, TwoDepartments, client_of
from tests.authorisation.editor import course_form, lesson_form, streamfield
from tests.authorisation.names import FOUND_BY, Keys, addresses, questions, routes
from tests.authorisation.world import undone
from tests.size import Figure, share, size

pytestmark = pytest.mark.django_db
# Any editor may be named the owner of a course, so editors are found by each other.
TELLS_OF_PEOPLE = ("/cms-admin/editor_chooser/",)


def told(client: Client, address: str) -> list[str]:
    """Return what an address tells of others, and a fault of its own."""
    with undone():
        answer = client.get(address)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    words = content.decode(errors="replace") + str(answer.headers)
    found = [SECRET] if SECRET in words else []
    if PERSON in words and not address.startswith(TELLS_OF_PEOPLE):
        found.append(PERSON)
    if answer.status_code >= 500 and "/test404/" not in address and "failwhale" not in address:
        found.append(str(answer.status_code))
    return found


def few(keys: Keys) -> Keys:
    """Return one key of each kind, and of pages the department's."""
    return {kind: [found[-1]] for kind, found in keys.items()}


ALONE = ["author", "reviewer", "publisher", "ld_lead"]


@pytest.mark.prove
@pytest.mark.parametrize("role", [*ALONE, "all at once"])
def test_no_address_tells_the_names_of_others(
    two: TwoDepartments, role: str, figure: Figure
) -> None:
    """One person who may do everything asks all; those who may do less share the routes out."""
    client = client_of(two.editors[role])
    everything = role == "all at once"
    wrong, asked = {}, 0
    some = share(routes(), 1 if everything else len(ALONE), first=[*ALONE, role].index(role))
    for route in some:
        known = (few(two.ours), two.theirs) if everything else (few(two.theirs),)
        for address in addresses(route, *known):
            asked += 1
            if found := told(client, address):
                wrong[address] = found
    figure("requests", asked)
    assert asked > size(1_000 if everything else 100, 1_000 if everything else 500)
    assert not wrong, "\n".join(f"{address}: {found}" for address, found in wrong.items())
    assert client.get("/cms-admin/").status_code in (200, 403), "still signed in"


@pytest.mark.prove
def test_no_list_tells_them_however_it_is_asked(two: TwoDepartments, figure: Figure) -> None:
    client = client_of(two.editors["all at once"])
    wrong, asked = {}, 0
    for number, route in enumerate(routes()):
        for question in share(questions(route, two.theirs), 3, first=number):
            for address in addresses(route, few(two.ours)):
                asked += 1
                if found := told(client, f"{address}?{question}"):
                    wrong[f"{address}?{question}"] = found
    figure("requests", asked)
    assert asked > size(500, 1_500)
    assert not wrong, "\n".join(f"{address}: {found}" for address, found in wrong.items())
    assert client.get("/cms-admin/").status_code in (200, 403), "still signed in"


def test_a_number_that_is_typed_names_nothing(two: TwoDepartments) -> None:
    """What a form keeps of others it shows without a name, saved, refused and previewed."""
    person, theirs = two.editors["all at once"], two.theirs
    client = client_of(person)
    draft, lesson = two.ours["page"][:2]
    page = LessonPage.objects.get(pk=lesson)
    CoursePage.objects.filter(pk=draft).update(locked=False)
    [document], [image], [passage] = theirs["document"], theirs["image"], theirs["sharedpassage"]
    shown = {"image": {"image": image, "decorative": "", "alt_text": "A rise"}, "caption": "",
             "description": ""}  # fmt: skip
    body = streamfield([
        ("text", '{"blocks": [], "entityMap": {}}'),
        ("download", {"document": document, "title": "A file", "description": ""}),
        ("image", shown), ("passage", str(passage)),
    ])  # fmt: skip
    with undone():
        for form in (
            lesson_form(page, body=body, title=""), lesson_form(page, body=body),
        ):  # fmt: skip
            address = f"/cms-admin/pages/{lesson}/edit/"
            for answer in (client.post(address, form), client.get(address)):
                assert answer.status_code in (200, 302)
                assert SECRET not in answer.content.decode(), form["title"]
            assert client.post(f"{address}preview/", form).status_code == 200
            assert SECRET not in client.get(f"{address}preview/").content.decode()
        steps = streamfield([("lesson", {"lesson": theirs["page"][1]})])
        form = course_form(CoursePage.objects.get(pk=draft), steps=steps)
        for address in (
            f"/cms-admin/pages/{draft}/edit/",
            f"/cms-admin/pages/{draft}/edit/preview/",
        ):
            assert SECRET not in client.post(address, form).content.decode()
            assert SECRET not in client.get(address).content.decode()


def test_what_is_ours_is_found(two: TwoDepartments) -> None:
    """The same questions find what one may see, or they would ask for nothing."""
    client = client_of(two.editors["all at once"])
    for address in (
        f"/cms-admin/pages/search/?q={FOUND_BY}", f"/cms-admin/images/?q={FOUND_BY}",
        f"/cms-admin/documents/?q={FOUND_BY}", f"/cms-admin/choose-page/search/?q={FOUND_BY}",
        f"/cms-admin/snippets/snippets/sharedpassage/?q={FOUND_BY}",
        f"/cms-admin/snippets/snippets/glossaryterm/?q={FOUND_BY}",
        f"/cms-admin/snippets/choose/snippets/sharedpassage/results/?q={FOUND_BY}",
        f"/cms-admin/images/chooser/results/?q={FOUND_BY}",
        f"/cms-admin/documents/chooser/results/?q={FOUND_BY}",
        "/cms-admin/reports/site-history/",
        "/cms-admin/reports/workflow/",
        f"/cms-admin/api/main/pages/?child_of={two.ours['page'][-1]}&for_explorer=1",
        "/cms-admin/api/main/images/", "/cms-admin/api/main/documents/",
        "/cms-admin/localize/api/snippets/snippets/sharedpassage/",
    ):  # fmt: skip
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert OWN in answer.content.decode(), address
