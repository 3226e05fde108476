"""Taboo moves: what would have to be true for the gain that is claimed."""

from collections.abc import Mapping
from itertools import product
from typing import Any

import pandas as pd

from experiments.analysis.decisions import failing_box, limits_told, nothing_tells
from experiments.analysis.headline import headline
from experiments.analysis.intervals import of_mean
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
OF_ONE_MOVE = {f"{MOVE}.language": LANGUAGE, f"{MOVE}.weapons": WEAPONS}
"""Conditions that matter to one of the moves only."""
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
    figures = ("vote-flows",)

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
                "curves": _curves(gains), "tornado": _tornado(gains)}  # fmt: skip

    def claims(self, tables: Mapping[str, pd.DataFrame]) -> list[Claim]:
        """Hold the gain against O10, at its best and at its median, net and gross."""
        summary = tables["summary"]
        measures = {
            "unprompted": "net gain, share of the unprompted votes not held before",
            "won": "supporters of others won, less those who come anyway, share of them all",
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


def _tornado(gains: pd.DataFrame) -> pd.DataFrame:
    """Return the table of the figure: the mean gain where a condition is low, and where high."""
    rows = []
    for (move, part), path in product(gains.groupby("move", sort=False), PATHS):
        if path not in OF_ONE_MOVE or OF_ONE_MOVE[path] == move:
            third = pd.cut(part[path], 3, labels=False)
            for setting, place in (("low third", 0), ("high third", 2)):
                gain = of_mean(part.loc[third == place, "unprompted_points"])
                rows.append({"factor": f"{move}: {CONDITIONS[path][0]}", "setting": setting,
                             "change": gain.mean, "low": gain.low, "high": gain.high})  # fmt: skip
    return pd.DataFrame(rows).assign(
        outcome="unprompted votes, with the move less without it",
        interval="whiskers: 95 % interval of the mean over futures",
        n=f"{gains['future'].nunique()} futures, about a third of them behind each mean",
        text="What each move gains or loses, on average, in the futures in which a condition lies "
        "in the lowest or in the highest third of its range: with the move less without it, in "
        "the same future with the same random numbers. The largest on top.",
    )


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
    """Say for each move in which futures the claim is reached, or how far from it they all are."""
    rows = []
    for move, part in gains.groupby("move", sort=False):
        reached = part["unprompted_share"] >= CLAIMED[0]
        said = _reached_when(str(move), part, reached) if reached.nunique() > 1 else _alike(part)
        rows.append({"move": move, "reached_in": float(reached.mean()), "sentence": said})
    return pd.DataFrame(rows)


def _alike(gains: pd.DataFrame) -> str:
    """Say how near a move comes to the claim where no future reaches it, or all of them do."""
    move, share = gains["move"].iloc[0], gains["unprompted_share"]
    many, which, nearest = (
        ("none of", "best", share.max())
        if share.max() < CLAIMED[0]
        else ("all", "worst", share.min())
    )
    return (
        f"{move}: the claim is reached in {many} {len(gains)} futures; the {which} brings "
        f"{nearest:.1%} of the votes not held before."
    )


def _reached_when(move: str, gains: pd.DataFrame, reached: pd.Series) -> str:
    """Say in which futures a move is as claimed, where it is so in some of them."""
    box = failing_box(gains[list(PATHS)], reached)
    where = limits_told(box, {path: about[0] for path, about in CONDITIONS.items()}, gains)
    if not where:
        return f"{move} is as claimed in some futures, {nothing_tells(box)}"
    return (
        f"{move} is as claimed when {where} ({100 * box.coverage:.0f} % of the futures that reach "
        f"it lie there, and {100 * box.density:.0f} % of the futures there reach it)."
    )
