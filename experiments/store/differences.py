"""In what one scenario differs from another, as values by path; and the way back."""

from collections.abc import Mapping
from typing import Any

Plain = Mapping[str, Any]


def differences(base: Plain, other: Plain, path: str = "") -> dict[str, Any]:
    """Return what the other has by dotted path wherever it differs; None where it has nothing."""
    found: dict[str, Any] = {}
    for name in dict.fromkeys([*base, *other]):
        here, before, after = f"{path}{name}", base.get(name), other.get(name)
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            found |= differences(before, after, f"{here}.")
        elif before != after:
            found[here] = after
    return found


def changed(base: Plain, changes: Plain) -> dict[str, Any]:
    """Return the base with the changes by path; the base itself stays as it is."""
    result = dict(base)
    for path, value in changes.items():
        name, _, rest = path.partition(".")
        inside = result.get(name)
        known = inside if isinstance(inside, Mapping) else {}
        result[name] = changed(known, {rest: value}) if rest else value
    return result


def at(plain: Any, path: str) -> Any:
    """Return what stands at a dotted path; None where there is nothing."""
    for name in path.split("."):
        plain = plain.get(name) if isinstance(plain, Mapping) else None
    return plain
