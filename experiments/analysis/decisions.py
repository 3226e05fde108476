"""Choosing among packages when nobody knows which future will come.

All rules read one table: a row a package, a column a future, the larger the value the better.

Scenario discovery says in which futures a package fails. The patient rule induction method peels
away futures until a box is left in which failures are dense; its limits make a sentence. Among few
futures such a box is always found, so the same search is made with failures shuffled over the
futures: what is found as often by luck tells nothing. It needs the extra `decisions`.
Source: Friedman and Fisher (1999), doi:10.1023/A:1008894516817; Bryant and Lempert (2010),
doi:10.1016/j.techfore.2009.08.002.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from experiments.study.errors import Incomplete, UserError


def matrix(
    runs: pd.DataFrame,
    package: str,
    future: str,
    outcome: str,
    *,
    packages: Iterable[str] = (),
    futures: Iterable[Any] = (),
) -> pd.DataFrame:
    """Return the mean outcome by package (rows) and future (columns), in order of appearance.

    `packages` and `futures` are those planned, for one of which no run was completed has none here.
    Raises Incomplete if a package has no outcome in some future.
    """
    means = runs.astype({outcome: float}).groupby([package, future], sort=False)[outcome].mean()
    rows, columns = ([*dict.fromkeys([*runs[name], *planned])]
                     for name, planned in ((package, packages), (future, futures)))  # fmt: skip
    table = means.unstack().reindex(index=rows, columns=columns)
    table = table.rename_axis(index=package, columns=future)
    if table.isna().any(axis=None):
        lacking = [(row, column) for row, column in table.stack(future_stack=True).index
                   if pd.isna(table.loc[row, column])]  # fmt: skip
        raise Incomplete(
            f"{lacking[0][0]} has no {outcome} in {lacking[0][1]}, the first of {len(lacking)} "
            "such pairs, and every package has to meet every future. If that run failed, column "
            "`reason` of the runs says why: run the same command again, or change what is run."
        )
    return table


def regret(outcomes: pd.DataFrame) -> pd.DataFrame:
    """Return how much worse each package does than the best one in the same future.

    Source: Savage (1951), doi:10.1080/01621459.1951.10500768.
    """
    return outcomes.max(axis=0) - outcomes


def satisficing(outcomes: pd.DataFrame, enough: float) -> pd.Series:
    """Return the share of futures in which each package brings at least enough.

    Source: Simon (1956), doi:10.1037/h0042769; Starr's domain criterion (Schneller and
    Sphicas 1983, doi:10.1007/BF00134534).
    """
    return (outcomes >= enough).mean(axis=1)


def maximin(outcomes: pd.DataFrame) -> pd.Series:
    """Return the worst outcome of each package (Wald 1945, doi:10.2307/1969022)."""
    return outcomes.min(axis=1)


def expected(outcomes: pd.DataFrame) -> pd.Series:
    """Return the mean over futures, all counted alike (Laplace's rule)."""
    return outcomes.mean(axis=1)


def judged(outcomes: pd.DataFrame, enough: Mapping[str, float]) -> pd.DataFrame:
    """Return every rule's verdict on each package, the smallest worst regret first.

    Columns: `package`, `expected`, `worst`, `worst_regret`, and `satisfies_NAME` for each
    level that is enough.
    """
    table = pd.DataFrame(
        {
            "package": outcomes.index,
            "expected": expected(outcomes).to_numpy(),
            "worst": maximin(outcomes).to_numpy(),
            "worst_regret": regret(outcomes).max(axis=1).to_numpy(),
            **{
                f"satisfies_{name}": satisficing(outcomes, level).to_numpy()
                for name, level in enough.items()
            },
        }
    )
    return table.sort_values("worst_regret", kind="stable", ignore_index=True)


def by_rule(verdicts: pd.DataFrame, words: Mapping[str, str]) -> pd.DataFrame:
    """Return the table of the figure `decision-rules`; `words` by column of the verdicts."""
    long = verdicts.melt(
        id_vars="package", value_vars=list(words), var_name="rule", value_name="value"
    )
    return long.assign(rule=long["rule"].map(words))


def regret_map(outcomes: pd.DataFrame, outcome: str, shown: int | None = None) -> pd.DataFrame:
    """Return the table of the figure `regret-map`; `outcome` says in words what is lost.

    The worst case is that of all futures, of which the first `shown` have a cell.
    """
    lost = regret(outcomes)
    worst = lost.max(axis=1)
    long = (
        lost[list(lost)[:shown]]
        .reset_index(names="package")
        .melt(id_vars="package", var_name="future", value_name="regret")
    )
    return long.assign(worst=long["package"].map(worst), outcome=outcome)


SHUFFLES, AS_GOOD = 39, 5
"""How often failures are shuffled at most, and how many boxes as good end it (chosen)."""


@dataclass(frozen=True)
class Box:
    """Futures in which failures are dense.

    `limits` by uncertainty (only those that matter); coverage: share of all failures that
    lie inside; density: share of the futures inside that are failures; by_luck: the p-value, of
    shuffled failures having a box as good.
    """

    limits: Mapping[str, tuple[float, float]]
    coverage: float
    density: float
    by_luck: float = 0.0

    @property
    def tells(self) -> bool:
        """Whether it tells failures apart better than luck does, in nineteen cases of twenty."""
        return self.by_luck <= 1 / 20


def failing_box(futures: pd.DataFrame, fails: pd.Series) -> Box:
    """Return the box that best tells failures apart: neither misses many nor takes in others.

    `futures` has a row a future, numbers only. Of the boxes on the way, and of those with one
    limit, which a peeling may miss, the one with the largest harmonic mean of coverage and density
    is taken; then limits that hardly help are lifted. Raises ValueError for missing values, or if
    all or no futures fail.
    """
    _refuse(futures, fails)
    table, failed = futures.astype(float).reset_index(drop=True), fails.to_numpy(bool)
    found = _found(table, failed)
    return replace(found, by_luck=_by_luck(table, failed, _merit(found)))


def _by_luck(table: pd.DataFrame, failed: np.ndarray, merit: float) -> float:
    """Return the p-value: how likely shuffled failures have a box as good; enough end the search.

    Source: Besag and Clifford (1991), doi:10.1093/biomet/78.2.301.
    """
    draw, as_good = np.random.default_rng(0), 0
    for tried in range(1, SHUFFLES + 1):
        as_good += _merit(_found(table, draw.permutation(failed))) >= merit
        if as_good == AS_GOOD:
            return as_good / tried
    return (as_good + 1) / (SHUFFLES + 1)


def _found(table: pd.DataFrame, failed: np.ndarray) -> Box:
    limits = _peeled(table, failed)
    span = {name: (float(table[name].min()), float(table[name].max())) for name in limits}
    moved = {name: ends for name, ends in limits.items() if ends != span[name]}
    found = max(_box(table, failed, moved), _of_one_limit(table, failed), key=_merit)
    return _simplest(table, failed, found)


def _of_one_limit(table: pd.DataFrame, failed: np.ndarray) -> Box:
    """Return the best box that is open to one side of one uncertainty."""
    best: dict[str, tuple[float, float]] = {}
    most = 0.0
    for name, column in table.items():
        order = column.argsort().to_numpy()
        ranked, ends = column.to_numpy()[order], (float(column.min()), float(column.max()))
        for low in (False, True):
            caught = np.cumsum(failed[order][::-1] if low else failed[order])
            # The harmonic mean of coverage and density: twice those caught, of failures and inside.
            merit = 2 * caught / (failed.sum() + np.arange(1, len(ranked) + 1))
            place = int(merit.argmax())
            if merit[place] > most:
                limit = float(ranked[::-1][place] if low else ranked[place])
                best = {str(name): (limit, ends[1]) if low else (ends[0], limit)}
                most = float(merit[place])
    return _box(table, failed, best)


def sentence(package: str, box: Box | None, words: Mapping[str, str], spans: pd.DataFrame) -> str:
    """Say under which futures a package fails; None: it never does."""
    if box is None:
        return f"{package} keeps the majority in all {len(spans)} futures."
    where = limits_told(box, words, spans)
    if not where:
        return f"{package} fails in some futures, {nothing_tells(box)}"
    return (
        f"{package} fails when {where} ({100 * box.coverage:.0f} % of its failures lie there, "
        f"and {100 * box.density:.0f} % of those futures are failures)."
    )


def limits_told(box: Box, words: Mapping[str, str], spans: pd.DataFrame) -> str:
    """Say the limits of a box in words; nothing if it tells no more than luck does."""
    parts = [_limit(words.get(name, name), *ends, spans[name]) for name, ends in box.limits.items()]
    return " and ".join(parts) if box.tells else ""


def nothing_tells(box: Box) -> str:
    """Say that no box tells these futures from others, and how likely luck has one as good."""
    return (
        "and no box tells them apart more surely than luck does (p-value, by shuffling failures: "
        f"{box.by_luck:.2g})."
    )


def _limit(word: str, low: float, high: float, span: pd.Series) -> str:
    if low <= span.min():
        return f"{word} is at most {high:.3g}"
    if high >= span.max():
        return f"{word} is at least {low:.3g}"
    return f"{word} is between {low:.3g} and {high:.3g}"


def _refuse(futures: pd.DataFrame, fails: pd.Series) -> None:
    if futures.isna().any(axis=None) or fails.isna().any():
        raise ValueError("Some futures have missing values: leave out failed runs first.")
    if fails.astype(bool).nunique() < 2:
        raise ValueError(f"All {len(fails)} futures end alike, so no box tells failures apart.")


def _peeled(futures: pd.DataFrame, failed: np.ndarray) -> dict[str, tuple[float, float]]:
    try:
        from prim import Prim
    except ImportError:
        raise UserError(
            "Scenario discovery needs the package `prim`: pip install --editable '.[decisions]'."
        ) from None
    box = Prim(futures, failed.astype(int), threshold=0.5, threshold_type=">").find_box()
    way = box.peeling_trajectory
    merit = 2 * way["coverage"] * way["density"] / (way["coverage"] + way["density"])
    limits = box._box_lims[int(merit.to_numpy(float).argmax())]
    return {str(name): (float(limits[name][0]), float(limits[name][1])) for name in futures.columns}


def _simplest(futures: pd.DataFrame, failed: np.ndarray, found: Box) -> Box:
    """Lift limits one by one as long as the harmonic mean loses less than a fiftieth in all."""
    best = found
    while best.limits:
        fewer = [
            _box(futures, failed, {k: v for k, v in best.limits.items() if k != name})
            for name in best.limits
        ]
        simpler = max(fewer, key=_merit)
        if _merit(simpler) < _merit(found) - 0.02:
            break
        best = simpler
    return best


def _box(
    futures: pd.DataFrame, failed: np.ndarray, limits: Mapping[str, tuple[float, float]]
) -> Box:
    inside = np.ones(len(futures), dtype=bool)
    for name, (low, high) in limits.items():
        inside &= futures[name].between(low, high).to_numpy()
    caught = int((inside & failed).sum())
    return Box(dict(limits), caught / int(failed.sum()), caught / max(int(inside.sum()), 1))


def _merit(box: Box) -> float:
    total = box.coverage + box.density
    return 2 * box.coverage * box.density / total if total else 0.0
