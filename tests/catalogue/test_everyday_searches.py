"""What people search for every week finds the course it should, among eighty other titles."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from benchmarks.everyday_searches import OTHERS, SEARCHES, TOP, rank_of, register_others
from learning.catalogue.models import Activity
from tests.factories.courses import writing_department
from tests.factories.people import cast

pytestmark = pytest.mark.django_db


def test_forty_everyday_searches_find_their_course_in_the_top_three() -> None:
    people = cast()
    writing_department(people)
    call_command(
        "import_course_files",
        organisation=people.department.code,
        owner=people.author.email,
        verbosity=0,
    )
    register_others()
    assert Activity.objects.filter(offered=True).count() == len(OTHERS) + 3 >= 63
    ranks = {
        words: (rank_of(people.learner, words, expected), expected)
        for words, expected, _why in SEARCHES
    }
    assert len(ranks) == 40
    assert sum(why.startswith("Welsh") for _words, _expected, why in SEARCHES) >= 10
    missed = {words: found for words, found in ranks.items() if not found[0] or found[0] > TOP}
    assert not missed
