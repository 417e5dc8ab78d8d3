"""DigComp 3.0, from the JSON-LD of its data supplement. Pure.

It has eight levels in four bands and describes what people can do by band. It has no roles.
Source: European Commission, Joint Research Centre, JRC144121; © European Union 2025, CC BY 4.0.
"""

from __future__ import annotations

from typing import Any

from learning.skills.reading.content import object_of, objects, words
from learning.skills.reading.framework import (
    About,
    Descriptor,
    Framework,
    Group,
    Level,
    Reading,
    Remark,
    Skill,
    SkillKind,
    UnusableFramework,
)

TITLE = "DigComp: the European Digital Competence Framework"
DESCRIBING = ("CompetenceStatement", "LearningOutcome")
KNOWN = frozenset({"CompetenceArea", "Competence", "ProficiencyLevel", *DESCRIBING})


def read_digcomp(content: bytes, *, version: str = "3.0") -> Reading:
    """Read the data supplement; raise UnusableFramework.

    A statement or an outcome becomes a descriptor of every level of its band.
    """
    remarks: list[Remark] = []
    by_kind = _by_kind(content, remarks)
    levels, places = _levels(by_kind["ProficiencyLevel"])
    areas = tuple(
        Group(one["@id"], _name(one), _description(one)) for one in by_kind["CompetenceArea"]
    )
    known = {area.key for area in areas}
    skills: dict[str, Skill] = {}
    for one in by_kind["Competence"]:
        area = words(one, "competence_area_id", place=one["@id"])
        if area not in known:
            remarks.append(Remark(About.UNKNOWN_PARENT, one["@id"], area[:100]))
            continue
        skills[one["@id"]] = Skill(
            one["@id"], _name(one), _description(one), area, SkillKind.COMPETENCY
        )
    descriptors = []
    for one in (one for kind in DESCRIBING for one in by_kind[kind]):
        skill = words(one, "competence_id", place=one["@id"])
        band = words(one, "four_levels_proficiency_name", place=one["@id"])
        band = band.removeprefix("ProficiencyLevel/")
        if skill not in skills:
            remarks.append(Remark(About.UNKNOWN_SKILL, one["@id"], skill[:100]))
        elif band not in places:
            remarks.append(Remark(About.UNKNOWN_LEVEL, one["@id"], band[:100]))
        else:
            descriptors.append(Descriptor(skill, places[band], _description(one)))
    return Reading(
        Framework(
            title=TITLE,
            version=version,
            levels=levels,
            areas=areas,
            skills=tuple(skills.values()),
            descriptors=tuple(descriptors),
        ),
        tuple(remarks),
    )


def _by_kind(content: bytes, remarks: list[Remark]) -> dict[str, list[dict[str, Any]]]:
    """Return what the file holds by its kind, each identifier once."""
    found: dict[str, list[dict[str, Any]]] = {kind: [] for kind in KNOWN}
    seen: dict[str, dict[str, Any]] = {}
    for one in objects(object_of(content).get("@graph"), place="@graph"):
        key, kind = (words(one, name, place="@graph", filled=True) for name in ("@id", "@type"))
        if key in seen:
            same = seen[key] == one
            remarks.append(Remark(About.REPEATED if same else About.CONTRADICTORY, key))
            continue
        seen[key] = one
        if kind in KNOWN:
            found[kind].append(one | {"@id": key})
        else:
            remarks.append(Remark(About.NOT_TAKEN, key, kind))
    if not found["Competence"]:
        raise UnusableFramework(Remark(About.OTHER_SHAPE, "@graph", "Competence"))
    return found


def _levels(
    found: list[dict[str, Any]],
) -> tuple[tuple[Level, ...], dict[str, tuple[str, ...]]]:
    """Return the levels from the lowest, and the keys of the levels of each band."""
    for one in found:
        if type(one.get("eight_levels_mapping")) is not int:  # True is none
            raise UnusableFramework(Remark(About.OTHER_SHAPE, one["@id"], "eight_levels_mapping"))
    levels = tuple(
        Level(
            one["@id"],
            f"{words(one, 'four_levels_name', place=one['@id'])} {one['eight_levels_mapping']}",
            words(one, "eight_levels_description", place=one["@id"]),
            words(one, "four_levels_name", place=one["@id"]),
        )
        for one in sorted(found, key=lambda one: one["eight_levels_mapping"])
    )
    bands: dict[str, tuple[str, ...]] = {}
    for level in levels:
        bands[level.band] = (*bands.get(level.band, ()), level.key)
    return levels, bands


def _name(one: dict[str, Any]) -> str:
    return words(one, "name", place=one["@id"], filled=True)


def _description(one: dict[str, Any]) -> str:
    return words(one, "description", place=one["@id"])
