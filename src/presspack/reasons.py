"""The closed vocabulary: every reason a dump is rejected for, every warning it is published with."""

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
}

WARNINGS = {
    "undated": "the dump gives no date of publication",
    "untitled": "the dump gives no title",
    "unknown-language": "the language of the text could not be told",
    "no-end-mark": "the last line of the page is missing: the dump may be cut off",
    "text-after-end": "lines after the end of the page, left out",
    "record-date-unclear": "a date in the container's record is not of the form 2024-11-30",
    "dates-disagree": "two dates of the article differ by more than three days",
    "related-unclear": "lines among the related items that form no item, left out",
    "copies-disagree": "another dump of the same article says otherwise",
}
