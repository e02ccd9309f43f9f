"""What can become of a line of a dump: a closed vocabulary."""

from typing import NamedTuple


class Role(NamedTuple):
    """One thing that a line can become: its name for programs, its word for people, its meaning."""

    name: str
    word: str
    meaning: str


CRAWL_DATE, OUTLET, TITLE, DATE, BODY, BYLINE, CREDIT, RELATED = (
    "crawl-date", "outlet", "title", "date", "body", "byline", "credit", "related",
)  # fmt: skip
DROPPED, MARKUP, BLANK, OFFENDING = "dropped", "markup", "blank", "offending"

ROLES = {
    role.name: role
    for role in (
        Role(
            CRAWL_DATE, "crawl date", "It prints the day of the crawl, or of the newest related item, which tells it."
        ),
        Role(OUTLET, "outlet", "It names the outlet, or is the mark of its site."),
        Role(TITLE, "title", "It is the title, or half of it."),
        Role(DATE, "date", "It prints the day of publication."),
        Role(BODY, "body", "Its words are in the body."),
        Role(BYLINE, "byline", "It is the name that signs the body."),
        Role(CREDIT, "credit", "It is the agency or paper that is credited under the body."),
        Role(
            RELATED, "related", "It is part of a related item: its title, its teaser, its day, or a repetition of them."
        ),
        Role(DROPPED, "dropped", "It was read and left out: navigation, a promotion, a mark of where the page ends."),
        Role(MARKUP, "markup", "It is of HTML, and holds nothing that a reader of the page sees."),
        Role(BLANK, "blank", "It holds nothing."),
        Role(OFFENDING, "offending", "A reason or a warning points to it."),
    )
}
"""Every role by its name. A line has at least one; it can have several, and has them in this order."""
