"""The contract of every question in the folder: whatever file is found is tested."""

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

import pandas as pd
import pytest
from jobs import study as any_study
from scipy.stats import t

from experiments import questions
from experiments.analysis.lines import Axis, lines
from experiments.evidence import twins
from experiments.experiment import Claim, SweepExperiment, author_of, read_claims
from experiments.figures import charts
from experiments.questions import experiment, names
from experiments.questions.outlook import _differences
from experiments.running.engines import Serial
from experiments.running.sweep import Execution, sweep
from experiments.store.folder import read_runs, read_steps
from experiments.store.results import Results
from experiments.study.design import SCENARIO, single
from experiments.study.errors import UserError
from experiments.study.plan import Study, planned
from model.draws import posterior
from model.scenario import ScenarioError, load_scenario
from model.society.country import scenario_of

pytestmark = pytest.mark.usefixtures("past_elections_are_read_once")

MOST_RUNS, MOST_VOTERS, WEEKS = 500, 10_000, 52
"""A run of a year and 10,000 voters takes a tenth of a second: a minute on two cores."""


@pytest.fixture(scope="module", autouse=True)
def twins_from_two_runs() -> Iterator[None]:
    """How like real parties the twins are is not asked here, and costs 45 runs a country."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(twins, "GRID", (-1.0, 6.0))
        patch.setattr(twins, "SEEDS", (1,))
        yield


@cache
def sweep_called(name: str) -> SweepExperiment:
    found = experiment(name)
    assert isinstance(found, SweepExperiment)
    return found


@cache
def quick_study(name: str) -> Study:
    return sweep_called(name).study(quick=True)


DESIGNED = [name for name in names() if isinstance(experiment(name), SweepExperiment)]


@pytest.mark.parametrize("name", names())
def test_the_docstring_asks_a_question_and_says_what_is_looked_at(name: str) -> None:
    asked = experiment(name)
    assert asked.question().endswith("?")
    assert "Observables:" in (type(asked).__doc__ or "")


COUNTRIES = ("kazakhstan", "russia", "georgia", "malaysia", "mexico", "taiwan")
A_PATH = re.compile(r"\w\.\w")
A_NUMBER_OF_A_MECHANISM = re.compile(r"mechanisms\.(\w+)\.")


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("name", names())
def test_it_is_put_to_a_country_or_says_in_a_sentence_what_that_lacks(
    name: str, country: str
) -> None:
    asked, scenario = experiment(name), scenario_of(country)
    try:
        asked.put_to(scenario)
        if isinstance(asked, SweepExperiment):
            study = replace(asked.study(quick=True), draws=None)
            assert study.scenario.country.name == country
            assert list(planned(study))
            there = {*load_scenario(scenario).mechanisms.active()}
            there |= {"weather"} if name == "hindcast" else set()  # a prediction has luck in it
            assert study.scenario.mechanisms.active().keys() <= there
            turned = filter(None, map(A_NUMBER_OF_A_MECHANISM.match, study.design.paths))
            assert {each[1] for each in turned} <= there, "none is switched on by the way"
    except (UserError, ScenarioError) as error:
        said = str(error)
        assert not A_PATH.search(said), said
        assert re.search(r"has no|does not have|is put to no", said), said
        assert said.endswith(".")
        assert "\n" not in said


QUESTIONS_OF_SHORT_CAMPAIGNS = ("leader-distance", "oligarch-money", "splitting", "who-wins")


@pytest.mark.parametrize("name", QUESTIONS_OF_SHORT_CAMPAIGNS)
def test_it_can_be_put_to_a_campaign_of_weeks_and_a_law_of_tiers(name: str) -> None:
    """Georgia 2020: twelve weeks; lists above a threshold beside districts."""
    asked = experiment(name)
    assert isinstance(asked, SweepExperiment)
    asked.put_to("parliament-2020")
    study = asked.study(quick=True)
    assert "chairman" not in " ".join(study.design.paths)
    for case in (study.scenario, *study.others.values()):
        assert all(0 < each.week < case.weeks for each in case.events.values())
        merger = case.mechanisms.opposition_merger
        assert merger is None or merger.week < case.weeks
    if name == "splitting":
        assert "law.tiers.lists.threshold" in study.design.paths


@pytest.mark.parametrize("name", names())
def test_it_is_one_file_with_a_first_line_and_one_public_class(name: str) -> None:
    asked = experiment(name)
    assert asked.key() == name
    file = Path(questions.__path__[0]) / f"{name.replace('-', '_')}.py"
    assert file.read_text(encoding="utf-8").startswith('"""')


@pytest.mark.parametrize("name", DESIGNED)
def test_the_figures_it_asks_for_exist(name: str) -> None:
    assert set(sweep_called(name).figures) <= {each.kind() for each in charts()}


@pytest.mark.parametrize("name", DESIGNED)
def test_the_quick_form_is_a_minutes_worth(name: str) -> None:
    asked = quick_study(name)
    assert 2 <= sum(asked.counts()) <= MOST_RUNS
    scenarios = [asked.scenario, *asked.others.values()]
    largest = max(each.voters * max(each.weeks, 1) for each in scenarios)
    assert largest <= MOST_VOTERS * WEEKS


@pytest.mark.parametrize("name", DESIGNED)
def test_what_it_plans_can_be_run_at_every_corner_of_the_design(name: str) -> None:
    # One draw of what is not known is enough: a draw may have to be solved for.
    asked = quick_study(name)
    assert asked.scenario.replace(asked.changes_of(0, 0))
    asked = replace(asked, draws=None)
    assert len(list(planned(asked))) == sum(asked.counts())
    for path in asked.design.paths:
        column = [point[path] for point in asked.design.points if path in point]
        for value in (min(column), max(column)):
            at = column.index(value)
            changed = asked.base(asked.design.points[at]).replace(asked.changes[at])
            known = {parameter.path: parameter.value for parameter in changed.parameters()}
            assert known.get(path, value) == value


@pytest.mark.parametrize("name", DESIGNED)
def test_the_full_form_asks_the_same_with_more_runs(name: str) -> None:
    full, quick = sweep_called(name).study(quick=False), quick_study(name)
    assert full.design.paths == quick.design.paths
    assert sum(full.counts()) > sum(quick.counts())
    assert full.seed == quick.seed


def sources_in(text: str) -> set[str]:
    """Return the ids of claims of the analysis that a question's file names as sources."""
    import ast

    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Claim":
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant):
                found.add(str(first.value))
    return found


def ids() -> set[str]:
    with (files("model") / "countries" / "kazakhstan" / "claims.csv").open(
        encoding="utf-8"
    ) as file:
        return {row["id"] for row in csv.DictReader(file)}


@pytest.mark.parametrize("name", names())
def test_its_claims_name_sources_that_exist(name: str) -> None:
    file = Path(questions.__path__[0]) / f"{name.replace('-', '_')}.py"
    sources = sources_in(file.read_text(encoding="utf-8"))
    short = {each for each in sources if len(author_of(each)) <= 3}
    assert set(map(author_of, short)) <= ids()
    elsewhere = sources - short
    named = ("(", ",", "-", ".csv")
    assert all(each == "control" or any(part in each for part in named) for each in elsewhere)


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

        draws, figures = 4, ("curves", "support-fan")

        def tables(self, results: Results) -> dict[str, pd.DataFrame]:
            runs = results.runs.assign(support=results.runs["support.nur_otan"])
            axis = Axis("voters", "Voters")
            return {"curves": lines(runs.assign(voters=1000), axis, ("support", "turnout"))}

        def claims(self, tables: dict[str, pd.DataFrame]) -> list[Claim]:
            return []

    folder = tmp_path / "drawn"
    Drawn().carry_out(folder, False, Execution(Serial()))
    found = pd.read_csv(folder / "tables" / "curves.csv")
    under = read_runs(folder / "draws")["turnout"].quantile([0.05, 0.95])
    turnout = found.set_index("series").loc["official turnout"]
    assert [turnout["draws_low"], turnout["draws_high"]] == pytest.approx(list(under))
    fan = pd.read_csv(folder / "figures" / "support-fan.csv")
    assert (fan["draws_high"] >= fan["draws_low"]).all()
    assert (fan["draws_high"] - fan["draws_low"]).sum() > (fan["q95"] - fan["q05"]).sum()
    for name, outer in (("curves", "pale bands"), ("support-fan", "palest band")):
        caption = (folder / "figures" / f"{name}.txt").read_text(encoding="utf-8")
        said = f"luck of seeds only; {outer}: nine in ten of 4 draws of what is not known"
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


@pytest.mark.parametrize("name", ["kazakhstan-2022", "parliament-2020"])
def test_polls_are_asked_of_one_country_whether_its_leader_stays_or_leaves(name: str) -> None:
    question = sweep_called("polls").__class__()
    question.put_to(name)
    study = question.study(quick=True)
    leaves = study.others["he leaves"]
    assert [*leaves.parties] == [*study.scenario.parties]
    assert leaves.values["leader.attachment"] == study.scenario.values["leader.attachment"]
    assert [each.week for each in leaves.events.values()] == [8]
    assert (leaves.events.keys() == {"leader_leaves"}) == (name == "parliament-2020")
    if name == "kazakhstan-2022":
        shipped = load_scenario("chairman-leaves-early", {"voters": study.scenario.voters})
        assert leaves.hash == shipped.hash, "the committed runs are its own"


def test_the_outlook_of_a_country_without_other_futures_has_no_differences() -> None:
    alone = pd.DataFrame({SCENARIO: ["ge-2018"] * 2, "draw": [0, 1], "majority": [0, 1]})
    runs = alone.assign(**{"vote_share.umno": [0.2, 0.3], "seat_share.umno": [0.3, 0.4]})
    table = _differences(runs, "ge-2018", "umno")
    assert table.empty
    assert {"outcome", "future", "mean"} <= set(table)


@pytest.mark.parametrize("name", ["oligarch-money", "splitting", "who-wins", "sensitivity"])
def test_prices_of_a_question_are_in_the_money_of_the_country(name: str) -> None:
    """A unit of it does ten times as much in Georgia as in a price of the model."""

    def most(asked: SweepExperiment) -> float:
        study = asked.study(quick=True)
        cases = [study.scenario, *study.others.values()]
        given = [party.wealth for each in cases for key, party in each.parties.items()
                 if key.startswith("entrant_")]  # fmt: skip
        swept = [float(value) for point in study.design.points for path, value in point.items()
                 if path.endswith(".wealth")]  # fmt: skip
        return max([*given, *swept])

    asked = sweep_called(name).__class__()
    asked.put_to("parliament-2020")
    assert most(asked) == pytest.approx(most(sweep_called(name)) / 10)


def test_in_each_future_of_the_portfolio_levers_are_worth_the_same_in_every_package() -> None:
    study = sweep_called("reform-portfolio").study(quick=True)
    both = [each for each, point in enumerate(study.design.points) if point["levers.taboo_move"]]

    def levers(point: int, future: int) -> dict[str, object]:
        base = study.base(study.design.points[point])
        return base.replace(study.changes_of(point, future)).levers.active()

    taboo = [levers(point, 3)["taboo_move"] for point in both]
    assert len(taboo) > 1
    assert all(each == taboo[0] for each in taboo)
    assert levers(both[0], 4)["taboo_move"] != taboo[0]
    assert levers(both[0], 4)["taboo_move"].start == taboo[0].start, "the party chooses it"


def test_what_the_machine_is_worth_is_told_of_draws_without_a_search(tmp_path: Path) -> None:
    asked = sweep_called("machine")
    study = quick_study("machine")
    small = {"voters": 1000, "weeks": 21}
    others = {name: each.replace(small) for name, each in study.others.items()}
    drawn = replace(study, others=others, replicates=2, draws=posterior(study.scenario, 2))
    sweep(drawn, tmp_path, Execution(Serial()))
    claims = asked.claims(asked.tables(Results.read(tmp_path)))
    assert [author_of(each.source) for each in claims] == ["K2", "K2", "E11"]
