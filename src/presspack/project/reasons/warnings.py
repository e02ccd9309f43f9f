"""Warnings: the dump is published, and this is what its reader should know."""

from presspack.project.reasons.pages import BODY, DATED, END, SOURCE, TITLE
from presspack.project.reasons.why import Why

WHYS = {
    "undated": Why(
        "An article without a date falls out of every series over time.",
        "Take the dump from a page that prints the date. `--strict` makes this a failure.",
        "Date: | Source: Sample Courier (En) | Read original version at source",
        SOURCE,
    ),
    "untitled": Why(
        "Titles are what people search and cite.",
        "Take the dump from a page that prints the title. `--strict` makes this a failure.",
        "",
        TITLE,
    ),
    "unknown-language": Why(
        "Who filters by language does not find the article.",
        "Nothing, where the body is a list of names; else look whether the body was cut. `--strict` makes this a failure.",
        "Ovara Belmontu Tirine.",
        BODY,
    ),
    "mojibake": Why(
        "The text was decoded wrongly before it was saved, and letters were lost in it, so that it cannot be turned back.",
        "Fetch the page again, and save it as UTF-8.",
        "“Voilà”, said the captain; the ferry dÃ©jÃ waits for the school bell.",
        BODY,
    ),
    "no-end-mark": Why(
        "The dump may have been cut, and with it the end of the article.",
        "Fetch the page again, if its body ends in the middle of a sentence.",
        "",
        END,
    ),
    "text-after-end": Why(
        "What stands below the end of a page may be a second page.",
        "Look at those lines; delete them if they are the site's own.",
        f"{END}\nAll timetables without warranty",
        END,
    ),
    "record-date-unclear": Why(
        "A date such as 03/04/2024 is two days; a wrong one is worse than none.",
        "Write the dates of the container as 2024-11-30.",
        "A row of a .csv file whose `date` is 03/04/2024.",
    ),
    "dates-disagree": Why(
        "One of the dates is of something else: of the crawl, of a reprint, or of the event.",
        "Look at the page, and correct the date that is wrong.",
        "A row of a .jsonl file whose `date` is a week before the one that its text prints.",
    ),
    "trailer-date-unclear": Why(
        "The date under the text is often the only one of an article; a day that no calendar has was misprinted.",
        "Look at the page; correct the line, or leave it: the other dates of the dump count.",
        f"{BODY} -0-\nwww.kcna.kp (Juche113.13.40.)",
        BODY,
    ),
    "language-differs": Why(
        "Who looks for English by the label of the outlet would get this text too. `language` is told from the text.",
        "Nothing, where an outlet prints other languages; else look whether the label is of another edition.",
        "Desde este otoño el último barco a la isla no saldrá hasta que haya sonado la campana de la escuela del puerto.",
        BODY,
    ),
    "related-unclear": Why(
        "The list of related items is read in groups; lines that form none are left out, and with them perhaps an item.",
        "Look at those lines; an advertisement among them goes out.",
        "September 2024",
        DATED,
    ),
    "page-changed": Why(
        "The aggregator or the outlet changed a page after it was crawled: which of the texts was published is not known.",
        "Look at both dumps. Both texts are kept, as two articles.",
        "Two dumps with the same number of the page in their URL, and bodies that differ in one sentence.",
    ),
    "copies-disagree": Why(
        "Two crawls of one article give it different titles or dates; the dataset can hold but one.",
        "Look at both pages. The build takes what most dumps say, and the earliest date.",
        "Two dumps with the same body, of which one is dated 14 and one 15 February.",
    ),
}
