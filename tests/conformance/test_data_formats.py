"""Data 2.2: JSON objects, their properties and types, and parameters held to the same."""

from __future__ import annotations

import json

from .client import (
    ACTIVITIES,
    ACTIVITY,
    ACTIVITY_PROFILE,
    AGENT,
    AGENT_PROFILE,
    AGENTS,
    STATE,
    STATEMENT,
    STATEMENTS,
    SUB_STATEMENT,
    UUID_1,
    Client,
    about,
    defined,
    new,
    put,
    without,
)
from .rows import ACCEPTED, REFUSED, Asks, Says, request_table, requirement, statement_table

X = "https://partner.example/x"


def written(**parts: str) -> bytes:
    """Return a statement as text, with parts that no JSON writer would write."""
    said = {**{name: json.dumps(value) for name, value in STATEMENT.items()}, **parts}
    return ("{" + ",".join(f'"{name}":{value}' for name, value in said.items()) + "}").encode()


test_statements_are_json_objects = statement_table(
    Says("14", "A statement is a JSON object", STATEMENT, ACCEPTED),
    Says("14", "An array holds statements", [STATEMENT, STATEMENT], ACCEPTED),
    Says("14", "A string is no statement", b'"statement"', REFUSED),
    Says("14", "A number is no statement", b"1", REFUSED),
    Says("14", "null is no statement", b"null", REFUSED),
    Says("14", "An array in an array is no statement", [[STATEMENT]], REFUSED),
    Says("14", "JSON has no comments", b"/* */" + json.dumps(STATEMENT).encode(), REFUSED),
    Says("14", "JSON that breaks off is refused", json.dumps(STATEMENT).encode()[:-1], REFUSED),
    Says("14", "JSON has no single quotation marks", b"{'actor': 1}", REFUSED),
    Says("14", "NaN is not JSON", written(result='{"score":{"raw":NaN}}'), REFUSED),
    Says("14", "Nothing at all is no statement", b"", REFUSED),
)

test_properties = statement_table(
    Says("3", "A statement has an actor", without("actor"), REFUSED),
    Says("4", "A statement has a verb", without("verb"), REFUSED),
    Says("5", "A statement has an object", without("object"), REFUSED),
    Says("1", "null is no value of an actor", put("actor", None), REFUSED),
    Says("1", "null is no value of a name", put("actor/name", None), REFUSED),
    Says("1", "null is no value of a verb's words", put("verb/display", None), REFUSED),
    Says("1", "null is no value in a language map", put("verb/display", {"en": None}), REFUSED),
    Says("1", "null is no value of a definition", put("object/definition", None), REFUSED),
    Says("1", "null is no value of a result", put("result", None), REFUSED),
    Says("1", "null is no value of a score", put("result/score", {"raw": None}), REFUSED),
    Says("1", "null is no value of a context", put("context", None), REFUSED),
    Says("1", "null is no value of a registration", put("context/registration", None), REFUSED),
    Says("1", "null is no value of attachments", put("attachments", None), REFUSED),
    Says("1", "null is no value of extensions", put("result/extensions", None), REFUSED),
    Says("1, 119", "null is a value inside extensions", defined(extensions={X: None}), ACCEPTED),
    Says("21", "No property is given twice", written()[:-1] + b',"actor":{}}', REFUSED),
    Says(
        "21",
        "Nor with the same value",
        written()[:-1] + b',"actor":' + json.dumps(AGENT).encode() + b"}",
        REFUSED,
    ),
    Says("21", "Nor inside another", written(verb='{"id":"a:b","id":"a:b"}'), REFUSED),
    Says("21", "Nor in extensions", written(context='{"extensions":{"a:b":1,"a:b":1}}'), REFUSED),
)

test_types = statement_table(
    Says("6", "An actor is an object", put("actor", "somebody"), REFUSED),
    Says("6", "A verb is an object", put("verb", "did"), REFUSED),
    Says("6", "An object is an object", put("object", [ACTIVITY]), REFUSED),
    Says("6", "A result is an object", put("result", []), REFUSED),
    Says("6", "A context is an object", put("context", "school"), REFUSED),
    Says("6", "A string is no number", put("result/score", {"raw": "1"}), REFUSED),
    Says("6", "true is no number", put("result/score", {"raw": True}), REFUSED),
    Says("6", "A string is not true", put("result/completion", "true"), REFUSED),
    Says("6", "A number is not true", put("result/success", 1), REFUSED),
    Says("6", "A number is no string", put("actor/name", 1), REFUSED),
    Says("6", "An array is no string", put("result/response", ["a"]), REFUSED),
    Says("6", "An object is no array", put("attachments", {}), REFUSED),
)

test_keys_and_values = statement_table(
    Says("8, 10", "Keys have their case: Actor", put("Actor", AGENT, without("actor")), REFUSED),
    Says("8, 10", "Keys have their case: Result", put("Result", {}), REFUSED),
    Says(
        "8, 10",
        "Keys have their case: homepage",
        put("actor", {"account": {"homepage": "https://partner.example", "name": "a"}}),
        REFUSED,
    ),
    Says("8, 10", "Keys have their case: Mbox", put("actor", {"Mbox": AGENT["mbox"]}), REFUSED),
    Says("8, 10", "Keys have their case: moreinfo", defined(moreinfo=X), REFUSED),
    Says("8, 10", "Keys have their case: definitions", defined(interactiontype="other"), REFUSED),
    Says("10", "No other property of a statement is known", put("colour", "red"), REFUSED),
    Says("10", "No other property of an actor is known", put("actor/age", 1), REFUSED),
    Says("10", "No other property of a verb is known", put("verb/tense", "past"), REFUSED),
    Says("10", "No other property of an activity is known", put("object/name", "a"), REFUSED),
    Says("10", "No other property of a result is known", put("result", {"mark": 1}), REFUSED),
    Says("10", "No other property of a context is known", put("context", {"place": "a"}), REFUSED),
    Says("9", "Types have their case: agent", put("actor/objectType", "agent"), REFUSED),
    Says(
        "9",
        "Types have their case: GROUP",
        put("actor", {"objectType": "GROUP", "member": [AGENT]}),
        REFUSED,
    ),
    Says(
        "9",
        "Types have their case: activity",
        put("object/objectType", "activity"),
        REFUSED,
    ),
    Says(
        "9",
        "Types have their case: statementref",
        about({"objectType": "statementref", "id": UUID_1}),
        REFUSED,
    ),
    Says(
        "9",
        "Types have their case: substatement",
        about({**SUB_STATEMENT, "objectType": "substatement"}),
        REFUSED,
    ),
    Says(
        "9",
        "Types have their case: True-False",
        defined(interactionType="True-False"),
        REFUSED,
    ),
)

ABOUT_STATE = {"activityId": ACTIVITY["id"], "agent": AGENT, "stateId": "s"}

test_parameters_are_held_to_the_same = request_table(
    Asks("12", "A UUID is a UUID: statementId", "GET", STATEMENTS, {"statementId": "1"}, 400),
    Asks(
        "12",
        "A UUID is a UUID: voidedStatementId",
        "GET",
        STATEMENTS,
        {"voidedStatementId": "1"},
        400,
    ),
    Asks("12", "A UUID is a UUID: registration", "GET", STATEMENTS, {"registration": "1"}, 400),
    Asks(
        "12",
        "A UUID is a UUID: of a state",
        "GET",
        STATE,
        {**ABOUT_STATE, "registration": "1"},
        400,
    ),
    Asks("12", "An IRI is an IRI: verb", "GET", STATEMENTS, {"verb": "did"}, 400),
    Asks("12", "An IRI is an IRI: activity", "GET", STATEMENTS, {"activity": "a"}, 400),
    Asks("12", "An IRI is an IRI: activityId", "GET", ACTIVITIES, {"activityId": "a"}, 400),
    Asks(
        "12", "An IRI is an IRI: of a state", "GET", STATE, {**ABOUT_STATE, "activityId": "a"}, 400
    ),
    Asks("12", "An IRI is an IRI: of a profile", "GET", ACTIVITY_PROFILE, {"activityId": "a"}, 400),
    Asks("12", "An agent is an agent", "GET", STATEMENTS, {"agent": {"mbox": "a"}}, 400),
    Asks("12", "An agent is an agent: of a state", "GET", STATE, {**ABOUT_STATE, "agent": {}}, 400),
    Asks(
        "12",
        "An agent is an agent: of a profile",
        "GET",
        AGENT_PROFILE,
        {"agent": {"name": "a"}},
        400,
    ),
    Asks("12", "An agent is an agent: asked for", "GET", AGENTS, {"agent": {"openid": "me"}}, 400),
    Asks("12", "A time is a time: since", "GET", STATEMENTS, {"since": "yesterday"}, 400),
    Asks("12", "A time is a time: until", "GET", STATEMENTS, {"until": "2026-13-01"}, 400),
    Asks("12", "A truth is true or false", "GET", STATEMENTS, {"ascending": "yes"}, 400),
    Asks("12", "A limit is a whole number", "GET", STATEMENTS, {"limit": "-1"}, 400),
    Asks("12", "A format is one of three", "GET", STATEMENTS, {"format": "short"}, 400),
)


@requirement("2", "Numbers come back as precise as they were sent")
def test_numbers_keep_their_precision(lrs: Client) -> None:
    long = "3.14159265358979323846264338327950288419716939937510"
    sent = written(result='{"score":{"raw":' + long + ',"max":4.50,"min":-1e-7}}')
    [id] = lrs.ask("POST", STATEMENTS, body=sent).json()
    answer = lrs.ask("GET", STATEMENTS, {"statementId": id}).content
    for number in (long, "4.50", "-1e-7"):
        assert number in answer.decode()


@requirement("15", "Strings are UTF-8, whatever script they are in")
def test_strings_are_utf_8(lrs: Client) -> None:
    words = {"cy": "llŷr", "ja": "学習", "ar": "تعلم", "en": "🎓 \\u0041 \"'"}
    sent = put("verb/display", words, new())
    body = json.dumps(sent, ensure_ascii=False).encode()
    assert lrs.ask("POST", STATEMENTS, body=body).status_code == 200
    response = lrs.ask("GET", STATEMENTS, {"statementId": sent["id"]})
    assert json.loads(response.content.decode("utf-8"))["verb"]["display"] == words
    latin = json.dumps(put("actor/name", "llŷr".replace("ŷ", "ÿ"), new()), ensure_ascii=False)
    assert lrs.ask("POST", STATEMENTS, body=latin.encode("latin-1")).status_code == 400
