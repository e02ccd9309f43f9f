"""Paragraphs that are none, or two, or half of one. These rules look at the paragraphs of a body."""

import re

from presspack.reading.clean.names import LEADERS, join_torn
from presspack.reading.clean.rule import Rule
from presspack.reading.dates import END_MARK

ENDS = frozenset(".!?…:;\"”'’)]»。！？」』-–—―")
STOPS = frozenset(("", *".!?…\"”'’)"))
KOREAN_ENDS = ("(끝)", "(끝).", "（끝）", "[끝]", "【끝】", "-끝-")
LONG = 60  # characters: lines of a list or a verse are shorter
LONGEST_HEAD = 100
# words that end no sentence and no sub-head
OPEN = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "and",
        "or",
        "nor",
        "his",
        "her",
        "its",
        "their",
        "whose",
        "between",
        "comrade",
        "Comrade",
        "Marshal",
        "de",
        "del",
        "el",
        "los",
        "las",
        "y",
    ]
)
GOES_ON = re.compile(r"(?:[,;.]|['’]s)(?: |$)")
BULLETS = ("- ", "* ", "• ", "– ", "— ")
KICKER = re.compile(r"(\w(?:.{0,78}?\S)??) {3,}(?! )")
PITCHES = ("Join ", "Get ", "Subscribe ", "Sign up ", "Read ", "Try ", "Follow ", "Become ", "Discover ", "Learn ")
PROMOTED = re.compile(r"\bNK (?:Pro|News|Insights?|Shop)\b|\bKCNA Watch\b|\bKorea Pro\b|\bNorth Korea headlines\b")
LONGEST_PITCH = 110  # letters and signs, without spaces


def is_promotion(line: str) -> bool:
    """Whether a line asks for a visit to the aggregator: a short line that begins with a verb and names its house."""
    if not line.startswith(PITCHES) or PROMOTED.search(line) is None:
        return False
    return len(line.replace(" ", "")) <= LONGEST_PITCH


def _promotion(paragraphs: list[str]) -> tuple[list[str], int]:
    kept = [text for text in paragraphs if not text.startswith(PITCHES) or not is_promotion(text)]
    return kept, len(paragraphs) - len(kept)


def _end_mark(paragraphs: list[str]) -> tuple[list[str], int]:
    if not any([text.endswith((END_MARK, *KOREAN_ENDS)) for text in paragraphs]):  # noqa: C419 -- quicker
        return paragraphs, 0
    kept = list(map(without_end_mark, paragraphs))
    return list(filter(None, kept)), sum(map(str.__ne__, kept, paragraphs))


def without_end_mark(text: str) -> str:
    """A text without the marks `-0-` at its end; each stands after a space, the end of a sentence, or nothing.

    The Korean mark is `(끝)`.
    """
    for mark in KOREAN_ENDS:
        text = text.removesuffix(mark).rstrip()
    end = len(text)
    while text.endswith(END_MARK, 0, end):
        start = end - len(END_MARK)
        while start and text[start - 1] == " ":
            start -= 1
        if start == end - len(END_MARK) and text[max(start - 1, 0) : start] not in STOPS:
            break
        end = start
    return text[:end]


def _kicker(paragraphs: list[str]) -> tuple[list[str], int]:
    """Part a kicker from the first paragraph: it has no sign at its end, and the gap behind it is the only wide one."""
    if not paragraphs or "   " not in paragraphs[0]:
        return paragraphs, 0
    match = KICKER.match(paragraphs[0])
    if match is None:
        return paragraphs, 0
    kicker, rest = match[1], paragraphs[0][match.end() :]
    if kicker[0].islower() or kicker[-1] in ENDS or kicker[-1] == "," or "   " in rest:
        return paragraphs, 0
    if not rest.lstrip('"“‘(')[:1].isupper():
        return paragraphs, 0
    return [kicker, rest, *paragraphs[1:]], 1


def _broken(paragraphs: list[str]) -> tuple[list[str], int]:
    """Join a paragraph to the one before it, where that has no sign at its end and this one is its continuation."""
    if all([text[-1] in ENDS for text in paragraphs[:-1]]):  # noqa: C419 -- quicker
        return paragraphs, 0
    parts, tail = [paragraphs[:1]], paragraphs[0]
    for text in paragraphs[1:]:
        if tail[-1] in ENDS or not _goes_on(parts[-1][0], tail, text):
            parts.append([text])
            tail = text
        else:
            between = "" if GOES_ON.match(text) else " "
            parts[-1] += between, text
            tail = (tail + between + text)[-LONGEST_HEAD - 1 :]  # no more of it matters
    return list(map("".join, parts)), len(paragraphs) - len(parts)


def _goes_on(head: str, tail: str, text: str) -> bool:
    """Whether a text continues the paragraph of this head and tail, which has no sign at its end."""
    if head.startswith((*BULLETS, *PITCHES)):
        return False
    if GOES_ON.match(text):
        return True
    if " " in tail and tail.rpartition(" ")[2] in OPEN:
        return text[0].isalnum()
    if text[0].islower():
        return len(tail) >= LONG or tail.endswith(LEADERS)
    return len(tail) > LONGEST_HEAD and text.startswith(LEADERS)


KICKERS = (
    Rule(
        "kicker",
        "a kicker glued in front of the first paragraph, three spaces between, becomes a paragraph",
        "News of the mill   The wheel turned at noon.",
        "News of the mill\n\nThe wheel turned at noon.",
        _kicker,
    ),
)  # first of all, while gaps are wide

PARAGRAPHS = (
    Rule(
        "promotion",
        "a line goes that asks for a visit to the aggregator",
        "Join the NK Pro team",
        "",
        _promotion,
    ),
    Rule(
        "end-mark",
        "the mark `-0-` at the end of a paragraph goes",
        "They went home. -0-",
        "They went home.",
        _end_mark,
    ),
    Rule(
        "torn-name",
        "a leader's name on a line of its own goes with the lines around it",
        "Kim Jong Un\n\nsent pears.",
        "Kim Jong Un sent pears.",
        join_torn,
    ),
    Rule(
        "broken-paragraph",
        "a paragraph that goes on in the next one is joined with it; sub-heads and lists stay",
        "The growers heard the warden of the\n\nlower orchard.",
        "The growers heard the warden of the lower orchard.",
        _broken,
    ),
)
