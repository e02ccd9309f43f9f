"""The prose of an article: its body, cleaned, and what stands before and after it, each with its line."""

import re

from presspack.article import Article
from presspack.clean import clean_body, is_promotion
from presspack.clean.paragraphs import END_MARK
from presspack.dates import TOLERANCE, Trailer, trailer
from presspack.lines import Lines
from presspack.outlets import Outlets, fold

NAME = re.compile(r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,2} [A-Z][\w'’-]*")
LONGEST_NAME = 40
SENTENCE_ENDS = (*".!?:;\"”'’)", END_MARK)


def read_body(lines: Lines, start: int, end: int, article: Article, outlets: Outlets) -> None:
    """Read the paragraphs from `start` to `end`; what signs or dates them goes into fields of its own.

    Read the date of the page before: the trailer is held against it, or takes its place.
    """
    while start < end and is_promotion(lines.texts[start]):
        article.cleaned["promotion"] += 1
        start += 1
    end, last = _read_end(lines, start, end, article, outlets)
    # a body that is not there is missed at the line before it
    at = max(start - 1, 0) if start == end else start
    article.body_line = lines.numbers[at]
    article.body_last_line = lines.numbers[max(end - 1, at)]
    if end > start:
        article.body = clean_body([*lines.texts[start : end - 1], last], article.cleaned)
    if article.body:  # in a cleaned body, words are parted by one space or one blank line
        article.paragraphs = article.body.count("\n\n") + 1
        article.words = article.body.count(" ") + article.paragraphs


def _read_end(lines: Lines, start: int, end: int, article: Article, outlets: Outlets) -> tuple[int, str]:
    """Read trailer, credit, byline and all else that is not body off its end; return the new end, and its last line."""
    while end > start:
        last, number = lines.texts[end - 1], lines.numbers[end - 1]
        found = trailer(last)
        if found is not None:
            _date(found, number, article)
            if found.start:
                return end, last[: found.start].rstrip()
        elif last == END_MARK:
            article.cleaned["end-mark"] += 1
        elif is_promotion(last):
            article.cleaned["promotion"] += 1
        elif len(last) > LONGEST_NAME or end - start == 1:
            break
        elif article.credit is None and fold(last) in outlets.credits:
            article.credit, article.credit_line = last, number
            article.cleaned["credit"] += 1
        elif article.byline is None and NAME.fullmatch(last) and lines.texts[end - 2].endswith(SENTENCE_ENDS):
            article.byline, article.byline_line = last, number
            article.cleaned["byline"] += 1
        else:
            break
        end -= 1
    return end, lines.texts[end - 1]


def _date(found: Trailer, line: int, article: Article) -> None:
    """Date an article by its trailer, or hold the trailer against its date."""
    article.cleaned["trailer"] += 1
    if found.date is None:
        article.warn("trailer-date-unclear", line, found.text)
    elif article.published_on is None:
        if not any(note.slug == "invalid-date" for note in article.reasons):
            article.published_on, article.published_on_line, article.date_source = found.date, line, "trailer"
    elif abs(found.date - article.published_on) > TOLERANCE:
        article.warn("dates-disagree", line, f"{article.published_on}; {found.date} in its trailer")
