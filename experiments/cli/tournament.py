"""`partyofpower tournament`: let party strategies compete."""

from typing import Annotated

import typer

from experiments.cli._options import (
    Json,
    Seed,
    Set,
    With,
    overrides,
    print_json,
    print_table,
    use_parts,
)
from experiments.study.errors import UserError


def command(
    party: Annotated[
        list[str] | None,
        typer.Option(
            metavar="STRATEGY=N", help="Start with N parties of a strategy; default: one of each."
        ),
    ] = None,
    births: Annotated[
        bool, typer.Option(help="Found a party after each election; the weak die.")
    ] = True,
    threshold: Annotated[float, typer.Option(metavar="SHARE", help="Support to survive.")] = 0.1,
    issues: Annotated[int, typer.Option(metavar="N", help="Dimensions of the space.")] = 2,
    elections: Annotated[int, typer.Option(metavar="N", help="20 ticks each.")] = 100,
    runs: Annotated[int, typer.Option(metavar="N", help="Independent runs.")] = 4,
    seed: Seed = 1,
    set_: Set = [],  # noqa: B006
    own: With = [],  # noqa: B006
    json: Json = False,
) -> None:
    """Rank party strategies by the votes they win in the long run.

    Voters are normal on each issue; --set population.issue_spread=2 spreads them out, and
    --set population.regions=two-camps --set population.issue_means.issue_1.LEFT=-2
    --set population.issue_means.issue_1.RIGHT=2 makes two camps of them.
    """
    from experiments.tools.tournament import TestBed, ranking, strategies

    use_parts(own)
    start = _numbers(party) if party else dict.fromkeys(strategies(), 1)
    bed = TestBed(start, births, threshold, issues, elections, runs, seed, overrides(None, set_))
    table = ranking(bed)
    if json:
        print_json({"ranking": table.to_dict(orient="records")})
        return
    columns = ["rank", "strategy", "share", "low", "high", "parties"]
    print_table(columns, table[columns].round(3).itertuples(index=False, name=None))


def _numbers(given: list[str]) -> dict[str, int]:
    """Read `hunter=2`; a strategy alone stands for one party."""
    numbers = {}
    for each in given:
        strategy, _, number = each.partition("=")
        if number and not number.isdecimal():
            raise UserError(f"--party {each}: write STRATEGY=N with a whole number, as hunter=2.")
        numbers[strategy] = int(number or 1)
    return numbers
