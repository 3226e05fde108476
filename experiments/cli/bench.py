"""`partyofpower bench`: how fast the model is on this machine."""

from typing import Annotated

import typer

from experiments.cli._options import Json, print_json


def command(
    quick: Annotated[bool, typer.Option(help="Two sizes only, under a minute.")] = False,
    json: Json = False,
) -> None:
    """Measure voter-weeks per second, by size and threads, with everything switched on."""
    from experiments.tools.bench import benchmark

    result = benchmark(quick)
    if json:
        print_json(result)
        return
    print(f"{'voters':>10} {'threads':>7} {'M voter-weeks/s':>16} {'of limit':>9} {'x agents':>9}")
    for row in result["sizes"]:
        print(
            f"{row['voters']:>10} {row['threads']:>7} "
            f"{row['voter_weeks_per_second'] / 1e6:>16.1f} {row['share_of_limit']:>9.0%} "
            f"{row['ratio_to_mesa_agents']:>9.0f}"
        )
    small = result["run_of_10000_voters"]
    print(
        "Ordinary Mesa agents with the same rule are the agents; one thread is timed by processor."
    )
    print(f"A run of 10,000 voters takes {small['seconds'] * 1e3:.0f} ms on one thread:")
    for part, milliseconds in small["milliseconds"].items():
        print(f"{milliseconds:>10.1f} ms {part}")
