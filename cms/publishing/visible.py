"""The pages, files, snippets and people that an editor may know of: the one place that answers.

An editor works with the parts of the tree, and with the folders, that their groups are given
there; besides, everybody knows what is published for them (``VISIBLE_PAGES``), and what is shared
with all. Every list, search, chooser, report and program's interface of the admin asks here
(tests/authorisation/test_names.py looks for names in all of them).
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from wagtail.documents.permissions import permission_policy as document_policy
from wagtail.images.permissions import permission_policy as image_policy
from wagtail.models import Page, PageLogEntry
from wagtail.permissions import page_permission_policy
from wagtail_localize.models import Translation

from cms.pages.models import DepartmentPage, LibraryPage
from cms.snippets.access import usable
from cms.snippets.models import GlossaryTerm, SharedContent, SharedPassage
from learning.people.models import User
from learning.seams.named import seam

TO_WORK_WITH = {"add", "change", "publish"}
FILES = ["add", "change", "choose", "delete"]


def pages_worked_with(user: Any) -> QuerySet[Page]:
    """Return the pages in the parts of the tree where ``user`` writes, reviews or publishes."""
    return page_permission_policy.instances_user_has_any_permission_for(user, TO_WORK_WITH)


def explorable_pages(user: Any) -> QuerySet[Page]:
    """Return the pages in those parts, and what leads there: the tree as ``user`` walks it."""
    return page_permission_policy.explorable_instances(user)


def visible_pages(user: Any) -> QuerySet[Page]:
    """Return the pages that ``user`` may know of.

    Those of their own parts and what leads there, those of the departments, whose names everybody
    knows, and what is published for them.
    """
    if user.is_superuser:
        return Page.objects.all()
    known = Q(pk__in=explorable_pages(user).values("pk"))
    for places in (LibraryPage, DepartmentPage):
        known |= Q(pk__in=places.objects.values("pk"))
    for published in seam("VISIBLE_PAGES"):
        known |= Q(pk__in=published(user=user).values("pk"))
    return Page.objects.filter(known)


def visible_images(user: Any) -> QuerySet[Any]:
    """Return the pictures that ``user`` may choose or change."""
    return image_policy.instances_user_has_any_permission_for(user, FILES)


def visible_documents(user: Any) -> QuerySet[Any]:
    """Return the documents that ``user`` may choose or change."""
    return document_policy.instances_user_has_any_permission_for(user, FILES)


def visible_snippets(user: Any, model: Any) -> QuerySet[Any]:
    """Return the snippets of a kind that ``user`` may know of.

    What belongs to a folder is known as far as it may be used; the rest has its permissions.
    """
    if issubclass(model, SharedContent):
        return usable(user, model)
    named = f"{model._meta.app_label}.{{}}_{model._meta.model_name}"
    may = any(user.has_perm(named.format(action)) for action in ("view", "add", "change"))
    return model._default_manager.all() if may else model._default_manager.none()


def visible_translations(user: Any) -> QuerySet[Translation]:
    """Return the translations of what ``user`` works with, from either language."""
    if user.is_superuser:
        return Translation.objects.all()
    known = Q(source__object__in=pages_worked_with(user).values("translation_key"))
    for model in (SharedPassage, GlossaryTerm):
        known |= Q(source__object__in=usable(user, model).values("translation_key"))
    return Translation.objects.filter(known)


def known_people(user: Any) -> QuerySet[User]:
    """Return the people who wrote, locked, own or submitted something that ``user`` works with."""
    if user.is_superuser:
        return User.objects.all()
    own = pages_worked_with(user)
    keys = own.values("pk")
    logged = PageLogEntry.objects.filter(page__in=keys)
    return User.objects.filter(
        Q(pk=user.pk)
        | Q(pk__in=own.values("owner"))
        | Q(pk__in=own.values("locked_by"))
        | Q(pk__in=logged.values("user"))
    )
