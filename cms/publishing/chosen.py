"""Hiding the name of something chosen in a form, where its reader may not know of that.

A chooser offers what is visible, but a number can be typed, and a page may hold what somebody
else chose. The form keeps it, so that saving loses nothing, and does not say what it is called.
"""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.utils.translation import gettext
from wagtail.admin.widgets.chooser import BaseChooser
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from cms.publishing.titles import reader
from cms.publishing.visible import (
    visible_documents,
    visible_images,
    visible_pages,
    visible_snippets,
)
from cms.snippets.models import SharedContent

NOTHING = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
# Wagtail's own, kept so that doing it again changes nothing.
_value_data = BaseChooser.get_value_data


@wraps(_value_data)
def _of_what_is_visible(chooser: Any, value: Any) -> Any:
    data = _value_data(chooser, value)
    if not data or _may_know(chooser.model_class, data.get("id")):
        return data
    hidden: dict[str, Any] = dict.fromkeys(data, "")
    if "preview" in data:
        hidden["preview"] = {"url": NOTHING, "width": 1, "height": 1}
    name = gettext("Something of another department")
    return {**hidden, "id": data["id"], chooser.display_title_key: name}


def _may_know(model: type, key: Any) -> bool:
    user = reader()
    if user is None:
        return True  # nobody reads it in the admin
    if issubclass(model, Page):
        known = visible_pages(user)
    elif issubclass(model, get_image_model()):
        known = visible_images(user)
    elif issubclass(model, get_document_model()):
        known = visible_documents(user)
    elif issubclass(model, SharedContent):
        known = visible_snippets(user, model)
    else:
        return True
    return bool(known.filter(pk=key).exists())


def hide_what_is_not_visible() -> None:
    """Make every field with something chosen name only what its reader may know of."""
    BaseChooser.get_value_data = _of_what_is_visible
