"""What a careful reader makes of the dumps of bench.generate."""

import html
import re
import unicodedata


def careful(line: str) -> str:
    """A line as a careful reader copies it, who knows what the generator does to one."""
    line = " ".join(re.sub("[\u00ad\u200b\u200e\u2060\ufeff]", "", html.unescape(line)).split())
    line = re.sub(r"(?<=\d) (?=(?:st|nd|rd|th)\b)|(?<=km) (?=2 )", "", line)
    return unicodedata.normalize("NFC", re.sub(r" (?=[,.]|['’]s)", "", line))
