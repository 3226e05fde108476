"""The questions put to the model: one file, one experiment. The folder is the register.

May import `experiment` and what lies below it.
"""

import pkgutil
from typing import Any

from experiments.experiment import Experiment
from experiments.study.errors import UserError
from model.parameters.registry import one_class


def names() -> list[str]:
    """List the experiments by name."""
    return sorted(each.name.replace("_", "-") for each in pkgutil.iter_modules(__path__))


def experiment(name: str) -> Experiment:
    """Return the experiment of a name; raises UserError for one that does not exist."""
    if name not in names():
        raise UserError(f"There is no experiment {name!r}; there are {', '.join(names())}.")
    contract: type[Any] = Experiment
    made: Experiment = one_class(f"{__name__}.{name.replace('-', '_')}", contract)()
    return made
