"""Text that means something to a terminal, a page or a log of CI."""

import re

from hypothesis import strategies as st

HOSTILE = (
    "<script>alert(1)</script>",
    "]]>",
    "--><!--",
    "&amp;&lt;",
    "javascript:alert(1)",
    "//example.org/a",
    "\x1b]0;owned\x07\x1b[2J\x1b[31mred",
    "\x9b31m",
    "\u202egnp.exe\u202c",
    "\u2066a\u2069\u200f",
    "%0A::error::owned",
    "::error file=a::owned\n::stop-commands::x",
    "=cmd|' /C calc'!A0",
    "+1\t-1",
    "\"quoted\" 'and' \\ back",
    "a\nb\r\nc\u2028d\x85e\x0bf\x0cg\x00",
    "[a link](http://example.org) `code` {0} {{1}}",
    "![](x) [1](2)",
    "\ufffe\uffff\ufdd0\U0001fffe",
)


WORDS = st.one_of(st.sampled_from(HOSTILE), st.text(min_size=1, max_size=30))


TEXTS = st.lists(WORDS, min_size=1, max_size=3).map("".join)


SHOWN = re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]*")
