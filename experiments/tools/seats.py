"""Apply an electoral law to real votes in a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from experiments.tools.law_wishes import Wishes, law_called, wished
from experiments.tools.votes_file import (
    VotesFile,
    by_district,
    is_independent,
    read_seats_by,
    read_votes,
    whole,
)
from model.ballot.apportionment.ties import by_lot, by_votes
from model.ballot.tiers.returns import Returns
from model.ballot.tiers.tier import Shared, Tier
from model.ballot.tiers.tiered_law import Tie, TieredLaw
from model.numerics.arrays import IntArray
from model.politics.contracts import ElectoralLaw


@dataclass(frozen=True)
class Seats:
    """Who got what, and what should be known about it."""

    seats: dict[str, int]
    """Seats by party, in the order of the file."""
    ties: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def seats_from_file(path: Path | str, law: str, wishes: Wishes | None = None) -> Seats:
    """Give the seats in an assembly to the parties of a table of votes.

    The table has the columns `party` and `votes`, and `district` where the law, or the seats
    wished for, need districts apart. `law` is a name, with hyphens or underscores, or a file of
    tiers; wishes replace what the law says of itself. Raises ValueError, in one sentence, for
    whatever is wrong with the table or the wishes.
    """
    wishes = wishes or Wishes()
    rules = law_called(law)
    if not isinstance(rules, TieredLaw):
        return _by_formula(rules, Path(path), wishes)
    tiers = rules.list_of_tiers().values()
    columns = tuple(dict.fromkeys(tier.counts for tier in tiers))
    people = not any(tier.by_lists for tier in tiers)
    file = read_votes(Path(path), columns, people)
    returns = _returns(file, wishes)
    chosen, notes = wished(rules, law, wishes, file.has_districts, returns)
    return _counted(chosen, returns, file, (wishes, [*file.notes, *notes]))


def _by_formula(law: ElectoralLaw, path: Path, wishes: Wishes) -> Seats:
    """Apply a law that is no list of tiers: a function of a table of votes."""
    chosen = wishes.of_the_house(law)
    file = read_votes(path, ("votes",), people=False)
    if file.has_districts and chosen.districts == 1 and not wishes.national:
        raise ValueError(
            f"{path} has districts, and the law {law.kind} counts the country; add --national."
        )
    won = chosen.seats(_table(file, "votes")).tolist()
    return Seats(dict(zip(file.parties, won, strict=True)), [], file.notes)


def _table(file: VotesFile, column: str) -> IntArray:
    cells = file.votes[column]
    rows = [[cells.get((place, party), 0) for party in file.parties] for place in file.districts]
    return np.array(rows, dtype=np.int64)


def _returns(file: VotesFile, wishes: Wishes) -> Returns:
    """Return what was counted, as a law reads it."""
    places, parties = file.districts, file.parties
    sizes = _sizes(file, wishes)
    beside = {
        kind: np.array([numbers.get(place, 0) for place in places], dtype=np.int64)
        for kind, numbers in file.beside.items()
        if kind != "total"
    }
    if "electors" in sizes:
        beside["electors"] = sizes["electors"]
    members, won = _numbers(file, "members"), _numbers(file, "won")
    return Returns(
        votes={column: _table(file, column) for column in file.columns},
        names=tuple(parties),
        region=_codes([file.region.get(place, "") for place in places]) if file.region else None,
        beside=beside,
        seats=sizes.get("seats"),
        members={parties.index(party): number for party, number in members.items()},
        partner=_partners(file),
        won=np.array([won.get(party, 0) for party in parties], np.int64) if won else None,
        independents=tuple(j for j, party in enumerate(parties) if is_independent(party)),
    )


def _sizes(file: VotesFile, wishes: Wishes) -> dict[str, IntArray]:
    given = read_seats_by(wishes.seats_by) if wishes.seats_by else {}
    if not given and "seats" in file.facts:
        given = {"seats": _numbers(file, "seats")}
    if given and not file.has_districts:
        raise ValueError("Seats are given by district, and the votes have no column district.")
    return {
        what: np.array(by_district(numbers, file.districts, what), dtype=np.int64)
        for what, numbers in given.items()
    }


def _numbers(file: VotesFile, fact: str) -> dict[str, int]:
    given = file.facts.get(fact, {})
    return {of: whole(text, f"the {fact} of {of!r} are", "The votes") for of, text in given.items()}


def _partners(file: VotesFile) -> IntArray:
    """Return the number of each list's agreement: by the column, or by the name before #."""
    named = file.facts.get("agreement", {})
    return _codes([
        named.get(party, f"alone: {party}") if named else party.rpartition("#")[0] or party
        for party in file.parties
    ])  # fmt: skip


def _codes(words: list[str]) -> IntArray:
    """Number words in the order in which they come."""
    numbers = {word: number for number, word in enumerate(dict.fromkeys(words))}
    return np.array([numbers[word] for word in words], dtype=np.int64)


def _counted(
    law: TieredLaw, returns: Returns, file: VotesFile, told: tuple[Wishes, list[str]]
) -> Seats:
    wishes, notes = told
    precedence = by_votes if wishes.lot is None else by_lot(wishes.lot)
    shared = law.shared(returns, precedence)
    won = sum(each.seats.sum(axis=0) for each in shared.values())
    if returns.won is not None:
        won = won + returns.won
    tiers = law.list_of_tiers()
    ties = [_tie(each, tiers[each.tier], file, wishes) for each in law.ties(returns, precedence)]
    notes = [*notes, *_waivers(shared), *_without_lists(tiers, returns)]
    return Seats(dict(zip(file.parties, np.asarray(won).tolist(), strict=True)), ties, notes)


def _tie(tie: Tie, tier: Tier, file: VotesFile, wishes: Wishes) -> str:
    names = " and ".join(file.parties[column] for column in tie.lists)
    regions = list(dict.fromkeys(file.region.values())) or file.districts
    places = {"country": ["the country"], "regions": regions, "districts": file.districts}
    where = places[tier.units][tie.unit] or "the country"
    rule = "by rule: more votes first, then the order of the file; --lot SEED draws a lot"
    how = rule if wishes.lot is None else f"by lot, seed {wishes.lot}"
    return f"Tie in {where} ({tie.tier}): {names} have an equal claim to a seat. Decided {how}."


def _waivers(shared: Mapping[str, Shared]) -> list[str]:
    return [
        f"No list reached the threshold ({name}), in the country or in a unit; it was waived there."
        for name, each in shared.items()
        if each.waived
    ]


def _without_lists(tiers: Mapping[str, Tier], returns: Returns) -> list[str]:
    names = ", ".join(returns.names[column] for column in returns.independents)
    if names and any(tier.by_lists for tier in tiers.values()):
        return [f"{names}: no list, so no part in the seats of lists."]
    return []
