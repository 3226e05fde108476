"""Calibrate a country: invert its past elections, then draw what they leave open."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.inference.coverage import Met, Trial, held, usable
from experiments.inference.official_results import (
    compare,
    figures,
    official_turnout,
    past_elections,
    polled,
)
from experiments.inference.past_elections import MACHINE, READINESS, inversion
from experiments.inference.posterior import (
    MISS,
    NEAR_ENOUGH,
    WEIGHT,
    Question,
    Solver,
    effective,
    resampled,
    weighed,
)
from experiments.running.engines import Engine
from experiments.running.mapped import mapped
from experiments.running.progress import Shown, silent
from experiments.store.files import write_whole
from experiments.study.errors import UserError
from model.ballot.turnout import Turnout
from model.draws import ABOUT, MADE_FOR, POSTERIOR, fingerprint
from model.run import run
from model.scenario import Scenario

COVERAGE = "coverage.csv"
ENDS = (0.05, 0.5, 0.95)
SPARE = 1.2
"""Draws for a check, for each one that must meet the last election: some do not."""
KEPT = 200
"""Draws that are kept, unless it is said how many (chosen: enough for 90 % intervals)."""
FEWEST = 20
"""Fewer draws that agree with what is known than this say nothing of what is open.

Draws of different weight count as the equal ones that weigh as much (`effective`).
"""


@dataclass(frozen=True)
class Work:
    """How much work is put in: draws from the prior, draws kept, voters of each run, seed.

    Without `keep`, KEPT are kept, or as many as those drawn are worth. `truths` are simulated to
    check the intervals, each with so many draws.
    """

    draws: int = 600
    keep: int | None = None
    voters: int = 10_000
    seed: int = 1
    truths: int = 0


def misfit(country: str, voters: int, seeds: tuple[int, ...] = (1, 2, 3)) -> pd.DataFrame:
    """Return how far each past election, as its scenario stands, is from the official result.

    A row an election: `votes` is the root mean square miss of vote shares, `most` the largest. Of
    `turnout`, `seats` (share of seats of those in power) and `rating` (of the party of power, in
    polls of the half year before) it has the model's less the official or polled one; nothing is
    fitted to seats and rating. `numbers` counts what is fitted, `results` by how many results.
    Raises UserError for a result that is not known.
    """
    cases = past_elections(country).values()
    return pd.DataFrame([_missed(case.replace({"voters": voters}), seeds) for case in cases])


def _missed(scenario: Scenario, seeds: tuple[int, ...]) -> dict[str, Any]:
    outcomes = pd.DataFrame([run(scenario, seed).outcome for seed in seeds])
    if unknown := [each.outcome for each in figures(scenario) if each.outcome not in outcomes]:
        raise UserError(
            f"{scenario.name}: targets.csv has {', '.join(unknown)}, which no run tells; "
            "allowed are outcomes as `partyofpower run --json` names them."
        )
    mean: Any = outcomes.select_dtypes("number").mean().to_dict()
    beside, asked = compare(scenario, mean), inversion(scenario)
    off = beside["model_vote_share"] - beside["official_vote_share"]
    in_power = [name for name, each in scenario.parties.items() if each.kind == "incumbent"]
    power, house = beside.loc[in_power].sum(), beside["official_seats"].sum()
    return {
        "election": scenario.election,
        "votes": float(np.sqrt((off**2).mean())),
        "most": float(off.abs().max()),
        "turnout": float(mean["turnout"] - official_turnout(scenario)),
        "seats": float((power["model_seats"] - power["official_seats"]) / house),
        "rating": float(mean[f"rating.{scenario.incumbent}"]) - polled(scenario),
        "numbers": len(asked.sought),
        "results": len(asked.wanted) - 1,
    }


def at_limits(country: str) -> list[str]:
    """Say which numbers that are fitted to past elections stand at the end of what is allowed."""
    return [line for case in past_elections(country).values() for line in _at_limits(case)]


def _at_limits(scenario: Scenario) -> list[str]:
    """Say it of one election: its official result asks for more than such a number can give."""
    asked = inversion(scenario)
    ends = np.array(asked.bounds)
    advice = {
        MACHINE: "so much turnout cannot be put down to the machine"
        + ("" if READINESS in asked.sought else "; state turnout_unprompted in targets.csv")
    }
    return [
        f"{scenario.name}: {path} is at its limit {value:g}: "
        f"{advice.get(path, 'the official result asks for more')}."
        for path, value, of_it in zip(asked.sought, asked.start, ends.T, strict=True)
        if np.isclose(value, of_it).any()
    ]


def drawn_for(
    country: str, work: Work, engine: Engine | None = None, shown: Shown = silent
) -> pd.DataFrame:
    """Return every draw from the priors that meets the last election, with its weight.

    Beside it stands the fingerprint of the scenario for which it was made.
    Raises UserError if too few do, or agree with its figures, and EngineError if a worker dies.
    """
    asked = Question.of_country(country, work.voters)
    rows = mapped(
        Solver.of(asked).solve, asked.drawn(work.draws, work.seed), "draws", engine, shown
    )
    table = weighed(pd.DataFrame(rows), asked.weighing)
    if told := _too_few(table, work.draws):
        raise UserError(f"{country}: {told}")
    return table.assign(**{MADE_FOR: fingerprint(asked.later)})


def _too_few(table: pd.DataFrame, draws: int) -> str:
    """Return why weighed draws are too few to say anything; nothing where they are enough."""
    if len(table) < FEWEST:
        return (
            f"{len(table)} of {draws} draws meet its last election; ask for more with --draws, or "
            "look at how far off its scenario is, and at what targets.csv demands if there is one."
        )
    if (worth := round(effective(table[WEIGHT].to_numpy(float)))) < FEWEST:
        return (
            f"{len(table)} draws meet its last election, but held against the other figures of "
            f"targets.csv they weigh no more than {worth} equal ones, and {FEWEST} are needed; "
            "ask for more with --draws, or look at the values and spreads in targets.csv."
        )
    return ""


def covered(
    country: str, work: Work, engine: Engine | None = None, shown: Shown = silent
) -> pd.DataFrame:
    """Return how many of the simulated truths lie inside their intervals, by outcome.

    Raises UserError if too few draws meet the last election, and EngineError if a worker dies.
    """
    asked = Question.of_country(country, work.voters)
    power = asked.later.incumbent
    outcomes = (f"vote_share.{power}", f"seat_share.{power}", "turnout")
    solver = Solver.of(asked)
    trial = Trial(solver, _pool(solver, work, engine, shown), work.draws, outcomes, work.seed)
    known = range(len(trial.pool) - work.draws)
    if not known:
        raise UserError(
            f"{country}: {len(trial.pool)} draws meet its last election, too few for a check; ask "
            "for more with --truths, or look at what targets.csv demands."
        )
    rows: list[dict[str, Any]] = []
    # A truth with which no draw agrees is left out, and another comes in its place.
    while known and (missing := work.truths - usable(rows)) > 0:
        tried = mapped(trial.of, known[:missing], "truths", engine, shown)
        rows += [row for each in tried for row in each]
        known = known[missing:]
    return held(pd.DataFrame(rows))


def _pool(solver: Solver, work: Work, engine: Engine | None, shown: Shown) -> tuple[Met, ...]:
    """Return draws that meet the last election, for so many truths and those who infer them."""
    drawn = solver.asked.drawn(round(SPARE * (work.truths + work.draws)), work.seed)
    solved = zip(drawn, mapped(solver.solve, drawn, "draws", engine, shown), strict=True)
    return tuple(Met(draw, row) for draw, row in solved if row[MISS] < NEAR_ENOUGH)


def described(table: pd.DataFrame, kept: pd.DataFrame) -> pd.DataFrame:
    """Return 5, 50 and 95 % of every number before and after weighing, and how much it narrowed.

    All draws meet the last election, before they are weighed by the other figures as well: a
    number that the election determines is narrow in both. `narrower` is one less the ratio of
    standard deviations: 0 where weighing taught nothing.
    """
    paths = numbers(table)
    before, after = table[paths].quantile(ENDS).T, kept[paths].quantile(ENDS).T
    ends = ["q05", "q50", "q95"]
    before.columns, after.columns = [f"unweighed_{e}" for e in ends], ends
    narrower = 1 - kept[paths].std() / table[paths].std()
    return before.join(after).assign(narrower=narrower).rename_axis("path").reset_index()


def numbers(table: pd.DataFrame) -> list[str]:
    """Return the columns of a table of draws that are numbers of a scenario.

    The others are weight, miss, for what it was made, and the outcomes by which draws are weighed.
    """
    return [each for each in map(str, table) if _is_number(*each.split("."))]


def _is_number(section: str, name: str = "", *_: str) -> bool:
    """Whether a path begins as those of a scenario do; `turnout` is also an outcome, by region."""
    if section == "turnout":
        return name in Turnout.model_fields
    return section in Scenario.model_fields


def write_posterior(table: pd.DataFrame, work: Work, folder: Path) -> dict[str, float]:
    """Write the kept draws and what they are like into a folder; return the diagnostics.

    Raises UserError if more are to be kept than the table is worth: they would be copies.
    """
    worth = effective(table[WEIGHT].to_numpy(float))
    kept = resampled(table, _kept(work, round(worth)), work.seed)
    folder.mkdir(parents=True, exist_ok=True)
    draws = kept[numbers(table)]
    write_whole(folder / POSTERIOR, draws.to_csv(index=False, float_format="%.5g"))
    about = described(table, kept)
    if MADE_FOR in kept:
        about[MADE_FOR] = kept[MADE_FOR].iloc[0]
    write_whole(folder / ABOUT, about.to_csv(index=False, float_format="%.5g"))
    return {
        "drawn": work.draws, "meet the election": len(table),
        "effective": worth, "kept": len(kept),
    }  # fmt: skip


def _kept(work: Work, worth: int) -> int:
    """Return how many draws are kept of those that are worth so many equal ones."""
    if (work.keep or 0) > worth:
        raise UserError(
            f"--keep {work.keep}: the {work.draws} draws are worth {worth} equal ones, and more "
            f"would be copies; allowed is 1 .. {worth}. Ask for more with --draws."
        )
    return work.keep or min(KEPT, worth)
