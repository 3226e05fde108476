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

from experiments import questions
from experiments.evidence import twins
from experiments.experiment import Experiment, SweepExperiment, author_of
from experiments.figures import charts
from experiments.questions import experiment, names
from experiments.questions.outlook import _differences
from experiments.running.engines import Serial
from experiments.running.sweep import Execution, sweep
from experiments.store.results import Results
from experiments.study.design import SCENARIO
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
ABROAD, FAR = COUNTRIES[1:], COUNTRIES[3:]
REFUSED = {
    **dict.fromkeys(("replication", "tournament"), COUNTRIES),
    **dict.fromkeys(("niche", "reform-portfolio", "street", "taboo"), ABROAD),
    **dict.fromkeys(("forensics", "machine", "sensitivity", "polls"), FAR),
    **dict.fromkeys(("law", "oligarch-money", "splitting", "who-wins"), FAR),
}
"""Countries to which a question is not put; to all others it is.

Two questions are put to no country; the next are about an issue, a street or a niche that only
Kazakhstan has; the others about a machine, fear or rich outsiders, which the far countries lack.
"""
A_PATH = re.compile(r"\w\.\w")
A_NUMBER_OF_A_MECHANISM = re.compile(r"mechanisms\.(\w+)\.")
PAIRS = [(name, country) for name in names() for country in COUNTRIES]


def is_refused(name: str, country: str) -> bool:
    return country in REFUSED.get(name, ())


@pytest.mark.parametrize(("name", "country"), [pair for pair in PAIRS if not is_refused(*pair)])
def test_it_is_put_to_a_country(name: str, country: str) -> None:
    asked, scenario = experiment(name), scenario_of(country)
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


@pytest.mark.parametrize(("name", "country"), [pair for pair in PAIRS if is_refused(*pair)])
def test_it_says_in_a_sentence_what_a_country_lacks(name: str, country: str) -> None:
    asked = experiment(name)
    with pytest.raises((UserError, ScenarioError)) as refusal:
        _planned_for(asked, country)
    said = str(refusal.value)
    assert not A_PATH.search(said), said
    assert re.search(r"has no|does not have|is put to no", said), said
    assert said.endswith(".")
    assert "\n" not in said


def _planned_for(asked: Experiment, country: str) -> None:
    """Put a question to a country and plan it: what is missing may be found only then."""
    asked.put_to(scenario_of(country))
    if isinstance(asked, SweepExperiment):
        list(planned(replace(asked.study(quick=True), draws=None)))


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
