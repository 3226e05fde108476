"""Where things stand, in words and numbers; after polling day, what came of it and by what."""

from model.app.future import Future
from model.app.story.chronicle import main_reasons
from model.measures.sides import Side, in_power, one_office, strongest_rival
from model.scenario import Scenario

SHARE_OF_A_VERDICT = 4
"""Reasons that a verdict names."""
PRESIDENCY = "the presidency"
MACHINE, ELITE = "administrative_mobilisation", "elite_defection"


def question(future: Future) -> str:
    """Put the question of a scenario in two sentences."""
    case, words, country = future.case, future.case.country.words, future.case.country.stated.label
    if case.incumbent is None:
        return (
            "How do parties find their voters when nobody holds power? They move, voters follow, "
            "and the law turns votes into seats."
        )
    power, alone = in_power(case), one_office(future.case)
    prize = f"keep {PRESIDENCY}" if alone else f"win a majority of seats in the {words.house}"
    who = "the party" if len(power.names) == 1 else "the coalition"
    return (
        f"Can {power.label}, {who} of power of {country}, {prize}, and what if {_what_if(case)}? "
        f"In this simulation voters change their minds week by week; {_then(case, alone)}."
    ).replace("the parliament", "parliament")


def _what_if(case: Scenario) -> str:
    """Name what may go wrong for those in power in this scenario."""
    leader = [f"{case.country.words.leader} steps back"] if case.leader.attachment > 0 else []
    people = ["its own people leave"] if ELITE in case.mechanisms.active() else []
    every = [*leader, "a rich rival enters", *people]
    return " or ".join(filter(None, [", ".join(every[:-1]), every[-1]]))


def _then(case: Scenario, alone: bool) -> str:
    if alone:
        law = "the law says who of the candidates is elected"
    else:
        law = "the law turns votes into seats"
    machine = "officials bring some of them to the polls, " if _brings(case) else ""
    return f"{machine}and {law}" if machine else law


def _brings(case: Scenario) -> bool:
    return MACHINE in case.mechanisms.active()


def standing(future: Future) -> str:
    """Say where those in power stand this week."""
    power, result = in_power(future.case), future.result()
    today = "it gets" if future.campaign.over else "if the vote were today it would get"
    brought = round(100 * float(result["mobilised"]))
    machine = (
        f" {brought} {'point' if brought == 1 else 'points'} of turnout are brought by officials."
        if brought else ""
    )  # fmt: skip
    return (
        f"{power.label} is privately preferred by {_per_cent(power.total(result, 'support'))} of "
        f"electors; {today} {_per_cent(power.total(result, 'vote_share'))} of votes and "
        f"{_prize(future, power)}.{machine}"
    )


def _prize(future: Future, power: Side) -> str:
    seats, house = _seats(future, power)
    if one_office(future.case):
        return PRESIDENCY if seats else f"not {PRESIDENCY}"
    return f"{seats} of {house} seats (majority: {house // 2 + 1})"


def heading(future: Future) -> str:
    """Say the week; after polling day, the verdict."""
    if not future.campaign.over:
        day = int(future.campaign.state.stocks.election_week)
        return f"Week {future.campaign.week}. Polling day is in week {day}."
    return f"Polling day. {_verdict(future)}"


def _verdict(future: Future) -> str:
    """Say what those in power have won, and who has won more."""
    case, result = future.case, future.result()
    power, rival = in_power(case), strongest_rival(case, result)
    seats, house = _seats(future, power)
    if case.incumbent is None:
        return f"{power.label} has {seats} of {house} seats."
    if one_office(future.case):
        lost = f"{power.label} loses {PRESIDENCY} to {rival.label}." if rival else ""
        return f"{power.label} keeps {PRESIDENCY}." if seats else lost
    has = "a majority" if 2 * seats > house else "no majority"
    more = int(rival.total(result, "seats")) if rival else 0
    ahead = f"; {rival.label} has more, {more}" if rival and more > seats else ""
    return f"{power.label} has {has}: {seats} of {house} seats{ahead}."


def _seats(future: Future, power: Side) -> tuple[int, int]:
    """Return the seats of those in power, and all seats."""
    return int(power.total(future.result(), "seats")), int(future.today.seats.sum())


def what_decided(future: Future) -> str:
    """Say how private support moved since week 0, and by what."""
    power = in_power(future.case)
    before, now = (
        _per_cent(power.total(row, "support")) for row in (future.rows[0], future.rows[-1])
    )
    moved = f"stayed at {now}" if before == now else f"went from {before} to {now}"
    reasons = ", ".join(main_reasons(future.ledger.sums, SHARE_OF_A_VERDICT))
    return (
        f"Since week 0 private support {moved} of electors"
        f"{': ' + reasons + ' points' if reasons else ''}."
    )


def _per_cent(share: float) -> str:
    return f"{100 * share:.0f} %"
