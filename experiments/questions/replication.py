"""Does the model reproduce what is already known?"""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.experiment import Claim, Experiment, write
from experiments.figures import draw
from experiments.running.sweep import Machine
from experiments.store.results import Results
from experiments.study.plan import Study
from model.scenario import load_scenario, shipped_scenarios

PREFIX = "replication-"


class Replication(Experiment):
    """Does the model reproduce what is already known?

    Observables: the published numbers in `experiments/replication/targets.csv`, each beside the
    model's value from the same strategies, street, poll, count and laws as every scenario.
    """

    def study(self, quick: bool) -> Study:
        """Nothing is swept: each section sets up its own runs."""
        raise TypeError("The replication has no sweep; call carry_out.")

    def tables(self, results: Results) -> Mapping[str, pd.DataFrame]:
        """Nothing is read from runs."""
        return {}

    def claims(self, tables: Mapping[str, pd.DataFrame]) -> list[Claim]:
        """Each target is a row of its own table."""
        return []

    def carry_out(self, folder: Path, quick: bool, machine: Machine | None = None) -> None:
        """Run every section; write and draw values beside targets."""
        from experiments.replication.sections import rows
        from experiments.replication.shown import curves, targets

        found = rows(quick)
        tables = {"curves": curves(found, quick), "targets": targets(found)}
        write(folder, tables, {**_scenarios(), **self.about(quick)})
        pd.DataFrame(found).to_csv(folder / "claims.csv", index=False, lineterminator="\n")
        draw(folder)


def _scenarios() -> dict[str, Any]:
    """Return what the manifest says of the scenarios: each with its hash, and one for all."""
    names = [name for name in shipped_scenarios() if name.startswith(PREFIX)]
    hashes = {name: load_scenario(name).hash for name in names}
    together = sha256(" ".join(hashes.values()).encode()).hexdigest()[:16]
    return {"scenario_name": f"{PREFIX}*", "scenario_hash": together, "other_scenarios": hashes,
            "seeds": {"root": 1}}  # fmt: skip
