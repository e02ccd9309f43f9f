"""One dump's text to one article: the layout is told by the dump's shape, every reason against it is kept."""

from presspack.article import Article
from presspack.errors import Rejected
from presspack.layouts import LAYOUTS, LOOKED_FOR
from presspack.lines import Lines
from presspack.outlets import Outlets, fold


def read(text: str, outlets: Outlets) -> tuple[str, Article]:
    """The id of the outlet (or the label, where no outlet has it) and the article.

    Raises Rejected where the text fits no layout; lesser reasons are in `article.reasons`.
    """
    lines = Lines(text)
    layouts = [layout for layout in LAYOUTS if layout.matches(lines)]
    if not layouts:
        raise Rejected("no-layout", lines.numbers[0] if len(lines) else None, f"looked for {LOOKED_FOR}")
    if len(layouts) > 1:
        raise Rejected("several-layouts", lines.numbers[0], ", ".join(layout.name for layout in layouts))
    article = layouts[0].parse(lines, outlets)
    _warn(article, lines.numbers[0])
    return _outlet(article, outlets), article


def _outlet(article: Article, outlets: Outlets) -> str:
    """The one outlet that all labels name; each unknown label, and a disagreement, is a reason."""
    named = [(label, outlets.find(label.text)) for label in article.labels]
    for label, outlet in named:
        if outlet is None:
            article.refuse("unknown-outlet", label.line, label.text)
    if not named:
        article.refuse("unknown-outlet", article.body_line, "no line names an outlet")
        return ""
    names = [outlet.id if outlet else fold(label.text) for label, outlet in named]
    # the source line is what the page says of the article itself
    reference = next((i for i, (label, _) in enumerate(named) if label.line == article.published_on_line), 0)
    for (label, _), name in zip(named, names, strict=True):
        if name != names[reference]:
            said = " / ".join(f"{label.text} (line {label.line})" for label, _ in named)
            article.refuse("outlet-conflict", label.line, said)
            break
    return names[reference]


def _warn(article: Article, first: int) -> None:
    if article.published_on is None and not any(note.slug == "invalid-date" for note in article.reasons):
        article.warn("undated", article.published_on_line or first)
    if article.title is None:
        article.warn("untitled", first)
