"""Reform portfolio: which package keeps the majority whatever comes."""

from collections.abc import Collection, Mapping, Sequence
from itertools import product
from typing import Any

import pandas as pd

from experiments.analysis.decisions import by_rule, judged, matrix, regret_map
from experiments.analysis.headline import headline
from experiments.experiment import Claim, SweepExperiment
from experiments.inference.discovery import Box, failing_box, sentence
from experiments.store.results import Results
from experiments.study.design import Design, Factor, latin_hypercube
from experiments.study.named_scenarios import (
    ENTRANT,
    party_among,
    party_of,
    scenario_of_size,
    standing,
)
from experiments.study.plan import Study

LEVERS = {
    "credible_promises": "O1 promises", "local_legislators": "O2 local leaders",
    "parliamentary_party": "O3 parliamentary", "criticise_government": "O4 criticism",
    "street_politics": "O5 street", "consent_and_safety": "O6 consent",
    "middle_class": "O7 middle class", "digital_media": "O8 media",
    "activist_school": "O9 school",
    "taboo_move": "O10 taboo",
}  # fmt: skip
"""In the order of the analysis; only the last breaks a taboo."""
NOTHING, ALL, EVERYTHING = "no reform", "all of O1-O9", "all of O1-O10"
OTHERS = (NOTHING, ALL, EVERYTHING)
"""Packages that are told of besides the most robust ones."""
WEALTH = f"parties.{ENTRANT}.wealth"
"""A path with the kind of the party in place of its name."""
UNCERTAIN = {
    "leader.popularity": ("the leader's popularity", 0.35, 0.75),
    "events.distance.to.attachment": ("his tie to the party after week 20", 0.0, 1.0),
    "events.withdrawal.to.administration_loyalty": (
        "what is left of the machine after week 20",
        0.0,
        1.0,
    ),
    WEALTH: ("the oligarch's money (million)", 0.0, 3000.0),
    "population.protest": ("mean protest (logit)", -1.6, 0.0),
}
NAMED = {
    "As it is": (0.62, 1.0, 1.0, 200.0, -1.1),
    "Leader leaves": (0.62, 0.0, 1.0, 200.0, -1.1),
    "Machine withdrawn": (0.62, 1.0, 0.0, 200.0, -1.1),
    "Rich entrant": (0.62, 1.0, 1.0, 3000.0, -0.6),
    "Unpopular leader": (0.40, 1.0, 1.0, 200.0, -0.6),
    "All of it, half-way": (0.51, 0.5, 0.5, 1600.0, -0.85),
}
MOST_TOLD = 20
"""Packages whose failures are told in a sentence."""
ENOUGH = {"majority": 0.5, "two_thirds": 2 / 3}
RULES = {
    "satisfies_majority": "Futures with a majority",
    "satisfies_two_thirds": "Futures with two thirds",
    "worst": "Seats in the worst case", "expected": "Seats expected",
}  # fmt: skip


class ReformPortfolio(SweepExperiment):
    """Which package of reforms keeps the majority in most futures, and when does each fail?

    Observables: seats of the party of power for every set of its levers O1-O10 (1,024 packages)
    in six named futures and in a sample of futures; regret, share of futures that satisfy,
    worst case and expected seats; the futures in which a package fails, in a sentence. Quick:
    no lever, each alone, all, all but the taboo, in a larger sample. All packages meet the same
    futures with the same random numbers, so one replicate tells them apart.
    """

    def study(self, quick: bool) -> Study:
        """Run every package in every future, with the same futures and random numbers."""
        base = standing(scenario_of_size(self.scenario, True), ENTRANT, 12).replace({
            "events.distance": _event("the leader's distance", {"attachment": 1.0}),
            "events.withdrawal": _event("governors withdraw", {"administration_loyalty": 1.0}),
        })  # fmt: skip
        futures, wealth = _futures(20 if quick else 10), _wealth(party_of(base, ENTRANT))
        factors = (*(Factor(_switch(lever), (False, True)) for lever in LEVERS), *_factors(wealth))
        points = tuple(
            {**package, **{wealth if path == WEALTH else path: at for path, at in future.items()}}
            for package in packages(quick) for future in futures
        )  # fmt: skip
        design = Design("portfolio", factors, points, {"futures": len(futures)})
        return Study(base, design, replicates=1, seed=15)

    def tables(self, results: Results) -> Mapping[str, pd.DataFrame]:
        """Return outcomes, verdicts of the rules, failures in words, and the regret map."""
        known = _wealth(party_among(results.parties, ENTRANT))
        runs = headline(results).rename(columns={known: WEALTH})
        count = int(results.manifest["design"]["futures"])
        names = list(NAMED) + [f"sample {n}" for n in range(count - len(NAMED))]
        runs = runs.assign(
            future=[names[point % count] for point in runs["point"]],
            package=[_words(row) for row in runs[[*map(_switch, LEVERS)]].to_numpy().tolist()],
        )
        outcomes = matrix(runs, "package", "future", "seats")
        verdicts = judged(outcomes, ENOUGH)
        robust = verdicts.sort_values("satisfies_majority", ascending=False, kind="stable")
        most = robust["package"][:MOST_TOLD]
        told = {each: _told(runs, each) for each in (*most, *OTHERS)}
        pictured = {each: told[each] for each in (most.iloc[0], *OTHERS)}
        shown = [*verdicts["package"][:12], NOTHING, ALL]
        chosen = outcomes.loc[list(dict.fromkeys(shown)), list(NAMED)]
        best = outcomes[list(NAMED)].max(axis=0) - chosen  # regret against all packages
        drawn = regret_map(chosen, "share of seats").assign(n=len(runs))
        drawn["regret"] = [best.loc[p, f] for p, f in zip(drawn["package"], drawn["future"],
                                                          strict=True)]  # fmt: skip
        return {
            "outcomes": outcomes.reset_index(names="package"),
            "verdicts": verdicts,
            "failures": _failures(told),
            "failing-futures": _failing_futures(pictured).assign(n=len(runs)),
            "decision-rules": by_rule(verdicts[verdicts["package"].isin(shown)], RULES).assign(
                n=len(runs)
            ),
            "regret-map": drawn,
        }

    def claims(self, tables: Mapping[str, pd.DataFrame]) -> list[Claim]:
        """Hold the packages against Z10 and the worth of reform."""
        verdicts = tables["verdicts"].set_index("package")
        keeps, expected = verdicts["satisfies_majority"], verdicts["expected"]
        return [
            Claim("Z10", "a majority is achievable: some package keeps it in nearly every future",
                  "largest share of futures with a majority", float(keeps.max()), 0.95, 1.0),
            Claim("O1-O9", "the whole reform beats doing nothing",
                  "expected seats, all of O1-O9 less no reform",
                  float(expected[ALL] - expected[NOTHING]), 0.005, 1.0),
            Claim("O1-O9", "and is more robust",
                  "share of futures with a majority, all of O1-O9 less no reform",
                  float(keeps[ALL] - keeps[NOTHING]), 0.005, 1.0),
        ]  # fmt: skip


def packages(quick: bool) -> list[dict[str, bool]]:
    """Return which levers each package pulls: all sets, or none, one, all, all but the last."""
    size = len(LEVERS)
    wanted = {0, 1, size} if quick else set(range(size + 1))
    sets = [pulled for pulled in product((False, True), repeat=size) if sum(pulled) in wanted]
    if quick:
        sets.append((True,) * (size - 1) + (False,))
    return [dict(zip(map(_switch, LEVERS), pulled, strict=True)) for pulled in sets]


def _switch(lever: str) -> str:
    return f"levers.{lever}"


def _words(pulled: Sequence[bool]) -> str:
    """Name a package: a lever alone in words, several by their numbers."""
    chosen = [words for words, on in zip(LEVERS.values(), pulled, strict=True) if on]
    if len(chosen) == len(LEVERS):
        return EVERYTHING
    if len(chosen) == len(LEVERS) - 1 and not pulled[-1]:
        return ALL
    if len(chosen) > 1:
        return " + ".join(words.split()[0] for words in chosen)
    return chosen[0] if chosen else NOTHING


def _event(name: str, to: dict[str, float]) -> dict[str, Any]:
    return {"name": name, "week": 20, "to": to}


def _wealth(entrant: str) -> str:
    return WEALTH.replace(ENTRANT, entrant)


def _factors(wealth: str = WEALTH) -> tuple[Factor, ...]:
    """Return the uncertainties as factors, with the path of the entrant's wealth."""
    return tuple(
        Factor(wealth if path == WEALTH else path, low=low, high=high)
        for path, (_, low, high) in UNCERTAIN.items()
    )


def _futures(sampled: int) -> list[dict[str, Any]]:
    """Return the named futures, then a sample of the space between them."""
    named = [dict(zip(UNCERTAIN, values, strict=True)) for values in NAMED.values()]
    return [*named, *map(dict, latin_hypercube(_factors(), sampled, seed=15).points)]


Told = tuple[pd.DataFrame, pd.Series, Mapping[str, tuple[float, float]], str]


def _told(runs: pd.DataFrame, package: str) -> Told:
    """Return the futures a package met, where it failed, the box of failures and its sentence."""
    met = runs[runs["package"] == package].groupby("future", sort=False)
    futures, fails = met[list(UNCERTAIN)].first(), met["seats"].mean() <= 0.5
    if fails.all():
        said = f"{package} loses the majority in all {len(fails)} futures."
        return futures, fails, {}, said
    box: Box | None = failing_box(futures, fails) if fails.any() else None
    words = {path: about[0] for path, about in UNCERTAIN.items()}
    return futures, fails, box.limits if box else {}, sentence(package, box, words, futures)


def _telling(told: Collection[Told]) -> list[str]:
    """Return the two uncertainties that limit most boxes, or else go with failure most closely."""

    def tells(path: str) -> tuple[int, float]:
        ties = [abs(float(futures[path].astype(float).corr(fails.astype(float))))
                for futures, fails, _, _ in told if fails.nunique() > 1]  # fmt: skip
        return sum(path in limits for _, _, limits, _ in told), max(ties, default=0.0)

    return sorted(UNCERTAIN, key=tells, reverse=True)[:2]


def _failures(told: Mapping[str, Told]) -> pd.DataFrame:
    """Say of each package in which futures it loses the majority."""
    return pd.DataFrame(
        {"package": package, "fails_in": float(fails.mean()), "sentence": said}
        for package, (_, fails, _, said) in told.items()
    )


def _failing_futures(told: Mapping[str, Told]) -> pd.DataFrame:
    """Return the table of the figure: the futures of each package, and its box of failures."""
    axes = _telling(told.values())
    parts = []
    for package, (futures, fails, limits, said) in told.items():
        whole = {path: (low, high) for path, (_, low, high) in UNCERTAIN.items()}
        ends = [limits.get(path, whole[path]) if limits else (None, None) for path in axes]
        parts.append(
            pd.DataFrame({
                "package": package, "sentence": said, "fails": fails.astype(int),
                "x": futures[axes[0]].astype(float), "x_name": UNCERTAIN[axes[0]][0],
                "y": futures[axes[1]].astype(float), "y_name": UNCERTAIN[axes[1]][0],
                "left": ends[0][0], "right": ends[0][1],
                "bottom": ends[1][0], "top": ends[1][1],
            })
        )  # fmt: skip
    return pd.concat(parts).reset_index(names="future")
