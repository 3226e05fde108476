"""What is drawn is what the runs say."""

import copy
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure
from matplotlib.text import Text

from experiments.figures.cumulative_curve import CumulativeCurve
from experiments.figures.differences import Differences
from experiments.figures.election_result import ElectionResult, median_run
from experiments.figures.fingerprint import Fingerprint
from experiments.figures.outcome_curve import OutcomeCurve
from experiments.figures.outcome_strip import scatter
from experiments.figures.phase_diagram import PhaseDiagram
from experiments.figures.policy_space import PolicySpace
from experiments.figures.regional_map import RegionalMap
from experiments.figures.response_curve import ResponseCurve
from experiments.figures.support_fan import SupportFan
from experiments.figures.ternary import Ternary, place
from experiments.figures.tornado import Tornado
from experiments.figures.vote_flows import VoteFlows
from experiments.figures.votes_by_turnout import VotesByTurnout
from experiments.store.results import Results, Wish
from model.display.diagrams import _people, half_circle
from model.display.outlines import centre, geography

from .conftest import COATTAIL, ENTRY, MONEY, PARTIES, REGIONS, Folder
from .tables import LEFT_BY_EXPERIMENTS, counts, vote_flows, write


@given(st.integers(1, 700))
def test_every_seat_has_its_own_place_in_the_half_circle(total: int) -> None:
    places = half_circle(total)
    assert places.shape == (total, 2)
    assert len(np.unique(places.round(6), axis=0)) == total
    assert (places[:, 1] >= -1e-9).all()


@given(st.integers(1, 350))
def test_half_of_an_even_house_sits_on_each_side_of_the_line(half: int) -> None:
    across = half_circle(2 * half)[:, 0]
    assert (across[:half] < 0).all()
    assert (across[half:] > 0).all()


@pytest.mark.parametrize("count", [4, 15])
def test_seats_beside_the_bars_are_the_chamber_of_one_run(folder: Folder, count: int) -> None:
    results = Results.read(folder(replicates=count))
    table = ElectionResult().table(results)
    seats = results.runs[[f"seats.{party}" for party in table["party"]]]
    assert (seats == table["seats"].to_numpy()).all(axis=1).any()
    drawn = words_of(ElectionResult().draw(table))
    for row in table[table["seats"] > 0].itertuples():
        assert f"{row.label}  {row.seats}" in drawn
        assert any(each.split("  (")[0] == str(row.seats) for each in drawn)


def test_bars_are_medians_over_runs_and_are_not_said_to_be_one_run(folder: Folder) -> None:
    results = Results.read(folder(replicates=4))
    table = ElectionResult().table(results)
    incumbent = table.iloc[0]
    assert incumbent["votes"] == results.runs["vote_share.nur_otan"].median()
    assert incumbent["votes_low"] == results.runs["vote_share.nur_otan"].quantile(0.05, "nearest")
    assert set(table["threshold"]) == {0.07}
    assert "need not add up to 100 %" in ElectionResult().caption(results, table).text


def test_votes_against_all_have_a_bar_and_no_seats(folder: Folder) -> None:
    results = Results.read(folder(replicates=4))
    voted = results.runs.assign(**{"vote_share.against_all": [0.04, 0.05, 0.05, 0.09]})
    table = ElectionResult().table(replace(results, runs=voted))
    *parties, against = table.to_dict("records")
    assert (against["label"], against["votes"], against["votes_high"]) == (
        "Against all",
        0.05,
        0.09,
    )
    assert pd.isna(against["seats"])
    assert [each["party"] for each in parties] == list(results.parties["party"])
    words = words_of(ElectionResult().draw(table))
    assert "Against all" in words
    assert "nan" not in " ".join(words)


def test_a_presidency_has_winners_and_no_chamber(folder: Folder) -> None:
    results = Results.read(folder(replicates=4))
    seats = {f"seats.{party}": 0 for party in PARTIES}
    seats |= {"seats.nur_otan": [1, 0, 1, 1], "seats.ak_zhol": [0, 1, 0, 0]}
    results = replace(results, runs=results.runs.assign(**seats))
    table = ElectionResult().table(results)
    figure = ElectionResult().draw(table)
    assert len(figure.axes) == 1
    assert {"won in 3 of 4 runs", "won in 1 of 4 runs"} <= set(words_of(figure))
    assert "chamber" not in ElectionResult().caption(results, table).text


def words_of(figure: Figure) -> list[str]:
    return [str(each.get_text()) for each in figure.findobj(Text)]


def test_the_median_run_does_not_depend_on_the_order_of_runs(folder: Folder) -> None:
    runs = Results.read(folder(replicates=15)).runs
    shuffled = runs.sample(frac=1, random_state=1).reset_index(drop=True)
    first, again = (
        each["run_id"].iloc[
            median_run(each.filter(like="vote_share."), each.filter(like="seats."), each["run_id"])
        ]
        for each in (runs, shuffled)
    )
    assert again == first


@pytest.mark.parametrize(
    ("power", "fails", "place"),
    [([70, 64, 72, 74], [6, 0, 0, 0], 2), ([52, 40, 70, 96], [3, 0, 0, 0], 1)],
    ids=["by the medians of all", "even if it is the nearest"],
)
def test_the_median_run_seats_no_list_that_fails_in_most_runs(power, fails, place) -> None:
    seats = pd.DataFrame({"power": power, "fails": fails, "other": 24})
    assert median_run(seats / 100, seats, pd.Series(["a", "b", "c", "d"])) == place


def test_a_fan_opens_when_a_party_enters_and_keeps_its_bands_in_order(folder: Folder) -> None:
    table = SupportFan().table(Results.read(folder(replicates=12)))
    first = table[table["series"] == "support"].groupby("party")["week"].min()
    assert first["fresh"] == ENTRY["fresh"]
    assert first["ak_zhol"] == 0
    bands = table[["q05", "q25", "median", "q75", "q95"]].to_numpy()
    assert (np.diff(bands, axis=1) >= 0).all()
    assert set(table.loc[table["series"] == "rating", "party"]) == {"nur_otan"}


def test_a_fan_of_an_election_today_has_an_axis(folder: Folder) -> None:
    table = SupportFan().table(Results.read(folder(replicates=2)))
    (axes, *_) = SupportFan().draw(table[table["week"] == 0]).axes
    assert axes.get_xlim() == (0, 1)


def test_a_cell_of_the_phase_diagram_is_the_share_of_its_runs(folder: Folder) -> None:
    results = Results.read(folder({COATTAIL: [0.0, 1.0], MONEY: [0.0, 100.0, 200.0]}, 5))
    table = PhaseDiagram().table(results)
    assert len(table) == 6
    assert set(table["runs"]) == {5}
    here = results.runs[(results.runs[COATTAIL] == 0) & (results.runs[MONEY] == 200)]
    cell = table[(table["x"] == 0) & (table["y"] == 200)].iloc[0]
    assert cell["majority"] == here["majority"].mean()
    assert cell["seat_share"] == pytest.approx(here["seat_share.nur_otan"].mean())


def test_only_a_full_grid_of_two_numbers_has_a_phase_diagram(folder: Folder) -> None:
    results = Results.read(folder({COATTAIL: [0.0, 1.0], MONEY: [0.0, 100.0]}, 2))
    assert list(PhaseDiagram.fitting(results))
    assert PhaseDiagram("own/he-leaves.toml").name == "phase-diagram-own-he-leaves"
    gap = results.runs[results.runs["point"] != 3]
    assert not list(PhaseDiagram.fitting(Results(results.directory, results.manifest, gap, 0)))


def test_a_response_curve_counts_majorities(folder: Folder) -> None:
    results = Results.read(folder({MONEY: [0.0, 200.0]}, 10))
    table = ResponseCurve().table(results).set_index(["series", "x"])
    share = results.runs[results.runs[MONEY] == 200]["majority"].mean()
    row = table.loc[("majority", 200.0)]
    assert row["median"] == share
    assert row["q05"] <= share <= row["q95"]


def in_coalition(results: Results) -> Results:
    """Let Ak Zhol share the state with the party of power."""
    manifest = copy.deepcopy(results.manifest)
    manifest["scenario"]["parties"]["ak_zhol"]["kind"] = "incumbent"
    return Results(results.directory, manifest, results.runs, 0)


def test_a_majority_of_a_coalition_stands_beside_the_seats_of_all_its_parties(
    folder: Folder,
) -> None:
    grid = {COATTAIL: [0.0, 1.0], MONEY: [0.0, 200.0]}
    results = in_coalition(Results.read(folder(grid, 4)))
    runs = results.runs
    seats = runs["seat_share.nur_otan"] + runs["seat_share.ak_zhol"]
    table = PhaseDiagram().table(results)
    assert table["seat_share"].to_numpy() == pytest.approx(
        seats.groupby([runs[COATTAIL], runs[MONEY]]).mean()
    )
    assert "to the parties in power" in PhaseDiagram().caption(results, table).text


def test_a_curve_of_a_coalition_is_of_all_its_parties(folder: Folder) -> None:
    results = in_coalition(Results.read(folder({MONEY: [0.0, 200.0]}, 4)))
    runs = results.runs
    votes = runs["vote_share.nur_otan"] + runs["vote_share.ak_zhol"]
    table = ResponseCurve().table(results)
    drawn = table[table["series"] == "vote_share"].set_index("x")["median"]
    assert drawn.to_numpy() == pytest.approx(votes.groupby(runs[MONEY]).median())
    assert set(table["label"]) == {"Parties in power"}
    one = replace(results, wish=Wish(party="nur_otan"))
    assert "majority" not in set(ResponseCurve().table(one)["series"])


def test_partners_in_power_are_no_established_parties(folder: Folder) -> None:
    results = in_coalition(Results.read(folder(replicates=4)))
    runs, table = results.runs, Ternary().table(results)
    power = runs["vote_share.nur_otan"] + runs["vote_share.ak_zhol"]
    assert table["top"].to_numpy() == pytest.approx(power.to_numpy())
    assert set(table["top_label"]) == {"Nur Otan and its partners"}
    others = ["peoples_party", "auyl", "adal", "osdp"]
    beside = runs[[f"vote_share.{party}" for party in others]].sum(axis=1)
    assert table["left"].to_numpy() == pytest.approx(beside.to_numpy())


def test_points_with_long_names_are_listed_inside_the_picture(folder: Folder) -> None:
    results = Results.read(folder({COATTAIL: [0.0, 1.0], MONEY: [0.0, 100.0]}, 2))
    table = Differences().table(results)
    assert table["point"].map(len).min() > 36
    figure = Differences().draw(table)
    figure.canvas.draw()
    legend = figure.axes[0].get_legend()
    assert legend is not None
    listed = legend.get_window_extent()
    assert figure.bbox.x0 <= listed.x0
    assert listed.x1 <= figure.bbox.x1
    assert figure.axes[0].get_position().width > 0.5, "the plot keeps its room"


def test_no_number_of_people_is_rounded_to_a_thousand_thousands() -> None:
    said = [_people(each).replace("\N{NO-BREAK SPACE}", " ") for each in (999.7, 999_400, 999_600)]
    assert said == ["1 thousand", "999 thousand", "1.00 million"]


def test_the_map_has_every_region_and_its_mean(folder: Folder) -> None:
    results = Results.read(folder(replicates=10))
    table = RegionalMap("turnout").table(results).set_index("region")
    assert set(table.index) == set(REGIONS)
    assert table.loc["MNG", "value"] == pytest.approx(results.runs["turnout.MNG"].mean())


def test_a_country_without_outlines_has_no_map() -> None:
    assert geography("atlantis") is None
    assert geography("") is None


def test_outlines_lie_in_kazakhstan_and_cities_in_or_at_their_surroundings() -> None:
    known = geography("kazakhstan")
    assert known is not None
    assert {each for each in REGIONS if known.is_city(each)} == {"ALA", "AST", "SHY"}
    for region in REGIONS:
        longitude, latitude = centre(known.outlines[region])
        assert 46 < longitude < 88
        assert 40 < latitude < 56
    assert 1.4 < known.aspect < 1.6


def test_tiles_do_not_share_a_place() -> None:
    known = geography("kazakhstan")
    assert known is not None
    assert not known.regions[["tile_row", "tile_col"]].duplicated().any()


def test_corners_of_the_triangle_are_pure_shares() -> None:
    assert place(np.eye(3)) == pytest.approx(np.array([[0.5, 3**0.5 / 2], [0, 0], [1, 0]]))
    assert place(np.array([[1.0, 1, 1]])) == pytest.approx(np.array([[0.5, 3**0.5 / 6]]))


def test_shares_in_the_triangle_sum_to_one(folder: Folder) -> None:
    table = Ternary().table(Results.read(folder(replicates=6)))
    assert table[["top", "left", "right"]].sum(axis=1).to_numpy() == pytest.approx(1.0)


def test_of_many_runs_the_triangle_counts_each_once_near_its_place(folder: Folder) -> None:
    results = Results.read(folder(replicates=200))
    table = Ternary().table(results)
    assert len(table) < 200
    assert table["runs"].sum() == 200
    assert table[["top", "left", "right"]].sum(axis=1).to_numpy() == pytest.approx(1.0)
    votes = results.runs[[f"vote_share.{party}" for party in results.parties["party"]]]
    mean = (votes.iloc[:, 0] / votes.sum(axis=1)).mean()
    assert np.average(table["top"], weights=table["runs"]) == pytest.approx(mean, abs=0.005)
    won = table.loc[table["group"] == "majority", "runs"].sum()
    assert won == results.runs["majority"].sum()


def test_a_tornado_of_a_sweep_points_the_way_the_factor_works(folder: Folder) -> None:
    factors = {COATTAIL: [0.0, 0.5, 1.0], MONEY: [0.0, 100.0, 200.0], "turnout.slope": [0.0, 1.0]}
    table = Tornado().table(Results.read(folder(factors, 3))).set_index(["factor", "setting"])
    assert table.loc[("Leader coattail: strength", "low"), "change"] < 0
    assert table.loc[("Leader coattail: strength", "high"), "change"] > 0
    assert table.loc[("Fresh party: funds", "high"), "change"] < 0
    assert ((table["low"] <= table["change"]) & (table["change"] <= table["high"])).all()


def test_flows_take_names_and_looks_from_the_scenario_and_lose_nobody(folder: Folder) -> None:
    results = Results.read(folder(replicates=2))
    write(results.directory / "tables")
    table = VoteFlows().table(results)
    assert table["people"].sum() == vote_flows()["people"].sum()
    names = table.drop_duplicates("from").set_index("from")
    assert names.loc["peoples_party", "from_label"] == "People's Party"
    assert pd.isna(names.loc["undecided", "from_kind"])


def test_flows_stored_with_the_runs_are_drawn_as_their_mean(folder: Folder) -> None:
    results = Results.read(folder(replicates=2))
    runs = results.runs.assign(
        **{"voted.osdp.stayed_at_home": [0.2, 0.4], "voted.osdp.osdp": [0.8, 0.6], "voted.a.a": 0}
    )
    results = replace(results, runs=runs)
    assert [each.name for each in VoteFlows.fitting(results)] == ["vote-flows"]
    table = VoteFlows().table(results).set_index("to")
    electorate = results.manifest["scenario"]["population"]["electorate"]
    assert table["people"].to_dict() == pytest.approx(
        {"osdp": 0.7 * electorate, "stayed_at_home": 0.3 * electorate}
    )
    assert "n = 2 runs" in VoteFlows().caption(results, table).footer


def test_tables_are_drawn_only_where_an_experiment_left_them(folder: Folder) -> None:
    results = Results.read(folder(replicates=2))
    assert not list(VoteFlows.fitting(results))
    write(results.directory / "tables")
    assert [each.name for each in VoteFlows.fitting(results)] == ["vote-flows"]
    assert {each.stem for each in (results.directory / "tables").iterdir()} == set(
        LEFT_BY_EXPERIMENTS
    )


def test_a_fingerprint_holds_every_station_of_every_count() -> None:
    cells = LEFT_BY_EXPERIMENTS["fingerprint"]()
    sums = cells.groupby("panel")["stations"].sum()
    assert sums.to_dict() == pytest.approx({"fair": 1, "inflated": 1})
    corner = cells[(cells["turnout"] >= 0.9) & (cells["share"] >= 0.9)].groupby("panel")
    assert corner["stations"].sum().to_dict() == pytest.approx({"inflated": 0.1}, abs=0.03)


def test_a_cumulative_curve_ends_at_the_result_and_an_inflated_one_climbs() -> None:
    table = LEFT_BY_EXPERIMENTS["cumulative-curve"]()
    lines = {name: rows["share"].to_numpy() for name, rows in table.groupby("series")}
    for name, count in counts().items():
        assert lines[name][-1] == count.votes[:, 0].sum() / count.votes.sum()
    half = len(lines["fair"]) // 2
    assert abs(lines["fair"][-1] - lines["fair"][half]) < 0.03
    assert lines["inflated"][-1] - lines["inflated"][half] > 0.05


def test_votes_by_turnout_lose_none_and_the_estimate_is_the_area_beyond() -> None:
    table = LEFT_BY_EXPERIMENTS["votes-by-turnout"]()
    for name, count in counts().items():
        rows = table[table["panel"] == name].reset_index(drop=True)
        assert rows["winner"].sum() == count.votes[:, 0].sum()
        beyond = rows[rows["turnout"] > rows["normal"] + 1e-9]
        area = (beyond["winner"] - beyond["expected"]).sum()
        assert rows["surplus"][0] == pytest.approx(max(area, 0) / rows["winner"].sum())


def test_captions_say_what_a_fair_count_may_be_and_what_the_estimate_is_net_of() -> None:
    for chart in (CumulativeCurve, Fingerprint):
        assert "fair count may be" in chart.text
    assert "the hatched area less what" in VotesByTurnout.text


def test_policy_space_shows_the_two_most_divisive_issues(folder: Folder) -> None:
    results = Results.read(folder(replicates=2))
    table = PolicySpace().table(results)
    parties = results.manifest["scenario"]["parties"]
    spread = pd.DataFrame({name: each["platform"] for name, each in parties.items()}).T.std()
    assert [table["x_label"].iloc[0], table["y_label"].iloc[0]] == list(spread.nlargest(2).index)


def test_a_party_that_never_stood_has_no_place_in_policy_space(folder: Folder) -> None:
    results = Results.read(folder(replicates=3))
    votes = {"vote_share.fresh": 0.0, "vote_share.adal": np.nan, "vote_share.auyl": [0, 0, 0.1]}
    table = PolicySpace().table(replace(results, runs=results.runs.assign(**votes)))
    shown = set(PARTIES) - {"fresh", "adal"}
    assert set(table["label"]) == {PARTIES[party][1] for party in shown}


@pytest.mark.parametrize(("value", "end"), [(0.0, 0), (1.0, 1)])
def test_the_axis_of_a_flat_share_ends_where_shares_end(
    folder: Folder, value: float, end: int
) -> None:
    results = Results.read(folder({COATTAIL: [0.0, 1.0], MONEY: [0.0, 100.0]}, 2))
    flat = replace(results, runs=results.runs.assign(**{"seat_share.nur_otan": value}))
    (chart,) = OutcomeCurve.fitting(flat)
    (axes,) = chart.draw(chart.table(flat)).axes
    assert axes.get_ylim()[end] == value
    assert 0 < np.ptp(axes.get_ylim()) < 1


@given(st.integers(2, 300))
def test_dots_scatter_without_falling_on_each_other(count: int) -> None:
    places = np.sort(scatter(count))
    assert places[0] >= 0
    assert places[-1] < 1
    assert np.diff(places).min() > 0.2 / count
