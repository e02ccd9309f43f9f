"""Paragraphs that are none, or two, or half of one. These rules look at the paragraphs of a body."""

import re

from presspack.clean.rule import Rule

ENDS = frozenset(".!?…:;\"”'’)]»。！？」』-–—―")
STOPS = frozenset(("", *".!?…\"”'’)"))
LEADERS = ("Kim Il Sung", "Kim Jong Il", "Kim Jong Un", "Kim Jong Suk")
LONG = 60  # characters: lines of a list or a verse are shorter
LONGEST_HEAD = 100
# words that end no sentence and no sub-head
OPEN = frozenset("the a an of and or nor his her its their whose between comrade Comrade Marshal de del el los las y".split())
GOES_ON = re.compile(r"(?:[,;.]|['’]s)(?: |$)")
BULLETS = ("- ", "* ", "• ", "– ", "— ")
KICKER = re.compile(r"([^\W_a-z].{1,79}?) {3,}(?=[\"“‘(]?[^\W\d_a-z])")
END_MARK = "-0-"
PITCHES = ("Join ", "Get ", "Subscribe ", "Sign up ", "Read ", "Try ", "Follow ", "Become ", "Discover ", "Learn ")
PROMOTED = re.compile(r"\bNK (?:Pro|News|Insights?|Shop)\b|\bKCNA Watch\b|\bKorea Pro\b|\bNorth Korea headlines\b")
LONGEST_PITCH = 130


def is_promotion(line: str) -> bool:
    """Whether a line asks for a visit to the aggregator: a short line that begins with a verb and names its house."""
    return line.startswith(PITCHES) and len(line) <= LONGEST_PITCH and PROMOTED.search(line) is not None


def _promotion(paragraphs: list[str]) -> tuple[list[str], int]:
    kept = [text for text in paragraphs if not text.startswith(PITCHES) or not is_promotion(text)]
    return kept, len(paragraphs) - len(kept)


def _end_mark(paragraphs: list[str]) -> tuple[list[str], int]:
    if not any([text.endswith(END_MARK) for text in paragraphs]):
        return paragraphs, 0
    kept = list(map(without_end_mark, paragraphs))
    return list(filter(None, kept)), sum(map(str.__ne__, kept, paragraphs))


def without_end_mark(text: str) -> str:
    """A text without the marks `-0-` at its end; each stands after a space, the end of a sentence, or nothing."""
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
    if match is None or match[1][-1] in ENDS or match[1][-1] == "," or "   " in paragraphs[0][match.end() :]:
        return paragraphs, 0
    return [match[1], paragraphs[0][match.end() :], *paragraphs[1:]], 1


def _broken(paragraphs: list[str]) -> tuple[list[str], int]:
    """Join a paragraph to the one before it, where that has no sign at its end and this one is its continuation."""
    if all([text[-1] in ENDS for text in paragraphs[:-1]]):
        return paragraphs, 0
    kept = paragraphs[:1]
    for text in paragraphs[1:]:
        if kept[-1][-1] in ENDS or not _goes_on(kept[-1], text):
            kept.append(text)
        else:
            kept[-1] += text if GOES_ON.match(text) else f" {text}"
    return kept, len(paragraphs) - len(kept)


def _goes_on(before: str, text: str) -> bool:
    """Whether a text continues one that has no sign at its end."""
    if before.startswith(BULLETS):
        return False
    if GOES_ON.match(text):
        return True
    if " " in before and before.rpartition(" ")[2] in OPEN:
        return text[0].isalnum()
    if text[0].islower():
        return len(before) >= LONG or before.endswith(LEADERS)
    return len(before) > LONGEST_HEAD and text.startswith(LEADERS)


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
        "kicker",
        "a kicker glued in front of the first paragraph, three spaces between, becomes a paragraph",
        "News of the mill   The wheel turned at noon.",
        "News of the mill\n\nThe wheel turned at noon.",
        _kicker,
    ),
    Rule(
        "broken-paragraph",
        "a paragraph that goes on in the next one is joined with it; sub-heads and lists stay",
        "The growers heard the warden of the\n\nlower orchard.",
        "The growers heard the warden of the lower orchard.",
        _broken,
    ),
)
