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
    """What pages of these layouts show, for whoever has a page that shows none of it."""
    names: dict[str, list[str]] = {}
    for layout in LAYOUTS:
        if layout.mark:
            names.setdefault(layout.mark, []).append(layout.name)
    marks = ", ".join(f"{mark} ({', '.join(of)})" for mark, of in names.items())
    others = ", ".join(layout.name for layout in LAYOUTS if not layout.mark)
    return f"{marks} or a URL of the outlet's own site (all of these, and {others}; with a title in the record, record)"
