"""A user's own parts, one a file, without touching the installation.

`use` lets the files that a command names stand beside the parts of the model, for this process.
Code that no command has named is never run: a scenario may say which files it needs, and is refused
until the command names the same ones.
"""

import sys
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Any, Union, cast

from pydantic.fields import FieldInfo

from model.parameters.errors import ScenarioError
from model.parameters.names import NAMES, refused
from model.parameters.registry import (
    ONE,
    OwnFile,
    OwnPart,
    any_of,
    load,
    own_files,
    public_classes,
    put_in_use,
    shipped_names,
)
from model.parts import Levers, Mechanisms, Parts
from model.politics.contracts import ElectoralLaw, Lever, Mechanism, PartyType, Strategy
from model.scenario import Scenario

CONTRACTS: Mapping[str, type[Any]] = {
    "laws": ElectoralLaw,
    "levers": Lever,
    "mechanisms": Mechanism,
    "parties": PartyType,
    "strategies": Strategy,
}
"""What a part may be, by the folder in which those of the model lie."""

NEEDED = {"mechanisms": "phase", "parties": "bloc"}
"""What a class must say beside its rule, or no run could begin."""


class OwnPartError(ScenarioError):
    """A user's file that holds no part which could be used, in one sentence."""


def read(paths: Sequence[Path | str]) -> tuple[OwnFile, ...]:
    """Read the files that a command names; raises OwnPartError for one that cannot be read."""
    return tuple(dict.fromkeys(_read(Path(each)) for each in paths))


def _read(path: Path) -> OwnFile:
    if path.suffix != ".py":
        raise OwnPartError(f"{path}: is no file of code; name one that ends in .py.")
    try:
        return OwnFile(str(path.resolve()), path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise OwnPartError(f"{path}: cannot be read ({error}).") from None


def use(files: Sequence[OwnFile], others: Sequence[OwnFile] = ()) -> None:
    """Run users' files, and let their parts stand beside those of the model.

    These and no others are in use afterwards. `others` hold no part, such as an experiment; they
    are run after the parts. Raises OwnPartError for a file that cannot be used; what was in use
    before then stays.
    """
    wanted = (*files, *others)
    if wanted == own_files():
        return
    parts = tuple(part_of(file) for file in files)
    for place, part in enumerate(parts):
        if part.name in [each.name for each in parts[:place]]:
            raise OwnPartError(f"{part.file.path}: two files are called {part.name}; rename one.")
    put_in_use(wanted, parts)
    _rebuild()
    for file in others:
        module_of(file)


def part_of(file: OwnFile) -> OwnPart:
    """Run a file and return the one part that it holds."""
    name = Path(file.path).stem
    if refused(name):
        raise OwnPartError(f"{file.path}: its name is that of the part; allowed are {NAMES}.")
    module = module_of(file)
    found = [
        (folder, kind)
        for folder, contract in CONTRACTS.items()
        for kind in public_classes(module, contract)
    ]
    if len(found) != 1:
        known = ", ".join(each.__name__ for each in CONTRACTS.values())
        raise OwnPartError(
            f"{file.path}: holds {len(found)} parts; a file holds exactly one public class, which "
            f"is a {known}."
        )
    folder, kind = found[0]
    problem = _problem(folder, name, kind)
    if problem:
        raise OwnPartError(f"{file.path}: {kind.__name__} {problem}.")
    return OwnPart(folder, name, kind, file)


def _problem(folder: str, name: str, kind: type[Any]) -> str:
    """Say what a class lacks; nothing if a scenario can use it."""
    lacking = sorted(getattr(kind, "__abstractmethods__", ()))
    if lacking:
        return f"lacks what each {ONE[folder]} must have: {', '.join(lacking)}"
    needed = NEEDED.get(folder)
    if needed and not hasattr(kind, needed):
        return f"does not say its {needed}"
    if name in shipped_names(folder):
        return f"has the name of a part of the model, {folder}/{name}; call its file otherwise"
    field = kind.model_fields.get("kind")
    if field is not None and field.default != name:
        return f'must be called like its file: kind: Literal["{name}"] = "{name}"'
    return ""


def module_of(file: OwnFile) -> ModuleType:
    """Run a file once and return its module, under a name that its text decides.

    So an edited file is another module, and a pickle finds the classes of the one that it is from.
    """
    package = f"own_{sha256(repr(file).encode()).hexdigest()[:12]}"
    name = f"{package}.{Path(file.path).stem}"
    if name not in sys.modules:
        sys.modules[package] = ModuleType(package)
        module = sys.modules[name] = ModuleType(name)
        module.__file__ = file.path
        try:
            exec(compile(file.text, file.path, "exec"), module.__dict__)
        except Exception as error:
            del sys.modules[name]
            raise OwnPartError(file.tells(error) or f"{file.path}: {error}") from error
    return sys.modules[name]


def _rebuild() -> None:
    """Let scenarios be validated with the parts that are now in the register."""
    parties: list[type[PartyType]] = [PartyType, *load("parties", PartyType).values()]
    for party in parties:
        party.model_fields["strategy"].annotation = _one_of("strategies")
        party.model_rebuild(force=True)
    _replace_fields(Mechanisms, "mechanisms")
    _replace_fields(Levers, "levers")
    fields = Scenario.model_fields
    fields["parties"].annotation = cast(Any, dict[str, any_of("parties", PartyType)])  # type: ignore[misc]
    fields["law"].annotation = _one_of("laws")
    fields["councils"].annotation = cast(Any, any_of("laws", ElectoralLaw) | None)
    Scenario.model_rebuild(force=True)


def _one_of(folder: str) -> Any:
    return Union[tuple(load(folder, CONTRACTS[folder]).values())]  # noqa: UP007


def _replace_fields(model: type[Parts], folder: str) -> None:
    model.model_fields.clear()
    for name, kind in load(folder, CONTRACTS[folder]).items():
        model.model_fields[name] = FieldInfo.from_annotated_attribute(cast(Any, kind | None), None)
    model.model_rebuild(force=True)
