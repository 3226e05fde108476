"""The folder is the register: what lies in a folder is what the model has.

A new mechanism, party kind, lever, strategy or law is one file with one public class;
no list anywhere has to be edited.
"""

import importlib
import pkgutil
from functools import cache
from typing import Annotated, Any, TypeVar, Union

from pydantic import Field

Kind = TypeVar("Kind")


def names(folder: str) -> list[str]:
    """List what a folder of the model holds, in alphabetical order, without importing it."""
    package = importlib.import_module(f"model.{folder}")
    return sorted(
        module.name
        for module in pkgutil.iter_modules(package.__path__)
        if not module.name.startswith("_")
    )


def load(folder: str, contract: type[Kind]) -> dict[str, type[Kind]]:
    """Import every file of a folder and return its one public class by file name.

    Raises TypeError for a file that does not hold exactly one class of the contract.
    """
    return dict(_load(folder, contract))  # type: ignore[arg-type]


@cache
def _load(folder: str, contract: type[Any]) -> tuple[tuple[str, type[Any]], ...]:
    return tuple((name, one_class(f"model.{folder}.{name}", contract)) for name in names(folder))


def one_class(path: str, contract: type[Kind]) -> type[Kind]:
    """Import a module and return its one public class of a contract.

    Raises TypeError if it holds none or several.
    """
    module = importlib.import_module(path)
    found = [
        each
        for each in vars(module).values()
        if isinstance(each, type)
        and issubclass(each, contract)
        and each.__module__ == module.__name__
        and not each.__name__.startswith("_")
    ]
    if len(found) != 1:
        raise TypeError(
            f"{path.replace('.', '/')}.py must hold exactly one public {contract.__name__}; "
            f"it holds {len(found)}."
        )
    return found[0]


def any_of(folder: str, contract: type[Any]) -> Any:
    """Return the type "any class of this folder, told apart by `kind`"."""
    kinds = tuple(load(folder, contract).values())
    if len(kinds) == 1:
        return kinds[0]
    return Annotated[Union[kinds], Field(discriminator="kind")]  # noqa: UP007


def summary(kind: type[Any]) -> str:
    """Return the rule of a class in one line: the first line of its docstring."""
    return (kind.__doc__ or "").strip().splitlines()[0]
