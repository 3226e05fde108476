"""Random numbers: the published bijection, and independence from everything but the counter."""

import numpy as np
import pytest
from scipy import stats

from model.numerics.compiled import compiled, filled
from model.numerics.single import logarithm
from model.numerics.streams import (
    Draw,
    Purpose,
    four_gumbels,
    four_normals,
    philox,
    to_gumbels,
    voter_uniforms,
)


@pytest.mark.parametrize(
    ("counter", "key", "words"),
    [
        ((0, 0, 0, 0), 0, "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
        ((0xFFFFFFFF,) * 4, 0xFFFFFFFFFFFFFFFF, "408f276d 41c83b0e a20bc7c6 6d5451fd"),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            0x299F31D0A4093822,
            "d16cfe09 94fdcceb 5001e420 24126ea1",
        ),
    ],
)
def test_philox_gives_the_known_answers_of_its_authors(counter, key, words):
    """Known-answer vectors of Random123 (Salmon et al. 2011), philox4x32 with 10 rounds."""
    result = philox(*(np.uint32(each) for each in counter), np.uint64(key))
    assert " ".join(f"{int(word):08x}" for word in result) == words


def test_uniforms_are_uniform_and_their_four_columns_independent():
    draws = voter_uniforms(20_000, Purpose.TRAITS, 0, np.uint64(7))
    assert stats.kstest(draws.ravel(), "uniform").pvalue > 0.001
    assert np.abs(np.corrcoef(draws) - np.eye(4)).max() < 0.03


@pytest.mark.parametrize(
    "other", [(Purpose.BALLOT, 0, 7), (Purpose.TRAITS, 1, 7), (Purpose.TRAITS, 0, 8)]
)
def test_each_purpose_week_and_seed_has_a_stream_of_its_own(other):
    purpose, week, seed = other
    first = voter_uniforms(5_000, Purpose.TRAITS, 0, np.uint64(7))[0]
    second = voter_uniforms(5_000, purpose, week, np.uint64(seed))[0]
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.06


def test_a_voter_draws_the_same_however_many_voters_there_are():
    few = voter_uniforms(10, Purpose.TRAITS, 3, np.uint64(1))
    many = voter_uniforms(10_000, Purpose.TRAITS, 3, np.uint64(1))
    assert (few == many[:, :10]).all()


def test_party_side_streams_differ_by_purpose_and_repeat():
    draw = Draw(seed=5, week=2)
    assert (draw.uniform("registration", 4) == Draw(5, 2).uniform("registration", 4)).all()
    assert (draw.uniform("registration", 4) != draw.uniform("defection", 4)).all()


@pytest.mark.parametrize(("draw", "law"), [(four_normals, "norm"), (four_gumbels, "gumbel_r")])
def test_four_numbers_of_a_voter_have_their_law_and_are_independent(draw, law):
    drawn = draw(20_000, Purpose.TASTE, 0, 7)
    assert stats.kstest(drawn.ravel(), law).pvalue > 0.001
    assert np.abs(np.corrcoef(drawn) - np.eye(4)).max() < 0.03
    assert (drawn[:, :10] == draw(10, Purpose.TASTE, 0, 7)).all()
    assert np.abs(np.corrcoef(drawn[0], draw(20_000, Purpose.TASTE, 1, 7)[0])[0, 1]) < 0.03


@compiled()
def _logarithms(out, given):
    for i in range(len(given)):
        out[i] = logarithm(given[i])


def test_the_logarithm_in_single_precision_has_the_precision_that_it_states():
    given = np.concatenate([np.geomspace(1e-30, 1e30, 10_001), 1 + np.linspace(-0.4, 0.4, 10_001)])
    given = given.astype(np.float32)
    found = filled(_logarithms, np.empty_like(given), given)
    assert np.allclose(found, np.log(given.astype(float)), rtol=2e-7, atol=0)


@compiled()
def _gumbels(out, words):
    to_gumbels(words, out)


def test_gumbel_variates_of_words_have_their_law_and_even_the_last_words_give_numbers():
    words = np.random.default_rng(5).integers(0, 2**32, 50_000, dtype=np.uint32)
    drawn = filled(_gumbels, np.empty(len(words), np.float32), words)
    assert stats.kstest(drawn.astype(float), "gumbel_r").pvalue > 0.001
    ends = filled(_gumbels, np.empty(2, np.float32), np.array([0, 2**32 - 1], np.uint32))
    assert ends.tolist() == pytest.approx([-2.81, 16.64], abs=0.01)
