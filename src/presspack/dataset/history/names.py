"""Names, told by their shape: persons, places and bodies alike. No list of names, no model.

In scripts with capitals a name is one to eight capitalised words in a row. In Korean it is a family name and one to
three syllables before a title.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

LONGEST = 8
"""Words of a name: a longer run is a headline."""
UPPER = "".join(letter for letter in map(chr, range(0x600)) if letter.isupper())
"""The capitals of Latin, Greek, Cyrillic and Armenian."""
CAPITALISED = re.compile(rf"(?<!\w)(?<!\w[’'-])[{UPPER}](?:[^\W_]|[’'-](?=[^\W\d_]))*")
GENITIVE = re.compile(r"[’']s$")
BEGINS = re.compile(r"[.!?:…\n(\[\"“«‘„]")
"""Between two words, what lets the second begin a sentence, so that its capital says nothing."""
JOINED = re.compile(r"\.? +")
"""What may stand between two words of one name; the stop behind an initial."""
TITLES = frozenset((
    "Mr", "Mrs", "Ms", "Miss", "Dr", "Prof", "Professor", "Sir", "Lady", "Lord", "King", "Queen", "Prince",
    "Princess", "President", "Premier", "Chancellor", "Minister", "Secretary", "Chairman", "Chairwoman",
    "Chairperson", "Director", "Captain", "Colonel", "General", "Major", "Lieutenant", "Sergeant", "Marshal",
    "Admiral", "Comrade", "Mayor", "Judge", "Senator", "Governor", "Ambassador", "Señor", "Señora", "Don", "Doña",
    "Presidente", "Presidenta", "Camarada", "Товарищ", "Президент", "Маршал",
))  # fmt: skip
DAYS = frozenset((
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "January", "February", "March",
    "April", "May", "June", "July", "August", "September", "October", "November", "December", "Juche",
))  # fmt: skip
STARTERS = frozenset((
    "A", "An", "The", "This", "That", "These", "Those", "He", "She", "It", "We", "They", "I", "You", "His", "Her",
    "Its", "Their", "Our", "My", "Your", "In", "On", "At", "By", "For", "From", "To", "Of", "With", "And", "But",
    "Or", "As", "If", "When", "While", "After", "Before", "Since", "Until", "During", "There", "Here", "Also", "Then",
    "Now", "Today", "Yesterday", "All", "Some", "Many", "No", "El", "La", "Los", "Las", "Un", "Una", "En", "Al",
    "Del", "De", "Por", "Para", "Con", "Y", "O", "Se", "Su", "Sus", "Este", "Esta", "В", "На", "И", "С", "По", "Он",
    "Она", "Они", "Это", "Later", "Earlier", "Meanwhile", "Recently", "Again",
))  # fmt: skip
"""Words that may begin a sentence, and are no part of a name there."""
KOREAN = re.compile(
    r"(?<![가-힣])([김리이박최정강조윤장림임한오서신권황안송류유홍전고문손양배백허남심로노하곽성차주우구민현태방]"
    r"[가-힣]{1,3}?)(?= ?(?:동지|동무|위원장|총비서|비서|부장|총리|대통령|대사|원수|장군|대장|선생|녀사|기자))"
)

Words = tuple[str, ...]


class Names:
    """The names of one version of a page."""

    def __init__(self, body: str, *more: str) -> None:
        self._texts = (body, *more)
        lines = [_line(line) for line in body.split("\n")]
        self._runs = [run for line in lines for run in line.runs]
        more_lines = [_line(line) for text in more for line in text.split("\n")]
        runs = [*self._runs, *(run for line in more_lines for run in line.runs)]
        self._there = frozenset[Words]().union(*(line.parts for line in (*lines, *more_lines)))
        self._whole = {run[begins and run[0] in STARTERS :] for run, begins in runs}
        self._inner = {word for run, begins in self._runs for word in run[begins:]}
        """Words that have a capital where no sentence begins."""

    def gone(self, text: str, other: "Names") -> list[str]:
        """The names of a text of this version that stand nowhere in another, in their order, each once."""
        found = [match[1] for match in KOREAN.finditer(text) if not other.says(match[1])]
        for run, begins in _runs(text):
            if begins and (run[0] in STARTERS or (len(run) == 1 and run[0] not in self._inner)):
                run, begins = run[1:], False
            if not run or len(run) > LONGEST or len("".join(run)) == 1:
                continue
            # the first word of a sentence may be no part of the name
            if run not in other._there and not (begins and run[0] not in self._inner and run[1:] in other._whole):
                found.append(" ".join(run))
        return list(dict.fromkeys(found))

    def says(self, text: str) -> bool:
        """Whether these words stand in this version."""
        return any(text in there for there in self._texts)

    def gone_of_title(self, title: str, other: "Names") -> list[str]:
        """The same for a title, where capitals may say nothing: only names that the body of either has count."""
        known = {part for names in (self, other) for run, begins in names._runs for part in [run[begins:], run]}
        parts = {part for run, _ in _runs(title) for part in _parts(run)}
        return sorted(" ".join(part) for part in parts & known - other._there if part and len("".join(part)) > 1)


class Line(NamedTuple):
    """What a line of a text has of names. No name goes on in another line, so a line says the same in any text."""

    runs: tuple[tuple[Words, bool], ...]
    parts: frozenset[Words]
    """All that may be a name."""


@lru_cache(maxsize=4096)  # two versions of a page have most of their lines in common
def _line(text: str) -> Line:
    runs = tuple(_runs(text))
    return Line(runs, frozenset(part for run, _ in runs for part in _parts(run)))


def _parts(run: Words) -> Iterator[Words]:
    """Every part of a run that may be a name."""
    for i in range(len(run)):
        for j in range(i + 1, min(i + LONGEST, len(run)) + 1):
            yield run[i:j]


def _runs(text: str) -> Iterator[tuple[Words, bool]]:
    """Capitalised words in a row, without titles and days, and whether the first of them begins a sentence."""
    run: list[str] = []
    begins, end = False, 0
    for match in CAPITALISED.finditer(text):
        at = start = match.start()
        while at and not text[at - 1].isalnum():
            at -= 1
        between = text[at:start]
        joined = JOINED.fullmatch(between) is not None
        initial = joined and text[at - 1].isupper() and (at == 1 or not text[at - 2].isalnum())
        starts = not at or (not initial and BEGINS.search(between) is not None)
        word = GENITIVE.sub("", match[0]).replace("’", "'")
        named = word not in TITLES and word not in DAYS
        if run and (starts or not joined or at != end or not named):
            yield tuple(run), begins
            run = []
        if named:
            begins = begins if run else starts
            run.append(word)
        end = start + len(word)  # a genitive ends a name
    if run:
        yield tuple(run), begins
