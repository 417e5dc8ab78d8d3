"""The pages about the service: edited by L&D, in both languages, at the foot of every page."""

from __future__ import annotations

import html
import json
import re

import pytest
from django.conf import settings as configured
from django.test import Client
from django.urls import resolve
from django.urls.exceptions import Resolver404
from django.utils import translation
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.pages.facts import facts_about
from cms.pages.first_texts import first_text
from cms.pages.information import Information
from cms.pages.models import InformationPage, LibraryPage
from cms.pages.services import let_edit_information, provide_information
from learning.privacy.registry import Link, declarations
from learning.ui.cookies import cookies
from tests.factories.clients import client_of
from tests.factories.courses import Writing
from tests.factories.people import PersonFactory, cast

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in configured.LANGUAGES]
INTERNAL = re.compile(r'href="(/[^"]*)"')


def shown(kind: str, language: str = "en-gb", client: Client | None = None) -> str:
    client = client or Client()
    client.cookies["django_language"] = language
    answer = client.get(f"/{kind}/")
    assert answer.status_code == 200
    return answer.content.decode()


def words(page: str) -> str:
    main = page.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", main)))


def page_of(kind: str, language: str = "en-gb") -> InformationPage:
    return InformationPage.objects.get(kind=kind, locale__language_code=language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", Information)
def test_there_is_a_first_text_of_each_in_each_language_whose_links_lead_somewhere(
    kind: Information, language: str
) -> None:
    title, text, written = first_text(kind, language)
    assert written == language
    assert title
    assert "{" not in text
    assert len(re.sub(r"<[^>]*>", "", text)) > 250, "real words"
    for address in INTERNAL.findall(text):
        resolve(address)


def test_the_languages_say_the_same_things() -> None:
    for kind in Information:
        shapes = {
            tuple(re.findall(r"<(h2|li|p)\b|href=\"(/[^\"]*)", first_text(kind, language)[1]))
            for language in LANGUAGES
        }
        assert len(shapes) == 1, kind


@pytest.mark.parametrize("kind", Information)
def test_before_there_is_a_page_the_first_text_is_shown(kind: Information) -> None:
    assert not InformationPage.objects.exists()
    title, text, _language = first_text(kind, "cy")
    page = shown(kind, "cy")
    assert f'<h1 class="govuk-heading-l">{title}</h1>' in html.unescape(page)
    assert re.sub(r"<[^>]*>", "", text).split("\n")[0] in words(page)


def test_setting_up_a_department_makes_the_pages_once_in_both_languages(writing: Writing) -> None:
    assert InformationPage.objects.count() == len(Information) * len(LANGUAGES)
    for kind in Information:
        keys = InformationPage.objects.filter(kind=kind).values_list("translation_key", flat=True)
        assert len(set(keys)) == 1, "one page in two languages"
    before = list(Page.objects.values_list("pk", "latest_revision", "live"))
    provide_information()
    assert list(Page.objects.values_list("pk", "latest_revision", "live")) == before
    assert all(page.live for page in InformationPage.objects.all())
    assert LibraryPage.objects.count() == len(LANGUAGES)


def test_what_somebody_wrote_stays_when_the_pages_are_provided_again(writing: Writing) -> None:
    page = page_of("contact")
    page.title = "Whom to ask"
    page.save_revision().publish()
    provide_information()
    assert "Whom to ask" in shown("contact")


@pytest.fixture
def editor(writing: Writing) -> Client:
    """A browser of somebody in the group that edits these pages, and in no other."""
    person = PersonFactory(organisation=writing.cast.department)
    let_edit_information(person)
    return client_of(person)


def form(title: str, text: str, **more: str) -> dict[str, str]:
    block = {
        "key": "a", "text": text, "type": "unstyled", "depth": 0, "inlineStyleRanges": [],
        "entityRanges": [],
    }  # fmt: skip
    written = json.dumps({"blocks": [block], "entityMap": {}})
    fields = {"title": title, "slug": "", "body": streamfield([("text", written)])}
    return nested_form_data({**fields, "comments": inline_formset([]), **more})


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_editor_changes_and_publishes_what_everybody_reads(
    editor: Client, language: str
) -> None:
    page = page_of("accessibility", language)
    address = f"/cms-admin/pages/{page.pk}/edit/"
    assert editor.get(address).status_code == 200
    before = words(shown("accessibility", language))
    editor.post(address, form("New title", "Saved words."))
    assert words(shown("accessibility", language)) == before, "a draft"
    editor.post(address, form("New title", "Published words.", **{"action-publish": "1"}))
    after = shown("accessibility", language)
    assert '<h1 class="govuk-heading-l">New title</h1>' in after
    assert "Published words." in after
    other = next(code for code in LANGUAGES if code != language)
    assert "Published words." not in shown("accessibility", other)


def test_the_start_page_of_the_admin_leads_an_editor_to_each(
    editor: Client, writing: Writing
) -> None:
    pages = InformationPage.objects.all()
    shown_to_editor = editor.get("/cms-admin/").content.decode()
    author = client_of(writing.cast.author).get("/cms-admin/").content.decode()
    for page in pages:
        address = f"/cms-admin/pages/{page.pk}/edit/"
        assert address in shown_to_editor
        assert address not in author
    assert "Cymraeg" in shown_to_editor


def test_the_preview_is_the_readers_page_in_its_language(editor: Client) -> None:
    page = page_of("cookies", "cy")
    answer = editor.get(f"/cms-admin/pages/{page.pk}/view_draft/")
    assert answer.status_code == 200
    text = answer.content.decode()
    assert '<html lang="cy"' in text
    assert '<h1 class="govuk-heading-l">Cwcis</h1>' in text
    assert "sessionid" in text, "the facts, too"
    assert "form-action 'none'" in answer["Content-Security-Policy"]
    assert "unsafe-inline" not in answer["Content-Security-Policy"]


def test_an_editor_takes_no_page_away_and_reaches_nothing_else(
    editor: Client, writing: Writing
) -> None:
    page = page_of("privacy")
    for act in ("delete", "unpublish", "copy", "move", "privacy"):
        editor.post(f"/cms-admin/pages/{page.pk}/{act}/", {"new_title": "x", "new_slug": "x"})
        assert InformationPage.objects.filter(pk=page.pk, live=True).exists(), act
    assert InformationPage.objects.count() == len(Information) * len(LANGUAGES)
    department = writing.department.page
    assert editor.get(f"/cms-admin/pages/{department.pk}/edit/").status_code in (302, 403, 404)
    library = LibraryPage.objects.first()
    added = editor.get(f"/cms-admin/pages/add/pages/informationpage/{library.pk}/")
    assert added.status_code in (302, 403, 404)


def test_a_page_that_is_gone_all_the_same_is_told_from_the_first_text(writing: Writing) -> None:
    page_of("contact").unpublish()
    page = shown("contact")
    assert '<div lang="cy">' in page, "the other language, marked"
    page_of("contact", "cy").unpublish()
    assert "You may find the answer here" in shown("contact")


def test_what_is_written_holds_no_markup_of_others(writing: Writing) -> None:
    page = page_of("contact")
    bad = '<p>Words<script>alert(1)</script> <a href="javascript:alert(2)">x</a></p>'
    page.body = [{"type": "text", "value": bad}]
    page.save_revision().publish()
    text = shown("contact")
    assert "alert(" not in text
    assert "Words" in text


# What follows from the code


def test_the_page_about_cookies_lists_each_with_its_purpose_and_time() -> None:
    for language in LANGUAGES:
        page = words(shown("cookies", language))
        with translation.override(language):
            for cookie in cookies():
                assert cookie.name in page
                assert str(cookie.purpose) in page
                assert cookie.lasts in page


def test_the_privacy_notice_tells_how_long_everything_about_people_is_kept() -> None:
    page = words(shown("privacy"))
    for declaration in declarations():
        if declaration.link is not Link.MENTIONS:
            assert str(declaration.retention) in page, declaration.model
            assert str(declaration.purpose) in page, declaration.model


def test_times_in_the_privacy_notice_come_from_the_settings() -> None:
    page = words(shown("privacy"))
    assert "6 years after the role ended" in page
    assert "90 days, or until revoked" in page
    assert "1 day after the last attempt" in page
    with translation.override("cy"):
        assert "6 blynedd" in words(shown("privacy", "cy"))


def test_contact_names_the_address_of_the_setting(settings) -> None:
    settings.CONTACT_EMAIL = "help@demo.example"
    assert 'href="mailto:help@demo.example"' in shown("contact")
    settings.CONTACT_EMAIL = ""
    settings.DEFAULT_FROM_EMAIL = "Learning <from@demo.example>"
    assert 'href="mailto:from@demo.example"' in shown("contact")
    assert facts_about(Information.ACCESSIBILITY) is None


# Where they stand


def test_the_foot_of_every_page_leads_to_them(writing: Writing) -> None:
    for client, address in (
        (Client(), "/"),
        (Client(), "/sign-in/"),
        (Client(), "/no/such/page/"),
        (client_of(writing.cast.learner), "/"),
        (client_of(writing.cast.learner), "/no/such/page/"),
    ):
        footer = client.get(address).content.decode().partition("<footer")[2]
        leads_to = INTERNAL.findall(footer)
        assert leads_to == ["/accessibility/", "/privacy/", "/cookies/", "/who-can-see/",
                            "/contact/"]  # fmt: skip
        for link in leads_to:
            try:
                resolve(link)
            except Resolver404:
                pytest.fail(link)


def test_a_link_chosen_in_the_editor_leads_to_the_page(writing: Writing) -> None:
    page = page_of("privacy")
    assert page.get_url_parts()[2] == "/privacy/"
    assert page.get_url() == "/privacy/"
    contact = page_of("contact")
    contact.body = [{"type": "text", "value": f'<p><a linktype="page" id="{page.pk}">Read</a></p>'}]
    contact.save_revision().publish()
    assert '<a href="/privacy/">Read</a>' in shown("contact")


def test_the_first_department_does_not_need_a_lead_to_have_the_pages() -> None:
    people = cast()
    assert shown("privacy", client=client_of(people.outsider))
