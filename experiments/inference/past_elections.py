"""Fit each past election anew, after a change of the model or of its calibration.

`python -m experiments.inference.past_elections COUNTRY` prints, for each past election of a
country, the numbers at which the model gives the official result; with `--write` it puts them
into the scenario files. Seats and councils are not looked at: they remain a test.
"""

import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit, logit

from experiments.inference.official_results import (
    figures,
    official,
    official_turnout,
    past_elections,
)
from experiments.store.files import write_whole
from experiments.study.errors import UserError, tell
from experiments.study.task import electorates
from model.laws.tiers import Tiers
from model.parameters.names import AGAINST_ALL, NONE_OF_THEM
from model.run import run
from model.scenario import Scenario, ScenarioError
from model.society.country import folder_of, scenarios_of

Floats = NDArray[np.float64]
MACHINE = "mechanisms.administrative_mobilisation.strength"
READINESS, SPOIL = "turnout.base", "none_of_them.spoil"
AGAINST, NONE = f"vote_share.{AGAINST_ALL}", f"support.{NONE_OF_THEM}"
DETERMINES = {"turnout_unprompted": READINESS, "blank": SPOIL}
"""What a figure of `targets.csv` determines beside what the official result does."""
SEEDS = tuple(range(1, 4))
FITTED = re.compile(r"([^#]*?=\s*)\S+?(\s*# calibrated: official)")
"""A line of a scenario with a number that was fitted."""
ROUNDS = 40
DAMPED, LONGEST = 0.5, 0.7
"""Each number goes half of the way, and no farther than that: small challengers, whose supporters
gather on the largest one, would else take its place by turns."""
PATIENCE = 20
"""Rounds after which a step that came no nearer is taken back and a shorter one tried: where a
bandwagon makes more of each step, half of the way goes too far for ever."""
NEAR = 0.001
"""A miss that is as good as none: one voter in a thousand."""
LEAST = 1e-4
"""Shares below one in ten thousand count as that: a ratio needs a vote."""
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
        rows = pd.DataFrame([run(case, seed, electorates()).outcome for seed in seeds])
        mean: pd.Series = rows[list(self.wanted)].mean()
        return mean

    def solved(self, seeds: Sequence[int] = SEEDS, rounds: int = ROUNDS) -> dict[str, float]:
        """Return the numbers that give the outcomes, on common random numbers."""
        return self.nearest(seeds, rounds)[0]

    def nearest(self, seeds: Sequence[int], rounds: int) -> tuple[dict[str, float], float]:
        """Return the same, and by how much the outcome that is worst met is missed.

        Each number is moved by what its own outcome lacks, again and again; the nearest numbers
        are kept. For the appeals this is the contraction of Berry, Levinsohn and Pakes (1995,
        doi:10.2307/2171802).
        """
        values, nearest, least, damped = self.start, self.start, float("inf"), DAMPED
        shown = pd.Series(self.wanted)
        for number in range(rounds):
            found = self.outcomes(values, seeds)
            missed = float((found - pd.Series(self.wanted)).abs().max())
            if missed < least:
                nearest, least, shown = values, missed, found
            elif number >= PATIENCE:
                values, found, damped = nearest, shown, damped / 2
            if missed < NEAR:
                break
            values = self._nearer(values, found, damped)
        return dict(zip(self.sought, map(float, nearest), strict=True)), least

    @cached_property
    def start(self) -> Floats:
        """The numbers as the scenario has them."""
        return np.array([float(self.scenario.values[path]) for path in self.sought])

    def rivals_moved(self, solved: Mapping[str, Any]) -> float:
        """Return how far the rivals' appeals have moved from where they started, on average.

        Appeals count against favouring none, whose zero the other numbers of a draw shift. For a
        list that did not stand, its rivals tell by how much.
        """
        before = self.scenario.values
        rivals = (name for name, each in self.scenario.parties.items() if each.kind != "incumbent")
        paths = [f"parties.{name}.appeal" for name in rivals]
        moves = [solved.get(path, before[path]) - before[path] for path in paths]
        return float(np.mean(moves))

    @cached_property
    def bounds(self) -> tuple[Floats, Floats]:
        """The least and the largest that each number may be."""
        parameters = {each.path: each for each in self.scenario.parameters()}
        low, high = (
            np.array([float(getattr(parameters[path], end)) for path in self.sought])
            for end in ("low", "high")
        )
        return low, high

    def _nearer(self, values: Floats, found: pd.Series, damped: float) -> Floats:
        """Return each number after a step by what its own outcome lacks, within its bounds."""
        wanted, shown = (
            each.clip(LEAST, 1 - LEAST) for each in (pd.Series(self.wanted), found.astype(float))
        )
        lacks = logit(wanted) - logit(shown)
        level = self._level(lacks)
        moved = [
            value + lacks[f"vote_share.{path.split('.')[1]}"] + level
            if path.endswith(".appeal")
            else _moved(path, value, lacks)
            for path, value in zip(self.sought, values, strict=True)
        ]
        step = np.clip(damped * (np.array(moved) - values), -LONGEST, LONGEST)
        return np.clip(values + step, *self.bounds)

    def _level(self, lacks: pd.Series) -> float:
        """Return by how much all appeals are to move together.

        Where nobody favours none, the first party's appeal is the level. Where one may vote
        against all, the votes for parties tell it.
        """
        if self.scenario.none_of_them is None:
            return -float(lacks.iloc[0])
        support = lacks.filter(like="support.")
        return float((-support if NONE in support else support).sum())


def _moved(path: str, value: float, lacks: pd.Series) -> float:
    """Return the machine's strength, the readiness or the share of spoilt ballots after a step."""
    if path == MACHINE:
        return float(max(value, LEAST) * np.exp(lacks["turnout"]))
    if path == SPOIL:
        return float(expit(logit(value) + lacks["blank"]))
    return float(value + lacks.get("turnout_unprompted", lacks["turnout"]))


def inversion(scenario: Scenario) -> Inversion:
    """Return what is sought for a past election, and by what.

    Votes determine the appeals of all lists. Turnout determines the strength of the
    administrative machine, or the readiness to turn out where there is none or where it is known
    how many came by themselves. Since people may favour none of the lists, appeals have a level:
    it is set by the votes against all where the law has them, by what is known of the support of
    the party of power, or else by the share who favour none, which is then assumed. As many
    numbers are sought as are given, less one: shares of votes add up to one. Raises KeyError for
    a scenario that is no past election.
    """
    scenario = _without_districts(scenario)
    shares = official(scenario)["vote_share"].items()
    wanted = {f"vote_share.{name}": float(share) for name, share in shares}
    wanted["turnout"] = official_turnout(scenario)
    machine = scenario.mechanisms.active().get("administrative_mobilisation")
    sought = [f"parties.{name}.appeal" for name in scenario.parties]
    sought.append(READINESS if machine is None else MACHINE)
    known = {each.outcome: each.value for each in figures(scenario)}
    for outcome, path in DETERMINES.items():
        if outcome in known and path not in sought:
            sought.append(path)
            wanted[outcome] = known[outcome]
    if scenario.none_of_them is None:
        return Inversion(scenario, tuple(sought[1:]), wanted)
    if scenario.law.against_all:
        wanted[AGAINST] = 1 - sum(map(float, official(scenario)["vote_share"]))
        return Inversion(scenario, tuple(sought), wanted)
    support = f"support.{scenario.incumbent}"
    wanted[support if support in known else NONE] = known.get(support, NOBODY_FOR)
    return Inversion(scenario, tuple(sought), wanted)


def _without_districts(scenario: Scenario) -> Scenario:
    """Return the scenario with the seats of lists alone, where there are any.

    Votes are the same, and to make districts of polling stations takes most of a run.
    """
    law = scenario.law
    tiers = law.model_dump()["tiers"] if isinstance(law, Tiers) else {}
    lists = {name: tier for name, tier in tiers.items() if tier["units"] != "districts"}
    if not 0 < len(lists) < len(tiers):
        return scenario
    kept = {"kind": law.key(), "against_all": law.against_all, "tiers": lists}
    return scenario.replace({"law": kept, "districts": None})


def written(text: str, found: Mapping[str, float]) -> str:
    """Return the text of a scenario with what was found; lines not said to be fitted stay."""
    return "".join(
        FITTED.sub(rf"\g<1>{found[path]:.3g}\g<2>", line) if path in found else line
        for path, line in _fitted(text)
    )


def _fitted(text: str) -> Iterator[tuple[str, str]]:
    """Yield each line of a scenario with the path of the number that was fitted there, or ""."""
    table = ""
    for line in text.splitlines(keepends=True):
        if line.lstrip().startswith("[") and (head := _path(line)):
            table = f"{head}."
        yield f"{table}{_path(line)}" if FITTED.match(line) else "", line


def _path(line: str) -> str:
    """Return the path that a line of TOML names by itself, however its keys are written.

    It is "" for a line that is none by itself, such as one of a list of many lines.
    """
    try:
        inside: Any = tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return ""
    keys: list[str] = []
    while isinstance(inside, dict) and inside:
        key, inside = next(iter(inside.items()))
        keys.append(key)
    return ".".join(keys)


def main(country: str, write: bool) -> None:
    """Fit each past election of a country; print it, and write it if asked to."""
    files = {file.stem: file for file in scenarios_of(folder_of(country))}
    for name, scenario in past_elections(country).items():
        asked = inversion(scenario)
        found = asked.solved()
        missed = asked.outcomes(list(found.values()), SEEDS) - pd.Series(asked.wanted)
        print(f"{name}: missed by {missed.abs().max():.4f} ({missed.abs().idxmax()})")
        for path, value in found.items():
            print(f"{name}: {path} = {value:.3g}", flush=True)
        if write:
            _write(files[name], found)


def _write(file: Path, found: Mapping[str, float]) -> None:
    """Write what was found into the lines of a scenario; say which of it has no line there."""
    text = file.read_text(encoding="utf-8")
    write_whole(file, written(text, found))
    for path in found.keys() - dict(_fitted(text)).keys():
        tell(f"{file}: has no line for {path} that ends in '# calibrated: official'; write one.")


def command(*arguments: str) -> None:
    """Fit what is named; a user's mistake ends it with one sentence, never a traceback."""
    try:
        match arguments:
            case ["--help" | "-h"]:
                print(__doc__)
            case [country, *rest] if rest in ([], ["--write"]):
                main(country, bool(rest))
            case _:
                raise UserError("Give one country, shipped or a folder, and perhaps --write.")
    except (UserError, ScenarioError) as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    command(*sys.argv[1:])
