"""An addition on one page, note after note and step after step, for anyone who edits it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cms.steps.contract import StepPage
from cms.steps.kinds import kinds
from courses.content.models import AdditionVersion, Step
from learning.ui.policy import allow_frames, as_own_page

if TYPE_CHECKING:
    from courses.additions.models import AdditionPage


@dataclass(frozen=True)
class Shown:
    """An addition to be read: ``notes`` are pairs of a lesson's title, or "", and HTML.

    ``steps`` are pairs of a step and its page; ``labels`` name its kind.
    """

    course: str
    department: str
    language: str
    contact: AdditionPage | AdditionVersion
    notes: list[tuple[str, str]]
    steps: list[tuple[Step, StepPage]]
    labels: dict[str, str]
    draft: bool


def labels_of_kinds() -> dict[str, str]:
    """Return the label of each kind of step, by the kind's name."""
    return {name: str(kind.label) for name, kind in kinds().items()}


def read_addition(request: HttpRequest, shown: Shown) -> HttpResponse:
    """Show an addition on one page, note after note and step after step."""
    pages = [page for _step, page in shown.steps]
    scripts = {name for page in pages for name in page.scripts}
    response = render(request, "additions/reading.html", {"shown": shown, "scripts": scripts})
    as_own_page(response)
    allow_frames(response, {origin for page in pages for origin in page.frames})
    return response
