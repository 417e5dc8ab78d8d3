"""Keys in the Wagtail admin: list, create, rotate, revoke.

A secret is in the answer to the request that made it, and nowhere else: it is not redirected,
put into the session or kept by the browser.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView, WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from .credentials import (
    NewCredential,
    NoLongerInUse,
    create_credential,
    revoke_credential,
    rotate_credential,
)
from .forms import SCOPES, CredentialForm, RotateForm
from .models import Credential, CredentialUse, Scope

PERMISSION = "lrs.manage_credentials"
LIST = "lrs_credentials:index"
Words = str | Promise


class ForKeepersOfKeys(View):
    """A view that only those may open, or send a form to, who have the permission."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


def state_of(credential: Credential, now: datetime) -> Words:
    """Return the state of a key in words: in use, expired or revoked."""
    if credential.revoked_at is not None:
        return _("Revoked")
    if not credential.is_in_use(now):
        return _("Expired")
    if credential.previous_until is not None and credential.previous_until > now:
        return _("In use, with two secrets")
    return _("In use")


def scopes_of(credential: Credential) -> str:
    """Return in words what a key may do."""
    return ", ".join(str(SCOPES[Scope(scope)]) for scope in credential.scopes)


def with_use_today() -> QuerySet[Credential]:
    """Return the keys, each with ``today``: its requests since midnight here."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    today = (
        CredentialUse.objects.filter(credential=OuterRef("pk"), minute__gte=midnight)
        .order_by()
        .values("credential")
        .annotate(all=Sum("count"))
        .values("all")
    )
    return Credential.objects.annotate(
        today=Coalesce(Subquery(today, output_field=IntegerField()), 0)
    )


class ListOfKeys(ForKeepersOfKeys, BaseListingView):
    """The list of every key, those revoked included, for what they stored is still here."""

    page_title = _("Keys of the statements API")
    header_icon = "key"
    template_name = "lrs/credentials.html"
    index_url_name = LIST
    paginate_by = 50
    default_ordering = "name"

    def get_base_queryset(self) -> QuerySet[Credential]:
        return with_use_today()

    @property
    def columns(self) -> list[Column]:
        now = timezone.now()
        return [
            TitleColumn(
                "name", label=_("Name"), sort_key="name", url_name="lrs_credentials:credential"
            ),
            Column("scopes", label=_("May do"), accessor=scopes_of),
            Column("activities", label=_("Vouches for")),
            Column("today", label=_("Requests today"), sort_key="today"),
            DateColumn("last_used_at", label=_("Last used"), sort_key="last_used_at"),
            DateColumn("created_at", label=_("Created"), sort_key="created_at"),
            DateColumn("expires_at", label=_("Ends"), sort_key="expires_at"),
            Column("state", label=_("State"), accessor=lambda each: state_of(each, now)),
        ]

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return [
            HeaderButton(_("Create a key"), url=reverse("lrs_credentials:create"), icon_name="plus")
        ]


class KeyPage(ForKeepersOfKeys, WagtailAdminTemplateMixin):
    """A page about one key, or about one that is to be made."""

    page_title: Words = ""
    template_name = "lrs/credential_form.html"
    header_icon = "key"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy(LIST), "label": _("Keys of the statements API")},
    ]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def credential(self) -> Credential:
        """Return the key that the address names; Http404 where there is none."""
        found = with_use_today().filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def page(self, **context: Any) -> HttpResponse:
        """Answer the page, with the way back to the list unless another is given."""
        around = {"back": reverse(LIST), "back_words": gettext("Go back to the list")}
        return self.render_to_response(self.get_context_data(**(around | context)))

    def secret(self, new: NewCredential) -> HttpResponse:
        """Answer a page that shows a new secret this once."""
        self.template_name = "lrs/credential_secret.html"
        self.page_title = gettext("The secret of %(name)s") % {"name": new.credential.name}
        response = self.page(
            warning=gettext("Copy the secret now. It is not kept and cannot be shown again."),
            words_of_the_key=[
                (gettext("Key"), new.credential.key),
                (gettext("Secret"), new.secret),
            ],
        )
        add_never_cache_headers(response)
        return response


class OneKey(KeyPage):
    """The page with all about one key, and what can be done with it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        credential = self.credential()
        self.page_title = credential.name
        now = timezone.now()
        links: list[dict[str, Any]] = []
        if credential.is_in_use(now):
            links.append(
                {
                    "url": reverse("lrs_credentials:rotate", args=[pk]),
                    "words": gettext("Make a new secret"),
                }
            )
        if credential.revoked_at is None:
            links.append(
                {
                    "url": reverse("lrs_credentials:revoke", args=[pk]),
                    "words": gettext("Revoke this key"),
                    "serious": True,
                }
            )
        return self.page(facts=self._facts(credential, now), links=links)

    def _facts(self, credential: Credential, now: datetime) -> list[tuple[str, Any]]:
        limit = credential.requests_per_minute
        return [
            (gettext("State"), state_of(credential, now)),
            (gettext("Key"), credential.key),
            (gettext("May do"), scopes_of(credential)),
            (gettext("Vouches for"), credential.activities or gettext("Nothing")),
            (gettext("Requests a minute"), gettext("No limit") if limit is None else limit),
            (gettext("Requests today"), credential.today),  # type: ignore[attr-defined]
            (gettext("Last used"), _moment(credential.last_used_at)),
            (gettext("Created"), _moment(credential.created_at)),
            (gettext("Ends"), _moment(credential.expires_at)),
            (gettext("The old secret ends"), _moment(credential.previous_until)),
            (gettext("Revoked on"), _moment(credential.revoked_at)),
        ]


def _moment(moment: datetime | None) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT") if moment else "–"


class CreateKey(KeyPage):
    """The page that makes a key."""

    page_title = _("Create a key")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._ask(CredentialForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CredentialForm(request.POST)
        return (
            self.secret(create_credential(**form.terms())) if form.is_valid() else self._ask(form)
        )

    def _ask(self, form: CredentialForm) -> HttpResponse:
        return self.page(form=form, submit=gettext("Create the key"))


class RotateKey(KeyPage):
    """The page that gives a key a new secret."""

    page_title = _("Make a new secret")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._ask(self.credential(), RotateForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        credential, form = self.credential(), RotateForm(request.POST)
        if not form.is_valid():
            return self._ask(credential, form)
        try:
            new = rotate_credential(credential, overlap=form.terms(), now=timezone.now())
        except NoLongerInUse:
            return _too_late(request, credential)
        return self.secret(new)

    def _ask(self, credential: Credential, form: RotateForm) -> HttpResponse:
        self.page_subtitle = credential.name
        return self.page(
            paragraphs=[
                gettext(
                    "The new secret works from now on. Put it into the system that uses the key."
                )
            ],
            form=form,
            submit=gettext("Make a new secret"),
        )


class RevokeKey(KeyPage):
    """The page that ends a key for good, once that is confirmed."""

    page_title = _("Revoke this key")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        credential = self.credential()
        self.page_subtitle = credential.name
        return self.page(
            paragraphs=[
                gettext("The system that uses %(name)s can no longer read or store anything.")
                % {"name": credential.name},
                gettext("What it has stored stays. This cannot be undone."),
            ],
            submit=gettext("Yes, revoke it"),
            serious=True,
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        credential = self.credential()
        try:
            revoke_credential(credential, now=timezone.now())
        except NoLongerInUse:
            return _too_late(request, credential)
        said = gettext("%(name)s is revoked.") % {"name": credential.name}
        messages.success(request, said)
        return redirect(LIST)


def _too_late(request: HttpRequest, credential: Credential) -> HttpResponse:
    said = gettext("%(name)s is no longer in use. Nothing was changed.")
    messages.error(request, said % {"name": credential.name})
    return redirect(LIST)
