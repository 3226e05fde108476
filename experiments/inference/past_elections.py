"""Fit each past election anew, after a change of the model or of its calibration.

`python -m experiments.inference.past_elections COUNTRY` prints, for each past election of a
country, the numbers at which the model gives the official result; with `--write` it puts them
into the scenario files. Seats and councils are not looked at: they remain a test.
"""

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import least_squares

from experiments.inference.official_results import (
    figures,
    official,
    official_turnout,
    past_elections,
)
from experiments.store.files import write_whole
from model.parameters.names import NONE_OF_THEM
from model.run import run
from model.scenario import Scenario
from model.society.country import shipped_scenario

Floats = NDArray[np.float64]
STRENGTH = "mechanisms.administrative_mobilisation.strength"
READINESS, SPOIL = "turnout.base", "none_of_them.spoil"
DETERMINES = {"turnout_unprompted": READINESS, "blank": SPOIL}
"""What a figure of `targets.csv` determines beside what the official result does."""
SEEDS = tuple(range(1, 7))
STEP = 0.03
"""Step by which slopes are taken: so large that enough voters change their minds."""
NEAR = 0.003
"""A miss that is as good as none: three voters in a thousand."""
NOBODY_FOR = 0.30
"""Electors who favour none, where nothing is known: the median of polls of all asked in countries
with a dominant party (5 to 95 %: 0.12 to 0.53); none and undecided are taken together there."""


@dataclass(frozen=True)
class Inversion:
    """Which numbers of a scenario are sought, and which outcomes they are to give."""

    scenario: Scenario
    sought: tuple[str, ...]
    wanted: Mapping[str, float]

    def outcomes(self, values: Sequence[float] | Floats, seeds: Sequence[int]) -> pd.Series:
        """Return the mean of the wanted outcomes over seeds at given numbers."""
        case = self.scenario.replace(dict(zip(self.sought, map(float, values), strict=True)))
        rows = pd.DataFrame([run(case, seed).outcome for seed in seeds])
        mean: pd.Series = rows[list(self.wanted)].mean()
        return mean

    def solved(self, seeds: Sequence[int] = SEEDS) -> dict[str, float]:
        """Return the numbers that give the outcomes, by least squares on common random numbers."""
        parameters = {each.path: each for each in self.scenario.parameters()}
        start = np.array([float(parameters[path].value) for path in self.sought])
        low, high = (
            np.array([getattr(parameters[path], end) for path in self.sought]) - start
            for end in ("low", "high")
        )
        wanted = np.array(list(self.wanted.values()))

        def missed(moved: np.ndarray) -> np.ndarray:
            # Moves are counted from one, since steps of slopes are relative.
            found = self.outcomes(start + moved - 1, seeds)
            return np.asarray((found.to_numpy(float) - wanted) / NEAR)

        best = least_squares(
            missed, np.ones(len(start)), diff_step=STEP, bounds=(low + 1, high + 1), max_nfev=10
        )
        return dict(zip(self.sought, map(float, start + best.x - 1), strict=True))


def inversion(scenario: Scenario) -> Inversion:
    """Return what is sought for a past election, and by what.

    Votes determine the appeals of all lists. Turnout determines the strength of the
    administrative machine, or the readiness to turn out where there is none or where it is known
    how many came by themselves. Since people may favour none of the lists, appeals have a level:
    it is set by what is known of the support of the party of power, or else by the share who
    favour none, which is then assumed. As many numbers are sought as are given, less one: shares
    of votes add up to one. Raises KeyError for a scenario that is no past election.
    """
    shares = official(scenario)["vote_share"].items()
    wanted = {f"vote_share.{name}": float(share) for name, share in shares}
    wanted["turnout"] = official_turnout(scenario)
    machine = scenario.mechanisms.active().get("administrative_mobilisation")
    sought = [f"parties.{name}.appeal" for name in scenario.parties]
    sought.append(READINESS if machine is None else STRENGTH)
    known = {each.outcome: each.value for each in figures(scenario)}
    for outcome, path in DETERMINES.items():
        if outcome in known and path not in sought:
            sought.append(path)
            wanted[outcome] = known[outcome]
    if scenario.none_of_them is None:
        return Inversion(scenario, tuple(sought[1:]), wanted)
    support = f"support.{scenario.incumbent}"
    level = support if support in known else f"support.{NONE_OF_THEM}"
    wanted[level] = known.get(support, NOBODY_FOR)
    return Inversion(scenario, tuple(sought), wanted)


def written(text: str, found: Mapping[str, float]) -> str:
    """Return the text of a scenario with what was found; lines not said to be fitted stay."""
    for path, value in found.items():
        *_, owner, key = path.split(".")
        start = rf"^({owner}\.{key})" if key == "appeal" else rf"^({key})"
        line = re.compile(rf"{start} = \S+ # calibrated: official", re.MULTILINE)
        text = line.sub(rf"\g<1> = {value:.3g} # calibrated: official", text)
    return text


def main(country: str, write: bool) -> None:
    """Fit each past election of a country; print it, and write it if asked to."""
    for name, scenario in past_elections(country).items():
        found = inversion(scenario).solved()
        for path, value in found.items():
            print(f"{name}: {path} = {value:.3g}", flush=True)
        file = shipped_scenario(name)
        if write and file is not None:
            write_whole(file, written(file.read_text(encoding="utf-8"), found))


if __name__ == "__main__":
    main(sys.argv[1], "--write" in sys.argv[2:])
