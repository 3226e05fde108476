"""`partyofpower run`: one run of one scenario."""

from typing import Any

from experiments.cli._options import (
    Json,
    ScenarioArgument,
    Seed,
    Set,
    Voters,
    Without,
    chosen,
    print_json,
)
from experiments.study.errors import tell

BY_PARTY = ("vote_share", "seats", "seat_share", "rating", "support")


def command(
    scenario: ScenarioArgument,
    voters: Voters = None,
    seed: Seed = 0,
    given: Set = [],  # noqa: B006
    without: Without = [],  # noqa: B006
    json: Json = False,
) -> None:
    """Play a scenario once, to polling day, and show votes and seats."""
    loaded = chosen(scenario, voters, given, without)
    from model.numerics.compiled import announce_compiling
    from model.run import NOBODY, run

    announce_compiling()
    done = run(loaded, seed)
    summary = {"seed": seed, **done.summary()}
    if json:
        print_json(summary)
    else:
        _show(summary)
    if not done.anybody_voted:
        tell(NOBODY)


def _show(summary: dict[str, Any]) -> None:
    from experiments.cli._table import print_table

    known = [name for name in BY_PARTY if isinstance(summary.get(name), dict)]
    parties = dict.fromkeys(party for name in known for party in summary[name])
    rows = [[party, *(summary[name].get(party) for name in known)] for party in parties]
    print_table(["party", *known], rows, f"{summary['scenario']}, seed {summary['seed']}")
    plain = [(key, each) for key, each in summary.items() if not isinstance(each, dict | list)]
    print_table(["", ""], plain)
    for line in summary.get("log", []):
        print(line)
