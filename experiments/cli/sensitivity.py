"""`partyofpower sensitivity`: which of the swept numbers matter for an outcome."""

from typing import Annotated

import typer

from experiments.cli._options import Folder, Json, print_json, print_table


def command(
    folder: Folder,
    outcome: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="A column of the runs, such as turnout. Default: the party of power's share of "
            "seats.",
        ),
    ] = "",
    json: Json = False,
) -> None:
    """Measure and draw what an outcome depends on, in a sweep with a sampled design."""
    from experiments.analysis.influence import influence
    from experiments.figures import draw
    from experiments.store.files import write_csv
    from experiments.store.results import Results

    results = Results.read(folder)
    table = influence(results, outcome)
    write_csv(results.file("influence"), table)
    draw(folder, ["influence"])
    shown = table[["measure", "path", "index", "low", "high"]]
    if json:
        print_json(shown.to_dict("records"))
        return
    print_table(list(map(str, shown)), shown.round(3).itertuples(index=False))
    print(f"The figure is {folder / 'figures' / 'influence.pdf'}.")
