"""The formats in which statements can be asked for (xAPI 1.0.3, Communication 2.1.3)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .parts import context_activities, context_of, object_id, object_of, object_type, verb_of

FORMATS = ("ids", "exact", "canonical")
IDENTIFYING = ("objectType", "mbox", "mbox_sha1sum", "openid", "account", "id")
WORDS = ("name", "description", "display")
COMPONENTS = ("choices", "scale", "source", "target", "steps")


def as_text(statement: Mapping[str, Any], *, most: int) -> str:
    """Return a statement as people read it, indented; "" where it is longer than ``most``.

    Indented a statement can be sixty times as long as it is, so it is not where it would be more
    than twice that.
    """
    said = json.dumps(statement, ensure_ascii=False)
    if len(said) > most:
        return ""
    indented = json.dumps(statement, indent=2, ensure_ascii=False)
    return indented if len(indented) <= 2 * most else said


def only_ids(statement: Mapping[str, Any]) -> dict[str, Any]:
    """Return the statement with only what identifies its agents, activities, verb and groups.

    An anonymous group keeps its members, for they alone tell who it is.
    """
    shown = dict(statement)
    for part in ("actor", "authority"):
        if part in shown:
            shown[part] = _ids_of(shown[part])
    if "verb" in shown:
        shown["verb"] = {"id": verb_of(shown)}
    if "object" in shown:
        thing = shown["object"]
        shown["object"] = (
            only_ids(thing) if object_type(shown) == "SubStatement" else _ids_of(thing)
        )
    if "context" in shown:
        context = dict(context_of(shown))
        for part in ("instructor", "team"):
            if part in context:
                context[part] = _ids_of(context[part])
        if "contextActivities" in context:
            context["contextActivities"] = {
                role: [_ids_of(activity) for activity in these]
                for role, these in _roles(context).items()
            }
        shown["context"] = context
    return shown


def _roles(context: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return the activities of each role as a list; an imported one may stand there alone."""
    roles = context["contextActivities"]
    return {
        role: these if isinstance(these, list) else [these]
        for role, these in (roles.items() if isinstance(roles, Mapping) else ())
    }


def _ids_of(thing: Any) -> Any:
    if not isinstance(thing, Mapping):
        return thing
    if "id" in thing and thing.get("objectType", "Activity") == "Activity":
        # What has an id and no type is an activity, so the id alone says it all.
        return {"id": thing["id"]}
    shown = {key: value for key, value in thing.items() if key in IDENTIFYING}
    identified = any(key in shown for key in IDENTIFYING[1:])
    if isinstance(thing.get("member"), list) and not identified:
        shown["member"] = [_ids_of(member) for member in thing["member"]]
    return shown


def activities_in(statement: Mapping[str, Any]) -> Iterator[str]:
    """Return the IRIs of the activities that ``canonical`` shows with their definitions."""
    kind = object_type(statement)
    if kind == "Activity":
        yield object_id(statement)
    elif kind == "SubStatement":
        yield from activities_in(object_of(statement))
    for _role, activity in context_activities(statement):
        yield activity["id"]


def canonical(
    statement: Mapping[str, Any],
    languages: Sequence[str],
    known: Mapping[str, Mapping[str, Any]] | None = None,
) -> dict[str, Any]:
    """Return the statement with one language in each map of an activity or verb.

    ``languages`` are tags in the order of preference, as Accept-Language gives them; ``known``
    are the definitions that the store holds for activities, which stand in place of those that
    the statement came with.
    """
    known = known or {}
    shown = dict(statement)
    if "verb" in shown:
        shown["verb"] = _in_one_language(shown["verb"], languages)
    if "object" in shown:
        thing = shown["object"]
        shown["object"] = (
            canonical(thing, languages, known)
            if object_type(shown) == "SubStatement"
            else _activity(thing, languages, known)
        )
    context = context_of(shown)
    if context.get("contextActivities"):
        shown["context"] = {
            **context,
            "contextActivities": {
                role: [_activity(activity, languages, known) for activity in these]
                for role, these in _roles(context).items()
            },
        }
    return shown


def _activity(thing: Any, languages: Sequence[str], known: Mapping[str, Mapping[str, Any]]) -> Any:
    if not isinstance(thing, Mapping):
        return thing
    said = thing.get("definition")
    if thing.get("objectType", "Activity") == "Activity":
        said = known.get(str(thing.get("id")), said)
    if not isinstance(said, Mapping):
        return dict(thing)
    definition = _in_one_language(said, languages)
    for part in COMPONENTS:
        if isinstance(definition.get(part), list):
            definition[part] = [_in_one_language(each, languages) for each in definition[part]]
    return {**thing, "definition": definition}


def _in_one_language(thing: Any, languages: Sequence[str]) -> Any:
    if not isinstance(thing, Mapping):
        return thing
    return {
        key: _choose(value, languages) if key in WORDS and isinstance(value, dict) else value
        for key, value in thing.items()
    }


def _choose(words: Mapping[str, str], languages: Sequence[str]) -> dict[str, str]:
    for wanted in languages:
        start = wanted.lower().split("-")[0]
        for test in (
            lambda tag, wanted=wanted: tag.lower() == wanted.lower(),
            lambda tag, start=start: tag.lower().split("-")[0] == start,
        ):
            for tag, text in words.items():
                if test(tag):
                    return {tag: text}
    return dict(list(words.items())[:1])
