"""What a visitor has asked for: one or two futures, as the address of the page holds them."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from model.scenario import Scenario, ScenarioError, load_scenario, shipped_scenarios, validated
from model.society.country import first_scenario

DEFAULT = first_scenario()
MOST_SEED = 2**31

RESERVE = "new_oligarch_party"
"""A column for the party that the button founds; while it does not stand it changes nothing."""

NEVER = 100_000
"""Week in which the reserve would stand by itself."""


EXTENDS = "extends"
"""In the text of a wish: the shipped scenario that is extended."""


@dataclass(frozen=True)
class Wish:
    """A scenario by its name and what differs from its file, by path.

    `whole` is instead the text of a file of the visitor's: a whole scenario, or the wish for a
    shipped one from which it differs little.
    """

    scenario: str = DEFAULT
    changes: Mapping[str, Any] = field(default_factory=dict)
    whole: str = ""

    def base(self) -> Scenario:
        """Return the scenario without the changes."""
        if not self.whole:
            return load_scenario(self.scenario)
        content = json.loads(self.whole)
        if isinstance(content, dict) and EXTENDS in content:
            return load_scenario(content[EXTENDS]).replace(content.get("changes", {}))
        return validated(content, self.scenario)

    def case(self, voters: int | None = None) -> Scenario:
        """Return the scenario to play; raises ScenarioError for one that cannot be.

        It has as many voters as its file says, unless a number is given.
        """
        asked = {} if voters is None else {"voters": voters}
        return self.base().replace({**self.changes, **asked})

    def changed(self, changes: Mapping[str, Any]) -> "Wish":
        """Return the same with more changes; raises ScenarioError for one that cannot be."""
        found = replace(self, changes={**self.changes, **changes})
        found.case()
        return found


@dataclass(frozen=True)
class Plan:
    """One or two futures with the same seed and voters, and how many weeks each was played.

    Without a number of voters it is the one that the file of the first future says.
    """

    first: Wish = field(default_factory=Wish)
    second: Wish | None = None
    seed: int = 1
    voters: int | None = None
    weeks: tuple[int, int] = (0, 0)


def wish_for(case: Scenario, scenario: str, whole: str = "") -> Wish:
    """Return the wish that leads to a case, told as the difference from where it began.

    That is a named scenario, or the visitor's file with the text `whole`.
    """
    known = whole or Path(scenario).is_file() or scenario in shipped_scenarios()
    origin = Wish(scenario if known else DEFAULT, whole=whole)
    base = origin.base()
    changes = dict(_differences(_plain(base), _plain(case)))
    changes.pop("voters", None)
    try:
        if base.replace({**changes, "voters": case.voters}).hash == case.hash:
            return replace(origin, changes=changes)
    except ScenarioError:
        pass  # of another country, or with a name that no path can hold
    return Wish(case.name, whole=json.dumps(_plain(case)))


def wish_for_file(case: Scenario) -> Wish:
    """Return the wish for a file of the visitor's as it came, under its title."""
    told = wish_for(case, case.name)
    changes = {**told.changes, "voters": case.voters}
    text = told.whole or json.dumps({EXTENDS: told.scenario, "changes": changes})
    return Wish(case.title or case.name, whole=text)


def _plain(case: Scenario) -> dict[str, Any]:
    content = case.model_dump(mode="json", exclude_none=True)
    return {name: value for name, value in content.items() if name != "name"}


SWITCHED = ("parties", "events", "mechanisms", "levers")
"""Where something is taken away by setting it to false."""


def _differences(
    old: dict[str, Any], new: dict[str, Any], way: str = ""
) -> Iterator[tuple[str, Any]]:
    """Yield path and value of what has to be set to come from one to the other."""
    for name in [*new, *(each for each in old if each not in new)]:
        path, value, before = f"{way}{name}", new.get(name, False), old.get(name)
        if value == before:
            continue
        # A table that lost an entry is set as a whole, for a path can only put something in.
        if (
            isinstance(value, dict)
            and isinstance(before, dict)
            and (before.keys() <= value.keys() or path in SWITCHED)
        ):
            yield from _differences(before, value, f"{path}.")
        else:
            yield path, value


def read_upload(name: str, text: str) -> Scenario:
    """Read a scenario from the text of a file; raises ScenarioError with all that is wrong.

    One that gives no title is called by its file, not by the title of the one that it extends.
    """
    with TemporaryDirectory() as folder:
        file = Path(folder) / "uploaded.toml"
        file.write_text(text, encoding="utf-8")
        try:
            case = load_scenario(str(file))
            own = "title" in tomllib.loads(text.removeprefix("\ufeff"))
            return case if own else case.replace({"title": f"{name}, an uploaded file"})
        except ScenarioError as error:
            told = str(error).replace(str(file), name).replace(f"{folder}/", "")
            raise ScenarioError(told) from None


def with_reserve(case: Scenario) -> Scenario:
    """Return the case with a column for one more oligarch's party, if there is room for it."""
    if RESERVE in case.parties:
        return case
    reserve = {"kind": "oligarch_entrant", "label": "New oligarch party", "stands_from": NEVER}
    try:
        return case.replace({f"parties.{RESERVE}": reserve})
    except ScenarioError:
        return case


def without_reserve(case: Scenario) -> Scenario:
    """Return the case without the column that was kept for one more party."""
    return case.replace({f"parties.{RESERVE}": False})
