"""The leader's exit, held against those of other dominant parties."""

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from experiments.analysis.summary import value
from experiments.evidence import coattails, swings, twins
from experiments.evidence.tables import CONTROL, NO_SPLIT, REMOVAL, SPLIT, exits, log_odds, read
from experiments.experiment import FITTED, Claim, SweepExperiment
from experiments.store.results import Results
from experiments.study.design import SCENARIO, Point, of_points
from experiments.study.named_scenarios import scenario_of_size
from experiments.study.plan import Study

POPULAR = (0.45, 0.55, twins.USUAL, 0.70, 0.80)
HOME = "home"
"""The country itself, for what is asked of its own polls and parties."""
A_SPLIT = 5 / 279
"""Share of the elite that must have gone for a split: the least in `defection.csv` that founded a
party, the five of 279 deputies who left the ANC in 2008."""
EXIT_WEEK = 8
MOMENTS = {"before the exit": 7, "four weeks after it": 12, "until lists open": 42, "vote": 51}
"""Weeks at which the country's elite is counted."""
COMPARED = {
    "swing": "swing since the last election",
    "loss": "paired loss of the twin, held against the raw swing of real exits",
}
"""What claims on the table compare: its swings with those of twins, and with their losses."""
OFFICE_LOST = "loss of|gone|flees"
"""What triggers of flight are called once office or leader was lost."""
IN_OFFICE, LOST = "the table: in office", "the table: office or leader lost"


class LeaderExit(SweepExperiment):
    """What does a leader's exit cost the party of power, and is it what others have paid?

    Observables: the swing in log-odds of twins of real parties (a country of one region, as many
    votes before) by class: no split, a split, removal; the loss against the same run with the
    leader in the chair, held against raw swings of real exits; the share that keeps its majority;
    how often the elite splits, and when it leaves; the regression of the rating on the leader's
    popularity, on the model's own polls; who leads after he has left.

    Put to another country, the twins have its politics, and its polls and elite are looked at over
    a year. What a scenario lacks its twins lack. Where leavers have no list of their own, a split
    costs a third to two thirds of what it costs in the first country. A removal costs nearly as
    much as there, from leader, governors and protest alone. Without an oligarch's party, the twin
    of one that met a rival with money meets none.
    """

    mechanisms: ClassVar[tuple[str, ...]] = ("leader_coattail", "elite_defection")
    draws, seeds_each = 10, 6  # quantiles of a class take many runs of each twin
    figures = ()

    def study(self, quick: bool) -> Study:
        """Give each of some real parties a twin, whose leader stays, leaves or is driven out."""
        base = scenario_of_size(self.scenario, quick)
        kin = twins.Twins(base)
        there = {"events.exit": {**twins.EXIT, "week": EXIT_WEEK}, "weeks": twins.WEEKS}
        home = base.replace(there)
        points = [*_twins(kin, quick), *_home(kin, quick)]
        design = of_points("evidence", (SCENARIO, *_paths(kin.roles)), points)
        return Study(
            home, design, 18 if quick else 60, seed=21, others=kin.scenarios() | {HOME: home}
        )

    def _under_draws(self, study: Study) -> Study:
        """Return the study under draws, in each of which twins have the votes of their parties."""
        return twins.refitted(super()._under_draws(study))

    def tables(self, results: Results) -> Mapping[str, pd.DataFrame]:
        """Return twins beside real parties, and what the country's polls and elite do."""
        roles = twins.Roles.among(
            zip(results.parties["party"], results.parties["kind"], strict=True)
        )
        runs = _runs(results, roles)
        known, lives = exits(), _lives(runs, roles)
        home = runs[runs[SCENARIO] == HOME]
        polls = coattails.of_model(_polls(home, roles))
        return {
            "classes": swings.classes(lives, known),
            "kept": swings.kept(lives, known),
            "splits": _splits(lives, home, known),
            "coattail": pd.concat([coattails.russia(), polls], ignore_index=True),
            "flight": _flight(results, home),
            "leading": _leading(results, home, roles),
            "curves": swings.curves(lives, known),
        }

    def claims(self, tables: Mapping[str, pd.DataFrame]) -> list[Claim]:
        """Hold the twins against the table, and the country's polls and parties against theirs."""
        polls, flight = {"polls_of": "the model, of the decided"}, tables["flight"]
        lead = value(tables["leading"], "median_lead", leader="leaves")
        many, most = (value(flight, end, moment=LOST) for end in ("q25", "q75"))
        return [
            *_against_the_table(tables["classes"], tables["kept"]),
            Claim(f"leader_exit.csv{FITTED}",
                  "a tenth to three tenths of orderly exits bring a split", "share of twins",
                  value(tables["splits"], "share", where="twins"), 0.1, 0.3, share=True),
            Claim(f"coattail.csv{FITTED}", "the rating follows the leader's approval",
                  "slope, of the decided", value(tables["coattail"], "slope", **polls), 0.40, 0.65),
            Claim(f"coattail.csv{FITTED}", "the rating falls by a step when the leader leaves",
                  "step, of the decided", value(tables["coattail"], "step", **polls), -0.5, -0.3),
            Claim("defection.csv", "few leave before the outcome is clear",
                  "share gone until lists open, median split",
                  value(flight, "q50", moment="until lists open"),
                  0.0, value(flight, "q75", moment=IN_OFFICE), share=True),
            Claim("defection.csv",
                  "by the vote as many have left as elsewhere after office was lost",
                  "share gone at the vote, median split",
                  value(flight, "q50", moment="vote"), many, most, share=True),
            Claim("Z1, as read here", "no half-dead party becomes the most popular when he leaves",
                  "private support less that of the largest of them, median run",
                  lead, 0.0, 1.0),
        ]  # fmt: skip


def _paths(roles: twins.Roles) -> tuple[str, ...]:
    return (twins.TIE, twins.POPULARITY, *_life(roles)[:-1])


def _life(roles: twins.Roles) -> list[str]:
    """Return what tells one life of a twin from another."""
    return [roles.appeal, twins.EXPECTED, *roles.rival, twins.LEAVES, "replicate"]


def _twins(kin: twins.Twins, quick: bool) -> list[Point]:
    known = exits()
    orderly = known[known["kind"].isin([NO_SPLIT, SPLIT]) & (known["before"] >= swings.MAJORITY)]
    removed = known[(known["kind"] == REMOVAL) & (known["before"] >= swings.NEARLY)]
    chosen = (
        (orderly, 4 if quick else 12, twins.TERM),
        (removed, 3 if quick else 8, twins.REMOVED),
    )
    points: dict[tuple[Any, ...], Point] = {}
    for rows, count, goes in chosen:
        for _, row in twins.spread_out(rows, count).iterrows():
            lives = ((twins.BEFORE, twins.STAYED), (twins.TERM, twins.STAYED), (goes, twins.LEFT))
            for name, tie in lives:
                same = kin.point({str(key): each for key, each in row.items()})
                # A rival with money was not there at the last election.
                new = dict.fromkeys(kin.roles.rival if name == twins.BEFORE else [], twins.NEVER)
                usual: Point = {SCENARIO: name, twins.TIE: tie, twins.POPULARITY: twins.USUAL}
                point: Point = {**usual, **same, **new}
                points[tuple(point.values())] = point
    return list(points.values())


def _home(kin: twins.Twins, quick: bool) -> list[Point]:
    """Return the country with a leader more or less popular, who stays or leaves."""
    home, roles = kin.home, kin.roles
    arrives = home.parties[roles.entrant].stands_from if roles.entrant else None
    same = {
        roles.appeal: home.parties[roles.power].appeal,
        twins.EXPECTED: home.mechanisms.active()["elite_defection"].machine,
        **dict.fromkeys(roles.rival, twins.ARRIVES if arrives is None else arrives),
        twins.LEAVES: EXIT_WEEK,
    }
    return [
        {SCENARIO: HOME, twins.TIE: tie, twins.POPULARITY: popularity, **same}
        for tie in (home.leader.attachment, twins.LEFT)
        for popularity in (POPULAR[::2] if quick else POPULAR)
    ]


def _runs(results: Results, roles: twins.Roles) -> pd.DataFrame:
    """Return the runs with the log-odds of the party's votes and the share of the elite gone."""
    runs, last = results.runs, results.last_week(["elite_loyalty"]).set_index("run_id")
    gone = 1 - runs["run_id"].map(last["elite_loyalty"])
    odds = log_odds(runs[f"vote_share.{roles.power}"])
    return runs.assign(gone=gone, split=gone >= A_SPLIT, odds=odds)


def _lives(runs: pd.DataFrame, roles: twins.Roles) -> pd.DataFrame:
    """Return the twins' lives with class, swing since the last election, and loss.

    The loss is against the same run with the leader in the chair, so that weather cancels.
    """
    of_twins = runs[runs[SCENARIO] != HOME]
    stays = (of_twins[SCENARIO] == twins.TERM) & (of_twins[twins.TIE] == twins.STAYED)
    life = _life(roles)
    without_rival = [each for each in life if each not in roles.rival]
    before = of_twins[of_twins[SCENARIO] == twins.BEFORE].set_index(without_rival)["odds"]
    stayed = of_twins[stays].set_index(life)["odds"]
    lives = of_twins[of_twins[SCENARIO] != twins.BEFORE]
    lives = lives.join(before.rename("before"), on=without_rival).join(
        stayed.rename("stayed"), on=life
    )
    orderly = np.where(lives["split"], SPLIT, NO_SPLIT)
    went = np.where(lives[SCENARIO] == twins.REMOVED, REMOVAL, orderly)
    kind = np.where(stays.loc[lives.index], CONTROL, went)
    swing, loss = lives["odds"] - lives["before"], lives["odds"] - lives["stayed"]
    return lives.assign(kind=kind, swing=swing, loss=loss)


def _against_the_table(classes: pd.DataFrame, kept: pd.DataFrame) -> list[Claim]:
    # A loss in pairs holds no weather, so that only its middle can be that of real swings. Of these
    # nothing is subtracted for parties whose leader stayed: what an exit cost them is not known.
    comparable = classes[(classes["measure"] == "swing") | (classes["quantile"] == 0.5)]
    quantiles = [
        Claim(f"leader_exit.csv{_fitted(row)}", f"{row['kind']}: quantile {row['quantile']:g}",
              f"{COMPARED[row['measure']]}, log-odds", row["model"], row["low"], row["high"])
        for _, row in comparable.iterrows()
    ]  # fmt: skip
    shares = [
        Claim("leader_exit.csv", f"{row['kind']}: keeps its majority", "share of twins",
              row["model"], row["low"], row["high"], share=True)
        for _, row in kept.iterrows()
    ]  # fmt: skip
    return quantiles + shares


def _fitted(row: pd.Series) -> str:
    """Say so of what was set by this table.

    It is the middle of exits without a split, by the step, and the spread of parties whose leader
    stayed, by the weather.
    """
    middle = row["kind"] == NO_SPLIT and row["quantile"] == 0.5
    spread = row["kind"] == CONTROL and row["quantile"] != 0.5
    return FITTED if middle or spread else ""


def _splits(lives: pd.DataFrame, home: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Return how often orderly exits bring a split: twins, the country, and the table."""
    ours = lives[lives["kind"].isin([SPLIT, NO_SPLIT])]["split"]
    left = home[home[twins.TIE] == twins.LEFT]["split"]
    theirs = known[known["kind"].isin([SPLIT, NO_SPLIT])]
    strong = theirs[theirs["before"] >= swings.MAJORITY]
    shares = {
        "twins": ours,
        "the country": left,
        "the table": theirs["kind"] == SPLIT,
        "the table, half of the votes before": strong["kind"] == SPLIT,
    }
    return pd.DataFrame(
        [{"where": where, "share": values.mean(), "n": len(values)}
         for where, values in shares.items()]
    )  # fmt: skip


def _polls(home: pd.DataFrame, roles: twins.Roles) -> pd.DataFrame:
    """Return the country's last polls, leader in the chair or gone."""
    return pd.DataFrame(
        {
            "rating": home[f"rating.{roles.power}"],
            "none": home.get("rating.none_of_them", 0.0),
            "undecided": home["undecided"],
            "popularity": home[twins.POPULARITY],
            "left": home[twins.TIE] == twins.LEFT,
        }
    )


def _flight(results: Results, home: pd.DataFrame) -> pd.DataFrame:
    """Return the share of the elite gone by moment, in runs with a split, and the table's."""
    splits = home[(home[twins.TIE] == twins.LEFT) & home["split"]]
    steps = results.steps(["elite_loyalty"], splits[["run_id", "point"]])
    at = (0.25, 0.5, 0.75)
    shares = {
        moment: 1 - steps.loc[steps["week"] == week, "elite_loyalty"]
        for moment, week in MOMENTS.items()
    }
    table = read("defection").dropna(subset=["share_left_pct"])
    lost = table["trigger"].str.contains(OFFICE_LOST)
    shares[IN_OFFICE] = table.loc[~lost, "share_left_pct"] / 100
    shares[LOST] = table.loc[lost, "share_left_pct"] / 100
    return pd.DataFrame(
        [{"moment": moment, **{f"q{round(100 * q)}": values.quantile(q) for q in at},
          "n": len(values)} for moment, values in shares.items()]
    )  # fmt: skip


def _leading(results: Results, home: pd.DataFrame, roles: twins.Roles) -> pd.DataFrame:
    """Return by how much the party of power leads the largest established party in private."""
    kinds = results.parties
    rivals = kinds.loc[kinds["kind"] == "established", "party"]
    usual = home[home[twins.POPULARITY] == twins.USUAL]
    largest = usual[[f"support.{name}" for name in rivals]].max(axis=1)
    lead = usual[f"support.{roles.power}"] - largest
    said = pd.Series(np.where(usual[twins.TIE] == twins.LEFT, "leaves", "stays"), usual.index)
    grouped = lead.groupby(said)
    return pd.DataFrame(
        {
            "median_lead": grouped.median(),
            "overtaken": grouped.agg(lambda values: (values.dropna() < 0).mean()),
            "n": grouped.size(),
        }
    ).rename_axis("leader").reset_index()  # fmt: skip
