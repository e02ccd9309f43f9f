"""From what was asked for on the command line to a report, and from the report to text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from presspack.errors import PresspackError
from presspack.project.params import Params
from presspack.views import FORMATS
from presspack.views.check import check, places, settings
from presspack.views.check.finding import Report
from presspack.views.check.formats import renderer, text
from presspack.writing import visible


@dataclass(frozen=True)
class Asked:
    """What shall be checked, and how."""

    paths: Sequence[str]
    stdin_name: str = places.STDIN
    changed_since: str | None = None
    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    against: Path | None = None
    strict: bool = False
    max_rejected: float | None = None


def report(asked: Asked, params: Params, stdin: Callable[[int], bytes]) -> Report:
    """Check what was asked for; `stdin` reads at most so many bytes of standard input."""
    counting = settings.load(asked.select, asked.ignore)
    found = places.named([path for path in asked.paths if path != places.STDIN], asked.changed_since)
    if places.STDIN in asked.paths:
        found.append(places.given(asked.stdin_name, stdin(params.max_dump_bytes + 1)))
    drifting = asked.against is not None and counting.drift
    findings = check(found, params, counting, drifting)
    if found and not findings:
        raise PresspackError("hold no dump: name other files", ", ".join(map(visible.printable, asked.paths)))
    unchanged = visible.printable(asked.changed_since or "") if not found else ""
    if not drifting or asked.against is None or not found:
        return Report(findings, asked.strict, unchanged_since=unchanged, max_rejected=asked.max_rejected)
    from presspack.views.check.against import compare

    findings, drifts, uncompared = compare(findings, asked.against)
    return Report(findings, asked.strict, drifts, uncompared, max_rejected=asked.max_rejected)


def output(said: str) -> tuple[str, Path]:
    """The format and the file of FORMAT:FILE; PresspackError if it is something else."""
    form, _, file = said.partition(":")
    if form not in FORMATS or not file:
        names = ", ".join(FORMATS)
        raise PresspackError(f"--output takes FORMAT:FILE, such as sarif:presspack.sarif, with one of {names}", said)
    return form, Path(file)


def written(
    said: Report, form: str, statistics: bool, colour: bool = False, width: int | None = None, quiet: bool = False
) -> tuple[str, str]:
    """The report, and the words beside it: text holds them itself, a format for programs does not."""
    body = text.render(said, colour, width) if form == "text" else renderer(form)(said)
    beside = [*(text.statistics(said) if statistics else ()), *(() if quiet else (said.counted(),))]
    if form == "text":
        return "\n".join([*body, *beside]), ""
    return "\n".join(body), "\n".join(beside)
