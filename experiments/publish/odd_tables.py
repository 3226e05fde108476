"""The tables of the model's description: `python -m experiments.publish.odd_tables` rewrites them.

Each stands in `model/ODD.md` between two markers, and is made from what the code declares;
a test fails while the document says something else.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import fields
from importlib.resources import files
from pathlib import Path
from typing import Any

from experiments.publish.between_markers import put_between
from experiments.store.files import write_whole
from model.measures.outcomes import OUTCOMES
from model.parameters.parameter import Parameter, parameters
from model.parameters.registry import load
from model.politics.contracts import Actor, ElectoralLaw, Lever, Mechanism, Strategy
from model.politics.phases import POLLING_DAY, WEEK, Pass, Phase
from model.politics.state import Stocks, Weekly
from model.scenario import load_scenario
from model.society.country import first_scenario

DOCUMENT = Path(str(files("model"))) / "ODD.md"
BASELINE = first_scenario()
Row = Sequence[str]

CONTRACTS: dict[str, Any] = {
    "mechanisms": Mechanism,
    "levers": Lever,
    "strategies": Strategy,
    "laws": ElectoralLaw,
}


def tables() -> dict[str, str]:
    """Return each table of the document by the name of its markers."""
    return {
        "stocks": _quantities(Stocks),
        "tables": _quantities(Weekly),
        "outcomes": _table(
            ("name", "what it is", "unit"),
            [(f"`{name}`", each.words, each.unit) for name, each in OUTCOMES.items()],
        ),
        "phases": _phases(),
        "mechanisms": _actors("mechanisms"),
        "levers": _actors("levers"),
        "parameters": _of_parameters(load_scenario(BASELINE).parameters()),
        "other parameters": _of_parameters(list(_elsewhere())),
    }


def rewritten(text: str) -> str:
    """Return a document with what stands between its markers made anew.

    Raises ValueError for a document without the markers of a table.
    """
    for name, table in tables().items():
        text = put_between(text, name, table)
    return text


def _quantities(kind: type[Any]) -> str:
    rows = [
        (
            f"`{each.name}`",
            " x ".join(each.metadata["dims"]) or "1",
            each.metadata["meaning"],
            each.metadata["unit"],
        )
        for each in fields(kind)
    ]
    return _table(("name", "shape", "what it is", "unit"), rows)


WHO = {
    Pass.VOTERS: "everybody, in one pass",
    Pass.ASKED: "everybody, in a pass of its own",
    Pass.RECORD: "nobody",
    Pass.VOTE: "everybody; the count and the law",
}


def _phases() -> str:
    """Return the steps of a week in order, and who acts in each."""
    kinds = load("mechanisms", CONTRACTS["mechanisms"])
    rows = []
    for acts, happens in (*WEEK, *POLLING_DAY):
        if isinstance(acts, Pass):
            rows.append((f"*{acts}*", happens, WHO[acts]))
            continue
        who = [f"`{name}`" for name, kind in kinds.items() if kind.phase is acts]
        if acts is Phase.CALENDAR:
            who = ["events", "levers", *who]
        rows.append((f"`{acts.name}`", happens, ", ".join(who)))
    return _table(("phase", "what happens", "who acts"), rows)


def _actors(folder: str) -> str:
    """Return what the parts of a folder read and change."""
    kinds: dict[str, type[Actor]] = load(folder, CONTRACTS[folder])
    rows = [
        (f"`{name}`", ", ".join(kind.reads), ", ".join(kind.changes))
        for name, kind in kinds.items()
    ]
    return _table((folder[:-1], "reads", "changes"), rows)


def _elsewhere() -> Iterator[Parameter]:
    """Yield the parameters, at their defaults, of the parts that the baseline does without."""
    baseline = load_scenario(BASELINE)
    there: dict[str, Collection[str]] = {
        "laws": [baseline.law.kind],
        "mechanisms": baseline.mechanisms.active(),
        "levers": baseline.levers.active(),
    }
    for folder, contract in CONTRACTS.items():
        for name, kind in load(folder, contract).items():
            if name not in there.get(folder, ()):
                yield from parameters(kind(), f"{folder}.{name}.")


def _of_parameters(found: Sequence[Parameter]) -> str:
    rows = [
        (f"`{each.path}`", each.meaning, _number(each.value),
         f"{_number(each.low)} .. {_number(each.high)}", each.unit, each.source)
        for each in found
    ]  # fmt: skip
    return _table(("path", "meaning", "default", "range", "unit", "source"), rows)


def _table(head: Row, rows: Sequence[Row]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines)


def _number(value: float) -> str:
    return f"{value:,.10g}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|") or " "


if __name__ == "__main__":
    write_whole(DOCUMENT, rewritten(DOCUMENT.read_text(encoding="utf-8")))
