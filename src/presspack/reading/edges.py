"""The edges of a page: lines that a crawler or a site put above or below it are not of the article.

Lines that only a machine writes are left out, with a warning. Lines that may or may not be of the article stay, with a
warning: a page without a header cannot always tell.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import replace

from presspack.article import Article
from presspack.reading.dates import OF_AGENCY
from presspack.reading.lines import Lines

LINK = r"<?(?:https?://|www\.)\S+"
KEYS = (
    "url|uri|link|permalink|canonical|title|headline|author|byline|date|published(?:[ _-]?(?:on|at|date|time))?|updated"
    "|source|site|outlet|publisher|lang|language|charset|encoding|tags|keywords|categor(?:y|ies)|description|section|slug|id"
    "|fetched|crawled|scraped|accessed|retrieved|downloaded|archived|timestamp|from|to|cc|subject|sent|reply-to"
    "|status|server|connection|vary|via|etag|expires|pragma|age|location|host|layout|type|image|og|meta|filename|file|path"
    "|saved from(?: url)?|(?:crawled|fetched|retrieved|accessed|scraped|archived|saved) (?:on|at|from|by)"
)
HEADS = (
    "content|x|cache|last|set|accept|access|strict|transfer|keep|cf|alt|referrer|user|warc|if|permissions|cross|origin|max|proxy"
    "|www|sec|report|retry|mime|message|return|delivered|received|list|authentication"
)
DONE = "saved|crawled|fetched|retrieved|archived|scraped|downloaded|accessed|captured|exported|converted|generated"
DAYS = "Mon|Tue|Wed|Thu|Fri|Sat|Sun"
MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
MACHINE = re.compile(
    rf"{LINK}|(?:[#>*/;%-]+ ?)?(?:{KEYS})[ \t]*[:=](?!//) ?.*|(?:{HEADS})-[A-Za-z-]+: .*|(?:HTTP|WARC)/[0-9.]+\b.*"
    r"|\[object \w+\]|undefined|null|none|nan|true|false|\d+|page \d+(?: of \d+|/\d+)?"
    rf"|(?:posted (?:on|by) |published:? |on )?(?:(?:{DAYS})[a-z]*,? )?(?:\d{{1,2}} (?:{MONTHS})[a-z]*\.?,? \d{{4}}|\d{{4}}-\d\d-\d\d)"
    r"(?:[ ,T]+(?:at )?\d{1,2}:\d\d.{0,12})?"
    rf"|(?:posted (?:on|by) |published:? |on )?(?:{DAYS})[a-z]*,? (?:{MONTHS})[a-z]*\.? \d{{1,2}}, \d{{4}}"
    rf"|[-=_*#~+.·•|>< ]{{2,}}|<!--.*|.*-->|<\?xml.*|[\[(#*]?(?:{DONE}) (?:from|by|on|at|with|using)\b.*(?:\d|://|www\.).*",
    re.I | re.A,
)
FENCE = re.compile(r"(?:-{3}|\+{3})")
MOST_FRONT_MATTER = 60  # lines
MENU = """
about account ad ads advanced advertisement advertisements alert alerts all apps archive archives article back blog
bookmark browse careers categories category close comment comments contact content cookie cookies copyright credits
database disclaimer donate download email e-mail english events facebook faq feed feedback follow footer forum
gallery header help home homepage index instagram join language languages latest like links livestream log login
logout main map media menu mobile navigation new newsletter next pdf pdfs photo photos pinterest policy popular
post previous prev print privacy profile read register related reply reserved rights rss save search section
sections send set settings share shares sign signin sitemap site skip sponsored subscribe tag tags telegram terms
top topics trending tweet twitter update us video videos view views welcome whatsapp x youtube
"""
CHROME = frozenset(MENU.split())
TALK = re.compile(
    r"\b(?:cookies?|javascript|newsletters?|subscri(?:be|bers?|ption)|sign (?:in|up)|log ?in|privacy policy|terms (?:of|and)"
    r"|copyright|all rights reserved|click here|your (?:browser|email|e-mail|inbox|device)|web ?browser|add a comment|(?:post|leave) a comment"
    r"|comments|advertisements?|skip to|share (?:this|on|via)|follow us|this (?:page|site|website|website's|article was)|back to top|read more|you may also like"
    r"|related (?:articles|posts|stories|news)|related:|download(?:ed)?|retrieved|archived|scraped|crawled|powered by|homepage|web ?site|photo:|loading)\b|©|https?://|www\.| [>|»›•·] ",
)
"""What a site says to its readers, in small letters."""
SENTENCE = re.compile(r".*[.!?…。！？][\"”'’)）」』》]*", re.S)
DATELINE = re.compile(rf"(?:【|{OF_AGENCY}|\(?[가-힣]{{2,10}} ?\d{{1,2}}월 ?\d{{1,2}}일 ?발? ?[^()]{{0,12}}통신)")
DENSE = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
ENDS = frozenset(".!?…:;,\"”'’)]»。！？」』》-–—―")
LONGEST_HEAD = 60  # characters; a longer line is no heading
SHORTEST = 20  # characters of a sentence that stands for itself; a sign of Chinese, Japanese or Korean counts for three
LONG = 160  # such a line is prose without a full stop


def is_machine(line: str) -> bool:
    """Whether a crawler or a format wrote a line: a URL, a field, the head of an answer, a rule."""
    return MACHINE.fullmatch(line) is not None


def is_chrome(line: str) -> bool:
    """Whether a line is of the site around an article: its menu, its notices."""
    line = line.lower()
    words = re.findall(r"[a-z-]+", line)
    return (len(words) < 7 and bool(words) and CHROME.issuperset(words)) or TALK.search(line) is not None


def is_prose(line: str) -> bool:
    """Whether a line is a paragraph beyond doubt: long, and a sentence, or under a dateline."""
    width = len(line) + 2 * len(DENSE.findall(line))
    return (
        width >= LONG
        or (width >= SHORTEST and SENTENCE.fullmatch(line) is not None)
        or DATELINE.match(line) is not None
    )


def page_of(lines: Lines, starts: Iterable[Callable[[Lines], int | None]]) -> tuple[Lines, int | None]:
    """The lines from where the page's own header starts, and the number of the first line that is above it, if there is one."""
    at = next((at for start in starts if (at := start(lines)) is not None), None)
    if at is None:
        at = _after_machine(lines.texts)
    if not at:
        return lines, None
    return replace(lines, texts=lines.texts[at:], numbers=lines.numbers[at:]), lines.numbers[0]


def _after_machine(texts: list[str]) -> int:
    """Where the lines of machines end that stand on top; 0 where there is nothing else."""
    i = 0
    if texts and FENCE.fullmatch(texts[0]):
        i = next((i + 1 for i in range(1, min(len(texts), MOST_FRONT_MATTER)) if texts[i] == texts[0]), 0)
    while i < len(texts) and is_machine(texts[i]):
        i += 1
    return i if i < len(texts) else 0


def warn_of_repetition(lines: Lines, article: Article) -> None:
    """Warn of the first line that stands there twice in a row, above the related items, or is the title once more."""
    if article.title_line is not None and article.body:
        title = lines.texts[bisect_left(lines.numbers, article.title_line)]
        begin, end = (bisect_right(lines.numbers, line or 0) for line in (article.title_line, article.body_last_line))
        if (at := next((i for i in range(begin, end) if lines.texts[i] == title), None)) is not None:
            article.warn("repeated-line", lines.numbers[at], title)
            return
    end = lines.more_from[0] if lines.more_from else len(lines)
    for i in range(1, end):
        if lines.texts[i] == lines.texts[i - 1] and re.search(r"\w", lines.texts[i]):
            article.warn("repeated-line", lines.numbers[i], lines.texts[i])
            return


def warn(lines: Lines, article: Article, *, open_start: bool, open_end: bool) -> None:
    """Warn of the lines at the open edges of an article that may not belong to it."""
    first, last = article.body_line, article.body_last_line
    if not article.body or first is None or last is None:
        return
    begin, end = bisect_left(lines.numbers, first), bisect_right(lines.numbers, last)
    texts = lines.texts[begin:end]
    for paragraph in article.body.split("\n\n")[:-1]:
        if len(paragraph) >= LONGEST_HEAD and paragraph[-1] not in ENDS:
            at = next((i for i, text in enumerate(texts) if text[-10:] == paragraph[-10:]), 0)
            article.warn("unfinished-paragraph", lines.numbers[begin + at], paragraph[-40:])
            break
    if open_start and article.title is None and len(lines) == 1 and len(texts[0]) > LONG:
        article.warn("stray-line", first, "the page is one line: its title may be in it")
    if texts and not open_start and (texts[0][0].islower() or is_machine(texts[0])):
        article.warn("stray-line", first, texts[0])
    if open_start and article.title_line is not None and article.title is not None:
        if " " not in article.title or is_machine(article.title) or is_chrome(article.title):
            article.warn("stray-line", article.title_line, article.title)
        elif texts and not is_prose(texts[0]):
            article.warn("stray-line", article.title_line, f"{article.title}; {texts[0]}")
    elif open_start and texts and (not is_prose(texts[0]) or is_machine(texts[0]) or is_chrome(texts[0])):
        article.warn("stray-line", first, texts[0])
    if open_end and len(texts) > 1 and (not is_prose(texts[-1]) or is_machine(texts[-1]) or is_chrome(texts[-1])):
        article.warn("stray-line", last, texts[-1])
