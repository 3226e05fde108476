"""The page in front of the results, `results/README.md`.

`python -m experiments.publish.index` writes it.

Made from the folders alone: every experiment whose full form has left claims is a row.
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from experiments.publish.report import Verdict, answered, claims
from experiments.store.files import write_whole

HEAD = """# Results

Each folder answers one question: `claims.csv` says of each claim whether the model shows it,
`tables/` and `figures/` what that rests on, `manifest.json` how it was made. Raw runs are not
kept here: `make results` makes them all again, `make results ONLY="baseline law"` some of them,
each with a page `report.html` that shows everything. This page is made by the same command.

Each verdict is for the central value of every assumed number, over many seeds. Where a claim was
looked at under draws of what is not known as well, `claims.csv` has two intervals: what the luck
of seeds leaves open (`luck_low` to `luck_high`, 95 %), and how the value varies over the draws
(`q05` to `q95`); answers of older versions may lack the first. The lists below tell both, and in
what share of the draws the claim holds. In brackets stand sources, or the numbers of the analysis
(`partyofpower list claims`). The version ends in a fingerprint of the model's code: answers with
another one are those of another model.
"""


def index(results: Path) -> str:
    """Return the page for a folder of results folders, as Markdown."""
    rows, shortfalls, unsure = [], [], []
    for folder, manifest in answered(results):
        verdicts = claims(folder)
        failed = [claim for claim in verdicts if claim.fails]
        in_few = [claim for claim in verdicts if claim.is_unsure]
        counts = (sum(claim.holds for claim in verdicts), len(in_few), len(failed))
        rows.append(_row(folder.name, manifest, counts))
        shortfalls += [_told(folder.name, claim) for claim in failed]
        unsure += [_told(folder.name, claim) for claim in in_few]
    head = ["| question | holds | of these, in few draws | does not hold | version | commit |",
            "| --- | ---: | ---: | ---: | --- | --- |"]  # fmt: skip
    # Claims that do not hold are results too.
    below = [
        "## Claims that do not hold\n",
        *(shortfalls or ["None."]),
        "",
        "## Claims that hold, but in fewer than half of the draws\n",
        *(unsure or ["None."]),
    ]
    return "\n".join([HEAD, *head, *rows, "", *below, ""])


def _row(name: str, manifest: Mapping[str, Any], counts: Sequence[int]) -> str:
    git = manifest.get("git") or {"commit": "", "dirty": False}
    commit = git["commit"][:7] + ("+" if git["dirty"] else "")
    question = f"[{name}]({name}/): {_plain(manifest['question'])}"
    return f"| {question} | {' | '.join(map(str, counts))} | {manifest['version']} | {commit} |"


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
