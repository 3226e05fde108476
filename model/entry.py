"""Which parties can ever stand: those with a week in time, or that something puts up."""

from collections.abc import Iterable, Iterator, Mapping

from model.politics.contracts import Mechanism, PartyType
from model.politics.events import Event


def deciders(party: PartyType, mechanisms: Mapping[str, Mechanism]) -> list[str]:
    """Return the mechanisms that may put a party on the ballot."""
    return [name for name, each in mechanisms.items() if each.may_enter(party)]


def never_stand(
    parties: Mapping[str, PartyType],
    mechanisms: Mapping[str, Mechanism],
    events: Iterable[Event],
    day: int,
) -> Iterator[str]:
    """Tell of parties that nothing can put on the ballot by polling day, and what to write."""
    put_up = {event.party for event in events if _puts_up(event)}
    for name, party in parties.items():
        week = party.stands_from
        in_time = week is not None and week <= day
        if in_time or name in put_up or deciders(party, mechanisms):
            continue
        why = "nothing puts it on the ballot" if week is None else f"its stands_from is {week}"
        yield (
            f"parties.{name} never stands: {why}, and polling day is week {day}; give "
            f"stands_from = WEEK before that, or `{name} = false` under [parties] to leave it out"
        )


def _puts_up(event: Event) -> bool:
    return max(event.by.get("standing", 0.0), event.to.get("standing", 0.0)) > 0
