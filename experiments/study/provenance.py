"""Where results come from: version, commit and packages."""

import ast
import platform
import subprocess
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import Any

DISTRIBUTION = "party-of-power"
PACKAGES = ("mesa", "numpy", "numba", "pandas", "pyarrow", "pydantic", "SALib", "scipy")
CODE = ("--", "model", "experiments", "pyproject.toml")
CHECKOUT = Path(__file__).resolve().parents[2]


@cache
def model_version() -> str:
    """Return the version of the model, with a fingerprint of its rules; it helps to name a run.

    The fingerprint is of what the code of `model` says (not of comments, docstrings and layout)
    and of its tables of data. So a sweep never goes on with runs of other rules, as after a
    mechanism was added, and goes on after a change of words or of a commit elsewhere.
    """
    return f"{_version(DISTRIBUTION) or 'not installed'}+{_fingerprint()}"


def _fingerprint() -> str:
    folder = Path(str(files("model")))
    shown = {"app", "display"}
    rules = [file for file in sorted(folder.rglob("*.py")) if not shown & set(file.parts)]
    facts = sorted((folder / "data").glob("*.csv"))
    said = [_rules(file.read_text(encoding="utf-8")) for file in rules]
    said += [sha256(file.read_bytes()).hexdigest() for file in facts]
    return sha256("\n".join(said).encode()).hexdigest()[:8]


def _rules(source: str) -> str:
    """Return what a file says to the interpreter, apart from strings that stand alone."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [each for each in body if not _is_docstring(each)]  # type: ignore[attr-defined]
    return ast.dump(tree)


def _is_docstring(statement: Any) -> bool:
    if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Constant):
        return False
    return isinstance(statement.value.value, str)


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def provenance() -> dict[str, Any]:
    """Say which code, in which state, with which packages makes the results."""
    return {
        "version": model_version(),
        "git": checkout(),
        "python": platform.python_version(),
        "packages": {name: _version(name) for name in PACKAGES},
    }


def checkout() -> dict[str, Any] | None:
    """Return commit and whether files differ from it; None if this is no checkout."""
    if not (CHECKOUT / ".git").exists():
        return None
    commit, status = _git("rev-parse", "HEAD"), _git("status", "--porcelain", *CODE)
    if commit is None or status is None:
        return None
    return {"commit": commit, "dirty": status != ""}


def _git(*arguments: str) -> str | None:
    try:
        done = subprocess.run(
            # Without locks: a sweep that is killed here would leave one in the repository.
            ["git", "--no-optional-locks", "-C", str(CHECKOUT), *arguments],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()
