"""Data 2.2 and 4: identifiers, languages, extensions, times and durations."""

from __future__ import annotations

from .client import ONE, REFERENCE, STATEMENTS, TWO, UUID_1, Client, about, defined, new, put
from .rows import ACCEPTED, REFUSED, Says, requirement, statement_table

X = "https://partner.example/x"
ODD = {X: None, X + "/empty": "", X + "/nothing": {}, X + "/list": [None, {}, ""], "urn:x:1": 0}

test_identifiers = statement_table(
    Says("7", "An empty string is no IRI", put("verb/id", ""), REFUSED),
    Says("7", "An empty string is no UUID", put("id", ""), REFUSED),
    Says("7", "An empty string is no mbox", put("actor/mbox", ""), REFUSED),
    Says("7", "An empty string is no timestamp", put("timestamp", ""), REFUSED),
    Says("7", "An empty string is no duration", put("result/duration", ""), REFUSED),
    Says("7", "An empty string is no language", put("context/language", ""), REFUSED),
    Says("7", "An empty string is a response", put("result/response", ""), ACCEPTED),
    Says("7", "A space is in no IRI", put("verb/id", "https://partner.example/a b"), REFUSED),
    Says("7", "A key of extensions is an IRI", put("result/extensions", {"a b": 1}), REFUSED),
    Says("11", "A verb's id has a scheme", put("verb/id", "partner.example/did"), REFUSED),
    Says("11", "An activity's id has a scheme", put("object/id", "courses/1"), REFUSED),
    Says("11", "A scheme comes before the rest", put("object/id", "//partner.example/1"), REFUSED),
    Says("11", "A type has a scheme", defined(type="lesson"), REFUSED),
    Says("11", "moreInfo has a scheme", defined(moreInfo="www.partner.example"), REFUSED),
    Says(
        "11",
        "A home page has a scheme",
        put("actor", {"account": {"homePage": "partner.example", "name": "a"}}),
        REFUSED,
    ),
    Says("11", "Any scheme will do", put("object/id", "urn:isbn:0451450523"), ACCEPTED),
    Says(
        "11",
        "An IRI may be of any script",
        put("object/id", "https://partner.example/فعل"),
        ACCEPTED,
    ),
    Says("27, 30", "An id is a UUID", put("id", UUID_1), ACCEPTED),
    Says("27, 30", "An id has hexadecimal digits only", put("id", "g" + UUID_1[1:]), REFUSED),
    Says("27, 30", "An id is 32 digits long", put("id", UUID_1[:-1]), REFUSED),
    Says("27, 30", "And not longer", put("id", UUID_1 + "0"), REFUSED),
    Says("28", "An id is a string", put("id", 1), REFUSED),
    Says("28", "An id is no object", put("id", {"uuid": UUID_1}), REFUSED),
    Says("29", "A UUID has its hyphens", put("id", UUID_1.replace("-", "")), REFUSED),
    Says("29", "A UUID has no braces", put("id", "{" + UUID_1 + "}"), REFUSED),
    Says("29", "A UUID has no prefix", put("id", "urn:uuid:" + UUID_1), REFUSED),
    Says(
        "29", "Nor has a registration", put("context/registration", "urn:uuid:" + UUID_1), REFUSED
    ),
    Says("29, 30", "A reference is to a UUID", about({**REFERENCE, "id": "the other"}), REFUSED),
)

test_languages = statement_table(
    Says(
        "121",
        "A language map has language tags as keys",
        put(
            "verb/display",
            {
                "en": "a",
                "en-GB": "a",
                "cy": "a",
                "zh-Hant-TW": "a",
                "es-419": "a",
                "de-1996": "a",
                "x-own": "a",
                "i-klingon": "a",
                "en-GB-oed": "a",
            },
        ),
        ACCEPTED,
    ),
    Says("13, 121", "A language is two to eight letters", put("verb/display", {"e": "a"}), REFUSED),
    Says("13, 121", "Nine are too many", put("verb/display", {"abcdefghi": "a"}), REFUSED),
    Says("13, 121", "A tag has no underscore", put("verb/display", {"en_GB": "a"}), REFUSED),
    Says(
        "13, 121", "A tag does not begin with a hyphen", put("verb/display", {"-en": "a"}), REFUSED
    ),
    Says("13, 121", "A tag does not end with one", put("verb/display", {"en-": "a"}), REFUSED),
    Says("13, 121", "A tag is not empty", put("verb/display", {"": "a"}), REFUSED),
    Says(
        "13, 121",
        "A region is two letters or three digits",
        put("verb/display", {"en-1": "a"}),
        REFUSED,
    ),
    Says("13", "So it is with a definition's words", defined(name={"en_GB": "a"}), REFUSED),
    Says("13", "And with a context's language", put("context/language", "en_GB"), REFUSED),
    Says("121", "Words are strings", put("verb/display", {"en": 1}), REFUSED),
    Says("121", "A language map is an object", put("verb/display", "did"), REFUSED),
)

test_extensions = statement_table(
    Says("118", "The keys are IRIs: of a result", put("result/extensions", {"a": 1}), REFUSED),
    Says("118", "The keys are IRIs: of a context", put("context/extensions", {"a": 1}), REFUSED),
    Says("118", "The keys are IRIs: of an activity", defined(extensions={"a": 1}), REFUSED),
    Says("118", "IRIs are taken", put("context/extensions", {X: 1}), ACCEPTED),
    Says(
        "119", "A value may be empty or null: of a result", put("result/extensions", ODD), ACCEPTED
    ),
    Says(
        "119",
        "A value may be empty or null: of a context",
        put("context/extensions", ODD),
        ACCEPTED,
    ),
    Says("119", "A value may be empty or null: of an activity", defined(extensions=ODD), ACCEPTED),
    Says("120", "Extensions are an object: not a string", put("result/extensions", "a"), REFUSED),
    Says("120", "Extensions are an object: not an array", put("context/extensions", [X]), REFUSED),
    Says("120", "Extensions are an object: not a number", defined(extensions=1), REFUSED),
    Says("120", "Extensions may be none", put("result/extensions", {}), ACCEPTED),
)

test_times = statement_table(
    Says(
        "123", "A timestamp is ISO 8601, in UTC", put("timestamp", "2026-05-01T09:30:00Z"), ACCEPTED
    ),
    Says("123", "Or with an offset", put("timestamp", "2026-05-01T09:30:00+05:30"), ACCEPTED),
    Says("123", "Or with fractions", put("timestamp", "2026-05-01T09:30:00.123456789Z"), ACCEPTED),
    Says(
        "123", "The basic form is for 1.0.3", put("timestamp", "20260501T093000Z"), ACCEPTED, [ONE]
    ),
    Says("123", "2.0 wants RFC 3339", put("timestamp", "20260501T093000Z"), REFUSED, [TWO]),
    Says("123", "A date alone is for 1.0.3", put("timestamp", "2026-05-01"), ACCEPTED, [ONE]),
    Says("123", "2.0 wants the time", put("timestamp", "2026-05-01"), REFUSED, [TWO]),
    Says("123", "2.0 wants the zone", put("timestamp", "2026-05-01T09:30:00"), REFUSED, [TWO]),
    Says(
        "123",
        "A negative zero is no offset",
        put("timestamp", "2026-05-01T09:30:00-00:00"),
        REFUSED,
    ),
    Says("123", "Nor without its colon", put("timestamp", "2026-05-01T09:30:00-0000"), REFUSED),
    Says("123", "Nor as hours alone", put("timestamp", "2026-05-01T09:30:00-00"), REFUSED),
    Says("123", "February has no 30th day", put("timestamp", "2026-02-30T09:30:00Z"), REFUSED),
    Says("123", "A day has no 25th hour", put("timestamp", "2026-05-01T25:30:00Z"), REFUSED),
    Says("123", "Words are no time", put("timestamp", "yesterday"), REFUSED),
    Says("123", "A duration is no time", put("timestamp", "PT1H"), REFUSED),
    Says("123", "A number is no time", put("timestamp", 1714555800), REFUSED),
    Says("124", "A duration is ISO 8601", put("result/duration", "P3Y6M4DT12H30M5S"), ACCEPTED),
    Says(
        "124", "Its smallest part may have a fraction", put("result/duration", "PT0.5S"), ACCEPTED
    ),
    Says("124", "Weeks stand alone", put("result/duration", "P4W"), ACCEPTED),
    Says("124", "Weeks stand beside nothing", put("result/duration", "P4W1D"), REFUSED),
    Says("124", "T is not the end", put("result/duration", "P1DT"), REFUSED),
    Says("124", "P is not all", put("result/duration", "P"), REFUSED),
    Says("124", "A number needs its letter", put("result/duration", "PT1"), REFUSED),
    Says("124", "The parts have an order", put("result/duration", "PT1S1H"), REFUSED),
    Says("124", "A time is no duration", put("result/duration", "2026-05-01T09:30:00Z"), REFUSED),
)


@requirement("122", "A timestamp keeps its milliseconds")
def test_milliseconds_are_kept(lrs: Client) -> None:
    sent = new(timestamp="2026-05-01T09:30:00.123Z")
    lrs.store(sent)
    found = lrs.stored(sent["id"])
    assert found["timestamp"] == "2026-05-01T09:30:00.123Z"
    assert len(found["stored"].partition(".")[2].rstrip("Z")) >= 3


@requirement("119", "So it is with PUT, and what was sent comes back")
def test_odd_extensions_come_back(lrs: Client) -> None:
    sent = {**defined(extensions=ODD), "id": UUID_1, "result": {"extensions": ODD}}
    response = lrs.ask("PUT", STATEMENTS, {"statementId": UUID_1}, sent)
    assert response.status_code == 204
    found = lrs.stored(UUID_1)
    assert found["object"]["definition"]["extensions"] == ODD
    assert found["result"]["extensions"] == ODD
