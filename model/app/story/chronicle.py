"""The chronicle: what happened in which week, and what it did to the party of power."""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from model.app.future import Future
from model.app.story.glossary import glossary
from model.app.story.reasons import notes
from model.display.looks import looks, words

MARKED = ("event", "lever", "entry", "exit", "founded", "death", "rally", "birth")
"""What is marked in pictures; the chronicle has the rest, such as single defections."""

WORTH_TELLING = 0.003
"""A change of private support in a week (share of electors) that the chronicle explains."""

SILENT = ("defection", "return")
"""What is not told by itself: how many notables left is told with the week's change."""

MOST_REASONS = 3
SMALLEST = 0.0005

VERBS = {
    "entry": "is on the ballot", "exit": "gives up", "founded": "is founded", "death": "dissolves",
    "birth": "is born", "rally": "rally", "deal broken": "break their deal with the party of power",
}  # fmt: skip


class Happening(NamedTuple):
    """Something that happened: week, kind and words."""

    week: int
    kind: str
    text: str


def happened(future: Future) -> list[Happening]:
    """List what happened after week 0, in order."""
    every = zip(future.case.parties, looks(future.case.parties), strict=True)
    labels = {name: look.label for name, look in every}
    found = {
        Happening(entry.week, entry.what, _told(labels.get(entry.who, entry.who), entry.what))
        for entry in future.campaign.log
        if entry.week > 0 and entry.what not in SILENT
    }
    begun = {
        Happening(lever.start, "lever", f"Lever: {words(lever.key()).lower()}")
        for lever in future.campaign.levers
        if lever.start <= future.campaign.week
    }
    return sorted(found | begun)


def _told(who: str, what: str) -> str:
    if what == "event":
        return words(who)
    text = f"{who} {VERBS[what]}" if what in VERBS else f"{who}: {words(what).lower()}"
    return text[:1].upper() + text[1:]


def entries(future: Future) -> list[dict[str, Any]]:
    """Return the chronicle, the last week first: week, what happened, and why support moved."""
    by_week = {
        week: [each.text for each in several]
        for week, several in groupby(happened(future), key=attrgetter("week"))
    }
    gains = future.ledger.weeks
    weeks = {*by_week, *(k for k, gain in enumerate(gains) if abs(gain.total) >= WORTH_TELLING)}
    return [
        {"week": week, "what": _list(by_week.get(week, [])), "why": why(future, week)}
        for week in sorted(weeks, reverse=True)
        if week < len(gains)
    ]


def nothing(future: Future) -> str:
    """Say that there is nothing to tell."""
    if not future.campaign.week:
        return "Nothing has happened yet."
    return f"No week moved private support by {points(WORTH_TELLING)[1:]} or more."


def _list(texts: list[str], most: int = 4) -> str:
    shown = list(dict.fromkeys(texts))
    rest = f"; and {len(shown) - most} more" if len(shown) > most else ""
    return "; ".join(shown[:most]) + rest


def why(future: Future, week: int) -> str:
    """Say how private support of the party in focus moved in a week, and by what."""
    gain = future.ledger.weeks[week]
    moved = f"Private support {points(gain.total)}"
    parts = ", ".join(main_reasons(gain.reasons))
    left = _left(future, week)
    return f"{moved}{': ' + parts if parts else ''}.{left}"


def main_reasons(reasons: dict[str, float], most: int = MOST_REASONS) -> list[str]:
    """Return the largest reasons in words, the largest first."""
    return [f"{name[:1].lower() + name[1:] if _plain(name) else name} {points(share, '')}"
            for name, share in _largest(reasons, most)]  # fmt: skip


def _largest(reasons: dict[str, float], most: int) -> list[tuple[str, float]]:
    order = sorted(reasons.items(), key=lambda each: -abs(each[1]))
    return [(name, share) for name, share in order[:most] if abs(share) >= SMALLEST]


def meanings(future: Future) -> dict[str, str]:
    """Return what each reason means, and each word of the model, that is told of any week."""
    told = [gain.reasons for gain in future.ledger.weeks if abs(gain.total) >= WORTH_TELLING]
    named = {name for reasons in told for name, _ in _largest(reasons, MOST_REASONS)}
    reasons = {name: note for name, note in notes(future.campaign).items() if name in named}
    words_of = glossary(future.case, " ".join(each.text for each in happened(future)))
    return dict(sorted({**reasons, **words_of}.items()))


def _plain(name: str) -> bool:
    """Whether a reason is words of the model; names of parties keep their capital letter."""
    return not name.endswith((" enters", " is gone"))


def points(share: float, unit: str = " points") -> str:
    """Write a change of a share in points, with its sign."""
    number = f"{100 * share:+.1f}".replace("-", "\N{MINUS SIGN}")
    return (number if number[1:] != "0.0" else "0.0") + unit


def _left(future: Future, week: int) -> str:
    members = future.campaign.setting.factions.members
    if week == 0 or week >= len(future.rows) or not members:
        return ""
    gone = future.rows[week - 1]["elite_loyalty"] - future.rows[week]["elite_loyalty"]
    people = round(abs(gone) * members)
    if not people:
        return ""
    who = "notable" if people == 1 else "notables"
    does = ("leaves" if people == 1 else "leave") if gone > 0 else (
        "comes back" if people == 1 else "come back")  # fmt: skip
    return f" {people} of {int(members)} {who} {does}."


def marks(future: Future) -> Iterator[tuple[int, str]]:
    """Yield the weeks with something worth a mark, and its words."""
    marked = [each for each in happened(future) if each.kind in MARKED]
    for week, several in groupby(marked, key=attrgetter("week")):
        yield week, _list([each.text for each in several])
