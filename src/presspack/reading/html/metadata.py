"""What a page of HTML says of itself beside its text: its address, its title, the date of its publication."""

import html
import json
import re
from itertools import islice, takewhile
from typing import Any, NamedTuple

from presspack.project.outlets import fold

ADDRESS = re.compile(r"https?://[^\s/]\S*", re.I)
LONGEST_TITLE = 500
DATES = (
    "article:published_time", "datepublished", "date", "pubdate", "publishdate", "publish-date", "dc.date",
    "dc.date.issued", "dcterms.date", "dcterms.created",
)  # fmt: skip
ARTICLES = ("Article", "BlogPosting", "Report", "NewsItem", "CreativeWork")  # the ends of names at schema.org
PAGES = ("WebPage", "ItemPage")  # not those of a list, or about the site
OUTSIDE = frozenset(("aside", "nav", "footer", "li", "figure", "figcaption"))
OTHERS = re.compile(
    r"comment|related|sidebar|widget|teaser|popular|recent|recommend|\bmore\b|promo|respons|discuss|next|prev|newsletter",
    re.I,
)
LATER = re.compile(r"updat|modif", re.I)
OF_ELSE = re.compile(r"\b(?:updated|modified|since|until|copyright|born)\b|©", re.I)
LONG = 80  # characters of a paragraph that is surely of the text
MOST_TIMES = 500  # of a page of one article
NEAR = 50  # elements, texts or letters that are looked at around one


class Metadata(NamedTuple):
    """The metadata of one page."""

    url: str | None = None
    url_line: int | None = None
    title: str | None = None
    dates: tuple[tuple[str, int], ...] = ()
    """What may be the date of publication, each with its line; the most telling first."""


def metadata(root: Any) -> Metadata:
    """Read the metadata of a tree of lxml."""
    headings = ["".join(heading.itertext()) for heading in root.iter("h1")]
    written = [title.text or "" for title in root.iter("title")]
    names = {fold(text) for text in (*written, *headings) if text.strip()}
    said: dict[str, list[tuple[str, int]]] = {}
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("itemprop") or meta.get("name") or "").strip().lower()
        if (
            name
            and (content := (meta.get("content") or "").strip())
            and _is_of_article(meta, names)
            and not _is_beside(meta)
        ):
            said.setdefault(name, []).append((content, meta.sourceline))
    links = [link for link in root.iter("link") if (link.get("rel") or "").strip().lower() == "canonical"]
    urls = [((link.get("href") or "").strip(), link.sourceline) for link in links] + said.get("og:url", [])
    url, url_line = next((url for url in urls if ADDRESS.fullmatch(url[0]) and url[0].isprintable()), (None, None))
    titles = [content for content, _ in said.get("og:title", ())] or written
    names |= {fold(text) for text in titles if text.strip()}
    marked, times = _times(root, names)
    return Metadata(
        url,
        url_line,
        next((title for each in titles if (title := " ".join(each[:LONGEST_TITLE].split()))), None),
        (
            *(date for name in DATES for date in said.get(name, ())),
            *_linked_data(root, names),
            *marked,
            *(times if len({time[:10] for time, _ in times}) == 1 else ()),  # several may be of other articles
        ),
    )


def _is_of_article(element: Any, titles: set[str]) -> bool:
    """Whether what an element says is of the article: not of another thing, or another article, that is described around it."""
    scope = next((above for above in element.iterancestors() if above.get("itemscope") is not None), None)
    if scope is None or not scope.get("itemtype"):
        return True
    named = next((each for each in islice(scope.iter(), NEAR) if each.get("itemprop") == "headline"), None)
    headline = "" if named is None else named.get("content") or "".join(islice(named.itertext(), NEAR))
    return _are_articles([scope.get("itemtype").rpartition("/")[2]]) and _is_named(fold(headline), titles)


def _around(element: Any) -> Any:
    """The `article` or `main` that an element stands in; None where it stands beside the article: in a list, a comment.

    An article in another is a comment or a teaser, unless the heading of the page is in it.
    """
    beside: list[Any] = []
    inside: list[Any] = []
    for above in element.iterancestors():
        if above.tag in ("article", "main"):
            inside.append(above)
            heading = above.find(".//h1") if len(inside) == 1 else None
            if heading is not None:
                around = next(each for each in heading.iterancestors() if each.tag in ("article", "main"))
                return above if around is above and not _are_beside(beside) else None
        if above.tag != "body":
            beside.append(above)
    return inside[0] if len(inside) == 1 and not _are_beside(beside) else None


def _is_beside(element: Any) -> bool:
    """Whether an element stands in a list, a comment or the like."""
    above = element.iterancestors()
    return _are_beside(list(takewhile(lambda each: each.tag not in ("article", "main", "body"), above)))


def _are_beside(elements: list[Any]) -> bool:
    names = " ".join(f"{each.get('class') or ''} {each.get('id') or ''}" for each in elements)
    return bool(OUTSIDE.intersection(each.tag for each in elements) or OTHERS.search(names))


def _times(root: Any, titles: set[str]) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """The times that are marked as those of publication, and those that stand above the text, each with its line."""
    marked: list[tuple[str, int]] = []
    others: list[tuple[str, int]] = []
    if len(list(islice(root.iter("time"), MOST_TIMES + 1))) > MOST_TIMES:
        return marked, others
    last, begins = 0, dict[Any, int]()  # where a paragraph of the text was seen last, and where each article begins
    for at, element in enumerate(root.iter("article", "main", "p", "time"), 1):
        if element.tag == "p":
            last = at if sum(map(len, element.itertext())) > LONG else last
        elif element.tag != "time":
            begins[element] = at
        elif (said := element.get("datetime")) and (around := _around(element)) is not None:
            if not _is_of_article(element, titles):
                continue
            if element.get("itemprop") == "datePublished" or element.get("pubdate") is not None:
                marked.append((said, element.sourceline))
            elif not element.get("itemprop") and last < begins[around] and not _is_of_else(element):
                others.append((said, element.sourceline))
    return marked, others


def _is_of_else(time: Any) -> bool:
    """Whether a time says that it is of a later change, or stands behind words about something else."""
    kinds = time.get("class") or ""
    if LATER.search(kinds) and "publish" not in kinds.lower():
        return True
    before = time.getprevious()
    said = time.getparent().text if before is None else before.tail
    return OF_ELSE.search((said or "")[-NEAR:]) is not None


def _are_articles(kinds: Any) -> bool:
    """Whether one of some types of things is a kind of article, or the page itself."""
    kinds = [kinds] if isinstance(kinds, str) else kinds
    return isinstance(kinds, list) and any(
        isinstance(kind, str) and (kind.endswith(ARTICLES) or kind in PAGES) for kind in kinds
    )


def _is_named(headline: str, titles: set[str]) -> bool:
    """Whether a headline is one of the page's titles, or has half of its words: a page may print it in other words."""
    words = set(headline.split())
    return (
        not words
        or not titles
        or any(
            headline in title or title in headline or 2 * len(words.intersection(title.split())) >= len(words)
            for title in titles
        )
    )


def _linked_data(root: Any, titles: set[str]) -> list[tuple[str, int]]:
    """`datePublished` of the articles in the linked data of a page's scripts; of several, of those with the page's title."""
    found: list[tuple[str, int, str]] = []
    for script in root.iter("script"):
        if script.get("type") != "application/ld+json" or "datePublished" not in (script.text or ""):
            continue
        try:
            held = json.loads(script.text)
        except (ValueError, RecursionError):
            continue
        graph = held.get("@graph", held) if isinstance(held, dict) else held
        for thing in graph if isinstance(graph, list) else [graph]:
            for each in (thing, thing.get("mainEntity")) if isinstance(thing, dict) else ():
                if not isinstance(each, dict) or not _are_articles(each.get("@type", "WebPage")):
                    continue
                headline = fold(html.unescape(str(each.get("headline") or each.get("name") or "")))
                if isinstance(date := each.get("datePublished"), str) and _is_named(headline, titles):
                    found.append((date, script.sourceline, headline))
    if len({date[:10] for date, _, _ in found}) > 1:
        found = [each for each in found if each[2] in titles]
    return [(date, line) for date, line, _ in found]
