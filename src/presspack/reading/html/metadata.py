"""What a page of HTML says of itself beside its text: its address, its title, the date of its publication."""

import json
import re
from typing import Any, NamedTuple

from presspack.project.outlets import fold

ADDRESS = re.compile(r"https?://[^\s/]\S*", re.I)
LONGEST_TITLE = 500
DATES = (
    "article:published_time", "datepublished", "date", "pubdate", "publishdate", "publish-date", "dc.date",
    "dc.date.issued", "dcterms.date", "dcterms.created",
)  # fmt: skip
ARTICLES = ("Article", "Posting", "Report", "Page", "NewsItem", "CreativeWork")  # the ends of names at schema.org
OUTSIDE = frozenset(("aside", "nav", "footer", "li", "figure", "figcaption"))
OTHERS = re.compile(r"comment|related|sidebar|widget|teaser|popular|recent|recommend|\bmore\b|promo", re.I)


class Metadata(NamedTuple):
    """The metadata of one page."""

    url: str | None = None
    url_line: int | None = None
    title: str | None = None
    dates: tuple[tuple[str, int], ...] = ()
    """What may be the date of publication, each with its line; the most telling first."""


def metadata(root: Any) -> Metadata:
    """Read the metadata of a tree of lxml."""
    said: dict[str, list[tuple[str, int]]] = {}
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("itemprop") or meta.get("name") or "").strip().lower()
        if name and _is_of_article(meta) and (content := (meta.get("content") or "").strip()):
            said.setdefault(name, []).append((content, meta.sourceline))
    links = [link for link in root.iter("link") if (link.get("rel") or "").strip().lower() == "canonical"]
    urls = [((link.get("href") or "").strip(), link.sourceline) for link in links] + said.get("og:url", [])
    url, url_line = next((url for url in urls if ADDRESS.fullmatch(url[0]) and url[0].isprintable()), (None, None))
    titles = [content for content, _ in said.get("og:title", ())] or [title.text or "" for title in root.iter("title")]
    headings = ["".join(heading.itertext()) for heading in root.iter("h1")]
    marked = [
        (time.get("datetime"), time.sourceline)
        for time in root.iter("time")
        if time.get("datetime") and (time.get("itemprop") == "datePublished" or time.get("pubdate") is not None)
        if _is_within(time)
    ]
    times = [
        (time.get("datetime"), time.sourceline)
        for time in root.iter("time")
        if time.get("datetime") and _is_within(time)
    ]
    return Metadata(
        url,
        url_line,
        next((title for each in titles if (title := " ".join(each[:LONGEST_TITLE].split()))), None),
        (
            *(date for name in DATES for date in said.get(name, ())),
            *_linked_data(root, {fold(text) for text in (*titles, *headings)}),
            *marked,
            *(times if len({time[:10] for time, _ in times}) == 1 else ()),  # several may be of other articles
        ),
    )


def _is_of_article(element: Any) -> bool:
    """Whether what an element says is of the article: not of a thing of another type that is described around it."""
    scope = next((above for above in element.iterancestors() if above.get("itemscope") is not None), None)
    return scope is None or not scope.get("itemtype") or _are_articles([scope.get("itemtype").rpartition("/")[2]])


def _is_within(time: Any) -> bool:
    """Whether a time stands in the article, and not in a note beside it, a list, or a comment."""
    above = list(time.iterancestors())
    names = " ".join(f"{each.get('class') or ''} {each.get('id') or ''}" for each in above)
    inside = [each for each in above if each.tag in ("article", "main")]
    if (
        not inside
        or OUTSIDE.intersection(each.tag for each in above)
        or OTHERS.search(names)
        or not _is_of_article(time)
    ):
        return False
    return len(inside) == 1 or inside[0].find(".//h1") is not None  # an article in another is a comment or a teaser


def _are_articles(kinds: Any) -> bool:
    """Whether one of some types of things is a kind of article, or the page itself."""
    kinds = [kinds] if isinstance(kinds, str) else kinds
    return isinstance(kinds, list) and any(isinstance(kind, str) and kind.endswith(ARTICLES) for kind in kinds)


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
                if not isinstance(each, dict) or not _are_articles(each.get("@type", "Page")):
                    continue
                if isinstance(date := each.get("datePublished"), str):
                    headline = each.get("headline") or each.get("name") or ""
                    found.append((date, script.sourceline, fold(str(headline))))
    if len({date[:10] for date, _, _ in found}) > 1:
        found = [each for each in found if each[2] in titles]
    return [(date, line) for date, line, _ in found]
