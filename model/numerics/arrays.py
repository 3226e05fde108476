"""Arrays and frozen records: what every room passes around."""

from types import MappingProxyType
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
IntArray = NDArray[np.int64]

Frozen = TypeVar("Frozen")


def array(value: Any) -> Array:
    """Return a read-only float array."""
    result = np.array(value, dtype=np.float64)
    result.setflags(write=False)
    return result


def read_only(record: Frozen) -> Frozen:
    """Return a record after forbidding anybody to write into its arrays and mappings."""
    for name, value in list(vars(record).items()):
        if isinstance(value, dict):
            for each in value.values():
                _close(each)
            object.__setattr__(record, name, MappingProxyType(value))
        _close(value)
    return record


def closed(**arrays: Any) -> dict[str, Any]:
    """Return arrays by name after forbidding anybody to write into them."""
    for each in arrays.values():
        _close(each)
    return arrays


def _close(value: Any) -> None:
    """Forbid writing into an array, and into what it is a view of."""
    while isinstance(value, np.ndarray):
        value.setflags(write=False)
        value = value.base


def changed(frozen: Frozen, **values: Any) -> Frozen:
    """Return a copy of a frozen dataclass with some fields changed.

    `dataclasses.replace` says the same at ten times the cost, which a week would feel. What
    was worked out from the old fields (`cached_property`) is not copied.
    """
    record: Any = frozen
    old, fields = record.__dict__, record.__dataclass_fields__
    new = old.copy() if len(old) == len(fields) else {name: old[name] for name in fields}
    new.update(values)
    copy: Frozen = object.__new__(type(frozen))
    object.__setattr__(copy, "__dict__", new)
    return copy
