"""A room says what a line in it may touch: imports run downwards, and folders are the register."""

import ast
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

import networkx
import pytest

from model.parameters.registry import load, names
from model.politics.contracts import ElectoralLaw, Lever, Mechanism, PartyType, Strategy
from model.run import run
from model.scenario import validated

ROOT = Path(__file__).parent.parent
ROOMS = (
    "model/parameters",
    "model/numerics",
    "model/display",
    "model/society",
    "model/politics",
    "model/voters",
    "model/ballot",
    ("model/laws", "model/parties", "model/strategies", "model/levers", "model/mechanisms"),
    "model/leaders.py",
    "model/parts.py",
    "model/entry.py",
    "model/scenario.py",
    "model/own_parts.py",
    "model/draws.py",
    "model/opening.py",
    "model/campaign.py",
    "model/election.py",
    "model/measures",
    "model/run.py",
    "model/voter.py",
    "model/simulation.py",
    "model/app",
    "experiments/study",
    "experiments/store",
    "experiments/running",
    "experiments/analysis",
    "experiments/evidence",
    "experiments/figures",
    "experiments/forensics",
    "experiments/inference",
    "experiments/replication",
    "experiments/tools",
    "experiments/experiment.py",
    "experiments/questions",
    "experiments/publish",
    "experiments/cli",
)
"""The house, lowest room first. Those in brackets are one level and do not import each other."""

MOST_FILES = 10
LARGE = {
    "model/laws", "model/parties", "model/strategies", "model/levers", "model/mechanisms",
    "model/app/views", "experiments/figures", "experiments/questions",
    "experiments/cli",
}  # fmt: skip
"""Rooms that may hold more than ten files: doors, and others that list what there is."""

CONTRACTS = {
    "mechanisms": Mechanism,
    "parties": PartyType,
    "levers": Lever,
    "strategies": Strategy,
    "laws": ElectoralLaw,
}


def sources(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def called(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def file_of(module: str) -> str | None:
    """Return the file of a module of ours; None for what is no module."""
    path = ROOT / module.replace(".", "/")
    found = [each for each in (path.with_suffix(".py"), path / "__init__.py") if each.is_file()]
    return called(found[0]) if found else None


def imported(path: Path) -> set[str]:
    """Return the files of ours that a file imports: at its head, for types, and in functions."""
    found: set[str | None] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {file_of(alias.name) for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path} has a relative import"
            inside = {file_of(f"{node.module}.{alias.name}") for alias in node.names}
            # `from package import module` reads the module; anything else reads the package.
            found |= inside - {None} or {file_of(node.module)}
    return {each for each in found if each}


LEVELS = {
    room: level
    for level, row in enumerate(ROOMS)
    for room in ([row] if isinstance(row, str) else row)
}
EVERY = [*sources("model"), *sources("experiments")]
HALVES = ("model", "experiments")


@cache
def imports() -> dict[str, set[str]]:
    """Return what every file of ours imports; to read them all takes longer than most tests."""
    return {called(path): imported(path) for path in EVERY}


PACKAGES = {f"{half}/__init__.py" for half in HALVES}


def room_of(file: str) -> str | None:
    return next((each for each in LEVELS if file == each or file.startswith(f"{each}/")), None)


def beside(room: str, name: str) -> str:
    """Return the entry that a room calls by name: one of its own half, or the whole model."""
    if name == "model":
        return max((each for each in LEVELS if each.startswith("model/")), key=LEVELS.__getitem__)
    entry = f"{room.split('/')[0]}/{name}"
    return entry if entry in LEVELS else f"{entry}.py"


def arrows() -> set[tuple[str, str]]:
    """Return who imports whom across rooms, among the files that have a room."""
    return {
        (file, other)
        for file, others in imports().items()
        for other in others - PACKAGES
        if room_of(file) != room_of(other)
    }


def test_every_file_belongs_to_a_room():
    assert {file for file in imports() if room_of(file) is None} == PACKAGES
    assert all((ROOT / room).exists() for room in LEVELS)


def test_nothing_imports_upwards_nor_beside():
    upwards = {
        (file, other)
        for file, other in arrows()
        if LEVELS[str(room_of(other))] >= LEVELS[str(room_of(file))]
    }
    assert upwards == set()


def test_no_files_import_each_other_in_a_circle():
    graph = networkx.DiGraph(
        (file, other) for file, others in imports().items() for other in others
    )
    circles = [each for each in networkx.strongly_connected_components(graph) if len(each) > 1]
    assert circles == []


def test_rooms_are_small():
    folders = {(ROOT / file).parent for file in imports()}
    for folder in folders - {ROOT / each for each in LARGE}:
        files = [each for each in folder.glob("*.py") if each.name != "__init__.py"]
        inside = called(folder)
        assert len(files) <= MOST_FILES or inside == "model", f"{inside} has {len(files)} files"


@pytest.mark.parametrize("room", [each for each in LEVELS if not each.endswith(".py")])
def test_a_room_says_what_it_is_for_and_imports_no_more_than_it_says(room):
    text = ast.get_docstring(ast.parse((ROOT / room / "__init__.py").read_text()))
    assert text, room
    allowed = re.search(r"May import `([\w/.]+)`|Imports no other room", text)
    assert allowed, f"{room} does not say what it may import"
    highest = -1 if allowed[1] is None else LEVELS[beside(room, allowed[1])]
    assert highest < LEVELS[room]
    for file, other in arrows():
        if room_of(file) == room:
            assert LEVELS[str(room_of(other))] <= highest, f"{file} imports {other}"


def test_the_readme_shows_the_rooms_in_this_order():
    text = (ROOT / "README.md").read_text(encoding="utf-8").split("## Where things are")[1]
    tree = text.split("```")[1]
    shown, top = [], ""
    for line in filter(None, tree.splitlines()):
        names = [each.rstrip("/") for each in line.split() if each.endswith(("/", ".py"))]
        if line.startswith(" "):
            shown += [f"{top}/{name}" for name in names]
        else:
            (top,) = names
    assert shown == list(LEVELS)


def test_figures_read_results_and_what_is_declared_and_never_run_a_model():
    read = {other for path in sources("experiments/figures") for other in imported(path)}
    read -= {"model/parameters/names.py"}
    of_the_model = {each for each in read if each.startswith("model")}
    assert {room_of(each) for each in of_the_model} == {"model/display"}


def test_the_page_and_the_figures_draw_with_one_kit():
    for path in EVERY:
        if room_of(called(path)) not in ("model/display", "model/parties"):
            assert "#3f90da" not in path.read_text(encoding="utf-8"), path


@pytest.mark.parametrize("folder", sorted(CONTRACTS))
def test_every_file_of_a_folder_is_one_part_called_like_the_file(folder):
    found = load(folder, CONTRACTS[folder])
    assert list(found) == names(folder)
    assert found
    for name, kind in found.items():
        assert kind.key() == name
        assert kind.__name__.lower() == name.replace("_", "")
        assert (kind.__doc__ or "").strip()


def test_files_are_short_and_functions_shorter():
    lengths = []
    for path in EVERY:
        text = path.read_text()
        assert len(text.splitlines()) <= 400, path
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                assert node.end_lineno is not None
                lengths.append(node.end_lineno - node.lineno + 1)
                assert lengths[-1] <= 60, f"{path}:{node.name}"
    assert sorted(lengths)[len(lengths) // 2] <= 12


def test_every_inner_loop_is_compiled_the_same_way():
    assert [path.name for path in EVERY if "njit" in path.read_text()] == ["compiled.py"]


def remembered() -> dict[str, int]:
    """Return the size of whatever could remember something in a module: caches and containers."""
    modules = [each for name, each in sys.modules.items() if name.split(".")[0] in HALVES]
    return {
        f"{module.__name__}.{name}": value.cache_info().currsize
        if hasattr(value, "cache_info")
        else len(value)
        for module in modules
        for name, value in vars(module).items()
        if hasattr(value, "cache_info") or isinstance(value, dict | list | set)
    }


def another_world(scenario: Any, number: int) -> Any:
    """Return the scenario with other people and other texts of its country."""
    content = scenario.replace({"population.protest": -1 - number / 10}).model_dump(mode="json")
    content["country"]["text"] += "\n" * number
    content["population"]["regions"]["text"] += "\n" * number
    content["population"]["electorate"] *= 1 + number
    return validated(content, f"world {number}")


def test_no_module_remembers_the_worlds_that_were_played(kazakhstan):
    small = kazakhstan.replace({"voters": 1000, "weeks": 2})
    sizes = []
    for number in (1, 2):
        run(another_world(small, number), seed=1)
        sizes.append(remembered())
    assert sizes[1] == sizes[0]
