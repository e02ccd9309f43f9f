"""What scraping leaves in a text; `words.tidy` is what a careful reader makes of it again."""

import unicodedata

from bench.words import MARK, Draw, pick

UNSEEN = ("\u00ad", "\u200b", "\u200e", "\u2060", "\ufeff")
NAMED = (("’", "&#8217;"), ("“", "&ldquo;"), ("”", "&#x201d;"), ('"', "&quot;"), ("–", "&ndash;"), ("û", "&ucirc;"))
PROMOTIONS = (
    "Join the NK Pro team",
    "Subscribe to NK News for more of this",
    "Read more of it on KCNA Watch",
    "Get North Korea headlines delivered daily",  # ends a page of 2019
)
LEAST = 70  # characters before a break in mid-sentence


def rough(text: str, draw: Draw) -> str:
    """A text as it is scraped: spaces before what follows a name, torn numbers, double spaces, odd characters."""
    if MARK in text:
        for after in (",", ".", "’s", "'s"):
            if draw() < 0.4:
                text = text.replace(MARK + after, " " + after)
        text = text.replace(MARK, "")
    if "km2 " in text and draw() < 0.5:
        text = text.replace("km2 ", "km 2 ")
    for ending in ("th ", "st ", "nd ", "rd "):
        at = text.find(ending)
        while at > 0:
            if text[at - 1].isdigit() and draw() < 0.5:
                text = f"{text[:at]} {text[at:]}"
            at = text.find(ending, at + 2)
    roll = draw()
    if roll < 0.12 and (gap := text.find(" ", int(draw() * len(text)))) > 0:
        text = f"{text[:gap]} {text[gap:]}"
    if 0.11 < roll < 0.13:
        text = odd(text, draw)
    return text


def odd(text: str, draw: Draw) -> str:
    """The text with characters that look like others, or like nothing."""
    roll = draw()
    if roll < 0.4:
        return text.replace(" ", pick(("\u00a0", "\u2009", "\t", "\u202f"), draw), 1 + int(draw() * 3))
    if roll < 0.7:
        at = int(draw() * len(text))
        return text[:at] + pick(UNSEEN, draw) + text[at:]
    if roll < 0.9:
        for character, entity in NAMED:
            text = text.replace(character, entity)
        return text
    return unicodedata.normalize("NFD", text)


def broken(text: str, draw: Draw) -> list[str]:
    """A paragraph broken in mid-sentence, if a place for it is found: before a comma, after `of`, or before a small letter."""
    roll, at = draw(), LEAST + int(draw() * max(len(text) - LEAST, 0))
    if roll < 0.2:
        at = text.find(", ", at)
        cut = at
    elif roll < 0.4:
        at = text.find(" of ", at)
        cut = at + 4
    else:
        at = text.find(" ", at)
        cut = at + 1
        if not text[cut : cut + 1].islower():
            return [text]
    before = text[: max(cut, 0)].rstrip()
    if at < 0 or not before[-1].isalpha() or not text[cut:].strip():
        return [text]
    return [before, text[cut:]]
