"""Simulated twins: a country of one region whose party of power had the votes of a real one.

A twin has the politics of the first country in one region. Its party of power is given the appeal
at which it has, with the leader in the chair, the votes that the real one had before. Then the
leader goes, as long before the vote as there. A year stands for a whole term, so the weather of a
term falls in it. Insiders know what machine and turnout make of a rating. Its rivals compete for
real from the start, as elsewhere: the informal deal with them is that country's own.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from experiments.study.named_scenarios import ENTRANT, SPLINTER, party_of, scenario_of_size
from model.parameters.table import text_of
from model.run import run
from model.scenario import Scenario, load_scenario
from model.society.country import first_scenario, folder_of
from model.society.electorate import Electorates

HOME = load_scenario(first_scenario())
"""The baseline, whose politics the twins have."""
POWER = str(HOME.incumbent)
SPLITS = party_of(HOME, SPLINTER)
APPEAL = f"parties.{POWER}.appeal"
LEAVES, RIVAL = "events.exit.week", f"parties.{party_of(HOME, ENTRANT)}.stands_from"
EXPECTED = "mechanisms.elite_defection.machine"

MACHINE = 0.2
"""Strength of a twin's machine: half of that at home (assumed; most of the parties have less)."""

WEEKS, TERM_STARTS = 52, 1
ARRIVES, NEVER = 12, 60
"""Weeks in which a rival with money arrives: that of the baseline, and one after the vote."""

GRID = tuple(np.linspace(-1.0, 6.0, 15).tolist())
SEEDS = (1, 2, 3)

BEFORE, TERM, REMOVED = "before", "term", "removed"
"""A twin's last election; a term of weather, in which the leader may leave; one in which he is
driven out."""
TIE = "events.exit.to.attachment"
STAYED, LEFT = 1.0, 0.0
"""What the exit sets the leader's tie to: a chairman is his party's as before."""
EXIT = {"name": "the leader leaves the party", "week": TERM_STARTS, "to": {"attachment": STAYED}}


class Curve(NamedTuple):
    """What the twin's party has at each appeal, the leader in the chair and no weather."""

    votes: np.ndarray  # (grid,) official share
    rating: np.ndarray  # (grid,) share of all asked who name it


def one_region(quick: bool) -> Scenario:
    """Return the twin before anything happens: no weather, and the leader stays."""
    base = scenario_of_size(first_scenario(), quick)
    table = folder_of(base.country.name) / "one-region.csv"
    groups = base.population.groups_and_roles.names
    protest = base.population.protest_by_group
    splinter = base.parties[SPLITS].model_dump(mode="json", exclude_none=True)
    leavers = {k: v for k, v in splinter.items() if k not in ("stands_from", "faction")}
    return base.replace(
        {
            "population.regions": {"name": "one-region", "text": text_of(table)},
            "population.urban": 0.5,
            "population.protest_by_group": {
                name: by for name, by in protest.items() if name in _known(groups)
            },
            f"parties.{SPLITS}": leavers,
            RIVAL: NEVER,
            "mechanisms.administrative_mobilisation.strength": MACHINE,
            "mechanisms.weather": False,
            "mechanisms.managed_competition": False,
            "weeks": WEEKS,
        }
    )


def _known(groups: tuple[str, ...]) -> set[str]:
    return {*groups, *(each.split(":")[1] for each in groups)}


def scenarios(quick: bool) -> dict[str, Scenario]:
    """Return what a twin may live through, each with an event `exit` whose week can be set."""
    before = one_region(quick).replace({"events.exit": EXIT})
    # The weather of a whole term falls in the year.
    term = before.replace({"mechanisms.weather": {"horizon": WEEKS}})
    removal = scenario_of_size("chairman-removed", quick).events["removal"]
    driven_out = removal.model_dump(mode="json", exclude_none=True)
    return {BEFORE: before, TERM: term, REMOVED: term.replace({"events.exit": driven_out})}


@cache
def curve(quick: bool) -> Curve:
    """Return votes and rating of the twin's party over the grid of appeals, mean over seeds."""
    twin = one_region(quick)
    cases, kept = [twin.replace({APPEAL: appeal}) for appeal in GRID], Electorates()
    rows = [[run(case, seed, kept).outcome for seed in SEEDS] for case in cases]
    return Curve(*(np.array([np.mean([float(each[f"{what}.{POWER}"]) for each in row])
                             for row in rows]) for what in ("vote_share", "rating")))  # fmt: skip


def point(row: Mapping[str, Any], quick: bool) -> dict[str, float]:
    """Return what makes the twin of a row of the table of exits, by path."""
    known = curve(quick)
    appeal = float(np.interp(row["before"], known.votes, GRID))
    rating = float(np.interp(appeal, GRID, known.rating))
    lift = np.clip((row["before"] - rating) / (1 - rating), 0, 1)
    return {
        APPEAL: round(appeal, 3),
        EXPECTED: round(float(lift), 3),
        RIVAL: ARRIVES if row["new_rival_with_money"] == 1 else NEVER,
        LEAVES: exit_week(row),
    }


def exit_week(row: Mapping[str, Any]) -> int:
    """Return the week in which a twin's leader goes: as long before the vote as in the row."""
    weeks_before = round(float(row["months_from_exit_to_vote"]) * WEEKS / 12)
    return int(np.clip(WEEKS - weeks_before, TERM_STARTS, WEEKS - 1))


def spread_out(rows: pd.DataFrame, count: int) -> pd.DataFrame:
    """Return some rows of a class, evenly spaced by their vote before."""
    places = np.linspace(0, len(rows) - 1, count).round().astype(int)
    return rows.sort_values("before", kind="stable").iloc[places]
