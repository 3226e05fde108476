"""Fit each past election anew, after a change of the model or of its calibration.

`python -m experiments.inference.past_elections` prints, for each history scenario, the strength
of the administrative machine at which the model has the official turnout and the appeals at
which it has the official votes; with `--write` it puts them into the scenario files. Seats and
councils are not looked at: they remain a test. In January 2021 the support of the party of
power is known from elsewhere (claim Z8), so that its votes and its rivals' remain a test too.
"""

import re
import sys
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from scipy.optimize import brentq

from experiments.inference.official_results import official, official_turnout, past_elections
from experiments.store.files import write_whole
from model.run import run
from model.scenario import Scenario, load_scenario
from model.society.country import shipped_scenario

STRENGTH = "mechanisms.administrative_mobilisation.strength"
WEAKEST, STRONGEST, EXACT = 0.0, 5.0, 0.002
LEAST_APPEAL, MOST_APPEAL = -5.0, 5.0
ROUNDS = 6
SEEDS = tuple(range(1, 7))
KNOWN_SUPPORT = "history-2021"
"""The election whose appeals are those of the baseline."""


def fitted(scenario: Scenario, seeds: Sequence[int] = SEEDS) -> dict[str, float]:
    """Return the machine's strength and the appeals that give the official turnout and votes.

    By turns: the strength for the turnout, the appeal of the party of power for its votes, and
    its rivals' appeals for their shares of the rest. Appeals tell parties apart and have no zero
    of their own, so the first rival's stays where it is. As many numbers are fitted as are
    given: no figure of the election but turnout and votes goes in, and these are no test.
    Raises KeyError for a scenario that is no past election, and ValueError where no strength
    from 0 to 5 gives its turnout.
    """
    if scenario.name == KNOWN_SUPPORT:
        return {STRENGTH: fitted_strength(scenario, seeds)}
    found: dict[str, float] = {}
    for _ in range(ROUNDS):
        found |= _better_rivals(scenario.replace(found), seeds)
        found[STRENGTH] = fitted_strength(scenario.replace(found), seeds)
        found |= _fitted_appeal(scenario.replace(found), seeds)
    return found


def fitted_strength(scenario: Scenario, seeds: Sequence[int] = SEEDS) -> float:
    """Return the strength of the machine that gives the official turnout, mean over seeds.

    Turnout never falls as the machine grows, so the root is one. Raises ValueError where no
    strength from 0 to 5 gives that turnout, and KeyError for a scenario that is no past election.
    """
    wanted = official_turnout(scenario)

    def surplus(strength: float) -> float:
        return float(_mean(scenario.replace({STRENGTH: strength}), seeds)["turnout"]) - wanted

    return float(brentq(surplus, WEAKEST, STRONGEST, xtol=EXACT))


def _fitted_appeal(scenario: Scenario, seeds: Sequence[int]) -> dict[str, float]:
    """Return the appeal at which the party of power has its official votes."""
    power = str(scenario.incumbent)
    path, wanted = f"parties.{power}.appeal", official(scenario)["vote_share"][power]

    def surplus(appeal: float) -> float:
        votes = _mean(scenario.replace({path: appeal}), seeds)[f"vote_share.{power}"]
        return float(votes - wanted)

    return {path: float(brentq(surplus, LEAST_APPEAL, MOST_APPEAL, xtol=EXACT))}


def _better_rivals(scenario: Scenario, seeds: Sequence[int]) -> dict[str, float]:
    """Return rivals' appeals one step nearer to their official shares of the rivals' votes.

    Each moves by the log of official over modelled share, times the scale of tastes within a
    bloc, without which the step overshoots; so it contracts to the one solution
    (Berry, Levinsohn and Pakes 1995, doi:10.2307/2171802).
    """
    rivals = [name for name in scenario.parties if name != scenario.incumbent]
    wanted = official(scenario)["vote_share"][rivals].to_numpy()
    outcome = _mean(scenario, seeds)
    # A list that nobody chose is read as one with a voter in a hundred thousand.
    seen = np.array([max(outcome[f"vote_share.{name}"], 1e-5) for name in rivals])
    step = scenario.voter.taste_scale * np.log(wanted / seen)
    return {
        f"parties.{name}.appeal": scenario.parties[name].appeal + float(more - step[0])
        for name, more in zip(rivals, step, strict=True)
    }


def _mean(scenario: Scenario, seeds: Sequence[int]) -> pd.Series:
    """Return the mean outcome over seeds."""
    rows = pd.DataFrame([run(scenario, seed).outcome for seed in seeds])
    return rows.select_dtypes("number").mean()


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
    for name, scenario in past_elections(load_scenario(KNOWN_SUPPORT).country.name).items():
        found = fitted(scenario)
        for path, value in found.items():
            print(f"{name}: {path} = {value:.3g}", flush=True)
        file = shipped_scenario(name)
        if write and file is not None:
            write_whole(file, written(file.read_text(encoding="utf-8"), found))


if __name__ == "__main__":
    main("--write" in sys.argv[1:])
