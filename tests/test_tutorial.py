"""The tutorial, from its first command to its last, with small numbers."""

import re
import runpy
import shlex
from pathlib import Path

import matplotlib.pyplot as plt
import pytest
import solara
from dots import print_dots

from experiments import figures
from experiments.cli import application

TEXT = (Path(__file__).parent.parent / "model/TUTORIAL.md").read_text(encoding="utf-8")
FILE = re.compile(r"^```\w+\n# (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^    (\S.*)$", re.MULTILINE)
RUN = ["--voters", "1000", "--set", "weeks=26"]
PROMISED = {"tie": "response-curve", "tie-and-machine": "phase-diagram"}
"""Figures that the text promises, by folder; of all that fit only these are drawn here."""
MODULES = tuple(name.replace("-", "_") for name in PROMISED.values())
EXTRA = {"partyofpower run": RUN, "partyofpower sweep": [*RUN, "--engine", "serial"]}


def small(line: str) -> list[str]:
    """Return the arguments of a command with fewer voters, weeks, values and seeds."""
    line = re.sub(r"--replicates \d+", "--replicates 2", line)
    words = shlex.split(re.sub(r"(=[\d.]+:[\d.]+):5", r"\1:3", line))
    return [*words, *EXTRA.get(" ".join(words[:2]), [])]


def follow(line: str) -> None:
    """Do what a line of the tutorial says, in this process."""
    program, *arguments = small(line)
    if program == "partyofpower":
        assert not application()(arguments, standalone_mode=False)
    elif program == "solara":
        page = runpy.run_path(arguments[-1])["page"]
        solara.render(page, handle_error=False)[1].close()
    else:
        assert program == "python"
        runpy.run_path(arguments[0], run_name="__main__")


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """Return the folder in which somebody has followed the tutorial."""
    folder = tmp_path_factory.mktemp("desk")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        few = [each for each in figures.charts() if each.__module__.endswith(MODULES)]
        patch.setattr(figures, "charts", lambda: iter(few))
        plt.switch_backend("agg")
        print_dots(patch)
        for name, content in FILE.findall(TEXT):
            Path(name).write_text(content, encoding="utf-8")
        for line in COMMAND.findall(FILE.sub("", TEXT)):
            follow(line)
        plt.close("all")
    return folder


def test_it_has_a_file_or_command_in_each_of_its_steps():
    parts = TEXT.split("\n## ")
    steps = [part for part in parts if part[0].isdigit()]
    assert len(steps) == 7
    assert all(COMMAND.search(step) for step in steps)


def test_it_ends_with_the_figures_that_it_promises(desk):
    assert (desk / "own-figure.pdf").stat().st_size > 1000
    for folder, figure in PROMISED.items():
        for kind in ("pdf", "png", "csv"):
            assert (desk / "results" / folder / "figures" / f"{figure}.{kind}").exists()


def test_it_leaves_tables_to_look_at(desk):
    exported = (desk / "tie.csv").read_text().splitlines()
    assert len(exported) == 1 + 3 * 2
    assert "vote_share.nur_otan" in exported[0]


def test_it_leaves_a_figure_that_is_made_from_python(desk):
    assert (desk / "from-python.pdf").stat().st_size > 1000


def test_the_minutes_that_its_headings_name_are_at_most_fifteen():
    """How long a reader takes is not measured."""
    minutes = re.findall(r"^## \d\..*\((half a|\w+) minutes?\)$", TEXT, re.MULTILINE)
    words = {"half a": 0.5, "one": 1, "two": 2, "three": 3, "four": 4}
    assert len(minutes) == 7
    assert sum(words[each] for each in minutes) <= 15
