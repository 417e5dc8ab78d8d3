"""Frameworks as their publishers publish them: everything in them is counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from learning.skills.reading.digcomp import read_digcomp
from learning.skills.reading.framework import (
    About,
    SkillKind,
)
from learning.skills.reading.gdad import read_gdad
from learning.skills.reading.nice import read_nice

PUBLISHED = Path(__file__).parents[3] / "shared/data/frameworks"
published = pytest.mark.skipif(
    not PUBLISHED.is_dir(), reason="the published frameworks are not beside the project"
)


@published
def test_the_published_gdad() -> None:
    reading = read_gdad(
        roles=(PUBLISHED / "gdad-roles-2026-03.csv").read_bytes(),
        skills=(PUBLISHED / "gdad-skills-2026-03.csv").read_bytes(),
    )
    framework = reading.framework
    assert (len(framework.families), len(framework.roles)) == (8, 52)
    assert (len(framework.role_levels), len(framework.requirements)) == (201, 1780)
    assert (len(framework.skills), len(framework.descriptors)) == (189, 611)
    assert reading.counts() == {
        About.REPEATED: 16,
        About.NOT_IN_USE: 28,
        About.WITHOUT_DESCRIPTION: 57,
    }


@published
def test_the_published_nice() -> None:
    reading = read_nice((PUBLISHED / "nice-2.1.0.json").read_bytes())
    framework = reading.framework
    kinds = [skill.kind for skill in framework.skills]
    assert (len(framework.roles), framework.levels) == (41, ())
    assert [kinds.count(kind) for kind in SkillKind] == [540, 662, 11, 946]
    assert len(framework.requirements) == 2857 + 1429 + 1048
    assert reading.counts() == {About.NOT_TAKEN: 45 + 40}


@published
def test_the_published_digcomp() -> None:
    reading = read_digcomp((PUBLISHED / "digcomp-3.0.jsonld").read_bytes())
    framework = reading.framework
    assert (len(framework.areas), len(framework.skills), len(framework.levels)) == (5, 21, 8)
    assert len(framework.descriptors) == 362 + 523
    assert reading.counts() == {About.NOT_TAKEN: 126}
