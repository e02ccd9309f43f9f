"""HTML and SVG, built of elements: what they are given is text, and is escaped, unless it was built here."""

from collections.abc import Iterable
from typing import Self

from markupsafe import Markup

from presspack.writing.visible import visible

BLOCKS = {"dd", "details", "div", "dl", "figure", "h1", "h2", "h3", "header", "li", "nav", "ol", "p", "section", "table",
          "tr"}  # fmt: skip
EMPTY = {"br", "input", "meta", "path", "rect"}


class Html(Markup):
    """HTML that is not escaped again. Whatever is added to it, joined or formatted into it is escaped, unless it is Html.

    Only this room calls it; others build with `tag` and `joined`.
    """

    @classmethod
    def escape(cls, value: object, /) -> Self:
        """A value as text: `visible`, so that it shows all it holds, and without markup."""
        return super().escape(value if isinstance(value, Html) else visible(str(value)))


def tag(name: str, /, *inside: object, **attributes: object) -> Html:
    """An element. What is inside is text, unless it is Html; an attribute is always text.

    `class_` is `class` and `aria_label` is `aria-label`. True gives an attribute without a value, None and False give none.
    """
    held = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{Html.escape(str(value))}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    if name in EMPTY and not inside:
        return Html(f"<{name}{held}/>")
    return Html(f"<{name}{held}>{joined(inside)}</{name}>" + ("\n" if name in BLOCKS else ""))


def joined(parts: Iterable[object], between: str = "") -> Html:
    """Parts one after the other, each of them text unless it is Html."""
    return Html.escape(between).join(parts)  # type: ignore[arg-type]  # join takes strings, and escapes anything
