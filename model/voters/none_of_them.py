"""None of the parties: what an elector may prefer to every list."""

from model.parameters.parameter import Component, parameter


class NoneOfThem(Component):
    """An elector may like no party well enough, and then favours none of them.

    None of them is an alternative like a party. Its utility is a level, plus protest, plus a
    lasting taste of the elector; distance in policy plays no part, so electors far from every
    party are alienated. The taste is akin to the taste for challengers, so a new party wins
    first those whom nobody has. On polling day an elector who favours none mostly stays at
    home. Those who come all the same vote against all where the law has that choice; elsewhere
    some of them spoil the ballot, and the others take the list that they like best.
    Source: alienation as a threshold of utility: Hinich and Ordeshook (1969), Public
    Choice 7, 81-106; Adams, Dow and Merrill (2006), doi:10.1007/s11109-005-9002-1.
    """

    level: float = parameter(
        0.9, -5, 5, unit="logit",
        meaning="utility of favouring none of the parties, without protest",
        source="calibrated with the parties' appeals: votes and turnout of January 2021",
    )  # fmt: skip
    protest: float = parameter(
        1.5, 0, 5, unit="logit", source="assumed",
        meaning="utility of favouring none of the parties for a voter in full protest",
    )  # fmt: skip
    taste: float = parameter(
        1.2, 0, 4, unit="logit", source="assumed",
        meaning="standard deviation of the lasting taste for none of the parties",
    )  # fmt: skip
    kinship: float = parameter(
        0.5, 0, 1, unit="correlation", source="assumed; claim F3: new parties draw on protest",
        meaning="correlation of the taste for none of the parties with the taste for challengers",
    )  # fmt: skip
    alienation: float = parameter(
        3.2, 0, 8, unit="logit",
        source="calibrated: turnout of January 2021; 2.7 to 4.3 fit alike",
        meaning="readiness to turn out that an elector who favours none of the parties lacks",
    )  # fmt: skip
    spoil: float = parameter(
        0.48, 0, 1, unit="share",
        source="calibrated: 3.9 % blank ballots in January 2021 (CEC); an early fit",
        meaning="share of ballots spoilt among voters who favour none and cannot vote against all",
    )  # fmt: skip
