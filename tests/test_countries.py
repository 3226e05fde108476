"""A country by files alone: the page of instructions, the command that checks, the skeleton."""

import json
import re
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from dots import print_dots
from examples import examples
from scipy.special import logit
from typer.testing import CliRunner, Result

from experiments.cli import application
from experiments.inference import past_elections
from experiments.inference.calibrate import at_limits
from experiments.inference.official_results import election
from experiments.inference.posterior import Question, Solver
from experiments.study.errors import UserError
from model.run import run
from model.scenario import ScenarioError, load_scenario
from model.society.country import scenarios_of, shipped_countries, shipped_country
from model.society.country_tables import problems_of

COUNTRIES = Path(__file__).parent.parent / "model" / "COUNTRIES.md"
PAGE = COUNTRIES.read_text(encoding="utf-8")
COMMAND = re.compile(r"`partyofpower ([^`]+)`")
SCENARIO = "freedonia/scenarios/diet-2010.toml"


def command(*arguments: str) -> Result:
    return CliRunner().invoke(application(), list(arguments))


@pytest.fixture
def here(tmp_path, monkeypatch) -> Path:
    """A folder with the country that the page sets up."""
    for name, text in examples(COUNTRIES).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def edit(file: str, old: str, new: str) -> None:
    text = Path(file).read_text(encoding="utf-8")
    assert old in text
    Path(file).write_text(text.replace(old, new), encoding="utf-8")


def test_every_command_of_the_page_does_its_work_in_the_order_in_which_it_stands(here):
    for line in COMMAND.findall(PAGE):
        done = command(*line.split())
        assert done.exit_code == 0, done.output
    assert "Party of Order" in done.output
    assert "freedonia" not in shipped_countries()


def test_the_page_leads_to_a_forecast(here):
    """Its last election is met, so there are draws; small, to be cheap."""
    small = ["--voters", "1000", "--seed", "1"]
    past_elections.main("freedonia", write=True)
    last = load_scenario("freedonia/scenarios/diet-2006.toml").parties
    assert last["reform"].appeal != 0 != last["west"].appeal
    draws = ["--draws", "40", "--keep", "6", "--workers", "1"]
    done = command("calibrate", "freedonia", *draws, "--voters", "4000")
    assert done.exit_code == 0
    assert "left out" not in done.output, "its election is met"
    assert "mechanisms." not in done.output, "numbers are called in words, as they fit a line"
    assert "40 of 40 draws done" in done.output
    few = ["--draws", "2", "--replicates", "2", "--engine", "serial", "--json"]
    told = json.loads(command("forecast", SCENARIO, *few, *small).stdout)
    assert told["as_last_time"]["order"] == pytest.approx(0.49)
    assert not told["is_past"]
    done = command("experiment", "outlook", "--country", "freedonia", "--quick", "--out", "seen",
                   "--engine", "serial")  # fmt: skip
    assert done.exit_code == 0, done.exception
    assert "Claims with a number, as Z8, are those of the analysis of" in done.output


def test_a_new_country_is_about_as_swingy_as_the_shipped_ones(here):
    """A logit of the incumbent's appeal moves log-odds of votes by 0.5 to 0.7 there."""
    command("new-country", "sylvania")
    for file in (SCENARIO, "sylvania/scenarios/next-election.toml"):
        case = load_scenario(file, {"voters": 2000})
        path = f"parties.{case.incumbent}.appeal"
        ends = [
            run(case.replace({path: case.values[path] + step}), 1).outcome[
                f"vote_share.{case.incumbent}"
            ]
            for step in (-0.5, 0.5)
        ]
        assert logit(ends[1]) - logit(ends[0]) < 1, file


def test_a_machine_at_its_limit_is_told_and_its_slope_is_taken_backwards(here):
    """As where all turnout is put down to it, and nobody says how many came by themselves."""
    edit("freedonia/country.toml", "[roles]", '[roles]\ndepends_on_state = "language:eastern"')
    edit(SCENARIO, "blocs = true", "blocs = true\nadministrative_mobilisation = { strength = 5 }")
    (told,) = at_limits("freedonia")
    assert told.startswith("diet-2006: mechanisms.administrative_mobilisation.strength is at its")
    assert "limit 5:" in told
    assert "state turnout_unprompted in targets.csv" in told
    asked = Question.of_country("freedonia", voters=1000)
    assert np.isfinite(Solver.of(asked).slopes).all()


def test_the_country_has_the_cells_electors_and_seats_that_its_files_say(here):
    case = load_scenario(SCENARIO)
    cells = case.population.cells
    assert len(cells.people) == 3 * 2
    assert cells.people.sum() == pytest.approx(1_000_000)
    western = cells.people @ cells.members("language:western")
    assert western == pytest.approx(200_000 * 0.7 + 450_000 * 0.25 + 350_000 * 0.1)
    assert (cells.playing("poor") == cells.members("western")).all()
    assert case.country.words.governor == "prefect"
    outcome = run(case, 1).outcome
    assert sum(outcome[f"seats.{party}"] for party in case.parties) == 60


def test_all_errors_of_all_files_are_told_at_once_with_file_row_and_column(here):
    edit("freedonia/country.toml", "poor =", "porr =")
    edit("freedonia/regions.csv", "200000,0.25,0.70", "-5,1.25,0.70")
    edit("freedonia/results.csv", "country,west,0.18", "Capital,west,18")
    edit("freedonia/elections.csv", "2006-09-10", "September")
    with pytest.raises(UserError) as caught:
        CliRunner().invoke(application(), ["validate", "freedonia"], catch_exceptions=False)
    expected = [
        "freedonia/country.toml: roles: no role 'porr'",
        "freedonia/regions.csv, row 2, column electors: given '-5'",
        "freedonia/regions.csv, row 2, column urban: given '1.25'",
        "freedonia/elections.csv, row 2, column date: given 'September'",
        "freedonia/results.csv, row 4, column unit: given 'Capital'",
        "freedonia/results.csv, row 4, column vote_share: given '18'",
        "Left unjudged: each district, district of the law, group, region",
    ]
    lines = str(caught.value).splitlines()
    assert len(lines) == len(expected)
    for line, start in zip(lines, expected, strict=True):
        assert line.startswith(start)


def test_elections_and_transitions_that_scenarios_and_tables_do_not_have_are_told(here):
    edit("freedonia/scenarios/diet-2006.toml", '"diet-2006"', '"diet-1999"')
    listed = '\ufeff[diet-2006]\nbefore = "diet-2002"\n'
    Path("freedonia/transitions.toml").write_text(listed, encoding="utf-8")
    told = str(command("validate", "freedonia").exception).splitlines()
    assert told[0].endswith(
        "election: given 'diet-1999', allowed is one of diet-2006 of elections.csv"
    )
    assert told[1].startswith("Left unjudged: freedonia/transitions.toml")
    assert "has no row diet-1999" in str(command("calibrate", "freedonia").exception)
    edit("freedonia/scenarios/diet-2006.toml", '"diet-1999"', '"diet-2006"')
    told = str(command("validate", "freedonia").exception).splitlines()
    assert [line.split(":")[1] for line in told] == [
        " diet-2006.before",
        " diet-2006.after",
        " diet-2006.approval",
    ]


def test_a_party_without_a_row_in_the_results_of_its_election_is_told(here):
    edit("freedonia/results.csv", "country,reform,", "country,reforms,")
    (told,) = str(command("validate", "freedonia").exception).splitlines()
    assert told == (
        "freedonia/scenarios/diet-2006.toml: parties.reform: results.csv has no row of it at "
        "diet-2006, unit country; there are order, reforms, west."
    )


def test_a_party_without_a_kind_is_told_which_kinds_there_are(here):
    edit(SCENARIO, 'kind = "incumbent"\n', "")
    told = str(command("validate", "freedonia").exception)
    assert "parties.order.kind: is missing; allowed are established, incumbent" in told


def test_each_list_that_comes_or_goes_between_elections_needs_a_date(here):
    with Path("freedonia/elections.csv").open("a") as file:
        file.write("diet-2010,2010-09-12,house,60,985000,0.58,made up,none\n")
    Path("freedonia/scenarios/held.toml").write_text(
        'extends = "diet-2010.toml"\nelection = "diet-2010"\nremove = ["parties.west"]\n'
        'parties.north = { kind = "established", label = "The North" }\n'
    )
    told = '[held]\nbefore = "diet-2006"\nafter = "diet-2010"\napproval = { who = "rufus" }\n'
    for more, expected in (
        ("", ["new.north.founded", "gone.west.date"]),
        ("gone.west.date = 2009\nnew.north.founded = 2010-08-13", ["new.north.founded"]),
        ("carried.north = { key = 'west', date = '2010-08' }", []),
        (
            "gone.west.date = 'May'\ncarried.north.date = 2009",
            ["carried.north.key", "gone.west.date"],
        ),
        ("gone = ['west']\nlost.date = 2010", ["lost", "gone"]),
    ):
        Path("freedonia/transitions.toml").write_text(told + more)
        found = str(command("validate", "freedonia").exception or "").splitlines()
        assert [line.split(":")[1] for line in found] == [f" held.{each}" for each in expected]


def test_rules_of_laws_and_districts_are_checked(here):
    edit("freedonia/country.toml", "[words]", "[laws.dhont]\nthreshold = 0.05\n\n[words]")
    done = command("validate", "freedonia")
    assert "freedonia/country.toml: laws: no law 'dhont'; there are dhondt" in str(done.exception)
    edit("freedonia/country.toml", "[laws.dhont]\nthreshold = 0.05", "[laws.dhondt]\nthreshold = 5")
    done = command("validate", "freedonia")
    assert "laws.dhondt: threshold: given 5" in str(done.exception)
    edit("freedonia/country.toml", "threshold = 5", "threshold = 0.05")
    assert load_scenario(SCENARIO).law.threshold == 0.05
    assert load_scenario(SCENARIO, {"law.threshold": 0.1}).law.threshold == 0.1
    Path("freedonia/districts.csv").write_text(
        "election,district,region,electors,valid,order,source\n"
        "diet-2006,North,HILL,1000,,10,made up\n"
    )
    done = command("validate", "freedonia")
    assert "districts.csv, row 2, column region: given 'HILL'" in str(done.exception)


def test_a_scenario_whose_law_fills_other_seats_than_the_house_has_is_told(here):
    assert "house" not in command("validate", "freedonia").stderr
    Path("freedonia/scenarios/two.toml").write_text(
        'extends = "diet-2010.toml"\n\n'
        '[law]\nkind = "mixed_parallel"\nlist_seats = 30\nsingle_member_seats = 40\n'
    )
    done = command("validate", "freedonia")
    assert done.exit_code == 0
    assert "fill 70 seats, and the house of Freedonia has 60" in done.stderr


def test_a_scenario_may_remove_what_it_extends_says(here):
    Path("freedonia/scenarios/two.toml").write_text(
        'extends = "diet-2010.toml"\nremove = ["parties.west", "population.issue_means.autonomy"]\n'
    )
    case = load_scenario("freedonia/scenarios/two.toml")
    assert list(case.parties) == ["order", "reform"]
    assert case.population.issue_means == {}
    Path("freedonia/scenarios/two.toml").write_text(
        'extends = "diet-2010.toml"\nremove = ["parties.east"]\n'
    )
    with pytest.raises(ScenarioError, match=r"remove: given 'parties.east'"):
        load_scenario("freedonia/scenarios/two.toml")


def test_texts_use_the_words_of_the_country(here):
    words = load_scenario(SCENARIO).country.words
    assert words.told("Governors follow the leader") == "Prefects follow the chancellor"
    assert words.told("seats in the councils") == "seats in the county councils"
    assert words.priced("million a week") == "million crowns a week"
    assert words.told("opinion leaders, council_share") == "opinion leaders, council_share"


def test_money_does_as_much_as_the_country_says(here):
    path = "mechanisms.exposure"
    rich = {"mechanisms.campaign_spending": True, path: True, "parties.west.funds": 100}
    known = [run(load_scenario(SCENARIO, rich), 1).outcome["support.west"]]
    edit("freedonia/country.toml", "house_size", "money_worth = 100\nhouse_size")
    known.append(run(load_scenario(SCENARIO, rich), 1).outcome["support.west"])
    assert known[1] < known[0]
    more = {**rich, "parties.west.funds": 10_000}
    assert run(load_scenario(SCENARIO, more), 1).outcome["support.west"] == known[0]
    for said, wealth in (({}, 20_000), ({"wealth": 5}, 5)):  # what is left out is a price
        rich = {"parties.rich": {"kind": "oligarch_entrant", "label": "Rich", **said}}
        case = load_scenario(SCENARIO, rich).replace({"parties.rich.appeal": 1})
        assert case.parties["rich"].wealth == wealth


def test_a_question_can_be_put_to_a_country(here):
    edit(SCENARIO, "[law]", "niche_issue_ownership = true\n\n[law]")
    done = command("experiment", "niche", "--country", "freedonia", "--quick")
    assert "has no party of the kind niche" in str(done.exception)
    done = command("experiment", "tournament", "--country", "freedonia", "--quick")
    assert "is put to no scenario" in str(done.exception)


def test_an_experiment_runs_in_a_country_of_files_alone(here, monkeypatch):
    print_dots(monkeypatch)
    done = command("experiment", "baseline", "--scenario", SCENARIO, "--quick", "--out", "done",
                   "--engine", "serial")  # fmt: skip
    assert done.exit_code == 0, done.exception
    tiles = Path("done/figures/regional-map-turnout.csv")
    assert "The hills" in tiles.read_text()


def test_errors_of_its_scenarios_are_told_with_the_country(here):
    edit(SCENARIO, "popularity = 0.55", "popularity = 7")
    done = command("validate", "freedonia/country.toml")
    assert isinstance(done.exception, UserError)
    assert "diet-2010.toml: leader.popularity: given 7" in str(done.exception)


def test_two_regions_on_one_tile_are_refused_with_file_row_and_column(here):
    file = Path("freedonia/regions.csv")
    head, first, *others = file.read_text(encoding="utf-8").splitlines()
    column = head.split(",").index("tile_row")
    tile = first.split(",")[column : column + 2]
    cells = others[-1].split(",")
    last = ",".join([*cells[:column], *tile, *cells[column + 2 :]])
    file.write_text("\n".join([head, first, *others[:-1], last]), encoding="utf-8")
    told = str(command("validate", "freedonia").exception)
    assert f"regions.csv, row {len(others) + 2}, columns tile_row, tile_col: given" in told
    assert "which is the tile of row 2" in told


def test_a_country_in_the_place_of_a_scenario_is_told_with_its_scenarios(here):
    told = str(command("run", "freedonia").exception)
    assert told.endswith("freedonia/scenarios/diet-2010.toml.")
    assert "its scenarios are freedonia/scenarios/diet-2006.toml, " in told


def test_what_asks_for_a_role_that_nobody_plays_is_refused(here):
    for path, role in (
        ("mechanisms.administrative_mobilisation", "depends_on_state"),
        ("levers.middle_class", "middle_class"),
    ):
        with pytest.raises(ScenarioError, match=rf"{path}: needs a group with the role '{role}'"):
            load_scenario(SCENARIO, {path: True})


def test_an_axis_of_which_nothing_says_how_many_is_refused(here):
    edit("freedonia/country.toml", 'western"]', 'western", "faith:a", "faith:b"]')
    done = command("validate", "freedonia")
    assert "no column for the groups of 'faith'" in str(done.exception)


def test_a_region_may_be_called_like_a_group(here):
    for file in ("freedonia/regions.csv", SCENARIO):
        edit(file, "PORT", "western")
    cells = load_scenario(SCENARIO).population.cells
    assert not np.array_equal(cells.members("western"), cells.members("language:western"))


def test_the_bytes_of_both_files_that_a_run_reads_are_in_the_fingerprint_and_no_others(here):
    seen = {load_scenario(SCENARIO).hash}
    for file in ("country.toml", "regions.csv"):
        Path("freedonia", file).write_text(Path("freedonia", file).read_text() + "\n")
        seen.add(load_scenario(SCENARIO).hash)
    assert len(seen) == 3
    Path("freedonia/results.csv").unlink()
    shutil.move("freedonia", "elsewhere")
    assert load_scenario(SCENARIO.replace("freedonia", "elsewhere")).hash in seen


def test_a_scenario_elsewhere_names_its_country_and_never_two(here):
    Path("mine.toml").write_text('country = "freedonia"\n' + Path(SCENARIO).read_text())
    assert load_scenario("mine.toml").hash == load_scenario(SCENARIO).hash
    Path("two.toml").write_text('extends = "mine.toml"\ncountry = "kazakhstan"\n')
    with pytest.raises(ScenarioError, match="nothing is inherited from another country"):
        load_scenario("two.toml")
    with pytest.raises(ScenarioError, match="a scenario keeps its country"):
        load_scenario("mine.toml", {"country": "kazakhstan"})


@pytest.mark.parametrize("name", shipped_countries())
def test_shipped_countries_are_right(name):
    assert problems_of(shipped_country(name)) == []
    assert command("validate", name).exit_code == 0


ELSEWHERE = [
    file.stem for name in ("georgia", "malaysia", "mexico", "russia", "taiwan")
    for file in scenarios_of(shipped_country(name))
]  # fmt: skip


@pytest.mark.parametrize("name", ELSEWHERE)
def test_elections_elsewhere_run_and_know_the_results_of_each_party(name):
    case = load_scenario(name, {"voters": 2000, "weeks": 2})
    known = pd.read_csv(shipped_country(case.country.name) / "results.csv")
    known = known[(known["election"] == case.election) & (known["unit"] == "country")]
    assert set(case.parties) <= set(known["party"])
    assert election(case)["electors"] == case.population.electorate
    assert election(case)["seats_total"] == case.law.elected
    outcome = run(case, 1).outcome
    assert sum(outcome[f"seats.{party}"] for party in case.parties) == case.law.elected


@pytest.mark.parametrize("name", ["1x", "a b", "freedonia", "georgia"])
def test_a_new_country_needs_a_name_that_is_free(here, name):
    assert isinstance(command("new-country", name).exception, UserError)


WORDS = re.compile(
    r"kazakh|nur.?otan|mazhilis|maslikhat|akim|(?<![a-z])usd(?![a-z])|dollar|(?<![\w.])98(?!\w)"
    r"|russian|the president\b|tokayev|nazarbay|IPU 2165|3,?279|parties\.fresh|agrarians",
    re.IGNORECASE,
)


def test_no_other_code_knows_one_country():
    root = Path(__file__).parent.parent
    files = [file for half in ("model", "experiments") for file in (root / half).rglob("*.py")]
    pages = [*(root / "model/app").rglob("*.vue"), root / "experiments/publish/report.html"]
    knowing = {
        file.relative_to(root).as_posix()
        for file in [*files, *pages]
        if WORDS.search(file.read_text(encoding="utf-8"))
    }
    assert knowing == set()
