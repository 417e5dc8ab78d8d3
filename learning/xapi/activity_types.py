"""The kinds of activity the platform states about, each with the place that defines it."""

from __future__ import annotations

from dataclasses import dataclass

ADL = "http://adlnet.gov/expapi/activities/"


@dataclass(frozen=True, slots=True)
class ActivityType:
    """A kind of activity: its IRI and the vocabulary that defines it."""

    iri: str
    source: str


COURSE = ActivityType(ADL + "course", "https://w3id.org/xapi/adl/activity-types/course")
LESSON = ActivityType(ADL + "lesson", "https://w3id.org/xapi/adl/activity-types/lesson")
LINK = ActivityType(ADL + "link", "https://w3id.org/xapi/adl/activity-types/link")
QUESTION = ActivityType(ADL + "question", "https://w3id.org/xapi/adl/activity-types/question")
CMI_INTERACTION = ActivityType(
    ADL + "cmi.interaction", "xAPI 1.0.3, Data 2.4.4.1, Interaction Activities"
)
