"""From one election to the next: what a prediction of past elections may use.

`transitions.toml` of the shipped countries, or of a country's own folder, lists every transition
with what was public a month before polling day.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from io import StringIO
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from experiments.inference.official_results import (
    country_table,
    election,
    has_table,
    official,
    official_turnout,
    past_elections,
)
from experiments.study.errors import UserError
from model.mechanisms.weather import Weather
from model.politics.contracts import PartyType
from model.scenario import Scenario
from model.society.country import folder_of, shipped_country

FILE = "transitions.toml"
FACTS = ("country", "before", "after", "polling", "known", "approval", "law", "lists")
TABLES = ("others", "alliances", "leads", "carried", "new", "gone")
WEATHER = "mechanisms.weather"
SPREAD = f"{WEATHER}.spread"
MET = 0.02
"""Most by which a scenario or a draw may miss any share of an election that it is to give."""


@dataclass(frozen=True)
class Transition:
    """Two elections of a country in a row, the later one to be predicted from the earlier."""

    name: str
    facts: Mapping[str, Any]
    earlier: Scenario
    later: Scenario
    facts_before: Mapping[str, Any]  # those of the earlier election, if it is predicted too

    @property
    def weeks(self) -> int:
        """Weeks between both polling days."""
        first, last = (
            date.fromisoformat(str(election(each)["date"])) for each in (self.earlier, self.later)
        )
        return (last - first).days // 7

    @property
    def in_power(self) -> tuple[str, ...]:
        """The parties that share the state, by their names in the later election."""
        return tuple(
            name for name, party in self.later.parties.items() if party.kind == "incumbent"
        )

    @cached_property
    def known(self) -> dict[str, str]:
        """The lists that stood before: their name in the earlier election, by that in the later.

        Those that joined another keep theirs.
        """
        members = [name for joined in self.joined.values() for name in joined]
        same = [name for name in self.later.parties if name in self.earlier.parties]
        own = {name: name for name in (*same, *members)} | self._renamed
        return {name: key for name, key in own.items() if name not in self.facts.get("new", {})}

    @property
    def _renamed(self) -> dict[str, str]:
        return {name: each["key"] for name, each in self.facts.get("carried", {}).items()}

    @cached_property
    def joined(self) -> dict[str, tuple[str, ...]]:
        """The lists that stood before and are members of a list now, by the name of that one."""
        found: dict[str, tuple[str, ...]] = {}
        for name, each in self.facts.get("gone", {}).items():
            if "into" in each and name not in self._renamed.values():
                found[each["into"]] = (*found.get(each["into"], ()), name)
        return found

    @cached_property
    def standing(self) -> Scenario:
        """The later election with the lists that joined another as parties of an alliance with it.

        Each stands as it stood before: voters choose among the members, votes go to the alliance.
        """
        entries = {name: each.members for name, each in self.later.alliances.items()}
        for into, names in self.joined.items():
            entry = next((key for key, members in entries.items() if into in members), into)
            entries[entry] = (*entries.get(entry, (into,)), *names)
        members = {
            name: self.earlier.parties[name] for each in self.joined.values() for name in each
        }
        return self.later.replace(
            {f"parties.{name}": party for name, party in members.items()}
            | {f"alliances.{name}.members": each for name, each in entries.items()}
        )

    @property
    def approvals(self) -> dict[str, float]:
        """What was public of approval: the path of each leader's popularity, and its value."""
        found = {"leader.popularity": self.facts["approval"]}
        others = self.facts.get("others", {})
        found |= {f"leaders.{name}.popularity": each for name, each in others.items()}
        return {path: float(each["value"]) for path, each in found.items() if "value" in each}

    @property
    def approval_before(self) -> float | None:
        """What was public of the same leader's approval a month before the earlier election.

        Of his predecessor where he had not been asked about; None where nothing is known.
        """
        who, past = self.facts["approval"]["who"], self.facts_before
        told = [past.get("approval", {}), *past.get("others", {}).values()]
        same = [each["value"] for each in told if each.get("who") == who and "value" in each]
        found = same or self._polled_before(who) or [told[0].get("value")]
        return None if found[0] is None else float(found[0])

    def _polled_before(self, who: str) -> list[float]:
        """Return what the series has of a person before the earlier election, the last first."""
        if not has_table(self.later, "series"):
            return []
        series = country_table(self.later, "series").sort_values("date", ascending=False)
        known = _month_before(str(election(self.earlier)["date"]))
        same = series["what"] == f"approval:{who}"
        past = series[same & (series["date"].astype(str).str[:7] < known)]
        return [float(each) for each in past["value"]]

    @cached_property
    def regions(self) -> dict[str, str]:
        """The table of regions, with the past turnout that was public before the later election.

        Of each region at the earlier election, or at the last one before of which it is known;
        where nothing is known by region, of the country at the earlier election.
        """
        table = self.later.population.regions
        rows = pd.read_csv(StringIO(table.text), dtype=str, keep_default_na=False)
        rows = rows.drop(columns=["past_turnout", "past_turnout_pct"], errors="ignore")
        turnout = rows["region"].map(self._past_turnout()).fillna(official_turnout(self.earlier))
        return {"name": table.name, "text": rows.assign(past_turnout=turnout).to_csv(index=False)}

    def _past_turnout(self) -> dict[str, float]:
        """Return the turnout by unit at the last election that is not after the earlier one."""
        if not has_table(self.later, "turnout"):
            return {}
        dates = country_table(self.later, "elections").set_index("election")["date"]
        known = country_table(self.later, "turnout").dropna(subset="turnout")
        known["date"] = known["election"].map(dates)
        past = known[known["date"] <= str(election(self.earlier)["date"])]
        last = past[past["date"] == past["date"].max()]
        return dict(zip(last["unit"].map(str), last["turnout"].map(float), strict=True))

    def as_last_time(self) -> dict[str, float]:
        """Return the vote of each list if nothing changes: its own, and of those that joined it."""
        last = official(self.earlier)["vote_share"]
        return {
            name: sum(
                float(last[self.known[each]])
                for each in (name, *self.joined.get(name, ()))
                if each in self.known
            )
            for name in self.later.parties
        }

    def one_line(self) -> float | None:
        """Return the vote of the parties in power by the one-line rule; None without approvals."""
        before, now = self.approval_before, self.approvals.get("leader.popularity")
        if before is None or now is None:
            return None
        last = self.as_last_time()
        return one_line_rule(sum(last[name] for name in self.in_power), before, now)


def _month_before(day: str) -> str:
    """Return the month before that of a date, as YYYY-MM."""
    year, month = divmod(12 * int(day[:4]) + int(day[5:7]) - 2, 12)
    return f"{year}-{month + 1:02}"


def transitions(country: str = "") -> tuple[Transition, ...]:
    """Return every transition of a country, or without one of all shipped countries.

    Raises UserError for a country without any, and for a list with errors, all at once.
    """
    found = tuple(_read(country))
    if not found:
        raise UserError(
            f"{country}: no transition is listed; write {FILE} into its folder (see COUNTRIES.md)."
        )
    return found


def has_own_list(country: str) -> bool:
    """Whether a country has a list of transitions in its own folder."""
    return file_of(country) != shipped_country(FILE)


def file_of(country: str) -> Path:
    """Return the list of transitions of a country: its own, or that of the shipped ones."""
    own = folder_of(country) / FILE if country else None
    return own if own is not None and own.is_file() else shipped_country(FILE)


def _read(country: str) -> Iterator[Transition]:
    file = file_of(country)
    told: dict[str, Any] = {}
    known: dict[str, dict[str, Scenario]] = {}
    listed = _listed(file)
    if country and has_own_list(country):
        _refuse(file, listed, past_elections(country))
    for name, facts in listed.items():
        where = country if has_own_list(country) else str(facts["country"])
        if where == country or not country:
            past = known[where] = known.get(where) or past_elections(where)
            earlier = next(each for each in past.values() if each.election == facts["before"])
            yield Transition(name, facts, earlier, past[name], told.get(facts["before"], {}))
            told[facts["after"]] = facts


def _listed(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"{file}: cannot be read as TOML: {error}") from None


def _refuse(file: Path, listed: Mapping[str, Any], past: Mapping[str, Scenario]) -> None:
    """Tell all that is wrong with a country's own list at once, a line each."""
    odd = [f"{file}: {line}" for name, facts in listed.items() for line in _odd(name, facts, past)]
    if odd:
        raise UserError("\n".join(odd))


def _odd(name: str, facts: Any, past: Mapping[str, Scenario]) -> Iterator[str]:
    """Say what is wrong with one transition, by the path at which it stands."""
    if name not in past or not isinstance(facts, Mapping):
        yield f"{name}: allowed is a table called as a past election's scenario: {', '.join(past)}."
        return
    parties = {each.election: each.parties for each in past.values()}
    for key, allowed_there in (("before", [*parties]), ("after", [past[name].election])):
        if facts.get(key) not in allowed_there:
            given = facts.get(key, "nothing")
            yield f"{name}.{key}: given {given}, allowed is {', '.join(allowed_there)}."
    for key in facts.keys() - {*FACTS, *TABLES}:
        yield f"{name}.{key}: is not known; there are {', '.join((*FACTS, *TABLES))}."
    approval = facts.get("approval", "nothing")
    if not (isinstance(approval, Mapping) and "who" in approval):
        yield f'{name}.approval: given {approval}, allowed is {{ who = "NAME", value = 0.55 }}.'
    wrong = [each for each in TABLES if not _is_of_tables(facts.get(each, {}))]
    for table in wrong:
        yield f"{name}.{table}: given {facts[table]!r}, allowed is a table for each name."
    if not wrong and str(facts.get("before")) in parties:
        lists = (name, facts, parties[facts["before"]], past[name])
        yield from (*_lost(*lists), *_undated(*lists))


def _is_of_tables(told: Any) -> bool:
    return isinstance(told, Mapping) and all(isinstance(each, Mapping) for each in told.values())


def _undated(
    name: str, facts: Mapping[str, Any], before: Mapping[str, PartyType], later: Scenario
) -> Iterator[str]:
    """Say which lists come or go without a date, or with one that was not yet past."""
    carried = facts.get("carried", {})
    came = later.parties.keys() - before.keys() - carried.keys()
    went = before.keys() - later.parties.keys() - {each.get("key") for each in carried.values()}
    day = str(facts.get("polling", election(later)["date"]))
    latest = _month_before(day) + day[7:]
    for table, key, named in (
        ("carried", "date", carried), ("new", "founded", came), ("gone", "date", went)
    ):  # fmt: skip
        told = facts.get(table, {})
        for party in sorted({*named, *told}):
            given = told.get(party, {}).get(key, "nothing")
            if not _is_dated(str(given), latest):
                yield (
                    f"{name}.{table}.{party}.{key}: given {given}, allowed is a day, month or year "
                    f"by {latest}, a month before polling day, as {latest[:7]!r}."
                )


def _lost(
    name: str, facts: Mapping[str, Any], before: Mapping[str, PartyType], later: Scenario
) -> Iterator[str]:
    """Say which lists are told to join, or to be, a list that is not there."""
    for table, key, there in (("gone", "into", later.parties), ("carried", "key", before)):
        for party, about in facts.get(table, {}).items():
            if (key in about or table == "carried") and about.get(key) not in [*there]:
                yield (
                    f"{name}.{table}.{party}.{key}: given {about.get(key, 'nothing')}, allowed is "
                    f"one of {', '.join(there)}."
                )


def _is_dated(given: str, latest: str) -> bool:
    """Whether this is a day, a month or a year that begins no later than a day."""
    try:
        date.fromisoformat(f"{given}-01-01"[:10])
    except ValueError:
        return False
    return given <= latest


SLOPE = 0.55
"""Change of a party's log-odds of votes for one of its leader's approval, by the one-line rule.
Assumed, and chosen before any election was predicted."""


def one_line_rule(vote: float, approval_before: float, approval: float) -> float:
    """Return the vote that follows from the last one and the change of approval, shares of one."""
    return float(expit(logit(vote) + SLOPE * (logit(approval) - logit(approval_before))))


def drifted(
    numbers: Mapping[str, Any], lists: Mapping[str, PartyType], weeks: float, luck: tuple[int, ...]
) -> dict[str, float]:
    """Return the appeals of lists after so many weeks of `weather`, each on its own.

    As there, the spread grows with the square root of time, and rivals drift down by half the
    variance, so that luck alone takes nothing from the party of power. `numbers` has the appeals
    before, and the spread that the horizon of `weather` gives; `luck` is a seed.
    """
    width = numbers[SPREAD] * np.sqrt(weeks / Weather.model_fields["horizon"].default)
    appeals = {}
    for name, party in lists.items():
        chance = np.random.default_rng((*luck, crc32(name.encode())))
        mean = 0.0 if party.kind == "incumbent" else -(width**2) / 2
        path = f"parties.{name}.appeal"
        appeals[path] = allowed(numbers[path] + mean + width * chance.normal())
    return appeals


def allowed(appeal: float) -> float:
    """Return an appeal within what a scenario allows."""
    return float(np.clip(appeal, -6, 6))
