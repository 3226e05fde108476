"""Names of parties, events, factions and regions: one rule, and no two columns are the same."""

import re

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from model.parameters.names import CODE, NAME, RESERVED, refused
from model.run import run
from model.scenario import ScenarioError, load_scenario, validated
from model.society.regions import shipped_regions

WORDS = ("turnout", "cast_share", "support", "mobilised", "elite", "base", "majority", "a", "a_1")
ODD = ("a.b", "A", "1a", "", "a b", "a-b", "é", "a\n")
TAKEN = {"base", "elite"}
"""Parameters of turnout, whose names no region may have."""
names = st.sampled_from(WORDS) | st.from_regex(NAME, fullmatch=True).map(lambda name: name[:12])
codes = st.sampled_from(WORDS) | st.from_regex(CODE, fullmatch=True).map(lambda code: code[:12])


def columns(parties: list[str], regions: list[str], folder) -> list[str]:
    """Run a small country and return the columns of its outcome and the paths of its parameters."""
    file = folder / f"{abs(hash(tuple(regions)))}.csv"
    table = pd.read_csv(shipped_regions("two-camps")).assign(region=regions)
    table.to_csv(file, index=False)
    body = [f"[parties.{name}]\nkind = 'established'\nappeal = 0.1" for name in parties]
    scenario = folder / "case.toml"
    scenario.write_text(
        "weeks = 0\nvoters = 1000\n[law]\nkind = 'dhondt'\n[population]\n"
        f"regions = '{file}'\n" + "\n".join(body)
    )
    case = load_scenario(str(scenario))
    done = run(case, 1)
    return [*done.outcome, *done.flows, *(parameter.path for parameter in case.parameters())]


@pytest.fixture(scope="module")
def usual(tmp_path_factory) -> int:
    found = columns(["one", "two"], ["LEFT", "RIGHT"], tmp_path_factory.mktemp("usual"))
    assert len(set(found)) == len(found)
    return len(found)


@settings(max_examples=40, deadline=None)
@given(
    parties=st.lists(names, min_size=2, max_size=2, unique=True),
    regions=st.lists(codes, min_size=2, max_size=2, unique=True),
)
@example(parties=["turnout", "cast_share"], regions=["majority", "a_1"])
@example(parties=["support", "elite"], regions=["elite", "a"])
def test_names_are_refused_by_rule_or_make_no_two_columns_the_same(
    usual, tmp_path_factory, parties, regions
):
    folder = tmp_path_factory.mktemp("names")
    if any(map(refused, parties)) or not TAKEN.isdisjoint(regions):
        with pytest.raises(ScenarioError, match="has a meaning of its own"):
            columns(parties, regions, folder)
        return
    found = columns(parties, regions, folder)
    assert len(set(found)) == len(found) == usual


@pytest.mark.parametrize("name", [*ODD, *sorted(RESERVED)])
def test_other_names_are_refused_wherever_they_stand(name):
    assert refused(name)
    party = {"kind": "established"}
    event = {"name": "x", "week": 1}
    faction = {"size": 0.01}
    base = load_scenario("kazakhstan-2022").model_dump(mode="json", exclude_none=True)
    for where, table, part in (
        ("parties", base["parties"], party),
        ("events", base["events"], event),
        ("elites.factions", base["elites"]["factions"], faction),
    ):
        table[name] = part
        said = re.escape(f"{where}: given {name!r} as a name")
        with pytest.raises(ScenarioError, match=said):
            validated(base, "case")
        del table[name]


@pytest.mark.parametrize("code", sorted(TAKEN))
def test_a_region_cannot_be_called_like_a_parameter_of_turnout(tmp_path, code):
    with pytest.raises(ScenarioError, match=f"given '{code}' as a region"):
        columns(["one", "two"], [code, "RIGHT"], tmp_path)
