"""The title of a page in the admin: a draft may have another, which is not everybody's to know."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from wagtail.models import Page

from cms.publishing.visible import pages_worked_with

# Whom the page that is being made is for: Wagtail asks for a title without saying who reads it.
_reader: ContextVar[Any] = ContextVar("reader", default=None)


@contextmanager
def read_by(user: Any) -> Iterator[None]:
    """Show titles as ``user`` may know them, for as long as the context lasts."""
    token = _reader.set(user)
    try:
        yield
    finally:
        _reader.reset(token)


def reader() -> Any:
    """Return the person whom a page of the admin is being made for; None elsewhere."""
    return _reader.get()


class TitledPage(Page):
    """A page that is known to other departments by the title that it was published with."""

    class Meta:
        abstract = True

    def get_admin_display_title(self) -> str:
        """Return the draft's title to those who work with the page, the published one to others."""
        user = reader()
        renamed = self.live and self.draft_title not in ("", self.title)
        if user is None or not renamed:
            return str(super().get_admin_display_title())
        own = pages_worked_with(user).filter(pk=self.pk).exists()
        return str(self.draft_title if own else self.title)
