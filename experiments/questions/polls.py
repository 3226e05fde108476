"""Polls: how far a rating may be from the truth, and what it changes that people learn it."""

from collections.abc import Mapping
from itertools import product

import pandas as pd

from experiments.analysis.headline import headline
from experiments.analysis.intervals import wilson
from experiments.analysis.lines import Axis, lines
from experiments.analysis.summary import by_point, change, paired, value
from experiments.experiment import Claim, SweepExperiment
from experiments.store.results import Results
from experiments.study.design import SCENARIO, of_points
from experiments.study.named_scenarios import leader_leaves, scenario_of_size
from experiments.study.plan import Study
from model.parameters.names import NONE_OF_THEM
from model.scenario import load_scenario

FEAR, POPULARITY = "mechanisms.preference_falsification.fear", "leader.popularity"
SEEN, KIND = "mechanisms.preference_falsification.seen", "polls.kind"
FEARS, POPULAR = (0.0, 0.1, 0.5, 1.0, 2.0, 3.0), (0.3, 0.45, 0.62)
PRESENT = (0.1, 0.62)
KINDS, FEARS_OF_STANDING_OUT = ("public", "secret", "cooked"), (0.5, 1.5, 2.5, 4.0)
USUAL, HIGH = 0.5, 2.5
"""Weight of what others are seen to say, logit: as in the baseline, and where fear is high."""
STAYS, LEAVES = "he stays", "he leaves"
LEAVING = "chairman-leaves-early"
PATHS = (SCENARIO, FEAR, POPULARITY, SEEN, KIND)
MEASURES = ("votes", "support", "rating", "majority")
OPINIONS = {"support": "private support", "rating": "answers"}
A_PARTY, NOBODY = "another party", "none of them"
"""Who may come to lead the party of power."""


class Polls(SweepExperiment):
    """How wrong can the party of power's rating be, and what do public polls change?

    Observables: rating, private support and unprompted vote over fear (the gap that a voter
    lies across) and the leader's popularity; bias is the rating, of those who answer, less
    private support. Public, secret and cooked polls with the same random numbers, while the
    leader stays and after he has left, over fear of standing out: votes, support, rating, and
    in how many runs another party comes to lead the party of power, in private and in the answers.
    That is Kuran's flip; where those who favour none become more, nobody has changed sides.
    """

    mechanisms = ("preference_falsification",)

    def study(self, quick: bool) -> Study:
        """Cross fear with popularity, and polls with fear and the leader's going."""
        base = scenario_of_size(self.scenario, quick)
        shipped = load_scenario(LEAVING)
        own = shipped.country.name == base.country.name
        events = shipped.events if own else {"leader_leaves": leader_leaves(base)}
        changes = {f"events.{name}": each for name, each in events.items()}
        named = {STAYS: base, LEAVES: base.replace(changes)}
        crossed = [
            *product([STAYS], FEARS, POPULAR, [USUAL], KINDS[:1]),
            *product(named, PRESENT[:1], PRESENT[1:], FEARS_OF_STANDING_OUT, KINDS),
        ]
        points = [dict(zip(PATHS, each, strict=True)) for each in dict.fromkeys(crossed)]
        design = of_points("table", PATHS, points)
        return Study(base, design, replicates=10 if quick else 40, seed=11, others=named)

    def tables(self, results: Results) -> Mapping[str, pd.DataFrame]:
        """Return means by point, differences between polls, flips, and the lines of the figure."""
        support = f"support.{results.incumbent}"
        opening = results.opening([support]).rename(columns={support: "opening"})
        runs = headline(results).merge(opening, on=["run_id", "point"])
        present = (runs[FEAR] == PRESENT[0]) & (runs[POPULARITY] == PRESENT[1])
        told = (runs[SCENARIO] == STAYS) & (runs[KIND] == KINDS[0]) & (runs[SEEN] == USUAL)
        wrong, polls = _wrong(runs[told]), _polls(runs[present])
        return {**wrong, **polls, "flips": _flips(runs[present], _overtaken(results))}

    def claims(self, tables: Mapping[str, pd.DataFrame]) -> list[Claim]:
        """Hold the rating against Kuran, and polls against each other.

        What the rating and support are (S5, Z8) is asked by the question `baseline`.
        """
        summary, differences = tables["summary"], tables["differences"]

        def at(measure: str, fear: float, popularity: float) -> float:
            here = summary[(summary[FEAR] == fear) & (summary[POPULARITY] == popularity)]
            return value(here, measure=measure)

        def gain(kind: str, measure: str) -> float:
            where = {SCENARIO: LEAVES, SEEN: HIGH, KIND: kind}
            return change(differences, measure, **where)

        return [
            Claim("Kuran (1991)", "people who fear overstate their support",
                  "rating of those who answer less support, strongest fear less none",
                  at("bias", FEARS[-1], PRESENT[1]) - at("bias", FEARS[0], PRESENT[1]), 0.01, 1.0),
            Claim("Kuran (1991)", "where fear is strong the rating hides an unpopular party",
                  "bias at popularity 30 % and the strongest fear",
                  at("bias", FEARS[-1], POPULAR[0]),
                  0.20, 1.0),
            Claim("Kuran (1991)", "where fear is high, what is not published hides a fall",
                  "votes after the leader left, secret less public polls",
                  gain("secret", "votes"), 0.001, 0.2),
            Claim("Kuran (1991)", "and what is cooked hides it better",
                  "votes after the leader left, cooked less public polls",
                  gain("cooked", "votes"), 0.001, 0.2),
            Claim("Kuran (1991)", "public polls speed up the fall of the rating",
                  "rating after the leader left, secret less public polls",
                  gain("secret", "rating"), 0.01, 0.5),
        ]  # fmt: skip


def _wrong(runs: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return how far ratings are from the truth, over fear and popularity."""
    runs = runs.assign(named=runs["rating"] / (1 - runs["undecided"]))
    runs = runs.assign(bias=runs["named"] - runs["support"])
    measures = ["rating", "named", "support", "opening", "unprompted", "bias", "undecided", "votes"]
    popularity = runs[POPULARITY].mul(100)
    shown = runs.assign(panel=popularity.map("Popularity of the leader {:.0f} %".format))
    axis = Axis(FEAR, "Fear: gap that everybody lies across (logit)")
    curves = lines(shown, axis, ("rating", "support", "unprompted", "undecided"))
    return {"summary": by_point(runs, [FEAR, POPULARITY], measures), "curves": curves}


def _polls(runs: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return what kinds of polls change against public ones."""
    parts = []
    for leader, seen in product(runs[SCENARIO].unique(), FEARS_OF_STANDING_OUT):
        part = runs[(runs[SCENARIO] == leader) & (runs[SEEN] == seen)]
        table = paired(part, KIND, KINDS[0], MEASURES)
        parts.append(table.assign(**{SCENARIO: leader, SEEN: seen}))
    table = pd.concat(parts, ignore_index=True)
    differences = table[table[KIND] != KINDS[0]].reset_index(drop=True)
    return {"differences": differences, "tornado": _tornado(differences)}


def _tornado(differences: pd.DataFrame) -> pd.DataFrame:
    """Return what polls change in votes after the leader left, where fear is usual or high."""
    fears = {USUAL: "usual fear of standing out", HIGH: "high fear of standing out"}
    shown = differences[
        (differences[SCENARIO] == LEAVES)
        & (differences["measure"] == "votes")
        & differences[SEEN].isin(fears)
    ]
    return pd.DataFrame(
        {
            "factor": shown[KIND].str.capitalize() + " polls",
            "setting": shown[SEEN].map(fears),
            "change": shown["change"],
            "low": shown["low"],
            "high": shown["high"],
            "outcome": "votes after the leader left, against public polls",
            "n": shown["n"],
            "interval": "whiskers: 95 % interval of paired differences",
        }
    )


def _flips(runs: pd.DataFrame, overtaken: pd.DataFrame) -> pd.DataFrame:
    """Return in how many runs, and in which week of the median one, others come to lead."""
    cases = [SCENARIO, SEEN, KIND]
    found = runs[["run_id", *cases]].merge(overtaken, on="run_id")
    each = found.groupby([*cases, "opinion", "who_leads"], sort=False)["week"]
    counts = each.agg(runs="size", overtaken="count", median_week="median").reset_index()
    ends = [wilson(*each) for each in zip(counts["overtaken"], counts["runs"], strict=True)]
    luck = pd.DataFrame(ends, columns=["low", "high"])
    return counts.assign(share=counts["overtaken"] / counts["runs"], **luck)


def _overtaken(results: Results) -> pd.DataFrame:
    """Return of each run in which week others first lead the party of power; missing: never."""
    runs, power = results.runs[["run_id", "point"]].drop_duplicates(), results.incumbent
    rivals = [each for each in results.parties["party"] if each != power]
    parts = []
    for measure, opinion in OPINIONS.items():
        columns = [f"{measure}.{each}" for each in (power, *rivals, NONE_OF_THEM)]
        steps = results.steps(columns, runs).drop_duplicates(["run_id", "week"])
        for who, others in {A_PARTY: columns[1:-1], NOBODY: columns[-1:]}.items():
            behind = steps[others].max(axis=1) > steps[columns[0]]
            week = runs["run_id"].map(steps[behind].groupby("run_id")["week"].min())
            parts.append(runs[["run_id"]].assign(opinion=opinion, who_leads=who, week=week))
    return pd.concat(parts, ignore_index=True)
