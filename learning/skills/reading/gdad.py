"""The Government Digital and Data Profession Capability Framework, from its two CSV exports. Pure.

Roles have levels, which require skills at one of four levels. The export of skills is what says
how a level of a skill is described; the export of roles repeats it in each row.
Source: ddat-capability-framework.service.gov.uk, "Download"; Open Government Licence v3.0.
"""

from __future__ import annotations

from learning.skills.reading.content import rows_of
from learning.skills.reading.framework import (
    About,
    Descriptor,
    Framework,
    Group,
    Level,
    Reading,
    Remark,
    Requirement,
    Role,
    RoleLevel,
    Skill,
)

TITLE = "Government Digital and Data Profession Capability Framework"
LEVELS = (
    Level("awareness", "Awareness"),
    Level("working", "Working"),
    Level("practitioner", "Practitioner"),
    Level("expert", "Expert"),
)
ROLE_COLUMNS = (
    "Role Family",
    "Role",
    "Role Description",
    "Role Level",
    "Role Level Description",
    "Skill Name",
    "Skill Description",
    "Skill Level",
    "Skill Level Description",
    "Role Type",
)
SKILL_COLUMNS = (
    "Skill Name",
    "Skill Description",
    *(level.name for level in LEVELS),
    "Roles that require Skill",
)
NAMES = ("Role Family", "Role", "Role Level", "Skill Name", "Skill Level")
NOT_IN_USE = "NOT IN USE"
UNDEFINED = "This skill level is currently not defined."
_LEVEL_KEYS = {level.name: level.key for level in LEVELS}


def read_gdad(*, roles: bytes, skills: bytes, version: str = "") -> Reading:
    """Read the export of roles and that of skills; raise UnusableFramework.

    Keys are made of names, joined by " / ", for the exports have no identifiers. A requirement is
    taken though its level of the skill is not described, with a remark.
    """
    remarks: list[Remark] = []
    found, descriptors = _skills(skills, remarks)
    described = {(one.skill, one.levels[0]) for one in descriptors}
    families: dict[str, Group] = {}
    held: dict[str, Role] = {}
    levels: dict[str, RoleLevel] = {}
    required: dict[tuple[str, str], Requirement] = {}
    seen: set[tuple[str, ...]] = set()
    for place, row in rows_of(roles, ROLE_COLUMNS, filled=NAMES, file="roles"):
        values = tuple(row.values())
        if values in seen:
            remarks.append(Remark(About.REPEATED, place, row["Skill Name"]))
            continue
        seen.add(values)
        family = Group(row["Role Family"], row["Role Family"])
        role = Role(
            f"{family.key} / {row['Role']}", row["Role"], family.key, row["Role Description"]
        )
        level = RoleLevel(
            f"{role.key} / {row['Role Level']}",
            role.key,
            row["Role Level"],
            row["Role Level Description"],
        )
        families.setdefault(family.key, family)
        # A role of which no level is in use is still a role of the framework.
        if held.setdefault(role.key, role) != role:
            remarks.append(Remark(About.CONTRADICTORY, place, role.name))
        if NOT_IN_USE in (row["Role Level"], row["Skill Level"]):
            remarks.append(Remark(About.NOT_IN_USE, place, f"{role.name}: {row['Skill Name']}"))
            continue
        if levels.setdefault(level.key, level) != level:
            remarks.append(Remark(About.CONTRADICTORY, place, level.name))
        _require(row, level, place, found, described, required, remarks)
    return Reading(
        Framework(
            title=TITLE,
            version=version,
            levels=LEVELS,
            skills=tuple(found.values()),
            descriptors=descriptors,
            families=tuple(families.values()),
            roles=tuple(held.values()),
            role_levels=tuple(levels.values()),
            requirements=tuple(required.values()),
        ),
        tuple(remarks),
    )


def _require(
    row: dict[str, str],
    role_level: RoleLevel,
    place: str,
    skills: dict[str, Skill],
    described: set[tuple[str, str]],
    required: dict[tuple[str, str], Requirement],
    remarks: list[Remark],
) -> None:
    name, level = row["Skill Name"], _LEVEL_KEYS.get(row["Skill Level"])
    if level is None:
        remarks.append(Remark(About.UNKNOWN_LEVEL, place, row["Skill Level"][:100]))
        return
    if name not in skills:
        remarks.append(Remark(About.UNKNOWN_SKILL, place, name[:100]))
        return
    requirement = Requirement(role_level.key, name, level)
    before = required.setdefault((role_level.key, name), requirement)
    if before != requirement:
        remarks.append(Remark(About.CONTRADICTORY, place, f"{name}: {row['Skill Level']}"))
    elif before is not requirement:
        remarks.append(Remark(About.REPEATED, place, name))
    elif (name, level) not in described:
        remarks.append(Remark(About.LEVEL_UNDEFINED, place, f"{name}: {row['Skill Level']}"))


def _skills(
    content: bytes, remarks: list[Remark]
) -> tuple[dict[str, Skill], tuple[Descriptor, ...]]:
    skills: dict[str, Skill] = {}
    descriptors: list[Descriptor] = []
    for place, row in rows_of(content, SKILL_COLUMNS, filled=SKILL_COLUMNS[:1], file="skills"):
        name = row["Skill Name"]
        skill = Skill(name, name, row["Skill Description"])
        if name in skills:
            same = skills[name] == skill
            remarks.append(Remark(About.REPEATED if same else About.CONTRADICTORY, place, name))
            continue
        skills[name] = skill
        for level in LEVELS:
            text = row[level.name]
            if text == UNDEFINED:
                remarks.append(Remark(About.WITHOUT_DESCRIPTION, place, f"{name}: {level.name}"))
            elif text:
                descriptors.append(Descriptor(name, (level.key,), text))
    return skills, tuple(descriptors)
