"""What the documents say of the code is so."""

import csv
import re
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from experiments.cli import application
from experiments.publish import past_predictions
from experiments.publish.odd_tables import DOCUMENT, rewritten, tables
from experiments.running.engines import Serial
from experiments.running.sweep import Execution, sweep
from experiments.study.design import single
from experiments.study.plan import Study
from model.parameters.registry import names
from model.scenario import load_scenario

ROOT = Path(__file__).parent.parent
COMMANDS = ROOT / "experiments" / "README.md"
DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "CHANGELOG.md", "results/README.md")),
    *(COMMANDS, ROOT / "experiments" / "evidence" / "README.md"),
    *sorted((ROOT / "model").glob("*.md")),
    *sorted((ROOT / "model" / "countries").glob("*/README.md")),
]
ODD = DOCUMENT.read_text(encoding="utf-8")
LINK = re.compile(r"\]\(([^)\s]+)\)")


def prose() -> str:
    """Return the description without its generated tables, which name every parameter."""
    return re.sub(r"<!-- ([\w ]+): begin -->.*?<!-- \1: end -->", "", ODD, flags=re.DOTALL)


def anchors(path: Path) -> set[str]:
    """Return the anchors of a document's headings, as they are made from their words."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each).strip().lower().replace(" ", "-") for each in headings}


OPTION = re.compile(r"(?<![\w-])--[a-z]+(?:-[a-z]+)*")
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`(?:[^`\n]|\n(?!\n))+`|^ {4}.+$", re.MULTILINE)
CALL = re.compile(r"partyofpower ([a-z]+(?:-[a-z]+)*)(.*)")


def calls(text: str) -> list[tuple[str, set[str]]]:
    """Return each command in the code of a text, with its options; code may run over a line."""
    text = text.replace("\\\n", " ")
    lines = [line for block in FENCED.findall(text) for line in block.splitlines()]
    code = [*lines, *CODE.findall(FENCED.sub("", text))]
    found = (call for each in code for call in CALL.findall(" ".join(each.split())))
    return [(name, set(OPTION.findall(rest))) for name, rest in found]


def commands() -> dict[str, set[str]]:
    """Return every command that the documents name, with the options they give it."""
    found: dict[str, set[str]] = {}
    for document in DOCUMENTS:
        for name, options in calls(document.read_text(encoding="utf-8")):
            found.setdefault(name, set()).update(options)
    return found


def told(path: Path) -> str:
    """Return a document by its place in the project, as the name of a case."""
    return path.relative_to(ROOT).as_posix()


def test_the_tables_of_the_description_are_those_of_the_code():
    assert rewritten(ODD) == ODD, "run: python -m experiments.publish.odd_tables"


def test_the_tables_of_predicted_elections_are_those_of_the_results():
    for page, table in past_predictions.pages(ROOT / past_predictions.RESULTS):
        text = page.read_text(encoding="utf-8")
        run = f"{page}: run: python -m experiments.publish.past_predictions"
        assert past_predictions.rewritten(text, table) == text, run


@pytest.mark.parametrize("room", ["model", "experiments", "results"])
def test_a_shipped_table_has_rows_of_one_length(room):
    for path in (ROOT / room).rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            lengths = {len(row) for row in csv.reader(file) if row}
        assert len(lengths) == 1, path


@pytest.mark.parametrize("room", ["model", "experiments", "tests"])
def test_files_that_a_shipped_table_names_as_sources_are_there(room):
    ours = re.compile(r"\b(?:model|experiments|tests|shared)/[\w/.-]+\.\w+")
    for path in (ROOT / room).rglob("*.csv"):
        for named in set(ours.findall(path.read_text(encoding="utf-8"))):
            assert (ROOT / named).exists(), f"{path} names {named}"


def test_every_parameter_of_the_baseline_has_a_row_with_its_source():
    table = tables()["parameters"]
    rows = [line.split(" | ") for line in table.splitlines()[2:]]
    paths = {row[0].strip("| `"): row for row in rows}
    for parameter in load_scenario("kazakhstan-2022").parameters():
        assert paths[parameter.path][-1].rstrip(" |") == parameter.source.replace("|", "\\|")
        assert parameter.source
        assert parameter.unit


def test_a_description_without_markers_is_refused():
    with pytest.raises(ValueError, match="stocks: begin"):
        rewritten("# The model")


@pytest.mark.parametrize("folder", ["mechanisms", "levers", "strategies", "laws", "parties"])
def test_the_description_names_every_part(folder):
    missing = [name for name in names(folder) if f"`{name}`" not in prose()]
    assert not missing, f"model/ODD.md does not name {missing}"


def test_the_description_has_the_seven_elements_of_the_protocol():
    headings = re.findall(r"^## \d\. (.+)$", ODD, re.MULTILINE)
    assert headings[:7] == [
        "Purpose and patterns",
        "Entities, state variables, scales",
        "Process overview and scheduling",
        "Design concepts",
        "Initialisation",
        "Input data",
        "Submodels",
    ]


@pytest.mark.parametrize("document", DOCUMENTS, ids=told)
def test_relative_links_lead_somewhere(document):
    # What stands in code is no link.
    text = re.sub(r"^```.*?^```$", "", document.read_text(encoding="utf-8"), flags=re.M | re.S)
    for link in LINK.findall(text):
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        target = (document.parent / path) if path else document
        assert target.exists(), f"{document.name} links to {link}, which is not there"
        if anchor:
            assert anchor in anchors(target), f"{target.name} has no heading #{anchor}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=told)
def test_files_named_in_the_text_are_there(document):
    made_up = re.findall(r"^# (\S+/\S+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    named = re.findall(r"`((?:model|experiments|tests)/[\w/.-]+)`", document.read_text("utf-8"))
    for path in set(named) - set(made_up):
        if "NAME" not in path:
            assert (ROOT / path).exists(), f"{document.name} names {path}"


OF_OTHERS = {"--write"}
"""Options of modules under `experiments` that are no commands."""


@cache
def offered(name: str) -> frozenset[str]:
    """Return the options of a command that exists."""
    done = CliRunner().invoke(application(), [name, "--help"])
    assert done.exit_code == 0, done.output
    return frozenset(OPTION.findall(done.output))


@pytest.mark.parametrize(("name", "options"), sorted(commands().items()))
def test_the_commands_that_the_documents_name_exist(name, options):
    assert options <= offered(name), f"partyofpower {name} has no {options - offered(name)}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=told)
def test_an_option_named_without_its_command_is_one_of_some_command(document):
    text = FENCED.sub("", document.read_text(encoding="utf-8"))
    alone = [each for each in CODE.findall(text) if each.startswith("`--")]
    every = [offered(str(each.name)) for each in application().registered_commands]
    assert set(OPTION.findall(" ".join(alone))) - frozenset.union(*every) - OF_OTHERS == set()


def test_commands_are_read_with_their_options_wherever_they_stand():
    text = """
    partyofpower sweep a --out b \\
        --replicates 4

`partyofpower seats votes.csv --first-divisor
1.4` and `partyofpower run a`; --not-this.

```
partyofpower run b --seed 1
```
"""
    assert sorted(calls(text), key=lambda call: call[0]) == [
        ("run", {"--seed"}), ("run", set()),
        ("seats", {"--first-divisor"}), ("sweep", {"--out", "--replicates"}),
    ]  # fmt: skip


def test_the_line_of_pandas_in_the_readme_reads_a_sweep(tmp_path, monkeypatch):
    line = re.search(r"`(from experiments[^`]+)`", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert line is not None
    folder = re.search(r'read_runs\("([^"]+)"\)', line.group(1))
    assert folder is not None
    monkeypatch.chdir(tmp_path)
    case = load_scenario("kazakhstan-2022", {"voters": 1000, "weeks": 1})
    sweep(Study(case, single(), replicates=2), Path(folder.group(1)), Execution(Serial()))
    names: dict[str, pd.DataFrame] = {}
    exec(line.group(1), names)
    assert list(names["runs"]["status"]) == ["ok", "ok"]
