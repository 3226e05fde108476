"""A results folder as one page: claims, figures, tables, and how they were made.

The page holds everything that it shows and asks for nothing: no script, no other file.
"""

import json
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from jinja2 import Environment, StrictUndefined
from pandas.api.types import is_numeric_dtype
from PIL import Image

from experiments.analysis.comparison import (
    can_be_compared,
    differences_in_headline,
    sentences_by_point,
)
from experiments.analysis.headline import headline
from experiments.analysis.summary import by_point
from experiments.experiment import FITTED, borrowed, expected, read_claims
from experiments.figures import draw
from experiments.figures.chart import least_to_most
from experiments.figures.finish import can_be_shown
from experiments.store.files import MANIFEST, PLAN, is_outdated
from experiments.store.manifest import read_manifest, replicates
from experiments.store.results import MOST_SIDE_BY_SIDE, Results
from experiments.store.words import sentence
from experiments.study.design import SCENARIO
from experiments.study.errors import UserError, in_short
from experiments.study.task import CRASHED, ERROR, NOBODY_VOTED, OK

MOST_ROWS = 60
"""Rows of a table that a reader may go through; its file has them all."""

NOTHING = 1e-12
"""What is left of a zero after arithmetic."""

DOTS_A_PIXEL = 2.4
"""A figure as wide as a page of print is as wide as the page on the screen."""


MEANS = ("votes", "seats", "rating", "turnout", "majority")
"""Outcomes of which the page has the means."""

BRIEF = ("differences", "election-result")
"""The figures of a comparison: with a sentence for each difference it fits on two pages."""


Told = dict[str, Any]
"""What the template shows of one thing, by the names that it uses."""


class Verdict(NamedTuple):
    """A claim of the analysis or the literature, and what the model says of it."""

    holds: bool
    verdict: str
    says: str
    measure: str
    value: str
    expected: str
    source: str
    luck: str = ""
    """The interval that seeds leave to the value at the central numbers, where that was tried."""
    draws: str = ""
    """In what share of draws of what is not known it holds, where that was tried."""
    spread: str = ""
    """Where nine in ten of its values over those draws lie."""
    share_of_draws: float | None = None
    """That share as a number."""

    @property
    def fails(self) -> bool:
        """Whether the model says otherwise; what the runs do not define does not fail."""
        return self.verdict == "does not hold"

    @property
    def is_fitted(self) -> bool:
        """Whether its number was fitted to the source, so that it is no test."""
        return self.source.endswith(FITTED)

    @property
    def is_open(self) -> bool:
        """Whether luck may put its value on either side of a bound."""
        return self.verdict == "open"

    @property
    def is_unsure(self) -> bool:
        """Whether it holds at the central numbers, and in fewer than half of the draws."""
        return self.holds and self.share_of_draws is not None and self.share_of_draws < 0.5


def report(folder: Path) -> str:
    """Return the page of a results folder as HTML, drawing those of its figures that lack.

    Raises UserError for a folder that is not there, that has nothing to show, or whose claims or
    tables are damaged.
    """
    # Whatever comes from a scenario is text, never markup.
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    template = Path(__file__).with_suffix(".html").read_text(encoding="utf-8")
    return environment.from_string(template).render(page=_page(folder))


def _page(folder: Path) -> Told:
    if not folder.is_dir():
        raise UserError(f"There is no folder {folder}: name one that holds results.")
    manifest = read_manifest(folder)
    _drawn(folder, manifest)
    differences = _differences(folder, manifest)
    drawn = sorted((folder / "figures").glob("*.png"))
    # Of a kind that the runs no longer fill, the picture of earlier runs is left.
    shown = pictures = [png for png in drawn if not is_outdated(png, folder)]
    if differences:
        # The result only where it has a picture of each point.
        brief = BRIEF if len(differences["points"]) < MOST_SIDE_BY_SIDE else BRIEF[:1]
        shown = [png for png in pictures if png.stem in brief]
    return {
        "title": _heading(manifest) or folder.resolve().name,
        "question": manifest.get("question", ""),
        "quick": manifest.get("quick", False),
        "claims": (held := claims(folder)),
        "borrowed": borrowed(folder) if held else "",
        "differences": differences,
        "figures": [_picture(png) for png in shown],
        "further": [_title(png.stem) for png in pictures if png not in shown],
        "tables": _tables(folder, manifest),
        "origin": list(_origin(manifest).items()),
        "manifest": json.dumps(manifest, indent=2, ensure_ascii=False),
    }


def _heading(manifest: Mapping[str, Any]) -> str:
    """Say what a page is about: the experiment, the scenarios compared, or the scenario's title."""
    if "experiment" in manifest:
        return _title(manifest["experiment"])
    factors = manifest.get("design", {}).get("factors", {})
    if SCENARIO in factors:
        return " and ".join(map(str, factors[SCENARIO]["values"]))
    titled = manifest.get("scenario", {}).get("title")
    return str(titled or sentence(manifest.get("scenario_name", "").replace("-", " ")))


def _drawn(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Draw the figures that there should be and are not; refuse a folder that has nothing.

    An experiment says which kinds of figure it has; a sweep has all that its runs can fill.
    """
    if (folder / PLAN).is_file() or (folder / "tables").is_dir():
        kinds = manifest.get("figures", [] if "experiment" in manifest else None)
        draw(folder, kinds, only_missing=True)
    elif not any((folder / "figures").glob("*.png")) and not (folder / "claims.csv").is_file():
        raise UserError(
            f"{folder} has neither runs nor figures: finish its sweep or experiment first."
        )


def _differences(folder: Path, manifest: Mapping[str, Any]) -> Told | None:
    """Say how the points of a sweep differ from the first, if they are few and listed."""
    if "experiment" in manifest or not (folder / PLAN).is_file():
        return None
    results = Results.read(folder)
    if not can_be_compared(results):
        return None
    table = differences_in_headline(results)
    return {"reference": table["reference"].iloc[0], "points": sentences_by_point(table)}


def answered(results: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield each folder in which an experiment in its full form left claims, with its manifest."""
    for folder in sorted(results.iterdir()) if results.is_dir() else ():
        if (folder / "claims.csv").is_file() and (folder / MANIFEST).is_file():
            manifest = read_manifest(folder)
            if not manifest.get("quick", True):
                yield folder, manifest


def claims(folder: Path) -> list[Verdict]:
    """Return the claims of a results folder with their verdicts; none if it makes none."""
    file = folder / "claims.csv"
    if not file.is_file():
        return []
    try:
        return [_claim(row) for row in read_claims(folder)]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _damaged(file, error) from None


def _damaged(file: Path, error: Exception) -> UserError:
    return UserError(
        f"{file} is no table of what it is called after ({in_short(error)}): run "
        "the same experiment again; it writes the table anew."
    )


def _claim(row: Mapping[str, Any]) -> Verdict:
    return Verdict(
        holds=row["verdict"] == "holds",
        verdict=row["verdict"],
        says=row["says"],
        measure=row["measure"],
        value=_number(row["value"]),
        expected=expected(row["low"], row["high"], _number),
        source=row["source"],
        luck=_between(row.get("luck_low"), row.get("luck_high")),
        draws=_of_draws(row.get("share_of_draws"), row.get("draws")),
        spread=_between(row.get("q05"), row.get("q95")),
        share_of_draws=row.get("share_of_draws"),
    )


def _of_draws(share: float | None, draws: float | None) -> str:
    return "" if share is None or draws is None else f"in {100 * share:.0f} % of {draws:.0f} draws"


def _between(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{_number(low)} to {_number(high)}"


def _picture(png: Path) -> Told:
    text, title = png.with_suffix(".txt"), _title(png.stem)
    caption = text.read_text(encoding="utf-8", errors="replace").strip() if text.is_file() else ""
    if not can_be_shown(png):
        raise UserError(f"{png} is damaged: remove it, or draw it again by the same experiment.")
    with Image.open(png) as drawn:
        width = round(drawn.width / DOTS_A_PIXEL)
    image = f"data:image/png;base64,{b64encode(png.read_bytes()).decode('ascii')}"
    about = {"name": png.stem, "title": title, "caption": caption or title}
    return {**about, "image": image, "width": width}


def _tables(folder: Path, manifest: Mapping[str, Any]) -> list[Told]:
    """Return the tables that an experiment left, or the means of a sweep's runs and its tables."""
    found = sorted((folder / "tables").glob("*.csv"))
    means = []
    if "experiment" not in manifest and (folder / PLAN).is_file():
        results = Results.read(folder)
        found = [each for each in found if results.has_table(each.stem)]
        means = [_of_runs(results)]
    return means + [_rows(_title(each.stem), f"tables/{each.name}", _table(each)) for each in found]


def _of_runs(results: Results) -> Told:
    power = results.labels.get(results.incumbent, results.incumbent)
    said = f"Means over runs, with 95 % intervals; votes, seats and rating of {power}"
    return _rows(said, "of runs", _means(results))


def _means(results: Results) -> pd.DataFrame:
    """Return a row for each point of a sweep: its swept values, and means with intervals."""
    runs, paths = headline(results), list(results.varied)
    if not paths:
        runs, paths = runs.assign(case="all runs"), ["case"]
    long = by_point(runs, paths, MEANS)
    long["told"] = [_interval(row) for row in long.itertuples()]
    table = long[paths].drop_duplicates()
    for name in MEANS:
        table[name] = long.loc[long["measure"] == name, "told"].to_numpy()
    return table


def _interval(row: Any) -> str:
    between = f" ({_number(row.low)} to {_number(row.high)})" if np.isfinite(row.low) else ""
    return _number(row.mean) + between


def _table(file: Path) -> pd.DataFrame:
    try:
        return pd.read_csv(file)
    except (ValueError, OSError) as error:
        raise _damaged(file, error) from None


def _rows(title: str, file: str, table: pd.DataFrame) -> Told:
    shown = table.head(MOST_ROWS)
    return {
        "title": title,
        "file": file,
        "columns": [
            {"text": sentence(str(name).replace("_", " ")), "number": is_numeric_dtype(table[name])}
            for name in table
        ],
        "rows": [[_cell(value) for value in row] for row in shown.itertuples(index=False)],
        "left_out": len(table) - len(shown),
    }


def _cell(value: Any) -> Told:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return {"text": _number(value) if number else str(value), "number": number}


def _number(value: Any) -> str:
    if value is None or value != value:  # NaN
        return "–"
    if abs(value) < NOTHING:
        return "0"
    return f"{value:.4g}".replace("-", "\N{MINUS SIGN}")


def _title(stem: str) -> str:
    """Return the name of a file in words."""
    return sentence(re.sub(r"[-_.]+", " ", stem))


def _commit(maker: Mapping[str, Any]) -> str:
    """Return the commit of the code that made something; nothing if that is not known."""
    git = maker.get("git") or {}
    changed = " and changes that are not in it" if git.get("dirty") else ""
    return f"{git['commit']}{changed}" if git else ""


def _origin(manifest: Mapping[str, Any]) -> dict[str, str]:
    """Say in words which scenario, code, seeds and runs the results come from."""
    seeds, counts = (manifest.get(name) or {} for name in ("seeds", "counts"))
    design = manifest.get("design") or {}
    said = {
        "File": manifest.get("file_name"),
        "File hash": manifest.get("file_hash"),
        "Scenario": manifest.get("scenario_name"),
        "Scenario hash": manifest.get("scenario_hash"),
        "Also run": ", ".join(manifest.get("other_scenarios") or {}),
        "Design": design.get("kind"),
        "Varied": ", ".join(design.get("factors") or {}),
        "Runs (n)": counts.get("runs"),
        "Runs by status": ", ".join(f"{each} {counts[each]}" for each in
                                    (OK, NOBODY_VOTED, ERROR, CRASHED) if each in counts),
        "Points": counts.get("points"),
        "Replicates at a point": seeds.get("replicates")
        and least_to_most(replicates(manifest)),
        "Root of the seeds": seeds.get("root"),
        "Version of the model": manifest.get("version"),
        "Commit": _commit(manifest),
        "Tables, claims and figures by": _commit(manifest.get("answered_by") or {}),
        "Python": manifest.get("python"),
        "Packages": ", ".join(f"{name} {each}" for name, each in
                              (manifest.get("packages") or {}).items()),
    }  # fmt: skip
    return {name: str(value) for name, value in said.items() if value not in (None, "", {})}
