"""Arrays and frozen records: what every room passes around."""

import math
from types import MappingProxyType
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
IntArray = NDArray[np.int64]

Frozen = TypeVar("Frozen")

LINE = 64
"""Bytes that a processor gets from memory at once, and the size of its largest vectors."""


def array(value: Any) -> Array:
    """Return a read-only float array."""
    result = np.array(value, dtype=np.float64)
    result.setflags(write=False)
    return result


def aligned(shape: tuple[int, ...], kind: Any, value: Any = None) -> np.ndarray:
    """Return an array that begins where a line of the cache does; a value, if given, fills it.

    numpy's begin at any 16 bytes, and then every vector that a loop takes is in two lines.
    """
    size = math.prod(shape) * np.dtype(kind).itemsize
    room = np.empty(size + LINE, np.uint8)
    start = -room.ctypes.data % LINE
    out: np.ndarray = room[start : start + size].view(kind).reshape(shape)
    if value is not None:
        out[...] = value
    return out


def read_only(record: Frozen) -> Frozen:
    """Return a record after forbidding anybody to write into its arrays and mappings."""
    for name, value in list(vars(record).items()):
        if isinstance(value, dict):
            for each in value.values():
                _close(each)
            object.__setattr__(record, name, MappingProxyType(value))
        _close(value)
    return record


def close(*arrays: np.ndarray) -> None:
    """Forbid anybody to write into arrays that are no views, and into later views of them."""
    for each in arrays:
        each.setflags(write=False)


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
    if not values:
        return frozen
    record: Any = frozen
    old, fields = record.__dict__, record.__dataclass_fields__
    new = old | values
    if len(old) > len(fields):
        for name in old:
            if name not in fields and name not in values:
                del new[name]
    return made(type(frozen), new)


def made(kind: type[Frozen], fields: dict[str, Any]) -> Frozen:
    """Return a frozen dataclass with these fields, which must be all that it has."""
    record: Frozen = object.__new__(kind)
    object.__setattr__(record, "__dict__", fields)
    return record
