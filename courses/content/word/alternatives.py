"""Judging whether the words for a picture are a person's, a machine's, or none. Pure."""

from __future__ import annotations

import re

from courses.content.word.structure import LossKind

# What Word adds to words of its own making, in several of its versions.
BY_MACHINE = re.compile(
    r"[\s,.;(]*(?:\bdescription (?:automatically )?generated(?: with .+? confidence)?|"
    r"\bautomatically generated(?: description)?|\bAI-generated content may be incorrect)[.)\s]*$",
    re.IGNORECASE,
)
# Names that programs give to pictures: they say nothing of what is to be seen.
NO_WORDS = re.compile(
    r"(?:picture|image|graphic|photo|screenshot|chart|diagram|img|llun|delwedd)[\s_-]*\d*"
    r"|\S+\.(?:png|jpe?g|gif|bmp|webp|emf|wmf|tiff?|svg)",
    re.IGNORECASE,
)


def judge(alt: str) -> tuple[str, LossKind | None]:
    """Return the words to keep for a picture, and what their author has to look at, if anything."""
    said = " ".join(alt.split())
    if not said or NO_WORDS.fullmatch(said):
        return "", LossKind.NO_ALT
    person = BY_MACHINE.sub("", said)
    if person != said:
        return person, LossKind.MACHINE_ALT if person else LossKind.NO_ALT
    return said, None
