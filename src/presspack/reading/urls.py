"""What a URL says: the host, and, at KCNA Watch, the page and the day on which it was taken in."""

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


def page(url: str) -> Page | None:
    """The page of KCNA Watch that a URL leads to."""
    match = NEWSTREAM.match(url)
    if not match:
        return None
    return Page(f"{match[1]}-{match[2]}", dt.datetime.fromtimestamp(int(match[1]), KOREA).date())
