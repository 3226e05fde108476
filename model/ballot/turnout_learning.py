"""Turnout by learning: who voted and was content votes again."""

from typing import Any

import numpy as np

from model.numerics.arrays import Array
from model.numerics.compiled import compiled, prange
from model.numerics.streams import FIRST, Draw, Purpose, philox, unit
from model.parameters.parameter import Component, parameter
from model.society.electorate import Electorate

SOURCE = "Bendor, Diermeier and Ting (2003), doi:10.1017/S0003055403000662"


class TurnoutLearning(Component):
    """Citizens go to the polls by habit: content with the last outcome they do the same again.

    Each has a propensity to vote and an aspiration. Whose party wins gets the benefit,
    whether or not they voted; who voted bears the cost. A payoff that reaches the aspiration
    makes what one did more likely, any other makes it less likely (Bush and Mosteller 1955),
    and the aspiration follows payoffs. Before polling day citizens learn from a number of
    elections between the parties they prefer now; a tie is decided by a fair coin.
    Source: Bendor, Diermeier and Ting (2003), doi:10.1017/S0003055403000662.
    """

    elections: int = parameter(
        1500, 1, 20_000, unit="elections", source=SOURCE,
        meaning="number of elections from which citizens have learned",
    )  # fmt: skip
    benefit: float = parameter(
        1.0, 0, 10, unit="payoff", source=SOURCE, meaning="payoff of one's side winning"
    )
    cost: float = parameter(
        0.25, 0, 10, unit="payoff", source=SOURCE, meaning="cost of going to the polls"
    )
    noise: float = parameter(
        0.1, 0, 2, unit="payoff", source=SOURCE,
        meaning="half the range of the uniform noise in payoffs",
    )  # fmt: skip
    speed: float = parameter(
        0.1, 0, 1, unit="share", source=SOURCE,
        meaning="speed at which the propensity to vote is adjusted",
    )  # fmt: skip
    memory: float = parameter(
        0.95, 0, 1, unit="share", source=SOURCE, meaning="weight of the past in the aspiration"
    )
    inert: float = parameter(
        0.01, 0, 1, unit="chance", source=SOURCE,
        meaning="chance that a citizen adjusts neither propensity nor aspiration",
    )  # fmt: skip
    start: float = parameter(
        0.5, 0, 1, unit="share", source=SOURCE,
        meaning="propensity to vote, and aspiration, of citizens before the first election",
    )  # fmt: skip

    def learn(self, electorate: Electorate, options: int, draw: Draw) -> tuple[np.ndarray, Array]:
        """Return propensities to vote (n,) and the turnout of each election they learned from."""
        layout = electorate.layout
        propensity = np.full(layout.voters, self.start, np.float32)
        aspiration = propensity.copy()
        came = np.zeros(layout.voters, np.bool_)
        ballots = np.zeros((len(layout.part_cell), options), np.int64)
        weight = layout.weight[layout.part_cell]
        history = np.empty(self.elections)
        coins = draw.uniform("ties of learned elections", self.elections)
        voters = (electorate.intention, propensity, aspiration, came)
        rule = np.array([self.noise, self.speed, self.memory, self.inert], np.float32)
        for election in range(self.elections):
            at = (election, np.uint64(draw.seed))
            _vote(voters, layout.part_start, at, ballots)
            votes = weight @ ballots
            best = np.flatnonzero(votes == votes.max())
            winner = int(best[int(coins[election] * len(best))])
            payoffs = np.array([self.benefit, self.cost], np.float32)
            _learn(voters, (winner, payoffs, rule), layout.part_start, at)
            history[election] = votes.sum() / (weight @ np.diff(layout.part_start))
        return propensity, history


@compiled(parallel=True)
def _vote(voters: Any, part_start: Any, draw: Any, ballots: Any) -> None:
    """Let each voter come with the chance of the propensity; count by part and party."""
    intention, propensity, _aspiration, came = voters
    election, seed = draw
    for part in prange(len(part_start) - 1):
        ballots[part, :] = 0
        for voter in range(part_start[part], part_start[part + 1]):
            words = philox(voter, Purpose.LEARNING, election, FIRST, seed)
            came[voter] = unit(words[0]) < propensity[voter]
            if came[voter]:
                ballots[part, intention[voter]] += 1


@compiled(parallel=True)
def _learn(voters: Any, result: Any, part_start: Any, draw: Any) -> None:
    """Adjust propensities by how payoffs compare with aspirations, and then aspirations."""
    intention, propensity, aspiration, came = voters
    winner, (benefit, cost), (noise, speed, memory, inert) = result[0], result[1], result[2]
    election, seed = draw
    for part in prange(len(part_start) - 1):
        for voter in range(part_start[part], part_start[part + 1]):
            words = philox(voter, Purpose.LEARNING, election, FIRST, seed)
            payoff = noise * np.float32(2.0 * unit(words[1]) - 1.0)
            if intention[voter] == winner:
                payoff += benefit
            if came[voter]:
                payoff -= cost
            if unit(words[2]) >= inert:
                content = payoff >= aspiration[voter]
                goal = np.float32(1.0) if content == came[voter] else np.float32(0.0)
                propensity[voter] += speed * (goal - propensity[voter])
            if unit(words[3]) >= inert:
                aspiration[voter] += (np.float32(1.0) - memory) * (payoff - aspiration[voter])
