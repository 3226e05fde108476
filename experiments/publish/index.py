"""The page in front of the results, `results/README.md`.

`python -m experiments.publish.index` writes it.

Made from the folders alone: every experiment whose full form has left claims is a row.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from experiments.publish.report import Verdict, answered, claims
from experiments.store.files import write_whole

HEAD = """# Results

Each folder answers one question: `claims.csv` says of each claim whether the model shows it,
`tables/` and `figures/` what that rests on, `manifest.json` how it was made. Raw runs are not
kept here: `make results` makes them all again, `make results ONLY="baseline law"` some of them,
each with a page `report.html` that shows everything. This page is made by the same command.

Four questions draw what is not known, and their verdicts are over those draws: `calibration`,
`hindcast`, `outlook` and `reform-portfolio`. Two vary chosen numbers over their whole ranges:
`sensitivity` and `taboo`. Every other verdict is for the central value of every assumed number,
over many seeds. Where such a claim was looked at under draws as well, `claims.csv` has two
intervals: what the luck of seeds leaves open (`luck_low` to `luck_high`, 95 %), and how the value
varies over the draws (`q05` to `q95`: nine new draws in ten or, of fewer than 19 draws, the least
and the greatest; each has the luck of its few seeds as well, in some questions of a single one).
Where the interval by luck is known it decides: a claim holds if all of it lies where the claim
says, does not hold if none of it does, and is open if it crosses a bound. The lists below tell both
intervals, and in what share of the draws the claim holds. Intervals in the tables and figures of
the six hold what they draw; in all others they are the luck of seeds at the central values, and
where `draws_low` and `draws_high` (in figures a pale band, a pale bar or a thin line) stand around
them, nine draws in ten lie between these, or nine runs in ten where the figure shows runs. In
brackets stand sources, or the numbers of the analysis (`partyofpower list claims`); *as read here*
after a number marks what the model adds to the claim. Claims whose numbers were *fitted* to their
source are no test, and are counted apart. The version ends in a fingerprint of the model's code: an
answer whose fingerprint is another was made by other code, and may differ. The commit is that of
the code which made tables, claims and figures of the runs; `made_by` in a manifest names that which
made the runs.
"""


TABLE = [
    "| question | holds | of these, in few draws | open | does not hold | fitted | version "
    "| commit |",
    "| --- | ---: | ---: | ---: | ---: | ---: | --- | --- |",
]
SECTIONS: Mapping[str, Callable[[Verdict], bool]] = {
    # Claims that do not hold are results too.
    "Claims that do not hold": lambda claim: claim.fails,
    "Claims that luck leaves open": lambda claim: claim.is_open,
    "Claims that hold, but in fewer than half of the draws": lambda claim: claim.is_unsure,
}


def index(results: Path) -> str:
    """Return the page for a folder of results folders, as Markdown."""
    found = [(folder.name, manifest, claims(folder)) for folder, manifest in answered(results)]
    below = []
    for title, belongs in SECTIONS.items():
        told = [_told(name, each) for name, _, several in found for each in several
                if belongs(each)]  # fmt: skip
        below += [f"## {title}\n", *(told or ["None."]), ""]
    return "\n".join([HEAD, *TABLE, *(_row(*each) for each in found), "", *below])


def _row(name: str, manifest: Mapping[str, Any], verdicts: Sequence[Verdict]) -> str:
    git = manifest.get("answered_by", manifest).get("git") or {"commit": "", "dirty": False}
    commit = git["commit"][:7] + ("+" if git["dirty"] else "")
    question = f"[{name}]({name}/): {_plain(manifest['question'])}"
    counts = " | ".join(map(str, _counts(verdicts)))
    return f"| {question} | {counts} | {manifest['version']} | {commit} |"


def _counts(verdicts: Sequence[Verdict]) -> tuple[int, ...]:
    """Return how many hold, of these in few draws, are open, do not hold; and were fitted."""
    tests = [each for each in verdicts if not each.is_fitted]
    kinds = [(each.holds, each.is_unsure, each.is_open, each.fails) for each in tests]
    sums = map(sum, zip(*kinds, strict=True)) if kinds else (0, 0, 0, 0)
    return (*sums, len(verdicts) - len(tests))


def _told(name: str, claim: Verdict) -> str:
    draws = f"; it holds {claim.draws} ({claim.spread})" if claim.draws else ""
    luck = f" ({claim.luck} by luck of seeds)" if claim.luck else ""
    return _plain(
        f"- {name}: {claim.says} [{claim.source}]. "
        f"{claim.measure}: {claim.value}{luck}, expected {claim.expected}{draws}."
    )


def _plain(text: str) -> str:
    """Return text that cannot end a cell of the table or become markup."""
    return " ".join(text.replace("|", "\\|").replace("<", "&lt;").split())


if __name__ == "__main__":
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "results")
    write_whole(folder / "README.md", index(folder))
