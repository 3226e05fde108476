"""Elite exit: when it tips, and that it does not run backwards."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from experiments.analysis.headline import headline
from experiments.analysis.intervals import wilson
from experiments.analysis.lines import Axis, lines
from experiments.analysis.summary import by_point
from experiments.experiment import Claim, SweepExperiment
from experiments.store.results import Results
from experiments.study.design import Factor, factorial
from experiments.study.named_scenarios import leaving, scenario_of_size
from experiments.study.plan import Study

INSIDE = "elites.loyalty"
TIES = (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0)
STARTS = (1.0, 0.2)
"""Share of the elite inside at the opening: before a cascade, and after one."""


TIPPED = 0.1
"""Share of the elite that must have gone for a run to have tipped (assumed)."""


class EliteExit(SweepExperiment):
    """When does the elite leave, and does it come back if the leader does?

    Observables: share of the elite inside at the end, seats and majority, over the leader's
    tie, once from an elite that is all inside and once from one that has mostly left. Where
    the two ends differ the past decides (hysteresis). The tie at which a run tips is another in
    each, for insiders can only guess; its distribution is reported.
    """

    scenario = "elite-split"
    mechanisms = ("elite_defection",)
    draws, seeds_each = 12, 8  # a chance takes many seeds

    def study(self, quick: bool) -> Study:
        """Cross the tie with the elite's opening loyalty."""
        base, leaves = leaving(scenario_of_size(self.scenario, quick))
        factors = [Factor(INSIDE, STARTS), Factor(f"events.{leaves}.to.attachment", TIES)]
        return Study(base, factorial(factors), replicates=10 if quick else 40, seed=6)

    def tables(self, results: Results) -> Mapping[str, pd.DataFrame]:
        """Return means by point, the ends of both branches, and the lines of the figure."""
        inside = results.last_week(["elite_loyalty"]).rename(columns={"elite_loyalty": "inside"})
        runs = headline(results).merge(inside, on=["run_id", "point"])
        _, tie = results.manifest["design"]["factors"]
        summary = by_point(runs, [INSIDE, tie], ["inside", "seats", "votes", "majority"])
        inside = summary[summary["measure"] == "inside"]
        branches = inside.pivot(index=tie, columns=INSIDE, values="mean")
        table = pd.DataFrame({"tie": branches.index, "from_inside": branches[STARTS[0]].to_numpy(),
                              "from_outside": branches[STARTS[1]].to_numpy()})  # fmt: skip
        share = runs[INSIDE].mul(100)
        shown = runs.assign(series=share.map("{:.0f} % inside at the opening".format))
        left = results.manifest["scenario"]["events"][tie.split(".")[1]]["week"]
        axis = Axis(tie, f"The leader's tie to the party from week {left}")
        curves = lines(shown, axis, ("inside", "seats", "votes"))
        named = {"Inside": "Share of the elite inside at the end"}
        curves[["panel", "y_label"]] = curves[["panel", "y_label"]].replace(named)
        curves[["low", "high"]] = curves[["low", "high"]].clip(0, 1)
        tipping = _tipping(runs, tie)
        first = shown.loc[shown[INSIDE] == STARTS[0], "series"].iloc[0]
        tipped = tipping.rename(columns={"tie": "x", "tipped": "y"}).assign(
            series=first, panel="Tipped at this tie or a closer one", y_label="Share of runs",
            x_label=curves["x_label"].iloc[0], percent=True,
        )  # fmt: skip
        return {
            "summary": summary,
            "branches": table,
            "tipping": tipping,
            "curves": pd.concat([tipped, curves])[[*curves.columns]],
        }

    def claims(self, tables: Mapping[str, pd.DataFrame]) -> list[Claim]:
        """Hold the two branches and the tipping points against F2, S4 and Granovetter's cascade."""
        branches, tipping = tables["branches"], tables["tipping"]
        stays = branches.iloc[-1]
        tipped = tipping.set_index("tie")["tipped"]
        gap = (branches["from_inside"] - branches["from_outside"]).max()
        return [
            Claim("S4", "most of the elite belongs to the party while the leader chairs it",
                  "inside at the end, leader stays", float(stays["from_inside"]), 0.5, 1.0,
                  share=True),
            Claim("F2", "the elite leaves once the leader has left, if it expects defeat",
                  "runs in which more than a tenth has gone, tie cut", float(tipped[TIES[0]]),
                  0.5, 1.0, runs=int(tipping["n"].max())),
            Claim("Granovetter (1978)", "where it tips differs widely between like situations",
                  "width, among the ties tried, of those at which 10 to 90 % of runs have tipped",
                  _width(tipping), 0.2, 1.0),
            Claim("Granovetter (1978)", "what was lost does not come back by itself",
                  "largest gap between the two branches", float(gap), 0.3, 1.0),
        ]  # fmt: skip


def _width(tipping: pd.DataFrame) -> float:
    """Return how far apart the ties lie at which 10 to 90 % have tipped; one run cannot tell."""
    if tipping["n"].max() < 2:
        return np.nan
    between = tipping.loc[tipping["tipped"].between(0.1, 0.9), "tie"]
    return float(np.ptp(between)) if len(between) else 0.0


def _tipping(runs: pd.DataFrame, path: str) -> pd.DataFrame:
    """Return the share of runs that have tipped at a tie or at a closer one, a row a tie.

    Columns: `tie`, `tipped`, `low`, `high` (95 % interval), `n`. One minus the tie is a
    leader's distance, so this is the distribution of the distance at which the elite goes. A
    replicate that lacks a run is left out: whether it had tipped is not known.
    """
    inside = runs[runs[INSIDE] == STARTS[0]].pivot(index="replicate", columns=path, values="inside")
    gone = (1 - inside.dropna()).iloc[:, ::-1].cummax(axis=1).iloc[:, ::-1] >= TIPPED
    rows = []
    for tie, tipped in gone.items():
        low, high = wilson(int(tipped.sum()), len(tipped))
        row = {"tie": tie, "tipped": tipped.mean(), "low": low, "high": high, "n": len(tipped)}
        rows.append(row)
    return pd.DataFrame(rows)
