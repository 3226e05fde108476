"""Intervals against theory: they hold the truth as often as they say, and count what is known."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from experiments.analysis.intervals import (
    bands,
    by_replicate,
    clustered,
    estimates,
    is_yes_or_no,
    jackknife,
    of_mean,
    wilson,
)
from experiments.analysis.lines import Axis, lines
from experiments.analysis.summary import by_point, paired
from experiments.replication.target import judged, targets

SAMPLES = 4000
STUDIES = 150
THREE_ERRORS = 3 * np.sqrt(0.95 * 0.05 / SAMPLES)


def samples(values: np.ndarray, name: str = "y") -> pd.DataFrame:
    """Return samples (rows of `values`) as the points of a sweep."""
    point, replicate = np.indices(values.shape)
    return pd.DataFrame(
        {"point": point.ravel(), "replicate": replicate.ravel(), name: values.ravel()}
    )


@pytest.mark.parametrize("n", [2, 3, 5, 20])
def test_the_interval_of_a_mean_holds_it_in_19_of_20_samples(n: int) -> None:
    drawn = np.random.default_rng(n).normal(7.0, 2.0, (SAMPLES, n))
    table = estimates(samples(drawn), ["point"], "y")
    held = ((table["low"] <= 7.0) & (table["high"] >= 7.0)).mean()
    assert held == pytest.approx(0.95, abs=THREE_ERRORS)


@pytest.mark.parametrize("n", [5, 10, 40])
def test_the_interval_of_a_share_holds_it_in_19_of_20_samples(n: int) -> None:
    """Averaged over probabilities, for the interval is made for that (Agresti and Coull 1998).

    The average is 0.955 for 5 runs, 0.954 for 10 and 0.952 for 40, by summing over outcomes.
    """
    generator = np.random.default_rng(n)
    chance = generator.uniform(size=(SAMPLES, 1))
    drawn = (generator.uniform(size=(SAMPLES, n)) < chance).astype(int)
    table = estimates(samples(drawn, "majority"), ["point"], "majority")
    held = ((table["low"] <= chance[:, 0]) & (chance[:, 0] <= table["high"])).mean()
    assert held == pytest.approx(0.95, abs=THREE_ERRORS + 0.005)


def test_the_interval_of_a_paired_difference_holds_it_in_19_of_20_studies() -> None:
    generator = np.random.default_rng(4)
    hits = 0
    for _ in range(STUDIES):
        luck = generator.normal(0, 5, 4)
        drawn = np.array([luck, luck + generator.normal(1.0, 1, 4)])
        found = paired(samples(drawn), "point", 0, ["y"]).iloc[1]
        hits += bool(found["low"] <= 1.0 <= found["high"])
    assert hits / STUDIES == pytest.approx(0.95, abs=3 * np.sqrt(0.95 * 0.05 / STUDIES))


def test_a_mean_has_the_interval_of_the_textbook() -> None:
    values = [0.1, 0.4, 0.5, 0.9]
    found = of_mean(pd.Series(values))
    expected = stats.ttest_1samp(values, 0).confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx(tuple(expected))
    assert found.se == pytest.approx(np.std(values, ddof=1) / 2)


def test_wilson_follows_its_formula_and_stays_within_zero_and_one() -> None:
    z, n, p = stats.norm.ppf(0.975), 40, 0.75
    centre = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    assert wilson(30, 40) == pytest.approx((centre - half, centre + half))
    assert wilson(0, 5)[0] == pytest.approx(0, abs=1e-12)
    assert wilson(5, 5)[1] == pytest.approx(1)
    assert wilson(5, 5)[0] < 0.6


@pytest.mark.parametrize("name", ["seats", "majority"])
def test_one_run_has_a_mean_and_no_interval(name: str) -> None:
    row = by_point(samples(np.array([[1.0]]), name), ["point"], [name]).iloc[0]
    assert (row["mean"], row["n"]) == (1.0, 1)
    assert row[["se", "low", "high"]].isna().all()


def test_a_target_met_by_one_run_has_no_interval() -> None:
    assert judged(next(iter(targets())), 0.5, quick=True)["se"] is None


@pytest.mark.parametrize("name", ["seats", "majority"])
def test_a_missing_value_is_as_if_it_had_not_been_run(name: str) -> None:
    runs = samples(np.array([[0.0, 1.0, 1.0, np.nan]]), name)
    pd.testing.assert_frame_equal(
        estimates(runs, ["point"], name), estimates(runs.dropna(), ["point"], name)
    )
    assert estimates(runs, ["point"], name)["n"].tolist() == [3]


def test_a_pair_without_both_values_is_not_counted() -> None:
    runs = samples(np.array([[1.0, 2.0, np.nan, 4.0], [2.0, 4.0, 5.0, np.nan]]))
    row = paired(runs, "point", 0, ["y"]).iloc[1]
    assert (row["n"], row["change"]) == (2, 1.5)


def grid(noise: float) -> pd.DataFrame:
    """Return 5 replicates of a grid: a second factor moves y far more than luck does."""
    luck = np.random.default_rng(2).normal(0, noise, 5)
    places = pd.MultiIndex.from_product([[0, 1], range(50), range(5)])
    runs = places.to_frame(index=False, name=["a", "b", "replicate"])
    return runs.assign(y=runs["a"] + runs["b"] + luck[runs["replicate"]])


def test_another_factor_is_averaged_and_never_counted_as_replicates() -> None:
    runs = grid(noise=1.0)
    table = estimates(runs, ["a"], "y")
    alone = estimates(runs[runs["b"] == 0], ["a"], "y")
    assert table["n"].tolist() == [5, 5]
    assert table["mean"].to_numpy() == pytest.approx(runs.groupby("a")["y"].mean().to_numpy())
    assert (table["high"] - table["low"]).to_numpy() == pytest.approx(
        (alone["high"] - alone["low"]).to_numpy()
    )
    curves = lines(runs, Axis("a", "a"), ("y",))
    assert curves["n"].tolist() == [5, 5]


def test_each_group_has_its_own_kind_of_interval() -> None:
    """Beside a group that averages two points, one that has one point stays a share of yes."""
    alone = samples(np.zeros((1, 80)), "majority")
    two = samples(np.array([[0.0, 1.0] * 40, [1.0] * 80]), "majority").assign(point=1)
    agreed = samples(np.ones((2, 80)), "majority").assign(point=2)
    runs = pd.concat([alone, two, agreed], ignore_index=True)
    table = estimates(runs, ["point"], "majority")
    bounds = table[["low", "high"]].to_numpy()
    assert tuple(bounds[0]) == pytest.approx(wilson(0, 80))
    assert bounds[1] == pytest.approx(
        np.array(stats.ttest_1samp([0.5, 1.0] * 40, 0).confidence_interval(0.95))
    )
    assert tuple(bounds[2]) == pytest.approx(wilson(80, 80))


def test_a_share_that_is_told_to_be_one_of_yes_has_a_width_where_all_agree() -> None:
    runs = samples(np.array([[1.0] * 30, [0.5] * 15 + [1.0] * 15]), "above_5")
    table = by_point(runs, ["point"], ["above_5"], of_yes=["above_5"])
    assert tuple(table.loc[0, ["low", "high"]]) == pytest.approx(wilson(30, 30))
    assert tuple(table.loc[1, ["low", "high"]]) == pytest.approx(
        tuple(of_mean(runs.loc[runs["point"] == 1, "above_5"])[2:4])
    )


def test_pairs_are_replicates_whatever_else_varies() -> None:
    row = paired(grid(noise=1.0), "a", 0, ["y"]).iloc[1]
    assert (row["n"], row["change"]) == (5, pytest.approx(1.0))


def test_the_jackknife_of_a_mean_is_students_interval_and_agreement_tells_nothing() -> None:
    values = np.random.default_rng(1).normal(size=10)
    row = of_mean(pd.Series(values))
    without = [np.delete(values, each).mean() for each in range(10)]
    assert jackknife(values.mean(), without) == pytest.approx((row.low, row.high))
    assert all(np.isnan(jackknife(1.0, each)).all() for each in ([], [1.0], [1.0, 1.0]))


def test_a_share_over_another_factor_is_a_mean_over_replicates() -> None:
    runs = grid(noise=1.0)
    runs = runs.assign(majority=(runs["b"] < 25).astype(int))
    row = estimates(runs, ["a"], "majority").iloc[0]
    assert (row["mean"], row["low"], row["high"], row["n"]) == (0.5, 0.5, 0.5, 5)


def test_a_replicate_that_lacks_a_point_does_not_move_the_mean() -> None:
    runs = grid(noise=0.0)
    lacking = runs[(runs["replicate"] != 3) | (runs["b"] > 0)]
    row = estimates(lacking, ["a"], "y").iloc[0]
    assert (row["mean"], row["n"]) == (24.5, 4)
    assert by_replicate(lacking, ["a"], ["y"])["y"].isna().sum() == 2


def test_yes_and_no_are_told_by_declaration_before_values() -> None:
    assert is_yes_or_no(pd.Series([1, 1], name="majority"))
    assert is_yes_or_no(pd.Series([True, None, True], name="fell"))
    assert is_yes_or_no(pd.Series([0.0, np.nan, 1.0], name="fell"))
    assert not is_yes_or_no(pd.Series([0.0, 0.0], name="wasted"))
    assert not is_yes_or_no(pd.Series([0.0, 0.5, 1.0], name="wasted"))


def test_a_quantity_that_never_varies_is_known_and_a_share_of_yes_is_not() -> None:
    runs = samples(np.ones((1, 20))).assign(majority=1)
    table = by_point(runs, ["point"], ["y", "majority"]).set_index("measure")
    assert table.loc["y", "low"] == table.loc["y", "high"] == 1.0
    assert table.loc["majority", "low"] == pytest.approx(wilson(20, 20)[0])
    assert table.loc["majority", "low"] < 0.9


def test_bands_are_the_quantiles_of_each_group() -> None:
    values = np.random.default_rng(1).normal(size=200)
    table = bands(pd.DataFrame({"x": np.repeat([1, 2], 100), "value": values}), ["x"])
    first = table.set_index("x").loc[1]
    assert first["q05"] == pytest.approx(np.quantile(values[:100], 0.05))
    assert first["median"] == pytest.approx(np.median(values[:100]))
    assert first["q95"] == pytest.approx(np.quantile(values[:100], 0.95))


def test_the_interval_of_cases_that_come_in_clusters_holds_the_truth() -> None:
    """Ten cases of a cluster that all say the same are one case."""
    drawn = np.random.default_rng(5)
    cluster, held = pd.Series(np.repeat(np.arange(20), 10)), []
    for _ in range(1000):
        same = pd.Series(np.repeat(drawn.random(20) < 0.6, 10))
        low, high = clustered(same, cluster)
        held.append(low <= 0.6 <= high)
        assert high - low > 2 * (wilson(int(same.sum()), 200)[1] - same.mean())
    assert np.mean(held) == pytest.approx(0.95, abs=0.03)


def test_clusters_of_one_size_are_their_means() -> None:
    yes = pd.Series(np.random.default_rng(1).random(60) < 0.5)
    cluster = pd.Series(np.repeat(np.arange(12), 5))
    by_hand = of_mean(yes.astype(float).groupby(cluster).mean())
    assert clustered(yes, cluster) == pytest.approx((by_hand.low, by_hand.high))


@pytest.mark.parametrize(("every", "held"), [(True, 4), (False, 0)])
def test_clusters_that_all_agree_are_as_many_cases(every: bool, held: int) -> None:
    yes, cluster = pd.Series(np.full(20, every)), pd.Series(np.repeat(np.arange(4), 5))
    assert clustered(yes, cluster) == wilson(held, 4)


def test_runs_count_once_whatever_their_labels() -> None:
    """Parts that were put together may have the same row numbers twice."""
    part = pd.DataFrame({"a": 1, "replicate": [0, 1, 2], "y": [1.0, 2.0, 3.0]})
    both = pd.concat([part, part.assign(a=2)])
    assert estimates(both, ["a"], "y")["n"].tolist() == [3, 3]
    pd.testing.assert_frame_equal(
        by_replicate(both, ["a"], ["y"]), by_replicate(both.reset_index(drop=True), ["a"], ["y"])
    )
