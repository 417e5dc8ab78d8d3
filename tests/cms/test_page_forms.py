"""What the editor's forms take for a change: saving a page as it is must not be one."""

from __future__ import annotations

import pytest
from wagtail.models import Page, get_page_models


@pytest.mark.django_db
@pytest.mark.parametrize("model", get_page_models(), ids=lambda model: model.__name__)
def test_no_form_of_a_page_looks_for_a_hidden_field(model: type[Page]) -> None:
    """The editor renders none, so that a review would begin again with each approval."""
    form = model.get_edit_handler().get_form_class()
    hidden = [name for name, one in form.base_fields.items() if one.show_hidden_initial]
    assert not hidden
