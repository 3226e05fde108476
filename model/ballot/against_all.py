"""The choice *against all*, where the law has it."""

from model.parameters.parameter import Component, parameter


class AgainstAll(Component):
    """Who likes no list well enough votes against all, the sooner the angrier.

    Its utility is a level, plus protest, plus a personal taste with the same spread as for a
    party; it is chosen if that exceeds the support of the favourite list. It counts among the
    votes and wins no seat.
    Source: 7.1 % in October 1999 (V-Party version 2, its table of elections);
    McAllister and White (2008), Voting "Against All" in Postcommunist Russia.
    """

    level: float = parameter(
        -0.6, -10, 10, unit="logit", meaning="utility of voting against all at a protest of 0.5",
        source="assumed: 9 % of unprompted and 5 % of official votes in 2022; 1999: 7.1 %",
    )  # fmt: skip
    protest: float = parameter(
        0.6, 0, 5, unit="logit per logit of protest", source="assumed",
        meaning="weight of protest in the utility of voting against all",
    )  # fmt: skip
