"""How a question is carried out: from runs to tables, claims with their intervals, and figures."""

from pathlib import Path

import pandas as pd
import pytest
from jobs import study as any_study
from scipy.stats import t

from experiments.analysis.lines import Axis, lines
from experiments.experiment import Claim, SweepExperiment, read_claims
from experiments.running.engines import Serial
from experiments.running.sweep import Execution
from experiments.store.folder import read_runs, read_steps
from experiments.store.results import Results
from experiments.study.design import single
from experiments.study.plan import Study
from model.scenario import load_scenario

pytestmark = pytest.mark.usefixtures("past_elections_are_read_once")


def test_a_small_question_goes_from_runs_to_tables_claims_and_figures(tmp_path: Path) -> None:
    class Small(SweepExperiment):
        """Does popularity help?

        Observables: majority.
        """

        figures = ("outcome-strip",)

        def study(self, quick: bool) -> Study:
            return any_study(replicates=2, values=(0.4, 0.6))

        def tables(self, results: object) -> dict[str, pd.DataFrame]:
            runs = results.runs
            return {"summary": runs.groupby("leader.popularity")["majority"].mean().reset_index()}

        def claims(self, tables: dict[str, pd.DataFrame]) -> list[Claim]:
            return [Claim("Z10", "says", "rows", len(tables["summary"]), 2, 2)]

    Small().carry_out(tmp_path / "small", True, Execution(Serial()))
    assert read_claims(tmp_path / "small")[0]["verdict"] == "holds"
    assert (tmp_path / "small" / "tables" / "summary.csv").is_file()
    drawn = [file.stem for file in (tmp_path / "small" / "figures").glob("*.png")]
    assert drawn == ["outcome-strip"]


class TwoWeeks(SweepExperiment):
    """What is to be told of two weeks?

    Observables: turnout.
    """

    replicates = 5
    figures = ()

    def study(self, quick: bool) -> Study:
        two_weeks = {"voters": 1000, "weeks": 2}
        scenario = load_scenario("kazakhstan-2022", two_weeks)
        return Study(scenario, single(), replicates=self.replicates)

    def tables(self, results: object) -> dict[str, pd.DataFrame]:
        return {"turnout": results.runs[["replicate", "turnout"]]}


def test_each_claim_says_what_luck_leaves_open_and_in_what_share_of_draws_it_holds(
    tmp_path: Path,
) -> None:
    class Open(TwoWeeks):
        """How many hold a majority, whatever is not known?

        Observables: turnout.
        """

        draws = 4

        def claims(self, tables: dict[str, pd.DataFrame]) -> list[Claim]:
            turnout = tables["turnout"]["turnout"]
            never = Claim("none", "nobody votes", "turnout", turnout.mean(), 0, 0)
            unknown = Claim("none", "needs runs", "spread", turnout.std(), 0, 1)
            return [Claim("none", "some vote", "turnout", turnout.mean(), 0, 1), never, unknown]

    Open().carry_out(tmp_path / "open", False, Execution(Serial()))
    votes, never, unknown = read_claims(tmp_path / "open")
    assert (votes["share_of_draws"], votes["draws"]) == (1, 4)
    assert votes["q05"] < votes["q95"]
    assert never["share_of_draws"] == 0
    turnout = read_runs(tmp_path / "open")["turnout"]
    luck = t.interval(0.95, 4, turnout.mean(), turnout.sem())  # of a mean it is Student's
    assert (votes["luck_low"], votes["luck_high"]) == pytest.approx(luck)
    assert unknown["draws"] is None  # of one run a draw

    class Held(Open):
        """How many hold a majority, the main luck held fixed?

        Observables: turnout.
        """

        tells_luck = False

    opening = Results.read(tmp_path / "open").opening(["popularity"])
    steps = read_steps(tmp_path / "open").query("week == 0")
    assert opening["popularity"].tolist() == steps["popularity"].tolist()
    Held().summarise(tmp_path / "open")
    held = read_claims(tmp_path / "open")[0]
    assert held["share_of_draws"] == 1
    assert "luck_low" not in held

    class Twice(Open):
        """How many hold a majority, with two seeds for each draw?

        Observables: turnout.
        """

        seeds_each = 2

    Twice().carry_out(tmp_path / "twice", False, Execution(Serial()))
    assert [each["draws"] for each in read_claims(tmp_path / "twice")] == [4, 4, 4]


def test_means_and_the_fan_have_an_outer_interval_over_draws(tmp_path: Path) -> None:
    class Drawn(TwoWeeks):
        """How many vote, whatever is not known?

        Observables: turnout.
        """

        draws, figures = 4, ("curves", "election-result", "outcome-strip", "support-fan")

        def tables(self, results: Results) -> dict[str, pd.DataFrame]:
            runs = results.runs.assign(support=results.runs["support.nur_otan"])
            axis = Axis("voters", "Voters")
            return {"curves": lines(runs.assign(voters=1000), axis, ("support", "turnout"))}

        def claims(self, tables: dict[str, pd.DataFrame]) -> list[Claim]:
            return []

    folder = tmp_path / "drawn"
    Drawn().carry_out(folder, False, Execution(Serial()))
    found = pd.read_csv(folder / "tables" / "curves.csv")
    under = read_runs(folder / "draws")["turnout"].agg(["min", "max"])
    turnout = found.set_index("series").loc["official turnout"]
    assert [turnout["draws_low"], turnout["draws_high"]] == pytest.approx(list(under))
    fan = pd.read_csv(folder / "figures" / "support-fan.csv")
    assert (fan["draws_high"] >= fan["draws_low"]).all()
    assert (fan["draws_high"] - fan["draws_low"]).sum() > (fan["q95"] - fan["q05"]).sum()
    votes = pd.read_csv(folder / "figures" / "election-result.csv").set_index("party")
    assert (votes["draws_high"] - votes["draws_low"]).nur_otan > 0
    strip = pd.read_csv(folder / "figures" / "outcome-strip.csv").set_index("outcome")
    ends = strip.loc["Official turnout", ["draws_low", "draws_high"]].drop_duplicates()
    assert list(ends.iloc[0]) == pytest.approx(list(under))
    around = {
        "curves": "pale bands", "election-result": "pale bars behind the whiskers",
        "outcome-strip": "pale bar", "support-fan": "palest band",
    }  # fmt: skip
    for name, outer in around.items():
        caption = (folder / "figures" / f"{name}.txt").read_text(encoding="utf-8")
        of_means = "nine in ten of 4 draws of what is not known, by the means of their few runs"
        of_runs = "nine in ten runs under 4 draws of what is not known"
        said = f"luck of seeds only; {outer}: {of_means if name == 'curves' else of_runs}"
        assert said in caption


def test_a_question_may_make_no_claim(tmp_path: Path) -> None:
    class Silent(TwoWeeks):
        """What comes of it?

        Observables: turnout.
        """

        draws, replicates = 2, 2

        def claims(self, tables: dict[str, pd.DataFrame]) -> list[Claim]:
            return []

    Silent().carry_out(tmp_path / "silent", False, Execution(Serial()))
    assert read_claims(tmp_path / "silent") == []
    Silent().write(tmp_path / "tables", {})
    assert read_claims(tmp_path / "tables") == []
