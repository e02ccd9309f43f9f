"""`kcna_kp`: an item on kcna.kp, told by the trailer that ends it."""

import re

from presspack.article import Article
from presspack.project.outlets import Outlets
from presspack.reading.layouts import oana, site
from presspack.reading.layouts.layout import Layout
from presspack.reading.layouts.sitedates import TRAILER, trailer_date
from presspack.reading.lines import Lines
from presspack.reading.prose import read_body

SITE = "kcna.kp"
OWN_LINE = re.compile(r"(?:www\.)?kcna\.kp\s*\([^()]*\)", re.I)
END_MARK = re.compile(r"\s*(?:-0-|---)$")
LAST = 4  # lines from the end among which the trailer stands: there may be a little navigation after it
DATELINE = "(KCNA)"


def matches(lines: Lines) -> bool:
    """A trailer ends it: `www.kcna.kp (…)`, or `-0- (…)` under a dateline of KCNA. The agency posts at OANA too."""
    return site.claims(lines, SITE, lambda lines: _trailer(lines) is not None) and not oana.matches(lines)


def parse(lines: Lines, outlets: Outlets) -> Article:
    """Read title, body and the date of the trailer."""
    article = Article("kcna_kp")
    at, end = _trailer(lines), len(lines)
    if at is not None:
        text, number = lines.texts[at], lines.numbers[at]
        article.cleaned["trailer"] += 1
        site.set_date(article, trailer_date(text), "trailer", number, text[text.rindex("(") :])
        if at + 1 < len(lines):
            article.warn("text-after-end", lines.numbers[at + 1], lines.texts[at + 1])
        end = at + (OWN_LINE.fullmatch(text) is None)
        lines = site.with_text(lines, at, TRAILER.sub("", text).rstrip())
    elif not END_MARK.search(lines.texts[-1]):
        article.warn("no-end-mark", lines.numbers[-1], "neither `-0-` nor a line `www.kcna.kp (…)`")
    article.labels.append(site.label(outlets, SITE, article.published_on_line or lines.numbers[0]))
    start = min(site.read_title(lines, 0, article), end)
    if end > start:
        last = END_MARK.sub("", lines.texts[end - 1])
        if last != lines.texts[end - 1]:
            article.cleaned["end-mark"] += 1
        lines = site.with_text(lines, end - 1, last)
        end -= not last
    read_body(lines, start, end, article, outlets)
    return article


def _trailer(lines: Lines) -> int | None:
    """The line that is a trailer, or the last line if one ends it."""
    texts = lines.texts
    for i in range(len(texts) - 1, max(len(texts) - 1 - LAST, -1), -1):
        if texts[i][-1] == ")" and OWN_LINE.fullmatch(texts[i]):
            return i
    inline = TRAILER.search(texts[-1])
    if inline is None or not texts[-1][: inline.start()].rstrip().endswith("-0-"):
        return None
    return len(texts) - 1 if any(DATELINE in line[:80] for line in texts[:2]) else None


LAYOUT = Layout("kcna_kp", matches, parse, mark="a last line `www.kcna.kp (…)`", site=SITE)
