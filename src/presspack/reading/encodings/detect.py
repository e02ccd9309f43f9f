"""The encoding of bytes that are no Unicode, where two judges agree: charset-normalizer, and the language of the text."""

import re
from collections import Counter

from presspack.reading.language import BEGINNING, SHORTEST, language

# the encodings we read, each with the languages that it can be trusted for
ASIAN = {
    "cp949": {"ko"}, "gb18030": {"zh", "yue", "wuu"}, "big5": {"zh", "yue", "wuu"},
    "shift_jis": {"ja"}, "euc_jp": {"ja"}, "cp1251": {"ru"}, "koi8_r": {"ru"},
}  # fmt: skip
WESTERN = ("cp1252", "mac_roman")  # charset-normalizer cannot choose between these: the first that fits
EVIDENCE = 20_000  # bytes that are judged: charset-normalizer looks at no more than some samples of them
RUN = 2.0  # mean length of a run of odd bytes: measured 1.0 to 1.3 in western texts, 2.9 and more in the others
SAMPLES = 6  # stretches whose language is told; all must be in one that the encoding is for
MOST = 2 / 3  # of a Western text, where a stretch of names is in no language
ODD_BYTES = re.compile(rb"[\x80-\xff]+")
ODD = re.compile(r"[^\0-\x7f]+")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
# A capital inside a word, a sign that ends no word, a capital that begins none: each stands for something else in
# truth. English in MacRoman always shows one of these when it is read as Windows-1252. In the other encodings a letter
# beside a digit is usual, as in `10월` and `2006г.`
OUT_OF_PLACE = re.compile("[а-яё][А-ЯЁ]|[‚†‡ˆ‰‹][а-яё]|\\b[ЂЃЉЊЌЋЏ]|\\s[‘’][а-яё]|[а-яё][─-▟]|[─-▟][а-яё]")
OUT_OF_PLACE_WESTERN = re.compile(
    "[à-öø-ÿ][À-ÖØ-ÞŒŠŽŸ]|[a-z][À-ÖØ-ÞŒŠŽŸ]|[0-9][^\\W\\d_a-zA-Z]|[à-öø-ÿœ][0-9]|ï\\b|\\b[ÐÒÔÕ]"
    "|\\w[¡¿¸¯ˆ‚„‹¢-¥§†µ]|[^\\W\\d_](?:[‡‰¼-¾ª®÷]|×[^\\W\\d_]|[‘“”›][a-z])|[¢¥¼-¾®¦¨´][^\\W\\d_]|°[^\\WCF]|¡[A-Z]\\b|[¤¯]"
)
TIGHT = re.compile("[a-z][–—](?:[a-z]|\\b)|[a-z]—[ ,.]")  # a dash in a text that has such, or `ñ` and `ó` of MacRoman
SIGNS = "’‘“”–—…«»°£€„©®™•·§½¼¾×²³\u00a0"
LETTERS = {  # beyond ASCII, of each Western language; of English, those of the words that it borrowed
    "en": "éèêëçñïöüáíóôâàäåœæ", "es": "áéíñóúü¿¡ªº", "fr": "àâæçèéêëîïôœùûü", "de": "äöüß", "pt": "ãõáàâçéêíóôúüªº",
    "it": "àèéìíîòóùúº", "nl": "áéëïóöüèê", "sv": "åäöéü", "da": "åæøéö", "no": "åæøéòôö", "fi": "äöå",
}  # fmt: skip
FOREIGN = frozenset(  # languages in Latin letters that these encodings lack
    ("tr", "pl", "cs", "sk", "hu", "ro", "hr", "bs", "sl", "sr", "lt", "lv", "vi", "az", "mt", "eo")
)
OF_LANGUAGE = 0.9  # of what is beyond ASCII that must be such a letter or a sign: the rest are names
FREQUENT = {  # of all letters beyond ASCII, at least such a share; where another encoding is read as this one, it is less
    "ru": ("оеаинтсрвлкм", 0.55), "ko": ("이다의는에을가를고한로지하도은기사서리인나", 0.15),
    "zh": ("的一是了不在有我这這人个個们們中到上大为為和月日年", 0.06), "ja": ("のにはをたがでとしてれさなもいるうか", 0.15),
}  # fmt: skip


def told(data: bytes) -> tuple[str, str] | None:
    """The text and its encoding, or None where that is not certain. The same bytes are always told alike."""
    if are_pairs(data):
        return _read(data, list(ASIAN))
    found, other = _read(data, ["cp1252"]), None
    if found is None or TIGHT.search(found[0]):
        other = _read(data, ["mac_roman"])
    if (found and other and not _is_english(other[0])) or _are_signs(data):
        return None
    return found or other


def are_pairs(data: bytes) -> bool:
    """Whether bytes beyond ASCII stand together, as two make a letter, or as whole words are beyond ASCII."""
    runs = ODD_BYTES.findall(data[:EVIDENCE])
    return sum(map(len, runs)) >= RUN * len(runs)


def _are_signs(data: bytes) -> bool:
    """Whether English with quotation marks of an Asian encoding is as likely: its pairs are those and nothing else."""
    for encoding in ("shift_jis", "big5", "cp949", "gb18030"):
        try:
            odd = set(data.decode(encoding)).difference(map(chr, range(128)))
        except UnicodeDecodeError:
            continue
        if odd and odd.issubset(SIGNS):
            return True
    return False


def _is_english(text: str) -> bool:
    """Whether the dashes of a text are dashes: in English they stand between letters, in MacRoman `ñ` and `ó` do."""
    return language(text[:EVIDENCE]) == "en"


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
    odd_place = OUT_OF_PLACE_WESTERN if best.encoding in WESTERN else OUT_OF_PLACE
    if CONTROL.search(text) or odd_place.search(text) or not spoken(text, best.encoding):
        return None
    return text, best.encoding


def spoken(text: str, encoding: str) -> bool:
    """Whether samples of the text, or of its odd letters where those make words, are in a language of the encoding."""
    western = encoding in WESTERN
    words = text[:EVIDENCE] if western else " ".join(ODD.findall(text[:EVIDENCE]))
    starts = range(0, max(len(words) - SHORTEST, 0) + 1, BEGINNING)[:SAMPLES]
    found = Counter(language(words[start : start + BEGINNING]) for start in starts)
    if western:
        latin = Counter({code: many for code, many in found.items() if code in LETTERS})
        return latin.total() >= MOST * len(starts) and _spelled(words, latin.most_common(1)[0][0])
    return set(found) <= ASIAN[encoding] and all(_frequent(words, code) for code in found)


def is_foreign(text: str) -> bool:
    """Whether a text is in a language that no Western encoding writes: read as one, its letters are others."""
    return language(text[:EVIDENCE]) in FOREIGN


def _spelled(text: str, code: str | None) -> bool:
    """Whether what is beyond ASCII is what a Western language is written with."""
    odd = [letter for letter in text.lower() if not letter.isascii()]
    return sum(letter in LETTERS[code or ""] or letter in SIGNS for letter in odd) >= OF_LANGUAGE * len(odd)


def _frequent(words: str, code: str | None) -> bool:
    """Whether the usual letters of a language are as frequent as they are in it."""
    usual, share = FREQUENT.get(code or "", ("", 0.0))
    letters = [letter for letter in words if letter.isalpha()]
    return sum(letter in usual for letter in letters) >= share * len(letters)
