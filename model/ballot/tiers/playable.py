"""What a scenario can play of a list of tiers: a campaign hands over one vote of each voter."""

from collections.abc import Iterator, Mapping

from model.ballot.tiers.tier import Tier


def unplayable(tiers: Mapping[str, Tier], regions: int) -> Iterator[str]:
    """Tell of what a campaign in a country of so many regions has no figures for."""
    for name, tier in tiers.items():
        yield from (f"tiers.{name}.{problem}" for problem in _of_tier(tier, regions))
    if all(tier.house for tier in tiers.values()):
        yield from _of_districts(tiers)


def _of_tier(tier: Tier, regions: int) -> Iterator[str]:
    if not tier.house:
        yield f"seats: is missing; say how many the {tier.units} of this tier have together"
    if tier.counts != "votes":
        yield (
            f"counts: given {tier.counts!r}, allowed is 'votes': in a scenario a voter's one "
            "choice counts in every tier; leave counts out"
        )
    if tier.threshold_of == "electors":
        yield (
            "threshold_of: given 'electors', whom the count of a scenario is not told; allowed are "
            "'party votes', 'valid votes' and 'ballots'"
        )
    if tier.surplus_agreements:
        yield "surplus_agreements: a scenario has none, only files of votes do; leave it out"
    if tier.units == "regions":
        yield from _of_regions(tier, regions)


def _of_regions(tier: Tier, regions: int) -> Iterator[str]:
    given = len(tier.unit_seats)
    if given and given != regions:
        yield f"unit_seats: gives seats to {given} regions; the country has {regions}"
    if not tier.by_lists and not given and tier.house not in (0, regions):
        yield (
            f"seats: given {tier.house}; plurality elects one member in each of {regions} regions "
            "unless unit_seats gives each region a number"
        )


def _of_districts(tiers: Mapping[str, Tier]) -> Iterator[str]:
    """Tell of districts whose number is not known, or of units that do not lie in each other."""
    told = {name: tier.told_units for name, tier in tiers.items() if tier.units == "districts"}
    numbers = sorted({number for number in told.values() if number})
    if told and not numbers:
        yield f"tiers.{next(iter(told))}.unit_seats: is missing; give each district its seats"
    if len(numbers) > 1:
        yield (
            f"tiers: speak of {' and of '.join(map(str, numbers))} districts; a scenario has one "
            "map of districts: give all tiers the same number"
        )
    if told and any(tier.units == "regions" for tier in tiers.values()):
        yield (
            "tiers: given both regions and districts; a scenario counts in the one or the other: "
            "give the tier of regions units = 'country' or 'districts'"
        )
