"""The leaders' names, which their sites print in bold: what takes the text out of a page glues them or tears them off.

No text without one of these names is changed.
"""

import re

LEADERS = (
    "Kim Il Sung", "Kim Jong Il", "Kim Jong Un", "Kim Jong Suk", "김일성", "김정일", "김정은", "김정숙",
    "金日成", "金正日", "金正恩", "金正淑", "Ким Ир Сен", "Ким Чен Ир", "Ким Чен Ын", "Ким Чен Сук",
)  # fmt: skip
LATIN = "Kim (?:Il Sung|Jong (?:Il|Un|Suk))"
ALONE = re.compile(rf"[\"“‘(]*(?:{'|'.join(LEADERS)})(?: ?[,.;:!?)\"”]| ?['’]s)*")
SIGNS = re.compile(r"[-–—,.;:!?)\"”’']+")
GOES_ON = re.compile(r"[a-zа-я,.;:!?)\]”’'-]")
ENDS = (".", "!", "?", ":", "”", '"', "。", "！", "？", "…")
LONG = 40  # characters of a line that is surely part of a text, not a place and a day under a signature

GLUED = (
    ("Kim ", rf"({LATIN})(?=[a-z]{{2}}|[A-Z][a-z])(?!is[mt]s?\b)", r"\1 "),
    ("Kim ", rf"(?<=[^\W\d_])(?={LATIN}(?![^\W\d_]))", " "),
    ("Kim ", rf"({LATIN}) (?=[)\]”;:!?](?!\)))", r"\1"),
    ("Kim ", rf"(?<=[(\[“]) (?={LATIN}\b)", ""),
    ("Kim ", rf"({LATIN}) ?[-–] ?(?={LATIN}\b)", r"\1-"),
)
"""What replaces patterns, each with a literal that it needs."""


def join_torn(paragraphs: list[str]) -> tuple[list[str], int]:
    """Join what was torn apart at names: a name on a line of its own goes with the lines around it."""
    alone = [ALONE.fullmatch(text) is not None for text in paragraphs]
    if not any(alone) or not _is_torn(paragraphs, alone):
        return paragraphs, 0
    kept = paragraphs[:1]
    for text, is_name in zip(paragraphs[1:], alone[1:], strict=True):
        if not _belongs(kept[-1], text, is_name=is_name):
            kept.append(text)
        elif SIGNS.match(text) or kept[-1].endswith(("-", "(", "“")):
            kept[-1] += text
        else:
            kept[-1] += f" {text}"
    return kept, len(paragraphs) - len(kept)


def _belongs(before: str, text: str, *, is_name: bool) -> bool:
    """Whether a line goes on from what stands before it, in a text whose lines are torn."""
    if SIGNS.fullmatch(text) or before.endswith("-"):
        return True
    if before.endswith(ENDS):
        return False
    if is_name or GOES_ON.match(text):
        return True
    return before.endswith(LEADERS) and (ALONE.fullmatch(before) is None or len(text) >= LONG)


def _is_torn(paragraphs: list[str], alone: list[bool]) -> bool:
    """Whether names stand alone within sentences: one under a letter signs it."""
    for i, is_name in enumerate(alone):
        if not is_name:
            continue
        before = i > 0 and not paragraphs[i - 1].endswith(ENDS)
        after = i + 1 < len(paragraphs) and GOES_ON.match(paragraphs[i + 1]) is not None
        if before or after:
            return True
    return False


def bare(text: str) -> str:
    """A text without these names, signs and white space: what is left of a title that lost its bold letters."""
    for name in LEADERS:
        text = text.replace(name, "")
    return re.sub(r"[\W_]+", "", text.casefold())
