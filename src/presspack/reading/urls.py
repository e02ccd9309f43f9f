"""What a URL says: the host, the page it leads to, and, at KCNA Watch, the day on which that was taken in."""

import base64
import datetime as dt
import re
from collections.abc import Callable
from typing import NamedTuple

# as urlsplit reads it, whose patch releases differ in what may stand before or around a host
HOST = re.compile(r"[\x00-\x20]*(?:[a-z][a-z0-9+.-]*:)?//(?:[^/?#]*@)?([^/?#@:\[\]]+)", re.I)
NEWSTREAM = re.compile(
    r"\s*(?:https?:)?(?://)?(?:www\.)?kcnawatch\.(?:org|co|app|us|xyz)(?::\d+)?/+newstream/+(\d{9,10})-(\d{4,9})(?!\d)",
    re.A | re.I,
)
LIVE = dt.date(2016, 2, 1)  # all pages of 2011 carry seconds of January 2016
KOREA = dt.timezone(dt.timedelta(hours=9))

# where the outlets' own sites name the day of an article in its URL
AT = r"\s*(?:https?:)?//(?:[\w-]+\.)*"
RODONG, KCNA = rf"{AT}rodong\.rep\.kp(?::\d+)?/", rf"{AT}kcna\.co\.jp(?::\d+)?/"
DAYS = (
    re.compile(rf"{RODONG}.*\bnewsID=(\d{{4}})-(\d\d)-(\d\d)-", re.A | re.I),
    re.compile(rf"{KCNA}.*/(\d{{4}})(\d\d)(\d\d)-\w+\.html?", re.A | re.I),
    re.compile(rf"{KCNA}calendar/.*/(\d{{4}})-(\d\d)(\d\d)-\w+\.html?", re.A | re.I),
    re.compile(rf"{KCNA}item/(\d{{4}})/\d{{2,4}}(\d\d)/news\2/(\d\d)\.htm", re.A | re.I),
)
HIDDEN = re.compile(rf"{RODONG}[^?#]*\?([A-Za-z0-9+/_-]{{12,}})(?:=|%3D){{0,2}}(?:[&#]|$)", re.I)
NEWS = re.compile(r"\d+@(\d{4})-(\d\d)-(\d\d)-\w+@")


UNRESERVED = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|twclid|mc_cid|mc_eid|_ga|_gl|cmpid|ref_src|ref_url", re.A | re.I
)
PARTS = re.compile(r"\s*(?:https?:)?//[^/?#]*?(:\d*)?(/[^?#]*)?(?:\?([^#]*))?(?:#(.*))?\s*", re.I | re.S)
ROUTE = ("!", "/")
"""With these a fragment begins that names a page of its own."""


class Parts(NamedTuple):
    """A URL in parts, of which rules make the key of its page."""

    host: str
    port: str
    path: str
    query: str


class Rule(NamedTuple):
    """Something that two URLs of one page may differ in. To add one: add its row to `RULES`."""

    name: str
    apply: Callable[[Parts], Parts]
    examples: tuple[str, str]
    """Two URLs that name one page by this rule."""


class Page(NamedTuple):
    """A page of KCNA Watch: the slug in its URL may change, these do not."""

    key: str
    ingested_on: dt.date
    """The Korean day on which the aggregator took it in: no article is younger."""

    @property
    def published_about(self) -> dt.date | None:
        """The day it was published, or up to two days later. None where the archive was filled later: before February 2016."""
        return self.ingested_on if self.ingested_on >= LIVE else None


def host(url: str) -> str:
    """The host of a URL in lower case, without `www.`; empty where there is none."""
    match = HOST.match(url)
    return match[1].lower().removeprefix("www.") if match else ""


def day(url: str) -> dt.date | None:
    """The day of an article that its URL names; newer ones of Rodong Sinmun do so in base64."""
    found = next((match for pattern in DAYS if (match := pattern.match(url))), None)
    if found is None and (hidden := HIDDEN.match(url)):
        try:
            found = NEWS.match(
                base64.b64decode(hidden[1] + "==", "-_" if "-" in hidden[1] or "_" in hidden[1] else None).decode()
            )
        except ValueError:
            return None
    try:
        return dt.date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def page(url: str) -> Page | None:
    """The page of KCNA Watch that a URL leads to."""
    match = NEWSTREAM.match(url)
    if not match:
        return None
    return Page(f"{match[1]}-{match[2]}", dt.datetime.fromtimestamp(int(match[1]), KOREA).date())


RULES = (
    Rule("scheme", lambda url: url, ("http://a.example/b", "https://a.example/b")),
    Rule("www", lambda url: url._replace(host=url.host.removeprefix("www.")), ("//www.a.example/b", "//A.example/b")),
    Rule(
        "default-port",
        lambda url: url._replace(port="" if url.port in (":", ":80", ":443") else url.port),
        ("http://a.example:80/b", "https://a.example:443/b"),
    ),
    Rule("fragment", lambda url: url, ("https://a.example/b#top", "https://a.example/b")),
    Rule(
        "escapes",
        lambda url: url._replace(path=_unescaped(url.path), query=_unescaped(url.query)),
        ("https://a.example/%62%2f", "https://a.example/b%2F"),
    ),
    Rule(
        "tracking",
        lambda url: url._replace(
            query="&".join(
                part for part in url.query.split("&") if part and not TRACKING.fullmatch(part.partition("=")[0])
            )
        ),
        ("https://a.example/b?utm_source=c&id=7&fbclid=d", "https://a.example/b?id=7"),
    ),
    Rule(
        "trailing-slash",
        lambda url: url._replace(path=url.path.rstrip("/")),
        ("https://a.example/b/?id=7", "https://a.example/b?id=7"),
    ),
)
"""All that the key of a page leaves out. What is not here parts two pages: the case of a path, the order of a query."""


def key(url: str) -> str | None:
    """What names the page that a URL leads to, the same for every URL of it that the `RULES` know.

    At KCNA Watch and its mirrors it is the number of the page, since the slug may change. None where there is no host,
    for the front page of a site, which holds another article every day, and where a fragment names the page.
    """
    if (watched := page(url)) is not None:
        return watched.key
    match, name = PARTS.fullmatch(url), host(url)
    if match is None or not name or (match[4] or "").startswith(ROUTE):
        return None
    found = Parts(name, match[1] or "", match[2] or "", match[3] or "")
    for rule in RULES:
        found = rule.apply(found)
    if not found.path and not found.query:
        return None
    return f"{found.host}{found.port}{found.path}" + (f"?{found.query}" if found.query else "")


def _unescaped(text: str) -> str:
    """A part of a URL whose escapes stand only where they must, in upper case."""

    def letter(match: re.Match[str]) -> str:
        code = int(match[1], 16)
        return chr(code) if code in UNRESERVED else match[0].upper()

    return re.sub(r"%([0-9A-Fa-f]{2})", letter, text)
