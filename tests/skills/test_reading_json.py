"""Frameworks in JSON: what is taken, told of and refused."""

from __future__ import annotations

import contextlib
import json
import random

import pytest

from learning.skills.reading import content
from learning.skills.reading.digcomp import read_digcomp
from learning.skills.reading.framework import (
    About,
    Descriptor,
    Reading,
    Requirement,
    SkillKind,
    UnusableFramework,
)
from learning.skills.reading.nice import read_nice
from tests.skills.files import (
    digcomp_file,
    nice_file,
    remarks_of,
    statement,
)

NICE = [
    ("category", "BB", "BREAD", "Makes bread."),
    ("work_role", "BB-WRL-001", "Baking", "Bakes bread."),
    ("skill", "S1", "", "Skill in kneading"),
    ("knowledge", "K1", "", "Knowledge of flours"),
    ("task", "T1", "", "Knead"),
    ("competency_area", "NF-1", "Crusts", "Describes crusts."),
    ("opm_code", "652", "", ""),
]


def test_a_framework_without_levels_requires_skills_without_levels() -> None:
    reading = read_nice(
        nice_file(NICE, [("BB", "BB-WRL-001"), ("BB-WRL-001", "S1"), ("BB-WRL-001", "652")])
    )
    framework = reading.framework
    assert (framework.title, framework.version) == ("Baking framework", "1.2")
    assert framework.levels == framework.descriptors == ()
    assert framework.requirements == (Requirement("BB-WRL-001", "S1", None),)
    assert {skill.key: (skill.kind, skill.name) for skill in framework.skills} == {
        "S1": (SkillKind.SKILL, "Skill in kneading"),
        "K1": (SkillKind.KNOWLEDGE, "Knowledge of flours"),
        "T1": (SkillKind.TASK, "Knead"),
        "NF-1": (SkillKind.COMPETENCY, "Crusts"),
    }
    assert remarks_of(reading) == [(About.NOT_TAKEN, "652")]


def test_components_that_point_nowhere_are_told() -> None:
    reading = read_nice(
        nice_file(
            [*NICE[:5], ("work_role", "X", "Eating", "Eats."), NICE[2], ("skill", "S1", "", "Y")],
            [
                ("BB", "BB-WRL-001"),
                ("BB-WRL-001", "S1"),
                ("BB-WRL-001", "S1"),
                ("BB-WRL-001", "S9"),
                ("X", "S1"),
                ("S1", "T1"),
            ],
        )
    )
    assert remarks_of(reading) == [
        (About.REPEATED, "S1"),
        (About.CONTRADICTORY, "S1"),
        (About.REPEATED, "BB-WRL-001 S1"),
        (About.UNKNOWN_PARENT, "BB-WRL-001 S9"),
        (About.NOT_TAKEN, "S1 T1"),
        (About.UNKNOWN_PARENT, "X"),
    ]
    assert len(reading.framework.requirements) == len(reading.framework.roles) == 1


def test_a_text_for_a_band_describes_each_level_of_it() -> None:
    framework = read_digcomp(digcomp_file()).framework
    assert [level.name for level in framework.levels] == ["Cold 1", "Cold 2", "Hot 3", "Hot 4"]
    assert framework.descriptors == (
        Descriptor(
            "Competence/1.1", ("ProficiencyLevel/Hot_3", "ProficiencyLevel/Hot_4"), "Light an oven."
        ),
    )
    assert framework.skills[0].group == "CompetenceArea/1"


def test_a_supplement_that_points_nowhere_is_told() -> None:
    homeless = {
        "@type": "Competence",
        "@id": "Competence/9.1",
        "name": "Cooling",
        "description": "Cools.",
        "competence_area_id": "CompetenceArea/9",
    }
    reading = read_digcomp(
        digcomp_file(
            homeless,
            statement("CS1"),
            statement("CS2", competence="Competence/9.1"),
            statement("CS3", band="Warm"),
            {"@type": "Glossary", "@id": "Glossary/Oven"},
        )
    )
    assert set(remarks_of(reading)) == {
        (About.REPEATED, "CompetenceStatement/CS1"),
        (About.NOT_TAKEN, "Glossary/Oven"),
        (About.UNKNOWN_PARENT, "Competence/9.1"),
        (About.UNKNOWN_SKILL, "CompetenceStatement/CS2"),
        (About.UNKNOWN_LEVEL, "CompetenceStatement/CS3"),
    }
    assert len(reading.framework.descriptors) == 1


@pytest.mark.parametrize("read", [read_nice, read_digcomp])
@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b'{"response": []}',
        b'{"response": {"elements": {"documents": [1]}}}',
        b'{"response": {"elements": {"documents": [], "elements": [{"title": 3}]}}}',
        b'{"@graph": {}}',
        b'{"@graph": [[]]}',
        b'{"@graph": [{"@id": [], "@type": "Competence"}]}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
    ],
    ids=range(12),
)
def test_json_of_another_shape_is_refused(read: object, sent: bytes) -> None:
    assert callable(read)
    with pytest.raises(UnusableFramework):
        read(sent)


@pytest.mark.parametrize(("read", "whole"), [(read_nice, nice_file(NICE, [("BB", "BB-WRL-001")])),
                                             (read_digcomp, digcomp_file())])  # fmt: skip
def test_any_value_may_be_of_another_type(read: object, whole: bytes) -> None:
    assert callable(read)
    dice = random.Random(12)
    for _again in range(300):
        changed = json.loads(whole)
        at = changed
        while True:
            keys = list(at) if isinstance(at, dict) else list(range(len(at)))
            if not keys:
                break
            key = dice.choice(keys)
            if not isinstance(at[key], dict | list) or dice.random() < 0.1:
                at[key] = dice.choice([None, 3, True, [], {}, [[]], [{}], "", "é", -1.5, {"a": 1}])
                break
            at = at[key]
        with contextlib.suppress(UnusableFramework):
            assert isinstance(read(json.dumps(changed).encode()), Reading)


@pytest.mark.parametrize(
    "element", [("knowledge", "K1", "", " "), ("skill", " ", "Kneading", "Skill in kneading")]
)
def test_a_component_without_words_or_identifier_is_refused(
    element: tuple[str, str, str, str],
) -> None:
    read_nice(nice_file(NICE, []))
    with pytest.raises(UnusableFramework):
        read_nice(nice_file([*NICE, element], []))


def test_a_file_that_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "LARGEST", 10)
    with pytest.raises(UnusableFramework) as refusal:
        read_nice(nice_file([], []))
    assert refusal.value.remarks[0].about is About.TOO_LARGE
