"""A recording has captions that fit and a transcript, for people who cannot hear or see it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cms.blocks.recordings import RecordingBlock
from cms.publishing.content import Draft
from cms.publishing.faults import Fault


def faults(draft: Draft) -> Iterator[Fault]:
    """Yield captions that are missing, cannot be read or do not fit, and missing transcripts."""
    for sheet in draft.sheets:
        for piece in sheet.of(RecordingBlock):
            for message in piece.block.faults(piece.value):
                yield piece.fault(
                    message, _("Change the recording, its captions or its transcript.")
                )
