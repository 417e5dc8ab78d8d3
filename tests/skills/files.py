"""Small frameworks in the formats of their publishers, with contents of our own."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from learning.skills.reading.framework import About, Reading
from learning.skills.reading.gdad import ROLE_COLUMNS, SKILL_COLUMNS


def remarks_of(reading: Reading) -> list[tuple[About, str]]:
    """Return the reason and the place of each remark."""
    return [(remark.about, remark.place) for remark in reading.remarks]


def csv_of(columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> bytes:
    """Return a CSV file as a spreadsheet writes it."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([columns, *rows])
    return out.getvalue().encode("utf-8-sig")


def role_row(
    role: str = "Baker",
    level: str = "Senior baker",
    skill: str = "Kneading",
    at: str = "Working",
    family: str = "Kitchen",
    about: str = "Bakes.",
) -> tuple[str, ...]:
    """Return a row of the export of roles."""
    return (family, role, about, level, f"{level} bakes more.", skill, "Works dough.", at, "", "")


def roles_file(*rows: tuple[str, ...]) -> bytes:
    """Return an export of roles with ``rows``."""
    return csv_of(ROLE_COLUMNS, list(rows))


def skills_file(*rows: tuple[str, ...]) -> bytes:
    """Return an export of skills with ``rows``: name, description, four levels, roles."""
    return csv_of(SKILL_COLUMNS, list(rows))


KNEADING = (
    "Kneading",
    "Works dough.",
    "You can:\r\n- name flours",
    "You can:\n- knead",
    "",
    "This skill level is currently not defined.",
    "Baker",
)


def nice_file(
    elements: list[tuple[str, str, str, str]], relationships: list[tuple[str, str]]
) -> bytes:
    """Return the components of a framework; an element is kind, identifier, title and text."""
    names = ("element_type", "element_identifier", "title", "text")
    return json.dumps(
        {
            "response": {
                "elements": {
                    "documents": [{"name": "Baking framework", "version": "1.2"}],
                    "elements": [dict(zip(names, one, strict=True)) for one in elements],
                    "relationships": [
                        {"source_element_identifier": source, "dest_element_identifier": target}
                        for source, target in relationships
                    ],
                }
            }
        }
    ).encode()


def digcomp_file(*changed: dict[str, Any]) -> bytes:
    """Return a supplement with one competence and four levels in two bands, and ``changed``."""
    return json.dumps(
        {
            "@graph": [
                {
                    "@type": "CompetenceArea",
                    "@id": "CompetenceArea/1",
                    "name": "Ovens",
                    "description": "Heat.",
                },
                {
                    "@type": "Competence",
                    "@id": "Competence/1.1",
                    "name": "Lighting",
                    "description": "Lights ovens.",
                    "competence_area_id": "CompetenceArea/1",
                },
                *(
                    {
                        "@type": "ProficiencyLevel",
                        "@id": f"ProficiencyLevel/{band}_{number}",
                        "four_levels_name": band,
                        "eight_levels_mapping": number,
                        "eight_levels_description": f"Level {number}.",
                    }
                    # Not in their order: numbers order them, not their place in the file.
                    for band, number in (("Hot", 3), ("Cold", 2), ("Hot", 4), ("Cold", 1))
                ),
                statement("CS1"),
                *changed,
            ]
        }
    ).encode()


def statement(key: str, *, competence: str = "Competence/1.1", band: str = "Hot") -> dict[str, Any]:
    """Return a statement of what somebody can do, in a supplement."""
    return {
        "@type": "CompetenceStatement",
        "@id": f"CompetenceStatement/{key}",
        "description": "Light an oven.",
        "competence_id": competence,
        "four_levels_proficiency_name": f"ProficiencyLevel/{band}",
    }
