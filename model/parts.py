"""The parts of which a scenario is composed: one field for each file of a folder."""

from typing import TYPE_CHECKING, Any

from pydantic import create_model, model_validator

from model.parameters.parameter import Component
from model.parameters.registry import load
from model.politics.contracts import Lever, Mechanism


class Parts(Component):
    """A set of parts switched on by being present; one field for each file of a folder."""

    @model_validator(mode="before")
    @classmethod
    def _switches(cls, given: Any) -> Any:
        """Read `name = true` as "with its defaults" and `name = false` as absent."""
        if not isinstance(given, dict):
            return given
        plain = {name: {} if value is True else value for name, value in given.items()}
        return {name: None if value is False else value for name, value in plain.items()}

    def active(self) -> dict[str, Any]:
        """Return the parts that are switched on, by name, in alphabetical order."""
        return {name: part for name, part in self if part is not None}


def _parts(title: str, folder: str, contract: type[Any]) -> Any:
    fields: dict[str, Any] = {
        name: (kind | None, None) for name, kind in load(folder, contract).items()
    }
    return create_model(title, __base__=Parts, **fields)


if TYPE_CHECKING:

    class Mechanisms(Parts):
        """Which mechanisms are on; at run time it has a field for each file of the folder."""

    class Levers(Parts):
        """Which levers are pulled; at run time it has a field for each file of the folder."""

else:
    Mechanisms = _parts("Mechanisms", "mechanisms", Mechanism)
    Levers = _parts("Levers", "levers", Lever)
