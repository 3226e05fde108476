"""Reform portfolio: which package keeps the majority whatever comes."""

from collections.abc import Mapping
from itertools import combinations
from typing import Any

import pandas as pd

from experiments.decisions import judged, matrix, regret_map
from experiments.design import SCENARIO, Design, Factor, latin_hypercube
from experiments.discovery import failing_box, sentence
from experiments.experiment import Claim, Experiment
from experiments.figures import Results
from experiments.headline import headline, sized
from experiments.plan import Study
from experiments.variants import variants, which

LEVERS = {
    "credible_promises": "O1 promises", "local_legislators": "O2 local leaders",
    "parliamentary_party": "O3 parliamentary", "criticise_government": "O4 criticism",
    "street_politics": "O5 street", "consent_and_safety": "O6 consent",
    "middle_class": "O7 middle class", "digital_media": "O8 media",
    "activist_school": "O9 school",
}  # fmt: skip
TABOO = {"taboo_move": "O10 taboo"}
NOTHING, ALL = "no reform", "all of O1-O9"
UNCERTAIN = {
    "leader.popularity": ("the President's popularity", 0.35, 0.75),
    "events.distance.to.attachment": ("his tie to the party after week 20", 0.0, 1.0),
    "events.withdrawal.to.akim_loyalty": ("what is left of the machine after week 20", 0.0, 1.0),
    "parties.fresh.wealth": ("the oligarch's money (million USD)", 0.0, 3000.0),
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
ENOUGH = {"majority": 0.5, "two_thirds": 2 / 3}


class ReformPortfolio(Experiment):
    """Which package of reforms keeps the majority in most futures, and when does each fail?

    Observables: seats of the party of power for packages of its levers O1-O10 in six named
    futures and in a sample of futures; regret, share of futures that satisfy, worst case and
    expected seats; the futures in which a package fails, in a sentence. Quick: no lever, each
    alone, all, all with the taboo; in full also every pair.
    """

    def study(self, quick: bool) -> Study:
        """Run every package in every future, with the same futures and random numbers."""
        base = sized(self.scenario, quick, {
            "parties.fresh.stands_from": 12,
            "events.distance": _event("the leader's distance", {"attachment": 1.0}),
            "events.withdrawal": _event("akims withdraw", {"akim_loyalty": 1.0}),
        })  # fmt: skip
        named = variants(base, packages(pairs=not quick))
        futures = _futures(20 if quick else 58)
        factors = (which(named), *_factors())
        points = tuple({SCENARIO: name, **future} for name in named for future in futures)
        design = Design("portfolio", factors, points, {"futures": len(futures)})
        return Study(base, design, replicates=1 if quick else 4, seed=15, others=named)

    def tables(self, results: Results) -> Mapping[str, pd.DataFrame]:
        """Return outcomes, verdicts of the rules, failures in words, and the regret map."""
        runs = headline(results)
        count = int(results.manifest["design"]["futures"])
        names = list(NAMED) + [f"sample {n}" for n in range(count - len(NAMED))]
        runs = runs.assign(future=[names[point % count] for point in runs["point"]])
        outcomes = matrix(runs, SCENARIO, "future", "seats")
        verdicts = judged(outcomes, ENOUGH)
        shown = [*verdicts["package"][:12], NOTHING, ALL]
        chosen = outcomes.loc[list(dict.fromkeys(shown)), list(NAMED)]
        best = outcomes[list(NAMED)].max(axis=0) - chosen  # regret against all packages
        drawn = regret_map(chosen, "share of seats").assign(n=len(runs))
        drawn["regret"] = [best.loc[p, f] for p, f in zip(drawn["package"], drawn["future"],
                                                          strict=True)]  # fmt: skip
        return {
            "outcomes": outcomes.reset_index(names="package"),
            "verdicts": verdicts,
            "failures": _failures(runs, verdicts),
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
                  float(keeps[ALL] - keeps[NOTHING]), 0.0, 1.0),
        ]  # fmt: skip


def packages(pairs: bool) -> dict[str, dict[str, Any]]:
    """Return the levers that each package pulls, by its name."""
    singles = LEVERS | TABOO
    sets = {NOTHING: (), ALL: tuple(LEVERS), f"{ALL} and O10": tuple(singles)}
    sets |= {words: (lever,) for lever, words in singles.items()}
    if pairs:
        sets |= {f"{singles[a]}, {singles[b]}": (a, b) for a, b in combinations(singles, 2)}
    return {name: {f"levers.{lever}": True for lever in chosen} for name, chosen in sets.items()}


def _event(name: str, to: dict[str, float]) -> dict[str, Any]:
    return {"name": name, "week": 20, "to": to}


def _factors() -> tuple[Factor, ...]:
    return tuple(Factor(path, low=low, high=high) for path, (_, low, high) in UNCERTAIN.items())


def _futures(sampled: int) -> list[dict[str, Any]]:
    """Return the named futures, then a sample of the space between them."""
    named = [dict(zip(UNCERTAIN, values, strict=True)) for values in NAMED.values()]
    return [*named, *map(dict, latin_hypercube(_factors(), sampled, seed=15).points)]


def _failures(runs: pd.DataFrame, verdicts: pd.DataFrame) -> pd.DataFrame:
    """Say for each package, the most robust first, under which futures it loses the majority."""
    words = {path: about[0] for path, about in UNCERTAIN.items()}
    order = verdicts.sort_values("satisfies_majority", ascending=False, kind="stable")["package"]
    rows = []
    for package in order:
        mean = runs[runs[SCENARIO] == package].groupby("future", sort=False)
        futures, fails = mean[list(UNCERTAIN)].first(), mean["seats"].mean() <= 0.5
        said = f"{package} loses the majority in all {len(fails)} futures."
        if not fails.all():
            box = failing_box(futures, fails) if fails.any() else None
            said = sentence(package, box, words, futures)
        rows.append({"package": package, "fails_in": float(fails.mean()), "sentence": said})
    return pd.DataFrame(rows)
