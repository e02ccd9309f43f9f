"""What is said of one dump, and of all that were checked."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from presspack.errors import Note
from presspack.project.rules import DRIFT, rules
from presspack.project.rules.table import UNCOUNTED
from presspack.views.drift.model import Drift, Facts
from presspack.writing import visible

STRICT = ("undated", "untitled", "unknown-language", DRIFT)
NUMBER = re.compile(r"([0-9]{1,18})")
LONGEST = 200  # characters of a detail that are shown


@dataclass(frozen=True, slots=True)
class Finding:
    """What would become of one path."""

    path: str
    dump: str | None
    outcome: str
    duplicate_of: str | None = None
    reasons: Sequence[Note] = ()
    warnings: Sequence[Note] = ()
    ignored: Sequence[Note] = ()
    facts: Facts | None = None
    outlet: str | None = None
    claimed_outlet: str | None = None
    """Of a rejected dump, the outlet that its labels or its URL name."""
    in_dataset: bool | None = None
    """Whether the ledger of the dataset that it was compared with has the same bytes; None where it was with none."""

    @property
    def notes(self) -> list[Note]:
        """Every reason and warning that is not ignored, in the order of lines."""
        return sorted((*self.reasons, *self.warnings), key=lambda note: (note.line or 0, note.slug))

    def problems(self, strict: bool) -> list[Note]:
        """What makes a check fail: every reason that counts as a rejection, and with `strict` some warnings."""
        return [*([] if self.aside else self.reasons), *(_strict(self.warnings) if strict else ())]

    @property
    def aside(self) -> bool:
        """Whether it could never be an article: a file of a tool, an image, a redirect."""
        return bool(self.reasons) and UNCOUNTED.issuperset(note.slug for note in self.reasons)


@dataclass(frozen=True)
class Report:
    """All that a check found."""

    findings: Sequence[Finding]
    strict: bool = False
    drifts: Sequence[Drift] = ()
    uncompared: str = ""
    """What could not be compared, in a sentence."""
    unchanged_since: str = ""
    """The revision since which nothing is new, so that nothing was checked."""
    max_rejected: float | None = None
    """The share that may be rejected without a failure, of what could have been an article; None: nothing may."""

    @property
    def failed(self) -> bool:
        """Whether the exit code is 1."""
        if self.strict and (self.drifts or any(_strict(finding.warnings) for finding in self.findings)):
            return True
        rejected, of = self.rejected
        if self.max_rejected is None:
            return rejected > 0
        return rejected > self.max_rejected * of

    @property
    def rejected(self) -> tuple[int, int]:
        """How many are rejected, of how many that could have been an article: as `publish` counts them."""
        aside = sum(finding.aside for finding in self.findings)
        rejected = sum(bool(one.reasons) for one in self.findings)
        return rejected - aside, len(self.findings) - aside

    def level(self, note: Note) -> str:
        """`error` for what makes the check fail, else `warning`."""
        refuses = rules()[note.slug].kind == "reason" and note.slug not in UNCOUNTED
        fails = refuses or (self.strict and note.slug in STRICT)
        return "error" if fails else "warning"

    @property
    def statistics(self) -> Counter[str]:
        """How often each slug was found."""
        return Counter(note.slug for finding in self.findings for note in finding.notes)

    @property
    def ignored(self) -> Counter[str]:
        """How often each slug was found and ignored."""
        return Counter(note.slug for finding in self.findings for note in finding.ignored)

    @property
    def counts(self) -> dict[str, int]:
        """How many dumps were checked, would be published and rejected, and how many findings are of each level."""
        outcomes = Counter(finding.outcome for finding in self.findings)
        levels = Counter(self.level(note) for finding in self.findings for note in finding.notes)
        levels["error" if self.strict else "warning"] += len(self.drifts)
        return {
            "dumps": len(self.findings),
            "published": outcomes["published"],
            "rejected": outcomes["rejected"],
            "errors": levels["error"],
            "warnings": levels["warning"],
        }

    def counted(self) -> str:
        """One line that sums up."""
        if self.unchanged_since:
            return f"0 dumps checked: none is new or changed since {self.unchanged_since}"
        failed = sum(bool(finding.problems(self.strict)) for finding in self.findings)
        warned = sum(bool(finding.warnings) for finding in self.findings)
        many = len(self.findings)
        said = [f"{visible.counted(many, 'dump')} checked: {failed} with problems", f"{warned} with warnings"]
        if aside := many - self.rejected[1]:
            said.append(f"{aside} set aside as no article")
        if self.max_rejected is not None:
            said.append("{} of {} rejected (max_rejected {:g})".format(*self.rejected, self.max_rejected))
        if known := sum(bool(finding.in_dataset) for finding in self.findings):
            said.append(f"{known} in the dataset's ledger already")
        if self.drifts:
            said.append(visible.counted(len(self.drifts), "drift"))
        if ignored := self.ignored:
            said.append(
                f"{ignored.total()} ignored ({', '.join(f'{slug} {n}' for slug, n in sorted(ignored.items()))})"
            )
        return ", ".join(said)


def _strict(warnings: Sequence[Note]) -> list[Note]:
    return [note for note in warnings if note.slug in STRICT]


def settle(findings: Sequence[Finding]) -> list[Finding]:
    """Findings in the order of their paths, the second row of a table before the eleventh; what was said of equal bytes in several batches becomes one.

    As in the ledger, the first path counts: of what is published the others are duplicates, and a refusal is theirs too.
    What is set aside is so by its name, which says nothing of other paths.
    """
    first: dict[str, Finding] = {}
    settled = []
    for finding in sorted(findings, key=lambda finding: finding.path):
        alone = finding.dump is None or finding.aside
        original = finding if alone else first.setdefault(finding.dump or "", finding)
        if original is finding:
            settled.append(finding)
        elif original.outcome == "rejected":
            settled.append(replace(original, path=finding.path))
        else:
            copy = Finding(finding.path, finding.dump, "duplicate", original.path)
            settled.append(replace(copy, outlet=original.outlet, claimed_outlet=original.claimed_outlet))
    return sorted(settled, key=lambda finding: natural(finding.path))


def natural(path: str) -> list[tuple[str, int]]:
    """A key to sort paths by: their letters, and the numbers in them as numbers."""
    parts = NUMBER.split(path)
    return [(word, int(number or 0)) for word, number in zip(parts[::2], [*parts[1::2], ""], strict=True)]


def shown(note: Note) -> str:
    """The offending value as text on one line, and not too long: a dump may hold escape codes, and lines without end."""
    detail = visible.printable(note.detail)
    return detail if len(detail) <= LONGEST else detail[:LONGEST] + "…"


def meaning(note: Note) -> str:
    """What a note means, with the offending value."""
    said, detail = rules()[note.slug].meaning, shown(note)
    return f"{said} ({detail})" if detail else said
