"""Simulated twins: a country of one region whose party of power had the votes of a real one.

A twin has the politics of a scenario in one region: its mechanisms and its assumed numbers. Its
party of power is given the appeal at which it has, with a leader in the chair, the votes that the
real one had before. Then the leader goes, as long before the vote as there. A year stands for a
whole term, so the weather of a term falls in it. Insiders know what machine and turnout make of a
rating. Its rivals compete for real from the start, as elsewhere: an informal deal with them is that
country's own. What a scenario does not have, such as a machine or a rival with money, its twins do
not have either; of a coalition in power the first party remains, and its partners do not stand.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from experiments.study.design import SCENARIO
from experiments.study.errors import UserError
from experiments.study.named_scenarios import ENTRANT, SPLINTER
from experiments.study.plan import Study
from model.parameters.table import text_of
from model.run import run
from model.scenario import Scenario, load_scenario
from model.society.country import folder_of
from model.society.electorate import Electorates
from model.society.population import Population

LEAVES = "events.exit.week"
EXPECTED = "mechanisms.elite_defection.machine"
POPULARITY, USUAL = "leader.popularity", 0.62
"""Approval of a twin's leader, and of the leader at home where it is not varied."""

MACHINE = 0.2
"""Strength of a twin's machine: half of that at home (assumed; most of the parties have less)."""

WEEKS, TERM_STARTS = 52, 1
ARRIVES, NEVER = 12, 60
"""Weeks in which a rival with money arrives: that of the baseline, and one after the vote."""

ELECTORS = 10_000_000
"""Electors of a twin whose country says nothing of one region (chosen: no shares depend on it)."""

GRID = tuple(np.linspace(-1.0, 6.0, 15).tolist())
SEEDS = (1, 2, 3)

BEFORE, TERM, REMOVED = "before", "term", "removed"
"""A twin's last election; a term of weather, in which the leader may leave; one in which he is
driven out."""
LIVES = (BEFORE, TERM, REMOVED)
TIE = "events.exit.to.attachment"
STAYED, LEFT = 1.0, 0.0
"""What the exit sets the leader's tie to: a chairman is his party's as before."""
EXIT = {"name": "the leader leaves the party", "week": TERM_STARTS, "to": {"attachment": STAYED}}
FALL = "chairman-removed"
"""The scenario with the fall of a leader who is driven out, as bad as that of fifteen real ones."""


class Roles(NamedTuple):
    """Which parties a twin is about: the party of power, and a rival with money if there is one."""

    power: str
    entrant: str | None

    @classmethod
    def among(cls, kinds: Iterable[tuple[str, str]]) -> "Roles":
        """Find them by name and kind of each party."""
        first = {kind: name for name, kind in reversed(list(kinds))}
        return cls(first["incumbent"], first.get(ENTRANT))

    @property
    def appeal(self) -> str:
        """The path of the appeal of the party of power."""
        return f"parties.{self.power}.appeal"

    @property
    def rival(self) -> list[str]:
        """The path of the week in which the rival arrives; none without one."""
        return [f"parties.{self.entrant}.stands_from"] if self.entrant else []


class Curve(NamedTuple):
    """What the twin's party has at each appeal, the leader in the chair and no weather."""

    votes: np.ndarray  # (grid,) official share
    rating: np.ndarray  # (grid,) share of all asked who name it


class Twins:
    """The twins that have the politics of a scenario.

    Raises UserError if no leader of it has a tie to a party of power.
    """

    def __init__(self, home: Scenario) -> None:
        if home.incumbent is None or not home.leader.attachment:
            raise UserError(
                f"{home.name}: has no leader with a tie to a party of power, which this question "
                "is about; give it both, or put the question to another scenario."
            )
        self.home = home
        self.roles = Roles.among((name, each.kind) for name, each in home.parties.items())

    @cached_property
    def one_region(self) -> Scenario:
        """The twin before anything happens: no weather, and the leader stays."""
        active = self.home.mechanisms.active()
        machine = {"mechanisms.administrative_mobilisation.strength": MACHINE}
        return self.home.replace(
            {
                **_in_one_region(self.home),
                **self._parties(),
                **(machine if "administrative_mobilisation" in active else {}),
                "mechanisms.weather": False,
                "mechanisms.managed_competition": False,
                "events": {},
                "leader.attachment": STAYED,
                POPULARITY: USUAL,
                "weeks": WEEKS,
            }
        )

    def _parties(self) -> dict[str, Any]:
        """Return what becomes of parties: partners do not stand, and leavers found their own."""
        changes: dict[str, Any] = dict.fromkeys(self.roles.rival, NEVER)
        for name, party in self.home.parties.items():
            if party.kind == SPLINTER:
                content = party.model_dump(mode="json", exclude_none=True)
                kept = {k: v for k, v in content.items() if k not in ("stands_from", "faction")}
                changes[f"parties.{name}"] = kept
                break
        for name, party in self.home.parties.items():
            if party.kind == "incumbent" and name != self.roles.power:
                changes |= {f"parties.{name}.stands_from": NEVER, f"parties.{name}.office": 0.0}
        return changes

    def scenarios(self) -> dict[str, Scenario]:
        """Return what a twin may live through, each with an event `exit` whose week can be set."""
        before = self.one_region.replace({"events.exit": EXIT})
        # The weather of a whole term falls in the year.
        term = before.replace({"mechanisms.weather": {"horizon": WEEKS}})
        fall = load_scenario(FALL).events["removal"].model_dump(mode="json", exclude_none=True)
        return {BEFORE: before, TERM: term, REMOVED: term.replace({"events.exit": fall})}

    @cached_property
    def curve(self) -> Curve:
        """Votes and rating of the twin's party over the grid of appeals, mean over seeds."""
        twin, path, kept = self.one_region, self.roles.appeal, Electorates()
        cases = [twin.replace({path: appeal}) for appeal in GRID]
        rows = [[run(case, seed, kept).outcome for seed in SEEDS] for case in cases]
        names = (f"{what}.{self.roles.power}" for what in ("vote_share", "rating"))
        return Curve(*(np.array([np.mean([float(each[name]) for each in row]) for row in rows])
                       for name in names))  # fmt: skip

    def point(self, row: Mapping[str, Any]) -> dict[str, float]:
        """Return what makes the twin of a row of the table of exits, by path."""
        arrives = ARRIVES if row["new_rival_with_money"] == 1 else NEVER
        return {
            **self._with_votes(row["before"]),
            **dict.fromkeys(self.roles.rival, arrives),
            LEAVES: exit_week(row),
        }

    def as_strong_as(self, other: "Twins", appeal: float) -> dict[str, float]:
        """Return what gives a twin here the votes that one of others has at an appeal."""
        return self._with_votes(float(np.interp(appeal, GRID, other.curve.votes)))

    def _with_votes(self, before: float) -> dict[str, float]:
        """Return the appeal at which the party has so many votes, and what insiders expect."""
        appeal = float(np.interp(before, np.maximum.accumulate(self.curve.votes), GRID))
        rating = float(np.interp(appeal, GRID, self.curve.rating))
        lift = np.clip((before - rating) / (1 - rating), 0, 1)
        return {self.roles.appeal: round(appeal, 3), EXPECTED: round(float(lift), 3)}


@dataclass(frozen=True)
class RefittedTwins(Study):
    """A study of twins whose appeals are fitted anew to the votes of real parties in each draw."""

    def changes_of(self, point: int, replicate: int) -> Mapping[str, Any]:
        """Return what a run changes; a twin's appeal and its insiders' hopes are of its draw."""
        changes = super().changes_of(point, replicate)
        if self.design.points[point][SCENARIO] not in LIVES:
            return changes
        appeal = float(changes[self._central.roles.appeal])
        return {**changes, **self._in_draw(replicate).as_strong_as(self._central, appeal)}

    @cached_property
    def _central(self) -> Twins:
        return Twins(self.scenario)

    def _in_draw(self, replicate: int) -> Twins:
        assert self.draws is not None
        drawn = self.draws.changes(replicate, self.scenario)
        known = tuple(drawn.items())
        if known not in self._drawn:
            self._drawn[known] = Twins(self.scenario.replace(drawn))
        return self._drawn[known]

    @cached_property
    def _drawn(self) -> dict[tuple[tuple[str, Any], ...], Twins]:
        return {}


def refitted(study: Study) -> RefittedTwins:
    """Return a study under draws, in each of which twins have the votes of their parties."""
    return RefittedTwins(**{each.name: getattr(study, each.name) for each in fields(study)})


def _in_one_region(home: Scenario) -> dict[str, Any]:
    """Return the changes that put everybody into one region, which has no name in the scenario."""
    population, groups = home.population, home.population.groups_and_roles

    def known(shifts: Mapping[str, float]) -> dict[str, float]:
        return {name: by for name, by in shifts.items() if groups.full_name(name)}

    means = {issue: known(each) for issue, each in population.issue_means.items()}
    parties = {
        f"parties.{name}.{path}": value
        for name, party in home.parties.items()
        for path, value in (("appeal_by", known(party.appeal_by)), ("stands_in", ()))
        if value != getattr(party, path)
    }
    return {
        **_one_region_table(home),
        "population.protest_by_group": known(population.protest_by_group),
        "population.issue_means": means,
        "districts": None,
        **parties,
    }


def _one_region_table(home: Scenario) -> dict[str, Any]:
    """Return the table of the country's `one-region.csv`, or else of its regions as one."""
    name = home.country.name
    given = folder_of(name) / "one-region.csv" if name else None
    table = {"name": "one-region", "text": text_of(given) if given and given.exists() else ""}
    if table["text"]:
        return {"population.regions": table, "population.urban": 0.5}
    table["text"] = _merged(home.population)
    return {"population.regions": table, "population.electorate": ELECTORS}


def _merged(population: Population) -> str:
    regions, axes = population.cells.regions, population.groups_and_roles.axes
    weights = regions.electorate / regions.electorate.sum()
    shares = {
        name: float(weights @ column)
        for axis, table in regions.groups.items()
        for name, column in zip(axes[axis], table.T, strict=True)
    }
    row = {
        "region": "ONE",
        "label": "The whole country",
        "electors": ELECTORS,
        "urban": float(weights @ regions.urban),
        "past_turnout": float(weights @ regions.past_turnout),
        "tile_row": 0,
        "tile_col": 0,
    }
    return pd.DataFrame([row | shares]).to_csv(index=False)


def exit_week(row: Mapping[str, Any]) -> int:
    """Return the week in which a twin's leader goes: as long before the vote as in the row."""
    weeks_before = round(float(row["months_from_exit_to_vote"]) * WEEKS / 12)
    return int(np.clip(WEEKS - weeks_before, TERM_STARTS, WEEKS - 1))


def spread_out(rows: pd.DataFrame, count: int) -> pd.DataFrame:
    """Return some rows of a class, evenly spaced by their vote before."""
    places = np.linspace(0, len(rows) - 1, count).round().astype(int)
    return rows.sort_values("before", kind="stable").iloc[places]
