"""History: the elections that were known in February 2022."""

from collections.abc import Mapping
from importlib.resources import files

import pandas as pd

from experiments.design import SCENARIO, factorial
from experiments.experiment import Claim, Experiment
from experiments.figures import Results
from experiments.headline import headline, sized
from experiments.plan import Study
from experiments.summary import by_point, value
from experiments.variants import which
from model.scenario import load_scenario, shipped_scenarios

PREFIX = "history-"
VOTES, TURNOUT, SEATS = 0.04, 0.03, 0.06
"""Tolerances: 4 points of votes, 3 of turnout, 6 of seats."""


class History(Experiment):
    """Does the model give back the official results of past elections?

    Observables: official votes and seats of the party of power and turnout, election by
    election, beside those of the Central Election Commission. Turnout sets the strength of
    the machine of each year, so votes and seats are the test. Real support of those years is
    not known.
    """

    scenario = "history-2021"

    def study(self, quick: bool) -> Study:
        """Return every shipped election of the past."""
        names = [name for name in shipped_scenarios() if name.startswith(PREFIX)]
        named = {name: sized(name, quick) for name in names}
        design = factorial([which(named)])
        replicates = 30 if quick else 300
        return Study(load_scenario(self.scenario), design, replicates, seed=13, others=named)

    def tables(self, results: Results) -> Mapping[str, pd.DataFrame]:
        """Return the model beside the official figures."""
        runs = headline(results)
        runs = runs.assign(election=runs[SCENARIO].str.removeprefix(PREFIX).astype(int))
        summary = by_point(runs, ["election"], ["votes", "seats", "turnout"])
        summary = summary.merge(official(), on=["election", "measure"], how="left")
        return {"summary": summary.assign(off=summary["mean"] - summary["official"])}

    def claims(self, tables: Mapping[str, pd.DataFrame]) -> list[Claim]:
        """Hold each election against its official figures (E4-E7)."""
        summary = tables["summary"]
        tolerance = {"votes": VOTES, "seats": SEATS, "turnout": TURNOUT}
        ids = {2007: "E4", 2012: "E5", 2016: "E6", 2021: "E7"}
        rows = []
        for year in summary["election"].unique():
            for measure, width in tolerance.items():
                here = summary[summary["election"] == year]
                known = value(here, "official", measure=measure)
                rows.append(
                    Claim(ids[int(year)], f"official {measure} of {year}: {known:.1%}", measure,
                          value(here, measure=measure), known - width, known + width)
                )  # fmt: skip
        return rows


def official() -> pd.DataFrame:
    """Return the official figures in long form: `election`, `measure`, `official`.

    Seats are shares of those that voters fill.
    """
    data = files("model") / "data" / "mazhilis_elections.csv"
    table = pd.read_csv(str(data))
    results = pd.read_csv(str(files("model") / "data" / "mazhilis_results.csv"))
    power = results[results["party"].isin(["NUROTAN", "OTAN"])].set_index("election_date")
    elected = table["seats_list"] + table["seats_smd"]
    seats = table["election_date"].map(power["seats_total"]) / elected
    wide = pd.DataFrame(
        {
            "election": table["election_date"].str[:4].astype(int),
            "votes": table["ruling_vote_pct"] / 100,
            "seats": seats,
            "turnout": table["turnout_pct"] / 100,
        }
    )
    return wide.melt(id_vars="election", var_name="measure", value_name="official")
