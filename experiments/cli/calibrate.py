"""`partyofpower calibrate`: past elections inverted, and what they leave open drawn."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from experiments.cli._options import Json, Seed, print_json, print_table

if TYPE_CHECKING:
    import pandas as pd

    from experiments.inference.calibrate import Work
    from experiments.running.engines import Local

CHECK_DRAWS, CHECK_VOTERS = 50, 2000
"""A check repeats the whole inference for each truth, so each is small (chosen); the places that
it counts are uniform for any number of draws."""


def command(
    country: Annotated[
        str, typer.Argument(metavar="COUNTRY", help="A shipped country or the path of a folder.")
    ],
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where posterior.csv goes; without it, the country."),
    ] = None,
    draws: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=40, help="Draws from the prior: 600, or with --truths 50 for each."
        ),
    ] = None,
    keep: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Draws kept; else 200, if worth so many.")
    ] = None,
    voters: Annotated[
        int | None,
        typer.Option(metavar="N", min=1000, help="Voters of a run: 10000, or with --truths 2000."),
    ] = None,
    seed: Seed = 1,
    truths: Annotated[
        int,
        typer.Option(metavar="N", min=0, help="Check the intervals on so many simulated truths."),
    ] = 0,
    workers: Annotated[int | None, typer.Option(metavar="W", help="Processes.")] = None,
    json: Json = False,
) -> None:
    """Invert a country's past elections, report the misfit, and draw what stays open.

    Beside it stands what past elections of all countries share: coat-tail and drift.

    With --truths no posterior is written: intervals are checked, which takes half an hour for 200.
    """
    from experiments.inference.calibrate import Work
    from experiments.running.engines import Local
    from experiments.study.errors import UserError
    from model.society.country import folder_of

    folder = out or folder_of(country)
    if truths and keep:
        raise UserError(f"--keep {keep}: with --truths no draws are kept; leave one of both out.")
    if truths:
        check = Work(draws or CHECK_DRAWS, None, voters or CHECK_VOTERS, seed, truths)
        found = _checked(country, check, Local(workers), folder)
        print_json(found.to_dict("records")) if json else _print(found)
        return
    work = Work(draws or Work.draws, keep, voters or Work.voters, seed)
    _calibrated(country, work, Local(workers), folder, json)


def _calibrated(country: str, work: "Work", workers: "Local", folder: Path, json: bool) -> None:
    """Report the misfit and what past elections share, then draw; all in one value if JSON."""
    from experiments.inference.calibrate import at_limits, drawn_for, misfit, write_posterior
    from experiments.inference.shared import shared
    from experiments.inference.transitions import MET
    from experiments.running.progress import progress
    from experiments.study.errors import tell

    missed = misfit(country, work.voters)
    if not json:
        _print(missed)  # at once: it says why, if then no draw meets the last election
    for line in at_limits(country):
        tell(line)
    together = shared(country, missed.loc[missed["most"] > MET, "election"].tolist())
    if not json:
        _print_shared(together)
    told = write_posterior(drawn_for(country, work, workers, progress), work, folder)
    if json:
        print_json({"misfit": missed.to_dict("records"), "shared": together, "draws": told})
        return
    tell(", ".join(f"{words} {number:.0f}" for words, number in told.items()) + f"; in {folder}.")


def _checked(country: str, check: "Work", workers: "Local", folder: Path) -> "pd.DataFrame":
    """Store and return how often intervals hold the truths they were made for."""
    from experiments.inference.calibrate import COVERAGE, covered
    from experiments.running.progress import progress
    from experiments.store.files import write_whole

    found = covered(country, check, workers, progress)
    write_whole(folder / COVERAGE, found.to_csv(index=False))
    return found


def _print(table: "pd.DataFrame") -> None:
    print_table(list(map(str, table)), table.round(4).to_numpy().tolist())


def _print_shared(found: dict[str, Any]) -> None:
    """Print what past elections share: medians and 90 % intervals."""
    from experiments.inference.shared import NUMBERS, in_words

    sources = ("evidence", "elections", "both")
    columns = [each for name in sources for each in (name, "90 %")]
    rows = [
        [
            NUMBERS[each["number"]] + (f", without {each['without']}" if each["without"] else ""),
            *(text for name in sources for text in _interval(each[name])),
            f"{each['transitions']} of {each['countries']} countries",
        ]
        for each in found["numbers"]
    ]
    print()
    print_table(["shared number", *columns, "from"], rows)
    print("\n".join(in_words(found)))


def _interval(ends: tuple[float, float, float]) -> tuple[str, str]:
    low, middle, high = ends
    return f"{middle:.2f}", f"{low:.2f} .. {high:.2f}"
