"""The claims of the analysis, with what the model says of each."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from experiments.experiment import author_of
from experiments.publish.report import Verdict, answered, claims
from model.scenario import load_scenario
from model.society.country import first_scenario, folder_of

COUNTRY = load_scenario(first_scenario()).country
"""The country of which the analysis is."""

UNDRAWN = {
    "calibration": "over draws of its own",
    "history": "fitted to each past election",
    "machine": "by a search, without draws",
    "outlook": "over draws of its own",
    "reform-portfolio": "over futures of its own",
    "sensitivity": "over a design of its own",
    "taboo": "over futures of its own",
}
"""Why an experiment has no share of draws in which a claim of the analysis holds."""

SEVERAL = re.compile(r"(?:claim )?([A-Z])(\d+)(?:-\1(\d+))?\b")
"""A claim or a span of them, as a source begins: `Z8`, `claim S5: 40-50 %`, `O1-O9`."""


def citation() -> str:
    """Return how the analysis is cited."""
    return f"The analysis: {COUNTRY.stated.analysis}."


def claims_of_the_analysis(results: Path) -> Iterator[dict[str, str]]:
    """Yield each claim by its number, where it lives in the model, and the verdict.

    A claim is put into the model, or tests say that it holds or that it does not, or the table
    says why neither can be. Experiments that lie in `results` in their full form add how often
    what they measured was as claimed.
    """
    found = _by_experiments(results)
    table = (folder_of(COUNTRY.name) / "claims.csv").read_text("utf-8")
    for row in csv.DictReader(table.splitlines()):
        yield {
            "id": row["id"],
            "claim": row["claim"],
            "as": row["where"],
            "verdict": "; ".join([*_standing(row), *found.get(row["id"], [])]),
            "place": row["place"],
            "tests": "; ".join(filter(None, (row["test"], row["otherwise"]))),
        }


def _standing(row: Mapping[str, str]) -> Iterator[str]:
    """Yield what the table says of a claim, before any experiment."""
    if row["put_in"]:
        yield f"put in: {row['put_in'].replace('; ', ', ')}"
    if row["test"]:
        yield "a test holds it"
    if row["otherwise"]:
        yield f"a test shows otherwise: {row['note']}"
    if row["reason"]:
        yield f"outside the model: {row['reason']}"


def _by_experiments(results: Path) -> dict[str, list[str]]:
    """Return by claim in which experiments it holds, and in which it does not."""
    found: dict[str, list[str]] = {}
    for folder, _ in answered(results):
        verdicts = Counter(
            (author_of(each.source), _verdict(each, folder.name)) for each in claims(folder)
        )
        for (source, verdict), times in verdicts.items():
            often = "" if times == 1 else f" {times} times"
            for claim in covered(source):
                found.setdefault(claim, []).append(f"{folder.name}: {verdict}{often}")
    return found


def covered(source: str) -> list[str]:
    """Return the numbers of the claims that a source stands for; none if it is another's."""
    several = SEVERAL.match(source)
    if several is None:
        return []
    letter, first, last = several.groups()
    return [f"{letter}{number}" for number in range(int(first), int(last or first) + 1)]


def _verdict(claim: Verdict, experiment: str) -> str:
    """Return the verdict, how its source was used, and in what share of draws it holds.

    Where no such share is known it says why; and it says where claims were tried together only.
    """
    author = author_of(claim.source)
    used = claim.source.removeprefix(author)
    together = f", {author} together" if len(covered(author)) > 1 else ""
    over = claim.draws or UNDRAWN.get(experiment, "")
    return claim.verdict + used + together + (f" ({over})" if over else "")
