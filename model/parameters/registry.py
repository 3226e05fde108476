"""The folder is the register: what lies in a folder is what the model has.

A new mechanism, party kind, lever, strategy or law is one file with one public class;
no list anywhere has to be edited. A user's own files join the register for one process, as
`model/own_parts.py` says.
"""

import importlib
import pkgutil
import traceback
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Annotated, Any, TypeVar, Union

from pydantic import Field

Kind = TypeVar("Kind")

ONE = {
    "laws": "law", "levers": "lever", "mechanisms": "mechanism", "parties": "party kind",
    "strategies": "strategy",
}  # fmt: skip
"""What a single part of a folder is called."""


@dataclass(frozen=True)
class OwnFile:
    """A file of code that a user has named: where it lies, and what it says."""

    path: str
    text: str

    def tells(self, error: BaseException) -> str:
        """Say an error, and in which line of this file it came up; nothing if from elsewhere."""
        frames = traceback.extract_tb(error.__traceback__)
        lines = [each.lineno for each in frames if each.filename == self.path]
        if isinstance(error, SyntaxError):
            lines = [error.lineno]
        if not lines:
            return ""
        said = " ".join(str(error).split()).rstrip(".")
        return f"{self.path}, line {lines[-1]}: {type(error).__name__}: {said}."


@dataclass(frozen=True)
class OwnPart:
    """A part that a user's file holds, and the folder in which it stands as if it lay there."""

    folder: str
    name: str
    kind: type[Any]
    file: OwnFile

    def __str__(self) -> str:
        """Say what it is, and its name."""
        return f"{ONE[self.folder]} {self.name}"


class _Own:
    """What users' files have added to the register of this process."""

    parts: tuple[OwnPart, ...] = ()
    files: tuple[OwnFile, ...] = ()


def own_files() -> tuple[OwnFile, ...]:
    """Return the users' files that are in use, in the order in which they were named."""
    return _Own.files


def own_part_files() -> tuple[OwnFile, ...]:
    """Return those of the users' files in use that hold a part."""
    return tuple(each.file for each in _Own.parts)


def any_own_part() -> bool:
    """Return whether a part of the users is in use."""
    return bool(_Own.parts)


def own_part(kind: type[Any]) -> OwnPart | None:
    """Return the user's part that a class is; None for a class of the model."""
    for each in _Own.parts:
        if each.kind is kind:
            return each
    return None


def told_of(error: BaseException) -> str:
    """Say an error that came up in a user's file; nothing if none of them had to do with it."""
    for file in _Own.files:
        told = file.tells(error)
        if told:
            parts = [f"The {each} in " for each in _Own.parts if each.file == file]
            return "".join([*parts, told])
    return ""


def put_in_use(files: tuple[OwnFile, ...], parts: tuple[OwnPart, ...]) -> None:
    """Let these files and parts of a user, and no others, stand beside those of the model."""
    _Own.files, _Own.parts = files, parts


def names(folder: str) -> list[str]:
    """List what a folder holds, with users' own, in alphabetical order, without importing it."""
    own = [each.name for each in _Own.parts if each.folder == folder]
    return sorted([*shipped_names(folder), *own])


def shipped_names(folder: str) -> list[str]:
    """List what a folder of the model holds."""
    package = importlib.import_module(f"model.{folder}")
    return sorted(
        module.name
        for module in pkgutil.iter_modules(package.__path__)
        if not module.name.startswith("_")
    )


def load(folder: str, contract: type[Kind]) -> dict[str, type[Kind]]:
    """Import every file of a folder and return its one public class by file name.

    Users' own parts are among them. Raises TypeError for a file that does not hold exactly one
    class of the contract.
    """
    own = {each.name: each.kind for each in _Own.parts if each.folder == folder}
    shipped = dict(_load(folder, contract))  # type: ignore[arg-type]
    return dict(sorted({**shipped, **own}.items()))


@cache
def _load(folder: str, contract: type[Any]) -> tuple[tuple[str, type[Any]], ...]:
    return tuple(
        (name, one_class(f"model.{folder}.{name}", contract)) for name in shipped_names(folder)
    )


def one_class(path: str, contract: type[Kind]) -> type[Kind]:
    """Import a module and return its one public class of a contract.

    Raises TypeError if it holds none or several.
    """
    found = public_classes(importlib.import_module(path), contract)
    if len(found) != 1:
        raise TypeError(
            f"{path.replace('.', '/')}.py must hold exactly one public {contract.__name__}; "
            f"it holds {len(found)}."
        )
    return found[0]


def public_classes(module: ModuleType, contract: type[Kind]) -> list[type[Kind]]:
    """Return the public classes of a contract that a module itself defines."""
    return [
        each
        for each in vars(module).values()
        if isinstance(each, type)
        and issubclass(each, contract)
        and each.__module__ == module.__name__
        and not each.__name__.startswith("_")
    ]


def any_of(folder: str, contract: type[Any]) -> Any:
    """Return the type "any class of this folder, told apart by `kind`"."""
    kinds = tuple(load(folder, contract).values())
    if len(kinds) == 1:
        return kinds[0]
    return Annotated[Union[kinds], Field(discriminator="kind")]  # noqa: UP007


def summary(kind: object) -> str:
    """Return the rule of a class in one line: the first line of its docstring."""
    return (kind.__doc__ or "").strip().splitlines()[0]
