"""Data flows one way, and so do imports; the folders are the register."""

import ast
from pathlib import Path

import pytest

from model.parameters.registry import load, names
from model.politics.contracts import ElectoralLaw, Lever, Mechanism, PartyType, Strategy

ROOT = Path(__file__).parent.parent
LAYERS = [
    {"parameter", "catalogue", "complaints", "geometry"},
    {"state", "contracts"},
    {"parties", "laws", "levers", "strategies", "mechanisms", "events", "population", "turnout"},
    {"scenario"},
    {"campaign"},
    {"election"},
    {"observables"},
    {"run", "simulation"},
    {"app"},
]
"""Of the files named, none imports one of a later row, except for type checking."""

FOLDERS = {
    "mechanisms": Mechanism,
    "parties": PartyType,
    "levers": Lever,
    "strategies": Strategy,
    "laws": ElectoralLaw,
}


def sources(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def imported(path: Path) -> set[str]:
    """Modules a file imports when it is imported itself (not for types, not in functions)."""
    found: set[str] = set()
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def layer(module: str) -> int | None:
    parts = module.split(".")
    if parts[0] != "model" or len(parts) < 2:
        return None
    return next((at for at, row in enumerate(LAYERS) if parts[1] in row), None)


@pytest.mark.parametrize("path", sources("model"), ids=lambda p: str(p.relative_to(ROOT)))
def test_the_model_imports_downwards_only(path):
    own = layer(".".join(path.relative_to(ROOT).with_suffix("").parts))
    for module in imported(path):
        assert not module.startswith("experiments"), module
        other = layer(module)
        if own is not None and other is not None:
            assert other <= own, f"{path.name} imports {module}, which comes later"


def test_figures_read_results_and_never_a_model():
    for path in sources("experiments/figures"):
        assert not any(each.startswith("model") for each in imported(path)), path


@pytest.mark.parametrize("folder", sorted(FOLDERS))
def test_every_file_of_a_folder_is_one_part_called_like_the_file(folder):
    found = load(folder, FOLDERS[folder])
    assert list(found) == names(folder)
    assert found
    for name, kind in found.items():
        assert kind.key() == name
        assert kind.__name__.lower() == name.replace("_", "")
        assert (kind.__doc__ or "").strip()


def test_files_are_short_and_functions_shorter():
    lengths = []
    for path in sources("model") + sources("experiments"):
        text = path.read_text()
        assert len(text.splitlines()) <= 400, path
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                assert node.end_lineno is not None
                lengths.append(node.end_lineno - node.lineno + 1)
                assert lengths[-1] <= 60, f"{path}:{node.name}"
    assert sorted(lengths)[len(lengths) // 2] <= 12


def test_every_inner_loop_is_compiled_the_same_way():
    files = [*sources("model"), *sources("experiments")]
    assert [path.name for path in files if "njit" in path.read_text()] == ["compiled.py"]
