"""Who lives in the country: regions, cells, voters, their network, the elite.

Society is there before politics begins. May import `numerics` and `parameters`.
"""
