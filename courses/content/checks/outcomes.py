"""A course says what people can do afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from cms.publishing.faults import Fault, Severity
from courses.content.checking.drafts import CourseDraft

# Nobody can see whether somebody understands; what they do with it can be seen.
CANNOT_BE_SEEN = {
    "appreciate", "be aware of", "become familiar with", "know", "learn", "understand",
    "bod yn ymwybodol o", "deall", "dod i wybod", "dysgu", "gwybod",
}  # fmt: skip


def faults(draft: CourseDraft) -> Iterator[Fault]:
    """Yield that there are no outcomes, that two are the same, or that one cannot be seen."""
    pieces = draft.sheets[0].pieces
    if not pieces:
        yield draft.fault(
            _("Add at least one learning outcome."),
            _("Complete the sentence: After this course you can…"),
            field="outcomes",
        )
    said = Counter[str]()
    for piece in pieces:
        words = " ".join(str(piece.value or "").lower().split())
        said[words] += 1
        if words and said[words] == 2:
            yield piece.fault(
                _("The outcome “%(words)s” is there twice.") % {"words": piece.value},
                _("Remove one of them."),
                severity=Severity.WARNING,
            )
        vague = next((verb for verb in CANNOT_BE_SEEN if words.startswith(f"{verb} ")), None)
        if vague:
            yield piece.fault(
                _("Nobody can see whether somebody can “%(verb)s” something.") % {"verb": vague},
                _("Say what people do with it: explain, choose, find, write …"),
                severity=Severity.ADVICE,
            )
