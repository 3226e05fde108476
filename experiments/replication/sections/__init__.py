"""Published results that the model must reproduce: target beside value. The folder is the register.

Each file is one section with one function `rows(quick)`; it returns rows as `judged` makes them.
"""

import importlib
import pkgutil
from collections.abc import Callable

from experiments.replication.target import Row

Section = Callable[[bool], list[Row]]


def sections() -> dict[str, Section]:
    """Return the sections by name, in alphabetical order."""
    found = sorted(each.name for each in pkgutil.iter_modules(__path__))
    return {name: importlib.import_module(f"{__name__}.{name}").rows for name in found}


def rows(quick: bool) -> list[Row]:
    """Run every section; `quick` takes fewer runs and holds them to wider tolerances."""
    return [row for section in sections().values() for row in section(quick)]
