"""Put a file of polling stations before forensics: tables, figures and a report."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.experiment import describe, write_tables
from experiments.figures import draw
from experiments.forensics import count_pictures
from experiments.forensics.station_forensics import MEASURES, examined_first, party_by_party
from experiments.publish.report import report
from experiments.store.files import MANIFEST, StoreError, write_whole
from experiments.tools.station_file import StationFile, read_stations
from model.ballot.precincts import Precincts
from model.measures.precinct_patterns import shpilkin_by_choice

QUESTION = "What do the polling stations of this file show, of one party and of all others?"

MOST_PICTURES = 4
"""Parties that are drawn: the examined one and the largest others."""


@dataclass(frozen=True, eq=False)
class Examined:
    """What forensics say of the stations of a file."""

    file: StationFile
    stations: Precincts
    measures: pd.DataFrame  # party, measure, value, low, high, p_value
    warnings: pd.DataFrame  # party, warning
    by_choice: pd.DataFrame  # Shpilkin's estimate by bin width, smoothing and normal mode
    seed: int

    @property
    def party(self) -> str:
        """The party that is examined first."""
        return self.file.parties[self.stations.winner]

    def side_by_side(self) -> pd.DataFrame:
        """Return the measures in words, a row each, with a column for each party."""
        text = self.measures.assign(text=[_said(row) for row in self.measures.itertuples()])
        wide = text.pivot(index="measure", columns="party", values="text")
        wide = wide.reindex(index=list(MEASURES), columns=text["party"].unique())
        wide = wide.dropna(how="all").fillna("")
        return wide.rename(index=MEASURES).rename_axis(None, axis=1).reset_index()

    def as_json(self) -> dict[str, Any]:
        """Return everything but the pictures."""
        parties = self.measures.groupby("party", sort=False)
        return {
            "party": self.party,
            "stations": len(self.stations.electors),
            "electors": int(self.stations.electors.sum()),
            "turnout": float(self.stations.ballots.sum() / self.stations.electors.sum()),
            "seed": self.seed,
            "measures": {
                party: rows.drop(columns="party").set_index("measure").to_dict("index")
                for party, rows in parties
            },
            "warnings": self.warnings.to_dict("records"),
            "shpilkin_by_choice": self.by_choice.to_dict("records"),
            "left_out": self.file.left_out.to_dict("records"),
        }


def examine(
    path: Path,
    party: str | None = None,
    ignored: Collection[str] = (),
    as_one: bool = False,
    seed: int = 0,
) -> Examined:
    """Read a file of stations and measure every party; `as_one` makes its regions one.

    Raises ValueError for a file that cannot be read, a party that is not there, or a file of
    which no station is left.
    """
    file = read_stations(path, ignored)
    stations = file.stations if party is None else file.of(party)
    if not len(stations.electors):
        raise ValueError(
            f"{path} holds no station that can be examined; its {len(file.left_out)} rows are "
            f"left out, the first because of: {file.left_out['rule'].iloc[0]}."
        )
    if as_one:
        stations = replace(stations, region=np.zeros_like(stations.region))
    measures, warnings = party_by_party(stations, file.parties, seed)
    by_choice = pd.DataFrame(shpilkin_by_choice(stations))
    return Examined(file, stations, measures, warnings, by_choice, seed)


def write_examined(examined: Examined, path: Path, folder: Path) -> Path:
    """Write tables, figures and the page of a report into a folder; return the page.

    Raises StoreError for a folder that holds something else.
    """
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MANIFEST).exists():
        raise StoreError(f"{folder} holds other files: name a new or empty folder with --out.")
    about = {
        "question": QUESTION,
        "file_name": path.name,
        "file_hash": sha256(path.read_bytes()).hexdigest(),
        "party": examined.party,
        "seeds": {"root": examined.seed},
    }
    write_tables(folder, _tables(examined))
    describe(folder, about)
    draw(folder)
    page = folder / "report.html"
    write_whole(page, report(folder))
    return page


def _tables(examined: Examined) -> dict[str, pd.DataFrame]:
    counts = {
        examined.file.parties[at]: replace(examined.stations, winner=at)
        for at in examined_first(examined.stations)[:MOST_PICTURES]
    }
    stations = f"{len(examined.stations.electors):,} stations"
    pictures = {
        name: table.assign(n=stations, interval="all stations of the file, no interval")
        for name, table in count_pictures.tables(counts).items()
    }
    return {
        "all-measures": examined.side_by_side(),
        "left-out": examined.file.left_out,
        "measures": examined.measures,
        "shpilkin-by-choice": examined.by_choice,
        "warnings": examined.warnings,
        **pictures,
    }


def _said(row: Any) -> str:
    """Say a figure with its uncertainty, as in 0.45 (0.41 to 0.50)."""
    ends = [f"{each:,.0f}" if abs(row.value) >= 1000 else f"{each:.3g}"
            for each in (row.value, row.low, row.high)]  # fmt: skip
    chance = "" if np.isnan(row.p_value) else f", p = {row.p_value:.2g}"
    return f"{ends[0]} ({ends[1]} to {ends[2]}{chance})"
