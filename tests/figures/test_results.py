"""What figures read from a results folder."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import experiments.figures
from experiments.figures.outcome_curve import OutcomeCurve
from experiments.figures.outcome_strip import OutcomeStrip
from experiments.figures.phase_diagram import PhaseDiagram
from experiments.store.folder import read_runs
from experiments.store.results import MOST_DOTS, Results, Wish, counted, evenly
from experiments.study.errors import UserError

from .conftest import COATTAIL, MONEY, NO_SWEEP, PARTIES, Folder


def test_a_folder_without_results_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no results folder"):
        Results.read(tmp_path)


def test_a_sweep_without_a_completed_run_is_refused(folder: Folder) -> None:
    with pytest.raises(ValueError, match="none was completed"):
        Results.read(folder(replicates=1, failed=3, only_failed=True))


def test_failed_runs_are_left_out_and_counted(folder: Folder) -> None:
    results = Results.read(folder(replicates=10, failed=3))
    assert (len(results.runs), results.failed) == (10, 3)


def test_of_many_points_the_one_nearest_to_the_scenario_is_shown(folder: Folder) -> None:
    results = Results.read(folder({COATTAIL: [0.0, 0.45, 1.0], MONEY: [0.0, 55.0]}, 3))
    (chosen,) = results.shown
    assert set(chosen.runs[COATTAIL]) == {0.45}
    assert set(chosen.runs[MONEY]) == {55.0}
    assert "Leader coattail: strength (relative to the past election) = 0.45" in chosen.which
    assert "Fresh party: funds (million USD) = 55" in chosen.count


def test_values_that_agree_in_three_digits_are_told_apart(folder: Folder) -> None:
    money = [120.01, 120.02, 120.03]
    points = Results.read(folder({MONEY: money}, 2)).points
    assert [float(each.which.partition(" = ")[2]) for each in points] == money


@pytest.mark.parametrize("values", [[0.1001, 0.1004], [202.4, 202.5]])
def test_lines_whose_values_agree_in_three_digits_are_not_pooled(
    folder: Folder, values: list[float]
) -> None:
    results = Results.read(folder({MONEY: values, COATTAIL: [0.0, 0.5, 1.0]}, 2))
    wished = replace(results, wish=Wish(outcome="seat_share", by=MONEY))
    (chart,) = OutcomeCurve.fitting(wished)
    table = chart.table(wished)
    assert list(table["line"].unique()) == [f"{each:g}" for each in values]
    assert set(table["runs"]) == {2}


def test_each_scenario_has_a_phase_diagram_of_its_own_name(folder: Folder) -> None:
    names = ["law 0.05", "law 0.07", "law 0-07", "machine at work"]
    results = Results.read(folder({"scenario": names, COATTAIL: [0.0, 1.0], MONEY: [0.0, 1.0]}, 1))
    assert [each.name for each in PhaseDiagram.fitting(results)] == [
        f"phase-diagram-{each}"
        for each in ("law-0-05", "law-0-07", "law-0-07-2", "machine-at-work")
    ]


def test_bars_are_of_all_runs_though_dots_are_thinned(folder: Folder) -> None:
    results = Results.read(folder(replicates=2))
    many = pd.concat([results.runs] * MOST_DOTS, ignore_index=True)
    values = np.arange(len(many)) % 2
    many = replace(results, runs=many.assign(turnout=values), wish=Wish(outcome="turnout"))
    table = OutcomeStrip().table(many)
    dots, _, _, middle = OutcomeStrip().draw(table).axes[0].lines
    assert len(dots.get_xdata()) == MOST_DOTS
    assert middle.get_xdata() == pytest.approx([0.5])


def test_among_scenarios_the_nearest_is_the_one_that_was_asked_about(folder: Folder) -> None:
    results = Results.read(folder({"scenario": ["another", "third"]}, 10))
    results.manifest["scenario"]["name"] = "third"
    assert set(results.nearest.runs["scenario"]) == {"third"}


def test_few_points_are_shown_each_by_itself(folder: Folder) -> None:
    results = Results.read(folder({COATTAIL: [0.0, 0.5, 1.0]}, 3))
    assert [len(each.runs) for each in results.shown] == [3, 3, 3]
    ties = [each.scenario["mechanisms"]["leader_coattail"]["strength"] for each in results.shown]
    assert ties == [0.0, 0.5, 1.0]


def test_a_sampled_design_has_no_point_that_stands_for_it(folder: Folder) -> None:
    results = Results.read(folder({COATTAIL: [0.1, 0.2, 0.4, 0.7, 0.9]}, 1))
    results.manifest["design"]["factors"][COATTAIL]["values"] = []
    assert results.shown == []


def test_parties_that_stand_at_some_points_only_keep_their_names_and_looks(folder: Folder) -> None:
    results = Results.read(folder({"parties.fresh.copies": [0, 2]}, 2))
    found = results.parties.set_index("party")
    assert "fresh" not in found.index
    assert list(found.loc[["fresh_1", "fresh_2"], "label"]) == ["Fresh party 1", "Fresh party 2"]
    assert list(found.loc[["fresh_1", "fresh_2"], "rank"]) == [0, 1]
    without, _ = results.points
    assert list(without.parties["party"]) == list(found.index)
    assert without.runs["vote_share.fresh_1"].isna().all()


def test_a_party_is_called_what_the_scenario_drawn_calls_it(folder: Folder) -> None:
    results = Results.read(folder({"scenario": ["earlier", "now"]}, 2))
    results.manifest["scenario_changes"] = {"earlier": {"parties.adal.label": "Rukhaniyat"}}
    labels = [dict(each.labels)["adal"] for each in results.points]
    assert labels == ["Rukhaniyat", "Adal"]


def test_switches_are_varied_but_are_no_numbers(folder: Folder) -> None:
    results = Results.read(folder({"mechanisms.media": [True, False], MONEY: [0.0, 1.0]}, 2))
    assert results.varied == ("mechanisms.media", MONEY)
    assert results.factors == (MONEY,)


def test_weeks_are_those_of_the_runs_asked_for(folder: Folder) -> None:
    results = Results.read(folder({COATTAIL: [0.0, 1.0]}, 3))
    weeks = results.steps(["undecided"], results.runs.iloc[:2])
    assert list(weeks) == ["run_id", "week", "undecided"]
    assert set(weeks["run_id"]) == set(results.runs["run_id"].iloc[:2])


def test_parties_stand_in_one_order_with_a_rank_in_their_kind(folder: Folder) -> None:
    parties = Results.read(folder(replicates=2)).parties
    assert list(parties["party"]) == list(PARTIES)
    assert list(parties["rank"]) == [0, 0, 1, 2, 3, 4, 0, 0]


def test_of_very_many_runs_some_are_drawn_evenly_taken() -> None:
    few, many = (pd.DataFrame({"run": range(count), "point": 0}) for count in (MOST_DOTS, 10_000))
    assert len(evenly(few)) == MOST_DOTS
    assert counted(Results(Path(), {}, few, 0)) == f"n = {MOST_DOTS} runs"
    drawn = evenly(many)["run"]
    assert MOST_DOTS / 2 < len(drawn) <= MOST_DOTS
    assert drawn.diff().dropna().nunique() == 1
    assert counted(Results(Path(), {}, many, 0)) == f"n = 10000 runs, {len(drawn)} of them drawn"


def test_a_folder_with_tables_only_has_no_runs(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "manifest.json").write_text(json.dumps(NO_SWEEP))
    results = Results.read(tmp_path)
    assert results.runs.empty
    assert results.factors == ()
    with pytest.raises(UserError, match="has tables and no runs, so it has one view of them"):
        experiments.figures.draw(tmp_path, asked=experiments.figures.Asked("turnout > 0.5"))


def test_whoever_wants_runs_of_tables_only_is_told_how_to_make_them(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "manifest.json").write_text(json.dumps({**NO_SWEEP, "experiment": "law"}))
    with pytest.raises(
        UserError, match=r"no runs: read .*\.csv, or .* `partyofpower experiment law`"
    ):
        read_runs(tmp_path)


def test_no_figure_uses_pyplot_whose_figures_pile_up() -> None:
    folder = Path(experiments.figures.__path__[0])
    assert not [file for file in folder.glob("*.py") if "pyplot" in file.read_text("utf-8")]
