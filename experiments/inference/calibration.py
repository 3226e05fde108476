"""Which parameters agree with what was known: approximate Bayesian computation.

A sequence of populations of parameters, each simulated once and kept if what it gives lies
near the targets, ever nearer (Toni et al. 2009, doi:10.1098/rsif.2008.0172). The answer is a
posterior, not a point. Needs the extra `calibration` (pyABC: Schälte et al. 2022,
doi:10.21105/joss.04304; it was preferred to `sbi`, which needs PyTorch, and to ELFI for its
upkeep; every population is stored in SQLite as soon as it is complete).
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from experiments.running.engines import Engine, EngineError
from experiments.study.design import Factor
from experiments.study.errors import UserError
from model.scenario import Scenario

Simulator = Callable[[Mapping[str, float], int], Mapping[str, float]]
"""Parameters and a seed give outcomes by name."""

Floats = NDArray[np.float64]
WEIGHT = "weight"
FIRST_NEARNESS = 8.0


@dataclass(frozen=True)
class Target:
    """A figure that was known, how well, and where it comes from."""

    outcome: str
    value: float
    spread: float
    source: str


@dataclass(frozen=True)
class Inference:
    """What is asked: flat priors over ranges, targets, and how much work to put in.

    In the last population an outcome may miss its target by `nearness` spreads, as a root
    mean square over targets; the first allows `FIRST_NEARNESS`, those between in equal ratios.
    """

    priors: tuple[Factor, ...]
    targets: tuple[Target, ...]
    particles: int = 100
    populations: int = 5
    seed: int = 1
    nearness: float = 1.0

    def schedule(self) -> list[float]:
        """Return the largest distance that each population allows."""
        misses = np.geomspace(FIRST_NEARNESS, self.nearness, self.populations)
        return [float(each) for each in misses * np.sqrt(len(self.targets))]

    def at(self, truth: Mapping[str, float]) -> "Inference":
        """Return the same question with outcomes of a known truth as targets."""
        known = tuple(replace(each, value=truth[each.outcome]) for each in self.targets)
        return replace(self, targets=known)


@dataclass(frozen=True)
class Simulated:
    """The model as a simulator: a scenario in which parameters are set by path."""

    scenario: Scenario
    outcomes: tuple[str, ...]

    def __call__(self, parameters: Mapping[str, float], seed: int) -> dict[str, float]:
        """Return the outcomes of one run."""
        from model.run import run

        result = run(self.scenario.replace(dict(parameters)), seed).outcome
        return {name: float(result[name]) for name in self.outcomes}


def infer(asked: Inference, simulate: Simulator, database: Path) -> pd.DataFrame:
    """Return the last population: a column a parameter, and `weight`, which adds up to one.

    Called again on the same file it goes on after the last complete population; each
    population has a seed of its own, so the answer is that of an uninterrupted call.
    Raises UserError without the extra `calibration`.
    """
    pyabc = _pyabc()
    algorithm = _algorithm(pyabc, asked, simulate)
    observed = {each.outcome: each.value for each in asked.targets}
    address = f"sqlite:///{database.absolute()}"
    if database.exists():
        history = algorithm.load(address, observed_sum_stat=observed)
    else:
        database.parent.mkdir(parents=True, exist_ok=True)
        history = algorithm.new(address, observed)
    while history.n_populations < asked.populations:
        np.random.seed(asked.seed * 1009 + history.n_populations)  # noqa: NPY002 (pyABC's own)
        history = algorithm.run(max_nr_populations=1)
    return _particles(history)


def infer_each(
    asked: Sequence[Inference], simulate: Simulator, databases: Sequence[Path], engine: Engine
) -> list[pd.DataFrame]:
    """Answer several questions, as many at a time as the engine has workers; see `infer`.

    Raises EngineError if a worker dies; complete populations are stored, so ask again.
    """
    executor = engine.start()
    try:
        answers = [
            executor.submit(infer, question, simulate, database)
            for question, database in zip(asked, databases, strict=True)
        ]
        return [answer.result() for answer in answers]
    except engine.crashes:
        raise EngineError(
            "A worker died in the middle of an inference. Its complete populations are stored in "
            f"{databases[0].parent}: run the same command again to go on."
        ) from None
    finally:
        engine.stop()


def _particles(history: Any) -> pd.DataFrame:
    table, weight = history.get_distribution()
    table = pd.DataFrame(table).rename_axis(columns=None).reset_index(drop=True)
    return table.assign(**{WEIGHT: np.asarray(weight) / np.sum(weight)})


def _algorithm(pyabc: Any, asked: Inference, simulate: Simulator) -> Any:
    def model(parameters: Any) -> dict[str, float]:
        return dict(simulate(dict(parameters), int(np.random.randint(2**31))))  # noqa: NPY002

    ranges = {f.path: pyabc.RV("uniform", f.low, f.high - f.low) for f in asked.priors}
    spread = {each.outcome: 1 / each.spread for each in asked.targets}
    algorithm = pyabc.ABCSMC(
        models=model,
        parameter_priors=pyabc.Distribution(**ranges),
        distance_function=pyabc.PNormDistance(p=2, fixed_weights=spread),
        population_size=asked.particles,
        eps=pyabc.ListEpsilon(asked.schedule()),
        sampler=pyabc.SingleCoreSampler(),
    )
    algorithm.sampler.show_progress = False
    return algorithm


def _pyabc() -> Any:
    try:
        import pyabc
    except ImportError:
        raise UserError(
            "Calibration needs the package `pyabc`: pip install --editable '.[calibration]'."
        ) from None
    for name in ("ABC", "ABC.History"):
        logging.getLogger(name).setLevel(logging.WARNING)
    return pyabc


def quantile(values: Floats, weights: Floats, at: float) -> float:
    """Return a weighted quantile: the smallest value with at least that share of the weight."""
    return float(np.quantile(values, at, weights=weights, method="inverted_cdf"))


def described(posterior: pd.DataFrame, priors: Sequence[Factor]) -> pd.DataFrame:
    """Return mean, median, 90 % interval and spread against the prior, a row a parameter.

    `narrower` is one minus the ratio of standard deviations: 0 where nothing was learned.
    """
    weight = posterior[WEIGHT].to_numpy(float)
    rows = []
    for prior in priors:
        values = posterior[prior.path].to_numpy(float)
        mean = float(values @ weight)
        spread = float(np.sqrt(weight @ (values - mean) ** 2))
        low, middle, high = (quantile(values, weight, at) for at in (0.05, 0.5, 0.95))
        rows.append(
            {
                "path": prior.path, "prior_low": prior.low, "prior_high": prior.high,
                "mean": mean, "median": middle, "q05": low, "q95": high,
                "narrower": 1 - spread / ((prior.high - prior.low) / np.sqrt(12)),
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def densities(posterior: pd.DataFrame, priors: Sequence[Factor], steps: int = 81) -> pd.DataFrame:
    """Return prior and posterior density over the range of each parameter, for `curves`.

    Densities are times the width of the range, so that a flat prior is 1 everywhere; the
    kernel estimate is reflected at both ends, where it would else leak out.
    """
    tables = []
    for prior in priors:
        width = prior.high - prior.low
        unit = np.linspace(0, 1, steps)
        values = (posterior[prior.path].to_numpy(float) - prior.low) / width
        weight = posterior[WEIGHT].to_numpy(float)
        estimate = stats.gaussian_kde(values, weights=weight)
        density = estimate(unit) + estimate(-unit) + estimate(2 - unit)
        for series, y in (("prior", np.ones(steps)), ("posterior", density)):
            tables.append(
                pd.DataFrame({"path": prior.path, "series": series,
                              "x": prior.low + width * unit, "y": y})
            )  # fmt: skip
    return pd.concat(tables, ignore_index=True)


def drawn(posterior: pd.DataFrame, count: int, seed: int = 0) -> pd.DataFrame:
    """Return parameters drawn from the posterior by weight, for a predictive check."""
    return posterior.sample(
        count, replace=True, weights=posterior[WEIGHT], random_state=seed
    ).drop(columns=WEIGHT).reset_index(drop=True)  # fmt: skip


def truths(priors: Sequence[Factor], count: int, seed: int = 0) -> list[dict[str, float]]:
    """Return known parameters: one drawn from each of equal slices of the priors."""
    unit = stats.qmc.LatinHypercube(len(priors), rng=np.random.default_rng(seed)).random(count)
    return [
        {prior.path: float(prior.at(u)) for prior, u in zip(priors, row, strict=True)}
        for row in unit
    ]


def at_truths(
    asked: Inference, simulate: Simulator, known: Sequence[Mapping[str, float]]
) -> list[Inference]:
    """Return the same question with one simulated outcome of each known truth as targets."""
    return [
        asked.at(simulate(truth, asked.seed + 7919 * (number + 1)))
        for number, truth in enumerate(known)
    ]


def recovered(
    known: Sequence[Mapping[str, float]], found: Sequence[pd.DataFrame], priors: Sequence[Factor]
) -> pd.DataFrame:
    """Return, for synthetic truths, the 90 % interval found and whether it holds the truth.

    One row a truth and parameter: `truth`, `path`, `value`, `low`, `high`, `inside`. If the
    intervals are honest, about nine in ten rows are inside.
    """
    rows = []
    for number, (truth, posterior) in enumerate(zip(known, found, strict=True)):
        for row in described(posterior, priors).to_dict("records"):
            value = truth[str(row["path"])]
            rows.append(
                {
                    "truth": number, "path": row["path"], "value": value, "low": row["q05"],
                    "high": row["q95"], "inside": bool(row["q05"] <= value <= row["q95"]),
                }
            )  # fmt: skip
    return pd.DataFrame(rows)
