"""The NICE Framework, from the JSON of its components. Pure. It has no levels.

Source: NIST SP 800-181 Rev. 1, components 2.x as published by the Cybersecurity and Privacy
Reference Tool; a work of the United States Government.
"""

from __future__ import annotations

from typing import Any

from learning.skills.reading.content import object_of, objects, words
from learning.skills.reading.framework import (
    About,
    Framework,
    Group,
    Reading,
    Remark,
    Requirement,
    Role,
    RoleLevel,
    Skill,
    SkillKind,
    UnusableFramework,
)

KINDS = {
    "skill": SkillKind.SKILL,
    "knowledge": SkillKind.KNOWLEDGE,
    "task": SkillKind.TASK,
    "competency_area": SkillKind.COMPETENCY,
}
# How the publisher sorts, and the codes of another scheme.
NOT_TAKEN = frozenset({"sort", "opm_code"})


def read_nice(content: bytes) -> Reading:
    """Read the components; raise UnusableFramework. A role has one level, without a name."""
    parts = object_of(content).get("response")
    parts = parts.get("elements") if isinstance(parts, dict) else None
    if not isinstance(parts, dict):
        raise UnusableFramework(Remark(About.OTHER_SHAPE, "response"))
    document, *_others = objects(parts.get("documents"), place="documents") or [{}]
    remarks: list[Remark] = []
    kinds, elements = _elements(parts, remarks)
    skills = {
        key: Skill(
            key,
            one["title"].strip() or one["text"].strip(),
            one["text"].strip() if one["title"].strip() else "",
            kind=KINDS[kinds[key]],
        )
        for key, one in elements.items()
        if kinds[key] in KINDS
    }
    family_of: dict[str, str] = {}
    required: dict[Requirement, None] = {}
    for one in objects(parts.get("relationships"), place="relationships"):
        source = words(one, "source_element_identifier", place="relationships")
        target = words(one, "dest_element_identifier", place="relationships")
        place, pair = f"{source} {target}", (kinds.get(source), kinds.get(target))
        if None in pair:
            remarks.append(Remark(About.UNKNOWN_PARENT, place))
        elif pair == ("category", "work_role"):
            if family_of.setdefault(target, source) != source:
                remarks.append(Remark(About.CONTRADICTORY, place))
        elif pair[0] == "work_role" and target in skills:
            requirement = Requirement(source, target)
            if requirement in required:
                remarks.append(Remark(About.REPEATED, place))
            required[requirement] = None
        elif not NOT_TAKEN.intersection(pair):
            remarks.append(Remark(About.NOT_TAKEN, place))
    roles = _roles(kinds, elements, family_of, remarks)
    kept = {role.key for role in roles}
    return Reading(
        Framework(
            title=words(document, "name", place="documents"),
            version=words(document, "version", place="documents"),
            skills=tuple(skills.values()),
            families=tuple(
                Group(key, one["title"].strip(), one["text"].strip())
                for key, one in elements.items()
                if kinds[key] == "category"
            ),
            roles=roles,
            role_levels=tuple(RoleLevel(role.key, role.key) for role in roles),
            requirements=tuple(one for one in required if one.role_level in kept),
        ),
        tuple(remarks),
    )


def _elements(
    parts: dict[str, Any], remarks: list[Remark]
) -> tuple[dict[str, str], dict[str, dict[str, Any]]]:
    """Return the kind of each element by identifier, and those elements that are taken."""
    kinds: dict[str, str] = {}
    taken: dict[str, dict[str, Any]] = {}
    for one in objects(parts.get("elements"), place="elements"):
        key = words(one, "element_identifier", place="elements", filled=True)
        kind = words(one, "element_type", place=key)
        # The shortest have a text and no title.
        title = words(one, "title", place=key)
        words(one, "text", place=key, filled=kind in KINDS and not title)
        if key in kinds:
            same = taken.get(key, one) == one and kinds[key] == kind
            remarks.append(Remark(About.REPEATED if same else About.CONTRADICTORY, key))
            continue
        kinds[key] = kind
        if kind in KINDS or kind in ("category", "work_role"):
            taken[key] = one
        else:
            remarks.append(Remark(About.NOT_TAKEN, key, kind))
    return kinds, taken


def _roles(
    kinds: dict[str, str],
    elements: dict[str, dict[str, Any]],
    family_of: dict[str, str],
    remarks: list[Remark],
) -> tuple[Role, ...]:
    roles = []
    for key, one in elements.items():
        if kinds[key] != "work_role":
            continue
        if key in family_of:
            role = Role(key, one["title"].strip(), family_of[key], one["text"].strip())
            roles.append(role)
        else:
            remarks.append(Remark(About.UNKNOWN_PARENT, key, one["title"][:100]))
    return tuple(roles)
