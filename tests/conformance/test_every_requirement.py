"""No requirement is left out: each is in a row, or here with the reason why it is in none."""

from __future__ import annotations

import importlib
import pkgutil

import tests.conformance

REQUIREMENTS = frozenset(range(1, 337))

# Never given out, taken back, or nothing that a request can show.
NOT_TESTED = {
    95: "Taken back in 2017: contextActivities may be empty.",
    136: "Never given out.",
    137: "Taken back: no MIME-Version is asked for.",
    138: "Taken back: the parts of a body have no Content-Type multipart/mixed.",
    152: "Taken back in 2017: Consistent-Through may be earlier than a statement that is given.",
    185: "How documents are merged inside; that they are merged is 183 and 184.",
    186: "How documents are merged inside; that they are merged is 183 and 184.",
    205: "DELETE of states has no 'since'; as any unknown parameter it is refused (324).",
    223: "DELETE of states has no 'since'; as any unknown parameter it is refused (324).",
    224: "A parameter of an address is always a string: stateId with DELETE.",
    225: "A parameter of an address is always a string: stateId with GET.",
    226: "A parameter of an address is always a string: stateId with POST.",
    228: "A parameter of an address is always a string: stateId with PUT.",
    276: "A parameter of an address is always a string: profileId with POST.",
    277: "A parameter of an address is always a string: profileId with PUT.",
    304: "Activity profiles have no 'agent'; as any unknown parameter it is refused (324).",
    305: "A parameter of an address is always a string: profileId with DELETE.",
    306: "A parameter of an address is always a string: profileId with POST.",
    307: "A parameter of an address is always a string: profileId with PUT.",
    323: "That no other error is answered than those named cannot be shown by examples.",
    329: "A fault of ours on purpose would be a fault; tests/reliability shows 503 for an outage.",
}


def covered() -> frozenset[int]:
    """Return the requirements that the tests of this package are about."""
    found: set[int] = set()
    for module in pkgutil.iter_modules(tests.conformance.__path__, "tests.conformance."):
        if module.name.rpartition(".")[2].startswith("test_"):
            for name, value in vars(importlib.import_module(module.name)).items():
                if name.startswith("test_"):
                    found |= getattr(value, "covers", frozenset())
    return frozenset(found)


def test_every_requirement_is_in_a_row_or_has_a_reason() -> None:
    assert REQUIREMENTS - covered() == NOT_TESTED.keys()


def test_no_row_is_about_a_requirement_that_there_is_not() -> None:
    assert covered() <= REQUIREMENTS
