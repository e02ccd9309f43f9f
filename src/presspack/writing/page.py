"""The shell of our pages of HTML: each is one file that asks nobody for anything, and may do only what it carries."""

import base64
import hashlib
import re

from presspack.writing.html import Html, joined, tag

CLOSES = re.compile(r"</(?:style|script)|<!--", re.I)
STYLE = """\
:root {
  color-scheme: light dark;
  --back: #ffffff; --raised: #f4f5f7; --front: #1a1c1f; --muted: #596070; --edge: #c9ced6;
  --link: #0b57a4; --good: #1f6b3a; --bad: #b3001b; --bad-back: #fdecee; --doubt: #7a4f01; --doubt-back: #fdf3dc;
  --crawl-date: #7a4f01; --outlet: #8a2d6b; --title: #0b57a4; --date: #9a3a00; --body: #1f6b3a; --byline: #00646a;
  --credit: #4a5a00; --related: #5b45a8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --back: #15171b; --raised: #1f2228; --front: #e7e8ea; --muted: #a2abb8; --edge: #444b57;
    --link: #86bfff; --good: #84d69b; --bad: #ff9297; --bad-back: #3a1a1f; --doubt: #eebf66; --doubt-back: #33290f;
    --crawl-date: #e3b567; --outlet: #f29ccb; --title: #86bfff; --date: #ffab78; --body: #84d69b; --byline: #66d3d9;
    --credit: #c5d070; --related: #bfb0ff;
  }
}
@media print {
  :root {
    --back: #ffffff; --raised: #ffffff; --front: #000000; --muted: #4a4f59; --edge: #9aa0aa;
    --link: #0b57a4; --good: #1f6b3a; --bad: #b3001b; --bad-back: #ffffff; --doubt: #7a4f01; --doubt-back: #ffffff;
    --crawl-date: #7a4f01; --outlet: #8a2d6b; --title: #0b57a4; --date: #9a3a00; --body: #1f6b3a; --byline: #00646a;
    --credit: #4a5a00; --related: #5b45a8;
  }
  @page { margin: 15mm; }
}
*, ::before, ::after { box-sizing: border-box; }
html { font: 100%/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
body { margin: 0; background: var(--back); color: var(--front); }
main { max-width: 110rem; margin: 0 auto; padding: 1rem clamp(.75rem, 2vw, 2rem) 3rem; outline: none; }
h1 { font-size: 1.4rem; line-height: 1.25; margin: .25rem 0 1rem; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
a { color: var(--link); }
code, pre, .mono { font-family: ui-monospace, "Cascadia Mono", "SF Mono", Menlo, Consolas, "Noto Sans Mono", monospace; }
bdi { overflow-wrap: anywhere; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: .5rem; top: .5rem; z-index: 9; padding: .5rem 1rem; background: var(--back); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media print { .skip, .unprinted { display: none; } a { color: inherit; text-decoration: none; } }
"""
"""What all pages share. Their colours are these variables: each pair that is used has a contrast of at least 4.5."""


def document(title: str, body: Html, script: str = "", style: str = "", *, images: bool = False) -> Html:
    """A whole page.

    `style` is added to what all pages share. Nothing runs, looks like anything or loads but what is in it: the
    policy names one style and one script by their digests, and images only as `data:`, where `images` says so. So there
    is no attribute `style` or `on…`. Raises ValueError where script or style could end before their end.
    """
    style = f"{STYLE}{style}"
    if CLOSES.search(style) or CLOSES.search(script):
        raise ValueError("a script or a style contains what ends it")
    allowed = [
        "default-src 'none'",
        f"style-src {_digest(style)}",
        *([f"script-src {_digest(script)}"] if script else []),
        *(["img-src data:"] if images else []),
        "base-uri 'none'",
        "form-action 'none'",
    ]
    line = Html("\n")
    head = [
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content="; ".join(allowed)),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", title),
        tag("style", Html(style)),
    ]
    content = [
        tag("a", "Skip to the content", class_="skip", href="#main"),
        tag("main", line, body, id="main", tabindex=-1),
        *([tag("script", Html(script))] if script else []),
    ]
    parts = (tag(name, line, joined(inside, line), line) for name, inside in (("head", head), ("body", content)))
    return Html("<!DOCTYPE html>\n") + tag("html", line, joined(parts, line), line, lang="en") + line


def _digest(content: str) -> str:
    """How a policy names a script or a style."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
