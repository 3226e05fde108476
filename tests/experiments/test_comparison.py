"""Scenarios are compared run by run with the same seeds."""

import json

import numpy as np
import pandas as pd
import pytest
from dots import print_dots
from typer.testing import CliRunner

from experiments.analysis.comparison import differences_in_headline, sentences
from experiments.cli import application
from experiments.store.results import Results
from experiments.study.errors import UserError

SMALL = ("--voters", "1000", "--set", "weeks=2", "--engine", "serial")


def test_two_scenarios_that_differ_in_the_law_only_have_the_same_votes(tmp_path, monkeypatch):
    print_dots(monkeypatch)
    out = tmp_path / "out"
    asked = ["compare", "kazakhstan-2022", "threshold", "--replicates", "3", "--out", str(out)]
    done = CliRunner().invoke(application(), [*asked, *SMALL, "--json"], catch_exceptions=False)
    rows = {row["measure"]: row for row in json.loads(done.stdout)["differences"]}
    assert rows["rating.nur_otan"]["change"] == 0
    assert rows["wasted"]["change"] < 0
    assert {row["n"] for row in rows.values()} == {3}
    assert (out / "figures" / "differences.png").is_file()
    page = (out / "report.html").read_text(encoding="utf-8")
    assert page.count("<img") == 2, "a brief has what differs and both chambers, and names the rest"
    assert "Also drawn, in the folder figures: " in page
    assert "Support fan" in page
    assert "the same in each of 3 pairs of runs" in page
    assert "<li>Votes for lists that win no seat: " in page


def test_a_difference_in_pairs_is_found_where_means_would_hide_it():
    luck = np.random.default_rng(1).normal(0.5, 0.2, 20)
    runs = pd.concat(
        pd.DataFrame({
            "point": point, "scenario": name, "replicate": range(20), "turnout": luck + shift
        }) for point, (name, shift) in enumerate([("a", 0.0), ("b", -0.02)])
    ).reset_index(drop=True)  # fmt: skip
    party = {"kind": "incumbent", "label": "A"}
    manifest = {"scenario": {"name": "a", "parties": {"a": party}}}
    manifest["design"] = {"factors": {"scenario": {"values": ["a", "b"]}}}
    table = differences_in_headline(Results(None, manifest, runs, 0))
    assert table["change"].tolist() == pytest.approx([-0.02])
    (said,) = sentences(table)
    assert said.startswith("Official turnout: with b against a, 2.0 percentage points lower")
    (unknown,) = sentences(table.assign(n=0, change=np.nan, low=np.nan, high=np.nan))
    assert unknown.endswith("against a, not known, no pair of runs has both.")


def test_runs_of_different_countries_are_not_compared():
    done = CliRunner().invoke(application(), ["compare", "kazakhstan-2022", "taiwan-2004"])
    assert "taiwan-2004 (Taiwan): runs of different countries" in str(done.exception)


def test_one_scenario_is_no_comparison():
    done = CliRunner().invoke(application(), ["compare", "threshold", "threshold"])
    assert isinstance(done.exception, UserError)
    assert "Given threshold; allowed are 2 to 8 different scenarios." in str(done.exception)
