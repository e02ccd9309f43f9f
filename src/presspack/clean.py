"""Clean text: what a careful reader would copy out by hand."""

import re
from functools import lru_cache

# each begins with a literal, which makes a search that finds nothing nearly free
BEFORE_PUNCTUATION = {
    " ,": re.compile(r" ,(?=[\"”’)]?(?:\s|$))"),
    " .": re.compile(r" \.(?=[\"”’)]?(?:\s|$))"),
    " 's": re.compile(r" 's\b"),
    " ’s": re.compile(r" ’s\b"),
}


def fold_spaces(text: str) -> str:
    """Every run of white space is one space: `so  many` becomes `so many`."""
    if "  " not in text and text.isprintable():  # no white space but single spaces; half of the time of the next line
        return text.strip()
    return " ".join(text.split())


def close_punctuation(text: str) -> str:
    """No space before a comma, a full stop or a genitive: `Mira Solenne ’s` becomes `Mira Solenne’s`."""
    for literal, pattern in BEFORE_PUNCTUATION.items():
        if literal in text:
            text = pattern.sub(literal[1:], text)
    return text


@lru_cache(maxsize=1 << 14)  # pages of one week share their related items
def clean(text: str) -> str:
    """One line of text, cleaned."""
    return close_punctuation(fold_spaces(text))
