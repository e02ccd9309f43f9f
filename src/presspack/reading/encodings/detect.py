"""The encoding of bytes that are no Unicode, where two judges agree: charset-normalizer, and the language of the text."""

import re

from presspack.reading.language import BEGINNING, SHORTEST, language

# the encodings we read, each with the languages that it can be trusted for
ASIAN = {
    "cp949": {"ko"}, "gb18030": {"zh", "yue", "wuu"}, "big5": {"zh", "yue", "wuu"},
    "shift_jis": {"ja"}, "euc_jp": {"ja"}, "cp1251": {"ru"}, "koi8_r": {"ru"},
}  # fmt: skip
LATIN = {"en", "es", "fr", "de", "pt", "it", "nl", "sv", "da", "no", "fi"}
WESTERN = ("cp1252", "mac_roman")  # charset-normalizer cannot choose between these: the first that fits
EVIDENCE = 20_000  # bytes that are judged: charset-normalizer looks at no more than some samples of them
RUN = 2.0  # mean length of a run of odd bytes: measured 1.0 to 1.3 in western texts, 2.9 and more in the others
SAMPLES = 6  # stretches whose language is told; all must be in one that the encoding is for
MOST = 2 / 3  # of a Western text, where a stretch of names is in no language
ODD_BYTES = re.compile(rb"[\x80-\xff]+")
ODD = re.compile(r"[^\0-\x7f]+")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
# A capital inside a word, a letter beside a digit, a sign that ends no word, a capital that begins none: each stands
# for something else in truth. English in MacRoman always shows one of these when it is read as Windows-1252.
OUT_OF_PLACE = re.compile(
    "[à-öø-ÿа-яё][À-ÖØ-ÞŠŽŸА-ЯЁ]|[a-z][À-ÖØ-ÞŠŽŸ]|[0-9][^\\W\\d_a-zA-Z]|[à-öø-ÿœ][0-9]|\\w[¡¯ˆ‚„‹¢-¥§†]|\\b[ÐÒÔÕ]"
)


def told(data: bytes) -> tuple[str, str] | None:
    """The text and its encoding, or None where that is not certain. The same bytes are always told alike."""
    runs = ODD_BYTES.findall(data[:EVIDENCE])
    if sum(map(len, runs)) >= RUN * len(runs):
        return _read(data, list(ASIAN))
    return _read(data, ["cp1252"]) or _read(data, ["mac_roman"])


def _read(data: bytes, encodings: list[str]) -> tuple[str, str] | None:
    """The text in the one of the encodings that both judges hold for right."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:EVIDENCE], cp_isolation=encodings).best()
    if best is None or best.encoding not in encodings:
        return None
    try:
        text = data.decode(best.encoding)
    except UnicodeDecodeError:
        return None
    if CONTROL.search(text) or OUT_OF_PLACE.search(text) or not _spoken(text, best.encoding):
        return None
    return text, best.encoding


def _spoken(text: str, encoding: str) -> bool:
    """Whether samples of the text, or of its odd letters where those make words, are in a language of the encoding."""
    words = text[:EVIDENCE] if encoding in WESTERN else " ".join(ODD.findall(text[:EVIDENCE]))
    starts = range(0, max(len(words) - SHORTEST, 0) + 1, BEGINNING)[:SAMPLES]
    told_so = [language(words[start : start + BEGINNING]) for start in starts]
    if encoding in WESTERN:
        return sum(code in LATIN for code in told_so) >= MOST * len(starts)
    return set(told_so) <= ASIAN[encoding]
