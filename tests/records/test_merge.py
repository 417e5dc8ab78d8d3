"""Records join live facts: the order in which statements come does not matter."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import reduce
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from learning.records.merge import MOMENTS, SCORED, facts_in, join
from learning.xapi import verbs

START = datetime(2026, 5, 1, tzinfo=UTC)
# Few moments, ids and scores, so that ties and repetitions happen. What a statement says follows
# from its id, as it does in a store, where an id is taken once.
SAYINGS = st.builds(
    lambda number, verb: facts_in(
        id=UUID(int=number),
        verb=verb,
        timestamp=START + timedelta(hours=number % 4),
        result={
            "response": f"answer {number}",
            "success": number % 2 == 0,
            "score": {"scaled": (number % 5 - 2) / 2},
        },
    ),
    st.integers(1, 12),
    st.sampled_from(sorted(MOMENTS)),
)


@given(SAYINGS, SAYINGS)
def test_joining_is_commutative(one, other):
    assert join(one, other) == join(other, one)


@given(SAYINGS, SAYINGS, SAYINGS)
def test_joining_is_associative(one, two, three):
    assert join(join(one, two), three) == join(one, join(two, three))


@given(SAYINGS, SAYINGS)
def test_joining_is_idempotent(one, other):
    both = join(one, other)
    assert join(one, one) == one
    assert join(both, one) == join(both, other) == join(both, both) == both


@given(st.lists(SAYINGS, min_size=1, max_size=8), st.randoms())
def test_any_order_and_any_repetition_gives_the_same_record(sayings, random):
    again = [*sayings, *random.sample(sayings, len(sayings))]
    random.shuffle(again)
    assert reduce(join, again) == reduce(join, sayings)


@given(st.lists(SAYINGS, min_size=1, max_size=8))
def test_what_is_known_is_the_earliest_the_best_and_the_latest(sayings):
    known = reduce(join, sayings)
    assert known.first_at == min(each.first_at for each in sayings)
    assert known.latest_at == max(each.latest_at for each in sayings)
    completions = [each.completed_at for each in sayings if each.completed_at]
    assert known.completed_at == (min(completions) if completions else None)
    scores = [each.best_score for each in sayings if each.best_score is not None]
    assert known.best_score == (max(scores) if scores else None)
    answers = [each.latest_answer for each in sayings if each.latest_answer]
    latest = max(answers, key=lambda a: (a.answered_at, a.answer_id)) if answers else None
    assert known.latest_answer == latest


def test_other_verbs_say_nothing():
    assert facts_in(id=UUID(int=1), verb="urn:x", timestamp=START, result=None) is None
    assert verbs.ANSWERED.iri not in SCORED
