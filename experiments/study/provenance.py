"""Where results come from: version, commit and packages."""

import platform
import re
import subprocess
import tokenize
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from io import StringIO
from itertools import accumulate
from pathlib import Path
from typing import Any

DISTRIBUTION = "party-of-power"
PACKAGES = ("mesa", "numpy", "numba", "pandas", "pyarrow", "pydantic", "SALib", "scipy")
CODE = ("--", "model", "experiments", "pyproject.toml")
CHECKOUT = Path(__file__).resolve().parents[2]


@cache
def model_version() -> str:
    """Return the version of the model, with a fingerprint of its rules; it helps to name a run.

    The fingerprint is of what the code says that a run imports (not of comments, docstrings and
    line breaks). So a sweep never goes on with runs of other rules, as after a mechanism was
    added, and goes on after a change of words, of the page or of a commit elsewhere.
    """
    return f"{_version(DISTRIBUTION) or 'not installed'}+{_fingerprint()}"


def _fingerprint() -> str:
    said = [rules for _, rules in sorted(rule_files().items())]
    return sha256("\n".join(said).encode()).hexdigest()[:8]


def rule_files() -> dict[Path, str]:
    """Return what the files of code say that a run may read: what it imports, and every part.

    Tables of a country are no part of it: a scenario holds those that a run reads.
    """
    folder = Path(str(files("model")))
    waiting = [folder / "run.py", *(each for part in PARTS for each in folder.glob(f"{part}/*.py"))]
    found: dict[Path, str] = {}
    while waiting:
        file = waiting.pop()
        if file not in found and file.is_file():
            found[file] = _rules(file.read_text(encoding="utf-8"))
            waiting += _imported(found[file], folder.parent)
    return found


def _imported(rules: str, root: Path) -> Iterator[Path]:
    """Yield the files of the model that a file imports, wherever in it the import stands."""
    for module, names in IMPORT.findall(rules):
        path = root.joinpath(*module.split("\n.\n"))
        for each in (path, *(path / name for name in names.split("\n"))):
            yield from (each.with_suffix(".py"), each / "__init__.py")


def _rules(source: str) -> str:
    """Return what a file says to the interpreter, apart from strings that stand alone.

    These are its words as they are written, one a line, without comments and line breaks that
    mean nothing. Every version of Python reads the same words (a syntax tree differs).
    """
    said: list[str] = []
    inside = 0  # of a formatted string, which newer versions take apart
    opened = 0
    begins = [0, *accumulate(map(len, source.splitlines(keepends=True)))]

    def at(line: int, column: int) -> int:
        return begins[line - 1] + column

    for token in tokenize.generate_tokens(StringIO(source).readline):
        name = tokenize.tok_name[token.type]
        if name == "FSTRING_START":
            opened = opened if inside else at(*token.start)
            inside += 1
        elif name == "FSTRING_END":
            inside -= 1
            if not inside:
                said.append(source[opened : at(*token.end)])
        elif not inside and name not in SILENT:
            said.append(name if name in LAYOUT else token.string)
    return "\n".join(_without_docstrings(said))


SILENT = {"COMMENT", "NL", "ENCODING", "ENDMARKER"}
LAYOUT = {"NEWLINE", "INDENT", "DEDENT"}
IMPORT = re.compile(
    r"^(?:from|import)\n(model(?:\n\.\n\w+)*)\n(?:import\n)?([^\"']*?)\nNEWLINE$", re.MULTILINE
)
"""An import of something of the model, a word a line."""
PARTS = ("laws", "levers", "mechanisms", "parties", "strategies")


def _without_docstrings(said: list[str]) -> Iterator[str]:
    """Leave out strings that are a statement of their own."""
    left_out = False
    for before, word, after in zip(["NEWLINE", *said], said, [*said[1:], "NEWLINE"], strict=False):
        alone = before in LAYOUT and after == "NEWLINE" and re.match(r"[rRuU]?[\"']", word)
        if not (alone or left_out):
            yield word
        left_out = bool(alone)  # and so is the end of its line


@cache
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
