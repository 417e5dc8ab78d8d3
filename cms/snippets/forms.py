"""The form for what many lessons share."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.collections import CollectionChoiceField
from wagtail.models import Collection

from cms.snippets.access import folders_to_write_in


class SharedContentForm(WagtailAdminModelForm):
    """The form of shared content, with only the folders that its writer works with."""

    collection = CollectionChoiceField(
        label=_("Folder"),
        queryset=Collection.objects.none(),
        empty_label=None,
        help_text=_("Everyone who works with this folder can change it and use it in lessons."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "collection" in self.fields:
            folders = folders_to_write_in(self.for_user)
            self.fields["collection"].queryset = folders  # type: ignore[attr-defined]
            if self.instance.pk is None:
                self.initial["collection"] = folders.order_by("-depth", "path").first()

    def _get_validation_exclusions(self) -> set[str]:
        # The language is no field of the form, but part of what makes a word the same one.
        return set(super()._get_validation_exclusions()) - {"locale"}
