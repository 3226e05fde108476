"""Refit the machine of each past election after the model was calibrated anew.

`python -m experiments.machine_strength` prints, for each history scenario, the strength of the
administrative machine at which the model has the official turnout; with `--write` it puts them
into the scenario files. Votes and seats are not looked at: they remain a test.
"""

import re
import sys
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
from scipy.optimize import brentq

from model.history import ELECTIONS, official_turnout
from model.run import run
from model.scenario import Scenario, load_scenario

PATH = "mechanisms.administrative_mobilisation.strength"
WEAKEST, STRONGEST, EXACT = 0.0, 5.0, 0.002
SEEDS = tuple(range(1, 7))
LINE = re.compile(r"^strength = [\d.]+ # calibrated: official turnout", re.MULTILINE)


def fitted_strength(scenario: Scenario, seeds: Sequence[int] = SEEDS) -> float:
    """Return the strength of the machine that gives the official turnout, mean over seeds.

    Turnout never falls as the machine grows, so the root is one. Raises ValueError where no
    strength from 0 to 5 gives that turnout, and KeyError for a scenario that is no past election.
    """
    wanted = official_turnout(scenario)

    def surplus(strength: float) -> float:
        changed = scenario.replace({PATH: strength})
        return float(np.mean([run(changed, seed).outcome["turnout"] for seed in seeds])) - wanted

    return float(brentq(surplus, WEAKEST, STRONGEST, xtol=EXACT))


def write_strength(file: Path, strength: float) -> None:
    """Put a strength into a scenario file; a file without the line is left as it is."""
    text = file.read_text(encoding="utf-8")
    line = f"strength = {strength:.3g} # calibrated: official turnout"
    file.write_text(LINE.sub(line, text), encoding="utf-8")


def main(write: bool) -> None:
    """Fit each past election; print it, and write it if asked to."""
    for name in ELECTIONS:
        strength = fitted_strength(load_scenario(name))
        print(f"{name}: {PATH} = {strength:.3g}")
        if write:
            write_strength(Path(str(files("model"))) / "scenarios" / f"{name}.toml", strength)


if __name__ == "__main__":
    main("--write" in sys.argv[1:])
