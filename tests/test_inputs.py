"""The files that a scenario names are part of it: what they say, not where they lie."""

import os
import pickle
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest

from experiments.running.engines import Serial
from experiments.running.sweep import Execution, sweep
from experiments.store.files import StoreError
from experiments.store.folder import read_runs
from experiments.study.design import Factor, factorial
from experiments.study.plan import Study
from experiments.study.task import Result, Task
from model.scenario import Scenario, ScenarioError, load_scenario
from model.society.regions import shipped_regions

SCENARIO = (
    'extends = "kazakhstan-2022"\nvoters = 1000\nweeks = 1\n[population]\nregions = "mine.csv"\n'
)


def doubled_in_the_first_region(text: str) -> str:
    table = pd.read_csv(StringIO(text), dtype=str, keep_default_na=False)
    table.loc[0, "population"] = str(2 * float(table["population"][0]))
    return table.to_csv(index=False)


@pytest.fixture
def file(tmp_path) -> Path:
    """A scenario whose regions lie beside it."""
    (tmp_path / "mine.csv").write_text(shipped_regions("kazakhstan").read_text())
    (tmp_path / "mine.toml").write_text(SCENARIO)
    return tmp_path / "mine.toml"


def edit(regions: Path) -> None:
    regions.write_text(doubled_in_the_first_region(regions.read_text()))


def counted(task: Task) -> Result:
    """Tell of the people of the first region."""
    cells = task.scenario.replace(task.changes).population.cells
    return Result({"people": float(cells.regions.electorate[0])}, {"week": [0]})


HERE = Execution(Serial(), counted)


def test_the_table_counts_and_neither_its_name_nor_its_place(file, tmp_path):
    shipped = load_scenario("kazakhstan-2022", {"voters": 1000, "weeks": 1})
    assert load_scenario(str(file)).hash == shipped.hash
    edit(tmp_path / "mine.csv")
    assert load_scenario(str(file)).hash != shipped.hash


def test_an_edited_table_is_read_anew_and_a_loaded_scenario_keeps_the_one_it_has(file, tmp_path):
    before = load_scenario(str(file))
    people = before.population.cells.regions.electorate
    edit(tmp_path / "mine.csv")
    after = load_scenario(str(file))
    assert after.population.cells.regions.electorate[0] > 1.5 * people[0]
    (tmp_path / "mine.csv").unlink()
    elsewhere = pickle.loads(pickle.dumps(before)).replace({"leader.popularity": 0.5})
    assert (elsewhere.population.cells.regions.electorate == people).all()


def test_an_edited_table_does_not_go_into_a_sweep_that_is_there(file, tmp_path):
    out, design = tmp_path / "out", factorial([Factor("leader.popularity", (0.2, 0.4))])
    sweep(Study(load_scenario(str(file)), design), out, HERE)
    edit(tmp_path / "mine.csv")
    with pytest.raises(StoreError, match=r"holds another sweep \(scenario"):
        sweep(Study(load_scenario(str(file)), design), out, HERE)


def test_tables_that_are_swept_are_read_when_the_study_is_planned(file, tmp_path):
    other = tmp_path / "other.csv"
    other.write_text(doubled_in_the_first_region((tmp_path / "mine.csv").read_text()))
    paths = (str(tmp_path / "mine.csv"), str(other))
    study = Study(load_scenario(str(file)), factorial([Factor("population.regions", paths)]))

    def editing(task: Task) -> Result:
        other.write_text("nothing any more")
        return counted(task)

    sweep(study, tmp_path / "out", Execution(Serial(), editing))
    first, second = read_runs(tmp_path / "out")["people"]
    assert second > 1.5 * first
    lost = Study(study.scenario, factorial([Factor("population.regions", ("a.csv", "b.csv"))]))
    with pytest.raises(ScenarioError, match=r"^population.regions: a.csv: cannot be read"):
        sweep(lost, tmp_path / "lost", HERE)


def in_a_file(scenario: str, table: Path) -> Scenario:
    file = table.with_name("other.toml")
    file.write_text(f'extends = "{scenario}"\n[population]\nregions = "{table.name}"\n')
    return load_scenario(str(file))


def set_beside(scenario: str, table: Path) -> Scenario:
    return load_scenario(scenario, {"population.regions": str(table)})


def replaced(scenario: str, table: Path) -> Scenario:
    return load_scenario(scenario).replace({"population.regions": str(table)})


def swept(scenario: str, table: Path) -> Scenario:
    base = load_scenario(scenario)
    study = Study(base, factorial([Factor("population.regions", (str(table),))]))
    return base.replace(study.changes[0])


@pytest.mark.parametrize("named", [in_a_file, set_beside, replaced, swept])
def test_with_another_table_come_its_electors_and_towns_unless_they_are_stated(named, tmp_path):
    shipped = pd.read_csv(shipped_regions("two-camps"))
    shipped.assign(population=[3e6, 1e6], urban_pct=[20, 60]).to_csv(tmp_path / "a.csv")
    other = named("replication-turnout", tmp_path / "a.csv").population
    assert (other.electorate, other.urban) == (4e6, pytest.approx(0.3))
    georgia = load_scenario("parliament-2020").population
    doubled = pd.read_csv(shipped_regions("georgia"))
    doubled.assign(electors=2 * doubled["electors"], urban=0.9).to_csv(tmp_path / "b.csv")
    stated = named("parliament-2020", tmp_path / "b.csv").population
    assert (stated.electorate, stated.urban) == (georgia.electorate, pytest.approx(0.9))


def test_numbers_that_are_stated_beside_a_table_are_those_of_the_scenario(tmp_path):
    shipped = pd.read_csv(shipped_regions("two-camps"))
    shipped.assign(population=[3e6, 1e6], urban_pct=[20, 60]).to_csv(tmp_path / "a.csv")
    changes = {"population.electorate": 5e6, "population.regions": str(tmp_path / "a.csv")}
    other = load_scenario("replication-turnout", changes).population
    assert (other.electorate, other.urban) == (5e6, pytest.approx(0.3))


def test_a_scenario_finds_what_lies_beside_it_and_a_change_what_lies_where_one_stands(
    file, tmp_path, monkeypatch
):
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "variant.toml").write_text('extends = "../mine.toml"\n')
    here = tmp_path / "here"
    here.mkdir()
    (here / "mine.csv").write_text("another table, not meant")
    (here / "mine.toml").write_text("another scenario, not meant")
    monkeypatch.chdir(here)
    assert load_scenario("../deeper/variant.toml").voters == 1000
    with pytest.raises(ScenarioError, match=r"mine\.csv, row 1"):
        load_scenario(str(file), {"population.regions": "mine.csv"})
    wrong = here / "wrong.toml"
    wrong.write_text(SCENARIO.replace("mine.csv", "absent.csv"))
    (tmp_path / "absent.csv").write_text((tmp_path / "mine.csv").read_text())
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ScenarioError, match=r"here/absent.csv: cannot be read"):
        load_scenario(str(wrong))


@pytest.mark.parametrize("given", ["../x", "/dev/zero", "/", "a\0b", "x" * 5000, 3, "pipe"])
def test_what_is_no_file_of_regions_is_refused_in_a_sentence(given, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")
    with pytest.raises(ScenarioError, match=r"population\.regions: .*\.$") as caught:
        load_scenario("kazakhstan-2022", {"population.regions": given})
    assert len(str(caught.value).splitlines()) == 1
