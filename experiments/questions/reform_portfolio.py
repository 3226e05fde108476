"""Reform portfolio: which package keeps the majority whatever comes."""

import math
from collections.abc import Collection, Mapping, Sequence
from itertools import product
from pathlib import Path

import pandas as pd

from experiments.analysis.decisions import (
    Box,
    by_rule,
    failing_box,
    judged,
    matrix,
    regret_map,
    sentence,
)
from experiments.analysis.headline import headline
from experiments.analysis.summary import paired, value
from experiments.experiment import Claim, SweepExperiment
from experiments.running.sweep import Execution, sweep
from experiments.store.results import Results
from experiments.study.design import Design, Factor, latin_hypercube
from experiments.study.named_scenarios import (
    ENTRANT,
    in_time,
    money_in,
    party_of,
    scenario_of_size,
    standing,
)
from experiments.study.plan import Study
from experiments.study.prior import prior
from model.draws import Draws, posterior
from model.scenario import Scenario

LEVERS = {
    "credible_promises": "O1 promises", "local_legislators": "O2 local leaders",
    "parliamentary_party": "O3 parliamentary", "criticise_government": "O4 criticism",
    "street_politics": "O5 street", "consent_and_safety": "O6 consent",
    "middle_class": "O7 middle class", "digital_media": "O8 media",
    "activist_school": "O9 school",
    "taboo_move": "O10 taboo",
}  # fmt: skip
"""In the order of the analysis; only the last breaks a taboo."""
CODES = f"Levers: {', '.join(LEVERS.values())}."
"""What figures say of the numbers by which packages are named."""
NOTHING, ALL, EVERYTHING = "no reform", "all of O1-O9", "all of O1-O10"
OTHERS = (NOTHING, ALL, EVERYTHING)
"""Packages that are told of besides the most robust ones."""
WEALTH = f"parties.{ENTRANT}.wealth"
"""A path with the kind of the party in place of its name; tables tell it in the model's prices."""
WEEK = 20
"""When the leader steps back and the machine weakens; sooner in a shorter campaign."""
UNCERTAIN = {
    "leader.popularity": ("the leader's popularity", 0.35, 0.75),
    "events.distance.to.attachment": ("his tie to the party once he steps back", 0.0, 1.0),
    "events.withdrawal.by.administration_loyalty": (
        "the change of regional heads' loyalty once they withdraw", -1.0, 0.0,
    ),
    WEALTH: ("the oligarch's money (million)", 0.0, 3000.0),
    "population.protest": ("mean protest (logit)", -1.6, 0.0),
}  # fmt: skip
SCREENED, FINAL = 16, 64
"""Futures in which every package is tried, and those that the best meet; the first are the same."""
BEST = 20
"""Packages that go from the screen to the final."""
MOST_TOLD = 20
"""Packages whose failures are told in a sentence."""
ENOUGH = {"majority": math.nextafter(0.5, 1), "two_thirds": 2 / 3}
"""Least shares of seats; a majority is more than half of them."""
RULES = {
    "satisfies_majority": "Futures with a majority",
    "satisfies_two_thirds": "Futures with two thirds",
    "worst": "Seats in the worst case", "expected": "Seats expected",
}  # fmt: skip


class ReformPortfolio(SweepExperiment):
    """Which package of reforms keeps the majority in most futures, and when does each fail?

    A future is a draw of every number that is not known (the country's posterior), of what may
    come (the leader's popularity and tie, the machine, an oligarch's money, protest), of every
    assumed number of the levers (what each does, costs and is believed to be worth), and a seed.
    Every set of the levers O1-O10 (1,024 packages) meets the same 16 futures. The best twenty,
    none and all then meet 64, with the same random numbers, so that each difference has a paired
    interval. Observables: seats of the party of power, regret, share of futures that satisfy,
    worst case and expected seats; the futures in which a package fails, in a sentence. Quick: no
    lever, each alone, all, and all but the taboo in the screen; five and 24 futures in the final.
    """

    draws = 0  # the study draws what is not known itself
    issues = ("identity",)  # the taboo's

    def study(self, quick: bool) -> Study:
        """Run every package in the futures of the screen."""
        return _met(self.scenario, packages(quick), SCREENED)

    def search_further(self, folder: Path, quick: bool, execution: Execution | None) -> None:
        """Let the best packages of the screen, none and all meet more futures."""
        screened = _named(Results.read(folder), SCREENED)
        verdicts = judged(matrix(screened, "package", "future", "seats"), ENOUGH)
        best = verdicts.sort_values(["satisfies_majority", "expected"], ascending=False)
        told = {*best["package"][: 5 if quick else BEST], *OTHERS}
        chosen = [each for each in packages(quick) if _words(list(each.values())) in told]
        futures = 24 if quick else FINAL
        sweep(_met(self.scenario, chosen, futures), folder / "final", execution)

    def tables(self, results: Results) -> Mapping[str, pd.DataFrame]:
        """Return outcomes, verdicts of the rules, paired differences, failures, and the map."""
        final = Results.read(results.directory / "final")
        runs = _named(final, int(final.manifest["design"]["futures"]))
        outcomes = matrix(runs, "package", "future", "seats")
        verdicts = judged(outcomes, ENOUGH)
        robust = verdicts.sort_values("satisfies_majority", ascending=False, kind="stable")
        told = {each: _told(runs, each) for each in (*robust["package"][:MOST_TOLD], *OTHERS)}
        best = str(robust["package"].iloc[0])
        pictured = {each: told[each] for each in (best, *OTHERS)}
        shown = _shown(verdicts)
        drawn = regret_map(outcomes, "share of seats", SCREENED)
        screen = matrix(_named(results, SCREENED), "package", "future", "seats")
        return {
            "screen": judged(screen, ENOUGH),
            "outcomes": outcomes.reset_index(names="package"),
            "verdicts": verdicts,
            "differences": paired(runs, "package", NOTHING, ["seats", "majority"]),
            "less-than-best": paired(runs, "package", best, ["seats", "majority"]),
            "failures": _failures(told),
            "failing-futures": _failing_futures(pictured).assign(
                n=f"{outcomes.shape[1]} futures of each package", note=CODES
            ),
            "decision-rules": by_rule(verdicts[verdicts["package"].isin(shown)], RULES).assign(
                n=len(runs), note=CODES
            ),
            "regret-map": drawn[drawn["package"].isin(shown)].assign(
                n=f"{outcomes.shape[1]} futures of each package", note=CODES
            ),
        }

    def claims(self, tables: Mapping[str, pd.DataFrame]) -> list[Claim]:
        """Hold the packages against Z10 and the worth of reform."""
        keeps = tables["verdicts"].set_index("package")["satisfies_majority"]
        differences = tables["differences"]

        def gained(says: str, words: str, measure: str, least: float) -> Claim:
            change, *luck = (
                value(differences, each, package=ALL, measure=measure)
                for each in ("change", "low", "high")
            )
            return Claim("O1-O9", says, words, change, least, 1.0, luck=(luck[0], luck[1]))

        return [
            Claim("Z10", "a majority is achievable: some package keeps it in nearly every future",
                  "largest share of futures with a majority", float(keeps.max()), 0.95, 1.0),
            gained("the whole reform beats doing nothing",
                   "seats, all of O1-O9 less no reform", "seats", 0.0),
            gained("the whole reform keeps the majority in more futures than doing nothing",
                   "futures with a majority, all of O1-O9 less no reform", "majority", 0.005),
        ]  # fmt: skip


def _shown(verdicts: pd.DataFrame) -> list[str]:
    """Return the packages that are drawn: the first by regret, the best by each rule, and two."""
    by_package = verdicts.set_index("package")
    best = [str(by_package[rule].idxmax()) for rule in RULES]
    return list(dict.fromkeys([*verdicts["package"][:12], *best, NOTHING, ALL]))


def _met(scenario: str, tried: Sequence[Mapping[str, bool]], futures: int) -> Study:
    """Return the study in which packages meet futures: a point a package, a replicate a future."""
    base = standing(scenario_of_size(scenario, True), ENTRANT, 12)
    happens = {
        "distance": {"name": "the leader's distance", "to": {"attachment": 1.0}},
        # What levers have cost before is lost as well.
        "withdrawal": {"name": "governors withdraw", "by": {"administration_loyalty": 0.0}},
    }
    week = in_time(base, WEEK)
    base = base.replace(
        {f"events.{name}": {**each, "week": week} for name, each in happens.items()}
    )
    switches = tuple(Factor(_switch(lever), (False, True)) for lever in LEVERS)
    design = Design("portfolio", switches, tuple(tried), {"futures": futures})
    draws = Draws(_futures(base, futures), base)
    return Study(base, design, replicates=futures, seed=15, draws=draws)


def _futures(base: Scenario, count: int) -> tuple[dict[str, float], ...]:
    """Return futures: what is not known, by the posterior, and what may come, by the ranges."""
    wealth, unknown = _wealth(party_of(base, ENTRANT)), posterior(base)
    coming = [{**each, wealth: money_in(base.country, each[wealth])} for each in _coming(wealth)]
    levers = _of_levers(base)
    # What the scenario is about is not drawn: `changes` leaves it out.
    return tuple({**unknown.changes(n, base), **coming[n], **levers[n]} for n in range(count))


def _coming(wealth: str = WEALTH) -> list[dict[str, float]]:
    """Return what comes in each of the futures of the final."""
    points = latin_hypercube(_factors(wealth), FINAL, seed=15).points
    return [{path: float(each) for path, each in point.items()} for point in points]


def _of_levers(base: Scenario) -> list[dict[str, float]]:
    """Return the levers' assumed numbers in each of the futures; the party chooses the start."""
    pulled = base.replace({_switch(each): True for each in LEVERS}).parameters()
    numbers = [each for each in pulled if each.path.startswith("levers.")]
    beliefs = [prior(each) for each in numbers if not each.path.endswith(".start")]
    believed = [each for each in beliefs if each is not None]
    design = latin_hypercube([Factor(each.path) for each in believed], FINAL, seed=16)
    quantiles = pd.DataFrame(design.points)
    drawn = {each.path: each.at(quantiles[each.path].to_numpy()) for each in believed}
    return [{str(path): value for path, value in row.items()}
            for row in pd.DataFrame(drawn).to_dict("records")]  # fmt: skip


def _named(results: Results, futures: int) -> pd.DataFrame:
    """Return the runs with the package, the future, and what came in it."""
    runs = headline(results)
    came = pd.DataFrame(_coming()[:futures]).reindex(runs["replicate"]).set_index(runs.index)
    return runs.assign(
        future=[f"future {number + 1}" for number in runs["replicate"]],
        package=[_words(row) for row in runs[[*map(_switch, LEVERS)]].to_numpy().tolist()],
        **{path: came[path] for path in UNCERTAIN},
    )


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


def _wealth(entrant: str) -> str:
    return WEALTH.replace(ENTRANT, entrant)


def _factors(wealth: str = WEALTH) -> tuple[Factor, ...]:
    """Return the uncertainties as factors, with the path of the entrant's wealth."""
    return tuple(
        Factor(wealth if path == WEALTH else path, low=low, high=high)
        for path, (_, low, high) in UNCERTAIN.items()
    )


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
    limits = box.limits if box and box.tells else {}
    return futures, fails, limits, sentence(package, box, words, futures)


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
