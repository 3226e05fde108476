"""Does the model reproduce what is already known?"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.experiment import Claim, Experiment
from experiments.figures import Results
from experiments.plan import Study
from experiments.provenance import provenance
from experiments.sweep import Machine


class Replication(Experiment):
    """Does the model reproduce what is already known?

    Observables: the published numbers in `model/data/replication_targets.csv`, each beside the
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
        """Run every section and write targets beside values."""
        from experiments.replication import rows

        table = pd.DataFrame(rows(quick))
        (folder / "tables").mkdir(parents=True, exist_ok=True)
        table.to_csv(folder / "tables" / "replication.csv", index=False, lineterminator="\n")
        table.to_csv(folder / "claims.csv", index=False, lineterminator="\n")
        about: dict[str, Any] = {**provenance(), "experiment": self.key(), "quick": quick}
        (folder / "manifest.json").write_text(json.dumps(about, indent=2) + "\n")
