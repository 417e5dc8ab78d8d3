"""Two kinds of step besides lessons, with what an author writes of one and how it is done."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.test import Client

from courses.additions.models import AdditionPage
from courses.content.models import CoursePage

SLUG = "asking-good-questions"
BLOCK = "0b0f3c1e-6a0e-4b52-9d5d-2f1f5a8e7c11"


@dataclass(frozen=True)
class Kind:
    """A kind, what an author writes of one, and how somebody does it."""

    name: str
    value: dict[str, Any]
    done_by: str
    shows: str

    @property
    def title(self) -> str:
        return str(self.value["title"])


EXTERNAL = Kind(
    "external",
    {
        "title": "Statistics in ten minutes",
        "provider": "Open University",
        "kind": "video",
        "address": "https://learn.example/statistics?part=1",
        "minutes": 12,
        "why": "It shows the arithmetic that this course leaves out.",
        "optional": False,
    },
    "completed",
    "https://learn.example/statistics?part=1",
)
QUIZ = Kind(
    "quiz",
    {"title": "One question", "question": "How many?", "answer": "Twelve", "minutes": 3},
    "passed",
    "How many?",
)


def ask_again() -> None:
    for model, name in ((CoursePage, "steps"), (AdditionPage, "lessons")):
        model._meta.get_field(name).__dict__.pop("stream_block", None)
        model.get_edit_handler.cache_clear()


def with_step(page: CoursePage, kind: Kind, *, at: int = 1, **changes: Any) -> CoursePage:
    """Put a step of the kind between the lessons, as the editor saves it."""
    field = CoursePage._meta.get_field("steps")
    draft = CoursePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    raw = [step for step in draft.steps.get_prep_value() if step["id"] != BLOCK]
    raw.insert(at, {"type": kind.name, "id": BLOCK, "value": {**kind.value, **changes}})
    draft.steps = field.to_python(json.dumps(raw))
    draft.save_revision()
    return CoursePage.objects.get(pk=page.pk)


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person, backend="learning.people.backends.EmployedBackend")
    return client


def do(kind: Kind, client: Client, address: str) -> None:
    """Do the step as its page says."""
    if kind is EXTERNAL:
        client.post(f"{address}complete/")
        return
    form = client.get(address).content.decode().partition('action="/quiz/')[2].partition('"')[0]
    client.post(f"/quiz/{form}", {"answer": "Twelve", "next": address})
