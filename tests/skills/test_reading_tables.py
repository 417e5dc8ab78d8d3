"""Roles and skills in CSV exports: what is taken, told of and refused."""

from __future__ import annotations

import pytest

from learning.skills.reading import content
from learning.skills.reading.framework import (
    About,
    Descriptor,
    Reading,
    Requirement,
    UnusableFramework,
)
from learning.skills.reading.gdad import read_gdad
from tests.skills.files import (
    KNEADING,
    remarks_of,
    role_row,
    roles_file,
    skills_file,
)


def gdad(*rows: tuple[str, ...], skills: tuple[tuple[str, ...], ...] = (KNEADING,)) -> Reading:
    return read_gdad(roles=roles_file(*rows), skills=skills_file(*skills))


def test_roles_require_skills_at_levels() -> None:
    framework = gdad(role_row(), role_row(level="Baker ", at="Awareness")).framework
    assert [family.name for family in framework.families] == ["Kitchen"]
    assert [(role.name, role.family) for role in framework.roles] == [("Baker", "Kitchen")]
    assert [level.name for level in framework.role_levels] == ["Senior baker", "Baker"]
    assert framework.requirements == (
        Requirement("Kitchen / Baker / Senior baker", "Kneading", "working"),
        Requirement("Kitchen / Baker / Baker", "Kneading", "awareness"),
    )
    assert framework.descriptors == (
        Descriptor("Kneading", ("awareness",), "You can:\n- name flours"),
        Descriptor("Kneading", ("working",), "You can:\n- knead"),
    )


def test_what_the_file_leaves_open_is_told_and_not_guessed() -> None:
    reading = gdad(
        role_row(),
        role_row(),
        role_row(skill="Kneading", at="Expert", level="Head baker"),
        role_row(role="Chef", level="NOT IN USE", at="NOT IN USE"),
        role_row(skill="Frying"),
        role_row(level="Apprentice", at="Wizard"),
        role_row(at="Awareness"),
        role_row(about="Bakes, differently."),
    )
    assert remarks_of(reading) == [
        (About.WITHOUT_DESCRIPTION, "skills 2"),
        (About.REPEATED, "roles 3"),
        (About.LEVEL_UNDEFINED, "roles 4"),
        (About.NOT_IN_USE, "roles 5"),
        (About.UNKNOWN_SKILL, "roles 6"),
        (About.UNKNOWN_LEVEL, "roles 7"),
        (About.CONTRADICTORY, "roles 8"),
        (About.CONTRADICTORY, "roles 9"),
        (About.REPEATED, "roles 9"),
    ]
    framework = reading.framework
    assert [role.name for role in framework.roles] == ["Baker", "Chef"]
    assert [one.level for one in framework.requirements] == ["working", "expert"]
    assert framework.roles[0].description == "Bakes."


def test_a_skill_that_stands_twice_is_taken_once() -> None:
    other = ("Kneading", "Something else.", *KNEADING[2:])
    reading = gdad(skills=(KNEADING, KNEADING, other))
    assert len(reading.framework.skills) == 1
    assert reading.counts() == {
        About.WITHOUT_DESCRIPTION: 1,
        About.REPEATED: 1,
        About.CONTRADICTORY: 1,
    }


@pytest.mark.parametrize(
    ("roles", "about", "place"),
    [
        (b"", About.OTHER_COLUMNS, "roles 1"),
        (b"Role,Skill\nBaker,Kneading\n", About.OTHER_COLUMNS, "roles 1"),
        ("Bäcker".encode("cp1252"), About.NOT_UTF8, "roles 1"),
        (roles_file(("Kitchen",)), About.NOT_A_TABLE, "roles 2"),
        (roles_file(role_row(), role_row(role=" ")), About.NOT_A_TABLE, "roles 3"),
        (roles_file() + b'Kitchen,"Baker', About.NOT_A_TABLE, "roles 2"),
        (roles_file(role_row(about="a" * 200_000)), About.NOT_A_TABLE, "roles 2"),
    ],
    ids=["empty", "columns", "encoding", "short row", "no name", "quotation mark", "long cell"],
)
def test_a_file_that_is_no_export_of_roles_is_refused(
    roles: bytes, about: About, place: str
) -> None:
    with pytest.raises(UnusableFramework) as refusal:
        read_gdad(roles=roles, skills=skills_file(KNEADING))
    assert [(one.about, one.place) for one in refusal.value.remarks] == [(about, place)]


def test_a_table_that_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "LARGEST", 10)
    with pytest.raises(UnusableFramework) as refusal:
        gdad(role_row())
    assert refusal.value.remarks[0].about is About.TOO_LARGE
