"""The endpoints in the description of the API: ours, and none that others bring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

API_PREFIX = "/api/v1/"


def own_endpoints(endpoints: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Return only the endpoints of our API, without Wagtail's internal one.

    A preprocessing hook of drf-spectacular: each endpoint is (path, path regex, method, view).
    """
    return [endpoint for endpoint in endpoints if endpoint[0].startswith(API_PREFIX)]
