"""The Wagtail admin, by prefix: who gets in, and that a department ends where its tree ends."""

from __future__ import annotations

import io
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile

from cms.pages.models import DepartmentPage
from courses.content.exchange.exporting import export_course
from courses.content.models import AdditionVersion, CoursePage, LessonPage, WordImport
from tests.authorisation.editor import course_form, everything, lesson_form
from tests.authorisation.world import ROLES, World, undone
from tests.factories.word import Words

pytestmark = pytest.mark.django_db
EDITORS = ("author", "reviewer", "publisher", "admin")
# An L&D lead says there what the organisation promises; of pages and files there is nothing.
INSIDE = (*EDITORS, "ld_lead")

# Which editors open what; everybody else is asked to sign in as somebody who may.
PLACES: dict[str, tuple[str, ...]] = {
    "/cms-admin/": INSIDE,
    "/cms-admin/promises/": ("ld_lead", "admin"),
    "/cms-admin/pages/search/?q=course": EDITORS,
    "/cms-admin/images/": ("author", "admin"),
    "/cms-admin/images/chooser/": INSIDE,
    "/cms-admin/images/add/": ("author", "admin"),
    "/cms-admin/documents/": ("author", "admin"),
    "/cms-admin/documents/chooser/": INSIDE,
    "/cms-admin/users/": ("admin",),
    "/cms-admin/groups/": ("admin",),
    "/cms-admin/sites/": ("admin",),
    "/cms-admin/collections/": ("admin",),
    "/cms-admin/locales/": ("admin",),
    "/cms-admin/workflows/list/": ("admin",),
    "/cms-admin/snippets/catalogue/topic/": ("author", "admin"),
    "/cms-admin/snippets/catalogue/topic/add/": ("author", "admin"),
    "/cms-admin/snippets/snippets/sharedpassage/": ("author", "admin"),
    "/cms-admin/snippets/snippets/sharedpassage/add/": ("author", "admin"),
    "/cms-admin/snippets/snippets/glossaryterm/": ("author", "admin"),
    "/cms-admin/snippets/snippets/glossaryterm/add/": ("author", "admin"),
    "/cms-admin/keys/": ("admin",),
    "/cms-admin/keys/create/": ("admin",),
    "/cms-admin/snippets/catalogue/searchwords/": ("author", "admin"),
    "/cms-admin/snippets/catalogue/searchwords/add/": ("author", "admin"),
    "/cms-admin/reports/searches-without-results/": EDITORS,
    "/cms-admin/reports/searches-without-results/results/": EDITORS,
    "/cms-admin/reports/searches-without-results/?export=csv": EDITORS,
    "/cms-admin/reports/work-that-failed/": ("admin",),
    "/cms-admin/reports/work-that-failed/results/": ("admin",),
    "/cms-admin/reports/work-that-failed/?export=csv": ("admin",),
    "/cms-admin/reports/additions-to-courses/": INSIDE,
    "/cms-admin/reports/additions-to-courses/results/": INSIDE,
    "/cms-admin/reports/additions-to-courses/?export=csv": INSIDE,
    # What happened to the pages one may edit; the last test below shows that it ends there.
    "/cms-admin/reports/site-history/": INSIDE,
}


@pytest.mark.parametrize("role", ROLES)
def test_who_opens_what_in_the_admin(world: World, role: str) -> None:
    client = world.client(role)
    wrong = []
    for place, allowed in PLACES.items():
        with undone():
            response = client.get(place)
        opened = response.status_code == 200
        if opened != (role in allowed):
            wrong.append(f"{place}: {response.status_code} {response.headers.get('Location', '')}")
        elif not opened:
            assert response.status_code in (302, 403, 404), place
    assert not wrong, f"{role}:\n" + "\n".join(wrong)


@pytest.mark.parametrize("role", ROLES)
def test_editors_open_the_pages_of_their_department_only(world: World, role: str) -> None:
    client = world.client(role)
    for name, allowed in (("draft", EDITORS), ("other-draft", ("admin",))):
        page = world.courses[name]
        lesson = page.get_children().first()
        for address in (
            f"/cms-admin/pages/{page.pk}/edit/",
            f"/cms-admin/pages/{page.pk}/view_draft/",
            f"/cms-admin/pages/{page.pk}/before-publishing/",
            f"/cms-admin/pages/{lesson.pk}/before-publishing/",
            f"/cms-admin/pages/{lesson.pk}/edit/",
            f"/cms-admin/pages/{lesson.pk}/view_draft/",
        ):
            with undone():
                response = client.get(address)
            assert (response.status_code == 200) is (role in allowed), f"{role}: {address}"


@pytest.mark.parametrize("role", ROLES)
def test_who_reads_what_was_added_to_a_course(world: World, role: str) -> None:
    """Anyone who edits the course does, and anyone who edits the addition; nobody else."""
    version = AdditionVersion.objects.get()
    client = world.client(role)
    with undone():
        answer = client.get(f"/cms-admin/additions/{version.pk}/")
    assert (answer.status_code == 200) is (role in EDITORS), role
    editing = client.get(f"/cms-admin/pages/{version.page_id}/edit/")
    assert (editing.status_code == 200) is (role == "admin"), role


@pytest.mark.parametrize("role", ROLES)
def test_who_imports_from_word_may_add_courses_there(world: World, role: str) -> None:
    """A refused document shows who may send one; what became of one, who may edit the draft."""
    client = world.client(role)
    for name, adding, editing in (
        ("draft", ("author", "admin"), EDITORS),
        ("other-draft", ("admin",), ("admin",)),
    ):
        course = world.courses[name]
        record = WordImport.objects.create(
            course=course, token=uuid4(), file_name="a.docx", imported_by=world.rival
        )
        department = course.get_parent()
        form = f"/cms-admin/word/import/{department.pk}/"
        for address, allowed, post in (
            (form, adding, False),
            (form, adding, True),
            (f"/cms-admin/word/{record.pk}/", editing, False),
        ):
            with undone():
                answer = client.post(address) if post else client.get(address)
            assert (answer.status_code == 200) is (role in allowed), f"{role}: {address}"
            assert answer.status_code in (200, 302, 403), f"{role}: {address}"
        with undone():
            shown = client.get(f"/cms-admin/pages/{department.pk}/").content.decode()
        assert (form in shown) is (role in adding), role
        record.delete()


@pytest.mark.parametrize("role", ROLES)
def test_who_exchanges_courses_may_edit_them_or_add_them_there(world: World, role: str) -> None:
    client = world.client(role)
    for name, adding, editing in (
        ("draft", ("author", "admin"), EDITORS),
        ("other-draft", ("admin",), ("admin",)),
    ):
        course = world.courses[name]
        department = course.get_parent()
        form = f"/cms-admin/courses/import/{department.pk}/"
        archive = f"/cms-admin/courses/{course.pk}/export/"
        for address, allowed, post in (
            (form, adding, False), (form, adding, True), (archive, editing, False),
        ):  # fmt: skip
            with undone():
                answer = client.post(address) if post else client.get(address)
            assert (answer.status_code == 200) is (role in allowed), f"{role}: {address}"
            assert answer.status_code in (200, 302, 403), f"{role}: {address}"
            assert answer.headers.get("Content-Type") != "application/zip" or role in editing
        with undone():
            shown = client.get(f"/cms-admin/pages/{department.pk}/").content.decode()
        assert (form in shown) is (role in adding), role
        with undone():
            shown = client.get(f"/cms-admin/pages/{course.pk}/edit/").content.decode()
        assert (archive in shown) is (role in editing), role


def an_archive(page: CoursePage) -> bytes:
    """Return the archive of a course."""
    file = io.BytesIO()
    export_course(course=page, to=file, user=None)
    return file.getvalue()


def a_document() -> bytes:
    """Return a Word document of one lesson."""
    words = Words()
    words.lesson("Slipped in")
    words.paragraph("Words.")
    return words.saved().getvalue()


def acts(world: World, page: CoursePage) -> dict[str, tuple[str, dict[str, object]]]:
    """Return everything that could change another department's course, by what it is."""
    lesson = LessonPage.objects.child_of(page).first()
    parent = page.get_parent()
    pages = f"/cms-admin/pages/{page.pk}"
    mine = world.courses["draft"].get_parent()
    kind = ContentType.objects.get_for_model(CoursePage)
    bulk = "/cms-admin/bulk/wagtailcore/page"
    return {
        "edit": (f"{pages}/edit/", course_form(page, title="Taken over")),
        "submit": (f"{pages}/edit/", course_form(page, **{"action-submit": "1"})),
        "publish": (f"{pages}/edit/", course_form(page, **{"action-publish": "1"})),
        "edit a lesson": (
            f"/cms-admin/pages/{lesson.pk}/edit/",
            lesson_form(lesson, title="Taken over"),
        ),
        "add a lesson": (
            f"/cms-admin/pages/add/content/lessonpage/{page.pk}/",
            lesson_form(lesson, title="Slipped in", slug="slipped-in"),
        ),
        "add a course": (
            f"/cms-admin/pages/add/content/coursepage/{parent.pk}/",
            course_form(page, title="Slipped in", slug="slipped-in"),
        ),
        "delete": (f"{pages}/delete/", {}),
        "unpublish": (f"{pages}/unpublish/", {}),
        "lock": (f"{pages}/lock/", {}),
        "move": (f"{pages}/move/{mine.pk}/confirm/", {}),
        "copy into it": (
            f"/cms-admin/pages/{world.courses['draft'].pk}/copy/",
            {"new_title": "Copy", "new_slug": "copy", "new_parent_page": str(parent.pk)},
        ),
        "copy from it": (
            f"{pages}/copy/",
            {
                "new_title": "Copy", "new_slug": "copy", "new_parent_page": str(mine.pk),
                "copy_subpages": "on",
            },
        ),
        "bulk publish": (f"{bulk}/publish/?id={page.pk}", {"next": "/cms-admin/"}),
        "bulk unpublish": (f"{bulk}/unpublish/?id={page.pk}", {"next": "/cms-admin/"}),
        "bulk delete": (f"{bulk}/delete/?id={page.pk}", {"next": "/cms-admin/"}),
        "bulk move": (f"{bulk}/move/?id={page.pk}", {"chooser": mine.pk, "next": "/cms-admin/"}),
        "revert": (
            f"{pages}/edit/",
            course_form(page, revision=page.latest_revision_id, title="Taken over"),
        ),
        "privacy": (f"{pages}/privacy/", {"restriction_type": "login"}),
        "convert an alias": (f"{pages}/convert_alias/", {}),
        "autosave": (f"{pages}/edit/?overwrite_revision_id={page.latest_revision_id}",
                     course_form(page, title="Taken over")),
        "preview": (f"{pages}/edit/preview/", course_form(page, title="Taken over")),
        "import from Word": (
            f"/cms-admin/word/import/{parent.pk}/",
            {
                "file": SimpleUploadedFile("a.docx", a_document()), "how": "auto",
                "topic": page.topic_id, "token": str(uuid4()),
            },
        ),
        "import a course": (
            f"/cms-admin/courses/import/{parent.pk}/",
            {"file": SimpleUploadedFile("a.zip", an_archive(page))},
        ),
        "a kind nobody may add": (f"/cms-admin/pages/add/content/coursepage/{page.pk}/",
                                  {"content_type": kind.pk}),
    }  # fmt: skip


@pytest.mark.parametrize("role", [role for role in ROLES if role != "admin"])
@pytest.mark.parametrize("name", ["other", "other-draft"])
def test_nobody_changes_another_departments_courses(world: World, role: str, name: str) -> None:
    client = world.client(role)
    page = world.courses[name]
    before = everything()
    changed = []
    for act, (address, form) in acts(world, page).items():
        if role == "outsider" and name == "other":
            continue  # a learner of that department; covered as a role without the editor
        with undone():
            response = client.post(address, form)
            if everything() != before or response.status_code >= 500:
                changed.append(f"{act}: {response.status_code}")
    assert not changed, f"{role} on {name}: {changed}"


def test_the_same_acts_work_for_who_may(world: World) -> None:
    """What is refused above is refused for its reason, not for a form that nobody could send."""
    page = world.courses["other-draft"]
    client = world.client("admin")
    before = everything()
    idle = []
    for act, (address, form) in acts(world, page).items():
        with undone():
            client.post(address, form)
            if everything() == before:
                idle.append(act)
    # The gate, the state of a draft, and forms that ask again keep these still for an admin too.
    assert set(idle) <= {
        "unpublish", "bulk publish", "bulk unpublish", "privacy", "convert an alias", "preview",
        "a kind nobody may add",
    }, idle  # fmt: skip


def test_the_page_chooser_and_tree_tell_nothing_of_other_departments(world: World) -> None:
    """Titles of drafts are words too."""
    seen: dict[str, bool] = {}
    ask: Callable[[str], str] = lambda address: (  # noqa: E731
        world.client("author").get(address).content.decode()
    )
    other = DepartmentPage.objects.get(organisation=world.people.other_department)
    for address in (
        "/cms-admin/pages/search/?q=other-draft",
        f"/cms-admin/pages/{other.pk}/",
        "/cms-admin/reports/site-history/",
    ):
        with undone():
            seen[address] = "Course for other-draft" in ask(address)
    assert not any(seen.values()), seen
