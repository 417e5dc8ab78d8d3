"""Pages of the Wagtail admin where L&D leads write what organisations promise."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from learning.people.leading import parts_led_by
from learning.people.models import Organisation, User
from learning.people.requests import SignedInRequest
from learning.rights.forms import PromiseForm
from learning.rights.models import UsePromise
from learning.rights.selectors import (
    as_it_comes,
    current,
    history_of,
    inherited_by,
    lines_of,
    organisations_to_speak_for,
    services_promise,
)
from learning.rights.services import (
    SaidMeanwhile,
    make_promise,
    may_speak_for,
    take_promise_back,
)

LIST, ONE, SERVICE = "rights_promises", "rights_promise", "rights_services_promise"
TITLE = _("Promise about data")
PER_PAGE = 50


def may_open(person: Any) -> bool:
    """Tell whether ``person`` may write any promise at all; one query."""
    return bool(person.is_superuser or parts_led_by(person))


class PromisesPage(WagtailAdminTemplateMixin, View):
    """A page about promises, for those who write them."""

    header_icon = "comment"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy(LIST), "label": TITLE},
    ]

    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_open(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def person(self) -> User:
        """The person who is signed in."""
        return self.request.user


class ListOfPromises(PromisesPage):
    """The list of organisations that one speaks for, and what holds in each."""

    page_title = TITLE
    template_name = "rights/promises.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*WagtailAdminTemplateMixin.breadcrumbs_items, {"url": "", "label": TITLE}]

    def get(self, request: HttpRequest) -> HttpResponse:
        words = request.GET.get("q", "").replace("\0", "").strip()[:200]
        found = organisations_to_speak_for(self.person)
        if words:
            found = found.filter(Q(name__icontains=words) | Q(code__icontains=words))
        page = WagtailPaginator(found, PER_PAGE).get_page(request.GET.get("p"))
        context = {
            "page": page,
            "lines": lines_of(page.object_list),
            "searched": words,
            "service": services_promise() if self.person.is_superuser else None,
            "service_address": reverse(SERVICE),
            "words": self._words(),
        }
        return self.render_to_response(self.get_context_data(**context))

    def _words(self) -> dict[str, str]:
        return {
            "explanation": gettext(
                "What an organisation says about the use of learning data stands at the foot of "
                "every page that its people open. It holds for everything below it too, unless a "
                "part has its own words."
            ),
            "service": gettext("The service’s own promise"),
            "change_service": gettext("Change the service’s own promise"),
            "find": gettext("Find an organisation"),
            "search": gettext("Search"),
            "organisation": gettext("Organisation"),
            "holds": gettext("What is shown there"),
            "who": gettext("Source"),
            "itself": gettext("The organisation itself"),
            "none": gettext("No organisation has these words in its name."),
        }


class OnePromise(PromisesPage):
    """The page of one organisation's promise: read, written, taken back."""

    template_name = "rights/promise.html"

    @cached_property
    def organisation(self) -> Organisation | None:
        """The organisation whose promise this is; None for the service's own."""
        key = self.kwargs.get("organisation")
        return None if key is None else get_object_or_404(Organisation, pk=key)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        person = request.user
        if not isinstance(person, User) or not may_speak_for(person, self.organisation):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        organisation = self.organisation
        return organisation.name if organisation else gettext("The service’s own promise")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        own = current(self.organisation)
        return self._show(own, _filled(own))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        own = current(self.organisation)
        form = PromiseForm(request.POST, texts={})
        if "take_back" in request.POST:
            # Nothing of what is typed counts then.
            seen = request.POST.get("seen", "")
            key = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 19 else None
            return self._do(own, form, take_back=True, seen=key)
        if not form.is_valid():
            return self._show(own, form, status=422)
        return self._do(own, form, take_back=False, seen=form.cleaned_data["seen"])

    def _do(
        self, own: UsePromise | None, form: PromiseForm, *, take_back: bool, seen: int | None
    ) -> HttpResponse:
        named: dict[str, Any] = {
            "organisation": self.organisation,
            "by": self.person,
            "now": timezone.now(),
        }
        try:
            if take_back:
                take_promise_back(**named, seen=seen)
                told = gettext("The promise was removed. What is said above holds again.")
            else:
                make_promise(**named, texts=form.texts(), seen=seen)
                told = gettext("The promise is saved. It is shown from now on.")
        except SaidMeanwhile:
            told = gettext(
                "Somebody changed the promise while you had this page open. Nothing was saved: "
                "read what it says now, then decide again."
            )
            messages.error(self.request, told)
            own = current(self.organisation)
            return self._show(own, _filled(own), status=409, typed=form.data)
        messages.success(self.request, told)
        return redirect(LIST)

    def _show(
        self,
        own: UsePromise | None,
        form: PromiseForm,
        *,
        status: int = 200,
        typed: Any = None,
    ) -> HttpResponse:
        organisation = self.organisation
        context = {
            "form": form,
            "own": own,
            "history": [_as_history(each) for each in history_of(organisation)[:20]],
            "typed": [typed[name] for name in form.fields if name != "seen" and name in typed]
            if typed
            else [],
            "back": reverse(LIST),
            "words": self._words(own),
        }
        return self.render_to_response(self.get_context_data(**context), status=status)

    def _words(self, own: UsePromise | None) -> dict[str, str]:
        organisation = self.organisation
        otherwise = inherited_by(organisation) if organisation else as_it_comes()
        shown = (
            gettext("If you take it back, this is shown: %(by)s says “%(text)s”")
            if own
            else gettext("Nothing is written here yet. This is shown: %(by)s says “%(text)s”")
        )
        return {
            "typed": gettext("You wrote:"),
            "explanation": gettext(
                "Say what is so. If required learning can have consequences, say that too."
            ),
            "otherwise": shown % {"by": otherwise.by, "text": otherwise.text},
            "save": gettext("Save"),
            "take_back": gettext("Remove this promise"),
            "back": gettext("Go back to the list"),
            "history": gettext("What was shown when"),
            "words": gettext("Words"),
            "since": gettext("From"),
            "until": gettext("Until"),
            "by": gettext("Written by"),
        }


def _filled(own: UsePromise | None) -> PromiseForm:
    return PromiseForm(texts=own.texts if own else {}, initial={"seen": own.pk if own else None})


def _as_history(promise: UsePromise) -> dict[str, Any]:
    return {
        # As the languages are listed; the database keeps them by their names.
        "texts": [
            promise.texts[code] for code, _name in settings.LANGUAGES if code in promise.texts
        ],
        "since": date_format(timezone.localtime(promise.said_at), "DATETIME_FORMAT"),
        "until": date_format(timezone.localtime(promise.ended_at), "DATETIME_FORMAT")
        if promise.ended_at
        else "",
        "by": promise.said_by.full_name if promise.said_by else "",
    }
