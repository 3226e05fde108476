"""The claims of the analysis, with what the model says of each."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from experiments.experiment import author_of
from experiments.publish.report import Verdict, answered, claims
from model.scenario import load_scenario
from model.society.country import first_scenario, folder_of

COUNTRY = load_scenario(first_scenario()).country
"""The country of which the analysis is."""


def citation() -> str:
    """Return how the analysis is cited."""
    return f"The analysis: {COUNTRY.stated.analysis}."


def claims_of_the_analysis(results: Path) -> Iterator[dict[str, str]]:
    """Yield each claim by its number, where it lives in the model, and the verdict.

    A claim is held by tests, or the table says why none can hold it. Experiments that lie in
    `results` in their full form add how often what they measured was as claimed.
    """
    found = _by_experiments(results)
    table = (folder_of(COUNTRY.name) / "claims.csv").read_text("utf-8")
    for row in csv.DictReader(table.splitlines()):
        tested = "a test holds it" if row["test"] else f"outside the model: {row['reason']}"
        said = [tested, *found.get(row["id"], [])]
        yield {
            "id": row["id"],
            "claim": row["claim"],
            "as": row["where"],
            "verdict": "; ".join(said),
            "place": row["place"],
        }


def _by_experiments(results: Path) -> dict[str, list[str]]:
    """Return by claim in which experiments it holds, and in which it does not."""
    found: dict[str, list[str]] = {}
    for folder, _ in answered(results):
        verdicts = Counter((author_of(each.source), _verdict(each)) for each in claims(folder))
        for (source, verdict), times in verdicts.items():
            often = "" if times == 1 else f" {times} times"
            found.setdefault(source, []).append(f"{folder.name}: {verdict}{often}")
    return found


def _verdict(claim: Verdict) -> str:
    """Return the verdict, how its source was used, and in what share of draws it holds."""
    used = claim.source.removeprefix(author_of(claim.source))
    return claim.verdict + used + (f" ({claim.draws})" if claim.draws else "")
