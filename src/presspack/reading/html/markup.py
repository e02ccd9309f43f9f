"""Markup to visible lines: what a browser would show, each line with its number in the source."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

from presspack.errors import Rejected
from presspack.reading.breaks import unix
from presspack.reading.clean import characters
from presspack.reading.html.metadata import OTHERS, Metadata, metadata
from presspack.reading.lines import Lines

BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre",
    "search", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip
UNSEEN = frozenset((
    "audio", "canvas", "datalist", "head", "iframe", "math", "noembed", "noframes", "noscript", "object",
    "script", "select", "style", "svg", "template", "textarea", "title", "video",
))  # fmt: skip
CHROME = frozenset(("nav", "header", "footer", "aside"))
PARTS = {tag: tag for tag in ("main", "article", "h1", "h2", "h3", *CHROME)}
ROLES = {"main": "main", "navigation": "nav", "banner": "header", "contentinfo": "footer", "complementary": "aside"}
CONTENT = "article-content"  # the class of the body at KCNA Watch
OWN = frozenset(("main", "article", CONTENT))
BESIDE = "beside"  # what stands in an article and is none of its text
SPACES = re.compile(r"[ \t\n\f]+")
NOT_SHOWN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
LAST_LINE = 65535  # libxml2 counts no further
# what no article is made of, and readers take long for: libxml2 the square of the attributes of a tag, or of comments
MOST_TAGS = 100_000
TAG = re.compile(r"<[a-zA-Z](?:[^\s>\"']++|\s|\"[^\"]*\"|'[^']*')*+")
PIECE = re.compile(r"[^\s>\"']++|\"[^\"]*\"|'[^']*'")
MOST_PIECES = 20_000  # names and values of a tag
NO_TAGS = re.compile(
    r"<(script|style|textarea|title)\b.*?(?:</\1|\Z)|<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)", re.I | re.S
)
SECOND = re.compile(r"</html\s*>.*?<(?:html|!doctype)\b", re.I | re.S)


@dataclass
class Page(Lines):
    """The visible lines of a page of HTML, and what its markup says of them."""

    source: str = ""
    ends: list[int] = field(default_factory=list)
    """For each line the number of the source line on which its text ends: the source may wrap it."""
    parts: list[tuple[str, int, int]] = field(default_factory=list)
    """Where `main`, `nav`, `h1` and their like begin and end: indexes into `texts`. No navigation within an article."""
    metadata: Metadata = field(default_factory=Metadata)

    def kept(self, indexes: list[int]) -> "Page":
        """The same page with some of its lines only, in their order."""
        texts, numbers = [self.texts[i] for i in indexes], [self.numbers[i] for i in indexes]
        parts = [(kind, bisect_left(indexes, first), bisect_left(indexes, last)) for kind, first, last in self.parts]
        ends = [self.ends[i] for i in indexes]
        return replace(self, texts=texts, numbers=numbers, framed=False, ends=ends, parts=parts)

    def end(self, number: int) -> int:
        """Where the last of the lines ends that begin on a source line."""
        return self.ends[bisect_right(self.numbers, number) - 1]


def tree(source: str, *, elements: bool = False) -> Any:
    """The tree of some markup; None where there is none. Nothing is fetched, no encoding that it names is believed.

    With `elements`, they are lxml.html's, as trafilatura needs them, and may nest 256 deep, not 2,048: it takes long for
    more. Raises Rejected where markup is made to exhaust its reader.
    """
    from lxml import etree
    from lxml import html as lxml_html

    if (tags := source.count("<")) > MOST_TAGS:
        raise Rejected("html-unreadable", None, f"{tags} tags, at most {MOST_TAGS}")
    if len(source) > MOST_TAGS and (line := _endless(source)):
        raise Rejected("html-unreadable", line, "a tag that does not end")
    make = lxml_html.HTMLParser if elements else etree.HTMLParser
    parser = make(encoding="utf-8", recover=True, no_network=True, huge_tree=not elements)
    root = etree.fromstring(source.encode("utf-8", "replace"), parser)
    for entry in parser.error_log:
        if entry.level == etree.ErrorLevels.FATAL:  # what follows was not read
            raise Rejected("html-unreadable", entry.line, entry.message.partition(",")[0])
    return root


def bare(source: str) -> str:
    """Markup with the insides of scripts, styles and comments gone, in which `<` begins no tag; lines stay where they are."""
    return NO_TAGS.sub(lambda found: "\n" * found[0].count("\n"), source)


def second(source: str) -> int:
    """The line on which another page begins below the end of the first; 0 where there is none."""
    if max(map(source.lower().count, ("<html", "<!doctype"))) < 2:
        return 0
    source = bare(source)
    found = SECOND.search(source)
    return source.count("\n", 0, found.end()) + 1 if found else 0


def _endless(source: str) -> int:
    """The line of a tag with more names and values than any has; 0 where there is none."""
    source = bare(source)
    for tag in TAG.finditer(source):
        if tag.end() - tag.start() > MOST_PIECES and len(PIECE.findall(tag[0])) > MOST_PIECES:
            return source.count("\n", 0, tag.start()) + 1
    return 0


def page(source: str) -> Page:
    """The visible lines of some markup, and what it says of itself."""
    source = unix(source)
    root = tree(source)
    page = Page([], [], source=source)
    if root is not None:
        page.metadata = metadata(root)
        _Walk(page).walk(root)
    return page


class _Walk:
    """One way through a tree, in the order of the source."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pieces: list[str] = []
        self.line = 1
        self.begun = 0
        """The line on which the pieces begin; 0 while they are blank."""
        self.ended = 0
        self.preformatted = 0

    def walk(self, root: Any) -> None:
        """Read all there is below an element; deep trees cost no stack."""
        from lxml import etree

        parts: list[tuple[Any, str, int]] = []
        within: Counter[str] = Counter()
        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            tag = element.tag
            if event == "start":
                self.line = max(self.line, element.sourceline or 0)
                if tag in UNSEEN or _hidden(element):
                    self.line += sum(text.count("\n") for text in element.itertext(with_tail=False))
                    walk.skip_subtree()
                    continue
                if tag in BLOCKS:
                    self.part()
                    self.preformatted += tag == "pre"
                    kind = BESIDE if within and _is_beside(element) else _kind(element)
                    if kind and not (kind in CHROME and within):
                        parts.append((element, kind, len(self.page.texts)))
                        within.update([kind] if kind in CHROME | OWN else ())
                self.add(element.text)
                continue
            if event != "end":
                self.line += (element.text or "").count("\n")
            elif tag in BLOCKS:
                self.part()
                self.preformatted -= tag == "pre" and not _hidden(element)
                if parts and parts[-1][0] is element:
                    _, kind, first = parts.pop()
                    self.page.parts.append((kind, first, len(self.page.texts)))
                    within -= Counter([kind])
            self.add(element.tail)
        self.part()

    def add(self, text: str | None) -> None:
        """Take some text."""
        if not text:
            return
        if self.preformatted and "\n" in text:
            first, *whole, text = text.split("\n")
            self.take(first)
            self.part()
            for i, line in enumerate(whole, self.line + 1):
                self.put(line, i, i)
            self.line += len(whole) + 1
        self.take(text)

    def take(self, text: str) -> None:
        """Take some text that is of one line."""
        if not self.begun and (begins := text.lstrip()):
            self.begun = self.line + text.count("\n", 0, len(text) - len(begins))
        if ends := text.rstrip():
            self.ended = self.line + text.count("\n", 0, len(ends))
        self.pieces.append(text)
        self.line += text.count("\n")

    def put(self, text: str, first: int, last: int) -> None:
        """Put down a line, if anything of it can be seen."""
        if text := characters(SPACES.sub(" ", text), self.page.cleaned, decoded=True).strip():
            self.page.texts.append(text)
            self.page.numbers.append(first)
            self.page.ends.append(last)

    def part(self) -> None:
        """End a line."""
        if self.begun:
            self.put("".join(self.pieces), self.begun, self.ended)
        self.pieces.clear()
        self.begun = 0


def _hidden(element: Any) -> bool:
    style = element.get("style")
    return element.get("hidden") is not None or (style is not None and NOT_SHOWN.search(style) is not None)


def _is_beside(element: Any) -> bool:
    """Whether an element in an article is a note, a caption, a list of other articles, or the like."""
    return element.tag in ("aside", "figcaption", "footer", "nav") or any(
        OTHERS.search(element.get(name) or "") for name in ("class", "id")
    )


def _kind(element: Any) -> str | None:
    """What part of a page an element is, if it is one."""
    if (role := element.get("role")) in ROLES:
        return ROLES[role]
    if CONTENT in (element.get("class") or "").split():
        return CONTENT
    return PARTS.get(element.tag)
