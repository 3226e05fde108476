"""The page in front of the results, `results/README.md`.

`python -m experiments.publish.index` writes it.

Made from the folders alone: every experiment whose full form has left claims is a row.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from experiments.publish.report import Verdict, answered, claims
from experiments.store.files import write_whole

HEAD = """# Results

Each folder answers one question: `claims.csv` says of each claim whether the model shows it,
`tables/` and `figures/` what that rests on, `manifest.json` how it was made. Raw runs are not
kept here: `make results` makes them all again, `make results ONLY="baseline law"` some of them,
each with a page `report.html` that shows everything. This page is made by the same command.

A verdict is that of the central numbers, over many seeds. Where a claim was looked at under draws
of what is not known as well, the tables and the list below say in what share of the draws it holds.
An answer of an older version is that of the older model.
"""


class Entry(NamedTuple):
    """A results folder: its question, the verdicts, and the code that made it."""

    name: str
    question: str
    claims: list[Verdict]
    commit: str
    version: str

    @property
    def failed(self) -> list[Verdict]:
        """The claims that the model does not show."""
        return [claim for claim in self.claims if not claim.holds]


def index(results: Path) -> str:
    """Return the page for a folder of results folders, as Markdown."""
    entries = list(_entries(results))
    rows = [_row(entry) for entry in entries]
    head = ["question", "holds", "does not hold", "version", "commit"]
    table = [f"| {' | '.join(head)} |", "| --- | ---: | ---: | --- | --- |", *rows]
    return "\n".join([HEAD, *table, "", *_shortfalls(entries)])


def _entries(results: Path) -> Iterator[Entry]:
    for folder, manifest in answered(results):
        git = manifest.get("git") or {"commit": "", "dirty": False}
        commit = git["commit"][:7] + ("+" if git["dirty"] else "")
        version = manifest["version"].partition("+")[0]
        yield Entry(folder.name, manifest["question"], claims(folder), commit, version)


def _row(entry: Entry) -> str:
    failed = len(entry.failed)
    link = f"[{entry.name}]({entry.name}/): {_plain(entry.question)}"
    cells = [link, len(entry.claims) - failed, failed, entry.version, entry.commit]
    return f"| {' | '.join(map(str, cells))} |"


def _shortfalls(entries: list[Entry]) -> Iterator[str]:
    """Yield the claims that do not hold, as a list; they are results too."""
    yield "## Claims that do not hold\n"
    for entry in entries:
        for claim in entry.failed:
            yield _plain(
                f"- {entry.name}: {claim.says} [{claim.source}]. "
                f"{claim.measure}: {claim.value}, expected {claim.expected}"
                f"{claim.draws and f'; it holds {claim.draws}'}."
            )
    if not any(entry.failed for entry in entries):
        yield "None."
    yield ""


def _plain(text: str) -> str:
    """Return text that cannot end a cell of the table or become markup."""
    return " ".join(text.replace("|", "\\|").replace("<", "&lt;").split())


if __name__ == "__main__":
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "results")
    write_whole(folder / "README.md", index(folder))
