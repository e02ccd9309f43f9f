"""Reasons that are about a file, a container or its bytes: no line of a page breaks them."""

from presspack.project.reasons.why import Why

FILES = {
    "unreadable": Why(
        "What was not read cannot be published, and a build that skipped it would lose it in silence.",
        "Give yourself the right to read the file; if that is not it, look at the disk.",
        "A file that another user saved with the mode 0600.",
    ),
    "link-not-followed": Why(
        "A link may lead to anything on the machine; the build reads what lies under seeds/, and each file once.",
        "Put the file itself in the place of the link.",
        "A link `today.txt` that leads to a file in the home folder.",
    ),
    "not-a-file": Why(
        "A pipe or a socket has no bytes of its own: two builds would not read the same.",
        "Remove it from the folder of dumps.",
        "A named pipe that a crawler left behind.",
    ),
    "too-large": Why(
        "One page of news has some kilobytes; a file of many megabytes is something else, and would fill the memory.",
        "Split it into one dump for each page, or raise `max_dump_bytes` in params.yaml.",
        "A text of twelve million bytes, where ten million are allowed.",
    ),
    "empty-file": Why(
        "The crawler left a file but no page.",
        "Fetch the page again, or delete the file.",
        "A file of no bytes.",
    ),
    "blank-file": Why(
        "The crawler saved a page that had not loaded yet.",
        "Fetch the page again, or delete the file.",
        "A file of three line ends and a space.",
    ),
    "binary": Why(
        "A picture or a document of a word processor has no text that could be read line by line.",
        "Save the page as text or HTML.",
        "A PNG picture with the name `page.txt`.",
    ),
    "nul-bytes": Why(
        "A NUL byte is no letter: text that holds one was cut out of another format, or saved as UTF-16 without its mark.",
        "Save the page as UTF-8.",
        "A text in UTF-16 whose first two bytes were cut off.",
    ),
    "undecodable": Why(
        "Letters read in the wrong encoding are other letters; a guess would put words into the dataset that nobody wrote.",
        "Find out in which encoding the page was saved, and save it as UTF-8.",
        "A file that is UTF-8 in its first half and Windows-1251 in its second.",
    ),
    "damaged-container": Why(
        "What stood behind the damage is lost, and its number is not known.",
        "Copy or fetch the container again; its dumps that could be read are in already.",
        "A .zip whose upload broke off in the middle.",
    ),
    "encrypted": Why(
        "Without the password nothing of the member can be read.",
        "Unpack it with its password, and pack it again without.",
        "A .zip with a member that asks for a password.",
    ),
    "unsafe-name": Why(
        "A name such as `../../a.txt` is how an archive writes outside its folder. Nothing is unpacked here, but the name is no path of a dump.",
        "Pack the archive again with names that stay inside it.",
        "A .tar with a member named `../a.txt`.",
    ),
    "duplicate-name": Why(
        "Which of the two members would be meant by the name could not be told.",
        "Rename one of them, or remove the older one.",
        "A .zip that holds `a.txt` twice.",
    ),
    "nested-too-deep": Why(
        "Archives in archives without end are a known way to keep a reader busy for ever.",
        "Unpack the outer ones, or raise `nesting` in params.yaml.",
        "A .zip in a .zip in a .zip in a .zip.",
    ),
    "bomb": Why(
        "A few kilobytes that unpack to gigabytes would fill memory and disk.",
        "If the container is honest, raise `max_ratio` in params.yaml; else delete it.",
        "A .gz of a thousand bytes that holds ten million spaces.",
    ),
    "empty-container": Why(
        "The crawler packed nothing; an archive without dumps is more likely a fault than a wish.",
        "Pack it again, or delete it.",
        "A .tar with no member.",
    ),
    "broken-record": Why(
        "A row that is cut or mixed up has its values in the wrong columns.",
        "Mend that line of the container; the other lines are in already.",
        'A line of a .jsonl file that reads `{"text": "A page`.',
    ),
    "no-text": Why(
        "Without a column for the text there is nothing to read.",
        "Add the name of your column under `columns: text:` in params.yaml.",
        "A .csv whose only column is `summary`.",
    ),
    "http-status": Why(
        "What came is the server's page of errors, not the article.",
        "Fetch the page again.",
        "A record of a .warc file whose answer is 404.",
    ),
    "not-a-page": Why(
        "A crawl holds all that a page needs to be shown; articles are in its pages alone.",
        "Nothing: these are told so that every record is accounted for. `--ignore not-a-page` leaves them out.",
        "A record of a .warc file of the type image/png.",
    ),
    "html-unreadable": Why(
        "Markup like this is made to stop a reader, or the file is broken; what stands in it cannot be told.",
        "Save the page again with a browser.",
        "A page of five thousand elements, each in the one before it.",
    ),
    "no-layout": Why(
        "The text may be a page of a kind that is new to presspack. Read as another kind, its title could become its body.",
        "If it is a page of news, add its layout: docs/layouts.md. If not, delete it.",
        "A file of two paragraphs, with no line above or below them that a site would print.",
    ),
    "several-layouts": Why(
        "Two readings of one page cannot both be right.",
        "Report it with the shape of the dump: one of the layouts claims too much.",
        "A page of one site that was copied under the header of another.",
    ),
    "withdrawn": Why(
        "Somebody had the right to have the text taken down; what stays is that there was a dump, when and why it went.",
        "Nothing. To take it back, delete its entry in withdrawn.yaml: docs/versions.md.",
        "A dump whose digest stands in withdrawn.yaml.",
    ),
}
