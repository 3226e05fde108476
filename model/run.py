"""One run, from scenario and seed to its rows: what sweeps, figures and commands use."""

from dataclasses import dataclass
from typing import Any

from model.campaign import Campaign
from model.election import Election, hold_election
from model.measures.outcomes import Number, outcome
from model.measures.vote_transfers import flows
from model.measures.weeks import week_columns, week_numbers
from model.parameters.names import AGAINST_ALL, NONE_OF_THEM
from model.scenario import Scenario
from model.society.electorate import Electorates

NOBODY = "Nobody cast a valid vote, so there are no shares of votes and no seats to speak of."


@dataclass(frozen=True)
class Run:
    """What is kept of a run."""

    scenario: Scenario
    outcome: dict[str, Number]
    weeks: dict[str, list[Number]]
    log: list[str]
    flows: dict[str, float]

    @property
    def anybody_voted(self) -> bool:
        """Whether there was a valid vote; without one shares and seats mean nothing."""
        against = (AGAINST_ALL,) if self.scenario.law.against_all else ()
        names = (*self.scenario.parties, *against)
        return any(float(self.outcome[f"vote_share.{name}"]) > 0 for name in names)

    def summary(self) -> dict[str, Any]:
        """Return the headline numbers as nested plain data, shares as fractions of one."""
        names = (*self.scenario.parties, AGAINST_ALL, NONE_OF_THEM)
        flat = self.outcome
        nested = ("vote_share", "unprompted", "seats", "seat_share", "support", "rating")
        scalars = [key for key in flat if "." not in key]
        return {
            "scenario": self.scenario.name,
            "scenario_hash": self.scenario.hash,
            **{
                key: {name: flat[f"{key}.{name}"] for name in names if f"{key}.{name}" in flat}
                for key in nested
            },
            **{key: flat[key] for key in scalars},
            "enp": flat["enp_votes"],
            "log": self.log,
        }


def run(scenario: Scenario, seed: int, electorates: Electorates | None = None) -> Run:
    """Play the scenario to polling day with one replicate seed and hold the election.

    A caller that plays many runs holds the electorates, which are then drawn once for each seed.
    """
    return play(scenario, seed, electorates)[0]


def play(
    scenario: Scenario, seed: int, electorates: Electorates | None = None
) -> tuple[Run, Election]:
    """Return a run and its election, which holds every voter: for a look at the count."""
    campaign = Campaign(scenario, seed, electorates)
    opening = campaign.electorate.intention.copy()
    weeks = [week_numbers(campaign)]
    while not campaign.over:
        campaign.step()
        weeks.append(week_numbers(campaign))
    log = [f"week {e.week}: {e.what}: {e.who}" + (f" ({e.detail})" if e.detail else "")
           for e in campaign.story]  # fmt: skip
    columns = week_columns(campaign.state, weeks)
    election = hold_election(campaign)
    kept = Run(scenario, outcome(election), columns, log, flows(campaign, opening))
    return kept, election
