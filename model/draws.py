"""Draws of the numbers that a country's evidence leaves open: ignorance, beside the luck of seeds.

The file `posterior.csv` of a country holds a row for each draw and a column for each number, by
path; `partyofpower calibrate COUNTRY` makes it. In a sweep over draws each replicate has a draw
of its own, the same one at every point; on the page each of many runs has one.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import pandas as pd

from model.scenario import Scenario, ScenarioError, load_scenario
from model.society.country import folder_of, scenario_of

POSTERIOR, ABOUT = "posterior.csv", "posterior_about.csv"
MADE_FOR = "made_for"
"""Column of what is told about draws: the fingerprint of the scenario for which they were made."""


class Drawn(Protocol):
    """What a study needs of draws: what each replicate changes, and what they are."""

    def changes(self, replicate: int, scenario: Scenario) -> Mapping[str, Any]:
        """Return what the draw of a replicate changes in a scenario."""

    def about(self) -> dict[str, Any]:
        """Describe the draws for the manifest."""


@dataclass(frozen=True)
class Draws:
    """Draws by number, and the scenario for which they were made.

    With `seeds_each` above one, so many replicates in a row share a draw, which tells the luck
    of seeds from ignorance. The numbers that are `held` stay as the scenario has them.
    """

    rows: tuple[Mapping[str, float], ...]
    made_for: Scenario
    seeds_each: int = 1
    held: Collection[str] = ()

    def changes(self, replicate: int, scenario: Scenario) -> dict[str, Any]:
        """Return what the draw of a replicate changes in a scenario.

        It leaves alone what the scenario itself sets otherwise than the one for which the draws
        were made: that is what the scenario is about.
        """
        row = self.rows[replicate // self.seeds_each % len(self.rows)]
        open_here = self._left_open(scenario)
        return {path: kind(row[path]) for path, kind in open_here.items()}

    def number(self, replicate: int) -> int:
        """Return the number of a replicate's draw; copies have that of the first."""
        return self.rows.index(self.rows[replicate // self.seeds_each % len(self.rows)])

    def _left_open(self, scenario: Scenario) -> dict[str, type]:
        """Return the numbers that the scenario leaves as they were, with their kind."""
        known = scenario.hash
        if known not in self._open:
            values, drawn_for = scenario.values, self.made_for.values
            self._open[known] = {
                path: type(values.get(path, 0.0))
                for path in self.rows[0]
                # A path of no parameter, such as what an event sets, is always drawn.
                if values.get(path) == drawn_for.get(path) and path not in self.held
            }
        return self._open[known]

    @cached_property
    def _open(self) -> dict[str, dict[str, type]]:
        return {}

    def about(self) -> dict[str, Any]:
        """Describe the draws for the manifest."""
        held = sorted(set(self.held) & self.rows[0].keys())
        return {"made_for": self.made_for.name, "count": len(self.rows),
                "seeds_each": self.seeds_each, **({"held": held} if held else {})}  # fmt: skip


def has_draws(scenario: Scenario) -> bool:
    """Whether there are draws of what is not known of the country of a scenario."""
    return (folder_of(scenario.country.name) / POSTERIOR).is_file()


def fingerprint(scenario: Scenario) -> str:
    """Return what tells the scenario of draws from another, but for how many voters are run."""
    return scenario.replace({"voters": Scenario.model_fields["voters"].default}).hash


def outdated(scenario: Scenario) -> str:
    """Say that the draws of a scenario's country were made for another scenario than is there now.

    Nothing where they were not, or where nothing tells for which they were made.
    """
    country = scenario.country.name
    file, name = folder_of(country) / ABOUT, scenario_of(country)
    told = pd.read_csv(file) if file.is_file() else pd.DataFrame()
    if MADE_FOR not in told or fingerprint(load_scenario(name)) in set(told[MADE_FOR]):
        return ""
    return (
        f"{file.with_name(POSTERIOR)}: was made for another {Path(name).stem} than is there now, "
        f"so what it draws may be wrong: run 'partyofpower calibrate {country}' again"
    )


def posterior(scenario: Scenario, count: int | None = None, seeds_each: int = 1) -> Draws:
    """Return the draws of the country of a scenario, at most `count` of them.

    Raises ScenarioError for a country without draws, and for more draws than there are.
    """
    folder = folder_of(scenario.country.name)
    file = folder / POSTERIOR
    if not file.is_file():
        raise ScenarioError(
            f"{scenario.country.name}: has no {POSTERIOR}, so what is not known of it has no "
            f"draws; make them with: partyofpower calibrate {scenario.country.name}"
        )
    rows = _read(file)
    if count is not None and not 1 <= count <= len(rows):
        raise ScenarioError(
            f"{count} draws are asked for; {file} has 1 .. {len(rows)}: make more with "
            f"partyofpower calibrate {scenario.country.name} --keep {count}, and with more --draws "
            "if it says that they are worth fewer"
        )
    made_for = load_scenario(scenario_of(scenario.country.name))
    return Draws(rows[:count], made_for, seeds_each)


def _read(file: Path) -> tuple[dict[str, float], ...]:
    table = pd.read_csv(file)
    return tuple({str(path): float(value) for path, value in row.items()}
                 for row in table.to_dict("records"))  # fmt: skip
