"""Checks of the declarations of personal data, run at start-up."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error

from learning.privacy.registry import declarations, problem_with, undeclared


def check_declarations(**kwargs: Any) -> list[CheckMessage]:
    """Report declarations that point at nothing, and tables that nobody declared."""
    return [
        *(
            Error(problem, id="privacy.E001", hint=f"Fix {declaration.app}/privacy.py.")
            for declaration in declarations()
            if (problem := problem_with(declaration))
        ),
        *(
            Error(
                f"{name} leads to a person and is not declared.",
                id="privacy.E002",
                hint="Declare it in the privacy.py of the room that brought it.",
            )
            for name in undeclared()
        ),
    ]
