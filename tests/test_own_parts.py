"""A user's own parts: used where a command names them, and never run where none has."""

import json
import re
from pathlib import Path

import pytest
from examples import examples

from experiments import cli
from experiments.running.engines import Local, Serial
from experiments.running.sweep import Execution, sweep
from experiments.store.folder import read_manifest, read_runs
from experiments.study.design import Factor, factorial
from experiments.study.plan import Study
from model import own_parts
from model.app.plan import read_upload
from model.parameters.errors import ScenarioError
from model.run import run
from model.scenario import load_scenario

EXAMPLES = Path(__file__).parent.parent / "model/HOWTO.md"
SMALL = {"voters": 1000, "weeks": 3}
ANGER = "mechanisms.price_rises.anger"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A foreign folder with the examples of the page on parts, and none of them in use."""
    for name, content in examples(EXAMPLES).items():
        if not name.startswith("tests/"):
            (tmp_path / Path(name).name).write_text(content, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    own_parts.use(())


def in_use(*files: str) -> None:
    own_parts.use(own_parts.read(files))


def told(capfd, monkeypatch, *arguments: str) -> str:
    """Run a command; return what it says on standard error if it fails, else its output."""
    monkeypatch.setattr("sys.argv", ["partyofpower", *arguments])
    with pytest.raises(SystemExit) as end:
        cli.main()
    said = capfd.readouterr()
    return str(said.err if end.value.code else said.out)


CHANGES = {
    "price_rises": {ANGER: 5.0},
    "fuel_subsidy": {"levers.fuel_subsidy.start": 0},
    "danish": {"law": {"kind": "danish", "house_size": 50}},
    "regional_league": {"parties.league": {"kind": "regional_league", "appeal": 2.0}},
    "centrist": {
        "mechanisms.party_strategies": {"pace": 1.0},
        "parties.ak_zhol.strategy": "centrist",
    },
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_part_of_each_kind_works_while_it_is_in_use_and_only_then(folder, name):
    before = load_scenario("kazakhstan-2022", SMALL)
    in_use(f"{name}.py")
    base = load_scenario("kazakhstan-2022", SMALL)
    changed = base.replace(CHANGES[name])
    assert base.hash == before.hash != changed.hash
    assert run(changed, 1).outcome != run(base, 1).outcome
    own_parts.use(())
    with pytest.raises(ScenarioError, match=rf"{name}"):
        base.replace(CHANGES[name])


def test_an_edited_part_is_another_run(folder):
    in_use("price_rises.py")
    first = load_scenario("kazakhstan-2022", {ANGER: 1.0}).hash
    part = folder / "price_rises.py"
    part.write_text(part.read_text().replace("self.anger *", "2 * self.anger *"))
    in_use("price_rises.py")
    second = load_scenario("kazakhstan-2022", {ANGER: 1.0})
    assert second.hash != first
    part.write_text(part.read_text() + "# a word\n")
    assert load_scenario("kazakhstan-2022", {ANGER: 1.0}).hash == second.hash, "not in use yet"


def test_parts_reach_the_workers_and_the_manifest_keeps_their_text(folder):
    in_use("price_rises.py")
    base = load_scenario("kazakhstan-2022", {**SMALL, ANGER: 0.0})
    study = Study(base, factorial([Factor(ANGER, (0.0, 5.0))]), 2, 1)
    sweep(study, folder / "local", Execution(Local(1)))
    sweep(study, folder / "serial", Execution(Serial()))
    local, serial = read_runs(folder / "local"), read_runs(folder / "serial")
    assert set(local["status"]) == {"ok"}
    assert local["protest"].tolist() == serial["protest"].tolist()
    assert local["protest"].nunique() == 4
    text = read_manifest(folder / "local")["own_files"]["price_rises.py"]
    assert text == (folder / "price_rises.py").read_text()


UNTRUSTED = 'from pathlib import Path\nPath("it-ran").touch()\n'


def test_code_that_no_command_has_named_is_never_run(folder, capfd, monkeypatch):
    (folder / "evil.py").write_text(UNTRUSTED)
    (folder / "uploaded.toml").write_text('extends = "kazakhstan-2022"\nparts = ["evil.py"]\n')
    commands = (
        ["validate", "uploaded.toml"],
        ["list", "parameters", "--scenario", "uploaded.toml"],
        ["run", "uploaded.toml"],
        ["view", "uploaded.toml"],
        ["sweep", "uploaded.toml", "--out", "out"],
        ["validate", "uploaded.toml", "--with", "price_rises.py"],
    )
    for arguments in commands:
        assert "add --with evil.py" in told(capfd, monkeypatch, *arguments)
    with pytest.raises(ScenarioError, match=re.escape("--with evil.py")):
        read_upload("uploaded.toml", Path("uploaded.toml").read_text())
    with pytest.raises(ScenarioError, match=re.escape("--with evil.py")):
        load_scenario("kazakhstan-2022").replace({"parts": ["evil.py"]})
    assert not (folder / "it-ran").exists()
    told(capfd, monkeypatch, "validate", "uploaded.toml", "--with", "evil.py")
    assert (folder / "it-ran").exists(), "the test would not have noticed"


def test_a_scenario_needs_the_parts_of_the_one_that_it_extends(folder):
    (folder / "more").mkdir()
    (folder / "more" / "variant.toml").write_text(
        'extends = "../queues.toml"\nparts = ["../price_rises.py"]\n'
    )
    in_use("price_rises.py")
    with pytest.raises(ScenarioError, match=re.escape("add --with bread_queues.py")):
        load_scenario("more/variant.toml")
    in_use("price_rises.py", "bread_queues.py")
    assert load_scenario("more/variant.toml").mechanisms.active()["bread_queues"].anger == 0.1


SPOILT = {
    "return [poor]": r"mechanism spoilt in week 0 returned .*an Effect is wanted",
    "return Effect(protest_drift=poor[:3])": r"protest_drift = .* the shape \(\d+,\) \(C\)",
    "return Effect(protest_drift=poor / 0)": r"protest_drift = .*finite numbers",
    "import numpy as np; return Effect(protest_drift=np.ma.masked_less(poor, 2))": "finite numbers",
    "return Effect(crowd=0.0)": "changed crowd, which it does not name in `changes`",
    "return Effect(protest_drft=poor)": "line 33: TypeError: An effect cannot change protest_drft",
    'return {}["nothing"]': r"The mechanism spoilt in .*spoilt\.py, line 33: KeyError: 'nothing'",
}


@pytest.mark.filterwarnings("ignore:.*encountered in divide:RuntimeWarning")
@pytest.mark.parametrize("line", SPOILT)
def test_an_error_names_file_part_and_what_it_returned(folder, capfd, monkeypatch, line):
    whole = (folder / "price_rises.py").read_text()
    asked = "return Effect(protest_drift=self.anger * self.inflation * poor)"
    assert asked in whole
    (folder / "spoilt.py").write_text(whole.replace(asked, line))
    options = ["--with", "spoilt.py", "--set", "mechanisms.spoilt=true", "--voters", "1000"]
    said = told(capfd, monkeypatch, "run", "kazakhstan-2022", *options)
    assert "spoilt.py" in said
    assert "Traceback" not in said
    assert re.search(SPOILT[line], said), said


def test_numbers_of_any_kind_are_taken(folder):
    whole = (folder / "price_rises.py").read_text().replace('"protest_drift"', '"funds"')
    asked = "return Effect(protest_drift=self.anger * self.inflation * poor)"
    assert asked in whole
    outcomes = []
    for name, kind in (("plain", "float64"), ("wide", "longdouble")):
        line = f"import numpy as np; return Effect(funds=np.{kind}(1.5))"
        (folder / f"{name}.py").write_text(whole.replace(asked, line))
        in_use(f"{name}.py")
        case = load_scenario("kazakhstan-2022", {**SMALL, f"mechanisms.{name}": True})
        outcomes.append(run(case, 1).outcome)
    assert outcomes[0] == outcomes[1]


def test_laws_and_strategies_are_held_to_what_they_promise(folder, capfd, monkeypatch):
    law = (folder / "danish.py").read_text()
    (folder / "danish.py").write_text(re.sub(r"return highest.*", "return votes.sum()", law))
    options = ["--with", "danish.py", "--set", "law.kind=danish", "--voters", "1000"]
    said = told(capfd, monkeypatch, "run", "replication-stickers", *options)
    assert re.search(r"danish\.py: the law danish returned .* one for each of \d+ parties", said)
    strategy = (folder / "centrist.py").read_text()
    (folder / "centrist.py").write_text(re.sub(r"return view.*", "return np.ones(7)", strategy))
    options = ["--with", "centrist.py", "--set", "parties.party.strategy=centrist"]
    said = told(capfd, monkeypatch, "run", "replication-stickers", *options, "--voters", "1000")
    assert re.search(r"centrist\.py: the strategy centrist returned .* each of \d+ issues", said)


REFUSED = {
    "nothing.py": ("x = 1\n", "holds 0 parts"),
    "Capital.py": ("x = 1\n", "its name is that of the part"),
    "notes.txt": ("x = 1\n", "no file of code"),
    "syntax.py": ("def\n", r"syntax\.py, line 1: SyntaxError"),
    "raises.py": ("x = 1\ny = 1 / 0\n", r"raises\.py, line 2: ZeroDivisionError"),
    "backlash.py": (None, "has the name of a part of the model, mechanisms/backlash"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_holds_no_part_is_refused_in_a_sentence(folder, name):
    text, why = REFUSED[name]
    (folder / name).write_text(text or (folder / "price_rises.py").read_text())
    in_use("bread_queues.py")
    with pytest.raises(ScenarioError, match=why):
        in_use(name)
    assert load_scenario("queues.toml"), "what was in use stays so"


def test_an_experiment_of_ones_own_is_called_by_its_file(folder, capfd, monkeypatch):
    experiment = (folder / "prices.py").read_text()
    experiment = experiment.replace('"dear-winter"', '"dear-winter.toml"')
    smaller = experiment.replace("return Study(base,", 'base = base.replace({"voters": 1000, '
                                 '"weeks": 9})\n        return Study(base,')  # fmt: skip
    assert smaller != experiment
    (folder / "prices.py").write_text(smaller)
    with_parts = ["--with", "price_rises.py", "--with", "fuel_subsidy.py", "--engine", "serial"]
    said = told(capfd, monkeypatch, "experiment", "./prices.py", "--quick", "--json", *with_parts)
    assert "claims" in said, said
    assert set(read_runs(folder / "results/prices-quick")["status"]) == {"ok"}
    manifest = json.loads((folder / "results/prices-quick/manifest.json").read_text())
    assert {"prices.py", "price_rises.py", "fuel_subsidy.py"} == set(manifest["own_files"])
    assert "There is no experiment 'nix'" in told(capfd, monkeypatch, "experiment", "nix")
