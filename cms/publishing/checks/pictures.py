"""A picture says in words what it shows, or that it only decorates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from wagtail.images.blocks import ImageBlock

from cms.blocks.files import PictureBlock
from cms.publishing.content import Draft, Piece
from cms.publishing.faults import Fault, Severity

LONGEST = 250
NAME_OF_A_FILE = re.compile(
    r"\S+\.(avif|gif|jpe?g|png|svg|webp)|(img|dsc|image|screenshot|picture|photo)[ _-]*\d[\d _-]*",
    re.IGNORECASE,
)
SAY_NOTHING = {
    "alt", "alt text", "chart", "diagram", "figure", "graph", "graphic", "icon", "illustration",
    "image", "photo", "photograph", "picture", "screenshot", "todo", "tbc",
    "llun", "delwedd", "siart", "graff", "ffotograff",
}  # fmt: skip


def faults(draft: Draft) -> Iterator[Fault]:
    """Yield pictures without words, and words that do not do what they are for."""
    for sheet in draft.sheets:
        for piece in sheet.of(ImageBlock):
            if piece.value is not None:
                yield from _of_a_picture(piece)
                yield from _that_cannot_be_shown(piece)
        for piece in sheet.of(PictureBlock):
            yield from _with_its_caption(piece)


def _of_a_picture(piece: Piece) -> Iterator[Fault]:
    words = (piece.value.contextual_alt_text or "").strip()
    if piece.value.decorative:
        return
    if not words:
        yield piece.fault(
            _("The picture has no alternative text."),
            _("Say in a sentence what it shows, or mark it as decorative."),
            field="alt_text",
        )
    elif words.lower().rstrip(".") in SAY_NOTHING or NAME_OF_A_FILE.fullmatch(words):
        yield piece.fault(
            _("The alternative text “%(words)s” does not say what the picture shows.")
            % {"words": words},
            _("Say what somebody who cannot see it needs to know."),
            severity=Severity.WARNING,
            field="alt_text",
        )
    elif len(words) > LONGEST:
        yield piece.fault(
            _("The alternative text is long, and can only be heard from beginning to end."),
            _("Say in a sentence what the picture shows, and the rest in the longer description."),
            severity=Severity.WARNING,
            field="alt_text",
        )


def _that_cannot_be_shown(piece: Piece) -> Iterator[Fault]:
    """Yield a picture that cannot be shown: it came in before intake tried, or lost its file."""
    if not piece.value.can_be_shown:
        yield piece.fault(
            _("The picture cannot be shown: its file is missing or broken."),
            _("Export it again as PNG or JPEG, upload it, and choose it here."),
            field="image",
        )


def _with_its_caption(piece: Piece) -> Iterator[Fault]:
    image, caption = piece.value["image"], (piece.value["caption"] or "").strip()
    if image is None:
        return
    words = "" if image.decorative else (image.contextual_alt_text or "").strip()
    if caption and words.lower().rstrip(".") == caption.lower().rstrip("."):
        yield piece.fault(
            _("The alternative text is the same as the caption, so it is heard twice."),
            _("Let the alternative text say what the picture shows."),
            severity=Severity.WARNING,
            field="image.alt_text",
        )
    elif image.decorative and (piece.value["description"] or "").strip():
        yield piece.fault(
            _("The picture is marked as decorative, but has a longer description."),
            _("Give it alternative text, or delete the description."),
            severity=Severity.WARNING,
            field="image.decorative",
        )
