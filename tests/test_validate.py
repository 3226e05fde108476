"""The command that checks a country tells each error once, and no error that another one causes."""

import random
from pathlib import Path

import pytest
from examples import examples

from experiments.tools.countries import Findings, findings
from model.scenario import ScenarioError, load_scenario

COUNTRIES = Path(__file__).parent.parent / "model" / "COUNTRIES.md"
COUNTRY = Path("freedonia")
DIET, BESIDE = "scenarios/diet-2010.toml", "scenarios/diet-2014.toml"
PORT = "PORT,The port,350000,0.95,0.10,1,1,made up"
DISTRICTS = "election,district,region,electors,valid,order,source\n" + "".join(
    f"diet-2006,{region}-1,{region},1000,800,400,made up\n" for region in ("HILLS", "PLAIN", "PORT")
)
EVENT = '\n[events.fair]\nname = "a fair"\nweek = 2\n{}\n'

FAULTS = {
    # file, what stands there, what is written, how the error begins
    "unknown key": ("country.toml", "house_size", "colour = 1\nhouse_size", "colour: no such"),
    "size": ("country.toml", "house_size = 60", "house_size = 0", "house_size: given 0"),
    "role": ("country.toml", "[roles]", '[roles]\nporr = "language:eastern"', "roles: no role"),
    "player": ("country.toml", '= "language:western"', '= "east"', "roles.poor: no group 'east'"),
    "group": ("country.toml", '"language:eastern"', '"Eastern"', "groups: given 'Eastern'"),
    "groups": ("country.toml", "= [", "= 3 # [", "groups: given 3"),
    "label": ("country.toml", "label =", "lable =", "label: is missing"),
    "syntax": ("country.toml", "[words]", "[words", "cannot be read as TOML"),
    "default": ("country.toml", "[defaults.population]", "[defaults.population]\nurban = 7",
                "defaults.population.urban: given 7"),
    "issues": ("country.toml", 'issues = ["economy", "autonomy"]', "issues = 4",
               "defaults.population.issues: given 4"),
    "law": ("country.toml", "[words]", "[laws.dhont]\n[words]", "laws: no law 'dhont'"),
    "law's rule": ("country.toml", "[words]", "[laws.dhondt]\nthreshold = 5\n[words]",
                   "laws.dhondt: threshold: given 5"),
    "home": ("country.toml", 'scenario = "', 'scenario = "x', "scenario: given 'xdiet-2010'"),
    "electors": ("regions.csv", "200000", "-5", ", row 2, column electors: given '-5'"),
    "label of a region": ("regions.csv", "The port", "", ", row 4, column label"),
    "code": ("regions.csv", "PLAIN", "P 1", ", row 3, column region: given 'P 1'"),
    "column": ("regions.csv", "urban", "town", ", row 1: given no column urban"),
    "tile": ("regions.csv", "1,1,made", "1,0,made", ", row 4, columns tile_row, tile_col"),
    "election": ("elections.csv", "diet-2006", "diet 2006", ", row 2, column election"),
    "date": ("elections.csv", "2006-09-10", "May", ", row 2, column date: given 'May'"),
    "share": ("results.csv", "0.18", "18", ", row 4, column vote_share: given '18'"),
    "unit": ("results.csv", "country,west", "Capital,west", ", row 4, column unit"),
    "district": ("districts.csv", "PORT-1,PORT", "PORT-1,HARBOUR", ", row 4, column region"),
    "votes": ("districts.csv", "HILLS,1000,800", "HILLS,1000,x", ", row 2, column valid"),
    "share of a leader": (DIET, "popularity = 0.55", "popularity = 7", "leader.popularity: given"),
    "key": (DIET, "recognition = 0.9", "recognised = 0.9", "parties.reform.recognised: no such"),
    "part": (DIET, "media = true", "meda = true", "mechanisms.meda: no such setting"),
    "kind": (DIET, 'kind = "incumbent"', 'kind = "ruling"', "parties.order.kind: given 'ruling'"),
    "region named": (DIET, "PORT = -0.2", "HARBOUR = -0.2", "population.issue_means.autonomy: no"),
    "issue named": (DIET, "economy = 0.1", "fishing = 0.1", "parties.order.platform: no issue"),
    "kind of law": (DIET, 'kind = "dhondt"', 'kind = "dhont"', "law.kind: given 'dhont'"),
    "district's election": (DIET, "title", 'districts = "1999"\ntitle', "districts: given '1999'"),
    "party named": (BESIDE, "# end", EVENT.format('party = "nobody"'), "events.fair.party: no"),
    "too late": (BESIDE, "# end", EVENT.format("").replace("2", "30"), "events.fair.week: given"),
    "ties": (BESIDE, "# end", "[leaders.x]\ntie = { order = 1 }", "leaders.x.tie: no such"),
    "tie": (BESIDE, "# end", "[leaders.x]\npopularity = 0.6", "leaders.x: has no tie to a party"),
    "base": (BESIDE, "diet-2010.toml", "diet-1810.toml", "extends: diet-1810.toml: neither"),
    "removed": (BESIDE, "remove = []", 'remove = ["parties.x"]', "remove: given 'parties.x'"),
    "voters": (BESIDE, "# end", "[voter]\nspread = 'wide'\n", "voter.spread: no such setting"),
}  # fmt: skip


@pytest.fixture
def country(tmp_path, monkeypatch) -> dict[str, str]:
    """The files of the country of the page with districts and a second scenario, by name."""
    monkeypatch.chdir(tmp_path)
    files = {name.removeprefix("freedonia/"): text for name, text in examples(COUNTRIES).items()}
    return files | {
        BESIDE: 'extends = "diet-2010.toml"\nremove = []\n# end\n',
        "districts.csv": DISTRICTS,
    }


def checked(country: dict[str, str], *faults: str) -> Findings:
    """Write the country with some faults, and check it."""
    texts = dict(country)
    for file, there, instead, _ in (FAULTS[each] for each in faults):
        assert there in texts[file], there
        texts[file] = texts[file].replace(there, instead, 1)
    for name, text in texts.items():
        (COUNTRY / name).parent.mkdir(parents=True, exist_ok=True)
        (COUNTRY / name).write_text(text, encoding="utf-8")
    return findings(COUNTRY)


def start(fault: str) -> str:
    file, _, _, told = FAULTS[fault]
    return f"{COUNTRY / file}{'' if told.startswith(',') else ': '}{told}"


def test_the_country_without_a_fault_is_right(country):
    assert checked(country) == ([], [])


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_once_and_where_it_was_written(country, fault):
    problems = checked(country, fault).problems
    alike = {"label": 2}  # the name that is missing, and the one that is there instead
    assert len(problems) == alike.get(fault, 1), problems
    assert any(line.startswith(start(fault)) for line in problems), problems


def test_no_error_is_told_that_goes_when_another_is_mended(country):
    drawn = random.Random(1)
    for _ in range(60):
        faults = drawn.sample(list(FAULTS), drawn.randint(2, 9))
        places = [FAULTS[each][:2] for each in faults]
        # Faults in one place cannot be together; a misspelt label is two errors.
        if len(set(places)) < len(places) or {"label", "groups"} & {*faults}:
            continue
        problems, unjudged = checked(country, *faults)
        starts = [start(each) for each in faults]
        caused = [line for line in problems if not line.startswith(tuple(starts))]
        hidden = [each for each in starts if not any(line.startswith(each) for line in problems)]
        assert not caused, faults
        assert len(set(problems)) == len(problems), faults
        assert not hidden or unjudged or "syntax" in faults, (faults, hidden)


def test_faults_of_all_files_are_told_in_one_go(country):
    faults = (
        "unknown key", "size", "role", "electors", "label of a region", "tile", "unit", "share",
        "share of a leader", "party named", "part", "removed",
    )  # fmt: skip
    problems, unjudged = checked(country, *faults)
    assert len(problems) == len(faults)
    for fault in faults:
        assert any(line.startswith(start(fault)) for line in problems), fault
    (told,) = unjudged
    assert told.startswith(
        "Left unjudged: each district, district of the law, group, party of the law, region, "
        "region of the law, role"
    )


def test_what_cannot_be_read_hides_only_what_rests_on_it(country):
    country["scenarios/broken.toml"] = "[law\n"
    country["scenarios/lost.toml"] = 'extends = "nowhere.toml"\nvoters = 5\n'
    country["scenarios/above.toml"] = 'extends = "broken.toml"\n[leader]\npopularity = 7\n'
    problems, unjudged = checked(country, "party named")
    expected = (
        "above.toml: leader.popularity: given 7", "broken.toml: cannot be read as TOML",
        "diet-2014.toml: events.fair.party", "lost.toml: extends: nowhere.toml: neither",
        "lost.toml: voters: given 5",
    )  # fmt: skip
    assert len(problems) == len(expected)
    for line, told in zip(sorted(problems), expected, strict=True):
        assert line.startswith(f"freedonia/scenarios/{told}")
    (told,) = unjudged
    assert "diet" not in told


def test_what_is_inherited_is_told_of_what_says_it(country):
    wrong = "[leader]\npopularity = 7\n"
    # Some editors begin a file of UTF-8 with a byte order mark.
    country["scenarios/same.toml"] = f'\ufeffextends = "diet-2010.toml"\n{wrong}'
    problems, _ = checked(country, "share of a leader", "issue named", "default", "law's rule")
    told = sorted(line for line in problems if "popularity" in line)
    assert [line.split(":")[0] for line in told] == [
        "freedonia/scenarios/diet-2010.toml", "freedonia/scenarios/same.toml",
    ]  # fmt: skip
    assert len(problems) == 5


def test_a_scenario_alone_has_all_its_errors_at_once_too(country):
    checked(country, "part", "issue named", "electors")
    with pytest.raises(ScenarioError) as caught:
        load_scenario(str(COUNTRY / DIET))
    told = str(caught.value)
    for part in ("column electors", "mechanisms.meda", "parties.order.platform: no issue"):
        assert part in told
    assert "region" in caught.value.unjudged
    assert "issue" not in caught.value.unjudged


IMPOSSIBLE = {
    # file, what stands there, what is written, what is told
    "seats": ("results.csv", "0.49,,30", "0.49,,36", "seats: given a sum of 66, allowed is 60"),
    "shares": ("results.csv", "0.49,,30", "0.9,,30", "vote_share: given a sum of 1.41, allowed is"),
    "nothing": ("results.csv", "diet-2006,country,west", "diet-2006,PORT,west,,,,x,none\n{}",
                "row 4: given no vote_share, votes or seats"),
    "no share": ("results.csv", "west,0.18,,10", "west,,,10", "has no vote_share of it at diet-20"),
    "nobody": ("regions.csv", "200000", "0", "row 2, column electors: given 0, allowed is"),
}  # fmt: skip


@pytest.mark.parametrize("fault", IMPOSSIBLE)
def test_results_that_cannot_be_are_told(country, fault):
    file, there, instead, expected = IMPOSSIBLE[fault]
    country[file] = country[file].replace(there, instead.format(there), 1)
    (told,) = checked(country).problems
    assert expected in told


def test_an_alliance_may_have_a_row_beside_those_of_its_members(country):
    header, *rows = country["results.csv"].splitlines()
    both = "diet-2006,country,east,0.82,,50,made up,none"
    for members in ((), ("reform", "order")):
        written = [f"{row},{'east' if any(each in row for each in members) else ''}"
                   for row in (*rows, both)]  # fmt: skip
        country["results.csv"] = "\n".join([f"{header},alliance", *written]) + "\n"
        problems = checked(country).problems
        assert len(problems) == (0 if members else 2), problems
