"""Leaders: how popular, and how close to which parties."""

from collections.abc import Iterator, Mapping

from model.parameters.errors import meant
from model.parameters.parameter import Component, parameter


class Leader(Component):
    """Who leads the state: how popular, how close to the party of power."""

    name: str = ""
    popularity: float = parameter(
        0.6, 0.05, 0.95, unit="share", meaning="share of the public that approves of the leader",
        source="assumed, where neither country nor scenario says",
    )  # fmt: skip
    attachment: float = parameter(
        1.0, 0, 1, unit="share", source="assumed: its chairman",
        meaning="tie of the leader to the party: 1 its chairman, 0 equidistant",
    )  # fmt: skip


class OtherLeader(Component):
    """A leader beside the one of the state: how popular, and how close to which parties."""

    name: str = ""
    popularity: float = parameter(
        0.5, 0.05, 0.95, unit="share", source="assumed: as many approve as do not",
        meaning="share of the public that approves of the leader",
    )  # fmt: skip
    ties: dict[str, float] = parameter(
        {}, 0, 1, unit="share", source="the scenario",
        meaning="tie of the leader to a party: 1 its chairman",
    )  # fmt: skip


def without_ties(leaders: Mapping[str, OtherLeader]) -> Iterator[str]:
    """Tell of leaders who have a tie to no party, and so change nothing; a name may be misspelt."""
    tied = [name for name, leader in leaders.items() if leader.ties]
    for name in sorted(leaders.keys() - tied):
        yield (
            f"leaders.{name}: has no tie to a party, without which it changes "
            f"nothing{meant(name, tied)}; leaders with ties are {', '.join(tied) or 'none'}; give "
            "it `ties`, or leave it out"
        )
