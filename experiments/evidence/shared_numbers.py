"""What is believed in a country of the numbers that countries share.

`shared_numbers.csv` says on which countries' evidence each of them rests.
"""

from dataclasses import replace

from experiments.evidence.tables import read
from experiments.study.prior import Prior, prior
from model.parameters.parameter import Parameter

FITTED = "calibrated"
"""How the source of a number begins that was fitted to a past election of one country."""
MEASURED = ("assumed", FITTED, "found")
"""How the source of a number begins that is neither a law nor chosen."""


def belief(parameter: Parameter, country: str) -> Prior | None:
    """Return what is believed of a number in a country, called by its label.

    A number that was fitted to an election of another country is only assumed in this one.
    """
    return prior(parameter if _rests_on(parameter, country) else _unfitted(parameter))


def belief_without(parameter: Parameter, country: str) -> Prior | None:
    """Return what is believed of a number in a country whose own evidence is not to be used."""
    if _rests_on(parameter, country) and parameter.source.startswith(MEASURED):
        return prior(replace(parameter, source="assumed", believed=None))
    return prior(_unfitted(parameter))


def _unfitted(parameter: Parameter) -> Parameter:
    fitted = parameter.source.startswith(FITTED)
    return replace(parameter, source="assumed") if fitted else parameter


def _rests_on(parameter: Parameter, country: str) -> bool:
    shared = read("shared_numbers")
    begins = tuple(shared.loc[shared["country"] == country, "begins"])
    return parameter.path.startswith(begins)
