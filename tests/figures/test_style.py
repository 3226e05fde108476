"""A party looks the same everywhere, and labels keep apart."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.display.drawing import apart, percentage
from model.display.looks import look

KINDS = ["incumbent", "established", "oligarch_entrant", "niche", "something_new"]


def test_no_two_parties_look_the_same() -> None:
    looks = [look(kind, rank) for kind in KINDS[1:] for rank in range(6)] + [look("incumbent", 0)]
    assert len(set(looks)) == len(looks)


def test_colours_of_a_usual_contest_all_differ() -> None:
    shown = [("incumbent", 1), ("established", 5), ("oligarch_entrant", 3), ("niche", 2)]
    colours = [look(kind, rank).colour for kind, count in shown for rank in range(count)]
    assert len(set(colours)) == 11


places = st.lists(st.floats(0, 1), min_size=1, max_size=12)


@given(places, st.floats(0.001, 0.2))
def test_labels_keep_apart_and_in_order(given_places: list[float], gap: float) -> None:
    moved = apart(given_places, gap)
    order = np.argsort(given_places, kind="stable")
    assert (np.diff(moved[order]) >= gap - 1e-9).all()


@given(places, st.floats(0.001, 0.2))
def test_labels_move_no_more_than_they_must(given_places: list[float], gap: float) -> None:
    assert apart(given_places, gap).mean() == pytest.approx(np.mean(given_places))
    settled = apart(given_places, gap)
    assert apart(list(settled), gap) == pytest.approx(settled)


def test_labels_stay_in_their_range() -> None:
    moved = apart([0.1, 0.2, 0.3, 9.9], 1.0, (0.0, 10.0))
    assert moved == pytest.approx([0.0, 1.0, 2.0, 9.9])
    assert apart([5.0] * 11, 1.0, (0.0, 10.0)) == pytest.approx(np.arange(11.0))


def test_shares_are_written_as_per_cent() -> None:
    assert [percentage(each) for each in (0.5, 0.075, -0.1)] == ["50 %", "7.5 %", "−10 %"]
