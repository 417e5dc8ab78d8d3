"""Setting the service up: the checklist, and what its lines lead to."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from cms.administration.forms_setting_up import BackupForm, MailForm, ServiceNameForm
from cms.administration.lines import how_far
from cms.administration.models import BackupTrial, MailTrial
from cms.administration.naming import name_service
from cms.administration.page import ForAdministrators, Link, Page, Parts, Row, Section
from cms.administration.panels import ChecklistPanel
from cms.administration.trials import confirm_mail, record_backup, send_test_mail
from learning.config.service_name import current_names, is_decided_by_the_environment

LIST = ("administration:setting_up", _("Set up the service"))
SHOWN = 20


class SettingUp(Page, ForAdministrators):
    """A page about setting the service up."""

    header_icon = "cogs"
    above = LIST

    def back(self, *, status: int = 200, **parts: Any) -> HttpResponse:
        """Return a page that leads back to the checklist."""
        if "submit" not in parts:
            parts["back_words"] = gettext("Go back to the list")
        return self.page(Parts(back=reverse(LIST[0]), **parts), status=status)


class ChecklistView(SettingUp):
    """The page with the whole checklist."""

    page_title = _("Set up the service")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest) -> HttpResponse:
        name = reverse("administration:service_name")
        links = [Link(name, gettext("Name the service"))]
        return self.page(Parts(sections=[ChecklistPanel(whole=True)], links=links))


class TestMailView(SettingUp):
    """The page that sends a test email, and shows what became of those sent before."""

    page_title = _("Send test email")
    header_icon = "mail"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._ask(MailForm(initial={"address": self.part.person.email}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = MailForm(request.POST)
        if not form.is_valid():
            return self._ask(form, status=422)
        address = form.cleaned_data["address"]
        send_test_mail(by=self.part.person, address=address, now=timezone.now())
        messages.success(
            request,
            gettext("The email to %(address)s is on its way. Open the link in it.")
            % {"address": address},
        )
        return redirect("administration:test_mail")

    def _ask(self, form: MailForm, status: int = 200) -> HttpResponse:
        sent = Section(
            heading=gettext("Sent so far"),
            name="sent",
            columns=(gettext("Date"), gettext("To"), gettext("State")),
            rows=[
                Row((_moment(one.sent_at), one.address, _arrived(one)))
                for one in MailTrial.objects.all()[:SHOWN]
            ],
            none=gettext("None."),
        )
        return self.back(form=form, submit=gettext("Send test email"), below=[sent], status=status)


class MailArrivedView(SettingUp):
    """The page on which somebody says that a test email arrived; the email links to it.

    A button and not the link itself says so: programs that look through emails open links.
    """

    page_title = _("Did the test email arrive?")
    header_icon = "mail"

    def get(self, request: HttpRequest, token: UUID) -> HttpResponse:
        trial = MailTrial.objects.filter(token=token).first()
        if trial is None:
            raise Http404
        facts = [(gettext("To"), trial.address), (gettext("Sent"), _moment(trial.sent_at))]
        if trial.confirmed_at is not None:
            return self.back(facts=facts, paragraphs=[_arrived(trial)])
        return self.back(facts=facts, submit=gettext("Yes, it arrived"))

    def post(self, request: HttpRequest, token: UUID) -> HttpResponse:
        if confirm_mail(by=self.part.person, token=token, now=timezone.now()) is None:
            raise Http404
        messages.success(request, gettext("Emails arrive."))
        return redirect(LIST[0])


class BackupView(SettingUp):
    """The page that records that a backup was restored elsewhere, with the earlier records."""

    page_title = _("Record a backup test")
    header_icon = "history"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._ask(BackupForm(initial={"tried_on": timezone.localdate()}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = BackupForm(request.POST)
        if not form.is_valid():
            return self._ask(form, status=422)
        said = form.cleaned_data
        record_backup(
            by=self.part.person,
            tried_on=said["tried_on"],
            found=said["found"],
            now=timezone.now(),
        )
        messages.success(request, gettext("Recorded."))
        return redirect(LIST[0])

    def _ask(self, form: BackupForm, status: int = 200) -> HttpResponse:
        earlier = Section(
            heading=gettext("Recorded so far"),
            name="earlier",
            columns=(gettext("Date"), gettext("What was found"), gettext("By")),
            rows=[
                Row(
                    (
                        date_format(one.tried_on),
                        one.found or "–",
                        one.recorded_by.full_name if one.recorded_by else "manage.py try_backup",
                    )
                )
                for one in BackupTrial.objects.select_related("recorded_by")[:SHOWN]
            ],
            none=gettext("None."),
        )
        intro = gettext(
            "Restore a backup to another database now and then, to see that it works. “manage.py "
            "try_backup” compares the two and records it."
        )
        return self.back(
            paragraphs=[intro],
            form=form,
            submit=gettext("Save"),
            below=[earlier],
            status=status,
        )


class ServiceNameView(SettingUp):
    """The page that gives the service a name."""

    page_title = _("Name the service")

    def get(self, request: HttpRequest) -> HttpResponse:
        if is_decided_by_the_environment():
            return self.back(paragraphs=[self._decided])
        names = current_names()
        return self._ask(ServiceNameForm(initial={"name": names[""], **names}))

    def post(self, request: HttpRequest) -> HttpResponse:
        if is_decided_by_the_environment():
            messages.error(request, self._decided)
            return redirect(LIST[0])
        form = ServiceNameForm(request.POST)
        if not form.is_valid():
            return self._ask(form, status=422)
        name_service(form.names())
        messages.success(
            request, gettext("The service has a new name. It is on every page within a minute.")
        )
        return redirect(LIST[0])

    @property
    def _decided(self) -> str:
        return gettext(
            "The environment names the service: SERVICE_NAME, and SERVICE_NAME_CY for Welsh. "
            "Change it there."
        )

    def _ask(self, form: ServiceNameForm, status: int = 200) -> HttpResponse:
        return self.back(form=form, submit=gettext("Save"), status=status)


def _arrived(trial: MailTrial) -> str:
    if trial.confirmed_at is None:
        return how_far(trial)
    return gettext("Confirmed on %(date)s.") % {"date": _moment(trial.confirmed_at)}


def _moment(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")
