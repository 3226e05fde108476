"""The parts of polling day: turnout, polling stations, the count, apportionment.

They do not know a campaign. May import `voters` and what lies below it.
"""
