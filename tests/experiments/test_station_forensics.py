"""A user's file of stations: fair counts look fair, known traces are found, nothing is hidden."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from experiments.cli import application
from experiments.forensics.fraud_fit import fit_inflation
from experiments.forensics.klimek import _interval, fit_as_klimek
from experiments.forensics.station_forensics import (
    MEASURES,
    examined_first,
    party_by_party,
    signature,
)
from experiments.publish.station_report import Examined, examine
from experiments.tools.station_file import read_stations
from model.ballot.count import Count, counted
from model.ballot.precincts import Precincts, Stations, spread
from model.measures.integer_percentages import integer_percentages
from model.measures.station_sets import some

DATA = Path(__file__).parents[1] / "data"
FAIR = (
    "austria-2016", "canada-2011", "georgia-2012", "taiwan-2004", "fair_no_locality_known",
    "fair_uk2019_constituencies",
)  # fmt: skip
"""Elections whose count nobody doubts, and one that the party of power lost."""

PARTIES = ("ours", "theirs", "small")


def file_of(name: str) -> Path:
    folder = "stations" if name[-4:].isdigit() else "cases"
    return DATA / folder / f"{name}.csv"


@cache
def examined(name: str) -> Examined:
    return examine(file_of(name))


def each_party(name: str) -> list[Precincts]:
    """The stations of a file as seen by each party with votes."""
    stations = read_stations(file_of(name)).stations
    return [replace(stations, winner=at) for at in examined_first(stations)]


def measured(name: str, measure: str) -> pd.DataFrame:
    """One measure of a file, its parties as rows."""
    table = examined(name).measures
    return table[table["measure"] == measure].set_index("party")


def simulated(incremental: float, extreme: float, seed: int = 1) -> Precincts:
    people = np.array([[1_500_000, 1_200_000, 300_000, 3_000_000]])
    where, table = spread(people, Stations(), seed)
    blank = np.zeros(len(table), np.int64)
    fair = Precincts(where.region, where.locality, table.sum(axis=1), table[:, :3], blank, 0)
    return counted(fair, Count(incremental=incremental, extreme=extreme), seed)


@cache
def inflated() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Measures and warnings of a count that is inflated for the first party."""
    return party_by_party(simulated(0.3, 0.1), PARTIES)


def test_an_interval_over_ten_draws_is_students():
    draws = np.tile([0.45, 0.55], 5)
    reach = 2.262 * draws.std(ddof=1)
    assert _interval(0.5, draws) == pytest.approx((0.5 - reach, 0.5 + reach), abs=1e-4)
    assert _interval(0.05, draws)[0] == 0


@pytest.mark.parametrize("name", FAIR)
def test_no_party_of_a_fair_count_is_inflated(name):
    for fit in map(fit_inflation, each_party(name)):
        assert fit.incremental == pytest.approx(0, abs=1e-5)
        assert fit.extreme < 0.001


@pytest.mark.parametrize("name", FAIR)
def test_round_results_of_a_fair_count_are_as_frequent_as_by_chance(name):
    assert all(integer_percentages(each).p_value > 0.01 for each in each_party(name))


def test_constituencies_are_said_to_be_too_large_for_the_fit():
    warnings = examined("fair_uk2019_constituencies").warnings["warning"]
    assert warnings.str.contains("inflation of some of these cannot be seen").any()
    assert warnings.str.contains("cannot show whether that is inflation").any()


def test_one_online_station_does_not_move_the_estimate_of_shpilkin(tmp_path):
    name = "duma2021_sample_with_online_station"
    left_out = examined(name).file.left_out
    assert left_out["electors"].max() == 171_979
    rows = pd.read_csv(DATA / "cases" / f"{name}.csv")
    rows[rows["electors"] < 171_979].to_csv(tmp_path / "without.csv", index=False)
    without = examine(tmp_path / "without.csv").by_choice["votes"]
    for votes in (examined(name).by_choice["votes"], without):
        assert votes.between(75_000, 85_000).all()


def test_a_station_without_register_is_left_out_and_named():
    file = examined("station_without_register").file
    assert file.left_out["row"].tolist() == [9, 10]
    assert file.left_out["rule"].tolist() == [
        "no register: no electors", "more ballots than electors",
    ]  # fmt: skip
    values = examined("station_without_register").measures
    assert np.isfinite(values[["value", "low", "high"]]).all(axis=None)
    assert (measured("station_without_register", "extreme")["value"] < 0.001).all()
    whole = pd.read_csv(DATA / "cases" / "station_without_register.csv")
    nothing = np.zeros(len(whole), np.int64)
    kept = Precincts(
        nothing, nothing, whole["electors"].to_numpy(), whole[["winner", "others"]].to_numpy(),
        whole["blank"].to_numpy(), 0,
    )  # fmt: skip
    assert fit_inflation(kept).extreme < 0.001


def test_the_traces_of_russia_2011_are_those_that_were_published():
    """Klimek et al. (2012): f_i 0.64 and f_e 0.033 for all stations, as remembered."""
    found = {each: measured("russia-2011", each).loc["party_of_power_votes"] for each in MEASURES}
    assert found["klimek_incremental"]["low"] < 0.64 < found["klimek_incremental"]["high"]
    assert found["klimek_extreme"]["low"] < 0.033 < found["klimek_extreme"]["high"]
    assert found["incremental"]["low"] > 0.1
    # Shpilkin's 15 million of 32 million.
    assert found["shpilkin"]["low"] < 15 / 32 < found["shpilkin"]["high"]


def test_the_loser_that_fails_the_published_method_is_seen_beside_the_winner():
    """Skew alone gives the others of Russia 2011 a large f_i; our fit refuses it."""
    assert measured("russia-2011", "klimek_incremental").loc["others_votes", "value"] > 0.5
    assert measured("russia-2011", "incremental").loc["others_votes", "value"] == 0


def test_intervals_hold_what_was_done():
    truth = {"incremental": 0.3, "extreme": 0.1}
    table, warnings = inflated()
    ours = table[table["party"] == "ours"].set_index("measure")
    for what, share in truth.items():
        assert ours.loc[what, "value"] == pytest.approx(share, abs=0.05)
        assert ours.loc[what, "low"] <= share <= ours.loc[what, "high"]
        assert ours.loc[what, "high"] - ours.loc[what, "low"] < 0.1
    others = table[(table["party"] != "ours") & (table["measure"] == "incremental")]
    assert (others["value"] == 0).all()
    assert warnings["party"].tolist() == ["theirs", "small"]  # whose skew is not told from it


def test_without_inflation_the_interval_says_what_could_be_hidden():
    few = simulated(0, 0)
    fewer = some(few, np.arange(300))
    upper = [fit_inflation(each).incremental_interval[1] for each in (few, fewer)]
    assert 0 < upper[0] < upper[1] < 1


@pytest.mark.parametrize(("incremental", "extreme"), [(0, 0), (0.1, 0), (0.3, 0.1)])
def test_a_thousand_stations_of_unknown_localities_show_what_was_done(incremental, extreme):
    """Stations that are not alike, but are not known not to be."""
    generator = np.random.default_rng(1)
    electors = generator.integers(300, 2500, 1000)
    ballots = generator.binomial(electors, generator.normal(0.5, 0.06, 1000))
    won = generator.binomial(ballots, generator.normal(0.45, 0.07, 1000))
    nothing = np.zeros(1000, np.int64)
    fair = Precincts(nothing, nothing, electors, np.stack([won, ballots - won], 1), nothing, 0)
    fit = fit_inflation(counted(fair, Count(incremental=incremental, extreme=extreme), 1))
    assert fit.incremental == pytest.approx(incremental, abs=0.05)
    assert fit.extreme == pytest.approx(extreme, abs=0.03)
    low, high = fit.incremental_interval
    assert low <= incremental <= high


def test_the_published_method_recovers_its_own_model():
    found = fit_as_klimek(simulated(0.3, 0.1))
    assert found.incremental == pytest.approx(0.3, abs=0.1)
    assert found.extreme == pytest.approx(0.1, abs=0.02)


def test_a_search_among_part_of_the_stations_finds_the_same(monkeypatch):
    stations = simulated(0.3, 0.1)
    whole = fit_inflation(stations)
    monkeypatch.setattr("experiments.forensics.fraud_fit.FOR_THE_SEARCH", 1000)
    part = fit_inflation(stations)
    assert part.incremental == pytest.approx(whole.incremental, abs=0.005)
    assert part.extreme == pytest.approx(whole.extreme, abs=0.002)


def test_the_model_goes_through_the_same_door():
    """What the experiment on forensics says of a count is what a file of it would say."""
    table, _ = inflated()
    ours = table[table["party"] == "ours"].set_index("measure")["value"]
    seen = signature(simulated(0.3, 0.1))
    for each in ("incremental", "extreme", "shpilkin", "full_corner", "curve_rise"):
        assert ours[each] == pytest.approx(seen[each], abs=1e-5)


def test_regions_can_be_taken_as_one(tmp_path):
    file = tmp_path / "stations.csv"
    file.write_text("region,electors,A\n" + "x,100,20\ny,100,30\n" * 20, encoding="utf-8")
    assert len(np.unique(examine(file, as_one=True).stations.region)) == 1
    assert len(np.unique(examine(file).stations.region)) == 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("region,A\nx,1\n", "no column electors"),
        ("region,electors\nx,1\n", "no column of votes"),
        ("electors,A,\n10,1,2\n", "a column has no name"),
        ("electors,A\n10,some\n", "row 2, column A: given 'some', allowed is a whole number"),
        ("electors,A\n10,1.5\n", "row 2, column A: given '1.5'"),
        ("electors,A\n10,-1\n", "row 2, column A: given '-1'"),
        ("electors,A\n10,1\n", "no station that can be examined"),
        ("", "no column electors"),
    ],
)
def test_a_file_that_is_no_table_of_stations_is_refused_with_its_place(tmp_path, text, says):
    file = tmp_path / "stations.csv"
    file.write_text(text, encoding="utf-8")
    done = CliRunner().invoke(application(), ["forensics", str(file)])
    assert done.exit_code != 0
    assert says in str(done.exception)


def test_a_column_of_words_is_told_once_and_what_to_do_with_it(tmp_path):
    file = tmp_path / "stations.csv"
    file.write_text("il,electors,A,B\n" + "Ankara,100,20,30\nİzmir,100,20,x\n" * 20, "utf-8")
    with pytest.raises(ValueError, match="column il") as refused:
        read_stations(file)
    first, *others = str(refused.value).splitlines()
    assert "row 2, column il: given 'Ankara'" in first
    assert "call it region, locality or station" in first
    assert "--ignore il" in first
    assert len(others) == 20, "a cell that is wrong among numbers is told where it stands"
    assert all("column B: given 'x'" in line for line in others)


def test_a_party_is_examined_by_its_name(tmp_path):
    file = tmp_path / "stations.csv"
    file.write_text("electors,Reds,Blues,ward\n" + "1000,300,200,x\n" * 30, encoding="utf-8")
    with pytest.raises(ValueError, match="column ward: given 'x'"):
        examine(file)
    assert examine(file, ignored=["ward"]).party == "Reds"
    assert examine(file, "Blues", ["ward"]).party == "Blues"
    with pytest.raises(ValueError, match="did you mean Blues"):
        examine(file, "Blue", ["ward"])
    few = examine(file, ignored=["ward"])
    assert few.warnings["warning"].str.contains("needs 100 stations").all()
    assert "incremental" not in set(few.measures["measure"])


def test_names_tell_online_votes_citizens_abroad_and_totals(tmp_path):
    file = tmp_path / "stations.csv"
    rows = ["North,1", "North,2", "Абай облысы,3", "Abroad,4", "North,Online voting", "Total,"]
    text = "region,station,electors,ballots,A,B\n"
    file.write_text(text + "".join(f"{each},1000,500,300,150\n" for each in rows))
    found = read_stations(file)
    assert found.regions[:2] == ("North", "Абай облысы")
    assert found.left_out["row"].tolist() == [5, 6, 7]
    assert (found.stations.blank == 50).all()


def test_order_of_the_rows_within_a_region_is_kept_and_regions_lie_together(tmp_path):
    file = tmp_path / "stations.csv"
    rows = [("b", 110), ("a", 120), ("b", 130), ("a", 140)]
    text = "".join(f"{region},{electors},20,30\n" for region, electors in rows)
    file.write_text("region,electors,A,B\n" + text, encoding="utf-8")
    assert read_stations(file).stations.electors.tolist() == [110, 130, 120, 140]


def test_the_command_prints_json_and_writes_tables_figures_and_a_report(tmp_path):
    file, out = DATA / "cases" / "station_without_register.csv", tmp_path / "out"
    done = CliRunner().invoke(
        application(), ["forensics", str(file), "--json", "--out", str(out)]
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert said["stations"] == 148
    assert [each["row"] for each in said["left_out"]] == [9, 10]
    assert set(said["measures"]["others"]) == set(MEASURES)
    figures = {each.stem for each in (out / "figures").glob("*.png")}
    assert figures == {"fingerprint", "cumulative-curve", "votes-by-turnout"}
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "station_without_register.csv" in page
    assert "no register: no electors" in page


def test_what_is_printed_compares_all_parties_and_names_what_is_left_out():
    file = DATA / "cases" / "station_without_register.csv"
    done = CliRunner().invoke(application(), ["forensics", str(file), "--party", "winner"])
    assert done.exit_code == 0, done.output
    assert "Left out: 1 row(s), no register" in done.stdout
    assert all(each in done.stdout for each in MEASURES.values())


def test_stations_without_a_vote_for_the_examined_party_are_no_trouble():
    count = some(simulated(0, 0), np.arange(500))
    votes = count.votes.copy()
    votes[:, 1] += votes[:, 0]
    votes[:, 0] = 0
    table, _ = party_by_party(replace(count, votes=votes, winner=0), ("none", "all", "small"))
    assert set(table["party"]) == {"all", "small"}


def test_parties_of_a_large_file_are_measured_side_by_side_with_the_same_figures(monkeypatch):
    count = some(simulated(0.3, 0.1), np.arange(500))
    alone, _ = party_by_party(count, PARTIES)
    monkeypatch.setattr("experiments.forensics.station_forensics.ENOUGH", len(count.electors) - 1)
    monkeypatch.setattr("experiments.forensics.station_forensics._evenly", lambda party: party)
    monkeypatch.setattr("experiments.forensics.station_forensics.processors", lambda: 2)
    table, _ = party_by_party(count, PARTIES)
    pd.testing.assert_frame_equal(table, alone)


def test_columns_that_are_ignored_change_nothing_whatever_they_are_called(tmp_path):
    rest = "electors,ours,theirs\n" + "1000,300,200\n" * 3
    known = "region,locality,ballots,invalid," + rest.replace("1000,", "abroad,x,100,many,1000,")
    (tmp_path / "plain.csv").write_text(rest)
    (tmp_path / "more.csv").write_text(known)
    ignored = ("region", "locality", "ballots", "invalid")
    plain, more = (
        read_stations(tmp_path / "plain.csv"),
        read_stations(tmp_path / "more.csv", ignored),
    )
    assert more.left_out.empty
    assert more.regions == plain.regions
    assert more.stations.turnout.tolist() == plain.stations.turnout.tolist() == [0.5] * 3
    with pytest.raises(ValueError, match="no column electors"):
        read_stations(tmp_path / "more.csv", ("electors",))
