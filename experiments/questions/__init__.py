"""The questions put to the model: one file, one experiment. The folder is the register.

May import `experiment` and what lies below it.
"""

import pkgutil
from pathlib import Path

from experiments.experiment import Experiment
from experiments.study.errors import UserError
from model.own_parts import OwnPartError, module_of, read, use
from model.parameters.registry import one_class, own_files, public_classes


def names() -> list[str]:
    """List the experiments by name."""
    return sorted(each.name.replace("_", "-") for each in pkgutil.iter_modules(__path__))


def experiment(name: str) -> Experiment:
    """Return the experiment of a name, or that of a user's own file, as ./mine.py.

    Raises UserError for one that does not exist.
    """
    if name.endswith(".py"):
        return own_experiment(Path(name))
    if name not in names():
        known = ", ".join(names())
        raise UserError(f"There is no experiment {name!r}; there are {known}, and files ./mine.py.")
    return one_class(f"{__name__}.{name.replace('-', '_')}", Experiment)()


def own_experiment(path: Path) -> Experiment:
    """Run a user's file and return the experiment in it; its code reaches the workers, too.

    Raises OwnPartError for a file that does not hold exactly one.
    """
    file = read([path])
    use(own_files(), file)
    found = public_classes(module_of(file[0]), Experiment)
    if len(found) != 1:
        raise OwnPartError(
            f"{path}: holds {len(found)} experiments; a file holds exactly one public class, which "
            "is an Experiment or SweepExperiment."
        )
    return found[0]()
