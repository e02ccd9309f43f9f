"""A dump as a page of HTML that was saved: the site's navigation stands around it, names are bold, lines are wrapped."""

import re
from html import escape, unescape

from bench.pages import PAGE, Page, long_date

NAMED = re.compile(r"(\w[\w.-]*(?: [A-Z][\w.-]*)*) (?=[,.]|['’]s)")
MENU = ("Home", "Newsstream", "Sources", "Collections", "Search")
LETTERS = "Get North Korea headlines delivered daily", "Subscribe to the NK News letter"
SCRIPT = """<script>
window.stats = window.stats || [];
if (1 < 2 && stats.length > 0) { document.write("<p>Date: 01/01/2001 | Source: Nobody | </p>"); }
</script>"""


def render_html(page: Page, url: str | None = None) -> str:
    """The saved page that `render` gives the text of; with a URL, the page names it."""
    whole = page.layout in ("page", "titled", "legacy")
    head = [
        "<!DOCTYPE html>", '<html lang="en-US">', "<head>", '<meta charset="UTF-8">',
        f"<title>{_text(page.title or 'Newsstream')} | KCNA Watch</title>",
        *([f'<link rel="canonical" href="{escape(url)}" />'] if url else []),
        "<style>.mobile { display: none }</style>", SCRIPT, "</head>", '<body class="single">', "<!-- menu -->",
        "<header>", '<nav><ul class="menu">', *[f'  <li><a href="/{name.lower()}/">{name}</a></li>' for name in MENU],
        "</ul></nav>", "</header>",
    ]  # fmt: skip
    body = [
        *(_heading(page) if whole else ()),
        '<div class="article-content">',
        *[_paragraph(part) for line in page.lines for part in line.split("   ")],
        "</div>",
    ]
    foot = ["<footer>", "  <p>About | Contact &amp; terms</p>", "  <p>&copy; KCNA Watch</p>", "</footer>", SCRIPT]
    lines = [*head, '<div class="row">', *body, *_ending(page), "</div>", *foot, "</body>", "</html>", ""]
    return "\n".join(lines)


def _heading(page: Page) -> list[str]:
    """What stands above the body."""
    lines = []
    if page.layout == "page":
        crawl = long_date(page.crawl)
        days = [crawl] + [f"{crawl[:3]}{crawl[-9:]}"] * (page.crawl >= PAGE.first)
        lines += ['<div class="today">', "".join(f"<span>{day}</span>" for day in days), "</div>"]
        lines += [f'<h3 class="brand"><a href="/">KCNA</a> {_text(page.label)}</h3>']
    if page.title:
        lines += [f'<h1 class="article-title">\n  {_text(page.title)}\n</h1>']
    original = '<a href="http://site.example/1" rel="nofollow">Read original version at source</a>'
    lines += [f"<p>Date: {page.date} | Source: {_text(page.label)} | {original}</p>"]
    if page.layout == "page":
        lines += ['<div class="box" style="float: right"><a href="/join/">Join the NK Pro team</a></div>']
    if page.layout == "legacy":
        lines += ['<div class="share"><button type="button">Share Button</button></div>']
    return lines


def _ending(page: Page) -> list[str]:
    """What stands below the body."""
    if page.layout == "legacy":
        return [f'<div class="letter">{line}</div>' for line in LETTERS]
    lines = [f"<h3>More From {_text(page.more_from)}</h3>", '<div class="related">']
    for teaser, day in page.related:
        text, date = f"<p>{_text(teaser.raw_text)}</p>", f'<p class="articled-date"><span>{long_date(day)}</span></p>'
        titles = [f'<h4><a href="/newstream/">{_text(teaser.raw_title)}</a></h4>'] * 2 * (page.layout == "page")
        lines += ['<div class="article-desc">', *titles, text, date, text, "</div>"]
    lines = [*lines, "</div>"] * page.sections
    return lines + ['<div class="more"><a class="btn" href="/newstream/">More Articles</a></div>'] * page.end


def _paragraph(text: str) -> str:
    """A paragraph, wrapped as an editor wraps it."""
    words, lines = _text(text).split(" "), [""]
    for word in words:
        if len(lines[-1]) > 100 and word:  # an empty word is the second of two spaces
            lines.append(word)
        else:
            lines[-1] += f" {word}"
    wrapped = "\n  ".join(lines)
    return f"<p>{wrapped}</p>"


def _text(text: str) -> str:
    """Text as markup; the name before a stray space is bold, and the space is in it."""
    return NAMED.sub(r"<strong>\1 </strong>", escape(unescape(text), quote=False)).replace("’", "&rsquo;")
