"""`partyofpower compare`: scenarios side by side, with the same seeds."""

from pathlib import Path
from typing import Annotated

import typer

from experiments.cli._options import (
    Json,
    Seed,
    Set,
    Voters,
    With,
    Without,
    chosen,
    of_one_country,
    print_json,
    use_parts,
)
from experiments.cli.sweep import EngineName, Workers, execution_into, wholly_ok
from experiments.study.errors import UserError


def command(
    scenarios: Annotated[
        list[str],
        typer.Argument(
            metavar="A B ...",
            help="Two scenarios or more; the first is that with which the others are compared.",
        ),
    ],
    replicates: Annotated[
        int, typer.Option(metavar="R", min=2, help="Runs of each scenario.")
    ] = 20,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The results folder. Default: results/A-B-..."),
    ] = None,
    seed: Seed = 0,
    voters: Voters = None,
    given: Set = [],  # noqa: B006
    without: Without = [],  # noqa: B006
    own: With = [],  # noqa: B006
    engine: EngineName = "local",
    workers: Workers = None,
    json: Json = False,
) -> None:
    """Run scenarios with the same seeds, and say how they differ: in words, figures and a page."""
    from experiments.analysis.comparison import MOST_POINTS, differences_in_headline, sentences
    from experiments.publish.report import report
    from experiments.running.sweep import sweep
    from experiments.store.files import write_where_asked
    from experiments.store.results import Results
    from experiments.study.design import SCENARIO, Factor, factorial
    from experiments.study.plan import Study

    names = list(dict.fromkeys(scenarios))
    if not 2 <= len(names) <= MOST_POINTS:
        raise UserError(
            f"Given {', '.join(names)}; allowed are 2 to {MOST_POINTS} different scenarios."
        )
    use_parts(own)
    loaded = {name: chosen(name, voters, given, without) for name in names}
    of_one_country(loaded)
    folder = out or Path("results") / "-".join(Path(name).stem for name in names)
    design = factorial([Factor(SCENARIO, tuple(names))])
    study = Study(loaded[names[0]], design, replicates, seed, loaded)
    with execution_into(folder, engine, workers) as execution:
        sweep(study, folder, execution)
    page = folder / "report.html"
    write_where_asked(page, report(folder))
    table = differences_in_headline(Results.read(folder))
    if json:
        print_json({"folder": str(folder), "differences": table.to_dict("records")})
    else:
        for sentence in sentences(table):
            print(sentence)
        print(f"The page {page} has it with figures; the runs are in {folder}.")
    wholly_ok(folder)
