"""The page of words: in order, without words that nobody uses, and the same as in the browser."""

import re
from pathlib import Path

from model.app.story.glossary import NOTES

MODEL = Path(__file__).parents[1] / "model"
ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
PAGES = ("ODD.md", "LIMITS.md", "TUTORIAL.md", "COUNTRIES.md", "HOWTO.md", "CRITIC.md")


def entries() -> dict[str, str]:
    found = ROW.findall((MODEL / "GLOSSARY.md").read_text(encoding="utf-8"))
    return {word: meaning for word, meaning in found if word not in ("word", "---")}


def test_words_stand_in_the_order_of_the_alphabet():
    words = list(entries())
    assert len(words) > 30
    assert words == sorted(words)


def test_every_word_is_used_in_another_page():
    texts = [(MODEL / page).read_text(encoding="utf-8").lower() for page in PAGES]
    for word in entries():
        roots = [each.removesuffix(" party").removesuffix(" votes") for each in word.split(", ")]
        assert sum(any(root in text for root in roots) for text in texts) > 0, word


def test_words_of_the_page_in_the_browser_mean_the_same():
    told = entries()
    for word, note in NOTES.items():
        assert word in told
        said = set(re.findall(r"\w{5,}", note.lower()))
        assert len(said & set(re.findall(r"\w{5,}", told[word]))) >= len(said) / 2, word
