"""What the figures of the replication show: the model's value beside each target."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from experiments.analysis.intervals import student
from experiments.replication.arena import Arena, seen
from experiments.replication.sections.policy_space import NUMBERS, pairs
from experiments.replication.target import Row
from model.campaign import Campaign
from model.measures.policy_space import policy_space

RULES = ("sticker", "aggregator", "hunter")
WORDS = {
    "eccentricity": "Distance from the centre (SD)",
    "enp": "Effective number of parties",
    "misery": "Misery (SD squared)",
    "largest": "Share of the largest party",
}
TIES = {"repeat": "hunters, a tie repeats the move", "turn": "hunters, a tie turns"}
PAIR = "Two hunters"
SEEN_EVERY = 50
"""Ticks between two looks at a pair of hunters."""


def curves(rows: Sequence[Row], quick: bool) -> pd.DataFrame:
    """Return the table of the figure `curves`: each rule over the number of parties.

    Predators have no published numbers, so they are shown without target; the last panel is
    the path of two hunters for both rules of ties.
    """
    runs = 4 if quick else 20
    points: list[dict[str, Any]] = [*_of_targets(rows), *_predators(runs), *_runaway(runs)]
    panels = [*WORDS.values(), PAIR]
    points.sort(key=lambda point: panels.index(str(point["panel"])))
    table = pd.DataFrame(points)
    low, high = student(table["y"], table["se"], table["runs"])
    return table.assign(
        low=np.maximum(low, 0.0),
        high=high,
        percent=False,
        n=table["runs"],
        interval="bands: 95 % interval of the mean; crosses: published or recomputed",
    )


def targets(rows: Sequence[Row]) -> pd.DataFrame:
    """Return the table of the figure `targets`: what the figure `curves` does not show."""
    drawn = {str(point["id"]) for point in _of_targets(rows)}
    table = pd.DataFrame([row for row in rows if row["id"] not in drawn])
    low, high = student(table["value"], table["se"], table["runs"])
    return pd.DataFrame(
        {
            "panel": table["section"].str.replace("_", " ").str.capitalize(),
            "label": table["what"],
            "value": table["value"],
            "low": low,
            "high": high,
            "relation": table["relation"],
            "target": table["target"],
            "tolerance": table["tolerance"],
            "verdict": table["verdict"],
            "n": table["runs"],
        }
    )


def _of_targets(rows: Sequence[Row]) -> Iterator[dict[str, Any]]:
    for row in rows:
        rule, number, measure = [*str(row["id"]).split("."), "", ""][1:4]
        if row["section"] == "policy_space" and rule in RULES and measure in WORDS:
            yield {
                **_point(f"{rule}s", measure, float(number)),
                "y": row["value"], "se": row["se"], "runs": row["runs"],
                "target": row["target"], "id": row["id"],
            }  # fmt: skip


def _predators(runs: int) -> Iterator[dict[str, Any]]:
    for number in NUMBERS:
        changes = {"parties.party.copies": number, "weeks": 600}
        measured = Arena("replication-predators", changes, runs, burn_in=300).measured()
        for measure, values in measured.items():
            yield {
                **_point("predators", measure, float(number)),
                "y": values.mean(), "se": stats.sem(values), "runs": runs,
            }  # fmt: skip


def _runaway(runs: int) -> Iterator[dict[str, Any]]:
    """Yield how far two hunters are from the centre as time goes by."""
    for on_tie, words in TIES.items():
        paths = [seen(each, _off_centre, SEEN_EVERY) for each in pairs(on_tie, runs).campaigns()]
        for place, values in enumerate(np.transpose(paths), 1):
            yield {
                "panel": PAIR, "series": words, "x": place * SEEN_EVERY,
                "x_label": "Tick", "y_label": WORDS["eccentricity"], "y": values.mean(),
                "se": stats.sem(values), "runs": runs,
            }  # fmt: skip


def _off_centre(campaign: Campaign) -> float:
    return policy_space(campaign).eccentricity


def _point(series: str, measure: str, number: float) -> dict[str, Any]:
    return {
        "panel": WORDS[measure], "series": series, "x": number,
        "x_label": "Number of parties", "y_label": WORDS[measure],
    }  # fmt: skip
