"""Which rule of party competition wins in the long run?"""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from experiments.experiment import Claim, Experiment, describe
from experiments.figures import draw
from experiments.running.sweep import Execution


class Tournament(Experiment):
    """Which rule of party competition wins in the long run?

    Observables: each strategy's share of votes over elections with birth and death of parties
    (the test-bed of Fowler and Laver 2008), with intervals.
    """

    def claims(self, tables: Mapping[str, pd.DataFrame]) -> list[Claim]:
        """Sticking to ideology is no way to win many votes; hunting is."""
        share = tables["ranking"].set_index("strategy")["share"]
        return [
            Claim(
                "Laver and Sergenti (2012)", "hunters win more votes than stickers",
                "difference of vote shares", float(share["hunter"] - share["sticker"]), 0.0, 1.0,
            ),
            Claim(
                "Laver and Sergenti (2012)", "hunters win more votes than aggregators",
                "difference of vote shares", float(share["hunter"] - share["aggregator"]), 0.0, 1.0,
            ),
        ]  # fmt: skip

    def carry_out(self, folder: Path, quick: bool, execution: Execution | None = None) -> None:
        """Play the tournament; write and draw the ranking, write the claims."""
        from experiments.tools.tournament import TestBed, ranking, strategies

        start = dict.fromkeys(strategies(), 1)
        elections, runs = (60, 4) if quick else (200, 8)
        bed = TestBed(start, elections=elections, runs=runs)
        table = ranking(bed)
        scenario = bed.scenario()
        about = {"scenario_name": "tournament", "scenario_hash": scenario.hash,
                 "seeds": {"root": bed.seed, "replicates": bed.runs}}  # fmt: skip
        self.write(folder, {"ranking": table})
        describe(folder, {**about, **self.about(quick)})
        draw(folder)
