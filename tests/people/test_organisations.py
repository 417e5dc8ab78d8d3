"""The organisation tree stays a tree, and paths follow it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.people.loops import find_loop
from learning.people.models import Organisation
from learning.people.organisations import (
    OrganisationLoop,
    create_organisation,
    move_organisation,
    place_organisations,
)
from tests.factories.people import OrganisationFactory

nodes = st.integers(0, 8)


@settings(deadline=None)
@given(st.dictionaries(nodes, st.none() | nodes))
def test_a_loop_is_found_exactly_where_there_is_one(above: dict[int, int | None]) -> None:
    def goes_round(node: int | None) -> bool:
        for _step in range(len(above) + 1):
            if node is None:
                return False
            node = above.get(node)
        return node is not None

    loop = find_loop(above)
    assert bool(loop) == any(goes_round(node) for node in above)
    for node, following in zip(loop, [*loop[1:], *loop[:1]], strict=True):
        assert above[node] == following


@pytest.mark.django_db
def test_paths_follow_a_move_of_a_whole_branch() -> None:
    top = OrganisationFactory()
    middle = OrganisationFactory(parent=top)
    leaf = OrganisationFactory(parent=middle)
    elsewhere = OrganisationFactory()
    move_organisation(organisation=middle, parent=elsewhere)
    leaf.refresh_from_db()
    assert leaf.path == f"/{elsewhere.pk}/{middle.pk}/{leaf.pk}/"
    assert set(Organisation.objects.within(elsewhere)) == {elsewhere, middle, leaf}
    assert set(Organisation.objects.within(top)) == {top}


@pytest.mark.django_db
def test_a_move_below_itself_is_refused_with_the_names_and_changes_nothing() -> None:
    top = OrganisationFactory(name="Top")
    leaf = OrganisationFactory(name="Leaf", parent=top)
    before = list(Organisation.objects.order_by("pk").values())
    with pytest.raises(OrganisationLoop) as refused:
        move_organisation(organisation=top, parent=leaf)
    assert sorted(refused.value.names) == ["Leaf", "Top"]
    with pytest.raises(OrganisationLoop):
        move_organisation(organisation=top, parent=top)
    assert list(Organisation.objects.order_by("pk").values()) == before


@pytest.mark.django_db
def test_paths_of_any_number_of_organisations_take_one_statement(
    django_assert_num_queries,
) -> None:
    parent = None
    for depth in range(60):
        parent = create_organisation(name=f"Level {depth}", code=f"L{depth}", parent=parent)
    Organisation.objects.update(path="")
    with django_assert_num_queries(3):  # a savepoint, the statement, its release
        place_organisations()
    assert Organisation.objects.get(code="L59").path.count("/") == 61
