"""Fit each past election anew, after a change of the model or of its calibration.

`python -m experiments.inference.past_elections` prints, for each history scenario, the numbers
at which the model gives the official result; with `--write` it puts them into the scenario
files. Seats and councils are not looked at: they remain a test.
"""

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import least_squares

from experiments.inference.official_results import official, official_turnout, past_elections
from experiments.store.files import write_whole
from model.parameters.names import NONE_OF_THEM
from model.run import run
from model.scenario import Scenario, load_scenario
from model.society.country import shipped_scenario

Floats = NDArray[np.float64]
STRENGTH = "mechanisms.administrative_mobilisation.strength"
READINESS, SPOIL = "turnout.base", "none_of_them.spoil"
SEEDS = tuple(range(1, 7))
STEP = 0.03
"""Step by which slopes are taken: so large that enough voters change their minds."""
NEAR = 0.003
"""A miss that is as good as none: three voters in a thousand."""
LATEST = "history-2021"
"""The election of which most is known; the readiness to turn out and spoilt ballots are its."""
PRIVATE = {"turnout_unprompted": 0.447, "blank": 0.0395}
"""Of January 2021: Sandzh via CABAR; 297,718 blank of 7,539,280 ballots (CEC via caravan.kz)."""
REAL_SUPPORT = 0.40
"""Electors who privately preferred the party of power in January 2021 (claim Z8)."""
NOBODY_FOR = 0.318
"""Electors who favoured none in earlier years: assumed as many as the fit finds for 2021."""


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

    The appeals of all lists and the strength of the machine, by votes and turnout. Since people
    may favour none of the lists, appeals have a level: of January 2021 it is known how many came
    by themselves, how many ballots were blank and what real support is said to have been, which
    also sets the readiness to turn out and the spoilt ballots. For earlier years the share who
    favour none is assumed. As many numbers are sought as are given, less one. Raises KeyError
    for a scenario that is no past election.
    """
    appeals = tuple(f"parties.{name}.appeal" for name in scenario.parties)
    votes = {
        f"vote_share.{name}": share for name, share in official(scenario)["vote_share"].items()
    }
    wanted = {**votes, "turnout": official_turnout(scenario)}
    if scenario.name == LATEST:
        known = {**wanted, **PRIVATE, f"support.{scenario.incumbent}": REAL_SUPPORT}
        return Inversion(scenario, (*appeals, STRENGTH, READINESS, SPOIL), known)
    known = {**wanted, f"support.{NONE_OF_THEM}": NOBODY_FOR}
    return Inversion(scenario, (*appeals, STRENGTH), known)


def written(text: str, found: Mapping[str, float]) -> str:
    """Return the text of a scenario with what was found; lines not said to be fitted stay."""
    for path, value in found.items():
        *_, owner, key = path.split(".")
        start = rf"^({owner}\.{key})" if key == "appeal" else rf"^({key})"
        line = re.compile(rf"{start} = \S+ # calibrated: official", re.MULTILINE)
        text = line.sub(rf"\g<1> = {value:.3g} # calibrated: official", text)
    return text


def main(write: bool) -> None:
    """Fit each past election; print it, and write it if asked to."""
    for name, scenario in past_elections(load_scenario(LATEST).country.name).items():
        found = inversion(scenario).solved()
        for path, value in found.items():
            print(f"{name}: {path} = {value:.3g}", flush=True)
        file = shipped_scenario(name)
        if write and file is not None:
            write_whole(file, written(file.read_text(encoding="utf-8"), found))


if __name__ == "__main__":
    main("--write" in sys.argv[1:])
