"""Tests of one group stay on one worker: what they share is built once."""

from __future__ import annotations

import os

import pytest


@pytest.mark.xdist_group("a group")
def test_a_group_is_told_to_those_who_share_tests_out(request: pytest.FixtureRequest) -> None:
    """The pytest-xdist of this project reads the group off a test's id; without it, nothing."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        pytest.skip("one process has every test")
    assert request.node.nodeid.endswith("@a group")
