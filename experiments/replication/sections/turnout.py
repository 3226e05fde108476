"""Section 6: turnout by learning."""

from experiments.replication.arena import Arena
from experiments.replication.target import Row, judged
from model.election import learned_turnout

DROPPED = 500
"""Elections before habits have settled."""


def rows(quick: bool) -> list[Row]:
    """Return mean turnout of two equal camps at two costs of voting."""
    return [
        judged(f"turnout.{round(100 * cost)}", _turnout(cost, 2 if quick else 10), quick)
        for cost in (0.25, 0.8)
    ]


def _turnout(cost: float, runs: int) -> list[float]:
    arena = Arena("replication-turnout", {"turnout.learning.cost": cost}, runs)
    histories = [learned_turnout(campaign)[1] for campaign in arena.campaigns()]
    return [float(history[DROPPED:].mean()) for history in histories]
