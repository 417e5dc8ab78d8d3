"""The gate that everything published passes, whichever button was pressed.

Creating, bulk actions, schedules and workflows end in ``Page.publish()``, but the editor's publish
and unpublish buttons and Wagtail's internal API make their actions themselves and pass it by. All
of them end in saving a page that was not live, or was live with other words; so the gate is that
save. What must hold is asked of ``PUBLISH_CHECKS``, what learners read is frozen by ``FREEZERS``,
what follows is done by ``PUBLISH_CONSUMERS``, all dotted names in the settings: page models call no
services.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogContext, get_active_log_context
from wagtail.models import Page, Revision

from cms.publishing.faults import Fault, Severity
from cms.publishing.models import Approval, ApprovalBasis, back_to_review
from cms.publishing.titles import TitledPage
from learning.seams.named import seam

NOT_APPROVED = _(
    "This version has not been approved. Submit it for review; if you changed something after it "
    "was approved, submit it again."
)
# The columns of a page that say what learners get.
WHAT_IS_LIVE = frozenset({"live", "live_revision"})


class PublishRefused(Exception):
    """Raised by whatever would publish when the gate stays shut; what is live stays as it was."""

    def __init__(self, page: Page, faults: Iterable[Fault]) -> None:
        self.page = page
        self.faults = tuple(faults)
        super().__init__("; ".join(map(str, self.faults)))


def approved(revision: Revision) -> bool:
    """Tell whether exactly this revision was approved."""
    return Approval.objects.filter(revision=revision).exists()


def corrections_in(page: Page, revision: Revision) -> list[tuple[str, str]] | None:
    """Return the corrections in a revision, if the room of ``page`` asks for no review of it."""
    for corrected_by in seam("WITHOUT_REVIEW"):
        found: list[tuple[str, str]] | None = corrected_by(page=page, revision=revision)
        if found is not None:
            return found
    return None


def needs_no_review(page: Page, revision: Revision) -> bool:
    """Tell whether the room that brought ``page`` lets this revision go live without a review."""
    return corrections_in(page, revision) is not None


def findings_in(revision: Revision) -> list[Fault]:
    """Return all that the checks have to say about a revision of a page, the gravest first."""
    draft = revision.as_object()
    return [
        fault for check in seam("PUBLISH_CHECKS") for fault in check(page=draft, revision=revision)
    ]


def errors_in(revision: Revision) -> list[Fault]:
    """Return the errors that have to be fixed in a revision before it can go live."""
    return [one for one in findings_in(revision) if one.severity is Severity.ERROR]


def faults_of(page: Page, revision: Revision) -> list[Fault]:
    """Return everything that keeps ``revision`` of ``page`` from going live."""
    may = approved(revision) or needs_no_review(page, revision)
    faults = [] if may else [Fault(str(NOT_APPROVED), page.pk)]
    return faults + errors_in(revision)


def becoming_a_page_of_its_own(page: Page, fields: set[str] | None) -> set[str] | None:
    """Make a draft of an alias that is being converted; return what is to be saved of it.

    An alias may say that it is live, as its original is, but learners get nothing from it. Once
    it is a page of its own nobody has approved it. Returns ``fields`` for every other save.
    """
    if fields is None or page.alias_of_id or not {"alias_of", "alias_of_id"} & fields:
        return fields
    page.live, page.live_revision, page.has_unpublished_changes = False, None, True
    return fields | WHAT_IS_LIVE | {"has_unpublished_changes"}


def _freeze(live: Page) -> None:
    """Freeze a page that has just gone live, and do what follows from its version."""
    user = get_active_log_context().user
    for freezer in seam("FREEZERS"):
        version = freezer(page=live, revision=live.live_revision, user=user)
        if version is not None:
            for consumer in seam("PUBLISH_CONSUMERS"):
                consumer(page=live, version=version)
            return


class GatedPage(TitledPage):
    """A page that goes live only through the gate, as one transaction."""

    class Meta:
        abstract = True

    @property
    def revision_is_spoken_for(self) -> bool:
        """True where somebody approved, reviews or scheduled the latest revision, or it is live.

        Autosave otherwise writes over the latest revision, and with it over what they saw.
        """
        latest = self.latest_revision
        return bool(
            self.current_workflow_state
            or (latest and latest.approved_go_live_at)
            or (latest and latest.pk == self.live_revision_id)
            or (latest and hasattr(latest, "approval"))
        )

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        with transaction.atomic():
            if kwargs.get("overwrite_revision") and self.revision_is_spoken_for:
                kwargs["overwrite_revision"] = None
            revision = super().save_revision(*args, **kwargs)
            back_to_review(self, revision, kwargs.get("user"))
            return revision

    def save(self, *args: Any, **kwargs: Any) -> None:
        fields = set(given) if (given := kwargs.get("update_fields")) is not None else None
        converted = becoming_a_page_of_its_own(self, fields)
        if converted != fields:
            super().save(*args, **{**kwargs, "update_fields": converted})
            return
        if self.alias_of_id or (fields is not None and not WHAT_IS_LIVE & fields):
            # An alias shows nothing to learners: they read versions, which only originals have.
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            # Two publishers at once: the second waits here and then sees what the first did.
            before = (
                Page.objects.select_for_update()
                .filter(pk=self.pk)
                .values_list("live", "live_revision_id")
                .first()
            )
            if before is None:
                # Born a draft, also where Wagtail publishes or copies at once: what was typed is
                # kept, and the gate can look at it.
                self.live, self.live_revision = False, None
            goes_live = self.live and before != (True, self.live_revision_id)
            goes_down = before is not None and before[0] and not self.live
            if goes_live:
                self._ask_the_gate()
            super().save(*args, **kwargs)
            if goes_live:
                _freeze(type(self).objects.get(pk=self.pk))
            if goes_down:
                for consumer in seam("UNPUBLISH_CONSUMERS"):
                    consumer(page=self)

    def _ask_the_gate(self) -> None:
        revision = self.live_revision
        if revision is None:
            raise PublishRefused(self, [Fault(str(NOT_APPROVED), self.pk)])
        if faults := faults_of(self, revision):
            raise PublishRefused(self, faults)
        # Anyone who publishes without a review answers for it: the audit shows who, when and what,
        # and reviewers see it afterwards (cms.publishing.corrections).
        if not approved(revision):
            Approval.objects.get_or_create(
                revision=revision,
                defaults={
                    "basis": ApprovalBasis.CORRECTION,
                    "approved_by": get_active_log_context().user,
                    "corrected": corrections_in(self, revision) or [],
                },
            )

    def publish(self, revision: Revision, user: Any = None, *args: Any, **kwargs: Any) -> None:
        # Who publishes is what Wagtail's log knows; outside a request it is who is named here.
        with transaction.atomic(), LogContext(user=user or get_active_log_context().user):
            super().publish(revision, user, *args, **kwargs)

    def unpublish(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            super().unpublish(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            for consumer in seam("UNPUBLISH_CONSUMERS"):
                consumer(page=self)
            return super().delete(*args, **kwargs)
