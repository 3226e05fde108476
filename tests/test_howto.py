"""The examples of model/HOWTO.md, written into a copy of the project, keep the contracts."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from examples import examples

ROOT = Path(__file__).parent.parent
HOWTO = ROOT / "model/HOWTO.md"
COMMAND = re.compile(r"`(partyofpower|python -m) ([^`]+)`")
END = "\N{RECORD SEPARATOR}"
GIVE_ALL = f"""
import runpy
import sys

for command in sys.argv[1:]:
    module, *arguments = command.split()
    sys.argv = [module, *arguments, *["--engine", "serial"] * ("experiment" in arguments)]
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=False)
    except SystemExit as end:
        assert not end.code, command
    print(end={END!r})
"""
"""A program that gives commands one after the other: most of a short one is to import the model."""

CONTRACTS = [
    "tests/test_every_mechanism.py", "tests/test_every_lever.py", "tests/test_every_strategy.py",
    "tests/test_every_law.py", "tests/test_architecture.py",
]  # fmt: skip
HELPERS = ["tests/conftest.py", "tests/mechanism_runs.py", "tests/observed.py"]
PROJECT = ["model", "experiments", "pyproject.toml", *HELPERS, *CONTRACTS]


def commands() -> list[str]:
    """Return the commands that the document shows, as arguments of `python -m`."""
    module = {"partyofpower": "experiments.cli ", "python -m": ""}
    found = COMMAND.findall(HOWTO.read_text(encoding="utf-8"))
    return [module[program] + arguments for program, arguments in found]


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """Return a copy of the project with the examples in it."""
    folder: Path = tmp_path_factory.mktemp("project")
    for name in PROJECT:
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        # With what numba has compiled, so that nothing is compiled again.
        (shutil.copytree if source.is_dir() else shutil.copy2)(source, target)
    for name, content in examples(HOWTO).items():
        assert not (folder / name).exists(), f"{name} is in the project already"
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    (folder / "give_all.py").write_text(GIVE_ALL, encoding="utf-8")
    return folder


def in_the_copy(folder: Path, *arguments: str) -> str:
    """Run a Python module in the copy, which must succeed; return what it prints."""
    command = [sys.executable, "-m", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_there_is_an_example_and_a_test_of_each_kind():
    folders = {"/".join(name.split("/")[:2]) for name in examples(HOWTO)}
    kinds = ("parties", "mechanisms", "countries", "levers", "strategies", "laws")
    assert {f"model/{kind}" for kind in kinds} | {"experiments/questions"} <= folders
    assert sum(name.startswith("tests/") for name in examples(HOWTO)) == len(kinds) + 1


def test_their_tests_pass_and_they_keep_the_contracts_of_their_folders(copy):
    tests = [name for name in examples(HOWTO) if name.startswith("tests/")]
    # Contracts name their part in brackets; of the other tests those are chosen by their words.
    chosen = ["price_rises", "fuel_subsidy", "centrist", "danish", "every_file", "ten_opport"]
    chosen += [Path(name).stem for name in tests]
    options = ["-p", "no:cacheprovider", "-vv", "-k", " or ".join(chosen)]
    told = in_the_copy(copy, "pytest", *options, *CONTRACTS, *tests)
    for name in tests:
        assert re.search(rf"^{name}::\w+ PASSED", told, re.MULTILINE), name
    for part in chosen[:4]:
        assert f"[{part}] PASSED" in told or f"[{part}-1] PASSED" in told


@pytest.fixture(scope="module")
def answers(copy) -> dict[str, str]:
    """Return what each command prints, given in one process."""
    told = in_the_copy(copy, "give_all", *commands())
    return dict(zip(commands(), told.split(END), strict=False))


TOLD = {
    "experiments.publish.odd_tables": r"\A\s*\Z",
    "experiments.cli run kazakhstan-2022 --with": r"\AKazakhstan, February 2022 .*Nur Otan +\d",
    "experiments.cli validate queues.toml": r"\A\s*queues.toml is valid: 8 parties, 52 weeks",
    "experiments.cli validate dear-winter": r"\A\s*dear-winter is valid: 8 parties, 52 weeks",
    "experiments.cli seats votes.csv": r"party +seats *\nLeft +58 *\nCentre +24 *\nRight +16\b",
    "experiments.cli seats districts.csv": r"party +seats *\nLeft +2 *\nRight +1\b",
    "experiments.cli list laws": r"danish +Seats go .*tiers +.*Czechia",
    "experiments.cli experiment prices": r"prices rise.*holds: dear food raises protest",
}
"""What each command prints, by how it begins."""


@pytest.mark.parametrize("command", commands())
def test_every_command_of_the_page_does_its_work(answers, command):
    (told,) = [words for begins, words in TOLD.items() if command.startswith(begins)]
    assert re.search(told, answers[command], re.DOTALL)


def test_no_words_are_expected_of_a_command_that_is_not_on_the_page():
    assert len(TOLD) == len(commands())


def test_the_seats_are_as_many_as_the_page_says(answers):
    (total,) = re.findall(r"says who gets the (\d+) seats", HOWTO.read_text(encoding="utf-8"))
    (command,) = [each for each in answers if " votes.csv --law danish" in each]
    seats = re.findall(r"^\w+ +(\d+) *$", answers[command], re.MULTILINE)
    assert sum(map(int, seats)) == int(total)


def test_the_tables_are_rewritten_with_the_new_law(copy, answers):
    assert "`laws.danish.house_size`" in (copy / "model/ODD.md").read_text(encoding="utf-8")


def test_the_experiment_draws_its_figure(copy, answers):
    assert (copy / "results/prices-quick/figures/curves.pdf").stat().st_size > 1000


def test_the_examples_are_as_clean_as_the_project(copy):
    in_the_copy(copy, "ruff", "check", "--no-cache", *_sources())
    in_the_copy(copy, "ruff", "format", "--no-cache", "--check", *_sources())


def _sources() -> list[str]:
    return [name for name in examples(HOWTO) if name.endswith(".py")]
