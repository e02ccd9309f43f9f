"""Every layout we read. To add one: write its module, add its row here, add a dump to tests/dumps with its article.

Where none of these claims a page, `generic` is asked about HTML and `record` about plain text.
"""

from presspack.reading.layouts import (
    body,
    kcna_co_jp,
    kcna_kp,
    legacy,
    mfa,
    naenara,
    oana,
    page,
    pyongyang_times,
    rodong,
    titled,
    uriminzokkiri,
    vok,
)

LAYOUTS = (
    # pages of KCNA Watch
    page.LAYOUT,
    titled.LAYOUT,
    legacy.LAYOUT,
    body.LAYOUT,
    # the outlets' own sites
    kcna_kp.LAYOUT,
    kcna_co_jp.LAYOUT,
    rodong.LAYOUT,
    pyongyang_times.LAYOUT,
    mfa.LAYOUT,
    naenara.LAYOUT,
    vok.LAYOUT,
    uriminzokkiri.LAYOUT,
    oana.LAYOUT,
)


def looked_for() -> str:
    """What the pages of each layout show, a line each, for whoever has a page that shows none of it."""
    site = "a URL of the outlet's own site in its record"
    return "\n".join(f"{layout.name}: {layout.mark or site}" for layout in LAYOUTS)
