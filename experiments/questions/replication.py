"""Does the model reproduce what is already known?"""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.experiment import Claim, Experiment, describe
from experiments.figures import draw
from experiments.replication.sections import rows
from experiments.replication.shown import curves, targets
from experiments.replication.target import bounds
from experiments.running.sweep import Execution
from model.scenario import load_scenario, shipped_scenarios

PREFIX = "replication-"


class Replication(Experiment):
    """Does the model reproduce what is already known?

    Observables: the published numbers in `experiments/replication/targets.csv`, each beside the
    model's value from the same strategies, street, poll, count and laws as every scenario.
    """

    def claims(self, tables: Mapping[str, pd.DataFrame]) -> list[Claim]:
        """Hold each value against its target; the table says with which error and tolerance."""
        return [
            Claim(row["source"], row["what"], str(row["section"]).replace("_", " "), row["value"],
                  *bounds(row["relation"], row["target"], row["tolerance"]))
            for row in tables["values"].to_dict("records")
        ]  # fmt: skip

    def carry_out(self, folder: Path, quick: bool, execution: Execution | None = None) -> None:
        """Run every section; write and draw values beside targets."""
        found = rows(quick)
        tables = {
            "curves": curves(found, quick), "targets": targets(found),
            "values": pd.DataFrame(found),
        }  # fmt: skip
        self.write(folder, tables)
        describe(folder, {**_scenarios(), **self.about(quick)})
        draw(folder)


def _scenarios() -> dict[str, Any]:
    """Return what the manifest says of the scenarios: each with its hash, and one for all."""
    names = [name for name in shipped_scenarios() if name.startswith(PREFIX)]
    hashes = {name: load_scenario(name).hash for name in names}
    together = sha256(" ".join(hashes.values()).encode()).hexdigest()[:16]
    return {"scenario_name": f"{PREFIX}*", "scenario_hash": together, "other_scenarios": hashes,
            "seeds": {"root": 1}}  # fmt: skip
