"""The political situation, and the contracts of those who change it.

What a mechanism may read (`setting`, `state`), what a newcomer implements (`contracts`,
`strategy`), what happens by the calendar (`events`) and in the street (`cascade`).
May import `society` and what lies below it.
"""
