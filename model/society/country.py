"""A country: a folder that says who lives there, what things are called and what is usual.

Nothing is taken from another country. What a country leaves out comes from a default of the
model that is meant for any country; what has no such default is refused.
"""

import copy
import csv
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib.resources import files
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import Field, field_validator

from model.parameters.errors import ScenarioError, meant, sentences, unread
from model.parameters.mending import EVERYTHING, Way, as_far_as_right
from model.parameters.parameter import Component
from model.parameters.table import TableError, text_of
from model.society.groups import Groups
from model.society.population import underived
from model.society.regions import RegionsTable, regions_of

STATED = "country.toml"
REGIONS = "regions.csv"
SCENARIOS = "scenarios"
DISTRICTS = "districts.csv"
MAP = "map.geojson"


NEUTRAL = re.compile(
    r"\b(?P<word>[Tt]he leader|[Gg]overnor|[Pp]arliament|[Cc]ouncil)(?P<many>s?)\b"
)
MONEY = re.compile(r"\bmillion\b")
"""What texts of the model call the things that a country has words for, one or many of them."""


class Words(Component):
    """What things are called there; the defaults suit any country."""

    leader: str = Field("the leader", description="who leads the state or the party of power")
    governor: str = Field("governor", description="who heads the administration of a region")
    house: str = Field("parliament", description="the assembly that is elected")
    council: str = Field("council", description="the assembly of a region")
    money: str = Field("million", description="the unit of all money of its scenarios")

    def told(self, text: str) -> str:
        """Return a text of the model, which uses the neutral words, in the words of the country."""
        return NEUTRAL.sub(self._own, text)

    def priced(self, text: str) -> str:
        """Return a unit or a note, whose millions are money, with the money of the country."""
        return MONEY.sub(self.money, text)

    def _own(self, found: re.Match[str]) -> str:
        neutral = found["word"]
        own = {"the leader": self.leader, "governor": self.governor,
               "parliament": self.house, "council": self.council}[neutral.lower()]  # fmt: skip
        return (own[:1].upper() + own[1:] if neutral[0].isupper() else own) + found["many"]


class Stated(Component):
    """What `country.toml` says."""

    label: str = Field(min_length=1, description="its name in words")
    analysis: str = Field(
        "", description="the analysis whose claims stand in claims.csv, as it is cited"
    )
    words: Words = Words()
    groups: tuple[str, ...] = Field((), description="groups of voters, `axis:group`, in order")
    roles: dict[str, str] = Field(default_factory=dict, description="which group plays a role")
    scenario: str = Field("", description="scenario that is meant where the country is named")
    money_worth: float = Field(
        1.0,
        gt=0,
        description="units of its money that do there what one does in the model's prices",
    )
    house_size: int | None = Field(
        None, ge=1, le=10_000, description="seats of the house where a law does not say"
    )
    laws: dict[str, dict[str, Any]] = Field(
        default_factory=dict, description="what a kind of law says there, where a scenario does not"
    )
    defaults: dict[str, Any] = Field(
        default_factory=dict, description="what all its scenarios start from"
    )

    @field_validator("defaults")
    @classmethod
    def _tables(cls, defaults: dict[str, Any]) -> dict[str, Any]:
        given = defaults.get("population", {})
        if not isinstance(given, dict):
            raise ValueError(f"population: given {given!r}, allowed is a table")
        return defaults


class Country(Component):
    """A country by its name, and what its `country.toml` says, read once.

    A scenario holds the text itself, as it does that of its table of regions, so that its
    fingerprint covers every byte that a run reads.
    """

    name: str = ""
    text: str = ""

    @field_validator("text")
    @classmethod
    def _right(cls, text: str) -> str:
        problems = understood(text, STATED).problems
        if problems:
            raise ValueError("\n".join(problems))
        return text

    @cached_property
    def stated(self) -> Stated:
        """What the country says of itself, as far as it is right; defaults without a country."""
        return understood(self.text, self.name or STATED).stated

    @property
    def words(self) -> Words:
        """What things are called there."""
        return self.stated.words


GROUPS, ROLES = ("population", "groups"), ("population", "roles")
RESTING: Mapping[Way, tuple[Way, ...]] = {
    EVERYTHING: (EVERYTHING,),
    ("defaults",): (EVERYTHING,),
    ("groups",): (GROUPS, ROLES),
    ("roles",): (ROLES,),
    ("laws",): (("law",), ("councils",)),
    ("house_size",): (("law",), ("councils",)),
}
"""Settings of scenarios that are not known where something in `country.toml` is not."""


class Understood(NamedTuple):
    """What a `country.toml` says as far as it is right, and what is wrong with it."""

    stated: Stated
    problems: list[str]
    unjudged: set[Way]
    """Settings of its scenarios that are not known because of that."""


def understood(text: str, where: str) -> Understood:
    """Read the text of a `country.toml`, which errors call by its path."""
    if not text:
        return Understood(Stated(label="no country"), [], set())
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problem = f"{where}: {unread(text, error)}"
        return Understood(Stated(label="unread"), [problem], {EVERYTHING})
    said, errors, unknown = as_far_as_right(Stated, content)
    if said is None:  # what has no name in words can be judged all the same
        said, _, unknown = as_far_as_right(Stated, {**content, "label": "unread"})
    lines = sentences(Stated, errors)
    said = said or Stated(label="unread")
    unjudged = {way for each in unknown for way in RESTING.get(each[:1], ())}
    odd = [] if GROUPS in unjudged else _odd(said.groups, said.roles)
    unjudged |= {ROLES} if odd else set()
    unjudged |= {GROUPS} if odd and _odd(said.groups, {}) else set()
    right = {
        "groups": () if GROUPS in unjudged else said.groups,
        "roles": {} if ROLES in unjudged else said.roles,
    }
    problems = [f"{where}: {line}" for line in [*lines, *odd]]
    return Understood(said.model_copy(update=right), problems, unjudged)


def _odd(groups: tuple[str, ...], roles: dict[str, str]) -> list[str]:
    try:
        Groups(groups, roles)
    except ValueError as error:
        return str(error).splitlines()
    return []


def stated_in(folder: Path) -> Stated:
    """Return what the `country.toml` of a folder says, as far as it is right."""
    return understood(text_of(folder / STATED), str(folder / STATED)).stated


def shipped_countries() -> list[str]:
    """List the names of the countries that come with the model."""
    return sorted(path.parent.name for path in _shipped().glob(f"*/{STATED}"))


def shipped_country(name: str) -> Path:
    """Return where the folder of that name would be that comes with the model."""
    return _shipped() / name


def shipped_scenarios() -> list[str]:
    """List the names of the scenarios that come with the model."""
    return sorted(_scenarios())


def label_of(folder: Path) -> str:
    """Return what a country is called in words."""
    return stated_in(folder).label


def first_scenario() -> str:
    """Return the name of the shipped scenario that is meant where nobody names one."""
    return str(tomllib.loads((_shipped() / "first.toml").read_text(encoding="utf-8"))["scenario"])


def scenarios_of(folder: Path) -> list[Path]:
    """Return the files of a country's scenarios, in the order of their names."""
    return sorted((folder / SCENARIOS).glob("*.toml"))


def scenario_of(country: str, beside: Path = Path()) -> str:
    """Return the scenario that is meant where only a country is named, by name or path.

    The one that the country says, or the first. Raises ScenarioError if there is none.
    """
    folder = folder_of(country, beside)
    said = stated_in(folder).scenario
    found = [each for each in scenarios_of(folder) if said in ("", each.stem)]
    if not found:
        raise ScenarioError(
            f"{folder / STATED}: scenario: given {said!r}, allowed is the name of a file in "
            f"{folder / SCENARIOS}, without .toml."
        )
    return found[0].stem if folder.parent == _shipped() else str(found[0])


def districts_of(folder: Path, election: str, votes_of: str) -> str:
    """Return the districts of an election with their votes at another, as the text of a table.

    Both come from the country's `districts.csv`; a district that the other election did not
    have, or any if there is no other, has no votes. Raises ValueError for an election without
    rows.
    """
    rows = list(csv.DictReader(text_of(folder / DISTRICTS).splitlines()))
    for each in filter(None, (election, votes_of)):
        if not any(row.get("election") == each for row in rows):
            raise ValueError(f"given {each!r}, which has no rows in {folder / DISTRICTS}")
    votes = {row["district"]: row for row in rows if row["election"] == votes_of}
    fixed = ("district", "region", "electors")
    counted = [name for name in rows[0] if name not in (*fixed, "election", "name", "source")]
    table = StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow([*fixed, *counted])
    for row in (row for row in rows if row["election"] == election):
        before = votes.get(row["district"], {"valid": "0"})
        there = [before.get(name, "") for name in counted]
        writer.writerow([*(row[name] for name in fixed), *there])
    return table.getvalue()


def shipped_scenario(name: str) -> Path | None:
    """Return the file of a shipped scenario; None if there is none of that name."""
    return _scenarios().get(name)


def is_country(name: str, beside: Path = Path()) -> bool:
    """Return whether it is the name of a shipped country or the path of a folder of one."""
    # `isfile` is false, too, for a name that no file can have.
    return name in shipped_countries() or os.path.isfile(beside / name / STATED)


def folder_of(name: str, beside: Path = Path()) -> Path:
    """Find a country by its name among the shipped, or by the path of its folder.

    Raises ScenarioError for what is neither.
    """
    if is_country(name, beside):
        return shipped_country(name) if name in shipped_countries() else beside / name
    shipped = shipped_countries()
    raise ScenarioError(
        f"{name}: neither a shipped country nor a folder with a {STATED}{meant(name, shipped)}. "
        f"Shipped: {', '.join(shipped)}."
    )


def home_of(scenario: Path) -> Path | None:
    """Return the country in whose folder `scenarios` a file lies; None if in no such folder."""
    folder = scenario.resolve().parent
    return (
        folder.parent if folder.name == SCENARIOS and (folder.parent / STATED).is_file() else None
    )


class Opening(NamedTuple):
    """What every scenario of a country starts from, as far as its files are right."""

    content: dict[str, Any]
    stated: Stated
    problems: list[str]
    unjudged: set[Way]
    """Settings that are not known because of the problems."""


def opening(folder: Path) -> Opening:
    """Return what every scenario of a country starts from, as a scenario is written.

    Its defaults, laid over the groups, roles, regions and electors of its folder.
    """
    text, problems = _read(folder / STATED)
    # An empty file says less than a country has to; an unread one, nothing.
    said = understood(text if problems else text or "\n", str(folder / STATED))
    unjudged = {EVERYTHING} if problems else said.unjudged
    table, unread = _read(folder / REGIONS)
    people, odd = ({}, unread) if unread else _people(folder, table, said)
    unjudged |= {("population", "regions")} if odd else set()
    population = {
        "regions": {"name": _name(folder), "text": table},
        "groups": list(said.stated.groups),
        "roles": said.stated.roles,
        **people,
    }
    defaults = copy.deepcopy(said.stated.defaults)
    content = {
        **defaults,
        # It is not validated again: what is wrong with it is among the problems.
        "country": Country.model_construct(name=_name(folder), text=text),
        "population": {**population, **defaults.get("population", {})},
    }
    return Opening(content, said.stated, [*problems, *said.problems, *odd], unjudged)


def _read(file: Path) -> tuple[str, list[str]]:
    try:
        return text_of(file), []
    except TableError as error:
        return "", [str(error)]


def _people(folder: Path, text: str, said: Understood) -> tuple[dict[str, float], list[str]]:
    """Return the margins that a table of regions implies, and what is wrong with the table.

    Electors, and the share in towns.
    """
    groups = Groups(said.stated.groups, said.stated.roles)
    try:
        regions = regions_of(RegionsTable(name=str(folder / REGIONS), text=text), groups)
    except ValueError as error:
        return {}, str(error).splitlines()
    # Which shares follow from roles is not known where the roles are not.
    unknown = [] if ROLES in said.unjudged else underived(groups, regions)
    return regions.margins, [f"{folder / REGIONS}: {each}" for each in unknown]


def _name(folder: Path) -> str:
    return folder.name if folder.parent == _shipped() else str(folder)


def _scenarios() -> dict[str, Path]:
    return {path.stem: path for path in _found()}


def _found() -> Iterator[Path]:
    return _shipped().glob(f"*/{SCENARIOS}/*.toml")


def _shipped() -> Path:
    return Path(str(files("model"))) / "countries"
