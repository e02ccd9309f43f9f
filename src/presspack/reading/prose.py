"""The prose of an article: its body, cleaned, and what stands before and after it, each with its line."""

import re
from dataclasses import replace

from presspack.article import Article
from presspack.project.outlets import Outlets, fold
from presspack.reading.clean import clean, clean_body, is_promotion
from presspack.reading.clean.names import bare
from presspack.reading.clean.paragraphs import without_end_mark
from presspack.reading.dates import END_MARK, TOLERANCE, Trailer, trailer
from presspack.reading.edges import is_chrome
from presspack.reading.lines import Lines

GAP = re.compile(r" +|$")
LONGEST_TITLE = 400  # characters
NAME = re.compile(r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,2} [A-Z][\w'’-]*")
KOREAN_NAME = "(?:[가-힣]{2,4}|[가-힣](?: [가-힣]){1,2})"
KOREAN_BYLINE = re.compile(
    rf"[\[(]?(?:글 ?(?:및|·|,)? ?(?:사진)? ?)?(?:(?:본사|본보|특파|현지|통신사) ?기자(?:들)? ?|[가-힣]{{0,10}} ?기자(?:들)? {{1,2}}){KOREAN_NAME}"
    rf"(?:[,· ]{{1,2}}(?:사진 )?(?:[가-힣]{{0,10}} ?기자 )?{KOREAN_NAME}){{0,3}}[\])]?"
)
SIGNED = re.compile(rf"(.*[^\W\d]{{3}}[.!?][\"”’')]*) ({NAME.pattern})")
LONGEST_NAME = 40
SENTENCE_ENDS = tuple(".!?:;\"”'’)")


def read_body(lines: Lines, start: int, end: int, article: Article, outlets: Outlets) -> None:
    """Read the paragraphs from `start` to `end`; what signs or dates them goes into fields of its own.

    Read the date of the page before: the trailer is held against it, or takes its place.
    """
    while start < end and is_promotion(lines.texts[start]):
        article.cleaned["promotion"] += 1
        start += 1
    lines, start = _whole_title(lines, start, end, article)
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


def _whole_title(lines: Lines, start: int, end: int, article: Article) -> tuple[Lines, int]:
    """Take the title that stands before the body, where the printed one has lost its bold names.

    Behind it stands a wide gap, the end of its line, or a capital. Return the lines without it, and where the body begins.
    """
    title = bare(article.title or "")
    if start >= end or not title or not bare(lines.texts[start][:LONGEST_TITLE]).startswith(title):
        return lines, start
    text, number = lines.texts[start], lines.numbers[start]
    gaps = (gap for gap in GAP.finditer(text, 0, LONGEST_TITLE) if gap[0] or gap.end() == len(text))
    found = [gap for gap in gaps if bare(text[: gap.start()]) == title]
    wide = [gap for gap in found if len(gap[0]) > 1]
    named = [gap for gap in found if gap.start() > len(article.title or "")]
    named = [gap for gap in named if gap.end() == len(text)][-1:] or [gap for gap in named if text[gap.end()].isupper()]
    if not wide and len(named) > 1:
        article.warn("stray-line", number, f"its title may stand in it whole: {text}")
    if not wide and len(named) != 1:
        return lines, start
    gap = (wide or named)[-1]
    article.title, article.title_line = clean(text[: gap.start()], article.cleaned), number
    article.cleaned["whole-title"] += 1
    rest = text[gap.end() :]
    return replace(lines, texts=[*lines.texts[:start], rest, *lines.texts[start + 1 :]]), start + (not rest)


def _read_end(lines: Lines, start: int, end: int, article: Article, outlets: Outlets) -> tuple[int, str]:
    """Read trailer, credit, byline and all else that is not body off its end; return the new end, and its last line."""
    while end > start:
        number = lines.numbers[end - 1]
        last, trailers, marks = _unsigned(lines.texts[end - 1])
        for found in trailers:
            _date(found, number, article)
        if marks:
            article.cleaned["end-mark"] += marks
        if not last:
            pass
        elif is_promotion(last):
            article.cleaned["promotion"] += 1
        elif end - start == 1:
            signed = SIGNED.fullmatch(last) if article.byline is None else None
            if signed and not is_chrome(signed[2]):  # the whole text is one line
                article.byline, article.byline_line, last = signed[2], number, signed[1]
                article.cleaned["byline"] += 1
            return end, last
        elif len(last) > LONGEST_NAME:
            return end, last
        elif article.credit is None and fold(last) in outlets.credits:
            article.credit, article.credit_line = clean(last, article.cleaned), number
            article.cleaned["credit"] += 1
        elif article.byline is None and _is_byline(last, lines.texts[start : end - 1]):
            article.byline, article.byline_line = last, number
            article.cleaned["byline"] += 1
        else:
            return end, last
        end -= 1
    return end, ""


def _unsigned(text: str) -> tuple[str, list[Trailer], int]:
    """A line without the trailers and end marks behind it; the trailers, and how often marks were taken off."""
    trailers, marks = [], 0
    while text.endswith((")", END_MARK)):
        found = trailer(text)
        rest = text[: found.start] if found else without_end_mark(text)
        if rest == text:
            break
        if found:
            trailers.append(found)
        else:
            marks += 1
        text = rest
    return text, trailers, marks


def _is_byline(line: str, above: list[str]) -> bool:
    """Whether a line signs those above it: as Korean papers do, or with a name alone, under a sentence."""
    if KOREAN_BYLINE.fullmatch(line):
        return True
    return NAME.fullmatch(line) is not None and not is_chrome(line) and _ends_a_sentence(above)


def _ends_a_sentence(texts: list[str]) -> bool:
    """Whether the last of some lines that are prose ends a sentence."""
    for text in reversed(texts):
        last = _unsigned(text)[0]
        if last and not is_promotion(last):
            return last.endswith(SENTENCE_ENDS)
    return False


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
