"""`partyofpower calibrate`: past elections inverted, and what they leave open drawn."""

from pathlib import Path
from typing import Annotated, Any

import typer

from experiments.cli._options import Json, Seed, print_json

CHECK_DRAWS, CHECK_VOTERS = 50, 2000
"""A check repeats the whole inference for each truth, so each is small; of fewer than 19 equal
draws none lies beyond 95 %."""


def command(
    country: Annotated[
        str, typer.Argument(metavar="COUNTRY", help="A shipped country or the path of a folder.")
    ],
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where posterior.csv goes; without it, the country."),
    ] = None,
    draws: Annotated[int, typer.Option(metavar="N", min=40, help="Draws from the prior.")] = 600,
    keep: Annotated[int, typer.Option(metavar="N", min=1, help="Draws that are kept.")] = 200,
    voters: Annotated[int, typer.Option(metavar="N", min=1000, help="Voters of a run.")] = 10_000,
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
    from experiments.inference.calibrate import (
        COVERAGE,
        Work,
        covered,
        drawn_for,
        misfit,
        write_posterior,
    )
    from experiments.inference.shared import shared
    from experiments.inference.transitions import MET
    from experiments.running.engines import Local
    from experiments.store.files import write_whole
    from experiments.study.errors import tell
    from model.society.country import folder_of

    folder = out or folder_of(country)
    if truths:
        check = Work(draws=CHECK_DRAWS, voters=CHECK_VOTERS, seed=seed, truths=truths)
        found = covered(country, check, Local(workers))
        write_whole(folder / COVERAGE, found.to_csv(index=False))
        print_json(found.to_dict("records"))
        return
    missed = misfit(country, voters)
    together = shared(country, missed.loc[missed["votes"] > MET, "election"].tolist())
    work = Work(draws, keep, voters, seed)
    told = write_posterior(drawn_for(country, work, Local(workers)), work, folder)
    if json:
        print_json({"misfit": missed.to_dict("records"), "shared": together, "draws": told})
        return
    from experiments.cli._table import print_table

    print_table(list(map(str, missed)), [list(row) for row in missed.round(4).to_numpy().tolist()])
    print()
    _print_shared(together)
    tell(", ".join(f"{words} {number:.0f}" for words, number in told.items()) + f"; in {folder}.")


def _print_shared(found: dict[str, Any]) -> None:
    """Print what past elections share: medians and 90 % intervals."""
    from experiments.cli._table import print_table
    from experiments.inference.shared import in_words

    sources = ("evidence", "elections", "both")
    columns = [each for name in sources for each in (name, "90 %")]
    rows = [
        [
            each["number"] + (f", without {each['without']}" if each["without"] else ""),
            *(text for name in sources for text in _interval(each[name])),
            f"{each['transitions']}, {each['countries']}",
        ]
        for each in found["numbers"]
    ]
    print_table(["shared number", *columns, "transitions, countries"], rows)
    print("\n".join(in_words(found)))


def _interval(ends: tuple[float, float, float]) -> tuple[str, str]:
    low, middle, high = ends
    return f"{middle:.2f}", f"{low:.2f} .. {high:.2f}"
