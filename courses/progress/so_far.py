"""The progress of somebody in a course, as a sentence."""

from __future__ import annotations

from django.utils.translation import ngettext

from courses.progress.selectors import CourseProgress


def so_far(progress: CourseProgress) -> str:
    """Return a sentence on how many lessons that count are completed, in the active language."""
    number = len(progress.counted)
    if number == len(progress.steps):
        words = ngettext(
            "You have completed %(done)s of %(num)s lesson.",
            "You have completed %(done)s of %(num)s lessons.",
            number,
        )
    else:
        words = ngettext(
            "You have completed %(done)s of %(num)s required lesson.",
            "You have completed %(done)s of %(num)s required lessons.",
            number,
        )
    return words % {"done": progress.done, "num": number}
