"""The versions of the specification that the rules know."""

from __future__ import annotations

from enum import StrEnum


class Version(StrEnum):
    """The versions of the specification that the rules know."""

    V1_0 = "1.0.3"
    V2_0 = "2.0.0"
