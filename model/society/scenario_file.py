"""A scenario as it is written: TOML, laid over the one that it extends and over its country."""

import os
import shlex
import tomllib
from pathlib import Path
from typing import Any

from model.parameters.errors import ScenarioError, meant
from model.parameters.parameter import Component
from model.parameters.registry import own_files
from model.society.country import (
    districts_of,
    folder_of,
    home_of,
    is_country,
    opening_content,
    scenarios_of,
    shipped_scenario,
    shipped_scenarios,
)
from model.society.regions import names_of_shipped

MOST_BASES = 50
"""Scenarios that one may extend, one over the other (assumed; nobody has needed five)."""


def written(name_or_path: str) -> dict[str, Any]:
    """Return what a shipped scenario or a TOML file says, with all that it is laid over.

    It is laid over the scenario that it extends, or else over the country that it names or in
    whose folder `scenarios` it lies. Raises ScenarioError for what cannot be read.
    """
    try:
        return _with_districts(_read(name_or_path), name_or_path)
    except RecursionError:
        raise ScenarioError(
            f"{name_or_path}: is nested, or extends others, too deeply to be read; a scenario "
            "has a few levels."
        ) from None


def _with_districts(content: dict[str, Any], origin: str) -> dict[str, Any]:
    """Put the rows of the country's districts in, where a scenario names their election."""
    named = content.get("districts")
    wished = {"election": named} if isinstance(named, str) else named
    if not isinstance(wished, dict) or "text" in wished:
        return content
    country = content.get("country", {}).get("name", "")
    try:
        asked = (str(wished.get(each, "")) for each in ("election", "votes_of"))
        text = districts_of(folder_of(country), *asked)
    except ValueError as error:
        raise ScenarioError(f"{origin}: districts: {error}") from None
    return {**content, "districts": {**wished, "text": text}}


def put(content: dict[str, Any], path: str, value: Any) -> None:
    """Set a value at a path such as `leader.popularity`; what the way leads through is copied.

    The content may hold components, of which the way then takes the fields. Raises ScenarioError
    for a path that leads nowhere, and for the country.
    """
    *way, last = path.split(".")
    if path.split(".")[0] == "country":
        raise ScenarioError(f"{path}: a scenario keeps its country; take one of the other country.")
    inside = content
    for step in way:
        deeper = inside.get(step)
        if deeper is None or deeper is True:
            deeper = {}
        if not isinstance(deeper, dict | Component):
            raise ScenarioError(f"{path}: {step!r} has nothing inside that could be set.")
        inside[step] = {name: each for name, each in dict(deeper).items() if each is not None}
        inside = inside[step]
    inside[last] = value


def _read(name_or_path: str, seen: tuple[Path, ...] = ()) -> dict[str, Any]:
    if len(seen) > MOST_BASES:
        raise RecursionError
    path = _find(name_or_path, beside=seen[-1].parent if seen else Path())
    if any(path.samefile(each) for each in seen):
        raise ScenarioError(f"{path}: extends itself by way of {' -> '.join(map(str, seen))}.")
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ScenarioError(f"{path}: cannot be read as TOML: {error}") from None
    population = content.get("population")
    if isinstance(population, dict) and isinstance(population.get("regions"), str):
        population["regions"] = _beside(path.parent, population["regions"])
    own = _parts_of(content, str(path), path.parent)
    base, country = content.pop("extends", None), content.pop("country", None)
    if country is not None and not isinstance(country, str | dict):
        raise ScenarioError(f"{path}: country: given {country!r}, allowed is a name or a folder.")
    removed = content.pop("remove", [])
    if base is None:
        below = _country(path, country)
        content = {**content, **own}
    else:
        below = _read(str(base), (*seen, path))
        _same_country(path, country, below)
        own = {"parts": [*below.get("parts", []), *own["parts"]]} if own else {}
        # What a scenario is called, and which election it stands for, is its own.
        content = {"name": path.stem, "election": "", **content, **own}
    _remove(path, below, removed)
    return merged(below, content)


def _remove(path: Path, below: dict[str, Any], removed: Any) -> None:
    """Take out of what a scenario extends what it says is to be removed, by path."""
    if not isinstance(removed, list):
        raise ScenarioError(
            f"{path}: remove: given {removed!r}, allowed is a list of paths such as "
            '["population.group_shares"].'
        )
    for each in map(str, removed):
        inside, *last = _to(below, each.split("."))
        if not last or last[0] not in inside:
            raise ScenarioError(
                f"{path}: remove: given {each!r}, which is not in what the scenario extends; "
                "leave it out."
            )
        del inside[last[0]]


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


def _country(path: Path, country: str | dict[str, Any] | None) -> dict[str, Any]:
    """Return what a scenario starts from: its country, or nothing where it has none."""
    if isinstance(country, dict):  # a scenario written out in full holds the text of its country
        return {"country": country}
    folder = home_of(path) if country is None else folder_of(country, path.parent)
    return {} if folder is None else opening_content(folder)


def _same_country(path: Path, country: str | dict[str, Any] | None, below: dict[str, Any]) -> None:
    if not isinstance(country, str):
        return
    other = below.get("country", {}).get("text")
    if opening_content(folder_of(country, path.parent))["country"]["text"] != other:
        name = below.get("country", {}).get("name", "no country")
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
        raise ScenarioError(
            f"{name_or_path}: is a country, allowed is a scenario; its scenarios are "
            f"{names or 'none yet'}."
        )
    raise ScenarioError(
        f"{name_or_path}: neither a shipped scenario nor a file{meant(name_or_path, shipped)}. "
        f"Shipped: {', '.join(shipped)}."
    )


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
