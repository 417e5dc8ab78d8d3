"""The verbs the platform states or must understand, each with the place that defines it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

ADL = "http://adlnet.gov/expapi/verbs/"
ADL_VOCABULARY = "https://w3id.org/xapi/adl/verbs"
SPECIFICATION = "xAPI 1.0.3, Data 2.3.2 Voiding"


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb: the IRI carries the meaning, ``display`` only the words for it."""

    iri: str
    display: Mapping[str, str]
    source: str

    def as_json(self) -> dict[str, object]:
        """Return the verb as a statement holds it."""
        return {"id": self.iri, "display": dict(self.display)}


REGISTERED = Verb(
    ADL + "registered", {"en": "registered", "cy": "cofrestrodd"}, f"{ADL_VOCABULARY}/registered"
)
UNREGISTERED = Verb(
    "http://id.tincanapi.com/verb/unregistered",
    {"en": "unregistered from", "cy": "dadgofrestrodd o"},
    "Open edX event-routing-backends, course.enrollment.deactivated; moodle-logstore_xapi",
)
INITIALIZED = Verb(
    ADL + "initialized", {"en": "started", "cy": "dechreuodd"}, f"{ADL_VOCABULARY}/initialized"
)
ANSWERED = Verb(ADL + "answered", {"en": "answered", "cy": "atebodd"}, f"{ADL_VOCABULARY}/answered")
COMPLETED = Verb(
    ADL + "completed", {"en": "completed", "cy": "cwblhaodd"}, f"{ADL_VOCABULARY}/completed"
)
PASSED = Verb(ADL + "passed", {"en": "passed", "cy": "pasiodd"}, f"{ADL_VOCABULARY}/passed")
FAILED = Verb(ADL + "failed", {"en": "failed", "cy": "methodd"}, f"{ADL_VOCABULARY}/failed")
EXEMPTED = Verb(
    f"{ADL_VOCABULARY}/waived",
    {"en": "was exempted from", "cy": "wedi’i eithrio rhag"},
    "cmi5 specification 9.3.7 Waived",
)
RATED = Verb(
    "http://id.tincanapi.com/verb/rated",
    {"en": "rated", "cy": "rhoddodd farn ar"},
    "https://registry.tincanapi.com/#uri/verb/240",
)
VOIDED = Verb(ADL + "voided", {"en": "voided", "cy": "dirymodd"}, SPECIFICATION)

ALL = (
    REGISTERED, UNREGISTERED, INITIALIZED, ANSWERED, COMPLETED, PASSED, FAILED, EXEMPTED, RATED,
    VOIDED,
)  # fmt: skip
