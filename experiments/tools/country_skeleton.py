"""The files of a new country: made up, and commented, to be replaced line by line."""

COUNTRY = """\
# What all scenarios of this country start from. Everything here is made up: replace it.
# What is left out comes from a default of the model that is meant for any country.
label = "NAME"

# How its people are told apart: AXIS:GROUP, two groups or more on each axis. Shares by region are
# columns of that name in regions.csv; one group of an axis may have no column, and is the rest.
groups = ["language:majority", "language:minority"]

# Seats of the house, where the law of a scenario does not say.
house_size = 100

# The scenario that is meant where only the country is named; without it the first by name.
scenario = "next-election"

# So many units of its money do there what one does in a price of the model (see COUNTRIES.md).
# money_worth = 12

# What things are called.
[words]
leader = "the premier"
governor = "governor"
house = "parliament"
council = "council"
money = "million" # the unit of all money: funds, income, wealth, costs

# Which group plays a role that a mechanism or lever asks for: poor, middle_class, elite,
# depends_on_state, independent_of_state, titular (the nation that the state is named after).
# What asks for a role that nobody plays is refused.
[roles]
poor = "language:minority"

# Any setting of a scenario may stand here, under `defaults`, and holds in all of them.
[defaults.population]
issues = ["economy", "identity"]
"""

REGIONS = """\
region,label,electors,urban,language:minority,tile_row,tile_col,source,confidence
NOR,The north,300000,0.30,0.60,0,0,made up,none
MID,The middle,500000,0.55,0.20,1,0,made up,none
CAP,The capital,200000,1.00,0.10,1,1,made up,none
"""

ELECTIONS = """\
election,date,contest,seats_total,electors,turnout,source,confidence
last,2016-05-01,house,100,980000,0.61,made up,none
"""

RESULTS = """\
election,unit,party,vote_share,votes,seats,source,confidence
last,country,power,0.52,310856,52,made up,none
last,country,opposition,0.31,185318,31,made up,none
last,country,minority_list,0.17,101626,17,made up,none
"""

SERIES = """\
date,what,value,n,source,confidence
2016-04,approval:leader,0.58,1000,made up,none
"""

NEXT = """\
# The next election. Its country is the folder that it lies in.
title = "The next election"
voters = 2000
weeks = 12

[population.issue_means] # standard deviations of voters, by group
identity = { "language:majority" = 0.2, "language:minority" = -0.6 }

[leader]
name = "The leader"
popularity = 0.58

# The year in which this begins: so long have lists drifted since the last election.
[elites]
year = 2020

[parties.power]
kind = "incumbent"
label = "Party of power"
platform = { economy = 0.0, identity = 0.2 }
funds = 10
income = 2

[parties.opposition]
kind = "established"
label = "Opposition"
recognition = 0.9
platform = { economy = -0.5, identity = 0.0 }
income = 0.5

[parties.minority_list]
kind = "established"
label = "List of the minority"
recognition = 0.8
platform = { economy = 0.0, identity = -0.8 }
income = 0.2

# One line switches a mechanism on; `partyofpower list mechanisms` names them all.
[mechanisms]
blocs = true # parties of one kind share tastes; without it votes swing three times as far
leader_coattail = true
campaign_spending = true
media = true
bandwagon = true

[law]
kind = "sainte_lague"
"""

LAST = """\
# The last election, as row `last` of elections.csv. The command
# `python -m experiments.inference.past_elections NAME --write` fits it, line by line as marked;
# `partyofpower calibrate NAME` makes the draws of what is not known that `forecast` needs.
extends = "next-election.toml"
title = "The last election"
election = "last"

[turnout]
base = 0 # calibrated: official turnout

[parties.opposition]
appeal = 0 # calibrated: official votes

[parties.minority_list]
appeal = 0 # calibrated: official votes
"""

UNPOPULAR = """\
# The same election with a leader whom few approve of: a variant holds only the differences.
extends = "next-election.toml"
title = "An unpopular leader"

[leader]
popularity = 0.25
"""

FILES = {
    "country.toml": COUNTRY,
    "regions.csv": REGIONS,
    "elections.csv": ELECTIONS,
    "results.csv": RESULTS,
    "series.csv": SERIES,
    "scenarios/last-election.toml": LAST,
    "scenarios/next-election.toml": NEXT,
    "scenarios/unpopular-leader.toml": UNPOPULAR,
}
