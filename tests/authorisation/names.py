"""Content of another department, each with a name that nobody else may read, and where to ask."""

from __future__ import annotations

import io
import itertools
import json
import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.urls import URLResolver, get_resolver
from PIL import Image
from wagtail.log_actions import log
from wagtail.models import Locale
from wagtail_localize.models import Translation

from cms.media.models import LibraryDocument, LibraryImage
from cms.publishing.departments import Department
from cms.snippets.models import GlossaryTerm, SharedPassage
from courses.content.models import CoursePage, LessonPage, WordImport
from courses.content.translation.courses import begin_translation
from learning.people.models import User
from tests.factories.additions import draft_addition, note
from tests.factories.courses import Writing, draft_course, publish, text

# A thing is found by the first word of its name, which an address or a form may say again.
FOUND_BY = "Zyxsearch"
Keys = dict[str, list[int]]


def write(
    writing: Writing, department: Department, author: User, *, secret: str, course: CoursePage
) -> Keys:
    """Write one of everything in a department, named ``secret``; return the keys by their kind.

    ``course`` is what the addition is added to.
    """
    name = f"{FOUND_BY} {secret}"
    shared: dict[str, Any] = {"locale": Locale.get_default(), "collection": department.collection}
    document = LibraryDocument(title=name, collection=department.collection)
    document.file.save(f"{uuid4()}.txt", ContentFile(b"Words."))
    image = LibraryImage(title=name, description=name, collection=department.collection)
    image.file = ContentFile(_pixel(), name=f"{uuid4()}.png")
    for file in (document, image):
        file.save()
        file.tags.add("everybody’s words")
    passage = SharedPassage.objects.create(title=name, body=json.dumps([text("Ring.")]), **shared)
    passage.save_revision(user=author)
    word = GlossaryTerm.objects.create(term=name, meaning=name, **shared)
    body = [
        text("Words."),
        {"type": "passage", "id": str(UUID(int=1)), "value": passage.pk},
        {"type": "download", "id": str(UUID(int=2)),
         "value": {"document": document.pk, "title": name, "description": ""}},
        {"type": "image", "id": str(UUID(int=3)),
         "value": {"image": {"image": image.pk, "decorative": True, "alt_text": ""},
                   "caption": "", "description": ""}},
    ]  # fmt: skip
    own = Writing(department, writing.cast)
    slug = f"names-{department.page.pk}"
    draft = draft_course(own, title=name, slug=slug, lessons=1, body=body)
    lesson = LessonPage.objects.child_of(draft).get()
    LessonPage.objects.filter(pk=lesson.pk).update(title=name, draft_title=name)
    of_the_author = {"owner": author, "course_owner": author}
    CoursePage.objects.filter(pk=draft.pk).update(
        locked=True, locked_by=author, locked_at=draft.latest_revision_created_at, **of_the_author
    )
    for page in (draft, lesson):
        for action in ("wagtail.create", "wagtail.edit", "wagtail.lock"):
            log(page, action, user=author)
    state = department.page.get_workflow().start(CoursePage.objects.get(pk=draft.pk), author)
    # Published for their own people, and for everybody with a draft that has a new name.
    scope = department.page.organisation
    scoped = publish(draft_course(own, title=name, slug=f"{slug}-own", lessons=1, scope=scope))
    live = publish(draft_course(own, title="Known to all", slug=f"{slug}-live", lessons=1))
    CoursePage.objects.filter(pk=live.pk).update(**of_the_author, draft_title=name)
    welsh = begin_translation(
        course=live, locale=Locale.objects.get_or_create(language_code="cy")[0], user=author
    )
    translation = Translation.objects.get(source__object_id=live.translation_key)
    addition = draft_addition(course, below=department.page, author=author, notes=[note(name)])
    type(addition).objects.filter(pk=addition.pk).update(title=name, draft_title=name)
    record = WordImport.objects.create(
        course=draft, token=uuid4(), file_name=f"{name}.docx", imported_by=author
    )
    pages = [page.pk for page in (draft, lesson, scoped, live, welsh, addition)]
    return {
        "page": [*pages, department.page.pk],  # what stands above them comes last
        "document": [document.pk],
        "image": [image.pk],
        "sharedpassage": [passage.pk],
        "glossaryterm": [word.pk],
        "revision": [draft.latest_revision_id, passage.latest_revision_id],
        "collection": [department.collection.pk],
        "workflow_state": [state.pk],
        "task_state": [state.current_task_state_id],
        "task": [state.current_task_state.task_id],
        "workflow": [state.workflow_id],
        "translation": [translation.pk],
        "source": [translation.source_id],
        "word_import": [record.pk],
        "user": [author.pk],
    }


def _pixel() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (2, 2), "navy").save(file, "PNG")
    return file.getvalue()


# What a parameter of an address is the key of: the first that is found in "address parameter".
KINDS: tuple[tuple[str, str], ...] = (
    (r" (page_id|parent_page_id|page_to_move_id|destination_id|page_pk|department|course_id)$",
     "page"),
    (r" revision_id", "revision"),
    (r" collection_id$|collections/", "collection"),
    (r" (workflow_pk)$|workflows/(enable|disable|edit|usage)", "workflow"),
    (r" (task_id)$|workflows/tasks/", "task"),
    (r" task_state_id$", "task_state"),
    (r" workflow_state_id$", "workflow_state"),
    (r" translation_id$", "translation"),
    (r" translation_source_id$", "source"),
    (r"word/", "word_import"),
    (r"sharedpassage", "sharedpassage"),
    (r"glossaryterm", "glossaryterm"),
    (r"documents/", "document"),
    (r"images/", "image"),
    (r"editor_chooser/|users/", "user"),
    (r"pages/", "page"),
)  # fmt: skip
# Parameters that are no keys, by their names.
WORDS: dict[str, list[str]] = {
    "app_label": ["wagtailcore", "media", "snippets"],
    "app_name": ["wagtailcore", "taggit"],
    "model_name": [
        "page",
        "libraryimage",
        "librarydocument",
        "sharedpassage",
        "glossaryterm",
        "tag",
    ],
    "content_type_app_name": ["content"],
    "content_type_model_name": ["coursepage", "lessonpage"],
    "action": ["delete", "move", "publish", "unpublish", "add_to_collection", "add_tags"],
    "action_name": ["approve", "copy"],
    "mode": ["reading-en-gb"],
    "filter_spec": ["width-100"],
}
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


def routes(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    """Yield every address of the Wagtail admin, with its parameters; none signs out who asks."""
    for entry in (resolver or get_resolver()).url_patterns:
        address = before + str(entry.pattern).strip("^$")
        if isinstance(entry, URLResolver):
            yield from routes(entry, address)
        elif address.startswith("cms-admin/") and not address.startswith("cms-admin/logout/"):
            yield address


def addresses(route: str, *known: Keys) -> Iterator[str]:
    """Yield the addresses of a route with the keys that are ``known``."""
    if "revisions/compare/" in route:
        kind = "sharedpassage" if "snippets/" in route else "page"
        before = route.partition("^")[0].partition("(")[0]
        for key in (key for keys in known for key in keys[kind]):
            yield f"/{before}{key}/revisions/compare/earliest...latest/"
        return
    names = PARAMETER.findall(route)
    for values in itertools.product(*(_values(route, name, known) for name in names)):
        address = route
        for value in values:
            address = PARAMETER.sub(str(value), address, count=1)
        yield f"/{address}"


def _values(route: str, name: str, known: tuple[Keys, ...]) -> list[Any]:
    if name in WORDS:
        return WORDS[name]
    for pattern, kind in KINDS:
        if re.search(pattern, f"{route} {name}"):
            return [key for keys in known for key in keys[kind]]
    return [1]


def questions(route: str, others: Keys) -> list[str]:
    """Return what may follow the address of a list: searches, filters, orders and exports."""
    found = [one for pattern, asked in QUESTIONS if re.search(pattern, route) for one in asked]
    one = {kind: keys[0] for kind, keys in others.items()}
    return [question.format(**one, department=others["page"][-1]) for question in found]


SEARCH = [
    f"q={FOUND_BY}",
    f"q={FOUND_BY}&collection_id={{collection}}",
    "collection_id={collection}",
]
# By the kind of list; {page} is the key of a page of others, and so on.
QUESTIONS: list[tuple[str, list[str]]] = [
    (r"^cms-admin/pages/(search|<int:parent_page_id>)/$",
     [*SEARCH, "owner={user}", "locale=cy", "site=1", "ordering=-title", "export=csv",
      "content_type=1", "has_child_pages=1", "edited_by={user}", "q=quokka"]),
    (r"^cms-admin/(images|documents)/$|/chooser/$", [*SEARCH, f"tag={FOUND_BY}", "ordering=title"]),
    (r"^cms-admin/snippets/[a-z]+/[a-z]+/$|^cms-admin/snippets/choose/.*(list|[a-z])/$",
     [*SEARCH, "locale=cy", "export=csv", "ordering=title"]),
    (r"^cms-admin/choose-page/",
     [f"q={FOUND_BY}", f"page_type=content.lessonpage&q={FOUND_BY}", "user_perms=move_to",
      "page_type=content.coursepage", "target_pages=[{page}]", "id={page}", "match_subclass=1",
      "user_perms=bulk_move_to&target_pages[]={page}", "allow_external_link=1&can_choose_root=1"]),
    (r"chosen-multiple/$",
     ["id={page}", "id={image}", "id={document}", "id={sharedpassage}", "id={glossaryterm}"]),
    (r"api/main/[a-z]+/$",
     [f"search={FOUND_BY}", "child_of={department}&fields=*&for_explorer=1",
      "descendant_of={department}&fields=*", "ancestor_of={page}&fields=*",
      "translation_of={page}&fields=*", "fields=*&limit=50", "order=-id&offset=1",
      "type=content.CoursePage&fields=*", "id={page}", "id={image}", "id={document}",
      "title=x", "fields=*,parent(title)", "locale=cy"]),
    (r"api/main/[a-z]+/find/$", ["html_path=/names/", "id={page}", "id={image}", "id={document}"]),
    (r"localize/api/snippets/", ["fields=*&limit=50", f"search={FOUND_BY}", "locale=cy"]),
    (r"^cms-admin/reports/.*(?<!results)/$|localize/reports/translations/$",
     ["owner={user}", "user={user}", "locked_by={user}", "last_published_by={user}",
      "requested_by={user}", "reviewable=false", "status=in_progress", "task={task}",
      "workflow={workflow}", "label=names", f"object_name={FOUND_BY}", f"source_title={FOUND_BY}",
      f"target_title={FOUND_BY}", "locale=cy", "source_locale=en-gb", "export=csv", "export=xlsx",
      "ordering=title", "course={page}", "content_type=1", "site=1", "page_locale=en-gb"]),
    (r"/(history|usage|workflow_history)/",
     ["user={user}", "describe_on_delete=1", "ordering=-user"]),
    (r"^cms-admin/bulk/",
     ["id={page}", "id={image}", "id={document}", "id={sharedpassage}", "id={glossaryterm}",
      "id=all", "id=all&childOf={department}"]),
    (r"tag-autocomplete", [f"term={FOUND_BY}"]),
]  # fmt: skip
