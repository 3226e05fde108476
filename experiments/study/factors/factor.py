"""What one path of a design varies over."""

from dataclasses import dataclass
from typing import Any

from experiments.study.errors import DesignError

Value = float | int | bool | str


@dataclass(frozen=True)
class Factor:
    """What one path varies over: either the listed `values` or the range `low` to `high`."""

    path: str
    values: tuple[Value, ...] = ()
    low: float = 0.0
    high: float = 1.0
    whole: bool = False
    unit: str = ""
    part_of: str = ""
    """The whole of which it is a share, as others are, if there is one."""
    room: float = 1.0
    """What the swept shares of that whole may add up to."""

    @property
    def varies(self) -> bool:
        """Whether it has more than one value."""
        return len(set(self.values)) > 1 if self.values else self.at(0.0) != self.at(1.0)

    def at(self, quantile: float) -> Value:
        """Return the value below which this share of the factor lies; it is spread evenly."""
        if self.values:
            return self.values[min(int(quantile * len(self.values)), len(self.values) - 1)]
        if self.whole:
            steps = int(self.high) - int(self.low) + 1
            return int(self.low) + min(int(quantile * steps), steps - 1)
        return self.low + quantile * (self.high - self.low)

    def listed(self) -> tuple[Value, ...]:
        """Return the values; raise DesignError for a range, which lists none."""
        if not self.values:
            raise DesignError(
                f"{self.path} has a range but no list of values: say how many, as in "
                f"{self.path}={self.low:g}:{self.high:g}:5."
            )
        return self.values

    def about(self) -> dict[str, Any]:
        """Describe the factor for the manifest."""
        span: dict[str, Any] = {"low": self.low, "high": self.high, "whole": self.whole}
        span |= {"part_of": self.part_of, "room": self.room} if self.part_of else {}
        return {"values": list(self.values), "unit": self.unit, **({} if self.values else span)}
