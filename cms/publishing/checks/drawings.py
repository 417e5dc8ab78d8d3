"""The words in a drawing can be made out: the colours that authors choose are those of drawings.

Text, callouts and tables have no colours to choose. Pictures of points (PNG, JPEG) are not looked
at: where words begin in them is a guess, and an alarm has to be true.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from wagtail.images.blocks import ImageBlock

from cms.media.drawn_words import FaintWords, faint_words
from cms.publishing.content import Draft
from cms.publishing.faults import Fault


def faults(draft: Draft) -> Iterator[Fault]:
    """Yield drawings with words in too little contrast."""
    for sheet in draft.sheets:
        for piece in sheet.of(ImageBlock):
            if piece.value is None or not piece.value.is_svg():
                continue
            for faint in _faint_words_of(piece.value):
                yield piece.fault(
                    _(
                        "In the drawing, “%(words)s” is hard to make out: %(colour)s on "
                        "%(behind)s has a contrast of %(ratio)s to 1."
                    )
                    % {
                        "words": faint.words,
                        "colour": faint.colour,
                        "behind": faint.behind,
                        "ratio": f"{faint.ratio:.1f}",
                    },
                    _("Change the colours so that it is %(needed)s to 1, and upload it again.")
                    % {"needed": f"{faint.needed:g}"},
                    field="image",
                )


def _faint_words_of(image: Any) -> tuple[FaintWords, ...]:
    # A file is looked at once as long as it stays the same.
    return _looked_at(image.file.name, image.file_hash or image.get_file_hash())


@lru_cache(maxsize=128)
def _looked_at(name: str, digest: str) -> tuple[FaintWords, ...]:
    try:
        with default_storage.open(name) as stored:
            return tuple(faint_words(stored.read()))
    except (OSError, ValueError):
        return ()  # nothing to see, and so nothing that could not be made out
