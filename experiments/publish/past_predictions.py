"""Tables of predicted elections on the pages of countries, and their record for forecasts.

`python -m experiments.publish.past_predictions` makes them from `results/hindcast`; a test fails
while a page says something else.
"""

import re
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.figures.chart import rows
from experiments.inference.record import keep
from experiments.publish.between_markers import put_between
from experiments.store.files import write_whole

RESULTS = Path("results") / "hindcast"
COUNTRIES = Path(str(files("model"))) / "countries"
READING = """\
Votes are shares of the valid ones. *As last time* repeats the election before. *Rule* adds to its
log-odds 0.55 of the change in the log-odds of approval, where approval was public before both."""


def pages(results: Path) -> Iterator[tuple[Path, str]]:
    """Yield each page with its table: that of all countries, and that of each."""
    tables = {each: pd.read_csv(results / "tables" / f"{each}.csv")
              for each in ("summary", "scores", "coverage")}  # fmt: skip
    yield COUNTRIES.with_name("COUNTRIES.md"), _scores(**tables)
    for country, part in tables["summary"].groupby("country", sort=False):
        yield COUNTRIES / str(country) / "README.md", _country(part)


def rewritten(text: str, table: str) -> str:
    """Return a page with the table between its markers. Raises ValueError without markers."""
    return put_between(text, "predictions", table)


def _country(summary: pd.DataFrame) -> str:
    """Return votes and seats of those in power, per cent, an election a row."""
    head = "| election | votes | median | 90 % | as last time | rule | seats | median | 90 % |"
    lines = [
        f"| {_when(row.label)} | {_bold(row.official, row.inside_90)} | {_share(row.median)} "
        f"| {_share(row.q05)} to {_share(row.q95)} | {_share(row.as_last_time)} "
        f"| {_share(row.rule)} | {_seats(row)} |"
        for row in rows(summary)
    ]
    return "\n".join([head, "| --- |" + " ---: |" * 8, *lines, "", READING])


def _seats(row: Any) -> str:
    """Return the cells of the seats: official, median, 90 %; empty of a single office."""
    if pd.isna(row.seats_official):
        return "| |"
    ends = f"{_share(row.seats_q05)} to {_share(row.seats_q95)}"
    official = _bold(row.seats_official, row.seats_inside_90)
    return f"{official} | {_share(row.seats_median)} | {ends}"


def _when(label: str) -> str:
    """Return the label of an election without its country."""
    return re.sub(r"^\D+", "", label)


def _scores(summary: pd.DataFrame, scores: pd.DataFrame, coverage: pd.DataFrame) -> str:
    """Return scores beside those of simple rules, then what lay inside, and who lost office."""
    lines = [
        "| prediction of votes of those in power | elections | mean error, points | CRPS |",
        "| --- | ---: | ---: | ---: |",
        *(f"| {row.prediction} | {row.n} | {100 * row.error:.1f} | {100 * row.crps:.1f} |"
          for row in rows(scores.dropna(subset="error"))),
        "",
        "| official results inside | 50 % interval | 90 % interval |",
        "| --- | ---: | ---: |",
    ]  # fmt: skip
    for of, part in coverage.groupby("of", sort=False):
        held = [f"{row.inside} of {row.n}" for row in rows(part)]
        lines.append(f"| {of} | {' | '.join(held)} |")
    lost = summary[summary["lost_office"]]
    said = "; ".join(f"{row.label}: {100 * row.p_loses_office:.0f} %" for row in rows(lost))
    kept = summary[~summary["lost_office"]]
    (most,) = rows(kept.nlargest(1, "p_loses_office"))
    return "\n".join([*lines, "", f"Probability of losing office where it was lost: {said}; "
                      f"the highest where it was kept, {most.label}: "
                      f"{100 * most.p_loses_office:.0f} %. Office is lost where another party "
                      "or alliance has more seats; a lost majority alone, as in Mexico in 1997, "
                      f"does not count. {READING} CRPS is the error of the "
                      "whole predicted distribution, in points; of a single number it is its "
                      "error."])  # fmt: skip


def _share(value: Any) -> str:
    return "" if pd.isna(value) else f"{100 * value:.1f}"


def _bold(value: float, inside: bool) -> str:
    """Return an official value; bold where it is outside the 90 % interval."""
    return _share(value) if inside else f"**{_share(value)}**"


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else RESULTS
    keep(pd.read_csv(folder / "tables" / "summary.csv"), "")
    for page, table in pages(folder.resolve()):
        write_whole(page, rewritten(page.read_text(encoding="utf-8"), table))
