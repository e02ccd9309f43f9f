"""`uriminzokkiri`: an article on uriminzokkiri.com, told by the copyright line of its editors."""

import re

from presspack.article import Article
from presspack.project.outlets import Outlets
from presspack.reading.layouts import site
from presspack.reading.layouts.layout import Layout
from presspack.reading.layouts.sitedates import VIEW, view_date
from presspack.reading.lines import Lines
from presspack.reading.prose import read_body

SITE = "uriminzokkiri.com"
EDITORS = ("《Korea Ryugilo Editorial Bureau》", "《조선륙일오편집사》")
COPYRIGHT = "Copyright ©"
TAIL = re.compile(f"To write your feedbacks|Change the CAPTCHA code|홈페지봉사|All Rights Reserved|{COPYRIGHT}")


def matches(lines: Lines) -> bool:
    """The copyright line names the editors; the line for feedback stands on other sites too."""
    return site.claims(lines, SITE, lambda lines: _copyright(lines) is not None)


def parse(lines: Lines, outlets: Outlets) -> Article:
    """Read the date of the visit, title and body; the page does not date the article."""
    article, i, mark = Article("uriminzokkiri"), 0, _copyright(lines)
    article.labels.append(site.label(outlets, SITE, lines.numbers[mark or 0]))
    if VIEW.fullmatch(lines.texts[0]):
        site.set_crawl(article, view_date(lines.texts[0]), lines.numbers[0], lines.texts[0])
        i = 1
    start = site.read_title(lines, i, article)
    read_body(lines, start, site.text_end(lines, start, article, TAIL, f"{COPYRIGHT} …"), article, outlets)
    return article


def _copyright(lines: Lines) -> int | None:
    """Where the copyright line stands."""
    for i, line in enumerate(lines.texts):
        if line.startswith(COPYRIGHT) and any(name in line for name in EDITORS):
            return i
    return None


def _start(lines: Lines) -> int | None:
    """Where the date of the visit stands, if the copyright line is below."""
    mark = _copyright(lines)
    heads = (i for i in range(mark or 0) if VIEW.fullmatch(lines.texts[i]) or site.HEAD.fullmatch(lines.texts[i]))
    return next(heads, None)


LAYOUT = Layout(
    "uriminzokkiri", matches, parse, mark="a copyright of 《Korea Ryugilo Editorial Bureau》", start=_start, site=SITE
)
