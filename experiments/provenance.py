"""Where results come from: version, commit and packages."""

import platform
import subprocess
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

DISTRIBUTION = "party-of-power"
PACKAGES = ("mesa", "numpy", "numba", "pandas", "pyarrow", "pydantic", "SALib", "scipy")
CODE = ("--", "model", "experiments", "pyproject.toml")
CHECKOUT = Path(__file__).resolve().parent.parent


@cache
def model_version() -> str:
    """Return the version of the installed model; it is part of what names a run."""
    return _version(DISTRIBUTION) or "not installed"


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
            ["git", "-C", str(CHECKOUT), *arguments], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()
