"""Sensitivity: which of the assumed numbers matter."""

from collections.abc import Mapping

import pandas as pd

from experiments.analysis.headline import headline
from experiments.analysis.sensitivity import (
    above_dummy,
    independent,
    pawn_indices,
    response,
    sobol_indices,
)
from experiments.analysis.summary import value
from experiments.experiment import Bounds, Claim, SweepExperiment
from experiments.store.results import Results
from experiments.study.design import DUMMY, Factor, sobol
from experiments.study.named_scenarios import (
    ENTRANT,
    money_in,
    party_among,
    party_of,
    scenario_of_size,
    standing,
)
from experiments.study.plan import Study

WEALTH, APPEAL = f"parties.{ENTRANT}.wealth", f"parties.{ENTRANT}.appeal"
"""Paths with the kind of the party in place of its name."""
FACTORS = {
    "leader.popularity": ("Popularity of the leader", 0.40, 0.80),
    "leader.attachment": ("His tie to the party", 0.0, 1.0),
    "mechanisms.administrative_mobilisation.strength": ("Strength of the machine", 0.0, 0.6),
    "population.protest": ("Mean protest (logit)", -2.0, 0.5),
    WEALTH: ("Oligarch's money (million)", 0.0, 2000.0),
    APPEAL: ("Appeal of the fresh party", -3.1, 0.9),
    "voter.issue_weight": ("Weight of issues", 0.0, 0.6),
    DUMMY: ("dummy", 0.0, 1.0),
}
OUTCOMES = ("seats", "votes", "unprompted", "rating")


class Sensitivity(SweepExperiment):
    """Which uncertain numbers decide the party of power's result, and which do not matter?

    Observables: share of the variance of seats, votes, unprompted votes and rating that each
    factor causes alone and with others (Sobol'), and how far each shifts the whole
    distribution (PAWN), where a dummy is the control. Intervals: bootstrap over points, which all
    have the same seed, so they do not hold the luck of another one. The fresh party stands from
    week 12.
    """

    mechanisms = ("administrative_mobilisation",)
    draws = 0  # the study draws what is not known itself

    def study(self, quick: bool) -> Study:
        """Return a Sobol design over seven factors and the dummy."""
        # What a founder is worth is a factor here, and so it is not drawn as well.
        sized = scenario_of_size(self.scenario, quick, {"mechanisms.newcomer_valence": False})
        base = standing(sized, ENTRANT, 12)
        paths = _paths(party_of(base, ENTRANT))
        most = {WEALTH: money_in(base.country, FACTORS[WEALTH][2])}
        factors = [Factor(paths[each], low=low, high=most.get(each, high))
                    for each, (_, low, high) in FACTORS.items()]  # fmt: skip
        design = sobol(factors, samples=32 if quick else 256)
        return Study(base, design, replicates=1, seed=14)

    def tables(self, results: Results) -> Mapping[str, pd.DataFrame]:
        """Return all indices, and those of seats as the figure."""
        runs, paths = headline(results), _paths(party_among(results.parties, ENTRANT))
        tables, distances = [], []
        for outcome in OUTCOMES:
            found = response(runs, list(paths.values()), outcome, _points(results))
            tables.append(_of_numbers(sobol_indices(found)).assign(outcome=outcome))
            distances.append(pawn_indices(independent(found)).assign(outcome=outcome))
        indices, pawn = pd.concat(tables), pd.concat(distances)
        words = {path: results.words.priced(FACTORS[each][0]) for each, path in paths.items()}
        bars = indices[indices["outcome"] == "seats"].assign(outcome="the share of seats")
        bars = bars.assign(factor=bars["path"].map(words), n=len(runs))
        return {"indices": indices, "pawn": pawn, "sobol-bars": bars}

    def claims(self, tables: Mapping[str, pd.DataFrame]) -> list[Claim]:
        """Hold the indices against E11, W1 and the control."""
        indices = tables["indices"]
        pawn = tables["pawn"]
        kept = above_dummy(pawn[pawn["outcome"] == "votes"], "pawn")
        machine = "mechanisms.administrative_mobilisation.strength"
        tie, popular = "leader.attachment", "leader.popularity"

        def total(outcome: str, path: str, of: str = "total") -> float:
            return value(indices, of, outcome=outcome, path=path)

        def ends(outcome: str, *paths: str) -> Bounds:
            low, high = (sum(total(outcome, path, f"total_{end}") for path in paths)
                         for end in ("low", "high"))  # fmt: skip
            return low, high

        return [
            Claim("E11, as read here",
                  "the machine causes three tenths of what differs in official votes, or more",
                  "total index of the machine, official votes",
                  total("votes", machine), 0.3, 1.5, luck=ends("votes", machine)),
            Claim("W1", "the rating depends on the leader",
                  "total indices of tie and popularity, rating",
                  total("rating", tie) + total("rating", popular), 0.3, 2.0,
                  luck=ends("rating", tie, popular)),
            Claim("control", "a factor that does nothing has no influence",
                  "how far the dummy shifts official votes (PAWN)",
                  value(pawn, "pawn", outcome="votes", path=DUMMY), 0.0, 0.05),
            Claim("E11, as read here", "the machine is among the two strongest factors",
                  "rank of the machine for official votes (PAWN)",
                  float(kept.index(machine) + 1) if machine in kept else float(len(FACTORS)), 1, 2),
        ]  # fmt: skip


def _of_numbers(indices: pd.DataFrame) -> pd.DataFrame:
    """Leave the dummy out: in points that share their seed, it cannot but have no index at all."""
    return indices[indices["path"] != DUMMY]


def _paths(entrant: str) -> dict[str, str]:
    """Return the path of each factor where the entrant is called so."""
    return {each: each.replace(f".{ENTRANT}.", f".{entrant}.") for each in FACTORS}


def _points(results: Results) -> int:
    samples = int(results.manifest["design"]["samples"])
    return samples * (len(FACTORS) + 2)
