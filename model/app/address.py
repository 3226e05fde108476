"""The address of the page: all that defines what is seen, so that a link shows the same."""

import base64
import json
import zlib
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from model.app.plan import DEFAULT, EXTENDS, MOST_SEED, Plan, Wish
from model.parameters.parameter import declared
from model.scenario import Scenario

TABS = (
    "Overview", "Regions", "Voters", "Elite", "Election night", "Compare", "Many runs", "Voter",
    "Take away",
)  # fmt: skip
NIGHT, COMPARE = TABS.index("Election night"), TABS.index("Compare")

LONG = 1500
"""Characters from which on a text is packed."""

PACKED = "z."

_VOTERS = declared(Scenario.model_fields["voters"]) or {}
ALLOWED = {"voters": (_VOTERS["low"], _VOTERS["high"]), "at": (-1, MOST_SEED),
           "tab": (0, len(TABS) - 1)}  # fmt: skip
"""Least and most that the address may say; every other number may be what a seed may be."""


@dataclass(frozen=True)
class View:
    """What is looked at: the open tab, a past week, and the choices made in the tabs.

    `counted` regions have reported on election night.
    """

    tab: int = 0
    at: int = -1
    region: str = ""
    voter: str = "0"
    colour: str = ""
    across: int = 0
    upwards: int = 3
    acts_on: str = ""
    counted: int = 0


def written(plan: Plan, view: View, start: str = DEFAULT) -> str:
    """Return the query of the address; what is as at the start is left out."""
    plain = {**asdict(View()), "seed": Plan().seed, "voters": None, "week": 0, "week2": 0}
    parts: dict[str, Any] = {}
    parts |= _wish(plan.first, "") if plan.first != Wish(start) else {}
    parts |= _wish(plan.second, "2") if plan.second else {}
    numbers = {"seed": plan.seed, "voters": plan.voters, "week": plan.weeks[0],
               "week2": plan.weeks[1]}  # fmt: skip
    parts |= {name: value for name, value in {**numbers, **asdict(view)}.items()
              if value != plain[name]}  # fmt: skip
    return urlencode(parts)


def _wish(wish: Wish, which: str) -> dict[str, str]:
    parts = {f"scenario{which}": wish.scenario}
    if wish.changes:
        parts[f"changes{which}"] = _packed(json.dumps(dict(wish.changes), separators=(",", ":")))
    if wish.whole:
        parts[f"whole{which}"] = _packed(wish.whole)
    return parts


def read(query: str, start: str = DEFAULT) -> tuple[Plan, View]:
    """Return what an address says; raises ValueError with a sentence for one that says nothing."""
    try:
        parts = dict(parse_qsl(query.removeprefix("?")))
        first = _wish_in(parts, "") or Wish(start)
        plan = Plan(
            first, _wish_in(parts, "2"), _number(parts, "seed", Plan().seed),
            _number(parts, "voters", 0) if "voters" in parts else None,
            (_number(parts, "week", 0), _number(parts, "week2", 0)),
        )  # fmt: skip
        seen: dict[str, Any] = {
            name: _number(parts, name, usual) if isinstance(usual, int) else parts.get(name, usual)
            for name, usual in asdict(View()).items()
        }
        view = View(**seen)
    except (ValueError, TypeError, zlib.error) as error:
        raise ValueError(
            f"This address cannot be read ({error}); the page starts afresh."
        ) from None
    return plan, view


def _number(parts: dict[str, str], name: str, usual: int) -> int:
    given, (low, high) = int(parts.get(name, usual)), ALLOWED.get(name, (0, MOST_SEED))
    if not low <= given <= high:
        raise ValueError(f"{name}: given {given}, allowed is {low} .. {high}")
    return given


def _wish_in(parts: dict[str, str], which: str) -> Wish | None:
    if f"scenario{which}" not in parts:
        return None
    changes = _table(_unpacked(parts.get(f"changes{which}", "{}")), "changes")
    whole = _unpacked(parts.get(f"whole{which}", ""))
    if whole:
        _refuse_odd(_table(whole, "whole"))
    return Wish(parts[f"scenario{which}"], changes, whole)


def _table(text: str, name: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except RecursionError:
        raise ValueError(f"{name}: too many brackets inside each other") from None
    if not isinstance(found, dict):
        raise ValueError(f"{name}: given {text}, allowed is a table")
    return found


def _refuse_odd(whole: dict[str, Any]) -> None:
    """Raise ValueError for a wish whose scenario is no name or whose changes are no table."""
    for name, kind, called in ((EXTENDS, str, "a name"), ("changes", dict, "a table")):
        if EXTENDS in whole and not isinstance(whole.get(name, {}), kind):
            raise ValueError(f"{name}: given {whole[name]!r}, allowed is {called}")


def _packed(text: str) -> str:
    if len(text) < LONG:
        return text
    return PACKED + base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode()


def _unpacked(text: str) -> str:
    if not text.startswith(PACKED):
        return text
    return zlib.decompress(base64.urlsafe_b64decode(text.removeprefix(PACKED))).decode()
