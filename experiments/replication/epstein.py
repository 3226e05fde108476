"""Epstein's rebels on a grid: the country's rule of the street, by heads and in space."""

from typing import Any, Literal

import numpy as np
from pydantic import Field

from model.numerics.arrays import Array
from model.numerics.compiled import compiled
from model.parameters.parameter import Component, parameter
from model.politics.cascade import Safety, safety, share_out

NOBODY = -1


class Epstein(Component):
    """Citizens rebel when hardship outweighs the risk of arrest; cops jail whom they see.

    A citizen's grievance is hardship x (1 - legitimacy), both hardship and aversion to risk
    uniform on 0..1; it is active iff grievance less aversion times the chance of arrest
    exceeds the threshold. The chance counts cops and active citizens in view, oneself
    included. In each step all agents act once in random order: a free one moves to a random
    cell in view that holds nobody free, then a citizen decides, and a cop arrests one active
    citizen in view, at random, for a random term.
    Source: Epstein (2002), doi:10.1073/pnas.092080199, model I; rounding as in its public
    codes.
    """

    width: int = parameter(
        40, 5, 200, unit="cells", source="Epstein 2002", meaning="side of the torus"
    )
    citizens: float = parameter(
        0.7, 0.01, 0.95, unit="share of cells", source="Epstein 2002", meaning="density"
    )
    cops: float = parameter(
        0.04, 0, 0.5, unit="share of cells", source="Epstein 2002", meaning="density of police"
    )
    vision: int = parameter(7, 1, 20, unit="cells", source="Epstein 2002", meaning="reach of sight")
    legitimacy: float = parameter(
        0.82, 0, 1, unit="share", source="Epstein 2002", meaning="of the government"
    )
    threshold: float = parameter(
        0.1, -1, 1, unit="utility", source="Epstein 2002", meaning="net grievance of the calm"
    )
    deterrence: float = parameter(
        2.3, 0, 10, unit="per cop for each active", source="Epstein 2002: .9 for one and one",
        meaning="k of the chance of arrest",
    )  # fmt: skip
    jail: int = parameter(30, 0, 1000, unit="steps", source="Epstein 2002", meaning="longest term")
    rounding: Literal["floor", "round", "smooth"] = Field(
        "floor", description="how cops for each active citizen are counted; floor gives bursts"
    )

    def active(self, steps: int, seed: int) -> Array:
        """Return how many citizens are active after each of `steps` steps, shape (steps,)."""
        draw = np.random.default_rng(seed)
        cells = self.width**2
        citizens, cops = round(self.citizens * cells), round(self.cops * cells)
        if citizens + cops > cells:
            raise ValueError(
                f"{citizens} citizens and {cops} cops do not fit on {cells} cells; "
                "lower `citizens` or `cops`."
            )
        place = draw.permutation(cells)[: citizens + cops]
        grievance = draw.random(citizens) * (1 - self.legitimacy)
        aversion = draw.random(citizens)
        rule = (int(Safety[self.rounding.upper()]), self.deterrence, self.threshold, self.jail)
        setting = (place, view(self.width, self.vision), grievance, aversion)
        return _play(setting, rule, steps, draw)


def bursts(active: Array) -> tuple[float, int]:
    """Return the share of steps with under ten active citizens, and the most at any time."""
    return float(np.mean(active < 10)), int(active.max())


def view(width: int, vision: int) -> np.ndarray:
    """Return the cells in view of each cell of a torus, itself included, (cells, seen).

    The view is a square: with a disc of the same radius there are fewer cops in view, and
    calm is rarer.
    """
    reach = np.arange(-vision, vision + 1)
    row, column = np.divmod(np.arange(width**2), width)
    rows = (row[:, None, None] + reach[:, None]) % width
    columns = (column[:, None, None] + reach[None, :]) % width
    return np.asarray((rows * width + columns).reshape(width**2, -1))


def _play(setting: Any, rule: Any, steps: int, draw: np.random.Generator) -> Array:
    """Let everybody act once a step, in random order, and count the active."""
    place, views, _grievance, _aversion = setting
    active = np.zeros(len(place), np.bool_)
    here = np.full(len(views), NOBODY)
    here[place] = np.arange(len(place))
    now = (place, here, active, np.zeros(len(place), np.int64))
    count = np.zeros(steps)
    order = np.arange(len(place))
    for step in range(steps):
        draw.shuffle(order)  # not in the compiled loop: to compile it takes longer than to play
        _step(order, setting, rule, now, draw)
        count[step] = active.sum()
    return count


@compiled()
def _step(order: Any, setting: Any, rule: Any, now: Any, draw: Any) -> None:
    """Let everybody act in the order given."""
    _place, views, grievance, _aversion = setting
    place, here, active, term = now
    for agent in order:
        if term[agent] > 0:
            _serve(agent, now, draw)
            continue
        _move(agent, views[place[agent]], now, draw)
        seen = views[place[agent]]
        if agent < len(grievance):
            active[agent] = _rebels(agent, setting, rule, (seen, here, active))
        else:
            _arrest(seen, len(grievance), (now, rule[3]), draw)


@compiled()
def _serve(agent: Any, now: Any, draw: Any) -> None:
    """Serve a step of a term; at its end come back on a random free cell."""
    place, here, _active, term = now
    term[agent] -= 1
    if term[agent] == 0:
        cell = draw.integers(0, len(here))
        while here[cell] != NOBODY:
            cell = draw.integers(0, len(here))
        here[cell], place[agent] = agent, cell


@compiled()
def _move(agent: Any, seen: Any, now: Any, draw: Any) -> None:
    """Go to a random free cell in view, if there is one."""
    place, here, _active, _term = now
    free = 0
    for cell in seen:
        free += here[cell] == NOBODY
    if free == 0:
        return
    chosen = draw.integers(0, free)
    for cell in seen:
        if here[cell] == NOBODY:
            if chosen == 0:
                here[place[agent]] = NOBODY
                here[cell], place[agent] = agent, cell
                return
            chosen -= 1


@compiled()
def _rebels(agent: Any, setting: Any, rule: Any, around: Any) -> Any:
    """Decide by the rule of the street: safety is the push, a head the group."""
    _place, _views, grievance, aversion = setting
    rounding, deterrence, threshold, _jail = rule
    seen, here, active = around
    cops, rebels = 0, 1
    for cell in seen:
        other = here[cell]
        if other >= len(grievance):
            cops += 1
        elif other != NOBODY and other != agent and active[other]:
            rebels += 1
    push = aversion[agent] * safety(rounding, float(rebels), float(cops), deterrence)
    return share_out(push, threshold + aversion[agent] - grievance[agent], 0.0) > 0.0


@compiled()
def _arrest(seen: Any, citizens: Any, jailing: Any, draw: Any) -> None:
    """Jail one active citizen in view, at random, for 0 .. the longest term steps."""
    (_place, here, active, term), longest = jailing
    found = 0
    for cell in seen:
        found += here[cell] != NOBODY and here[cell] < citizens and active[here[cell]]
    if found == 0:
        return
    chosen = draw.integers(0, found)
    for cell in seen:
        other = here[cell]
        if other != NOBODY and other < citizens and active[other]:
            if chosen == 0:
                active[other] = False
                term[other] = draw.integers(0, longest + 1)
                if term[other] > 0:
                    here[cell] = NOBODY
                return
            chosen -= 1
