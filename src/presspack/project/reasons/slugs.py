"""The closed vocabulary: every reason a dump is rejected for, every warning it is published with.

A project names further reasons in its schemas/reasons.yaml; `vocabulary.reasons` knows them all.
"""

REASONS = {
    "unreadable": "the file could not be read",
    "link-not-followed": "a symbolic link that leads out of the tree, to a folder, or to itself",
    "not-a-file": "neither a file nor a folder: a pipe, a socket or a device",
    "too-large": "larger than max_dump_bytes in params.yaml",
    "empty-file": "the file holds no byte",
    "blank-file": "the file holds white space only",
    "binary": "the bytes are not text",
    "nul-bytes": "the text holds NUL bytes",
    "undecodable": "the bytes are not UTF-8, and no other encoding could be told with certainty",
    "damaged-container": "an archive or compressed file is truncated or corrupt: what could be read of it was",
    "encrypted": "the member of an archive is encrypted",
    "unsafe-name": "the member of an archive has a name that leads out of it",
    "duplicate-name": "another member of the archive has the same name",
    "nested-too-deep": "a container in a container, deeper than `nesting` in params.yaml",
    "bomb": "unpacks to more than `max_ratio` in params.yaml times its bytes",
    "empty-container": "the container holds nothing",
    "broken-record": "the record is no JSON object, or no row of the table",
    "no-text": "the record has no text in a column that `columns` in params.yaml names",
    "http-status": "the server did not answer with the page",
    "not-a-page": "the record of a crawl is an image, a script or the like",
    "html-unreadable": "the markup is nested or stretched so far that no reader reads it to its end",
    "no-layout": "the text fits no layout we read",
    "several-layouts": "the text fits more than one layout",
    "no-source-line": "the header has no line `Date: … | Source: …`",
    "unclear-header": "the header holds lines that are neither the outlet nor the title",
    "more-from-twice": "`More From` stands more than once: two pages in one dump",
    "unknown-outlet": "the outlet is not in schemas/outlets.yaml",
    "outlet-conflict": "the labels of one dump name different outlets",
    "invalid-date": "the date is not in the calendar, or not DD/MM/YYYY",
    "date-after-crawl": "dated more than one day after the page was crawled",
    "date-before-founding": "dated before its outlet was founded",
    "empty-body": "the body holds no word",
    "withdrawn": "taken out by an entry of withdrawn.yaml, which says when and why",
}

WARNINGS = {
    "undated": "the dump gives no date of publication",
    "untitled": "the dump gives no title",
    "unknown-language": "the language of the text could not be told",
    "mojibake": "letters that look decoded wrongly; left as they are",
    "no-end-mark": "the last line of the page is missing: the dump may be cut off",
    "text-after-end": "lines after the end of the page, left out",
    "record-date-unclear": "a date in the container's record is not of the form 2024-11-30",
    "dates-disagree": "two dates of the article differ by more than three days",
    "trailer-date-unclear": "the date printed under the text is in no calendar",
    "language-differs": "the text is not in the language of its outlet's label",
    "related-unclear": "lines among the related items that form no item, left out",
    "page-changed": "another dump of the same page of KCNA Watch has another text",
    "copies-disagree": "another dump of the same article says otherwise",
}

FAULTS = {
    "source-without-date": "a date without what it was read from, or the other way round",
    "id-not-unique": "two rows for one article",
    "text-or-reason": "a dump with both a text and a reason why there is none, or neither",
    "outcome-unexplained": "an outcome without the reason, the path or the article that goes with it",
    "withdrawn-but-told": "a withdrawn dump of which more is told than that it is withdrawn",
    "unknown-slug": "a reason or a warning that is not in the vocabulary",
    "pair-out-of-order": "a pair of articles that does not begin with the smaller id",
}
"""What is wrong with a table, not with a dump: it stops a stage."""

DRIFT = "drift"
