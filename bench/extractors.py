"""Which library should tell the text of a page that no layout of ours knows: trafilatura, resiliparse or selectolax.

    pip install resiliparse selectolax    # presspack needs neither
    python -m bench.extractors            print the table, and write it into docs/fidelity.md

The pages are generated bodies in five frames that blogs, papers and agencies use, with a menu, a list of other articles,
comments and a footer around them. What each gives is scored as in `bench.fidelity`; CPU is that of the extraction alone.
"""

import time
from collections.abc import Callable, Iterator
from html import escape
from typing import Any

from bench.fidelity import PAGE, Page, fields, score
from bench.generate import dumps

COUNT, SEED = 600, 23
BEGIN, END = "<!-- extractors -->\n", "<!-- /extractors -->\n"

MENU = (
    "<nav><ul>"
    + "".join(f'<li><a href="/{word}">{word.title()}</a></li>' for word in ("home", "news", "sport"))
    + "</ul></nav>"
)
OTHERS = '<aside class="related"><h3>Read also</h3><ul>' + "".join(
    f'<li><a href="/{i}">The mill of the upper valley turns again, for the {i}th time this year</a></li>' for i in range(5)
) + "</ul></aside>"  # fmt: skip
COMMENTS = '<div id="comments"><h4>2 comments</h4><p>Well said, I have waited for this since the spring.</p><p>Not so.</p></div>'
FOOTER = "<footer><p>All rights reserved. Terms of use. We use cookies to make this page better for you.</p></footer>"
FRAMES = (
    "<main><article><h1>{title}</h1>{body}</article>{others}{comments}</main>",
    '<div class="header">{title}</div><div class="content post-body">{body}</div><div class="sidebar">{others}</div>{comments}',
    '<table><tr><td>{others}</td><td class="text"><b>{title}</b>{body}</td></tr></table>',
    '<div id="wrap"><div class="col-8"><h2>{title}</h2><div>{body}</div></div><div class="col-4">{others}</div></div>{comments}',
    '<section class="story"><header><h1>{title}</h1></header>{others}{body}</section>{comments}',
)


def pages() -> Iterator[Page]:
    """Generated articles in each frame in turn; some parted by <br> alone."""
    published = (truth for truth, _ in dumps(COUNT, SEED) if truth.outcome == "published" and truth.body)
    for i, truth in enumerate(published):
        paragraphs = [escape(text) for text in truth.body.split("\n\n")]
        body = "<br><br>".join(paragraphs) if i % 7 == 6 else "".join(f"<p>{text}</p>" for text in paragraphs)
        title = escape(truth.title or "News")
        inner = FRAMES[i % len(FRAMES)].format(title=title, body=body, others=OTHERS, comments=COMMENTS)
        head = f'<meta charset="utf-8"><title>{title} - The Valley Post</title>'
        text = f"<!doctype html><html><head>{head}</head><body>{MENU}{inner}{FOOTER}</body></html>"
        yield Page(text.encode(), None, fields(body=truth.body))


def trafilatura(source: str) -> str:
    """As the layout `trafilatura` calls it."""
    from trafilatura import bare_extraction

    options: dict[str, Any] = {"include_comments": False, "deduplicate": False, "with_metadata": False}
    return getattr(bare_extraction(source, fast=True, **options), "text", None) or ""


def resiliparse(source: str) -> str:
    """Its main content, as plain text."""
    from resiliparse.extract.html2text import extract_plain_text  # type: ignore[import-not-found, unused-ignore]

    return str(extract_plain_text(source, main_content=True, alt_texts=False, list_bullets=False))


def selectolax(source: str) -> str:
    """All text of the page: it parses, and does not tell the article from the rest."""
    from selectolax.lexbor import LexborHTMLParser  # type: ignore[import-not-found, unused-ignore]

    body = LexborHTMLParser(source).body
    return body.text(separator="\n", strip=True) if body else ""


READERS: dict[str, Callable[[str], str]] = {
    "trafilatura": trafilatura,
    "resiliparse": resiliparse,
    "selectolax, the whole page": selectolax,
}


def main() -> None:
    """Measure, print, and write the table."""
    corpus = list(pages())
    sources = [page.data.decode() for page in corpus]
    lines = ["| reader | tokens | paragraphs | µs a page |", "| --- | --: | --: | --: |"]
    for name, reader in READERS.items():
        reader(sources[0])  # imports
        start = time.process_time()
        texts = [reader(source) for source in sources]
        spent = (time.process_time() - start) / len(sources) * 1e6
        bodies = ["\n\n".join(line.strip() for line in text.split("\n") if line.strip()) for text in texts]
        scores = score([fields(body=body) for body in bodies], corpus)
        cells = ["{2:.3f} ({0:.3f}, {1:.3f})".format(*scores[what]) for what in ("tokens", "paragraphs")]
        lines.append(f"| {name} | {' | '.join(cells)} | {spent:,.0f} |")
    table = "\n".join(lines) + "\n"
    print(table, end="")
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n{table}\n{END}{rest.partition(END)[2]}", "utf-8")


if __name__ == "__main__":
    main()
