"""How the politics opens: from a scenario to the setting and the state before week 0."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from model.ballot.alliances import Entries
from model.numerics.arrays import Array, array, changed, read_only
from model.numerics.streams import Draw
from model.parameters.parameter import declared, worked_out_once
from model.parameters.registry import load
from model.politics.contracts import PartyType
from model.politics.setting import Setting
from model.politics.state import PROTEST_BINS, Public, State, Stocks, Weekly, quantities
from model.scenario import Scenario
from model.society.elites import Elites, Notables, draw_notables

NOWHERE = -30.0
"""Appeal, in logits, of a party that does not stand in a region: nobody chooses it."""


def opening_state(scenario: Scenario, seed: int) -> State:
    """Return the state before week 0. Runs of a scenario open alike, but for the notables."""
    usual = _usual_opening(scenario)
    notables = _notables(scenario, seed)
    support = _elite_support(notables, usual.stocks.loyal)
    return changed(
        usual,
        setting=changed(usual.setting, notables=notables),
        stocks=changed(usual.stocks, elite_support=support),
        draw=Draw(seed, 0),
    )


@worked_out_once
def _usual_opening(scenario: Scenario) -> State:
    """Return the state before week 0 of a run with seed 0."""
    setting = setting_of(scenario)
    return State(
        week=0,
        setting=setting,
        stocks=opening_stocks(scenario, setting),
        weekly=blank_week(scenario, setting),
        public=_unasked(setting),
        draw=Draw(0, 0),
    )


def setting_of(scenario: Scenario) -> Setting:
    """Work out what does not change during a run; the notables are those of seed 0."""
    parties = scenario.parties.values()
    cells = scenario.population.cells
    return read_only(
        Setting(
            cells=cells,
            issues=scenario.population.issues,
            names=tuple(scenario.parties),
            options=scenario.options,
            traits=_by_name(_traits(), parties, lambda party, name: vars(party).get(name, 0.0)),
            kinds=_by_name(_kinds(), parties, lambda party, name: party.kind == name),
            bloc=np.array([int(party.bloc) for party in parties]),
            is_new=array([party.is_new for party in parties]),
            waits=array([party.stands_from is None for party in parties]),
            strategies=tuple(party.strategy for party in parties),
            campaigns_on=_by_issue(scenario, "campaigns_on"),
            factions=scenario.elites.known_factions,
            notables=_notables(scenario, 0),
            founding_sites=scenario.founding_sites,
            law=scenario.law,
            weeks=scenario.weeks,
            present=present(scenario, cells.regions.codes),
            entry=Entries.of(tuple(scenario.parties), scenario.alliances).entry,
            readiness_to_vote=scenario.turnout.by_cell(scenario.population, cells),
            money_worth=scenario.country.stated.money_worth,
        )
    )


def _notables(scenario: Scenario, seed: int) -> Notables:
    electorate = scenario.population.cells.regions.electorate
    founders = [party.founded_by for party in scenario.parties.values()]
    return draw_notables(_rich(scenario), electorate, founders, seed)


def _elite_support(notables: Notables, loyal: Array) -> Array:
    return array(min(float(notables.clout @ loyal), 1.0))


def _rich(scenario: Scenario) -> Elites:
    """Return the elite with its wealth in the country's money."""
    elites, worth = scenario.elites, scenario.country.stated.money_worth
    return elites.model_copy(update={"least_wealth": elites.least_wealth * worth})


def _kinds() -> tuple[str, ...]:
    return tuple(load("parties", PartyType))


def _traits() -> tuple[str, ...]:
    """Name every number that some kind of party declares."""
    fields = (each for kind in load("parties", PartyType).values()
              for each in kind.model_fields.items())  # fmt: skip
    return tuple(dict.fromkeys(
        name for name, field in fields if declared(field) and field.annotation in (float, int)
    ))  # fmt: skip


def _by_name(
    names: tuple[str, ...], parties: Any, value: Callable[[PartyType, str], float]
) -> Mapping[str, Array]:
    return MappingProxyType(
        {name: array([value(each, name) for each in parties]) for name in names}
    )


def _by_issue(scenario: Scenario, field: str) -> Array:
    issues = scenario.population.issues
    parties = scenario.parties.values()
    return array([[getattr(each, field).get(issue, 0.0) for issue in issues] for each in parties])


def opening_stocks(scenario: Scenario, setting: Setting) -> Stocks:
    """Return the situation before week 0, as the scenario sets it."""
    regions, issues = np.ones(setting.size("R")), setting.size("D")
    trait, loyal = setting.of_parties, scenario.elites.opening_loyalty()
    return Stocks(
        **_zeros(
            Stocks,
            setting,
            recognition=trait("recognition")[:, None] * regions,
            organisation=trait("organisation")[:, None] * regions,
            own_media=trait("own_media"),
            funds=trait("funds"),
            fortune=trait("wealth"),
            platform=_by_issue(scenario, "platform"),
            ownership=_by_issue(scenario, "owns"),
            salience=np.full(issues, scenario.voter.issue_weight / max(issues, 1)),
            popularity=array(scenario.leader.popularity),
            attachment=array(scenario.leader.attachment),
            settled_attachment=array(scenario.leader.attachment),
            following=following(scenario),
            administration_loyalty=regions,
            loyal=loyal,
            elite_support=_elite_support(setting.notables, loyal),
            deal=setting.is_kind("established"),
            readiness=array(1.0),
            promises=trait("promises"),
            delivery=trait("delivery"),
            familiarity=array([each.stands_from == 0 for each in scenario.parties.values()]),
            election_week=array(scenario.weeks),
        )
    )


def following(scenario: Scenario) -> Array:
    """Return what the other leaders could lend each party, in log-odds of approval, (J,)."""
    popular = {name: each.popularity for name, each in scenario.leaders.items()}
    return array([
        sum(each.ties.get(party, 0.0) * np.log(popular[name] / (1 - popular[name]))
            for name, each in scenario.leaders.items())
        for party in scenario.parties
    ])  # fmt: skip


def blank_week(scenario: Scenario, setting: Setting) -> Weekly:
    """Return the tables as a week begins: zeros, but for hesitation and for strongholds."""
    hesitation = np.full(setting.size("C"), scenario.voter.hesitation)
    appeal = strongholds(scenario, setting)
    return Weekly(**_zeros(Weekly, setting, hesitation=hesitation, appeal=appeal))


def strongholds(scenario: Scenario, setting: Setting) -> Array:
    """Return what each party's appeal has beyond that to all, by cell, shape (C, J)."""
    cells = setting.cells
    # Party by party in memory, as whatever is added for a party in all cells is fastest.
    appeal = np.zeros((setting.size("J"), setting.size("C")))
    for j, party in enumerate(scenario.parties.values()):
        for place, by in party.appeal_by.items():
            appeal[j] += by * cells.members(place)
    stands = setting.present.T.take(cells.region, axis=1) > 0
    return np.where(stands, appeal, NOWHERE).T


def present(scenario: Scenario, regions: tuple[str, ...]) -> Array:
    """Return 1 where each party stands, shape (R, J)."""
    where = [party.stands_in or regions for party in scenario.parties.values()]
    return array([[code in each for each in where] for code in regions])


def _zeros(kind: type[Stocks] | type[Weekly], setting: Setting, **given: Array) -> dict[str, Array]:
    """Return zeros for every quantity of a group that is not given, in its shape."""
    about = quantities()
    if not given.keys() <= kind.__dataclass_fields__.keys():
        odd = sorted(given.keys() - kind.__dataclass_fields__.keys())
        raise TypeError(f"{kind.__name__} has no {', '.join(odd)} that could be opened with.")
    return {
        name: array(given.get(name, np.zeros([setting.size(each) for each in about[name]["dims"]])))
        for name in kind.__dataclass_fields__
    }


def _unasked(setting: Setting) -> Public:
    """Return what is public before anybody was asked: nothing but how many people there are."""
    cells, parties = setting.size("C"), setting.size("J")
    people = array(setting.cells.people)
    return read_only(
        Public(
            intention=np.zeros((cells, parties)),
            favour_none=np.zeros(cells),
            answers=np.zeros((cells, parties)),
            name_none=np.zeros(cells),
            undecided=people,
            published=np.zeros(parties),
            first_poll=np.zeros(parties),
            protest=np.zeros((setting.size("R"), PROTEST_BINS)),
            protest_mean=np.zeros(cells),
            people=people,
            inhabited=setting.by_region(people) > 0,
            supporters=np.zeros((parties, setting.size("D"))),
        )
    )
