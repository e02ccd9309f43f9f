"""What a URL says: the host, and, at KCNA Watch, the page and the day on which it was taken in."""

import base64
import datetime as dt
import re
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
    re.compile(rf"{KCNA}item/(\d{{4}})/\d{{2,4}}(\d\d)/news\2/(\d\d)\.htm", re.A | re.I),
)
HIDDEN = re.compile(rf"{RODONG}[^?#]*\?([A-Za-z0-9+/_-]{{12,}}={{0,2}})(?:[&#]|$)", re.I)
NEWS = re.compile(r"\d+@(\d{4})-(\d\d)-(\d\d)-\w+@")


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
