"""Whatever stands in a dump, what is read of it counts as clean: `verify` raises no false alarm."""

from collections.abc import Callable

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from presspack.dataset.texts import faults
from presspack.pipeline.parse import tabulate
from presspack.project.outlets import Outlets

PIECES = (
    "The ferry", "kim", "Kim Jong Un", "'s", " ,", " .", ".", "-0-", "  ", "   ", "\t", "\u00a0", "\u3000", "\u200b", "\u200d", "\u00ad",
    "\u0301", "e\u0301", "\u1100\u1161", "\u202e", "\x1b", "\x00", "&amp;", "&amp;amp;", "&nbsp;", "&#8203;", "&#x301;", "<b>", "\u2028", "\x85",
    "\r", "\n", "\n\n", "Mira Solenne", "KCNA", "of", "the", "(", ")", "“", "”", "2 nd ", "km 2", "👩\u200d🌾", "\ufeff", "[", "]",
)  # fmt: skip
HEAD = "May 04, 2025\n\nKCNA Sample Times\n\n{title}\n\nDate: 30/04/2025 | Source: Sample Times | Read original version at source\n\n"
TAIL = "\n\nMore From Sample Times\n\n{title}\n\n{title}\n\n{teaser}\n\nMay 03, 2025\n\n{teaser}\n\nMore Articles\n"
texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=12)


@given(texts, texts, texts, st.booleans())
def test_what_is_read_of_a_dump_is_clean(
    staged: Callable[..., pl.DataFrame],
    outlets: Outlets,
    title: list[str],
    body: list[str],
    teaser: list[str],
    html: bool,
) -> None:
    said = {"title": "".join(title), "teaser": "".join(teaser)}
    dump = HEAD.format(**said) + "The mill turned. " + "".join(body) + TAIL.format(**said)
    if html:
        dump = "<html><body>" + "".join(f"<p>{line}</p>\n" for line in dump.split("\n\n")) + "</body></html>"
    read = tabulate([staged({"dump.txt": dump})], outlets)
    assert list(faults("articles", read.articles)) == []
    assert list(faults("related", read.related)) == []
