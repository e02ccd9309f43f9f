"""Every kind of tampering that we know, and who sees it. docs/versions.md has the same table."""

import datetime as dt
from typing import NamedTuple

import polars as pl

from tests.support import tampering_files as files
from tests.support.forgeries import Alter, body, lost, returned, rows, value
from tests.support.published import FILES

ALONE, AGAINST, UNSEEN = "seen", "with `--against`", "not seen"
OTHER = "0" * 16
SECRET = "The lamp keeper of Osmarra, who is named here, asked for her name to be left out of the papers."
"""A text that is withdrawn from the folder of the tests."""
PUBLISHED = pl.col("outcome") == "published"
LEADS = pl.col("article").is_not_null()
RELATED = pl.col("article").is_null() & (pl.col("position") == 2)


class Tampering(NamedTuple):
    """One way to tamper with a folder: its kind, as the table of docs/versions.md has it, and how it is done."""

    kind: str
    name: str
    alter: Alter
    told: str
    """What the message of verify must have, as a pattern."""
    seen: str = ALONE


def _a(file: str) -> str:
    return rf"articles/train-00000-of-00001\.parquet: .*{file}"


TAMPERINGS = (
    Tampering("the way Parquet is written: Arrow schema, features, compression, row groups", "an Arrow schema that lies", files.typed("title", "large_string"), _a("Arrow schema")),
    Tampering("the way Parquet is written: Arrow schema, features, compression, row groups", "no Arrow schema", files.parquet_as(lambda table: table, store_schema=False), _a("Arrow schema")),
    Tampering("the way Parquet is written: Arrow schema, features, compression, row groups", "features that lie", files.features(lambda said: said.replace(b"int32", b"int64")), _a("features")),
    Tampering("the way Parquet is written: Arrow schema, features, compression, row groups", "no features", files.features(lambda said: None), _a("features")),
    Tampering("the way Parquet is written: Arrow schema, features, compression, row groups", "another compression", files.parquet_as(lambda table: table, compression="snappy"), _a("compress")),
    Tampering("the way Parquet is written: Arrow schema, features, compression, row groups", "no compression", files.parquet_as(lambda table: table, compression="none"), _a("compress")),
    Tampering("the way Parquet is written: Arrow schema, features, compression, row groups", "small row groups", files.parquet_as(lambda table: table, row_group_size=7), _a("row group")),
    Tampering("files, folders, links, pipes, lines of SHA256SUMS", "an empty second file of articles", files.parted(49), r"articles: .*publish writes 1"),
    Tampering("files, folders, links, pipes, lines of SHA256SUMS", "an empty first file of articles", files.parted(0), r"articles: .*publish writes 1"),
    Tampering("files, folders, links, pipes, lines of SHA256SUMS", "articles in two files", files.parted(20), r"articles: .*publish writes 1"),
    Tampering("files, folders, links, pipes, lines of SHA256SUMS", "a FIFO", files.signed(files.pipe("pipe")), r"pipe: is neither"),
    Tampering("files, folders, links, pipes, lines of SHA256SUMS", "a FIFO among the articles", files.signed(files.pipe("articles/train-00001-of-00002.parquet")), r"articles/train-00001-of-00002\.parquet: is neither"),
    Tampering("files, folders, links, pipes, lines of SHA256SUMS", "an empty folder", files.signed(lambda dataset: (dataset / "images" / "more").mkdir()), r"images/more: is an empty folder"),
    Tampering("files, folders, links, pipes, lines of SHA256SUMS", "a folder that is a link", files.signed(lambda dataset: (dataset / "more").symlink_to("images")), r"more: is a link"),
    Tampering("files, folders, links, pipes, lines of SHA256SUMS", "a link to nothing", files.signed(lambda dataset: (dataset / "more").symlink_to("nowhere")), r"more: is a link"),
    Tampering("files, folders, links, pipes, lines of SHA256SUMS", "a link to itself", files.signed(lambda dataset: (dataset / "more").symlink_to("more")), r"more: is a link"),
    Tampering("files, folders, links, pipes, lines of SHA256SUMS", "a card that is a link out of the folder", files.signed(files.link("README.md")), r"README\.md: is a link"),
    Tampering("files, folders, links, pipes, lines of SHA256SUMS", "a ledger that is a link out of the folder", files.signed(files.link(FILES["dumps"])), r"dumps/train-00000-of-00001\.parquet: is a link"),
    Tampering("files, folders, links, pipes, lines of SHA256SUMS", "checksums that are a link", files.link("SHA256SUMS"), r"SHA256SUMS: is a link"),
    Tampering("files, folders, links, pipes, lines of SHA256SUMS", "a line twice in SHA256SUMS", files.listed(lambda lines: [lines[0], *lines]), r"SHA256SUMS:2: names README\.md twice"),
    Tampering("files, folders, links, pipes, lines of SHA256SUMS", "lines of SHA256SUMS out of order", files.listed(lambda lines: lines[::-1]), r"SHA256SUMS:2: .*order"),
    Tampering("files, folders, links, pipes, lines of SHA256SUMS", "lines of SHA256SUMS that end as on Windows", files.listed(lambda lines: [line.replace("\n", "\r\n") for line in lines]), r"SHA256SUMS:1: "),
    Tampering("the card alone: its prose, its version", "a version raised in the card alone", files.version(croissant=False), r"README\.md:\d+: version 0\.2\.0 is not that of croissant\.json, 0\.1\.0"),
    Tampering("the card alone: its prose, its version", "prose changed in the card alone", files.card("relatives, people accused", "people accused"), r"README\.md: was edited after the build: croissant\.json"),
    Tampering("prose of the card, and croissant.json made anew for it", "prose changed, and croissant.json made for it", files.card("relatives, people accused", "people accused", croissant=True), r"README\.md:\d+: .*DATACARD\.md", AGAINST),
    Tampering("the version, in the card and in croissant.json", "a version raised everywhere", files.version(croissant=True), "", UNSEEN),
    Tampering("a row that others contradict: position, outlet, lead, similarity, duplicate, counts", "a gap in position", lost("related", RELATED), r"related.*: .*position"),
    Tampering("a row that others contradict: position, outlet, lead, similarity, duplicate, counts", "an item with the outlet of another page", value("related", RELATED & (pl.col("outlet") == "sample-times"), outlet="sample-radio"), r"related.*: .*outlet"),
    Tampering("a row that others contradict: position, outlet, lead, similarity, duplicate, counts", "a lead to an article of other words", value("related", RELATED & (pl.col("outlet") == "sample-ministry"), article="021f63bd948e04b2"), r"related.*: .*begin"),
    Tampering("a row that others contradict: position, outlet, lead, similarity, duplicate, counts", "a teaser that leads to an article, in other words", value("related", LEADS, teaser=pl.col("teaser").str.replace(r"..$", "xx")), r"related.*: .*begin"),
    Tampering("a row that others contradict: position, outlet, lead, similarity, duplicate, counts", "a lead of another day", value("related", LEADS, date=dt.date(2020, 1, 1)), r"related.*: .*day"),
    Tampering("a row that others contradict: position, outlet, lead, similarity, duplicate, counts", "items out of order", rows("related", lambda table: table.sort("position", "dump")), r"related/.*: rows are not sorted by dump, position"),
    Tampering("a row that others contradict: position, outlet, lead, similarity, duplicate, counts", "a similarity that the bodies do not give", value("same_story", pl.col("article").is_not_null(), similarity=0.75), r"same_story.*: .*similarity"),
    Tampering("a row that others contradict: position, outlet, lead, similarity, duplicate, counts", "a duplicate of another size", value("dumps", pl.col("outcome") == "duplicate", size=pl.col("size") + 1), r"dumps.*: .*(?:apple-scales-2\.txt|tide-bells\.warc)"),
    Tampering("a row that others contradict: position, outlet, lead, similarity, duplicate, counts", "a duplicate of other bytes", value("dumps", pl.col("outcome") == "duplicate", dump="a" * 64), r"dumps.*: .*(?:apple-scales-2\.txt|tide-bells\.warc)"),
    Tampering("a row that others contradict: position, outlet, lead, similarity, duplicate, counts", "a duplicate of a path that is not there", value("dumps", pl.col("outcome") == "duplicate", duplicate_of="nowhere.txt"), r"dumps.*: .*(?:apple-scales-2\.txt|tide-bells\.warc)"),
    Tampering("a row that others contradict: position, outlet, lead, similarity, duplicate, counts", "a version of another day", value("revisions", pl.col("version") == 2, changed_after=dt.date(2025, 2, 8)), r"revisions: another changed_after"),
    Tampering("a row that others contradict: position, outlet, lead, similarity, duplicate, counts", "an edit that erases another name", value("edits", pl.col("version") == 2, names_removed=pl.lit(["Rurik Salloway"])), r"edits: another names_removed"),
    Tampering("a row that others contradict: position, outlet, lead, similarity, duplicate, counts", "a page that hides what it was", lost("edits", pl.col("version") == 2), r"edits: "),
    Tampering("a row that others contradict: position, outlet, lead, similarity, duplicate, counts", "a page that is said to be seen later", value("pages", pl.col("last_seen").is_not_null(), last_seen=dt.date(2030, 1, 1)), r"pages: another last_seen"),
    Tampering("a row that others contradict: position, outlet, lead, similarity, duplicate, counts", "words that the body has not", value("articles", pl.col("words") > 0, words=pl.col("words") + 1), _a("words")),
    Tampering("a row that others contradict: position, outlet, lead, similarity, duplicate, counts", "paragraphs that the body has not", value("articles", pl.col("words") > 0, paragraphs=pl.col("paragraphs") + 1), _a("paragraphs")),
    Tampering("a title or a body with what cleaning takes out: controls, odd spaces, line breaks", "a control in a title", value("articles", pl.col("title").is_not_null(), title=pl.col("title") + "\x1b[1m"), _a("title")),
    Tampering("a title or a body with what cleaning takes out: controls, odd spaces, line breaks", "two lines in a title", value("articles", pl.col("title").is_not_null(), title=pl.col("title") + "\nmore"), _a("title")),
    Tampering("a title or a body with what cleaning takes out: controls, odd spaces, line breaks", "a zero-width space in a body", body(lambda text: text.replace("the", "th\u200be", 1)), _a("body")),
    Tampering("a title or a body with what cleaning takes out: controls, odd spaces, line breaks", "an accent of its own in a body", body(lambda text: text.replace("e", "e\u0301", 1)), _a("body")),
    Tampering("a title or a body with what cleaning takes out: controls, odd spaces, line breaks", "a no-break space in a body", body(lambda text: text.replace(" ", "\u00a0", 1)), _a("body")),
    Tampering("a title or a body with what cleaning takes out: controls, odd spaces, line breaks", "two spaces in a body", body(lambda text: text.replace(" ", "  ", 1)), _a("body")),
    Tampering("a title or a body with what cleaning takes out: controls, odd spaces, line breaks", "a single line break in a body", body(lambda text: text.replace(" ", "\n", 1)), _a("body")),
    Tampering("a title or a body with what cleaning takes out: controls, odd spaces, line breaks", "a space at the end of a body", body(lambda text: f"{text} "), _a("body")),
    Tampering("tags and entities in a title or a body: a page may print them", "an entity in a body", body(lambda text: text.replace(" ", " &amp; ", 1)), r"articles/.*: what .*/data/ does not give in 1 row", AGAINST),
    Tampering("tags and entities in a title or a body: a page may print them", "a tag in a title", value("articles", pl.col("title").is_not_null(), title="<b>" + pl.col("title") + "</b>"), r"articles/.*: another title than .*/data/ gives in 1 row", AGAINST),
    Tampering("withdrawn text: again, with a letter more at an end, as a teaser, title or detail", "a withdrawn text in a teaser", value("related", RELATED, teaser=SECRET), r"related.*: .*withdrawn"),
    Tampering("withdrawn text: again, with a letter more at an end, as a teaser, title or detail", "a withdrawn text in the title of an item", value("related", RELATED & pl.col("title").is_not_null(), title=SECRET), r"related.*: .*withdrawn"),
    Tampering("withdrawn text: again, with a letter more at an end, as a teaser, title or detail", "a withdrawn text in a detail", value("dumps", pl.col("outcome") == "rejected", reason_details=pl.lit(SECRET).repeat_by(pl.col("reasons").list.len())), r"dumps.*: .*withdrawn"),
    Tampering("withdrawn text: again, with a letter more at an end, as a teaser, title or detail", "a withdrawn text again", returned("sample-times", SECRET), r"articles.*: .*withdrawn"),
    Tampering("withdrawn text: again, with a letter more at an end, as a teaser, title or detail", "a withdrawn text under another outlet", returned("sample-radio", SECRET), r"articles.*: .*withdrawn"),
    Tampering("withdrawn text: again, with a letter more at an end, as a teaser, title or detail", "a withdrawn text with a letter more behind it", returned("sample-times", f"{SECRET}x"), r"articles.*: .*withdrawn"),
    Tampering("withdrawn text: again, with a letter more at an end, as a teaser, title or detail", "a withdrawn text with a letter more before it", returned("sample-times", f"x{SECRET}"), r"articles.*: .*withdrawn"),
    Tampering("withdrawn text with a letter more within, or with a letter more under another outlet", "a withdrawn text with a letter more under another outlet", returned("sample-radio", f"x{SECRET}"), r"articles/.*: what .*/data/ does not give in 1 row", AGAINST),
    Tampering("withdrawn text with a letter more within, or with a letter more under another outlet", "a withdrawn text with a letter more within", returned("sample-times", SECRET.replace("lamp", "lampx")), r"articles/.*: what .*/data/ does not give in 1 row", AGAINST),
    Tampering("rows that only the dumps contradict: forged or taken out, and all counts made anew", "a forged teaser", value("related", RELATED, teaser="Nobody has ever read these words."), r"related/.*: another teaser than .*/data/ gives in 1 row, first \w+/2", AGAINST),
    Tampering("rows that only the dumps contradict: forged or taken out, and all counts made anew", "a forged title", value("articles", pl.col("title").is_not_null(), title="Other Words"), r"articles/.*: another title than .*/data/ gives in 1 row", AGAINST),
    Tampering("rows that only the dumps contradict: forged or taken out, and all counts made anew", "a forged day", value("articles", pl.col("published_on") > dt.date(2024, 6, 1), **dict.fromkeys(("published_on", "published_from", "published_to"), pl.col("published_on").dt.offset_by("-1d"))), r"articles/.*: another published_on than .*/data/ gives in 1 row", AGAINST),
    Tampering("rows that only the dumps contradict: forged or taken out, and all counts made anew", "the last item of a page taken out", lost("related", pl.col("position") == pl.col("position").max().over("dump")), r"related/.*: nothing of what .*/data/ gives in \d+ rows", AGAINST),
    Tampering("rows that only the dumps contradict: forged or taken out, and all counts made anew", "rejected dumps taken out", lost("dumps", pl.col("outcome") == "rejected"), r"dumps/.*: nothing of what .*/data/ gives in 13 rows", AGAINST),
    Tampering("withdrawn dumps taken out of the ledger", "tombstones taken out", lost("dumps", pl.col("outcome") == "withdrawn"), r"dumps/.*: nothing of what .*/data/ gives in 1 row, first keeper\.txt", AGAINST),
)  # fmt: skip
