"""`record`: a text that no other layout claims, whose container names its outlet, or a URL of its site."""

import re

from presspack.article import Article, Label
from presspack.project.outlets import Outlets
from presspack.reading.edges import is_prose
from presspack.reading.html.markup import Page
from presspack.reading.layouts import LAYOUTS, site
from presspack.reading.layouts.layout import Layout
from presspack.reading.lines import Lines
from presspack.reading.prose import read_body

SITES = {layout.site for layout in LAYOUTS if layout.site}
"""Sites whose own layout claims every article: what it leaves is a list of them, or a front page."""

SHARE = re.compile(
    r"(?:facebook|twitter|kakaotalk|kakaostory|naver|line|youtube|instagram|linkedin|telegram|weibo)(?:로 보내기|에 공유)?"
    r"|To write your feedbacks.*|홈페지봉사.*|독자의견.*",
    re.I,
)


def matches(lines: Lines) -> bool:
    """Plain text of an outlet's site that has no layout of its own; without a title in its record, most of it is prose."""
    if lines.site is None or lines.site.site in SITES or isinstance(lines, Page) or not lines.texts:
        return False
    return lines.record.title is not None or (not site.several(lines) and _is_mostly_prose(lines.texts))


def parse(lines: Lines, outlets: Outlets) -> Article:
    """Take the title from the record, else from the first line, and the other lines as body, up to what is for sharing."""
    assert lines.site is not None  # it matched
    article = Article("record", labels=[Label(lines.site.label, lines.numbers[0])])
    start = site.read_title(lines, 0, article)
    end = next((i for i in range(start, len(lines)) if SHARE.fullmatch(lines.texts[i])), len(lines))
    for i in range(end, len(lines)):
        if not SHARE.fullmatch(lines.texts[i]):
            article.warn("text-after-end", lines.numbers[i], lines.texts[i])
            break
    read_body(lines, start, end, article, outlets)
    return article


def _is_mostly_prose(texts: list[str]) -> bool:
    return sum(len(text) for text in texts if is_prose(text)) > sum(map(len, texts)) / 2


LAYOUT = Layout("record", matches, parse, open_end=True)
