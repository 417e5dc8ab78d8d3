"""Communication 2.4, 2.5 and 2.8: what agents, activities and about answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .client import (
    ABOUT,
    ACCOUNT,
    ACTIVITIES,
    ACTIVITY,
    AGENT,
    AGENTS,
    GROUP,
    HOME,
    STATEMENT,
    Client,
    about,
    new,
)
from .rows import Asks, request_table, requirement

PERSON = {
    "238": ("name", "A Learner"),
    "239, 244": ("mbox", "mailto:learner@partner.example"),
    "240": ("mbox_sha1sum", "ebd31e95054c018b10727ccffd2ef2ec3a016ee9"),
    "241": ("openid", "https://learner.partner.example/"),
    "242": ("account", ACCOUNT),
}


def is_person(name: str, value: Any) -> Any:
    def then(lrs: Client, response: Any) -> None:
        said = response.json()
        assert said["objectType"] == "Person"
        assert said[name] == [value]

    return then


def persons() -> Iterator[Asks]:
    for ids, (name, value) in PERSON.items():
        agent = {"mbox": AGENT["mbox"], name: value} if name == "name" else {name: value}
        rule = f"{name} of a person is an array"
        yield Asks(ids, rule, "GET", AGENTS, {"agent": agent}, 200, then=is_person(name, value))


def is_that_person(lrs: Client, response: Any) -> None:
    assert response.json() == {"objectType": "Person", "mbox": [AGENT["mbox"]]}


def stored(lrs: Client) -> None:
    lrs.store(STATEMENT)


test_agents = request_table(
    Asks(
        "236, 245, 248",
        "The agents resource answers a person",
        "GET",
        AGENTS,
        {"agent": AGENT},
        200,
        given=stored,
        then=is_that_person,
    ),
    Asks(
        "246, 247",
        "Of nobody known, what was said",
        "GET",
        AGENTS,
        {"agent": AGENT},
        200,
        then=is_that_person,
    ),
    Asks(
        "237",
        "A person's type is Person",
        "GET",
        AGENTS,
        {"agent": AGENT},
        200,
        then=is_that_person,
    ),
    *persons(),
    Asks("243", "Who is asked for must be said", "GET", AGENTS, None, 400),
    *(
        Asks("249", f"{bad} is no agent", "GET", AGENTS, {"agent": bad}, 400)
        for bad in (
            "",
            "learner",
            "{",
            {},
            [],
            {"mbox": "learner"},
            {"account": {"name": "a"}},
            GROUP,
        )
    ),
    Asks("236", "Agents are not changed here", "PUT", AGENTS, {"agent": AGENT}, 405),
)


def is_whole(lrs: Client, response: Any) -> None:
    assert response.json() == {**ACTIVITY, "definition": WHOLE}


WHOLE = {
    "name": {"en": "A course", "cy": "Cwrs"},
    "description": {"en": "About data"},
    "type": "http://adlnet.gov/expapi/activities/course",
    "moreInfo": HOME + "more",
    "extensions": {HOME + "x": [1, None]},
}


def defined(lrs: Client) -> None:
    lrs.store(about({**ACTIVITY, "definition": WHOLE}))


test_activities = request_table(
    Asks(
        "252, 253",
        "The activities resource answers",
        "GET",
        ACTIVITIES,
        {"activityId": ACTIVITY["id"]},
        200,
        given=defined,
    ),
    Asks(
        "251",
        "With the whole activity",
        "GET",
        ACTIVITIES,
        {"activityId": ACTIVITY["id"]},
        200,
        given=defined,
        then=is_whole,
    ),
    Asks("250", "Which one must be said", "GET", ACTIVITIES, None, 400),
    Asks("250", "By an IRI", "GET", ACTIVITIES, {"activityId": "course"}, 400),
    Asks(
        "251",
        "Of one never heard of, its id",
        "GET",
        ACTIVITIES,
        {"activityId": HOME + "none"},
        200,
        then=lambda lrs, answer: _is({"objectType": "Activity", "id": HOME + "none"}, answer),
    ),
)


def _is(expected: Any, response: Any) -> None:
    assert response.json() == expected


@requirement("254", "All that any statement says of an activity is put together")
def test_definitions_are_put_together(lrs: Client) -> None:
    for definition in (
        {"name": {"en": "A course"}},
        {"name": {"cy": "Cwrs"}},
        {"type": HOME + "t"},
    ):
        lrs.store(about({**ACTIVITY, "definition": definition}))
    lrs.store(
        new(
            context={
                "contextActivities": {
                    "other": [{**ACTIVITY, "definition": {"description": {"en": "About data"}}}]
                }
            }
        )
    )
    answer = lrs.ask("GET", ACTIVITIES, {"activityId": ACTIVITY["id"]}).json()
    assert answer["definition"] == {
        "name": {"en": "A course", "cy": "Cwrs"},
        "type": HOME + "t",
        "description": {"en": "About data"},
    }


def says_versions(lrs: Client, response: Any) -> None:
    versions = response.json()["version"]
    assert isinstance(versions, list)
    assert {"1.0.3", "2.0.0"} <= set(versions)
    assert all(re.fullmatch(r"0\.9|0\.95|1\.0\.\d+|2\.0\.\d+", each) for each in versions)


def says_extensions(lrs: Client, response: Any) -> None:
    assert isinstance(response.json()["extensions"], dict)


test_about = request_table(
    Asks("315, 319", "About is there", "GET", ABOUT, None, 200, then=says_versions),
    Asks(
        "316, 317, 318",
        "It says the versions, an array of strings",
        "GET",
        ABOUT,
        None,
        200,
        then=says_versions,
    ),
    Asks("320", "It may say more, in extensions", "GET", ABOUT, None, 200, then=says_extensions),
)
