"""Learning with another provider as a kind of step.

It opens in a new tab, and the learner says when it is done. That is stated as their own word: it
finishes the step, and proves no more than how they rate themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Locale

from cms.steps.contract import FrozenStep, StepPage, Taking
from cms.steps.one_row import OneRowKind
from courses.external.blocks import AddedExternalBlock, ExternalStepBlock
from courses.external.models import FrozenExternal
from learning.xapi import activity_types

KINDS = dict(ExternalStepBlock.KINDS)


class ExternalKind(OneRowKind):
    """Learning with another provider (``StepKind``)."""

    name = "external"
    path = "external"
    label = gettext_lazy("Learning with another provider")
    activity_type = activity_types.LINK
    own_word = True
    model = FrozenExternal

    def block(self) -> ExternalStepBlock:
        return ExternalStepBlock()

    def added_block(self) -> AddedExternalBlock:
        return AddedExternalBlock()

    def frozen(self, child: Any, language: str) -> FrozenExternal:
        value = child.value
        return FrozenExternal(
            provider=value["provider"] or "",
            kind=value["kind"] or "other",
            address=value["address"] or "",
            why=value["why"] or "",
            raw=child.get_prep_value()["value"],
        )

    def seen(self, content: FrozenExternal) -> Any:
        return [content.provider, content.kind, content.address, content.why]

    def words(self, content: FrozenExternal) -> str:
        return f"{content.provider}\n{content.why}"

    def links(self, content: FrozenExternal) -> Sequence[str]:
        return [content.address]

    def reading(self, content: FrozenExternal) -> StepPage:
        return _page(content)

    def fact(self, step: FrozenStep) -> str:
        return _("with another provider")

    def page(self, taking: Taking, content: FrozenExternal) -> StepPage:
        return _page(content)

    def done_words(self) -> Mapping[str, str]:
        return {
            "heading": _("Have you done this?"),
            "text": _("We cannot see what you do on other websites, so we take your word for it."),
            "button": _("Mark as done and continue"),
            "last": _("Mark as done and complete the course"),
            "added": _("Mark as done"),
            "done": _("You said that you have done this"),
        }

    def translated(self, child: Any, own: Any | None, locale: Locale) -> Any:
        if own is None:
            return child.value
        kept = {name: child.value[name] for name in ("minutes", "kind", "optional")}
        return {**own.value, **kept}


def _page(content: FrozenExternal) -> StepPage:
    return StepPage(
        "external/step.html", {"external": content, "kind": KINDS.get(content.kind, "")}
    )
