"""Tasks of a review, approvals of one revision, and what a department writes with."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, GroupApprovalTask, Page, Revision, TaskState, Workflow

from learning.people.models import Organisation


class ApprovalBasis(models.TextChoices):
    """The grounds on which a revision may be published."""

    REVIEW = "review", _("Approved by a reviewer")
    LOADED = "loaded", _("Loaded from files kept under version control")
    CORRECTION = "correction", _("Published as a small correction, without a review")


class Approval(models.Model):
    """An approval of one revision; a later revision needs its own."""

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, related_name="approval")
    basis = models.CharField(max_length=20, choices=ApprovalBasis.choices)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    approved_at = models.DateTimeField(auto_now_add=True)
    corrected = models.JSONField(
        default=list, help_text="Of a correction: each word as it was and as it is."
    )
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    seen_at = models.DateTimeField(null=True, help_text="When a reviewer had read a correction.")

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")

    def __str__(self) -> str:
        return f"{self.get_basis_display()}: {self.revision_id}"


class ReviewTask(GroupApprovalTask):
    """The task of a reviewer, who reads the whole unit and approves it or asks for changes."""

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> Any:
        if not (user.is_superuser or self._user_in_groups(user)):
            # Saving sends a unit back to review; the person who saved it with the same press of a
            # button meant another task, and is not a reviewer.
            return None
        if action_name == "approve":
            Approval.objects.get_or_create(
                revision=task_state.revision,
                defaults={"basis": ApprovalBasis.REVIEW, "approved_by": user},
            )
        done = super().on_action(task_state, user, action_name, **kwargs)
        if action_name == "approve":
            # A lesson may have been saved while the reviewer was deciding: what was approved stays
            # approved, and what is newer has to be looked at before anybody can publish it.
            page = task_state.workflow_state.content_object
            back_to_review(page, page.get_latest_revision(), user)
        return done

    @classmethod
    def get_description(cls) -> str:
        return str(_("Members of the chosen groups review what is to be published"))

    class Meta:
        verbose_name = _("review task")
        verbose_name_plural = _("review tasks")


class PublishTask(GroupApprovalTask):
    """The task of a publisher, who decides that a reviewed unit goes live."""

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        """Return the actions, with a label on the button that says it publishes."""
        return [
            (name, _("Approve and publish") if name == "approve" and not asks else label, asks)
            for name, label, asks in super().get_actions(obj, user)
        ]

    @classmethod
    def get_description(cls) -> str:
        return str(_("Members of the chosen groups publish what has been reviewed"))

    class Meta:
        verbose_name = _("publish task")
        verbose_name_plural = _("publish tasks")


def back_to_review(page: Page, revision: Revision, user: Any) -> None:
    """Begin the review again where a unit changes after its review and before it is published."""
    state = page.current_workflow_state
    task_state = state.current_task_state if state else None
    if task_state is None or not isinstance(task_state.task.specific, PublishTask):
        return
    review = next(
        (task for task in state.workflow.tasks if isinstance(task.specific, ReviewTask)), None
    )
    if review is None or Approval.objects.filter(revision=revision).exists():
        return
    task_state.status = TaskState.STATUS_CANCELLED
    task_state.finished_at = timezone.now()
    task_state.finished_by = user
    task_state.save()
    state.update(user=user, next_task=review)


class ProvidedDepartment(models.Model):
    """A department that can write, with its folder of files and its way of reviewing.

    Its groups are ``EditorsGroup`` rows, its pages are found by their organisation. All of it is
    known by these keys and never by its name: names follow the organisation's.
    """

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="+")
    collection = models.ForeignKey(
        Collection, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    workflow = models.ForeignKey(Workflow, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("department that writes")
        verbose_name_plural = _("departments that write")

    def __str__(self) -> str:
        return str(self.organisation)


class EditorKind(models.TextChoices):
    """The kinds of editors, by what they do in their department's part of the tree."""

    AUTHORS = "authors", _("Author")
    REVIEWERS = "reviewers", _("Reviewer")
    PUBLISHERS = "publishers", _("Publisher")


class EditorsGroup(models.Model):
    """One of the groups of a department: its authors, its reviewers or its publishers."""

    department = models.ForeignKey(
        ProvidedDepartment, on_delete=models.CASCADE, related_name="groups"
    )
    kind = models.CharField(max_length=20, choices=EditorKind.choices)
    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="editors_of")

    class Meta:
        verbose_name = _("group of editors")
        verbose_name_plural = _("groups of editors")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["department", "kind"], name="editors_group_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.department_id}"
