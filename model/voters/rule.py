"""The parameters of how a voter comes to a view, apart from politics."""

from model.parameters.parameter import Component, parameter


class VoterRule(Component):
    """Taste, issues and inertia: what is left when every mechanism is switched off."""

    inertia: float = parameter(
        0.25, 0.01, 1, unit="share a week", source="assumed: half of a change within 2.4 weeks",
        meaning="share of the way to the new utility that support moves in a week",
    )  # fmt: skip
    taste_scale: float = parameter(
        0.6, 0, 3, unit="logit", meaning="scale of each party's own appeal to a voter",
        source="assumed: within a bloc parties are alike; 1 would be plain logit (Train 2009)",
    )  # fmt: skip
    issue_weight: float = parameter(
        0.25, 0, 2, unit="logit per squared SD", source="assumed",
        meaning="sum of the salience weights of all issues",
    )  # fmt: skip
    recognition_floor: float = parameter(
        0.02, 0.0001, 0.5, unit="share", source="assumed",
        meaning="recognition that a name on the ballot paper has by itself",
    )  # fmt: skip
    volatility: float = parameter(
        0.01, 0, 0.5, unit="share a week", source="assumed",
        meaning="share of voters who form their tastes anew in a week",
    )  # fmt: skip
    anchor: float = parameter(
        0.05, 0, 1, unit="share a week", meaning="pull of protest towards one's own disposition",
        source="assumed; Friedkin and Johnsen 1990, doi:10.1080/0022250X.1990.9990069",
    )  # fmt: skip
    hesitation: float = parameter(
        0.35, 0, 3, unit="logit", source="assumed",
        meaning="lead that a favourite needs before a voter names it to a pollster",
    )  # fmt: skip
