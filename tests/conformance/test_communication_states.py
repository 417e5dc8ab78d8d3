"""Communication 2.3: what only states have: a registration, and that all can be deleted."""

from __future__ import annotations

from collections.abc import Iterator

from learning.lrs.models import Document

from .client import ACTIVITY, STATE, UUID_1, Client
from .rows import Asks, request_table, requirement
from .test_communication_documents import JSON, THREE, stored_json

OF_STATE = {**THREE[0].one, "registration": UUID_1}


def with_registration(lrs: Client) -> None:
    assert lrs.ask("PUT", STATE, OF_STATE, {"a": 1}).status_code == 204


def registrations() -> Iterator[Asks]:
    good = {"GET": (200, "220"), "PUT": (204, "218"), "POST": (204, "227"), "DELETE": (204, "219")}
    bad = {"GET": "201", "PUT": "203", "POST": "202", "DELETE": "200"}
    for method, (status, ids) in good.items():
        body = {"b": 2} if method in ("PUT", "POST") else b""
        headers = {"If-Match": "*"} if method == "PUT" else {}
        rule = f"{method} of a state may say the registration"
        yield Asks(
            ids, rule, method, STATE, OF_STATE, status, body, JSON, headers, given=with_registration
        )
        for wrong in ("1", "not a UUID", UUID_1 + "0"):
            rule = f"{method}: {wrong} is no registration"
            asked = {**OF_STATE, "registration": wrong}
            yield Asks(bad[method], rule, method, STATE, asked, 400, body, JSON, headers)


test_registrations = request_table(*registrations())


@requirement("218, 220", "A state of a registration is another than that of none")
def test_registrations_keep_states_apart(lrs: Client) -> None:
    with_registration(lrs)
    assert lrs.ask("GET", STATE, THREE[0].one).status_code == 404
    assert lrs.ask("GET", STATE, OF_STATE).status_code == 200


@requirement("194", "DELETE of states without a name takes them all away, and no others")
def test_all_states_are_deleted(lrs: Client) -> None:
    state = THREE[0]
    for name in ("one", "two"):
        stored_json(state, name)(lrs)
    other = {**state.one, "activityId": ACTIVITY["id"] + "/other"}
    assert lrs.ask("PUT", STATE, other, {}).status_code == 204
    assert lrs.ask("DELETE", STATE, state.about).status_code == 204
    assert Document.objects.count() == 1
    assert lrs.ask("GET", STATE, other).status_code == 200


@requirement("219", "With a registration, only those of that registration")
def test_states_of_a_registration_are_deleted(lrs: Client) -> None:
    state = THREE[0]
    stored_json(state)(lrs)
    with_registration(lrs)
    asked = {**state.about, "registration": UUID_1}
    assert lrs.ask("DELETE", STATE, asked).status_code == 204
    assert Document.objects.get().registration is None
