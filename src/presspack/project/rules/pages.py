"""Reasons that a line of a page gives; each example is a line in the place of one of GOOD's."""

from presspack.project.rules.reason import Reason

CRAWLED = "September 14, 2024"
LABEL = "KCNA Sample Courier (En)"
TITLE = "The Ferry Waits for the Bell"
SOURCE = "Date: 10/07/2024 | Source: Sample Courier (En) | Read original version at source"
BODY = "From this autumn the last ferry to Lethmar Island will not sail until the school bell has rung."
MORE = "More From Sample Courier (En)"
DATED = "September 13, 2024"
END = "More Articles"
GOOD = (
    CRAWLED,
    LABEL,
    TITLE,
    SOURCE,
    BODY,
    MORE,
    "Night Market Stays Open",
    "Night Market Stays Open",
    "The night market of Tirine will stay open until the last tram has left.",
    DATED,
    "The night market of Tirine will stay open until the last tram has left.",
    END,
)
"""A dump without fault, line by line."""

PAGES = (
    Reason(
        "no-source-line",
        "the header has no line `Date: … | Source: …`",
        "Without that line neither the date nor the source of the article is known, nor where its body begins.",
        "Fetch the page again: it was saved before it had loaded, or a filter took the line away.",
        "",
        SOURCE,
    ),
    Reason(
        "unclear-header",
        "the header holds lines that are neither the outlet nor the title",
        "A line that is neither outlet nor title could be half of a title: the title read would be wrong.",
        "Look at the page. A title on two lines goes on one; an advertisement goes out.",
        f"{TITLE}\nAnd the Cook Waits With It",
        TITLE,
    ),
    Reason(
        "more-from-twice",
        "`More From` stands more than once: two pages in one dump",
        "Two pages in one file would become one article with the text of both.",
        "Split the file at the second page.",
        f"{MORE}\n{END}",
        END,
    ),
    Reason(
        "unknown-outlet",
        "the outlet is not in schemas/outlets.yaml",
        "The outlet is part of an article's id, and says who speaks; it must be one that somebody has described.",
        "Correct the label if it is misspelt; else add the outlet to schemas/outlets.yaml: docs/outlets.md.",
        "KCNA Sample Herald (En)",
        LABEL,
    ),
    Reason(
        "outlet-conflict",
        "the labels of one dump name different outlets",
        "One of the labels is wrong, and nothing in the dump says which.",
        "Look at the page, and put the same outlet on all its labels.",
        "More From Sample Radio (EN)",
        MORE,
    ),
    Reason(
        "invalid-date",
        "the date is not in the calendar, or not DD/MM/YYYY",
        "A date that is not in the calendar was misread or misprinted; a neighbouring one would be invented.",
        "Look at the page, and put the date in as DD/MM/YYYY. Leave it blank if it cannot be told.",
        "Date: 31/02/2024 | Source: Sample Courier (En) | Read original version at source",
        SOURCE,
    ),
    Reason(
        "date-after-crawl",
        "dated more than one day after the page was crawled",
        "No page is seen before it is published: day and month may have changed places.",
        "Look at the page: KCNA Watch prints the day first.",
        "Date: 07/10/2024 | Source: Sample Courier (En) | Read original version at source",
        SOURCE,
    ),
    Reason(
        "date-before-founding",
        "dated before its outlet was founded",
        "An outlet cannot publish before there is one; often the century is misprinted.",
        "Look at the page; if it is right, correct `founded` in schemas/outlets.yaml.",
        "Date: 10/07/1824 | Source: Sample Courier (En) | Read original version at source",
        SOURCE,
    ),
    Reason(
        "empty-body",
        "the body holds no word",
        "An article without a word trains nothing and says nothing.",
        "Fetch the page again; if it shows a picture alone, delete the dump.",
        "***",
        BODY,
    ),
)
