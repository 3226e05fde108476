"""How predictions of past elections did: `hindcast.csv`, beside the list of transitions.

The experiment `hindcast` writes it beside a list of one's own, `experiments.publish` that of the
shipped countries; forecasts tell it.
"""

from pathlib import Path
from typing import Any

import pandas as pd

from experiments.inference.transitions import file_of
from experiments.store.files import write_csv

FILE = "hindcast.csv"
HELD = ("inside_50", "inside_90", "seats_inside_50", "seats_inside_90")
MISSED = ("error", "as_last_time_error")
COLUMNS = ["country", "transition", *HELD, *MISSED, "runs"]


def keep(summary: pd.DataFrame, country: str) -> None:
    """Write a row for each prediction; those of countries that were not asked stay.

    Without a country the file is that of the shipped ones.
    """
    file = file_of(country).with_name(FILE)
    before = pd.read_csv(file) if file.is_file() else pd.DataFrame(columns=COLUMNS)
    others = before[~before["country"].isin(summary["country"])]
    write_csv(file, pd.concat([others, summary[COLUMNS]] if len(others) else [summary[COLUMNS]]))


def record(country: str) -> dict[str, dict[str, Any]]:
    """Return how predictions did, in `all` countries of the file and in this `country`.

    Of votes and seats of those in power: how many results lay `inside` the intervals, of how many
    `elections`, of which `houses` have seats to be shared, and mean absolute errors of votes. Empty
    where nobody has tried.
    """
    file = file_of(country).with_name(FILE)
    if not file.is_file():
        return {}
    rows = pd.read_csv(file)
    own = rows[rows["country"] == Path(country).name]
    return {name: _told(part) for name, part in {"all": rows, "country": own}.items() if len(part)}


def _told(rows: pd.DataFrame) -> dict[str, Any]:
    held = {name: int(rows[name].sum()) for name in HELD}
    missed = {name: float(rows[name].abs().mean()) for name in MISSED}
    houses = int(rows[HELD[-1]].notna().sum())
    return {"elections": len(rows), "houses": houses, **held, **missed}
