"""A framework as a file describes it, whatever the format. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import Enum, unique


@dataclass(frozen=True, slots=True)
class Level:
    """A level of the scale; scales are ordered from the lowest. Some publishers name bands."""

    key: str
    name: str
    description: str = ""
    band: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A group of skills (an area) or of roles (a job family)."""

    key: str
    name: str
    description: str = ""


@unique
class SkillKind(Enum):
    """The kinds of things that a person can have by which frameworks say what they can do."""

    SKILL = "skill"
    KNOWLEDGE = "knowledge"
    COMPETENCY = "competency"
    TASK = "task"


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill, in the area ``group`` where the framework has areas."""

    key: str
    name: str
    description: str = ""
    group: str | None = None
    kind: SkillKind = SkillKind.SKILL


@dataclass(frozen=True, slots=True)
class Descriptor:
    """What somebody at one of ``levels`` can do; a text for a band describes each level of it."""

    skill: str
    levels: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Role:
    """A role, in the job family ``family``."""

    key: str
    name: str
    family: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class RoleLevel:
    """A level of a role; its name is empty where the framework does not divide the role."""

    key: str
    role: str
    name: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Requirement:
    """A skill that a level of a role requires, at a level where the framework has levels."""

    role_level: str
    skill: str
    level: str | None = None


@dataclass(frozen=True, slots=True)
class Framework:
    """A framework. Keys are the publisher's identifiers, else made of names, and are unique.

    Each name of a level, skill, group or role in another value is the key of one that is here.
    """

    title: str
    version: str = ""
    levels: tuple[Level, ...] = ()
    areas: tuple[Group, ...] = ()
    skills: tuple[Skill, ...] = ()
    descriptors: tuple[Descriptor, ...] = ()
    families: tuple[Group, ...] = ()
    roles: tuple[Role, ...] = ()
    role_levels: tuple[RoleLevel, ...] = ()
    requirements: tuple[Requirement, ...] = ()


@unique
class About(Enum):
    """The reasons for a remark on a file."""

    REPEATED = "repeated"  # says again what the file has said; taken once
    CONTRADICTORY = "contradictory"  # says something else than before; the first is taken
    NOT_IN_USE = "not_in_use"  # the publisher says that it is not in use; not taken
    LEVEL_UNDEFINED = "level_undefined"  # a role requires a level that is not described; taken
    WITHOUT_DESCRIPTION = "without_description"  # said to be without a description yet
    UNKNOWN_LEVEL = "unknown_level"  # a level that the scale does not have; not taken
    UNKNOWN_SKILL = "unknown_skill"  # a skill that the framework does not have; not taken
    UNKNOWN_PARENT = "unknown_parent"  # names something that is not in the file; not taken
    NOT_TAKEN = "not_taken"  # a kind of thing that is not kept here
    # What makes a file unusable.
    NOT_UTF8 = "not_utf8"
    NOT_A_TABLE = "not_a_table"
    NOT_JSON = "not_json"
    OTHER_COLUMNS = "other_columns"
    OTHER_SHAPE = "other_shape"
    TOO_LARGE = "too_large"


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark on a place of a file: a row as a spreadsheet counts them, else an identifier."""

    about: About
    place: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A framework and the remarks on the file that it was read from."""

    framework: Framework
    remarks: tuple[Remark, ...] = ()

    def counts(self) -> Counter[About]:
        """Return how many remarks there are of each reason."""
        return Counter(remark.about for remark in self.remarks)


class UnusableFramework(Exception):
    """Raised for a file that is not of its format; ``remarks`` say why."""

    def __init__(self, *remarks: Remark) -> None:
        self.remarks = remarks
        super().__init__("; ".join(f"{one.place}: {one.about.value} {one.what}" for one in remarks))
