"""The course as its authors edit it; its lessons are pages below it (``lessons``).

The course with its lessons is one unit of review and publication. Each revision of a course
names the exact revision of every lesson it was made with (``lesson_revisions``), so anyone who
approves it approves those words, and editing a lesson makes a new course revision that has to be
approved again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.forms import RadioSelect, Select
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, Revision
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.blocks.fields import SanitisedStreamField
from cms.publishing.faults import Fault
from cms.publishing.gate import GatedPage, PublishRefused
from cms.publishing.panels import BeforePublishingPanel
from cms.steps.kinds import StepBlocks
from courses.content.addresses import check_address
from courses.content.aliases import give_lessons_of_its_own
from courses.content.drafts import (
    drop_lessons_that_left,
    keep_lessons_not_shown,
    lesson_of,
    lesson_step,
    lessons_among,
    pin_lessons_as_they_are,
    unanswered_kinds,
    without_lessons,
)
from courses.content.forms import CoursePageForm
from courses.content.panels import AudiencePanel, LessonsPanel
from courses.content.permissions import CoursePermissionTester
from courses.content.previews import SIZES, modes_of, show_preview
from courses.content.review.reach import Reach
from courses.content.shared_content import digests_of, shared_by
from learning.catalogue.models import Level, Topic
from learning.people.models import Organisation

if TYPE_CHECKING:
    from courses.content.models.lessons import LessonPage


NOT_HERE = _(
    "This course has a step of a kind that this service no longer has. Learners can go on taking "
    "it, but it cannot be edited or published here."
)


def service_address() -> str:
    """Return the address of the service, for pages to say where learners open them."""
    # Wagtail serves no page here, so it knows no address; previews ask for one all the same.
    return str(settings.WAGTAILADMIN_BASE_URL).rstrip("/")


class CoursePage(GatedPage):
    """A course as its authors see it."""

    summary = models.CharField(
        _("summary"), max_length=300, help_text=_("One or two sentences, shown in the catalogue.")
    )
    topic = models.ForeignKey(
        Topic, on_delete=models.PROTECT, related_name="+", verbose_name=_("topic")
    )
    level = models.CharField(
        _("level"), max_length=20, choices=Level.choices, default=Level.AWARENESS
    )
    outcomes = SanitisedStreamField(
        [("outcome", blocks.CharBlock(label=_("Outcome"), max_length=300))],
        verbose_name=_("learning outcomes"),
        blank=True,
        help_text=_("Each completes the sentence: After this course you can…"),
    )
    course_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("owner"),
        help_text=_("Who answers for what this course says."),
    )
    review_date = models.DateField(
        _("review date"), null=True, blank=True, help_text=_("When to check that it is still true.")
    )
    scope = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("limit to one organisation"),
        help_text=_("Leave empty to offer this course to everyone."),
    )
    accessibility_notes = models.TextField(
        _("accessibility notes"),
        blank=True,
        help_text=_("What a person who uses a screen reader or magnifier needs to know first."),
    )
    steps = SanitisedStreamField(
        StepBlocks(),
        verbose_name=_("steps"),
        blank=True,
        help_text=_(
            "Lessons you add below this course appear here by themselves. Move them to change "
            "the order; a lesson that is not in the list is not part of the course."
        ),
    )
    # What a translator gets; the rest is the original's. The address and the owner are copied
    # once, and are the translation's own from then on.
    translatable_fields: ClassVar = [
        TranslatableField("title"),
        TranslatableField("summary"),
        TranslatableField("outcomes"),
        TranslatableField("accessibility_notes"),
        TranslatableField("steps"),
        SynchronizedField("topic", overridable=False),
        SynchronizedField("level", overridable=False),
        SynchronizedField("scope", overridable=False),
    ]
    # The lessons that the form to be saved showed among the steps; None where no form was filled
    # in. And those that it did not show, which were kept.
    lessons_shown: set[int] | None = None
    lessons_kept: tuple[str, ...] = ()

    lesson_revisions = models.JSONField(default=dict, editable=False)
    # What the lessons of this revision share with others, and a mark of what it said then.
    shared_content = models.JSONField(default=dict, editable=False)
    source_digest = models.CharField(max_length=64, blank=True, editable=False)
    reach = models.CharField(
        _("who gets this change"),
        max_length=20,
        choices=Reach.choices,
        default=Reach.NEW_STARTERS,
    )

    content_panels: ClassVar = [
        BeforePublishingPanel(),
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldPanel("topic", widget=Select),
                FieldPanel("level"),
                FieldPanel("scope"),
            ],
            heading=_("Audience"),
        ),
        FieldPanel("outcomes"),
        MultiFieldPanel([LessonsPanel(), FieldPanel("steps")], heading=_("Lessons")),
        MultiFieldPanel(
            [FieldPanel("course_owner"), FieldPanel("review_date")],
            heading=_("Owner and review date"),
        ),
        FieldPanel("accessibility_notes"),
        MultiFieldPanel(
            [AudiencePanel(), FieldPanel("reach", widget=RadioSelect)],
            heading=_("Who gets this change"),
        ),
    ]
    promote_panels: ClassVar = [FieldPanel("slug")]
    base_form_class = CoursePageForm
    parent_page_types: ClassVar = ["pages.DepartmentPage"]
    subpage_types: ClassVar = ["content.LessonPage"]

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self._take_an_address_of_its_own()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        self._take_an_address_of_its_own()
        super().minimal_clean()

    def _take_an_address_of_its_own(self) -> None:
        # A translation begins as a copy, and there is one address for each language.
        same_work = CoursePage.objects.filter(translation_key=self.translation_key)
        given = str(self.slug or "")  # type: ignore[has-type]
        if given and same_work.exclude(pk=self.pk).filter(slug=given).exists():
            self.slug = f"{given}-{self.locale.language_code}"

    def clean(self) -> None:
        super().clean()
        check_address(self.slug)
        if self.slug and not self.alias_of_id and self.others_at(self.slug).exists():
            raise ValidationError(
                {"slug": _("Another course already has this address. Choose a different one.")}
            )

    def others_at(self, slug: str) -> Any:
        """Return the other courses with this address; an alias has none, for nobody opens it."""
        others = Page.objects.type(CoursePage).filter(slug=slug, alias_of__isnull=True)
        return others.exclude(pk=self.pk)

    def save(self, *args: Any, **kwargs: Any) -> None:
        converted = "alias_of_id" in (kwargs.get("update_fields") or ()) and not self.alias_of_id
        with transaction.atomic():
            super().save(*args, **kwargs)
            if converted:
                give_lessons_of_its_own(self)

    def permissions_for_user(self, user: Any) -> CoursePermissionTester:
        return CoursePermissionTester(user, self)

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        parts = super().get_url_parts(request)
        return (parts[0], service_address(), f"/courses/{self.slug}/") if parts else None

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

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        with transaction.atomic():
            # Lessons join and change under the same lock: none falls between two saves.
            Page.objects.select_for_update().get(pk=self.pk)
            self._refuse_what_would_be_lost()
            keep_lessons_not_shown(self)
            pin_lessons_as_they_are(self)
            self.shared_content = digests_of(shared_by(self))
            return super().save_revision(*args, **kwargs)

    def _refuse_what_would_be_lost(self) -> None:
        # A StreamField drops blocks it does not know, so saving would.
        content = Revision.objects.filter(pk=self.latest_revision_id).values_list("content__steps")
        for (steps,) in content:
            if unanswered_kinds({"steps": steps}):
                raise PublishRefused(self, [Fault(str(NOT_HERE), self.pk)])

    def pin(self, *, lesson: LessonPage, revision: Revision, user: Any) -> None:
        """Make a course revision that contains exactly this revision of the lesson."""
        with transaction.atomic():
            Page.objects.select_for_update().get(pk=self.pk)
            draft = CoursePage.objects.get(pk=self.pk).get_latest_revision_as_object()
            if draft.alias_of_id:
                return  # a copy of its original, without a draft that could name anything
            if draft.lesson_revisions.get(str(lesson.pk)) == revision.pk:
                return
            draft.lesson_revisions[str(lesson.pk)] = revision.pk
            drop_lessons_that_left(draft)
            if lesson.pk not in lessons_among(draft.steps):
                draft.steps.append(lesson_step(lesson))
            draft.save_revision(user=user, clean=False)

    def unpin(self, *, lesson: LessonPage, user: Any = None) -> None:
        """Make a course revision without this lesson."""
        with transaction.atomic():
            Page.objects.select_for_update().get(pk=self.pk)
            draft = CoursePage.objects.get(pk=self.pk).get_latest_revision_as_object()
            if draft.alias_of_id:
                return
            draft.lesson_revisions.pop(str(lesson.pk), None)
            draft.steps = without_lessons(draft.steps, {lesson.pk})
            draft.save_revision(user=user, clean=False)

    def pinned_lessons(self) -> list[LessonPage]:
        """Return the lessons in order, each at the revision that this course revision names."""
        lessons = [lesson for step in self.steps if (lesson := lesson_of(step))]
        pinned = {
            lesson.pk: self.lesson_revisions[str(lesson.pk)]
            for lesson in lessons
            if str(lesson.pk) in self.lesson_revisions
        }
        revisions = {
            int(revision.object_id): revision
            for revision in Revision.objects.filter(pk__in=pinned.values())
        }
        return [lesson.as_of(revisions[lesson.pk]) for lesson in lessons if lesson.pk in revisions]
