"""Choosing among packages when nobody knows which future will come.

All rules read one table: a row a package, a column a future, the larger the value the better.
"""

from collections.abc import Mapping

import pandas as pd


def matrix(runs: pd.DataFrame, package: str, future: str, outcome: str) -> pd.DataFrame:
    """Return the mean outcome by package (rows) and future (columns), in order of appearance.

    Raises ValueError if a package was not tried in some future.
    """
    table = runs.astype({outcome: float}).pivot_table(
        index=package, columns=future, values=outcome, aggfunc="mean", sort=False
    )
    if table.isna().any(axis=None):
        lacking = [(row, column) for row, column in table.stack(future_stack=True).index
                   if pd.isna(table.loc[row, column])]  # fmt: skip
        raise ValueError(
            f"Package and future {lacking[0]} were not run together: run every package in "
            "every future."
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


def regret_map(outcomes: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """Return the table of the figure `regret-map`; `outcome` says in words what is lost."""
    long = (
        regret(outcomes)
        .reset_index(names="package")
        .melt(id_vars="package", var_name="future", value_name="regret")
    )
    return long.assign(outcome=outcome)
