"""A results folder with plausible numbers, in the layout that the store writes."""

import json
from collections.abc import Callable
from hashlib import sha256
from importlib.resources import files
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

PARTIES: dict[str, tuple[str, str, float]] = {
    "nur_otan": ("incumbent", "Nur Otan", 0.35),
    "ak_zhol": ("established", "Ak Zhol", -1.6),
    "peoples_party": ("established", "People's Party", -1.75),
    "auyl": ("established", "Auyl", -1.9),
    "adal": ("established", "Adal", -2.1),
    "osdp": ("established", "OSDP", -2.6),
    "fresh": ("oligarch_entrant", "Fresh party", -1.2),
    "agrarians": ("niche", "Agrarians", -1.5),
}
DATA = Path(str(files("model"))) / "countries" / "kazakhstan"
REGIONS = tuple(pd.read_csv(DATA / "regions.csv")["region"])
COATTAIL = "mechanisms.leader_coattail.strength"
MONEY = "parties.fresh.funds"
COPIES = "parties.fresh.copies"
UNITS = {MONEY: "million USD", COATTAIL: "relative to the past election"}
WEEKS = 30
ENTRY = {"fresh": 8, "agrarians": 12}

NO_SWEEP = {
    "scenario_name": "kazakhstan-2022", "scenario_hash": "0123456789abcdef",
    "seeds": {"root": 1}, "version": "0.1.0",
}  # fmt: skip
"""The manifest of a question that needs no runs of a scenario."""

Factors = dict[str, list[Any]]
Folder = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Return a maker of results folders: swept values by path, replicates, failed runs."""

    def make(
        factors: Factors | None = None,
        replicates: int = 12,
        failed: int = 0,
        only_failed: bool = False,
    ) -> Path:
        made = write_results(tmp_path / "results", factors or {}, replicates, failed)
        if only_failed:
            _fail_all(made / "runs")
        return made

    return make


def _fail_all(runs: Path) -> None:
    for part in runs.iterdir():
        pd.read_parquet(part).assign(status="error").to_parquet(part)
    sign(runs.parent)


def sign(directory: Path) -> None:
    """Write down what the parts hold now, as if a sweep had written them."""
    parts = sorted(directory.glob("*/part-*.parquet"))
    lines = [f"{sha256(each.read_bytes()).hexdigest()}  {each.parent.name}/{each.name}\n"
             for each in parts]  # fmt: skip
    (directory / "SHA256SUMS").write_text("".join(lines))


def write_results(directory: Path, factors: Factors, replicates: int, failed: int = 0) -> Path:
    """Write manifest, plan, runs and steps of a made-up sweep."""
    generator = np.random.default_rng(7)
    points = list(product(*factors.values())) or [()]
    runs, steps = [], []
    for point, replicate in product(range(len(points)), range(replicates)):
        values = dict(zip(factors, points[point], strict=True))
        about = {"run_id": f"{point:04d}-{replicate:04d}", "point": point, "replicate": replicate}
        run, weeks = _made_up_run(generator, values)
        if COPIES in values:
            run, weeks = _in_copies(run, values[COPIES]), _in_copies(weeks, values[COPIES])
        runs.append({**about, "seed": replicate, "status": "ok", **values, **run})
        steps.append(weeks.assign(run_id=about["run_id"]))
    for number in range(failed):
        place = {"run_id": f"failed-{number}", "point": 0, "replicate": replicates + number}
        first = dict(zip(factors, points[0], strict=True))
        runs.append({**place, "seed": 0, "status": "error", **first})
    _write(directory, factors, pd.DataFrame(runs), pd.concat(steps))
    return directory


def _in_copies(columns: Any, copies: int) -> Any:
    """Put so many parties that share its votes in the place of the fresh one."""
    split: dict[str, Any] = {}
    for name, value in columns.items():
        if name.endswith(".fresh"):
            split |= {f"{name}_{each + 1}": value / copies for each in range(copies)}
        else:
            split[name] = value
    return pd.DataFrame(split) if isinstance(columns, pd.DataFrame) else split


def _write(directory: Path, factors: Factors, runs: pd.DataFrame, steps: pd.DataFrame) -> None:
    chunks = np.arange(len(runs)) * 2 // len(runs)
    for name, table in (("runs", runs), ("steps", steps)):
        (directory / name).mkdir(parents=True)
        for chunk in set(chunks):
            here = table["run_id"].isin(runs["run_id"][chunks == chunk])
            table[here].to_parquet(directory / name / f"part-{chunk:06d}.parquet")
    sign(directory)
    planned = ["point", "replicate", "run_id", "seed", *factors]
    runs[planned].assign(chunk=chunks).to_parquet(directory / "plan.parquet")
    about = {path: {"values": values, "unit": ""} for path, values in factors.items()}
    for path, unit in UNITS.items():
        if path in about:
            about[path]["unit"] = unit
    manifest = {
        "scenario_name": "kazakhstan-2022",
        "scenario": _scenario(),
        "scenario_hash": "0123456789abcdef0123456789abcdef",
        "design": {"kind": "factorial", "factors": about},
        "seeds": {"root": 1, "replicates": 1},
        "version": "0.1.0",
        "counts": {"points": int(runs["point"].nunique()), "runs": len(runs)},
        "plan": [sha256((directory / "plan.parquet").read_bytes()).hexdigest()],
    }
    (directory / "manifest.json").write_text(json.dumps(manifest))


def _scenario() -> dict[str, Any]:
    issues = ("economy", "identity", "order", "reform")
    generator = np.random.default_rng(3)
    parties = {
        name: {
            "kind": kind,
            "label": label,
            "funds": 60.0,
            "platform": dict(
                zip(issues, generator.normal(0, 0.8, 4).round(2).tolist(), strict=True)
            ),
        }
        for name, (kind, label, _) in PARTIES.items()
    }
    return {
        "population": {"regions": "kazakhstan-2022", "electorate": 11_919_241.0},
        "parties": parties,
        "mechanisms": {"leader_coattail": {"strength": 0.5}},
        "law": {"kind": "national_list", "threshold": 0.07},
    }


def _made_up_run(
    generator: np.random.Generator, values: dict[str, float]
) -> tuple[dict[str, Any], pd.DataFrame]:
    appeal = np.array([appeal for _, _, appeal in PARTIES.values()])
    appeal = appeal + generator.normal(0, 0.12, len(appeal))
    appeal[0] += 1.2 * (values.get(COATTAIL, 0.5) - 0.5)
    appeal[6] += 0.012 * (values.get(MONEY, 60) - 60)
    weeks = _made_up_weeks(generator, appeal)
    last = np.array([weeks[f"support.{party}"].iloc[-1] for party in PARTIES])
    votes = last * np.array([1.15] + [1.0] * 7)
    return _outcome(generator, votes / votes.sum(), weeks), weeks


def _made_up_weeks(generator: np.random.Generator, appeal: np.ndarray) -> pd.DataFrame:
    walks = np.cumsum(generator.normal(0, 0.035, (WEEKS, len(appeal))), axis=0)
    weights = np.exp(appeal + walks)
    for place, party in enumerate(PARTIES):
        age = np.arange(WEEKS) - ENTRY.get(party, -1000)
        weights[:, place] *= np.where(age < 0, 0, 1 - np.exp(-np.maximum(age + 1, 0) / 6))
    support = weights / weights.sum(axis=1, keepdims=True)
    weeks = pd.DataFrame(support, columns=[f"support.{party}" for party in PARTIES])
    for party in PARTIES:
        weeks[f"rating.{party}"] = weeks[f"support.{party}"] * 0.8
    weeks["rating.nur_otan"] += 0.12
    return weeks.assign(week=np.arange(WEEKS), undecided=0.2, protest_mean=0.4)


def _outcome(
    generator: np.random.Generator, votes: np.ndarray, weeks: pd.DataFrame
) -> dict[str, Any]:
    passing = np.where(votes >= 0.07, votes, 0)
    quota = 98 * passing / passing.sum()
    seats = np.floor(quota).astype(int)
    seats[np.argsort(quota - seats)[::-1][: 98 - seats.sum()]] += 1
    run: dict[str, Any] = {}
    for place, party in enumerate(PARTIES):
        run[f"vote_share.{party}"] = votes[place]
        run[f"seats.{party}"] = seats[place]
        run[f"seat_share.{party}"] = seats[place] / 98
        run[f"rating.{party}"] = weeks[f"rating.{party}"].iloc[-1]
    for place, region in enumerate(REGIONS):
        run[f"turnout.{region}"] = 0.5 + 0.018 * place + generator.normal(0, 0.01)
        run[f"vote_share.nur_otan.{region}"] = votes[0] + 0.2 * np.sin(place)
    return {
        **run,
        "turnout": generator.normal(0.63, 0.01),
        "wasted": votes[votes < 0.07].sum(),
        "protest": generator.normal(0.4, 0.02),
        "majority": bool(seats[0] > 49),
        "enp_votes": 1 / (votes**2).sum(),
        "enp_seats": 98**2 / (seats**2).sum(),
    }
