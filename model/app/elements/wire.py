"""The wire to the browser: the whole once, then what changed, so that a week costs few bytes."""

from dataclasses import dataclass, field
from typing import Any

Option = dict[str, Any]
"""What a part of the page shows, as plain data."""

Step = str | int
Operation = list[Any]


def differences(old: Any, new: Any, way: tuple[Step, ...] = ()) -> list[Operation]:
    """Return the operations that make `old` into `new`, both made of dicts, lists and plain data.

    `[path, value]` sets; `[path, start, removed, items]` replaces items of a list. A name that is
    gone is set to None, for charts forget nothing that they are not told about.
    """
    if old == new:
        return []
    if isinstance(old, dict) and isinstance(new, dict):
        names = [*new, *(each for each in old if each not in new)]
        return [
            each
            for name in names
            for each in _inside(old, new, name, way)
        ]  # fmt: skip
    if isinstance(old, list) and isinstance(new, list):
        return _of_lists(old, new, way)
    return [[list(way), new]]


def _inside(
    old: dict[str, Any], new: dict[str, Any], name: str, way: tuple[Step, ...]
) -> list[Operation]:
    if name not in old:
        return [[[*way, name], new[name]]]
    return differences(old[name], new.get(name), (*way, name))


def _of_lists(old: list[Any], new: list[Any], way: tuple[Step, ...]) -> list[Operation]:
    if len(old) == len(new) and any(isinstance(each, dict | list) for each in new):
        pairs = enumerate(zip(old, new, strict=True))
        return [step for k, (was, now) in pairs for step in differences(was, now, (*way, k))]
    shorter = min(len(old), len(new))
    start = next((k for k in range(shorter) if old[k] != new[k]), shorter)
    end = 0
    while end < shorter - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return [[list(way), start, len(old) - start - end, new[start : len(new) - end]]]


@dataclass(frozen=True)
class Sent:
    """Plain data on its way to the browser, in which nobody looks for components.

    Solara walks through every list and dict that it is given, again for each part that is drawn.
    """

    data: Any


def unpacked(sent: Sent, widget: Any) -> Any:
    """Return what goes over the wire."""
    return sent.data


@dataclass
class Wire:
    """What the browser has been told so far."""

    whole: Sent = field(default_factory=lambda: Sent({"serial": 0, "option": {}}))
    latest: Option = field(default_factory=dict)
    patch: Sent = field(default_factory=lambda: Sent({"serial": 0, "operations": []}))

    def tell(self, option: Option) -> None:
        """Note the next picture; only what is new in it goes out."""
        if not self.latest:
            self.start(option)
        elif operations := differences(self.latest, option):
            self.latest = option
            self.patch = Sent({"serial": self.serial + 1, "operations": operations})

    def start(self, option: Option) -> None:
        """Send the whole picture, with the number of the last patch that is in it.

        A canvas that mounts late sees by it whether the patch beside it is in the picture.
        """
        self.whole, self.latest = Sent({"serial": self.serial, "option": option}), option

    @property
    def serial(self) -> int:
        """Number of the last patch."""
        return int(self.patch.data["serial"])
