"""Sound statements of every shape, and ways to spoil them, for the property tests."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Sequence
from typing import Any

from hypothesis import strategies as st

from learning.xapi.validation import Version

Json = Any
Path = tuple[str | int, ...]

# Any character but half a surrogate pair, which is none, and NUL, which the store refuses.
text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
iris = st.sampled_from(
    [
        "https://partner.example/a",
        "https://partner.example/b?c=d&e=f#g",
        "HTTP://PARTNER.EXAMPLE:8080/",
        "https://partner.example/فعل/خواندن",
        "urn:isbn:0451450523",
        "tag:partner.example,2026:x",
        "x:1",
    ]
)
tags = st.sampled_from(
    ["en", "cy", "EN-gb", "zh-Hant-TW", "es-419", "de-1996", "x-own", "sl-rozaj-biske", "und"]
)
uuids = st.uuids().map(str) | st.uuids().map(lambda id: str(id).upper())
times = st.sampled_from(
    [
        "2026-05-01T09:30:00Z",
        "2026-05-01T09:30:00.1Z",
        "2026-05-01T09:30:00.123456789+05:30",
        "1999-12-31T23:59:59-11:00",
        "2024-02-29T00:00:00.000z",
        "2016-12-31T23:59:60Z",
    ]
)
# 2.0 has only the form of RFC 3339.
older_times = st.sampled_from(
    ["2026-05-01", "20260501T093000Z", "2026-05-01T09:30", "2026-05-01T09:30:00+05"]
)
durations = st.sampled_from(["PT0S", "PT1.25S", "P1Y2M3DT4H5M6.789S", "P4W", "PT36H", "P0.5D"])
language_maps = st.dictionaries(tags, text, max_size=3)
numbers = st.integers(-(10**25), 10**25) | st.floats(allow_nan=False, allow_infinity=False)
anything: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | numbers | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=6,
)
extensions = st.dictionaries(iris, anything, max_size=2)


def some(required: dict[str, Any], **optional: Any) -> st.SearchStrategy[dict[str, Any]]:
    """Return objects with all that is required and some of what is not."""
    return st.fixed_dictionaries(required, optional=optional)


accounts = some({"homePage": iris, "name": text})
identifiers = st.one_of(
    st.fixed_dictionaries(
        {"mbox": st.sampled_from(["mailto:a@b.example", "mailto:A.b+c@D.Example"])}
    ),
    st.fixed_dictionaries({"mbox_sha1sum": st.sampled_from(["aF" * 20, "0" * 40])}),
    st.fixed_dictionaries({"openid": iris}),
    st.fixed_dictionaries({"account": accounts}),
)


def together(*parts: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Return objects with the properties of each of ``parts``."""
    return st.tuples(*parts).map(lambda each: {k: v for part in each for k, v in part.items()})


agents = together(identifiers, some({}, name=text, objectType=st.just("Agent")))
typed_agents = together(agents, st.just({"objectType": "Agent"}))
_group = some({"objectType": st.just("Group")}, name=text)
groups = st.one_of(
    together(_group, some({"member": st.lists(agents, min_size=1, max_size=3)})),
    together(_group, identifiers, some({}, member=st.lists(agents, max_size=2))),
)
actors = agents | groups
verbs = some({"id": iris}, display=language_maps)
components = st.lists(
    some({"id": text}, description=language_maps), max_size=3, unique_by=lambda each: each["id"]
)
LISTS = {
    "choice": ["choices"], "sequencing": ["choices"], "likert": ["scale"],
    "matching": ["source", "target"], "performance": ["steps"], "true-false": [], "fill-in": [],
    "long-fill-in": [], "numeric": [], "other": [],
}  # fmt: skip
interactions = st.sampled_from(sorted(LISTS)).flatmap(
    lambda kind: some(
        {"interactionType": st.just(kind)},
        correctResponsesPattern=st.lists(text, max_size=2),
        **dict.fromkeys(LISTS[kind], components),
    )
)
definitions = together(
    some(
        {},
        name=language_maps,
        description=language_maps,
        type=iris,
        moreInfo=iris,
        extensions=extensions,
    ),
    st.just({}) | interactions,
)
activities = some({"id": iris}, objectType=st.just("Activity"), definition=definitions)
references = some({"objectType": st.just("StatementRef"), "id": uuids})


@st.composite
def scores(draw: st.DrawFn) -> dict[str, Any]:
    """Return scores whose numbers stand in the order that they must."""
    ordinary = st.integers(-1000, 1000) | st.floats(-1e6, 1e6)
    low, raw, high = sorted(draw(st.lists(ordinary, min_size=3, max_size=3, unique=True)))
    whole = {"min": low, "raw": raw, "max": high, "scaled": draw(st.floats(-1, 1))}
    kept = draw(st.sets(st.sampled_from(sorted(whole))))
    return {name: value for name, value in whole.items() if name in kept}


results = some(
    {},
    score=scores(),
    success=st.booleans(),
    completion=st.booleans(),
    response=text,
    duration=durations,
    extensions=extensions,
)
roles = st.dictionaries(
    st.sampled_from(["parent", "grouping", "category", "other"]),
    activities | st.lists(activities, max_size=2),
    max_size=2,
)
attachments = st.lists(
    some(
        {
            "usageType": iris,
            "display": language_maps,
            "contentType": st.sampled_from(["text/plain", 'text/plain; charset="utf-8"', "a/b+c"]),
            "length": st.integers(0, 10**12),
            "sha2": st.sampled_from(["ab" * 32, "AB" * 64, "0" * 56, "1" * 96]),
            # Data that does not come with the statement must lie elsewhere.
            "fileUrl": iris,
        },
        description=language_maps,
    ),
    max_size=2,
)


def contexts(version: Version, *, activity: bool) -> st.SearchStrategy[dict[str, Any]]:
    """Return contexts; revision and platform are only for statements about an activity."""
    optional: dict[str, Any] = {
        "registration": uuids,
        "instructor": actors,
        "team": groups,
        "contextActivities": roles,
        "language": tags,
        "statement": references,
        "extensions": extensions,
    }
    if activity:
        optional |= {"revision": text, "platform": text}
    if version is Version.V2_0:
        types = st.lists(iris, min_size=1, max_size=2)
        for kind, part, who in (
            ("contextAgent", "agent", agents),
            ("contextGroup", "group", groups),
        ):
            member = some({"objectType": st.just(kind), part: who}, relevantTypes=types)
            optional[f"{kind}s"] = st.lists(member, max_size=2)
    return some({}, **optional)


def parts_of(version: Version, thing: st.SearchStrategy[Any], *, activity: bool) -> Any:
    """Return the parts that a statement and a sub-statement share."""
    required = {"actor": actors, "verb": verbs, "object": thing}
    return required, {
        "result": results,
        "context": contexts(version, activity=activity),
        "timestamp": times if version is Version.V2_0 else times | older_times,
        "attachments": attachments,
    }


def statements(version: Version) -> st.SearchStrategy[dict[str, Any]]:
    """Return statements that ``version`` allows, of every shape."""
    kinds = [(activities, True), (typed_agents | groups | references, False)]
    subs = st.one_of(
        *(
            together(st.just({"objectType": "SubStatement"}), some(required, **optional))
            for thing, activity in kinds
            for required, optional in [parts_of(version, thing, activity=activity)]
        )
    )
    spoken = st.sampled_from(["1.0", "1.0.0", "1.0.12"] + ["2.0.0"] * (version is Version.V2_0))
    alone = {
        "id": uuids,
        "stored": times,
        "version": spoken,
        "authority": agents
        | together(
            st.just({"objectType": "Group"}),
            some({"member": st.lists(agents, min_size=2, max_size=2)}),
        ),
    }
    return st.one_of(
        *(
            some(required, **optional, **alone)
            for thing, activity in [*kinds, (subs, False)]
            for required, optional in [parts_of(version, thing, activity=activity)]
        )
    )


def places(said: Json, path: Path = ()) -> Iterator[Path]:
    """Give the paths of all values, but not of those inside extensions, which may be anything."""
    inner: Iterator[tuple[str | int, Json]]
    if isinstance(said, dict):
        inner = iter(said.items())
    elif isinstance(said, list):
        inner = enumerate(said)
    else:
        return
    for key, value in inner:
        yield (*path, key)
        if path[-1:] != ("extensions",):
            yield from places(value, (*path, key))


def at(said: Json, path: Path) -> Json:
    """Return what stands at ``path``."""
    for step in path:
        said = said[step]
    return said


WRONG = (
    None, True, False, 0, -1, 1.5, "", "word", "two words", "partner.example/a", "//a", "a b:c",
    "12345678123456781234567812345678", "{12345678-1234-5678-1234-567812345678}", "mailto:a",
    "2026-02-30T09:30:00Z", "2026-05-01T09:30:00-00:00", "yesterday", "P4W1D", "PT", "en_GB", "a1",
    [], {}, ["word"], {"en": 1}, {"a b": 1}, {"id": "https://partner.example/a"}, [{}], "agent",
    {"mbox": "mailto:a@b.example"}, {"objectType": "Group"}, "https://partner.example/x",
    "0.9", "1.1.0", "a" * 40, 2,
)  # fmt: skip


@st.composite
def spoilt(
    draw: st.DrawFn, sound: st.SearchStrategy[dict[str, Any]], wrong: Sequence[Json] = WRONG
) -> Json:
    """Return a statement with one change, after which it may be sound or not."""
    made = copy.deepcopy(draw(sound))
    path = draw(st.sampled_from(sorted(places(made), key=str)))
    holder, key = at(made, path[:-1]), path[-1]
    change = draw(st.sampled_from(["drop", "rename", "retype", "add"]))
    if change == "drop" or (change == "rename" and isinstance(holder, list)):
        del holder[key]
    elif change == "rename":
        name = draw(
            st.sampled_from([str(key).upper(), str(key).capitalize(), "colour", "objectType"])
        )
        holder[name] = holder.pop(key)
    elif change == "retype":
        holder[key] = draw(st.sampled_from(wrong))
    else:
        names = ("colour", "id", "member", "objectType", "definition", "mbox", "choices", "stored")
        value = draw(st.sampled_from(wrong))
        if isinstance(holder, list):
            holder.append(value)
        else:
            holder[draw(st.sampled_from(names))] = value
    return made


def written_twice(said: Json, path: Path, again: Json) -> str:
    """Return ``said`` as JSON in which the property at ``path`` is given twice."""
    if not path:
        return json.dumps(said)
    if isinstance(said, list):
        parts = [
            written_twice(each, path[1:] if place == path[0] else (), again)
            for place, each in enumerate(said)
        ]
        return f"[{','.join(parts)}]"
    pairs = []
    for name, value in said.items():
        inner = path[1:] if name == path[0] else ()
        pairs.append(f"{json.dumps(name)}:{written_twice(value, inner, again)}")
        if path == (name,):
            pairs.append(f"{json.dumps(name)}:{json.dumps(again)}")
    return "{" + ",".join(pairs) + "}"
