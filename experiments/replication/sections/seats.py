"""Section 7: official votes give official seats."""

import csv
from importlib.resources import files

import numpy as np

from experiments.replication.target import Row, judged
from model.laws.national_list import NationalList


def rows(quick: bool) -> list[Row]:
    """Return the largest error of a party's seats at each election under the list law."""
    return [judged(f"seats.{year}", _error(str(year)), quick) for year in (2012, 2016, 2021)]


def _error(year: str) -> float:
    """Return the largest difference between computed and official seats, in seats.

    Where votes are not known, official shares in hundredths of a percent stand for them.
    """
    text = (files("model") / "countries" / "kazakhstan" / "mazhilis_results.csv").read_text(
        encoding="utf-8"
    )
    ballot = [
        row
        for row in csv.DictReader(text.splitlines())
        if row["election_date"].startswith(year) and row["vote_share_pct"]
    ]
    known = all(row["votes"] for row in ballot)
    votes = [
        int(row["votes"]) if known else round(100 * float(row["vote_share_pct"])) for row in ballot
    ]
    official = np.array([int(row["seats_total"]) for row in ballot])
    seats = NationalList().seats(np.array([votes], dtype=np.int64))
    return float(np.abs(seats - official).max())
