"""Means with intervals over one quantity: what the figure `curves` draws."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.analysis.headline import in_words
from experiments.analysis.summary import by_point


@dataclass(frozen=True)
class Axis:
    """A column of the runs and what it is in words."""

    column: str
    words: str


def lines(runs: pd.DataFrame, x: Axis, measures: tuple[str, ...]) -> pd.DataFrame:
    """Return the table of the figure `curves`: mean and interval of the measures over x.

    A column `series` in the runs makes a line each, and every measure a panel; without it
    all measures are lines of one panel, or of one a value of `panel` if the runs have it.
    """
    by_series = "series" in runs
    keys = [each for each in ("panel", "series") if each in runs]
    table = by_point(runs, [*keys, x.column], list(measures))
    words = table["measure"].map(in_words)
    upper = words.str[:1].str.upper() + words.str[1:]
    panel = table["panel"] if "panel" in runs else (upper if by_series else "")
    return pd.DataFrame(
        {
            "panel": panel,
            "series": table["series"] if by_series else words,
            "x": table[x.column].astype(float),
            "y": table["mean"],
            "low": table["low"],
            "high": table["high"],
            "x_label": x.words,
            "y_label": np.where(by_series, upper, "Share"),
            "n": table["n"],
        }
    )
