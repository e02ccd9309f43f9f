"""`pyongyang_times`: an article on pyongyangtimes.com.kp, told by the copyright line that names the site."""

import re

from presspack.article import Article
from presspack.project.outlets import Outlets
from presspack.reading.dates import LONG_DATE, long_date
from presspack.reading.layouts import site
from presspack.reading.layouts.layout import Layout
from presspack.reading.lines import Lines
from presspack.reading.prose import read_body

SITE = "pyongyangtimes.com.kp"
COPYRIGHT = re.compile(r"\d{4} © All rights reserved\.")
TAIL = re.compile(rf"{COPYRIGHT.pattern}|(?:www\.)?{re.escape(SITE)}")
FRONT_PAGE = "Latest News"  # ends the first line of a page that holds several articles


def matches(lines: Lines) -> bool:
    """The copyright line, or one after it, names the site; a front page is no article."""
    return site.claims(lines, SITE, _marked) and not lines.texts[0].endswith(FRONT_PAGE)


def parse(lines: Lines, outlets: Outlets) -> Article:
    """Read title, date and body; the date may be glued to the first paragraph."""
    article = Article("pyongyang_times")
    i, mark = site.read_title(lines, 0, article), _copyright(lines)
    article.labels.append(site.label(outlets, SITE, lines.numbers[0 if mark is None else mark]))
    end = site.text_end(lines, i, article, TAIL, "<year> © All rights reserved.")
    printed = LONG_DATE.match(lines.texts[i]) if i < len(lines) else None
    if printed:
        site.set_date(article, long_date(printed[0]), "page", lines.numbers[i], printed[0])
        rest = lines.texts[i][printed.end() :].strip()
        lines = site.with_text(lines, i, rest)
        i += not rest
    read_body(lines, i, end, article, outlets)
    return article


def _marked(lines: Lines) -> bool:
    mark = _copyright(lines)
    return mark is not None and any(SITE in line for line in lines.texts[mark:])


def _copyright(lines: Lines) -> int | None:
    """Where the copyright line stands."""
    return next((i for i, line in enumerate(lines.texts) if COPYRIGHT.match(line)), None)


def _start(lines: Lines) -> int | None:
    """One line above the only date that stands alone, if the copyright line is below."""
    mark = _copyright(lines)
    dates = [i for i in range(mark or 0) if LONG_DATE.fullmatch(lines.texts[i])]
    return max(dates[0] - 1, 0) if len(dates) == 1 and not lines.more_from else None


LAYOUT = Layout(
    "pyongyang_times",
    matches,
    parse,
    mark="`© All rights reserved. www.pyongyangtimes.com.kp`",
    start=_start,
    site=SITE,
)
