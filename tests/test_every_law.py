"""The contract of an electoral law, applied to each file of `model/laws`."""

from copy import deepcopy

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.parameters import registry as catalogue
from model.parameters.parameter import parameters
from model.politics.contracts import ElectoralLaw

LAWS = catalogue.load("laws", ElectoralLaw)
SEEDS = st.integers(0, 2**32 - 1)
PARTIES = st.integers(1, 12)

every_law = pytest.mark.parametrize("name", sorted(LAWS))
quickly = settings(max_examples=30, deadline=None)


def law_of(name: str) -> ElectoralLaw:
    """Return the law with its own numbers."""
    return LAWS[name].model_validate({})


def votes_for(law: ElectoralLaw, seed: int, parties: int) -> np.ndarray:
    """Draw very unequal votes of which no two are the same: then no tie needs the ballot."""
    rng = np.random.default_rng(seed)
    cells = law.districts * parties
    distinct = rng.choice(10_000, size=cells, replace=False) + 1
    return distinct.reshape(law.districts, parties).astype(np.int64) ** 2


def test_there_are_the_laws_that_the_documentation_promises() -> None:
    assert {
        "national_list", "dhondt", "sainte_lague", "plurality", "mixed_parallel",
        "regional_councils",
    } <= set(LAWS)  # fmt: skip


@every_law
def test_it_bears_the_name_of_its_file(name: str) -> None:
    assert law_of(name).kind == name == LAWS[name].key()


@every_law
def test_it_states_its_rule_and_its_source(name: str) -> None:
    assert catalogue.summary(LAWS[name]).endswith(".")
    assert "Source: " in (LAWS[name].__doc__ or "")


@every_law
def test_it_declares_its_numbers_as_parameters(name: str) -> None:
    declared = list(parameters(law_of(name)))
    assert declared
    assert all(each.low <= each.value <= each.high for each in declared)


@every_law
@quickly
@given(SEEDS, PARTIES)
def test_it_fills_every_seat(name: str, seed: int, parties: int) -> None:
    law = law_of(name)
    won = law.seats(votes_for(law, seed, parties))
    assert won.shape == (parties,)
    assert won.dtype == np.int64
    assert won.min() >= 0
    assert won.sum() == law.elected


@every_law
@quickly
@given(SEEDS, PARTIES)
def test_the_order_of_parties_is_irrelevant(name: str, seed: int, parties: int) -> None:
    law = law_of(name)
    votes = votes_for(law, seed, parties)
    shuffled = np.random.default_rng(seed + 1).permutation(parties)
    assert np.array_equal(law.seats(votes[:, shuffled]), law.seats(votes)[shuffled])


@every_law
@quickly
@given(SEEDS, PARTIES)
def test_it_is_a_pure_function(name: str, seed: int, parties: int) -> None:
    law = law_of(name)
    votes = votes_for(law, seed, parties)
    kept = votes.copy()
    first = law.seats(votes)
    assert np.array_equal(law.seats(votes), first)
    assert np.array_equal(votes, kept)


@every_law
def test_a_law_that_was_used_can_be_copied(name: str) -> None:
    law = law_of(name)
    votes = votes_for(law, 1, 3)
    seats = law.seats(votes)
    assert np.array_equal(deepcopy(law).seats(votes), seats)


@every_law
def test_who_has_no_votes_gets_no_seat(name: str) -> None:
    law = law_of(name)
    votes = votes_for(law, 1, 4)
    votes[:, 2] = 0
    assert law.seats(votes)[2] == 0


@every_law
def test_without_any_votes_nobody_is_elected(name: str) -> None:
    law = law_of(name)
    assert law.seats(np.zeros((law.districts, 3), dtype=np.int64)).tolist() == [0, 0, 0]


@every_law
def test_fewer_votes_than_seats_still_fill_the_house(name: str) -> None:
    law = law_of(name)
    assert law.seats(np.array([[2, 1]])).sum() == law.elected


@every_law
def test_whoever_has_all_votes_has_all_seats(name: str) -> None:
    law = law_of(name)
    votes = np.zeros((law.districts, 3), dtype=np.int64)
    votes[:, 1] = 1000
    assert law.seats(votes).tolist() == [0, law.elected, 0]


@every_law
def test_negative_or_broken_votes_are_refused(name: str) -> None:
    law = law_of(name)
    with pytest.raises(ValueError, match="whole numbers, none below zero"):
        law.seats(np.array([[5, -1]]))
    with pytest.raises(ValueError, match="whole numbers, none below zero"):
        law.seats(np.array([[5.0, 0.5]]))


@pytest.mark.parametrize("name", ["dhondt", "sainte_lague", "plurality"])
@quickly
@given(SEEDS, st.integers(2, 12), st.floats(0, 0.2), st.integers(1, 10**9))
def test_own_votes_never_cost_a_seat(
    name: str, seed: int, parties: int, threshold: float, gain: int
) -> None:
    """Not so for the others: `test_own_votes_may_cost_a_seat_because_of_the_threshold`."""
    law = law_of(name)
    if "threshold" in LAWS[name].model_fields:
        law = law.model_copy(update={"threshold": threshold})
    votes = votes_for(law, seed, parties)
    rng = np.random.default_rng(seed)
    party = rng.integers(parties)
    more = votes.copy()
    more[rng.integers(law.districts), party] += gain
    assert law.seats(more)[party] >= law.seats(votes)[party]


@pytest.mark.parametrize("name", ["dhondt", "sainte_lague"])
@quickly
@given(SEEDS, PARTIES, st.floats(0, 0.2))
def test_lists_below_the_threshold_win_nothing(
    name: str, seed: int, parties: int, threshold: float
) -> None:
    law = law_of(name).model_copy(update={"threshold": threshold})
    votes = votes_for(law, seed, parties)
    share = votes.sum(axis=0) / votes.sum()
    below = share < threshold - 1e-12
    assert below.all() or not law.seats(votes)[below].any()
