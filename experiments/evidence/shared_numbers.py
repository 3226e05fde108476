"""What is believed of a number in one country that was measured in another, or in this one.

`shared_numbers.csv` says on whose evidence the shared numbers of the model rest, alone or among
others'.
"""

from dataclasses import replace

from experiments.evidence.tables import read
from experiments.study.prior import Prior, prior
from model.parameters.parameter import Parameter

FITTED = "calibrated"
"""How the source of a number begins that one country's past election was fitted by."""
MEASURED = ("assumed", FITTED, "found")
"""How the source of a number begins that is neither a law nor chosen."""


def belief(parameter: Parameter, country: str) -> Prior | None:
    """Return what is believed of a number in a country, called by its label.

    What another country's election was fitted by is assumed here, as if nobody had measured it.
    """
    return prior(parameter if _rests_on(parameter, country) else _unfitted(parameter))


def belief_without(parameter: Parameter, country: str) -> Prior | None:
    """Return what is believed of a number there by evidence of other countries alone."""
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
