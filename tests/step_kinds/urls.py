"""The quiz's own address: anyone who is registered answers there, and it is stated."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from learning.lrs.facts import fact
from learning.lrs.models import Term
from learning.lrs.store import store
from learning.records.models import Registration
from learning.xapi import activity_types, builders, verbs
from tests.step_kinds.models import FrozenQuiz


@login_required
@require_POST
def answer(request: HttpRequest, registration: UUID, content: UUID, term: int) -> HttpResponse:
    actor = request.user.actor  # type: ignore[union-attr]
    taken = get_object_or_404(Registration, pk=registration, actor=actor, closed_at=None)
    quiz = get_object_or_404(FrozenQuiz, pk=content)
    right = request.POST["answer"] == quiz.answer
    store(
        [
            fact(
                person_actor=actor,
                verb=verbs.PASSED if right else verbs.FAILED,
                activity=builders.activity(
                    Term.objects.get(pk=term).iri,
                    type=activity_types.QUESTION,
                    name={"en": quiz.question},
                ),
                timestamp=timezone.now(),
                registration=taken.pk,
                result=builders.result(success=right, scaled=1.0 if right else 0.0),
            )
        ],
        now=timezone.now(),
    )
    return redirect(request.POST["next"])


urlpatterns = [path("quiz/<uuid:registration>/<uuid:content>/<int:term>/", answer)]
