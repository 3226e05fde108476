"""Where things stand, in words and numbers; after polling day, what came of it and by what."""

from model.app.future import Future
from model.app.story.chronicle import main_reasons
from model.display.looks import looks
from model.scenario import Scenario

SHARE_OF_A_VERDICT = 4
"""Reasons that a verdict names."""
PRESIDENCY = "the presidency"


def question(future: Future) -> str:
    """Put the question of a scenario in two sentences."""
    case, words, country = future.case, future.case.country.words, future.case.country.stated.label
    if case.incumbent is None:
        return (
            "How do parties find their voters when nobody holds power? They move, voters follow, "
            "and the law turns votes into seats."
        )
    prize = PRESIDENCY if _one_office(future) else f"its majority in the {words.house}"
    return (
        f"Can {label_of(case)}, the party of power of {country}, keep {prize} "
        f"when {words.leader} steps back, rich rivals enter and its own people "
        "leave? "
        "Voters change their minds week by week; officials bring some of them to the polls, and "
        "the law turns votes into seats."
    ).replace("the parliament", "parliament")


def label_of(case: Scenario) -> str:
    """Return what the party in focus is called: that of power, or else the first."""
    every = list(case.parties)
    name = case.incumbent or every[0]
    return looks(case.parties)[every.index(name)].label


def standing(future: Future) -> str:
    """Say where the party in focus stands this week."""
    label, result = label_of(future.case), _result(future)
    today = "it gets" if future.campaign.over else "if the vote were today it would get"
    brought = round(100 * float(future.result()["mobilised"]))
    machine = (
        f" {brought} {'point' if brought == 1 else 'points'} of turnout are brought by officials."
        if brought else ""
    )  # fmt: skip
    return (
        f"{label} is privately preferred by {_per_cent(result['support'])} of electors; {today} "
        f"{_per_cent(result['vote_share'])} of votes and {_prize(future, result)}.{machine}"
    )


def _prize(future: Future, result: dict[str, float]) -> str:
    if _one_office(future):
        return PRESIDENCY if result["seats"] else f"not {PRESIDENCY}"
    majority = result["house"] // 2 + 1
    return f"{result['seats']:.0f} of {result['house']:.0f} seats (majority: {majority:.0f})"


def heading(future: Future) -> str:
    """Say the week; after polling day, the verdict."""
    if not future.campaign.over:
        day = int(future.campaign.state.stocks.election_week)
        return f"Week {future.campaign.week}. Polling day is in week {day}."
    label, result = label_of(future.case), _result(future)
    if future.case.incumbent is None:
        return f"Polling day. {label} has {result['seats']:.0f} of {result['house']:.0f} seats."
    verdict = f"{label} {'keeps' if 2 * result['seats'] > result['house'] else 'loses'}"
    if _one_office(future):
        return f"Polling day. {verdict} {PRESIDENCY}."
    return (
        f"Polling day. {verdict} its majority: "
        f"{result['seats']:.0f} of {result['house']:.0f} seats."
    )


def _one_office(future: Future) -> bool:
    """Return whether a president is elected, and no house."""
    return int(future.today.seats.sum()) == 1


def what_decided(future: Future) -> str:
    """Say how private support moved since week 0, and by what."""
    sums: dict[str, float] = {}
    for gain in future.ledger.weeks:
        sums |= {name: sums.get(name, 0.0) + each for name, each in gain.reasons.items()}
    name = future.campaign.setting.names[future.campaign.setting.incumbent]
    before, now = (row[f"support.{name}"] for row in (future.rows[0], future.rows[-1]))
    reasons = ", ".join(main_reasons(sums, SHARE_OF_A_VERDICT))
    return (
        f"Since week 0 private support went from {_per_cent(before)} to {_per_cent(now)} of "
        f"electors{': ' + reasons + ' points' if reasons else ''}."
    )


def _result(future: Future) -> dict[str, float]:
    name = future.campaign.setting.names[future.campaign.setting.incumbent]
    result = future.result()
    return {
        "support": result[f"support.{name}"], "vote_share": result[f"vote_share.{name}"],
        "seats": result[f"seats.{name}"], "house": int(future.today.seats.sum()),
    }  # fmt: skip


def _per_cent(share: float) -> str:
    return f"{100 * share:.0f} %"
