"""Not a word of a withdrawn text stands in anything that a build writes, however other dumps bring it."""

import html
import json
import re

import pytest

from presspack.dataset import configs as hub
from presspack.dataset import parquet
from presspack.pipeline.link import link, tables
from presspack.pipeline.link.mentions import Texts
from presspack.pipeline.parse import parse
from presspack.pipeline.publish import publish
from presspack.pipeline.stage import stage
from presspack.project.params import Params
from presspack.views.report import report
from tests.support.projects import FEW, REPO, put

PARTS = (
    "Mirabel Osmarra, who winds the harbour lamp, was seen to weep at “the last boat” – and would not say for whom.",
    "Her sister Delphine keeps the second key, under the third stone of the quay, which nobody in the town had known.",
    "The council's letter of that day was never answered; seven gulls sat on the crane until the evening bell had rung.",
)
TITLE = "Lamp Winder Osmarra Weeps at the Last Boat"
PLAIN = str.maketrans("“”–’", '""-\'')
FEWER = Params(**FEW, max_rejected=1.0)


def page(body: str, title: str = TITLE, date: str = "30/04/2025", outlet: str = "Sample Times", items: str = "") -> str:
    head = (
        f"May 04, 2025\n\nKCNA {outlet}\n\n{title}\n\nDate: {date} | Source: {outlet} | Read original version at source"
    )
    return f"{head}\n\n{body}\n\nMore From {outlet}\n\n{items}More Articles\n"


def item(title: str, teaser: str) -> str:
    return f"{title}\n\n{title}\n\n{teaser}\n\nMay 03, 2025\n\n{teaser}\n\n"


BODY = "\n\n".join(PARTS)
OTHER = "Moss grows on the roof of the old mill, and the miller lets it, since it keeps the flour dry in a wet spring."
DUMPS = {
    "text.txt": page(BODY),
    "bad-date.txt": page(BODY, date="31/02/2025"),
    "unknown-outlet.txt": page(BODY, outlet="Ledger of Nowhere"),
    "more-from-twice.txt": page(f"{BODY}\n\nMore From Sample Times\n\n{OTHER}"),
    "no-source.txt": page(BODY).replace("Read original version at source", "").replace("| Source: Sample Times |", ""),
    "plain-quotes.txt": page(BODY.translate(PLAIN), title=TITLE.upper(), date="31/02/2025"),
    "one-line.txt": page(BODY.replace("\n\n", " "), date="31/02/2025"),
    "another-layout.txt": f"{TITLE}\n\n{BODY}\n",
    "page.html": f"<!doctype html><html><head><title>{TITLE}</title></head><body><p>{'</p><p>'.join(PARTS)}</p></body></html>",
    "trailing.txt": page(OTHER, "Moss on the Mill") + "\n" + "\n".join(PARTS),
    "cut-title.txt": page(OTHER + " One.", "Moss", items=item(f"{TITLE[:30]}…", "Another teaser of it, in other words.")),
    "teaser.txt": page(OTHER + " Two.", "Mill", items=item("Other Words", PARTS[0].translate(PLAIN)[:90])),
    "longer-value.txt": page(OTHER + " Three.", f"Flour\n\n{TITLE}, says the miller", date="31/02/2025"),
    "rows.jsonl": json.dumps({"text": BODY, "title": TITLE, "outlet": "Nobody's Paper"}) + "\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> dict[str, str]:
    """Everything that a build with the takedown writes, as text, by its path."""
    folder = tmp_path_factory.mktemp("withdrawn")
    for name, content in DUMPS.items():
        put(folder / "seeds" / name, content.encode())
    data = folder / "data"
    stage(folder / "seeds", data / "staged", FEWER)
    parse(data / "staged", data / "parsed", FEWER)
    link(data / "parsed", data / "linked")
    articles = tables.table(data / "linked", "articles")
    (gone,) = articles.filter(title=TITLE)["id"].unique()
    entry = f"withdrawn:\n- {{article: '{gone}', date: 2026-11-02, reason: asked for}}\n"
    (folder / "withdrawn.yaml").write_text(entry, "utf-8")
    link(data / "parsed", data / "linked", withdrawals=folder / "withdrawn.yaml")
    report(data / "staged", data / "parsed", data / "linked", folder / "report")
    publish(data / "parsed", data / "linked", REPO / "DATACARD.md", folder / "dataset", FEWER)
    found = {}
    for path in (
        path for part in ("dataset", "report") for path in sorted((folder / part).rglob("*")) if path.is_file()
    ):
        if path.suffix != ".parquet":
            found[path.relative_to(folder).as_posix()] = html.unescape(re.sub(r"<[^>]*>", " ", path.read_text("utf-8")))
    for config in hub.CONFIGS:
        rows = [row for file in parquet.files(folder / "dataset", config) for row in parquet.read(file).rows()]
        found[config] = "\n".join(map(str, rows))
    return found


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def test_no_four_words_of_it_in_a_row_are_left_anywhere(written):
    runs = {
        tuple(found[i : i + 4]) for part in (*PARTS, TITLE) for found in [words(part)] for i in range(len(found) - 3)
    }
    for path, text in written.items():
        found = words(text)
        told = {" ".join(run) for i in range(len(found) - 3) if (run := tuple(found[i : i + 4])) in runs}
        assert not told, (path, told)


def test_what_says_nothing_of_it_is_still_shown(written):
    assert "Moss grows on the roof" in written["articles"]
    assert "nothing of it is shown" in written["report/report.html"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (TITLE, True),
        (TITLE.upper().replace(" ", "  "), True),
        (f"{TITLE[:30]}…", True),
        (f"{TITLE[:30]}...", True),
        (TITLE[:30], False),
        ("Lamp…", False),
        (PARTS[0][:90].translate(PLAIN), True),
        (PARTS[1], False),
        ("…", False),
    ],
)
def test_a_line_tells_of_a_text_by_its_title_be_it_cut_or_by_its_beginning(line, told):
    assert Texts([BODY], [TITLE]).told_by(line) is told


def test_a_text_is_quoted_where_sixty_letters_of_it_stand_wherever_they_begin():
    texts, letters = Texts([BODY], [TITLE]), "".join(filter(str.isalnum, BODY))
    assert all(texts.quoted_in(f"so {letters[i : i + 60]} ends") for i in range(len(letters) - 60))
    assert not any(texts.quoted_in(letters[i : i + 39]) for i in range(len(letters) - 39))
