"""What the documents say of the code is so."""

import csv
import re
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
DOCUMENTS = [ROOT / "README.md", COMMANDS, *sorted((ROOT / "model").glob("*.md"))]
ODD = DOCUMENT.read_text(encoding="utf-8")
LINK = re.compile(r"\]\(([^)\s]+)\)")


def prose() -> str:
    """Return the description without its generated tables, which name every parameter."""
    return re.sub(r"<!-- ([\w ]+): begin -->.*?<!-- \1: end -->", "", ODD, flags=re.DOTALL)


def anchors(path: Path) -> set[str]:
    """Return the anchors of a document's headings, as they are made from their words."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each).strip().lower().replace(" ", "-") for each in headings}


def commands() -> dict[str, set[str]]:
    """Return every command that the documents name, with the options they give it."""
    found: dict[str, set[str]] = {}
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8").replace("\\\n", " ")
        for name, rest in re.findall(r"partyofpower ([a-z]+(?:-[a-z]+)*)([^`\n]*)", text):
            found.setdefault(name, set()).update(re.findall(r"(--[a-z]+)", rest))
    return found


def test_the_tables_of_the_description_are_those_of_the_code():
    assert rewritten(ODD) == ODD, "run: python -m experiments.publish.odd_tables"


def test_the_tables_of_predicted_elections_are_those_of_the_results():
    for page, table in past_predictions.pages(ROOT / past_predictions.RESULTS):
        text = page.read_text(encoding="utf-8")
        told = f"{page}: run: python -m experiments.publish.past_predictions"
        assert past_predictions.rewritten(text, table) == text, told


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


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
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


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_files_named_in_the_text_are_there(document):
    made_up = re.findall(r"^# (\S+/\S+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    named = re.findall(r"`((?:model|experiments|tests)/[\w/.-]+)`", document.read_text("utf-8"))
    for path in set(named) - set(made_up):
        if "NAME" not in path:
            assert (ROOT / path).exists(), f"{document.name} names {path}"


@pytest.mark.parametrize(("name", "options"), sorted(commands().items()))
def test_the_commands_that_the_documents_name_exist(name, options):
    done = CliRunner().invoke(application(), [name, "--help"])
    assert done.exit_code == 0, done.output
    offered = set(re.findall(r"--[a-z]+", done.output))
    assert options <= offered, f"partyofpower {name} has no {options - offered}"


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
