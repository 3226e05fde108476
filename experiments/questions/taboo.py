"""Taboo moves: what would have to be true for the gain that is claimed."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from experiments.analysis.decisions import failing_box, sentence
from experiments.analysis.headline import headline
from experiments.analysis.lines import Axis, lines
from experiments.analysis.summary import value
from experiments.experiment import Claim, SweepExperiment
from experiments.store.results import Results
from experiments.study.design import SCENARIO, Design, Factor, Point, Value, latin_hypercube
from experiments.study.named_scenarios import scenario_factor, scenario_of_size, variants
from experiments.study.plan import Study

MOVE = "levers.taboo_move"
UNTOUCHED, LANGUAGE, WEAPONS = "no move", "a second language", "free weapons"
CLAIMED = (0.25, 0.35)
CONDITIONS = {
    f"{MOVE}.credibility": ("the share that believes it", 0.1, 1.0),
    f"{MOVE}.attention": ("the share of debate that it draws", 0.0, 1.0),
    f"{MOVE}.language": ("the new position on identity (SD)", -3.0, 0.0),
    f"{MOVE}.weapons": ("the new position on order (SD)", -3.0, 0.0),
    f"{MOVE}.start": ("the week of the move", 1, 44),
    "voter.issue_weight": ("the weight of issues", 0.05, 2.0),
    "population.issue_spread": ("the spread of positions", 0.5, 2.0),
}
PATHS = tuple(CONDITIONS)
SHOWN = {
    "unprompted_share": "Votes not held before, won on balance",
    "won_share": "Supporters of others, won over",
    "lost_share": "Own supporters, driven away",
}


class Taboo(SweepExperiment):
    """What would have to be true for a taboo move to bring 25-35 % of new votes at once?

    Observables: private support, unprompted and official votes with the move less without it,
    in the same future with the same random numbers: in points, and as a share of the votes
    that were not held before, net of those it costs. Gross: of those who favoured another list
    in week 0 the share that the move wins over by polling day, and of the party's own
    supporters the share that it drives away; both less what comes and goes without the move.
    Futures vary belief, attention, timing, the weight of issues and the spread of positions
    far beyond the baseline's values.
    """

    draws = 0  # the study draws what is not known itself
    scenario = "taboo-move"
    issues = ("identity", "order")
    figures = ("vote-flows", "tornado")

    def study(self, quick: bool) -> Study:
        """Run no move and both moves in the same sampled futures."""
        base = scenario_of_size(self.scenario, quick)
        changes: dict[str, dict[str, Any]] = {
            UNTOUCHED: {f"{MOVE}.cost": 0.0},
            LANGUAGE: {f"{MOVE}.move": "language"},
            WEAPONS: {f"{MOVE}.move": "weapons"},
        }  # fmt: skip
        named = variants(base, changes)
        factors = tuple(Factor(path, low=low, high=high, whole=path.endswith("start"))
                        for path, (_, low, high) in CONDITIONS.items())  # fmt: skip
        futures = latin_hypercube(factors, 60 if quick else 400, seed=16).points
        points = tuple({SCENARIO: name, **_in(name, each)} for name in named for each in futures)
        design = Design(
            "taboo", (scenario_factor(named), *factors), points, {"futures": len(futures)}
        )
        return Study(base, design, replicates=1, seed=16, others=named)

    def tables(self, results: Results) -> Mapping[str, pd.DataFrame]:
        """Return gains by future, their summary, what reaches the claim, and the figure."""
        runs = _with_flows(headline(results), results.incumbent)
        gains = _gains(runs, int(results.manifest["design"]["futures"]))
        rows = []
        for move, part in gains.groupby("move", sort=False):
            for measure in ("support", "unprompted", "votes", "won", "lost"):
                rows.append(
                    {"move": move, "measure": measure, "n": len(part),
                     **{name: part[f"{measure}_{what}"].quantile(q)
                        for name, what, q in (("points_median", "points", 0.5),
                                              ("points_highest", "points", 1.0),
                                              ("share_median", "share", 0.5),
                                              ("share_highest", "share", 1.0))}}
                )  # fmt: skip
        return {"gains": gains, "summary": pd.DataFrame(rows), "conditions": _conditions(gains),
                "curves": _curves(gains)}  # fmt: skip

    def claims(self, tables: Mapping[str, pd.DataFrame]) -> list[Claim]:
        """Hold the gain against O10, at its best and at its median, net and gross."""
        summary = tables["summary"]
        measures = {
            "unprompted": "net share of votes not held before",
            "won": "gross share of the others' supporters won",
        }
        return [
            Claim("O10", f"{move} can bring 25-35 % of new votes at once",
                  f"{words}, {future} future",
                  value(summary, f"share_{column}", move=move, measure=measure), *CLAIMED)
            for move in (LANGUAGE, WEAPONS)
            for measure, words in measures.items()
            for future, column in (("median", "median"), ("best", "highest"))
        ]  # fmt: skip


def _in(name: str, future: Point) -> dict[str, Value]:
    """Return what a future sets; a move that nobody believes is none."""
    return {**future, f"{MOVE}.credibility": 0.0} if name == UNTOUCHED else dict(future)


def _curves(gains: pd.DataFrame) -> pd.DataFrame:
    """Return the table of the figure: what each move wins and loses over the weight of issues."""
    weight = pd.cut(gains["voter.issue_weight"], 8)
    shown = gains.rename(columns=SHOWN).assign(
        weight=weight.map(lambda span: span.mid).astype(float), series=gains["move"],
        replicate=gains["future"],  # sampled, so each is an observation of its own
    )  # fmt: skip
    curves = lines(shown, Axis("weight", "Weight of issues"), tuple(SHOWN.values()))
    return curves.assign(y_label="Share", interval="bands: 95 % interval of the mean over futures")


def _with_flows(runs: pd.DataFrame, power: str) -> pd.DataFrame:
    """Return the runs with who came to the party of power since week 0, who left, and who held.

    Shares of electors, from the flows between the favourite of week 0 and of polling day.
    """
    stayed = runs[f"favoured.{power}.{power}"]
    own = runs.filter(regex=rf"^favoured\.{power}\.").sum(axis=1)
    end = runs.filter(regex=rf"^favoured\..*\.{power}$").sum(axis=1)
    return runs.assign(won=end - stayed, lost=own - stayed, own=own)


def _gains(runs: pd.DataFrame, futures: int) -> pd.DataFrame:
    """Return what each move changes in each future, in points and as shares.

    Shares are of the votes not held before; of those lost, of the party's own supporters.
    """
    runs = runs.assign(future=runs["point"] % futures)
    measures = ["support", "unprompted", "votes", "won", "lost", "own"]
    mean = runs.groupby([SCENARIO, "future"], sort=False)[measures].mean()
    settings = runs[runs[SCENARIO] == LANGUAGE].groupby("future")[list(PATHS)].first()
    tables = []
    for move in (LANGUAGE, WEAPONS):
        before = mean.loc[UNTOUCHED]
        points = (mean.loc[move] - before).drop(columns="own")
        open_to_win = (1 - before).assign(won=1 - before["own"], lost=before["own"])
        share = points / open_to_win[list(points)]
        tables.append(
            settings.join(points.add_suffix("_points")).join(share.add_suffix("_share"))
            .assign(move=move).reset_index()
        )  # fmt: skip
    return pd.concat(tables, ignore_index=True)


def _conditions(gains: pd.DataFrame) -> pd.DataFrame:
    """Say for each move in which futures the claim is reached, or how near the best comes."""
    words = {path: about[0] for path, about in CONDITIONS.items()}
    rows = []
    for move, part in gains.groupby("move", sort=False):
        reached = part["unprompted_share"] >= CLAIMED[0]
        said = (
            f"{move}: the claim is reached in none of {len(part)} futures; the best brings "
            f"{part['unprompted_share'].max():.1%} of the votes not held before."
        )
        if reached.any() and not reached.all():
            box = failing_box(part[list(PATHS)], reached)
            said = sentence(str(move), box, words, part).replace("fails when", "is as claimed when")
            said = said.replace("its failures", "those futures").replace("are failures", "reach it")
            said = said.replace("fails in", "is as claimed in")
        rows.append({"move": move, "reached_in": float(reached.mean()), "sentence": said})
    return pd.DataFrame(rows)
