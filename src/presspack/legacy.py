"""The encoding of bytes that are no Unicode, where two judges agree: charset-normalizer, and the language of the text."""

import re

from presspack.language import BEGINNING, SHORTEST, language

# the encodings we read, each with the languages that it can be trusted for
ASIAN = {
    "cp949": {"ko"}, "gb18030": {"zh", "yue", "wuu"}, "big5": {"zh", "yue", "wuu"},
    "shift_jis": {"ja"}, "euc_jp": {"ja"}, "cp1251": {"ru"}, "koi8_r": {"ru"},
}  # fmt: skip
LATIN = {"en", "es", "fr", "de", "pt", "it", "nl", "sv", "da", "no", "fi"}
WESTERN = {"cp1252": LATIN, "mac_roman": LATIN}
EVIDENCE = 20_000  # bytes that are judged: charset-normalizer looks at no more than some samples of them
RUN = 2.0  # mean length of a run of odd bytes: measured 1.0 to 1.3 in western texts, 2.9 and more in the others
SAMPLES = 6  # stretches whose language is told; all must be in one that the encoding is for
ODD_BYTES = re.compile(rb"[\x80-\xff]+")
ODD = re.compile(r"[^\0-\x7f]+")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
INNER_CAPITAL = re.compile(r"[à-öø-ÿа-яё][À-ÖØ-ÞА-ЯЁ]|[a-z][À-ÖØ-Þ]")  # of a letter that is another in truth


def told(data: bytes) -> tuple[str, str] | None:
    """The text and its encoding, or None where that is not certain. The same bytes are always told alike."""
    from charset_normalizer import from_bytes

    sample = data[:EVIDENCE]
    runs = ODD_BYTES.findall(sample)
    western = sum(map(len, runs)) < RUN * len(runs)
    encodings = WESTERN if western else ASIAN
    best = from_bytes(sample, cp_isolation=list(encodings)).best()
    if best is None or best.encoding not in encodings:
        return None
    try:
        text = data.decode(best.encoding)
    except UnicodeDecodeError:
        return None
    if CONTROL.search(text) or INNER_CAPITAL.search(text) or not _spoken(text, western, encodings[best.encoding]):
        return None
    return text, best.encoding


def _spoken(text: str, western: bool, languages: set[str]) -> bool:
    """Whether all samples of the text, or of its odd letters where those make words, are in one of the languages."""
    words = text[:EVIDENCE] if western else " ".join(ODD.findall(text[:EVIDENCE]))
    starts = range(0, max(len(words) - SHORTEST, 0) + 1, BEGINNING)[:SAMPLES]
    return all(language(words[start : start + BEGINNING]) in languages for start in starts)
