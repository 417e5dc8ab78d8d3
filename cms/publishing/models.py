"""Who said yes to what: the review task, and the approval of exactly one revision."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import GroupApprovalTask, Revision, TaskState


class ApprovalBasis(models.TextChoices):
    """On whose word a revision may be published."""

    REVIEW = "review", _("Approved by a reviewer")
    LOADED = "loaded", _("Loaded from files kept under version control")
    CORRECTION = "correction", _("Published as a small correction, without a review")


class Approval(models.Model):
    """A yes to one revision; a later revision needs its own."""

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, related_name="approval")
    basis = models.CharField(max_length=20, choices=ApprovalBasis.choices)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    approved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")

    def __str__(self) -> str:
        return f"{self.get_basis_display()}: {self.revision_id}"


class ReviewTask(GroupApprovalTask):
    """A reviewer reads the whole unit and approves it or asks for changes."""

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> Any:
        if not (user.is_superuser or self._user_in_groups(user)):
            # Saving sends a unit back to review; whoever saved it with the same press of a
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
            from cms.publishing.gate import back_to_review

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
    """A publisher decides that a reviewed unit goes live."""

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        """Say on the button what it does."""
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
