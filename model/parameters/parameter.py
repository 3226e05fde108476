"""One parameter of the model: default, range, unit and source, declared where it steers.

Validation, command help, sliders, samplers and the parameter table of the documentation
all read the same declaration.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, wraps
from typing import Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

Whole = TypeVar("Whole", bound="Component")
Made = TypeVar("Made")


def parameter(
    default: Any,
    low: float,
    high: float,
    *,
    unit: str,
    source: str,
    meaning: str = "",
    believed: tuple[float, float] | None = None,
    part_of: str = "",
) -> Any:
    """Declare a parameter that people may turn.

    `source` names where the default comes from; it starts with "assumed" where nobody
    has measured it, and with "chosen" where it is no fact but a matter of study. `low` and
    `high` bound what is allowed, for a mapping (say, a party's position by issue) each of its
    values. `believed` is the range that holds it in nine cases of ten, where more is known of an
    assumed number than the rule of `experiments.study.prior`. Parameters that are `part_of` one
    whole add up to at most 1; samplers then draw them together.
    """
    about: dict[str, Any] = {
        "low": low, "high": high, "unit": unit, "source": source, "believed": believed,
    }  # fmt: skip
    about |= {"part_of": part_of} if part_of else {}
    return Field(default, description=meaning, json_schema_extra={"parameter": about})


class Component(BaseModel):
    """Anything a scenario is composed of: frozen, validated, its fields are its parameters."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", validate_default=True, allow_inf_nan=False
    )

    @field_validator("*")
    @classmethod
    def _in_range(cls, given: Any, info: ValidationInfo) -> Any:
        """Refuse a parameter's value outside its range, saying what is allowed."""
        about = _declared_in(cls).get(str(info.field_name))
        if about is not None and given is not None:
            for value in _numbers(given) if isinstance(given, dict) else (given,):
                if not about["low"] <= value <= about["high"]:
                    raise PydanticCustomError(
                        "out_of_range",
                        "given {given}, allowed is {low} .. {high} {unit}{hint}",
                        {**about, "given": f"{value:g}", "low": f"{about['low']:g}",
                         "high": f"{about['high']:g}", "hint": _hint(value, about)},
                    )  # fmt: skip
        return given

    def __iter__(self) -> Iterator[tuple[str, Any]]:  # type: ignore[override]
        """Yield the fields by name, without what a `cached_property` has worked out from them."""
        known = type(self).model_fields
        return ((name, value) for name, value in vars(self).items() if name in known)

    def __copy__(self) -> Self:
        """Return a copy that works out anew what follows from its fields: they may be changed."""
        copied = super().__copy__()
        for worked_out in vars(copied).keys() - type(self).model_fields.keys():
            del vars(copied)[worked_out]
        return copied

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        """Copy the fields alone, with all that is in them."""
        return super(Component, self.__copy__()).__deepcopy__(memo)

    def __getstate__(self) -> dict[Any, Any]:
        """Pack the fields alone; what follows from them is worked out where they are unpacked."""
        return super(Component, self.__copy__()).__getstate__()


def worked_out_once(make: Callable[[Whole], Made]) -> Callable[[Whole], Made]:
    """Let a component remember what a function makes of it, as it does a `cached_property`.

    For functions that rest on its fields alone and live in a room above it. Runs of one scenario
    thus share whatever does not depend on the seed.
    """

    @wraps(make)
    def recalled(whole: Whole) -> Made:
        kept, name = vars(whole), f"{make.__module__}.{make.__qualname__}"
        if name not in kept:
            kept[name] = make(whole)
        made: Made = kept[name]
        return made

    return recalled


class Part(Component):
    """A component that lies in a folder of its own kind, under the name of its file."""

    @classmethod
    def key(cls) -> str:
        """Return the name by which scenarios call it: the name of its file."""
        return cls.__module__.rsplit(".", 1)[-1]


@dataclass(frozen=True)
class Parameter:
    """A declared parameter at its place in a scenario; `value` is what the scenario sets."""

    path: str
    value: Any
    low: float
    high: float
    unit: str
    source: str
    meaning: str
    believed: tuple[float, float] | None = None
    part_of: str = ""

    @property
    def assumed(self) -> bool:
        """Whether nobody has measured the default."""
        return self.source.startswith("assumed")

    @property
    def whole(self) -> bool:
        """Whether only whole numbers make sense."""
        return isinstance(self.value, int) and not isinstance(self.value, bool)


def _hint(value: float, about: dict[str, Any]) -> str:
    """Say how a share is written, of which per cent were given."""
    is_share = about["unit"].startswith("share") and about["high"] == 1
    return f" ({value:g} % is {value / 100:g})" if is_share and 1 < value <= 100 else ""


def _numbers(given: Any) -> Iterator[float]:
    if isinstance(given, dict):
        for value in given.values():
            yield from _numbers(value)
    else:
        yield given


def declared(field: FieldInfo) -> dict[str, Any] | None:
    """Return what `parameter` wrote about a field, or None for a field that is no parameter."""
    extra = field.json_schema_extra
    about = extra.get("parameter") if isinstance(extra, dict) else None
    return about if isinstance(about, dict) else None


@cache
def _declared_in(component: type[BaseModel]) -> dict[str, dict[str, Any]]:
    """Return what `parameter` wrote about the fields of a class; looked up at every validation."""
    about = {name: declared(field) for name, field in component.model_fields.items()}
    return {name: each for name, each in about.items() if each is not None}


def parameters(component: BaseModel, prefix: str = "") -> Iterator[Parameter]:
    """Walk a component and everything inside it, yielding each parameter with its full path."""
    for name, field in type(component).model_fields.items():
        value = getattr(component, name, None)  # a part that was not there yet, when it was made
        path = f"{prefix}{name}"
        about = declared(field)
        if about is not None:
            yield from _at(path, value, about, field.description or "")
        else:
            yield from _inside(path, value)


def _at(path: str, value: Any, about: dict[str, Any], meaning: str) -> Iterator[Parameter]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _at(f"{path}.{key}", each, about, meaning)
    elif value is not None:
        yield Parameter(path, value, meaning=meaning, **about)


def components(value: Any) -> Iterator[BaseModel]:
    """Yield a component and every component inside it."""
    if isinstance(value, BaseModel):
        yield value
        for _, each in value:
            yield from components(each)
    elif isinstance(value, dict):
        for each in value.values():
            yield from components(each)


def _inside(path: str, value: Any) -> Iterator[Parameter]:
    if isinstance(value, BaseModel):
        yield from parameters(value, f"{path}.")
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _inside(f"{path}.{key}", each)
