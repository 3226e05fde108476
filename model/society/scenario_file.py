"""A scenario as it is written: TOML, laid over the one that it extends and over its country."""

import os
import shlex
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from model.parameters.errors import ScenarioError, meant, unread
from model.parameters.mending import EVERYTHING, Way, rests_on
from model.parameters.parameter import Component
from model.parameters.registry import own_files
from model.parameters.table import TableError, text_of
from model.society.country import (
    districts_of,
    folder_of,
    home_of,
    is_country,
    opening,
    scenario_of,
    scenarios_of,
    shipped_scenario,
    shipped_scenarios,
)
from model.society.groups import Groups
from model.society.regions import RegionsTable, names_of_shipped, regions_of

REGIONS = "population.regions"
"""Where a scenario names a file."""
SWITCHED = ["mechanisms"], ["levers"]
"""Ways to the tables whose entries may be a switch in place of their settings."""
DISTRICTS: Way = ("districts",)
MOST_BASES = 50
"""Scenarios that one may extend, one over the other (assumed; nobody has needed five)."""


RESTS_ON: Mapping[str, tuple[str, ...]] = {
    "issue": ("population.issues.*",),
    "region": ("population.regions.*",),
    "group": ("population.groups.*", "population.regions.*"),
    "role": ("population.roles.*",),
    "faction": ("elites.factions.*",),
    "party": ("parties.*",),
    "party of the law": ("law", "councils", "none_of_them", "parties.*"),
    "region of the law": ("law", "councils", "population.regions.*"),
    "tie of a leader": ("leaders.*.ties",),
    "district": ("districts", "population.regions.*", "parties.*"),
    "district of the law": ("districts", "law.*.*.*", "population.regions.*"),
    "party of an event": ("events.*.*.*", "parties.*"),
    "week of an event": ("weeks", "events.*.*.*"),
    "week of a lever": ("weeks", "events.*.*.*", "levers.*.start"),
    "week of a mechanism": ("weeks", "events.*.*.*", "mechanisms.*.week"),
}
"""What a scenario names or counts on, and what has to be known to judge whether that can be."""


def judged(unknown: Iterable[Way]) -> set[str]:
    """Return what of a scenario can be judged where some of its settings are not known."""
    lost = {what for what, ways in RESTS_ON.items() if any(rests_on(way, unknown) for way in ways)}
    return RESTS_ON.keys() - lost


def not_judged(unknown: Iterable[Way]) -> list[str]:
    """Return what cannot, in the order of the alphabet."""
    return sorted(RESTS_ON.keys() - judged(unknown))


@dataclass
class Reading:
    """What a scenario says with all that it is laid over, as far as that can be read."""

    content: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    unjudged: frozenset[Way] = frozenset()
    """Settings that are not known because of the problems."""
    files: tuple[Path, ...] = ()
    """The scenarios that were read: its own and those below it."""

    @contextmanager
    def telling(self, *unknown: Way) -> Iterator[None]:
        """Note what is wrong in what follows, and what is not known then."""
        try:
            yield
        except ScenarioError as error:
            self.problems += str(error).splitlines()
            self.unjudged |= {*unknown}


def written(name_or_path: str, districts: bool = True) -> Reading:
    """Return what a shipped scenario or a TOML file says, with all that it is laid over.

    It is laid over the scenario that it extends, or else over the country that it names or in
    whose folder `scenarios` it lies. The country's `districts` may be let be.
    """
    reading = Reading()
    try:
        with reading.telling(EVERYTHING):
            reading = _read(_find(name_or_path, Path()))
        with reading.telling(DISTRICTS):
            _put_districts(reading, name_or_path, districts)
    except RecursionError:
        problem = (
            f"{name_or_path}: is nested, or extends others, too deeply to be read; a scenario "
            "has a few levels."
        )
        return Reading({}, [problem], frozenset({EVERYTHING}))
    return reading


def _put_districts(reading: Reading, origin: str, known: bool) -> None:
    """Put the rows of the country's districts in, where a scenario names their election."""
    content = reading.content
    named = content.get("districts")
    wished = {"election": named} if isinstance(named, str) else named
    if not isinstance(wished, dict) or "text" in wished:
        return
    content["districts"] = None
    if not known:
        reading.unjudged |= {DISTRICTS}
        return
    country = dict(content.get("country", {})).get("name", "")
    try:
        asked = (str(wished.get(each, "")) for each in ("election", "votes_of"))
        text = districts_of(folder_of(country), *asked)
    except ValueError as error:
        raise ScenarioError(f"{origin}: districts: {error}") from None
    content["districts"] = {**wished, "text": text}


def put(content: dict[str, Any], changes: Mapping[str, Any]) -> None:
    """Set values at paths such as `leader.popularity`; what the ways lead through is copied, once.

    The content may hold components, of which a way then takes the fields. To switch on a
    mechanism or a lever that is on leaves it as it is set. With another table of regions come its
    electors and its share in towns, unless these are stated. Raises ScenarioError for a path that
    leads nowhere, and for the country.
    """
    copied: dict[int, dict[str, Any]] = {}
    table = changes.get(REGIONS)
    beside = _following(content.get("population"), table) if isinstance(table, str) else {}
    for path, value in {**_paths(beside), **changes}.items():
        *way, last = path.split(".")
        if path.partition(".")[0] == "country":
            raise ScenarioError(
                f"{path}: a scenario keeps its country; take one of the other country."
            )
        inside = content
        for step in way:
            deeper: Any = inside.get(step)
            if id(deeper) not in copied:
                deeper = inside[step] = _copied(deeper, path, step)
                copied[id(deeper)] = deeper
            inside = deeper
        is_on = way in SWITCHED and isinstance(inside.get(last), dict | Component)
        if not (value is True and is_on):
            inside[last] = value


def _copied(table: Any, path: str, step: str) -> dict[str, Any]:
    """Return the copy of a table or of a component's fields; nothing, or a switch, is empty."""
    if table is None or table is True:
        return {}
    if not isinstance(table, dict | Component):
        raise ScenarioError(f"{path}: {step!r} has nothing inside that could be set.")
    fields = table.items() if isinstance(table, dict) else table
    return {name: each for name, each in fields if each is not None}


def _read(path: Path, above: tuple[Path, ...] = ()) -> Reading:
    if len(above) > MOST_BASES:
        raise RecursionError
    if any(path.samefile(each) for each in above):
        raise ScenarioError(f"{path}: extends itself by way of {' -> '.join(map(str, above))}.")
    try:
        text = text_of(path)
        content = tomllib.loads(text)
    except TableError as error:
        raise ScenarioError(f"{error}.") from None
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError(f"{path}: {unread(text, error)}") from None
    base, country = content.pop("extends", None), content.pop("country", None)
    removed = content.pop("remove", [])
    reading = Reading()
    with reading.telling(EVERYTHING):
        reading = _country(path, country) if base is None else _base(str(base), (*above, path))
    reading.files = (path, *reading.files)
    below, own = reading.content, {}
    with reading.telling():
        own = _parts_of(content, str(path), path.parent)
    if base is not None:
        own = {"parts": [*below.get("parts", []), *own["parts"]]} if own else {}
        # What a scenario is called, and which election it stands for, is its own.
        content = {"name": path.stem, "election": "", **content}
    if EVERYTHING not in reading.unjudged:
        with reading.telling():
            if base is not None:
                _same_country(path, country, below)
        with reading.telling():
            _remove(path, below, removed)
    _place_regions(content.get("population"), below.get("population"), path.parent)
    reading.content = merged(below, {**content, **own})
    return reading


def _base(name: str, above: tuple[Path, ...]) -> Reading:
    """Read the scenario that another one extends."""
    with _named_in(f"{above[-1]}: extends"):
        path = _find(name, above[-1].parent)
    return _read(path, above)


@contextmanager
def _named_in(place: str) -> Iterator[None]:
    """Say where the name stands that leads nowhere."""
    try:
        yield
    except ScenarioError as error:
        raise ScenarioError(f"{place}: {error}") from None


def _remove(path: Path, below: dict[str, Any], removed: Any) -> None:
    """Take out of what a scenario extends what it says is to be removed, by path."""
    if not isinstance(removed, list):
        raise ScenarioError(
            f"{path}: remove: given {removed!r}, allowed is a list of paths such as "
            '["population.group_shares"].'
        )
    problems = []
    for each in map(str, removed):
        inside, *last = _to(below, each.split("."))
        if last and last[0] in inside:
            del inside[last[0]]
            continue
        problems.append(
            f"{path}: remove: given {each!r}, which is not in what the scenario extends; "
            "leave it out."
        )
    if problems:
        raise ScenarioError("\n".join(problems))


def _to(content: Any, way: list[str]) -> tuple[Any, ...]:
    """Follow a path to the table that holds its last step; return both, or nothing to find."""
    *steps, last = way
    for step in steps:
        content = content.get(step) if isinstance(content, dict) else None
    return (content, last) if isinstance(content, dict) else ({},)


def _parts_of(content: dict[str, Any], origin: str, folder: Path) -> dict[str, list[str]]:
    """Return where the files lie that a scenario needs, under `parts`; nothing if it needs none."""
    if "parts" not in content:
        return {}
    parts = content["parts"]
    if not isinstance(parts, list | tuple) or not all(isinstance(each, str) for each in parts):
        raise ScenarioError(f"{origin}: parts: given {parts!r}, allowed is a list of files.")
    return {"parts": [str((folder / each).resolve()) for each in parts]}


def refuse_unnamed_parts(content: dict[str, Any], origin: str) -> None:
    """Raise ScenarioError for a scenario that needs code which no command has named.

    Nothing of a file is run because a scenario mentions it.
    """
    named = {each.path for each in own_files()}
    needed = _parts_of(content, origin, Path()).get("parts", [])
    unnamed = [each for each in needed if each not in named]
    if unnamed:
        options = " ".join(f"--with {shlex.quote(_short(each))}" for each in unnamed)
        raise ScenarioError(
            f"{origin}: parts: needs code of its own, which is run only if the command names it, "
            f"too; if you trust it, add {options}."
        )


def _short(path: str) -> str:
    """Return a path as seen from here, if it lies below."""
    here = Path().resolve()
    return str(Path(path).relative_to(here)) if Path(path).is_relative_to(here) else path


def _country(path: Path, country: Any) -> Reading:
    """Return what a scenario starts from: its country, or nothing where it has none."""
    if isinstance(country, dict):  # a scenario written out in full holds the text of its country
        return Reading({"country": country})
    if country is not None and not isinstance(country, str):
        raise ScenarioError(f"{path}: country: given {country!r}, allowed is a name or a folder.")
    with _named_in(f"{path}: country"):
        folder = home_of(path) if country is None else folder_of(country, path.parent)
    if folder is None:
        return Reading()
    found = opening(folder)
    return Reading(found.content, found.problems, frozenset(found.unjudged))


def _same_country(path: Path, country: Any, below: dict[str, Any]) -> None:
    if country is None or isinstance(country, dict):
        return
    other = dict(below.get("country", {}))
    if dict(_country(path, country).content["country"])["text"] != other.get("text"):
        name = other.get("name", "no country")
        raise ScenarioError(
            f"{path}: country: given {country!r}, but the scenario that it extends is of {name}; "
            "nothing is inherited from another country."
        )


def _find(name_or_path: str, beside: Path) -> Path:
    found = shipped_scenario(name_or_path)
    if found is not None:
        return found
    path = beside / name_or_path
    if os.path.isfile(path):  # false, too, for a name that no file can have
        return path
    shipped = shipped_scenarios()
    if is_country(name_or_path, beside):
        files = scenarios_of(folder_of(name_or_path, beside))
        names = ", ".join(each.stem if each.stem in shipped else str(each) for each in files)
        usual = f", as {scenario_of(name_or_path, beside)}" if files else ""
        raise ScenarioError(
            f"{name_or_path}: is a country, allowed is a scenario{usual}; its scenarios are "
            f"{names or 'none yet'}."
        )
    raise ScenarioError(
        f"{name_or_path}: neither a shipped scenario nor a file{meant(name_or_path, shipped)}. "
        f"Shipped: {', '.join(shipped)}."
    )


def _place_regions(population: Any, below: Any, folder: Path) -> None:
    """Say where the table of regions lies that a scenario names, and what goes with it."""
    if isinstance(population, dict) and isinstance(population.get("regions"), str):
        population["regions"] = _beside(folder, population["regions"])
        for name, value in _following(below, population["regions"]).items():
            population.setdefault(name, value)


def _following(population: Any, table: str | dict[str, str]) -> dict[str, float]:
    """Return the electors and the share in towns of a table that takes the place of another.

    Only what a population has from its own table follows; what somebody states instead stays.
    """
    has = dict(population) if isinstance(population, dict | Component) else {}
    old, new = _margins(has.get("regions")), _margins(table)
    return {
        name: value for name, value in new.items() if name in old and has.get(name) == old[name]
    }


def _margins(table: Any) -> dict[str, float]:
    """Return what a table says of its country; nothing if it is wrong, which is told elsewhere."""
    try:
        return regions_of(RegionsTable.model_validate(table), Groups((), {})).margins
    except ValueError:
        return {}


def _beside(folder: Path, regions: str) -> str:
    """Return the name of a shipped table as it is, and that of a file as seen from here."""
    return regions if regions in names_of_shipped() else str(folder / regions)


def merged(base: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    """Lay what a scenario says over what it starts from."""
    result = dict(base)
    for key, value in change.items():
        old = result.get(key)
        # A part of another kind replaces the old one; the rest is laid over it.
        same_kind = "kind" not in value if isinstance(value, dict) else False
        both = isinstance(old, dict) and isinstance(value, dict)
        result[key] = merged(old, value) if both and same_kind else value  # type: ignore[arg-type]
    return result


def with_inputs(changes: Mapping[str, Any], population: Component) -> dict[str, Any]:
    """Return changes of a population that hold the table of regions itself where they name one.

    What the population has from its own table follows. Raises ScenarioError if the file cannot
    be read.
    """
    table = changes.get(REGIONS)
    if not isinstance(table, str):
        return dict(changes)
    try:
        read = RegionsTable.as_read(table)
    except TableError as error:
        raise ScenarioError(f"{REGIONS}: {error}.") from None
    return {**_paths(_following(population, read)), **changes, REGIONS: read}


def _paths(numbers: Mapping[str, float]) -> dict[str, float]:
    return {f"population.{name}": value for name, value in numbers.items()}
