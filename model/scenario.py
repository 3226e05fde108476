"""A scenario: everything a run depends on but its seed; frozen, validated, from TOML."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import Field, ValidationInfo, field_validator, model_validator

from model.ballot.alliances import Alliance
from model.ballot.alliances import problems as alliance_problems
from model.ballot.count import Count
from model.ballot.districts import Districts
from model.ballot.turnout import Turnout, refused_codes
from model.entry import never_stand
from model.leaders import Leader, OtherLeader, without_ties
from model.parameters.errors import ScenarioError as ScenarioError
from model.parameters.errors import meant, sentences
from model.parameters.mending import EVERYTHING, as_far_as_right
from model.parameters.names import NONE_OF_THEM, refused_names
from model.parameters.parameter import Component, Parameter, components, parameter, parameters
from model.parameters.registry import any_of, any_own_part, load, own_part, shipped_names
from model.parts import Levers, Mechanisms
from model.politics.contracts import ElectoralLaw, PartyType
from model.politics.events import Event, after_the_end, latest_day, partyless, polling_day, unread
from model.politics.party_type import copies, with_usual_money
from model.society.country import Country, Stated
from model.society.country import shipped_scenarios as shipped_scenarios
from model.society.elites import Elites
from model.society.founding_sites import FoundingSites, founding_sites_of
from model.society.groups import ROLES
from model.society.population import Population
from model.society.scenario_file import (
    Reading,
    judged,
    not_judged,
    put,
    refuse_unnamed_parts,
    written,
)
from model.voters.none_of_them import NoneOfThem
from model.voters.polls import Polls
from model.voters.rule import VoterRule


class Scenario(Component):
    """A country, its parties, its politics, its calendar and its law."""

    name: str = ""
    title: str = ""
    election: str = Field("", description="which past election of its country it stands for")
    parts: tuple[str, ...] = Field(
        (), description="files of one's own code that it needs; the command must name them, too"
    )
    voters: int = parameter(
        10_000, 1_000, 10_000_000, unit="voter agents", source="chosen: luck below half a point",
        meaning="number of voter agents, each of whom stands for many electors",
    )  # fmt: skip
    weeks: int = parameter(
        52, 0, 20_000, unit="weeks", source="chosen: a year", meaning="length of the campaign"
    )
    country: Country = Country()
    population: Population
    voter: VoterRule = VoterRule()
    none_of_them: NoneOfThem | None = Field(
        None, description="present: an elector may favour none of the parties"
    )
    polls: Polls = Polls()
    leader: Leader = Leader()
    leaders: dict[str, OtherLeader] = Field(
        default_factory=dict, description="leaders beside that of the state, by name"
    )
    elites: Elites = Elites()
    turnout: Turnout = Turnout()
    parties: dict[str, any_of("parties", PartyType)]  # type: ignore[valid-type]
    mechanisms: Mechanisms = Mechanisms()
    levers: Levers = Levers()
    events: dict[str, Event] = Field(default_factory=dict)
    alliances: dict[str, Alliance] = Field(
        default_factory=dict, description="parties that stand together, by name"
    )
    law: any_of("laws", ElectoralLaw)  # type: ignore[valid-type]
    districts: Districts | None = Field(
        None, description="districts as at an earlier election; absent: made of polling stations"
    )
    councils: any_of("laws", ElectoralLaw) | None = Field(  # type: ignore[valid-type]
        None, description="law of the councils elected on the same day; absent: there are none"
    )
    count: Count = Count()

    @field_validator("none_of_them", "districts", mode="before")
    @classmethod
    def _switched(cls, given: Any, info: ValidationInfo) -> Any:
        """Read `none_of_them = true` as "with its defaults" and `false` as absent.

        Let a variant leave out the districts of its base with `districts = false`.
        """
        if given is False:
            return None
        return {} if given is True and info.field_name == "none_of_them" else given

    @field_validator("events", mode="before")
    @classmethod
    def _events_that_happen(cls, given: Any) -> Any:
        """Let a variant cancel an event of its base with `event = false`."""
        if not isinstance(given, dict):
            return given
        return {name: each for name, each in given.items() if each is not False}

    @field_validator("parties", mode="before")
    @classmethod
    def _parties_that_exist(cls, given: Any) -> Any:
        """Let a variant drop a party of its base with `party = false`; write out `copies`."""
        if not isinstance(given, dict):
            return given
        kept = {name: each for name, each in given.items() if each is not False}
        return {copy: each for name, party in kept.items() for copy, each in copies(name, party)}

    @model_validator(mode="after")
    def _hangs_together(self, info: ValidationInfo) -> "Scenario":
        wrong = list(self._unsound(judged(info.context or ())))
        if wrong:
            raise ValueError("\n".join(wrong))
        _ = self.founding_sites
        return self

    @cached_property
    def founding_sites(self) -> FoundingSites:
        """Where parties may be founded, by the first mechanism that founds them at a place."""
        offered = (
            each.founding_sites(self.population) for each in self.mechanisms.active().values()
        )
        found = [sites for sites in offered if sites is not None]
        return found[0] if found else founding_sites_of(self.population, 0.0)

    def never_stand(self) -> Iterator[str]:
        """Tell of parties that nothing can put on the ballot by polling day.

        An election that events call early may well surprise some.
        """
        day = max(self.weeks, polling_day(self.events.values(), self.weeks))
        active = self.mechanisms.active()
        return never_stand(self.parties, active, self.events.values(), day)

    def _unsound(self, judged: set[str]) -> Iterator[str]:
        """Tell of what does not hang together, as far as it can be judged."""
        if not self.parties:
            yield "there must be at least one party, given: none"
            return
        for where in ("parties", "events", "leaders", "alliances"):
            yield from refused_names(where, getattr(self, where))
        yield from refused_names("elites.factions", self.elites.factions)
        if {"region", "group", "role"} <= judged:
            odd = self.population.problems()
            yield from odd
            judged = judged - {"region", "group", "region of the law"} if odd else judged
        codes = self.population.regions.codes if "region" in judged else ()
        for what, problems in self._checks(codes):
            if what in judged:
                yield from problems

    def _checks(self, codes: Sequence[str]) -> Iterator[tuple[str, Iterator[str]]]:
        """Yield what there is to be checked; `RESTS_ON` says when it can be."""
        yield "party", self._power()
        if self.incumbent is None:
            yield "party of an event", partyless(self.events)
        yield "party", alliance_problems(self.alliances, list(self.parties))
        for where, what, given, known in self._named(codes):
            yield what, _unknown(where, what, given, known)
        yield "party of the law", self._against_all()
        parties = list(self.parties)
        yield "party of the law", self._of_laws(lambda law: law.unknown_columns(parties))
        yield "region of the law", self._of_laws(lambda law: law.unplayable(len(codes)))
        yield "region", refused_codes(codes)
        if self.districts is not None:
            yield "district", self.districts.problems(codes, list(self.parties))
            # How many districts a law makes of regions does not depend on how large they are.
            law = self.law.in_country(np.ones(len(codes), np.int64))
            yield "district of the law", self.districts.unused(law.districts)
        yield "tie of a leader", without_ties(self.leaders)
        yield "role", self._roles_nobody_plays()
        yield "group", self._unknown_groups(codes)
        yield "group", self.population.odd_shares()
        latest = latest_day(self.events.values(), self.weeks)
        yield "week of an event", after_the_end("events", self.events, latest)
        yield "week of a lever", after_the_end("levers", self.levers.active(), latest)
        yield "week of a mechanism", after_the_end("mechanisms", self.mechanisms.active(), latest)
        yield "week of an event", unread(self.events, self.weeks)

    def _power(self) -> Iterator[str]:
        active = self.mechanisms.active().items()
        needing = [name for name, mechanism in active if mechanism.needs_power]
        needing += self.levers.active()
        if self.incumbent is None and needing:
            yield (
                "some party must be the incumbent, given: none; without one, switch off: "
                + ", ".join(needing)
            )
        if len(self.parties) > 200:
            yield f"at most 200 parties, given: {len(self.parties)}"

    def _named(
        self, codes: Sequence[str]
    ) -> Iterator[tuple[str, str, Iterable[str], Iterable[str]]]:
        """Yield where things are named, what they are, which are named there and which exist."""
        population = self.population
        issues, groups = sorted(population.issues), population.groups_and_roles
        yield "population.issue_means", "issue", population.issue_means, population.issues
        shares = (name for name in population.group_shares if groups.full_name(name) is None)
        yield "population.group_shares", "group", shares, groups.names
        for name, party in self.parties.items():
            for field in ("platform", "owns", "campaigns_on"):
                yield f"parties.{name}.{field}", "issue", getattr(party, field), issues
            yield f"parties.{name}.stands_in", "region", party.stands_in, codes
            founders = filter(None, [party.founded_by])
            yield f"parties.{name}.faction", "faction", founders, sorted(self.elites.factions)
        for name, leader in self.leaders.items():
            yield f"leaders.{name}.ties", "party", leader.ties, self.parties
        for name, lever in self.levers.active().items():
            yield f"levers.{name}", "issue", filter(None, [lever.about]), issues
        for name, event in self.events.items():
            yield f"events.{name}.regions", "region", event.regions, codes
            yield f"events.{name}.party", "party", filter(None, [event.party]), self.parties

    def _unknown_groups(self, codes: Sequence[str]) -> Iterator[str]:
        population, groups = self.population, self.population.groups_and_roles
        shifts = {"population.protest_by_group": population.protest_by_group}
        shifts |= {f"population.issue_means.{name}": each
                   for name, each in population.issue_means.items()}  # fmt: skip
        shifts |= {f"parties.{name}.appeal_by": each.appeal_by
                   for name, each in self.parties.items()}  # fmt: skip
        for where, given in shifts.items():
            named = [each for each in given if each not in codes]
            odd = [each for each in named if groups.full_name(each) is None]
            yield from _unknown(where, "group", odd, (*groups.names, *codes))
            yield from groups.named_twice(where, named)
        yield from groups.named_twice("population.group_shares", population.group_shares)

    def _roles_nobody_plays(self) -> Iterator[str]:
        """Tell of parts that ask for a group of voters which the country does not have."""
        for folder, parts in (("mechanisms", self.mechanisms), ("levers", self.levers)):
            for name, part in parts.active().items():
                for role in part.roles:
                    if role not in self.population.roles:
                        yield (
                            f"{folder}.{name}: needs a group with the role {role!r} "
                            f"({ROLES[role]}), which the country gives to none; give it to a "
                            f"group of voters, or switch {name} off"
                        )

    def _against_all(self) -> Iterator[str]:
        if self.law.against_all and self.none_of_them is None:
            yield (
                "law.against_all: only electors who favour none of the parties vote so, and this "
                "scenario has none of them; add `none_of_them = true`"
            )

    def _of_laws(self, told: Callable[[ElectoralLaw], Iterator[str]]) -> Iterator[str]:
        for name, law in (("law", self.law), ("councils", self.councils)):
            yield from (f"{name}.{problem}" for problem in (told(law) if law else ()))

    def parameters(self) -> list[Parameter]:
        """Return every parameter of this scenario with its path and present value."""
        return [self.population.with_its_whole(each) for each in parameters(self)]

    @cached_property
    def values(self) -> Mapping[str, Any]:
        """The present value of each parameter, by path."""
        return {each.path: each.value for each in self.parameters()}

    @property
    def options(self) -> tuple[str, ...]:
        """What a voter may favour: the parties and, where the scenario has it, none of them."""
        return (*self.parties, *[NONE_OF_THEM] * (self.none_of_them is not None))

    @property
    def incumbent(self) -> str | None:
        """Name of the party of power; None where there is none, as in pure policy spaces."""
        powers = (name for name, party in self.parties.items() if party.kind == "incumbent")
        return next(powers, None)

    @cached_property
    def hash(self) -> str:
        """Return a fingerprint of everything that a run depends on (not of what it is called).

        Of a user's own parts that it uses, the code is among that.
        """
        content = self.model_dump(mode="json", exclude={"name", "title", "election", "parts"})
        # What the files say counts, not where they lie.
        content["population"]["regions"] = self.population.regions.text
        content["country"] = self.country.text
        if any_own_part():
            for folder in ("mechanisms", "levers"):
                content[folder] = _without_idle_own(folder, content[folder])
            own = {own_part(type(each)) for each in components(self)} - {None}
            if own:
                content["own_parts"] = sorted(part.file.text for part in own if part)
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]

    def replace(self, changes: Mapping[str, Any]) -> "Scenario":
        """Return a copy with values at paths such as `mechanisms.blocs.scale` changed.

        Raises ScenarioError for a path that does not exist or a value out of range.
        """
        content = dict(self)
        put(content, changes)
        return validated(content, self.name or "the scenario")


def _unknown(where: str, what: str, given: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    odd = ", ".join(map(repr, sorted(set(given) - set(known))))
    if odd:
        yield f"{where}: no {what} {odd}; there are {', '.join(known) or 'none'}"


def _completed(content: dict[str, Any]) -> dict[str, Any]:
    """Give laws, and the money of parties, what they leave out and the country says of such."""
    country = content.get("country")
    if isinstance(country, dict):
        country = Country.model_construct(**country)
    if not isinstance(country, Country):
        return content
    said, full = country.stated, dict(content)
    for name in ("law", "councils"):
        law = content.get(name)
        if isinstance(law, dict):
            full[name] = {**_usual(said, name, str(law.get("kind"))), **law}
    if isinstance(parties := content.get("parties"), dict):
        worth = said.money_worth
        full["parties"] = {name: with_usual_money(each, worth) for name, each in parties.items()}
    return full


def _usual(said: Stated, name: str, kind: str) -> dict[str, Any]:
    """Return what a country says of laws of a kind: of its house, that of the seats too."""
    usual = said.laws.get(kind, {})
    known = load("laws", ElectoralLaw).get(kind)
    sized = known is not None and "house_size" in known.model_fields
    if name == "law" and said.house_size is not None and sized:
        return {"house_size": said.house_size, **usual}
    return usual


def _without_idle_own(folder: str, parts: dict[str, Any]) -> dict[str, Any]:
    """Leave out users' own parts that are switched off: they change nothing."""
    shipped = set(shipped_names(folder))
    return {name: each for name, each in parts.items() if each is not None or name in shipped}


def validated(content: dict[str, Any], origin: str, read: Reading | None = None) -> Scenario:
    """Build a scenario; every error is reported at once, with its place and what is allowed.

    What was wrong already when its files were `read` is reported with them.
    """
    problems, unknown = (read.problems, read.unjudged) if read else ([], frozenset())
    refuse_unnamed_parts(content, origin)
    full = _completed(content)
    scenario, errors, unknown = as_far_as_right(Scenario, full, unknown)
    lines = sentences(Scenario, errors)
    problems = [*problems, *(f"{origin}: {line}" for line in lines)]
    if problems or scenario is None:
        raise ScenarioError("\n".join(problems), not_judged(unknown))
    return scenario


def settings_problems(content: dict[str, Any]) -> list[str]:
    """Return what is wrong with settings by themselves, whatever else a scenario says."""
    _, errors, _ = as_far_as_right(Scenario, content, frozenset({EVERYTHING}))
    return sentences(Scenario, errors)


def load_scenario(
    name_or_path: str, overrides: Mapping[str, Any] | None = None, without: Sequence[str] = ()
) -> Scenario:
    """Load a shipped scenario by name or a TOML file by path, with changes by path.

    Files that a scenario names lie beside it, those that a change names where one stands.
    Raises ScenarioError, whose message has one line for each thing that is wrong.
    """
    read = written(name_or_path)
    content = {"name": Path(name_or_path).stem, **read.content}
    put(content, overrides or {})
    for mechanism in without:
        active = content.get("mechanisms", {})
        if not isinstance(active, dict) or read.problems:
            break  # told below, with everything else that is wrong
        if mechanism not in active or active[mechanism] is False:
            raise ScenarioError(
                f"{name_or_path}: there is no mechanism {mechanism!r} to leave out"
                f"{meant(mechanism, active)}. Switched on: {', '.join(sorted(active))}."
            )
        active[mechanism] = False
    return validated(content, name_or_path, read)
