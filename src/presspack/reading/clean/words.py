"""Words and signs that were torn apart. These rules look at a title, a teaser or a body."""

from presspack.reading.clean.names import GLUED
from presspack.reading.clean.rule import Rule, replacing

CLOSED = r"(?=[\"”’)]?(?:\s|$))"
AFTER_AREA = (  # what may stand behind square kilometres, and never behind `10 km` and a number
    r"(?=[;:)\"”]|[,.](?!\d)|\n|$"
    r"| (?:of|in|and|or|is|are|was|were|has|had|for|with|on|at|to|per|each|by|from|which|that)\b)"
)
AREA = rf"m ([23])(?:(?<=[\w.] km \d)|(?<=\dkm \d)|(?<=\d m \d)|(?<=\dm \d)|(?<=\d cm \d)){AFTER_AREA}"

SPACES = (
    Rule(
        "spaces",
        "a run of spaces becomes one",
        "so  many",
        "so many",
        replacing(("  ", r"  +", " ")),
    ),
)

NAMES = (
    Rule(
        "glued-name",
        "a leader's name is parted from the word it is glued to, and joined to the bracket or hyphen it was torn from",
        "PresidentKim Il Sung at the gate",
        "President Kim Il Sung at the gate",
        replacing(*GLUED),
    ),
)

WORDS = (
    Rule(
        "punctuation",
        "the space goes that stands before a comma, a full stop or a genitive, where a bold name ended",
        "Mira Solenne ’s boat",
        "Mira Solenne’s boat",
        replacing(
            (" ,", rf" ,(?<!  ,){CLOSED}", ","),
            (" .", rf" \.(?<![ .] \.)(?! \.){CLOSED}", "."),  # not in an ellipsis of three spaced dots
            (" 's", r" 's(?<!  's)\b(?!['’-])", "'s"),
            (" ’s", r" ’s(?<!  ’s)\b(?!['’-])", "’s"),
        ),
    ),
    Rule(
        "ordinal",
        "a number and its ending become one word",
        "the 113 th walk",
        "the 113th walk",
        replacing(
            (" th ", r" th(?:(?<=[04-9] th)|(?<=1[1-3] th))(?= )", "th"),
            (" st ", r" st(?<=1 st)(?<!11 st)(?= )", "st"),
            (" nd ", r" nd(?<=2 nd)(?<!12 nd)(?= )", "nd"),
            (" rd ", r" rd(?<=3 rd)(?<!13 rd)(?= )", "rd"),
        ),
    ),
    Rule(
        "unit",
        "a unit of area or volume and its exponent become one word",
        "1.3 km 2 of moss",
        "1.3 km2 of moss",
        replacing(("m 2", AREA, r"m\1"), ("m 3", AREA, r"m\1")),
    ),
)
