"""Hindcast: every past election predicted from the one before."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.analysis.intervals import BANDS, Estimate, clustered, of_mean, predictive, wilson
from experiments.experiment import Claim, SweepExperiment
from experiments.figures.chart import rows
from experiments.inference.forecast import loses_office
from experiments.inference.hindcast import Prediction, Predictions, crps
from experiments.inference.official_results import official, when
from experiments.inference.record import keep
from experiments.inference.transitions import Transition, has_own_list, transitions
from experiments.running.sweep import Execution
from experiments.store.folder import read_manifest
from experiments.store.results import Results
from experiments.study.design import SCENARIO, factorial
from experiments.study.named_scenarios import scenario_factor
from experiments.study.plan import Study
from model.scenario import load_scenario

INSIDE = {"inside_50": ("q25", "q75"), "inside_90": ("q05", "q95")}
NOMINAL = {"inside_50": 0.5, "inside_90": 0.9}
BETTER = (-1.0, float(np.nextafter(0, -1)))
"""Between which values, ends included, a score less that of a rule lies if it is better: a tie is
none."""
FEWEST = 5
"""With fewer elections even none inside agrees with an interval of a half."""


class Hindcast(SweepExperiment):
    """How well does each past election follow from the one before?

    Observables: votes and seats of the parties in power, votes of every list, and who loses
    office (another party or alliance has more seats), for every transition that is listed; median,
    50 and 90 % intervals over draws of what is not known and over seeds, beside the official
    result, the last one, and the rule that log-odds of votes follow 0.55 of the change in those of
    approval. Scores: error of the median, mean absolute error over lists, CRPS, how many results
    lie inside, and the Brier score of the chance of losing office. Nothing of the later election is
    used but what was public a month before.
    A list that joined another is a member of it and keeps its appeal.
    What countries share is estimated without the one that is predicted: coat-tail and drift from
    tables and past elections of the others, and a number measured in that country alone is assumed.
    For a country with a list of its own, the full form also writes `hindcast.csv` beside that
    list, for forecasts to tell.
    """

    draws = 0  # the study draws what is not known itself
    scenario = ""
    figures = ()

    def put_to(self, scenario: str) -> None:
        """Predict the elections of one country only: that of the scenario."""
        self.scenario = scenario

    def study(self, quick: bool) -> Study:
        """Run every transition under draws of what is not known, with a few seeds each."""
        voters, draws, seeds_each = (2_000, 5, 2) if quick else (5_000, 80, 2)
        every = tuple(
            Prediction(each, voters, draws, seeds_each) for each in transitions(self._country)
        )
        named = {each.transition.name: each.scenario for each in every}
        return Study(
            every[0].scenario, factorial([scenario_factor(named)]), draws * seeds_each, seed=41,
            others=named, draws=Predictions(every),
        )  # fmt: skip

    def prepare(self, study: Study, execution: Execution | None) -> None:
        """Solve the draws of each transition for its earlier election, which takes longest."""
        if isinstance(study.draws, Predictions):
            study.draws.solve(execution or Execution())

    def summarise(self, folder: Path) -> None:
        """Write tables and claims; beside a list of one's own, how predictions did in full form."""
        super().summarise(folder)
        if has_own_list(self._country) and not read_manifest(folder)["quick"]:
            keep(pd.read_csv(folder / "tables" / "summary.csv"), self._country)

    @property
    def _country(self) -> str:
        return load_scenario(self.scenario).country.name if self.scenario else ""

    def tables(self, results: Results) -> Mapping[str, pd.DataFrame]:
        """Return each transition's prediction, each list's, and how often intervals held."""
        predicted = {str(name): runs for name, runs in results.runs.groupby(SCENARIO, sort=False)}
        listed = {each.name: each for each in _listed(results)}
        pairs = [(listed[name], runs) for name, runs in predicted.items()]
        summary = pd.DataFrame([_summary(each, runs) for each, runs in pairs])
        lists = pd.concat([_lists(each, runs) for each, runs in pairs], ignore_index=True)
        errors = lists.assign(
            model=(lists["median"] - lists["official"]).abs(),
            last=(lists["as_last_time"] - lists["official"]).abs(),
        )
        by_list = errors.groupby("transition", sort=False)[["model", "last"]].mean()
        summary["lists_error"] = by_list["model"].to_numpy()
        summary["lists_error_as_last_time"] = by_list["last"].to_numpy()
        return {
            "summary": summary,
            "lists": lists,
            "scores": _scores(summary),
            "coverage": _coverage(summary, lists),
            "predictions": _predictions(summary),
        }

    def claims(self, tables: Mapping[str, pd.DataFrame]) -> list[Claim]:
        """Hold the predictions against simple rules, their own intervals, and both hard cases."""
        summary = tables["summary"]
        ruled = summary.dropna(subset="rule")
        better = {
            "as last time (rule)": (summary, "as_last_time"),
            "log-odds plus 0.55 of approval's change (rule)": (ruled, "rule"),
        }
        gains = [
            _better(rule, f"votes of those in power are predicted better, {len(part)} transitions",
                    "mean absolute error less the rule's", _gain(part, column))
            for rule, (part, column) in better.items() if len(part) > 1
        ]  # fmt: skip
        return [
            *gains,
            *_tells_who_loses(summary),
            *map(_as_wide_as_they_say, rows(_that_may_fail(tables["coverage"]))),
            *map(_was_possible, rows(summary[summary["lost_office"]])),
        ]


def _tells_who_loses(summary: pd.DataFrame) -> list[Claim]:
    """Hold the chance of losing office against the share of the other elections that lost it."""
    if len(summary) < 2:
        return []
    brier = _brier(summary)
    return [
        _better("share of the other elections (rule)",
                "the chance of losing office is predicted better than by the base rate",
                "mean Brier score less the rule's", of_mean(brier["model"] - brier["the others"]))
    ]  # fmt: skip


def _better(rule: str, says: str, measure: str, gain: Estimate) -> Claim:
    """Claim that a mean lies below that of a rule; elections are the luck of it."""
    return Claim(rule, says, measure, gain.mean, *BETTER, luck=(gain.low, gain.high))


def _brier(summary: pd.DataFrame) -> pd.DataFrame:
    """Return the Brier score of each chance of losing office (Brier 1950), a row an election.

    Column `model`, and `the others`: of the share of all other elections where it was lost.
    """
    lost = summary["lost_office"].astype(float)
    others = (lost.sum() - lost) / (len(lost) - 1)
    told = {"model": summary["p_loses_office"], "the others": others}
    return pd.DataFrame({name: (chance - lost) ** 2 for name, chance in told.items()})


def _that_may_fail(coverage: pd.DataFrame) -> pd.DataFrame:
    """Return the shares of so many elections that what lies inside can be other than they say."""
    return coverage[(coverage["elections"] >= FEWEST) & coverage["low"].notna()]


def _as_wide_as_they_say(row: Any) -> Claim:
    return Claim(
        "intervals (nominal)", f"{row.of}: {row.nominal:.0%} of results lie inside",
        "share of results inside, five points off at most",
        float(row.share), round(row.nominal - 0.05, 2), round(row.nominal + 0.05, 2), share=True,
        luck=(float(row.low), float(row.high)),
    )  # fmt: skip


def _was_possible(row: Any) -> Claim:
    return Claim(
        f"{row.label}, official result",
        "votes of those in power, where they lost office, lie inside the 90 % interval",
        "quantile of the official vote", float(row.quantile), 0.05, 0.95,
    )  # fmt: skip


def _listed(results: Results) -> tuple[Transition, ...]:
    """Return the transitions among which those of the runs are.

    Those of the country's own list, though elections of others may be called as its are.
    """
    country = str(results.scenario["country"]["name"])
    return transitions(country if has_own_list(country) else "")


def _summary(each: Transition, runs: pd.DataFrame) -> dict[str, Any]:
    """Return what was predicted of the parties in power, beside what came and simple rules."""
    known, last, power = official(each.later), each.as_last_time(), list(each.in_power)
    votes = _together(runs, "vote_share", each, power)
    came, again, rule = (
        float(known["vote_share"][power].sum()),
        sum(last[name] for name in power),
        each.one_line(),
    )
    house = each.later.law.elected
    seats = _together(runs, "seats", each, power) / house
    seats_came = float(known["seats"][power].sum() / house)
    found = _beside(votes, came)
    # A single office is won or not: an interval of its seats says nothing that its chance does not.
    told = _beside(seats, seats_came) if house > 1 else dict.fromkeys(found, np.nan)
    return {
        "country": Path(each.later.country.name).name,
        "transition": each.name,
        "label": f"{each.later.country.stated.label} {when(each.later)}",
        **found,
        "error": found["median"] - came,
        "crps": crps(votes, came),
        "quantile": float((votes < came).mean()),
        "as_last_time": again,
        "as_last_time_error": again - came,
        "rule": np.nan if rule is None else rule,
        "rule_error": np.nan if rule is None else rule - came,
        **{f"seats_{key}": value for key, value in told.items()},
        "p_loses_office": float(loses_office(_seats(each, runs), each.later).mean()),
        "lost_office": bool(loses_office(known[["seats"]].T, each.later).iloc[0]),
        "runs": len(runs),
    }


def _together(
    runs: pd.DataFrame, outcome: str, each: Transition, names: Iterable[str]
) -> pd.Series:
    """Return what lists have together in each run, with the lists that joined them."""
    members = [member for name in names for member in (name, *each.joined.get(name, ()))]
    return runs[[f"{outcome}.{member}" for member in members]].astype(float).sum(axis=1)


def _beside(values: pd.Series, came: float) -> dict[str, Any]:
    """Return the official value, the quantiles of the predicted ones, and whether it is inside."""
    found = predictive(values)
    inside = {name: bool(found[low] <= came <= found[high]) for name, (low, high) in INSIDE.items()}
    return {"official": came, **found, **inside}


def _seats(each: Transition, runs: pd.DataFrame) -> pd.DataFrame:
    names = list(each.later.parties)
    return pd.DataFrame({name: _together(runs, "seats", each, [name]) for name in names})


def _lists(each: Transition, runs: pd.DataFrame) -> pd.DataFrame:
    """Return what was predicted of the votes of every list."""
    known, last = official(each.later)["vote_share"], each.as_last_time()
    found = [
        {
            "transition": each.name,
            "party": name,
            "is_new": name not in each.known,
            **_beside(_together(runs, "vote_share", each, [name]), float(known[name])),
            "as_last_time": last[name],
        }
        for name in each.later.parties
    ]
    return pd.DataFrame(found)


def _scores(summary: pd.DataFrame) -> pd.DataFrame:
    """Return mean error and CRPS of votes of those in power, of the model and of both rules.

    Of all transitions, and of those where approval is known, without which the rule says nothing.
    Of lost offices, the Brier score.
    """
    ruled = summary.dropna(subset="rule")
    asked = [
        ("model", summary, "error"), ("as last time", summary, "as_last_time_error"),
        ("model, where approval is known", ruled, "error"),
        ("as last time, there", ruled, "as_last_time_error"),
        ("rule of approval, there", ruled, "rule_error"),
    ]  # fmt: skip
    found = [
        {"prediction": words, "n": len(part), "error": float(part[column].abs().mean()),
         # A prediction without a spread has its absolute error as its score.
         "crps": float(part["crps" if column == "error" else column].abs().mean())}
        for words, part, column in asked if len(part)
    ]  # fmt: skip
    offices = [
        {"prediction": f"office lost, {words}", "n": len(summary), "brier": score}
        for words, score in _brier(summary).mean().items() if len(summary) > 1
    ]  # fmt: skip
    return pd.DataFrame([*found, *offices])


def _coverage(summary: pd.DataFrame, lists: pd.DataFrame) -> pd.DataFrame:
    """Return how many official results lie inside, with the interval of that share.

    It is Wilson's where each election counts once; lists of one election are a cluster.
    """
    seats = summary[[f"seats_{each}" for each in INSIDE]].set_axis(list(INSIDE), axis=1).dropna()
    parts = {
        "votes of those in power": summary,
        "seats of those in power, houses": seats,
        "votes of lists that stood before": lists[~lists["is_new"]],
        "votes of new lists": lists[lists["is_new"]],
    }
    found: list[dict[str, Any]] = []
    for of, part in parts.items():
        for interval, nominal in NOMINAL.items():
            held, n = int(part[interval].sum()), len(part)
            low, high = _interval(part, interval) if n else (np.nan, np.nan)
            found.append({"of": of, "interval": interval, "inside": held, "n": n,
                         "share": held / n if n else np.nan, "low": low, "high": high,
                         "nominal": nominal, "elections": _elections(part)})  # fmt: skip
    return pd.DataFrame([row for row in found if row["n"] > 1])


def _interval(part: pd.DataFrame, interval: str) -> tuple[float, float]:
    if "party" in part:
        return clustered(part[interval], part["transition"])
    return wilson(int(part[interval].sum()), len(part))


def _elections(part: pd.DataFrame) -> int:
    return int(part["transition"].nunique()) if "party" in part else len(part)


def _predictions(summary: pd.DataFrame) -> pd.DataFrame:
    """Return votes and seats of those in power as the figure `predictions` draws them."""
    bands = ["official", *BANDS]
    votes = summary[["label", *bands, "as_last_time", "rule"]].assign(panel="Votes")
    seats = summary[["label", *(f"seats_{each}" for each in bands)]].dropna()
    seats = seats.set_axis(["label", *bands], axis=1).assign(panel="Seats")
    both = pd.concat([votes, seats], ignore_index=True)
    return both.assign(n=summary["runs"].min())


def _gain(summary: pd.DataFrame, column: str) -> Estimate:
    """Return the mean absolute error of the model less that of a rule; below 0 it is better."""
    return of_mean(summary["error"].abs() - summary[f"{column}_error"].abs())
