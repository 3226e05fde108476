"""Why the party of power gains or loses: the terms of the voters' rule, this week against last."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from model.campaign import Campaign
from model.display.looks import looks, words
from model.measures.sides import in_power
from model.numerics.arrays import Array
from model.parameters.registry import summary

TABLES = {"appeal": "CJ", "media_loading": "J", "protest_loading": "J", "voice": "J"}
"""What parts of the model say to the voters' rule, and in which shape."""

KNOWN, ISSUES, REST = "How well parties are known", "Issues", "Neighbours, mood and taste"
OF_VOTERS = {
    KNOWN: "People hardly ever choose a party that they have hardly heard of.",
    ISSUES: "How near the parties stand to what voters want, and how much each issue matters.",
    REST: "What is left: voters follow those around them, and their moods and tastes change.",
}
"""What moves voters beside mechanisms and levers, in a line each."""

Part = Mapping[str, Array]


@dataclass(frozen=True)
class Gain:
    """Change of private support of those in power in a week (share of electors), by reason."""

    total: float
    reasons: dict[str, float]


class Ledger:
    """Keeps by week which part of the voters' rule moved how many electors.

    Support follows utility with inertia, and the rule is a sum; so each part has a share of
    support that follows it with the same inertia, and these add up to support. In a week some
    electors leave the party of power and some come to it. For those who leave, the fall of its
    lead over the party that they go to is the sum of what each part did to it; they are
    divided among the parts in this proportion, and in the same way those who come. What is
    left over is what neighbours, one's own mood and renewed taste did.
    """

    def __init__(self, campaign: Campaign) -> None:
        self.parts = _parts(campaign)
        self.powers = in_power(campaign.scenario).columns(campaign.scenario)
        self.weeks: list[Gain] = [Gain(0.0, {})]
        self._remember(campaign)

    def _remember(self, campaign: Campaign) -> None:
        self.intention = campaign.electorate.intention.copy()
        self.support = campaign.electorate.support.copy()
        self.stood = _favoured(campaign)

    @property
    def sums(self) -> dict[str, float]:
        """What each reason has changed since week 0."""
        sums: dict[str, float] = {}
        for gain in self.weeks:
            sums |= {name: sums.get(name, 0.0) + each for name, each in gain.reasons.items()}
        return sums

    def note(self, campaign: Campaign) -> None:
        """Work out the reasons of the week that was just played."""
        standing = _favoured(campaign)
        step = standing * np.where(self.stood, campaign.scenario.voter.inertia, 1.0)
        now, moved = _parts(campaign), {}
        for name in self.parts.keys() | now.keys():
            moved[name] = {
                table: step[:, None] * change if table == "issue" else step * change
                for table, change in _change(self.parts.get(name, {}), now.get(name, {})).items()
            }
        self.parts = {
            name: {table: self.parts.get(name, {}).get(table, 0.0) + change
                   for table, change in tables.items()}
            for name, tables in moved.items()
        }  # fmt: skip
        self.weeks.append(self._gain(campaign, moved, standing))
        self._remember(campaign)

    def _gain(self, campaign: Campaign, moved: Mapping[str, Part], standing: Any) -> Gain:
        electorate = campaign.electorate
        layout = electorate.layout
        weight = np.repeat(layout.weight, np.diff(layout.cell_start))
        people = max(float(weight.sum()), 1.0)
        labels = [*(look.label for look in looks(campaign.scenario.parties)), "None of them"]
        reasons: dict[str, float] = {}
        total = 0.0
        for here, there, sign in (
            (self.intention, electorate.intention, -1), (electorate.intention, self.intention, 1)
        ):  # fmt: skip
            rows = np.flatnonzero(np.isin(here, self.powers) & ~np.isin(there, self.powers))
            ours, rivals = here[rows].astype(np.int64), there[rows].astype(np.int64)
            total += sign * float(weight[rows].sum()) / people
            # Who goes to a party that did not stand before, or comes from one that is gone.
            new = ~self.stood[rivals] if sign < 0 else ~standing[rivals]
            for rival in np.unique(rivals[new]).tolist():
                name = f"{labels[rival]} {'enters' if sign < 0 else 'is gone'}"
                share = float(weight[rows[new & (rivals == rival)]].sum()) / people
                reasons[name] = reasons.get(name, 0.0) + sign * share
            pairs = ours[~new], rivals[~new], rows[~new]
            share = sign * float(weight[pairs[2]].sum()) / people
            for name, part in self._divided(campaign, moved, pairs, weight[pairs[2]]).items():
                reasons[name] = reasons.get(name, 0.0) + share * part
        return Gain(total, reasons)

    def _divided(
        self, campaign: Campaign, moved: Mapping[str, Part], who: tuple[Any, Any, Any], weight: Any
    ) -> dict[str, float]:
        """Return the share of each part in the change of the lead over each voter's rival."""
        ours, rivals, rows = who
        support = campaign.electorate.support
        lead = support[ours, rows] - support[rivals, rows]
        before = self.support[ours, rows] - self.support[rivals, rows]
        whole = float(weight @ (lead - before))
        if whole == 0.0:
            return {}
        found = {
            name: float(weight @ _lead(campaign, tables, who)) / whole
            for name, tables in moved.items()
        }
        return {**found, REST: 1.0 - sum(found.values())}


def _parts(campaign: Campaign) -> dict[str, Part]:
    """Return what each part of the model says to voters this week, by its words."""
    setting, stocks = campaign.setting, campaign.state.stocks
    cells, parties = setting.size("C"), setting.size("J")
    found: dict[str, dict[str, Array]] = {}
    for name, effect in campaign.causes():
        for table in effect.changes.keys() & TABLES.keys():
            shape = (cells, parties) if TABLES[table] == "CJ" else (parties,)
            tables = found.setdefault(_said(name), {})
            tables[table] = tables.get(table, 0.0) + np.broadcast_to(effect.changes[table], shape)
    floor = campaign.scenario.voter.recognition_floor
    known = np.log(np.maximum(stocks.recognition, floor)).T[setting.cells.region]
    weighed = stocks.salience * stocks.platform
    distance = (weighed * stocks.platform).sum(axis=1)
    issues = {"appeal": np.broadcast_to(-distance, (cells, parties)), "issue": 2 * weighed}
    every = {**found, KNOWN: {"appeal": known}, ISSUES: issues}
    more = setting.size("O") - parties
    return {
        name: {table: _with_none(table, values, more) for table, values in tables.items()}
        for name, tables in every.items()
    }


def _favoured(campaign: Campaign) -> Any:
    """Return which options one may favour: parties on the ballot, and always none of them."""
    standing = campaign.state.stocks.standing > 0
    more = campaign.setting.size("O") - len(standing)
    return np.append(standing, np.ones(more, bool))


def _with_none(table: str, values: Array, more: int) -> Array:
    """Add to a table by party what is said of none of them, which is nothing that changes."""
    if table == "issue":
        return np.asarray(np.pad(values, ((0, more), (0, 0))))
    return np.asarray(np.pad(values, [(0, 0)] * (values.ndim - 1) + [(0, more)]))


def notes(campaign: Campaign) -> dict[str, str]:
    """Return the rule of everything that can be a reason, in a line, by its words."""
    active = [*campaign.scenario.mechanisms.active().values(), *campaign.levers]
    return OF_VOTERS | {words(each.key()): summary(type(each)) for each in active}


def _said(name: str) -> str:
    """Say `mechanism leader_coattail` in words."""
    return words(name.split(" ", 1)[1])


def _change(old: Part, new: Part) -> dict[str, Array]:
    return {
        table: np.asarray(new.get(table, 0.0) - old.get(table, 0.0))
        for table in old.keys() | new.keys()
    }


def _lead(campaign: Campaign, tables: Part, who: tuple[Any, Any, Any]) -> Array:
    """Return what tables add to the lead of each voter's party over its rival."""
    ours, rivals, rows = who
    electorate = campaign.electorate
    lead = np.zeros(len(rows))
    traits = {
        "media_loading": electorate.media, "protest_loading": electorate.g,
        "voice": electorate.leaders_heard,
    }  # fmt: skip
    for table, values in tables.items():
        if table == "appeal":
            cells = _cells(campaign, rows)
            lead += values[cells, ours] - values[cells, rivals]
        elif table == "issue":
            lead += ((values[ours] - values[rivals]) * electorate.issues[:, rows].T).sum(axis=1)
        else:
            lead += (values[ours] - values[rivals]) * traits[table][rows]
    return lead


def _cells(campaign: Campaign, rows: Any) -> Any:
    return np.searchsorted(campaign.electorate.layout.cell_start, rows, side="right") - 1
