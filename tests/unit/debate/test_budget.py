"""What is fitted never exceeds the budget, and what must be said comes before anything grows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.debate.budget import Item, cost, fit
from bot.debate.model import Block


def item(words: tuple[int, ...], value: float, must: bool) -> Item:
    """An item whose versions have so many words."""
    return Item(tuple((Block("answer", "word " * count),) for count in words), value, must=must)


ITEMS = st.lists(
    st.builds(
        item,
        st.lists(st.integers(1, 40), min_size=1, max_size=4).map(lambda counts: tuple(sorted(counts))),
        st.floats(0, 3, allow_nan=False),
        st.booleans(),
    ),
    max_size=10,
)


@given(ITEMS, st.integers(0, 200))
def test_never_over_the_budget_and_in_order(items: list[Item], budget: int) -> None:
    found = fit(items, budget)
    assert found.words == sum(cost(version) for _, version in found.chosen) <= budget
    places = [next(at for at, one in enumerate(items) if one is chosen) for chosen, _ in found.chosen]
    assert places == sorted(places)
    assert len(set(places)) == len(places)
    assert all(version in chosen.versions for chosen, version in found.chosen)


@given(ITEMS, st.integers(0, 200))
def test_musts_come_first(items: list[Item], budget: int) -> None:
    found = fit(items, budget)
    least = sum(cost(one.versions[0]) for one in items if one.must)
    if least <= budget:
        assert not found.left_out
    for left in found.left_out:
        assert left.must
        # No room was left for it beside the shortest versions of the other musts, which were taken before it.
        musts = sum(cost(chosen.versions[0]) for chosen, _ in found.chosen if chosen.must)
        assert musts + cost(left.versions[0]) > budget
    kept = [chosen for chosen, _ in found.chosen]
    assert all(any(one is each for each in (*kept, *found.left_out)) for one in items if one.must)


def test_a_must_is_not_crowded_out_by_what_is_worth_more() -> None:
    small, large = item((5,), 0.1, True), item((10, 96), 3.0, False)
    found = fit([large, small], 100)
    assert [chosen for chosen, _ in found.chosen] == [large, small]
    assert found.words == 15


def test_what_counts_most_grows_first() -> None:
    one, two = item((5, 20), 1.0, True), item((5, 20), 2.0, True)
    assert [cost(version) for _, version in fit([one, two], 30).chosen] == [5, 20]
