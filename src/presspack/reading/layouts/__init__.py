"""Every layout we read. To add one: write its module, add its row here, add a dump to tests/dumps."""

from collections.abc import Callable
from typing import NamedTuple

from presspack.article import Article
from presspack.project.outlets import Outlets
from presspack.reading.layouts import (
    body,
    generic,
    kcna_co_jp,
    kcna_kp,
    legacy,
    mfa,
    naenara,
    oana,
    page,
    pyongyang_times,
    record,
    rodong,
    titled,
    uriminzokkiri,
    vok,
)
from presspack.reading.lines import Lines


class Layout(NamedTuple):
    """A shape of page: how to tell it, and how to read it."""

    name: str
    matches: Callable[[Lines], bool]
    parse: Callable[[Lines, Outlets], Article]


LAYOUTS = (
    Layout("page", page.matches, page.parse),
    Layout("body", body.matches, body.parse),
    Layout("titled", titled.matches, titled.parse),
    Layout("legacy", legacy.matches, legacy.parse),
    # the outlets' own sites
    Layout("kcna_kp", kcna_kp.matches, kcna_kp.parse),
    Layout("kcna_co_jp", kcna_co_jp.matches, kcna_co_jp.parse),
    Layout("rodong", rodong.matches, rodong.parse),
    Layout("pyongyang_times", pyongyang_times.matches, pyongyang_times.parse),
    Layout("mfa", mfa.matches, mfa.parse),
    Layout("naenara", naenara.matches, naenara.parse),
    Layout("vok", vok.matches, vok.parse),
    Layout("uriminzokkiri", uriminzokkiri.matches, uriminzokkiri.parse),
    Layout("oana", oana.matches, oana.parse),
)

GENERIC = Layout("trafilatura", generic.matches, generic.parse)
"""Asked last, for pages of HTML that no layout claims."""

RECORD = Layout("record", record.matches, record.parse)
"""Asked last, for plain text that no layout claims."""

LOOKED_FOR = (
    "a crawl line such as `January 20, 2026` (page), a second line `Date: DD/MM/YYYY | Source: …` (titled, legacy), "
    "a line `More From <Outlet>` (body), a last line `www.kcna.kp (…)` (kcna_kp), a first line `calendar>>…` (kcna_co_jp), "
    "a second line `Rodong Sinmun` (rodong), `© All rights reserved. www.pyongyangtimes.com.kp` (pyongyang_times), "
    "a copyright of 《Korea Ryugilo Editorial Bureau》 (uriminzokkiri), `Submitted by KCNA on …` (oana) "
    "or a URL of the outlet's own site (all of these, and mfa, naenara, vok; with a title in the record, record)"
)
