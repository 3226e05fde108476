"""What is to be expected of the plausible futures."""

from collections.abc import Mapping

import pandas as pd

from experiments.analysis.intervals import of_mean, predictive
from experiments.experiment import Claim, SweepExperiment
from experiments.inference.forecast import by_outcome, probabilities
from experiments.store.results import Results
from experiments.study.design import SCENARIO, factorial
from experiments.study.named_scenarios import scenario_factor, scenario_of_size
from experiments.study.plan import Study
from model.draws import posterior
from model.scenario import Scenario, load_scenario

LEAVES = "chairman-leaves-early"
FUTURES = (
    LEAVES, "chairman-distant", "elite-split", "machine-imitated",
    "dozen-entrants", "merged-opposition", "snap-election", "january-shock",
)  # fmt: skip
"""Scenarios beside the usual one of the same country: what the analysis fears, one at a time."""
PANELS = {"vote_share": "Official votes", "seat_share": "Seats"}
MAJORITY, LOST = "majority", "loses office"
SEEDS_EACH = 3
DIFFERENCE = ["future", "outcome", "mean", "low", "high", "q05", "q95", "draws"]
"""Columns of the table of differences, which has no row where there is one future only."""


class Outlook(SweepExperiment):
    """What is to be expected of the party of power in each plausible future?

    Observables: its votes and seats, with the luck of seeds and ignorance of assumed numbers
    apart, and the probabilities of a majority and of losing office, in the usual scenario and in
    each that the analysis fears; differences between futures under the same draw and seed.
    """

    draws = 0  # the study draws what is not known itself
    figures = ()

    def study(self, quick: bool) -> Study:
        """Play each future under draws of what is not known, with a few seeds each."""
        usual = scenario_of_size(self.scenario, quick)
        feared = (scenario_of_size(name, quick) for name in FUTURES[: 1 if quick else None])
        of_country = [each for each in feared if each.country.name == usual.country.name]
        named = {each.name: each for each in (usual, *of_country)}
        draws = posterior(usual, 6 if quick else 100, SEEDS_EACH)
        return Study(
            usual, factorial([scenario_factor(named)]), SEEDS_EACH * len(draws.rows), seed=37,
            others=named, draws=draws,
        )  # fmt: skip

    def tables(self, results: Results) -> Mapping[str, pd.DataFrame]:
        """Return what is to be expected of each future, and what it costs beside the usual one."""
        runs = results.runs.assign(draw=results.runs["replicate"] // SEEDS_EACH)
        usual = load_scenario(self.scenario)  # a file that its name alone does not find, perhaps
        expected = [
            _expected(usual if name == usual.name else load_scenario(str(name)), part)
            for name, part in runs.groupby(SCENARIO, sort=False)
        ]
        return {
            "outlook": pd.concat(expected, ignore_index=True),
            "differences": _differences(runs, usual.name, results.incumbent),
        }

    def claims(self, tables: Mapping[str, pd.DataFrame]) -> list[Claim]:
        """Hold the usual future, the leader's exit and the worst future against the analysis.

        Futures in which several fears come true at once are crossed in `reform-portfolio`.
        """
        expected, costs = tables["outlook"], tables["differences"]
        rows = expected[expected["panel"] == f"P({MAJORITY})"].set_index("future")
        chances, least = rows["median"], rows["median"].idxmin()
        ends = rows[["q05", "q95"]].to_numpy(float).tolist()
        luck = {future: (low, high) for future, (low, high) in zip(rows.index, ends, strict=True)}
        feared = len(chances) - 1  # beside the usual one
        costs = costs[(costs["outcome"] == MAJORITY) & (costs["future"] == LEAVES)]
        return [
            Claim("Z10", "a parliamentary majority is achievable", "P(majority)",
                  float(chances.iloc[0]), 0.5, 1.0, luck=luck[chances.index[0]]),
            *(Claim("W1, as read here", "the leader's exit puts it at risk",
                    "P(majority), leaves less stays", gain, -1.0, -0.05, luck=(low, high))
              for gain, low, high in costs[["mean", "low", "high"]].to_numpy(float).tolist()),
            *([Claim("Z10, as read here",
                     f"and with one fear at a time, in each of the {feared} futures here",
                     "least P(majority)", float(chances.min()), 0.5, 1.0,
                     luck=luck[least])] if feared else []),
        ]  # fmt: skip


def _expected(scenario: Scenario, runs: pd.DataFrame) -> pd.DataFrame:
    """Return votes, seats and probabilities of a future as the figure draws them."""
    standing = runs.dropna(axis="columns", how="all")
    table = by_outcome(standing).set_index("outcome")
    found = [
        {"panel": words, **table.loc[f"{outcome}.{scenario.incumbent}"].to_dict()}
        for outcome, words in PANELS.items()
    ]
    for event, each in probabilities(runs, scenario).items():
        if event in (MAJORITY, LOST):
            share = each["probability"]
            found.append({
                "panel": f"P({event})", "median": share, "q05": each["low"], "q95": each["high"],
                "chance_q05": share, "chance_q95": share,
            })  # fmt: skip
    about = {"future": scenario.name, "label": scenario.title, "n": len(runs)}
    return pd.DataFrame([{**about, **row} for row in found])


def _differences(runs: pd.DataFrame, usual: str, power: str) -> pd.DataFrame:
    """Return each future less the usual one, in pairs of runs, a value a draw.

    `q05` and `q95` tell how much a draw may cost; `low` and `high` how well the mean is known.
    """
    rows = []
    for outcome in (f"vote_share.{power}", f"seat_share.{power}", MAJORITY):
        of_draw = runs.pivot_table(outcome, "draw", SCENARIO, "mean", sort=False)
        for name in of_draw.columns.drop(usual):
            gains = of_draw[name] - of_draw[usual]
            gain, ends = of_mean(gains), predictive(gains)
            rows.append({"future": name, "outcome": outcome.split(".")[0], "mean": gain.mean,
                         "low": gain.low, "high": gain.high, "q05": ends["q05"],
                         "q95": ends["q95"], "draws": gain.n})  # fmt: skip
    return pd.DataFrame(rows, columns=DIFFERENCE)
