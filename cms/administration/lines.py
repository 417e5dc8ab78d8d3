"""The lines of the checklist that this room offers, each with links or commands to go on with."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from wagtail.models import Locale

from cms.administration.checklist import Line
from cms.administration.models import BackupTrial, MailTrial
from cms.administration.page import Link
from cms.administration.selectors import without_lead
from cms.pages.information import Information
from cms.pages.models import InformationPage
from cms.publishing.models import ProvidedDepartment
from learning.catalogue.models import Activity
from learning.notifications.models import Mail, MailState
from learning.people.models import Organisation, User
from learning.sweeps.heartbeat import is_alive, last_seen

MANAGE = ".venv/bin/python manage.py"
# A backup that was restored longer ago says little about the one of last night.
BACKUP_HOLDS_FOR = timedelta(days=180)
NAMED_AT_MOST = 5


def people_imported(*, now: datetime) -> Line:
    """Tell whether people came with an HR file."""
    today = timezone.localdate(now)
    number = User.objects.employed(today).filter(staff_number__isnull=False).count()
    said = ngettext("%(num)s person was imported.", "%(num)s people were imported.", number)
    return Line(
        "people",
        gettext("People are imported"),
        bool(number),
        said % {"num": number} if number else gettext("No one has been imported yet."),
        links=[Link(reverse("administration:invitations"), gettext("Invitations"))]
        if number
        else [],
        commands=[] if number else [f"{MANAGE} import_people people.csv --dry-run",
                                    f"{MANAGE} import_people people.csv"],
    )  # fmt: skip


def mail_arrives(*, now: datetime) -> Line:
    """Tell whether somebody has said that a test email arrived."""
    confirmed = MailTrial.objects.filter(confirmed_at__isnull=False).first()
    newest = MailTrial.objects.first()
    if confirmed is not None:
        said = gettext("A test email arrived on %(date)s.") % {"date": _day(confirmed.confirmed_at)}
    else:
        said = gettext("No test email was sent yet.") if newest is None else how_far(newest)
    send = Link(reverse("administration:test_mail"), gettext("Send test email"))
    return Line(
        "mail", gettext("Emails arrive"), confirmed is not None, said, links=[send]
    )  # fmt: skip


def how_far(trial: MailTrial) -> str:
    """Return in words what became of a test email."""
    mail = Mail.objects.filter(key=trial.key).first()
    named = {"address": trial.address, "problem": mail.problem if mail else ""}
    if mail is None or mail.state == MailState.SENT:
        return (
            gettext(
                "A test email to %(address)s was passed to the mail server. Open the link in it."
            )
            % named
        )
    if mail.state == MailState.DUE and not mail.problem:
        return gettext("A test email to %(address)s waits to be sent.") % named
    return gettext("A test email to %(address)s could not be sent: %(problem)s") % named


def sweep_alive(*, now: datetime) -> Line:
    """Tell whether work in the background runs."""
    seen, alive = last_seen(), is_alive(now)
    if alive:
        said = gettext("It runs.")
    elif seen is None:
        said = gettext("It has never run. Emails wait until it does.")
    else:
        said = gettext("It was last seen on %(moment)s. Emails wait until it runs again.") % {
            "moment": date_format(timezone.localtime(seen), "DATETIME_FORMAT")
        }
    return Line(
        "sweep",
        gettext("Work in the background runs"),
        alive,
        said,
        links=[Link(reverse("sweeps_failed"), gettext("Work that failed"))],
        commands=[] if alive else ["systemctl start learning-worker learning-beat"],
    )


def backup_tried(*, now: datetime) -> Line:
    """Tell whether a backup was restored somewhere, and not too long ago."""
    newest = BackupTrial.objects.first()
    done = newest is not None and timezone.localdate(now) - newest.tried_on <= BACKUP_HOLDS_FOR
    if newest is None:
        said = gettext("No backup has been tested yet.")
    else:
        said = gettext("A backup was last tested on %(date)s.") % {
            "date": date_format(newest.tried_on)
        }
        if not done:
            said += " " + gettext("That is too long ago.")
    record = Link(reverse("administration:backup"), gettext("Record a test"))
    return Line(
        "backup",
        gettext("A backup was tested"),
        done,
        said,
        links=[record],
        commands=[] if done else [f"{MANAGE} try_backup DATABASE_URL_OF_THE_COPY"],
    )


def leads_named(*, now: datetime) -> Line:
    """Tell whether every department that writes courses has an L&D lead."""
    writing = Organisation.objects.open().filter(
        pk__in=ProvidedDepartment.objects.values("organisation")
    )
    places = list(writing.order_by("name"))
    missing = without_lead(places, timezone.localdate(now))
    if not places:
        said = gettext("No department can write courses yet.")
        links = [Link(reverse("administration:departments"), gettext("Departments"))]
    else:
        links = [
            Link(
                f"{reverse('administration:grant')}?organisation={one.pk}",
                gettext("Name an L&D lead for %(name)s") % {"name": one.name},
            )
            for one in missing[:NAMED_AT_MOST]
        ]
        said = (
            ngettext(
                "%(num)s department has no L&D lead.", "%(num)s departments have no L&D lead.",
                len(missing),
            ) % {"num": len(missing)}
            if missing
            else gettext("Every department that writes courses has one.")
        )  # fmt: skip
    return Line(
        "lead", gettext("An L&D lead is named"), bool(places) and not missing, said, links=links
    )


def courses_loaded(*, now: datetime) -> Line:
    """Tell whether there is anything to learn."""
    # A course in two languages is one course.
    number = Activity.objects.filter(offered=True).values("work").distinct().count()
    said = ngettext(
        "Learners can take %(num)s course.", "Learners can take %(num)s courses.", number
    )
    return Line(
        "courses",
        gettext("Courses are loaded"),
        bool(number),
        said % {"num": number} if number else gettext("There is no course yet."),
        links=[Link(reverse("wagtailadmin_explore_root"), gettext("Pages"))],
        commands=[]
        if number
        else [f"{MANAGE} import_course_files --organisation CODE --owner EMAIL"],
    )


def legal_pages_missing() -> list[Information]:
    """Return the pages about the service that nobody here has published in its own language.

    Each is published with a first text, by nobody in particular.
    """
    checked = InformationPage.objects.filter(
        locale=Locale.get_default(), live=True, live_revision__user__isnull=False
    )
    kinds = set(checked.values_list("kind", flat=True))
    return [kind for kind in Information if kind not in kinds]


def legal_pages_written(*, now: datetime) -> Line:
    """Tell whether somebody has read, changed and published these pages."""
    missing = legal_pages_missing()
    pages = InformationPage.objects.filter(locale=Locale.get_default(), kind__in=missing)
    return Line(
        "legal",
        gettext("Pages about the service are checked"),
        not missing,
        gettext("Read what each says at first, change it and publish it: %(pages)s.")
        % {"pages": ", ".join(str(kind.label) for kind in missing)}
        if missing
        else gettext("Somebody here has published all of them."),
        links=[
            Link(reverse("wagtailadmin_pages:edit", args=[page.pk]), page.title) for page in pages
        ]
        # They are made with the first department.
        or [Link(reverse("wagtailadmin_explore_root"), gettext("Pages"))],
    )


def _day(moment: datetime | None) -> str:
    return date_format(timezone.localtime(moment)) if moment else ""
