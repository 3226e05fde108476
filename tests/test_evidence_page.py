"""What the page of evidence counts is what its tables hold."""

import numpy as np
from stored import Said, not_on, page, percent, written

from experiments.evidence.first_votes import first_votes, spread
from experiments.evidence.tables import CONTROL, exits, read

PAGE = page("experiments/evidence/README.md")


def leaders() -> Said:
    known = exits()
    text = "| `leader_exit.csv` | {}, of them {} controls without an exit |"
    return text, [f"{len(read('leader_exit'))}", f"{(known['kind'] == CONTROL).sum()}"]


def ratings() -> Said:
    polls = read("coattail")
    elsewhere = (polls["country"] != "Russia").sum()
    return (
        "| `coattail.csv` | {} | how a party's rating follows its leader's approval, and the step "
        "after he left | countries other than Russia ({} rows) |"
    ), [f"{len(polls)}", f"{elsewhere}"]


def flights() -> Said:
    return "| `defection.csv` | {} |", [f"{len(read('defection'))}"]


def crowds() -> Said:
    street = read("street")
    sure = street["confidence"].value_counts()
    sudden = street["share_best_pct"][street["trigger"] == "sudden"]
    text = (
        "| `street.csv` | {} ({} high, {} medium, {} low confidence) | largest crowds over the "
        "people of the city: sudden ones have a median of {} % and a standard deviation of {} in "
        "logarithms (n {}) |"
    )
    return text, [
        *(f"{each}" for each in (len(street), sure["high"], sure["medium"], sure["low"])),
        written(sudden.median(), 1), written(np.log(sudden).std(), 1), f"{len(sudden)}",
    ]  # fmt: skip


def lists() -> Said:
    known = read("funded_entrants")
    own = known["note"].fillna("").str.contains("party of power itself")
    first = known["vote_share"].notna() & ~own
    text = (
        "| `funded_entrants.csv` | {} ({} first lists with a vote; {} of parties of power, {} not "
    )
    counts = (len(known), first.sum(), own.sum(), known["vote_share"].isna().sum())
    return text, [f"{each}" for each in counts]


def votes() -> Said:
    found = spread(first_votes())
    percentiles = 100 * found[["q05", "q25", "median", "q75", "q95"]]
    quantiles = [f"{each:.1f}" for each in percentiles.round(1)]
    text = (
        "more {} lists were founded by oligarchs or by leavers of the elite. Their votes are {} / "
        "{} / {} / {} / {} % (5, 25, 50, 75 and 95 % quantiles); the mean of their log-odds is {}, "
        "the standard deviation {}; {} % passed 5 %, and {} % passed 10 %. One of them, Georgian "
        "Dream of 2012 with {} %, won."
    )
    return text, [
        f"{len(first_votes())}", *quantiles,
        f"{found['logit_mean']:.1f}", f"{found['logit_sd']:.1f}",
        *percent(found["above_5"], found["above_10"], first_votes().max()),
    ]  # fmt: skip


def almaty() -> Said:
    street = read("street")
    there = street[(street["city"] == "Almaty") & (street["date"] == "2022-01-05")]
    share = there["share_best_pct"].item()
    return "Almaty in January 2022 ({} %)", [written(share, 1)]


def shared() -> Said:
    return "| `shared_numbers.csv` | {} |", [f"{len(read('shared_numbers'))}"]


def controls() -> Said:
    return "three of the {} controls", [f"{(exits()['kind'] == CONTROL).sum()}"]


def test_numbers_on_the_page_of_evidence_are_those_of_its_tables():
    said = (leaders(), ratings(), flights(), crowds(), lists(), votes(), almaty(), shared(),
            controls())  # fmt: skip
    assert not_on(PAGE, said) == []


def test_the_page_tells_how_many_rows_are_from_a_later_file():
    later = read("coattail")["source"].str.contains("January2023")
    assert later.sum() == 12
    assert "twelve rows of `coattail.csv` are from a file of January 2023" in PAGE
