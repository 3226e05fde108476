"""Small summary tables as experiments leave them, for the figures that are drawn from one."""

from pathlib import Path

import numpy as np
import pandas as pd

from experiments.forensics import count_pictures
from model.ballot.count import Count, counted
from model.ballot.precincts import Precincts, Stations, spread


def tornado() -> pd.DataFrame:
    """Ablation: one mechanism taken out at a time."""
    without = {
        "Leader coattail": (-0.13, -0.16, -0.10),
        "Administrative mobilisation": (-0.21, -0.23, -0.19),
        "Oligarch entry": (0.05, 0.03, 0.07),
        "Protest contagion": (0.02, -0.01, 0.05),
        "State media": (-0.08, -0.10, -0.06),
    }
    return pd.DataFrame(
        {
            "factor": name,
            "setting": "without",
            "change": change,
            "low": low,
            "high": high,
            "outcome": "share of seats, Nur Otan",
            "n": 200,
        }
        for name, (change, low, high) in without.items()
    )


def sobol_bars() -> pd.DataFrame:
    """Indices of five factors."""
    names = ["Popularity", "Attachment", "Resource", "Money", "Contagion"]
    first = pd.Series([0.31, 0.12, 0.22, 0.08, 0.03])
    total = pd.Series([0.42, 0.25, 0.27, 0.14, 0.06])
    return pd.DataFrame(
        {
            "factor": names,
            "first": first,
            "first_low": first - 0.03,
            "first_high": first + 0.03,
            "total": total,
            "total_low": total - 0.04,
            "total_high": total + 0.04,
            "outcome": "share of seats",
        }
    )


def influence() -> pd.DataFrame:
    """Two measures of four factors and the dummy."""
    names = ["Popularity", "Attachment", "Resource", "Money", "dummy"]
    measures = {"Share of variance, alone": 0.3, "Shift of the distribution": 0.5}
    return pd.DataFrame(
        {
            "factor": name,
            "measure": measure,
            "index": size / (place + 1),
            "low": size / (place + 1) - 0.05,
            "high": size / (place + 1) + 0.05,
            "outcome": "share of seats",
            "n": 640,
        }
        for measure, size in measures.items()
        for place, name in enumerate(names)
    )


def regret_map() -> pd.DataFrame:
    """Six packages in five futures."""
    futures = ["As it is", "Two entrants", "Sudden shock", "Elite exit", "Dry machine"]
    packages = {
        "Nothing": [0.02, 0.14, 0.21, 0.30, 0.33],
        "Social promises": [0.01, 0.10, 0.15, 0.26, 0.20],
        "Primaries": [0.05, 0.03, 0.12, 0.06, 0.11],
        "Primaries and promises": [0.04, 0.00, 0.05, 0.04, 0.03],
        "Snap election": [0.00, 0.08, 0.31, 0.02, 0.18],
        "Taboo moves": [0.12, 0.05, 0.00, 0.00, 0.00],
    }
    return pd.DataFrame(
        {
            "package": name,
            "future": future,
            "regret": regret,
            "worst": max(regrets),
            "outcome": "share of seats",
        }
        for name, regrets in packages.items()
        for future, regret in zip(futures, regrets, strict=True)
    )


def decision_rules() -> pd.DataFrame:
    """Three packages by two rules."""
    verdicts = {"Nothing": (0.4, 0.3), "Primaries": (0.8, 0.35), "Taboo moves": (0.6, 0.5)}
    rules = ("Futures with a majority", "Seats in the worst case")
    return pd.DataFrame(
        {"package": package, "rule": rule, "value": value}
        for package, values in verdicts.items()
        for rule, value in zip(rules, values, strict=True)
    )


def failing_futures() -> pd.DataFrame:
    """A package with a box of failures, one that never fails and so has none."""
    some = pd.DataFrame(
        {
            "package": "Primaries",
            "sentence": "Primaries fails when the tie is at most 0.4 (90% of failures there).",
            "x": [0.1, 0.3, 0.6, 0.9],
            "y": [10.0, 30.0, 20.0, 40.0],
            "x_name": "the tie",
            "y_name": "the money",
            "fails": [1, 1, 0, 0],
            "left": 0.0,
            "right": 0.4,
            "bottom": 0.0,
            "top": 40.0,
        }
    )
    never = some.assign(package="All", sentence="All keeps the majority.", fails=0)
    box = ["left", "right", "bottom", "top"]
    return pd.concat([some, never.assign(**dict.fromkeys(box, np.nan))], ignore_index=True)


def tipping_points() -> pd.DataFrame:
    """Five tries on the way to a bracket."""
    return pd.DataFrame(
        {
            "outcome": "majority",
            "parameter": "Strength of the machine",
            "value": [0.0, 0.5, 0.25, 0.125, 1.0],
            "held": [0, 20, 18, 3, 20],
            "runs": 20,
            "below": 0.125,
            "above": 0.25,
        }
    )


def vote_flows() -> pd.DataFrame:
    """Flows between the favourite in week 0 and the vote, people."""
    flows = {
        ("nur_otan", "nur_otan"): 3.9e6,
        ("nur_otan", "agrarians"): 0.4e6,
        ("nur_otan", "fresh"): 0.3e6,
        ("nur_otan", "stayed_at_home"): 0.6e6,
        ("ak_zhol", "ak_zhol"): 0.5e6,
        ("ak_zhol", "fresh"): 0.25e6,
        ("peoples_party", "peoples_party"): 0.45e6,
        ("peoples_party", "agrarians"): 0.1e6,
        ("auyl", "agrarians"): 0.15e6,
        ("auyl", "auyl"): 0.2e6,
        ("osdp", "stayed_at_home"): 0.06e6,
        ("undecided", "nur_otan"): 1.1e6,
        ("undecided", "fresh"): 0.8e6,
        ("undecided", "stayed_at_home"): 2.9e6,
    }
    return pd.DataFrame(
        {"from": start, "to": end, "people": people, "before": "Week 0", "after": "The vote"}
        for (start, end), people in flows.items()
    )


def curves() -> pd.DataFrame:
    """Two panels of two lines over the number of entrants."""
    return pd.DataFrame(
        {
            "panel": panel, "series": series, "x": x, "y": start + slope * x,
            "low": start + slope * x - 0.02, "high": start + slope * x + 0.02,
            "x_label": "Number of entrants", "y_label": panel, "n": 240,
        }
        for panel, start in (("Share of seats", 0.6), ("Votes that win no seat", 0.05))
        for series, slope in (("no threshold", 0.0), ("threshold 7 %", 0.02))
        for x in (1, 2, 4, 8, 12)
    )  # fmt: skip


def counts() -> dict[str, Precincts]:
    """Two counts of a thousand stations, one of them stuffed in every tenth station."""
    people = np.array([[200_000, 240_000, 20_000, 540_000]])
    where, table = spread(people, Stations(mean=1000), 1)
    fair = Precincts(where.region, where.locality, table.sum(axis=1), table[:, :2], table[:, 2], 0)
    return {"fair": fair, "inflated": counted(fair, Count(extreme=0.1), 1)}


def fingerprint() -> pd.DataFrame:
    """Stations by turnout and share."""
    return count_pictures.tables(counts())["fingerprint"]


def cumulative_curve() -> pd.DataFrame:
    """The share over the electorate."""
    return count_pictures.tables(counts())["cumulative-curve"]


def votes_by_turnout() -> pd.DataFrame:
    """Votes over turnout."""
    return count_pictures.tables(counts())["votes-by-turnout"]


def ranking() -> pd.DataFrame:
    """A tournament of three strategies."""
    share = pd.Series([0.6, 0.3, 0.1])
    return pd.DataFrame(
        {
            "strategy": ["hunter", "aggregator", "sticker"],
            "share": share,
            "low": share - 0.05,
            "high": share + 0.05,
            "parties": [4.2, 2.0, 1.1],
            "n": 8,
        }
    )


def targets() -> pd.DataFrame:
    """Two groups of targets: hit, missed, and known by their side or exactly."""
    value = pd.Series([0.32, 1.9, -0.02, 0.0])
    return pd.DataFrame(
        {
            "panel": ["Policy space", "Policy space", "Niche", "Seats"],
            "label": ["distance of hunters", "misery of hunters", "dismissive", "errors of seats"],
            "value": value,
            "low": value - pd.Series([0.02, 0.1, 0.0, 0.0]),
            "high": value + pd.Series([0.02, 0.1, 0.0, 0.0]),
            "relation": ["about", "about", "below", "about"],
            "target": [0.3, 1.0, 0.0, 0.0],
            "tolerance": [0.05, 0.1, 0.0, 0.0],
            "verdict": ["pass", "fail", "pass", "pass"],
            "n": 20,
        }
    )


def predictions() -> pd.DataFrame:
    """Two elections, one of which came as nobody expected; a rule says nothing of seats."""
    both = {"label": ["Freedonia 1933", "Sylvania 1935"], "q05": [0.3, 0.2], "q25": [0.4, 0.3]}
    both |= {"median": [0.45, 0.35], "q75": [0.5, 0.4], "q95": [0.6, 0.5], "official": [0.42, 0.7]}
    votes = pd.DataFrame({**both, "panel": "Votes", "as_last_time": 0.5, "rule": [0.48, np.nan]})
    seats = pd.DataFrame({**both, "panel": "Seats"})
    return pd.concat([votes, seats], ignore_index=True).assign(n=10)


def outlook() -> pd.DataFrame:
    """Two futures: votes with luck inside what is not known, and a probability without luck."""
    both = {"label": ["The usual one", "A harder one"], "median": [0.6, 0.4]}
    votes = {
        "q05": [0.4, 0.2],
        "q95": [0.8, 0.6],
        "chance_q05": [0.5, 0.3],
        "chance_q95": [0.7, 0.5],
    }
    chance = {
        "q05": [0.5, 0.3],
        "q95": [0.7, 0.5],
        "chance_q05": [0.6, 0.4],
        "chance_q95": [0.6, 0.4],
    }
    panels = {"Official votes": votes, "P(majority)": chance}
    tables = [pd.DataFrame({**both, **row, "panel": name}) for name, row in panels.items()]
    return pd.concat(tables, ignore_index=True).assign(n=10)


LEFT_BY_EXPERIMENTS = {
    "outlook": outlook,
    "predictions": predictions,
    "ranking": ranking,
    "targets": targets,
    "fingerprint": fingerprint,
    "cumulative-curve": cumulative_curve,
    "votes-by-turnout": votes_by_turnout,
    "curves": curves,
    "tornado": tornado,
    "sobol-bars": sobol_bars,
    "influence": influence,
    "regret-map": regret_map,
    "decision-rules": decision_rules,
    "failing-futures": failing_futures,
    "tipping-points": tipping_points,
    "vote-flows": vote_flows,
}


def write(folder: Path) -> None:
    """Leave every table in a folder, as an experiment does."""
    folder.mkdir(exist_ok=True)
    for name, table in LEFT_BY_EXPERIMENTS.items():
        table().to_csv(folder / f"{name}.csv", index=False)
