"""What drift is measured on, and what it found."""

from typing import NamedTuple

from presspack.writing import visible


class Facts(NamedTuple):
    """What counts of a dump that would be published, when many are compared."""

    outlet: str
    layout: str
    language: str
    words: int
    related: int


class Drift(NamedTuple):
    """One thing in which the new dumps of an outlet differ from those published."""

    outlet: str
    what: str
    before: str
    now: str
    many_before: int
    many_now: int
    test: str
    effect: float
    p: float
    """After Holm's correction."""

    def said(self) -> str:
        """In one line."""
        shown = f"{self.what} was {self.before} in {self.many_before} published dumps, is {self.now} in {self.many_now}"
        return visible.printable(f"{self.outlet}: {shown} new ones ({self.test}, p = {self.p:.1g})")
