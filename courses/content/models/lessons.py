"""The lessons as authors edit them, below their course (``pages``)."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, Revision
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.blocks.fields import SanitisedStreamField
from cms.publishing.faults import Fault
from cms.publishing.gate import PublishRefused, becoming_a_page_of_its_own
from cms.publishing.panels import BeforePublishingPanel
from cms.publishing.titles import TitledPage
from courses.content.addresses import check_lesson_address
from courses.content.blocks import lesson_blocks
from courses.content.forms import LessonPageForm
from courses.content.models.pages import CoursePage, service_address
from courses.content.permissions import LessonPermissionTester
from courses.content.previews import SIZES, modes_of, show_preview

# What a page has whatever its revisions say (Page.with_content_json), as far as readers ask.
NOT_OF_A_REVISION = (
    "id", "pk", "page_ptr_id", "path", "depth", "numchild", "content_type_id", "locale_id",
    "translation_key", "step", "live", "live_revision_id", "latest_revision_id", "owner_id",
)  # fmt: skip


class LessonPage(TitledPage):
    """A lesson: about ten minutes of a course."""

    step = models.UUIDField(default=uuid.uuid4, editable=False)
    summary = models.CharField(
        _("summary"), max_length=300, blank=True, help_text=_("One sentence, shown in the outline.")
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(240)],
        help_text=_("How long it takes, with its questions."),
    )
    body = SanitisedStreamField(lesson_blocks(), verbose_name=_("lesson"), blank=True)

    translatable_fields: ClassVar = [
        TranslatableField("title"),
        TranslatableField("summary"),
        TranslatableField("body"),
        SynchronizedField("minutes", overridable=False),
    ]

    content_panels: ClassVar = [
        BeforePublishingPanel(),
        *Page.content_panels,
        MultiFieldPanel(
            [FieldPanel("summary"), FieldPanel("minutes")], heading=_("In the outline")
        ),
        FieldPanel("body"),
    ]
    promote_panels: ClassVar = [FieldPanel("slug")]
    base_form_class = LessonPageForm
    parent_page_types: ClassVar = ["content.CoursePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    def clean(self) -> None:
        super().clean()
        check_lesson_address(self.slug)

    @property
    def course(self) -> CoursePage:
        """The course page this lesson stands below."""
        return CoursePage.objects.get(pk=self.get_parent().pk)

    def permissions_for_user(self, user: Any) -> LessonPermissionTester:
        return LessonPermissionTester(user, self)

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        parts = super().get_url_parts(request)
        if not parts:
            return None
        return parts[0], service_address(), f"/courses/{self.get_parent().slug}/{self.slug}/"

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        return modes_of(self)

    @property
    def preview_sizes(self) -> list[dict[str, Any]]:
        return SIZES

    default_preview_size = "phone"

    def is_previewable(self) -> bool:
        return True

    def serve_preview(self, request: HttpRequest, mode_name: str) -> Any:
        return show_preview(request, self, mode_name)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is None and LessonPage.objects.sibling_of(self).filter(step=self.step).exists():
            self.step = uuid.uuid4()  # a copy beside its original is another step
        fields = set(given) if (given := kwargs.get("update_fields")) is not None else None
        converted = becoming_a_page_of_its_own(self, fields)
        if converted != fields:
            kwargs["update_fields"] = converted
            if self.course.alias_of_id:
                message = _("A lesson is converted with its course. Convert the course.")
                raise PublishRefused(self.course, [Fault(str(message), self.course.pk)])
        super().save(*args, **kwargs)

    def with_content_json(self, content: Any) -> LessonPage:
        draft: LessonPage = super().with_content_json(content)
        draft.step = self.step  # as the tree's place and the key: a revision does not change it
        return draft

    def as_of(self, revision: Revision) -> LessonPage:
        """Return the lesson with the words of ``revision``, to be read and never saved.

        Unlike ``revision.as_object()`` it asks the database for nothing: a course has many.
        """
        draft: LessonPage = LessonPage.from_serializable_data(revision.content, check_fks=False)
        for name in NOT_OF_A_REVISION:
            setattr(draft, name, getattr(self, name))
        return draft

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        with transaction.atomic():
            course = self.course
            # The course first, as publishing does, so that the two wait and never deadlock.
            Page.objects.select_for_update().get(pk=course.pk)
            if kwargs.get("overwrite_revision") and course.revision_is_spoken_for:
                kwargs["overwrite_revision"] = None
            revision = self.save_words(*args, **kwargs)
            course.pin(lesson=self, revision=revision, user=kwargs.get("user"))
            return revision

    def save_words(self, *args: Any, **kwargs: Any) -> Revision:
        """Save a revision that the course does not name yet: anyone who calls this sees to it."""
        return super().save_revision(*args, **kwargs)

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> None:
        # A lesson goes live as part of its course, at the revision that the course names.
        live_course = self.course
        if not (live_course.live and live_course.lesson_revisions.get(str(self.pk)) == revision.pk):
            raise PublishRefused(
                live_course, [Fault(str(_("Lessons are published with their course.")), self.pk)]
            )
        super().publish(revision, *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            self.course.unpin(lesson=self, user=kwargs.get("user"))
            return super().delete(*args, **kwargs)
