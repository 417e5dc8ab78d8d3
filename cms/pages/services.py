"""The root of the tree, the pages about the service, and the group that edits those."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import GroupPagePermission, Locale, Page, Site

from cms.pages.first_texts import first_text
from cms.pages.information import Information
from cms.pages.models import InformationPage, LibraryPage
from cms.pages.selectors import as_blocks
from learning.people.models import User

EDITORS = "Service information: editors"
# They change the words and publish them; there is nothing to add or take away.
PERMISSIONS = ("change_page", "publish_page")


def library(locale: Locale | None = None) -> LibraryPage:
    """Return the root that editors work under, made on first use."""
    locale = locale or Locale.get_default()
    found = LibraryPage.objects.filter(locale=locale).first()
    if found:
        return found
    root = Page.get_first_root_node()
    page = LibraryPage(
        title=f"{locale.get_display_name()} courses",
        slug=f"library-{locale.language_code}",
        locale=locale,
    )
    first = LibraryPage.objects.first()
    if first:
        page.translation_key = first.translation_key
    root.add_child(instance=page)
    if first:
        return page
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "root_page": page,
            "hostname": "localhost",
            "site_name": str(settings.SERVICE_NAME),
        },
    )
    return page


@transaction.atomic
def provide_information() -> Group:
    """Make the pages about the service that are not there yet, with their first texts.

    In each language that has words for them. Doing it again changes nothing that somebody wrote.
    Returns the group that edits them.
    """
    group = _editors()
    for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES:
        locale, _created = Locale.objects.get_or_create(language_code=code)
        for kind in Information:
            title, words, written = first_text(kind, code)
            if written == code:
                _provide(kind, locale, title, words)
    _let_edit(group)
    return group


def let_edit_information(person: User) -> None:
    """Put somebody into the group that edits the pages about the service."""
    person.groups.add(provide_information())


def _editors() -> Group:
    group, created = Group.objects.get_or_create(name=EDITORS)
    if created:
        group.permissions.add(
            Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
        )
    return group


def _provide(kind: Information, locale: Locale, title: str, words: str) -> None:
    pages = InformationPage.objects.filter(kind=kind)
    if pages.filter(locale=locale).exists():
        return
    page = InformationPage(
        title=title,
        draft_title=title,
        slug=f"{kind}-{locale.language_code}",
        kind=kind,
        locale=locale,
        body=as_blocks(words),
    )
    other = pages.first()
    if other is not None:
        page.translation_key = other.translation_key
    library(locale).add_child(instance=page)
    page.save_revision().publish(log_action=False)


def _let_edit(group: Group) -> None:
    permissions = Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=PERMISSIONS
    )
    given = set(
        GroupPagePermission.objects.filter(group=group).values_list("page_id", "permission_id")
    )
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page=page.page_ptr, permission=permission)
        for page in InformationPage.objects.all()
        for permission in permissions
        if (page.pk, permission.pk) not in given
    )
