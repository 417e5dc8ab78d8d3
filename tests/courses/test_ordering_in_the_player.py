"""What was typed into an ordering check is still there when it could not be used."""

from __future__ import annotations

import re

from django.test import Client

from tests.factories.courses import Writing, body_of, check, published_course, started

SLUG = "asking-good-questions"


def test_places_given_twice_are_shown_again(writing: Writing) -> None:
    lines = (("first", False), ("second", False), ("third", False))
    published_course(writing, body=[check("In which order?", "ordering", lines)])
    asked = body_of(started(writing.cast.learner, SLUG).steps[0])[0]["check"]
    client = Client()
    client.force_login(writing.cast.learner, backend="learning.people.backends.EmployedBackend")
    places = {
        f"place-{option['key']}": place
        for option, place in zip(asked["options"], ("1", "1", ""), strict=True)
    }
    address = f"/courses/{SLUG}/lesson-1/checks/{asked['key']}/"
    answer = client.post(address, places, follow=True)
    assert "Error:" in answer.content.decode()
    shown = {}
    for select in re.findall(r"<select.*?</select>", answer.content.decode(), re.S):
        name, chosen = re.search(r'name="(.*?)"', select), re.search(r'"(\d)" selected', select)
        if name and chosen:
            shown[name[1]] = chosen[1]
    assert shown == {name: place for name, place in places.items() if place}
