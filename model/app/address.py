"""The address of the page: all that defines what is seen, so that a link shows the same."""

import base64
import json
import zlib
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from model.app.plan import DEFAULT, VOTERS, Plan, Wish

LONG = 1500
"""Characters from which on a text is packed."""

PACKED = "z."


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
    plain = {**asdict(View()), "seed": Plan().seed, "voters": VOTERS, "week": 0, "week2": 0}
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
            first, _wish_in(parts, "2"), int(parts.get("seed", Plan().seed)),
            int(parts.get("voters", VOTERS)),
            (int(parts.get("week", 0)), int(parts.get("week2", 0))),
        )  # fmt: skip
        usual = asdict(View())
        seen = {name: type(usual[name])(parts[name]) for name in usual if name in parts}
        view = View(**seen)
    except (ValueError, TypeError, zlib.error) as error:
        raise ValueError(
            f"This address cannot be read ({error}); the page starts afresh."
        ) from None
    return plan, view


def _wish_in(parts: dict[str, str], which: str) -> Wish | None:
    if f"scenario{which}" not in parts:
        return None
    changes = json.loads(_unpacked(parts.get(f"changes{which}", "{}")))
    if not isinstance(changes, dict):
        raise ValueError("changes are no table")
    return Wish(parts[f"scenario{which}"], changes, _unpacked(parts.get(f"whole{which}", "")))


def _packed(text: str) -> str:
    if len(text) < LONG:
        return text
    return PACKED + base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode()


def _unpacked(text: str) -> str:
    if not text.startswith(PACKED):
        return text
    return zlib.decompress(base64.urlsafe_b64decode(text.removeprefix(PACKED))).decode()
