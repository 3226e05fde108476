"""What words of the model mean, for a reader who meets them on the page."""

import re

from model.scenario import Scenario

NOTES = {
    "deal": "The established parties spare the party of power, which tolerates them in return.",
    "imitation": "The share of the officials' visible effort that is pretended.",
    "logit": "The unit of utility: one more makes the odds of a choice 2.7 times as large.",
    "stratum": "The layer of society to which a voter belongs.",
    "utility": "How much a party, or a step, is worth to the person who chooses.",
}
"""A line on each word that the page cannot do without."""

GOVERNOR = "The head of a region or of a part of it, whose office brings people to the polls."


def glossary(case: Scenario, text: str) -> dict[str, str]:
    """Return what the words mean that a text holds, by word; governors as the country says."""
    governor = case.country.words.governor
    every = NOTES if governor == "governor" else {**NOTES, governor: GOVERNOR}
    return {
        word[:1].upper() + word[1:]: note
        for word, note in sorted(every.items())
        if re.search(rf"\b{re.escape(word)}s?\b", text, re.IGNORECASE)
    }
