"""The block with which an author sends learners to another provider."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.addresses import safe_address
from cms.blocks.numbers import MinutesBlock


class AddressBlock(blocks.URLBlock):
    """The address of a page somewhere else: http or https, and nothing that runs."""

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned and (
            not str(cleaned).lower().startswith(("https://", "http://"))
            or safe_address(str(cleaned)) is None
        ):
            raise ValidationError(_("Enter an address that starts with https:// or http://"))
        return cleaned


class ExternalStepBlock(blocks.StructBlock):
    """A step to read, watch or take with another provider."""

    KINDS: ClassVar = [
        ("page", _("Page to read")),
        ("video", _("Video")),
        ("course", _("Course")),
        ("other", _("Something else")),
    ]

    title = blocks.CharBlock(label=_("Title"), max_length=255)
    provider = blocks.CharBlock(
        label=_("Provider"),
        max_length=120,
        help_text=_("Who offers it, for example Open University."),
    )
    kind = blocks.ChoiceBlock(label=_("What it is"), choices=KINDS, default="page")
    address = AddressBlock(label=_("Address"), max_length=500)
    minutes = MinutesBlock(
        label=_("Minutes"),
        default=10,
        min_value=1,
        max_value=2400,
        help_text=_("How long it takes."),
    )
    why = blocks.TextBlock(
        label=_("Why it is worth it"),
        max_length=600,
        rows=3,
        help_text=_("What people learn there that this course does not say."),
    )
    optional = blocks.BooleanBlock(
        label=_("Optional"),
        required=False,
        default=False,
        help_text=_("Learners complete the course without it."),
    )

    class Meta:
        icon = "link-external"
        label = _("Learning with another provider")
        label_format = "{title}"


class AddedExternalBlock(ExternalStepBlock):
    """The same step in what a department adds to a course, none of which counts."""

    optional = None
