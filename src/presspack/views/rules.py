"""The rules as people and programs read them: a table, one rule at length, Markdown, JSON."""

import json
from difflib import get_close_matches
from pathlib import Path
from textwrap import indent

from presspack.errors import PresspackError
from presspack.project.rules import GOOD, RULES, Reason, rules

KINDS = {
    "reason": ("Reasons", "A dump with any of these is rejected."),
    "warning": ("Warnings", "A dump with these is published all the same. A rejected one may have them too."),
    "drift": ("Drift", "This is not about one dump: `presspack check --against` compares many with those published."),
}
PAGE = "rules.md"
PAGES = {"no-layout": "layouts.md", "unknown-outlet": "outlets.md", "withdrawn": "versions.md"}  # in place of PAGE
MISSING = "(the line is missing)"
HEAD = """\
# Every reason and warning

The vocabulary is closed: the build, `presspack check`, the ledger and the data card know no others. `presspack
explain SLUG` tells one of them. A project may name reasons of its own, in `schemas/reasons.yaml`; these are then part
of it. This page is written by `presspack rules --format markdown`.

Examples are of two kinds. A sentence is about a file. A line stands in the place of one of this good dump's:

```text
{good}
```
"""


def known(slug: str, where: object = None, line: int | None = None) -> str:
    """The slug, if there is such a rule; else PresspackError with the nearest one."""
    if slug in rules():
        return slug
    near = get_close_matches(slug, rules(), 1)
    hint = f"did you mean {near[0]!r}?" if near else "`presspack rules` lists them"
    raise PresspackError(f"{slug!r} is no rule: {hint}", where, line)


def text() -> str:
    """A line for each rule: slug, kind, meaning."""
    wide = max(map(len, rules()))
    return "\n".join(f"{rule.slug:{wide}}  {rule.kind:7}  {rule.meaning}" for rule in rules().values())


def as_json() -> str:
    """Each rule with all its parts."""
    return json.dumps([rule._asdict() for rule in rules().values()], ensure_ascii=False, indent=2)


def explain(slug: str) -> str:
    """One rule at length."""
    rule = rules()[known(slug)]
    parts = [f"{rule.slug} ({rule.kind}): {rule.meaning}", rule.why, "Example:", _indented(rule), f"Fix: {rule.fix}"]
    if slug == "no-layout":
        from presspack.reading.layouts import looked_for

        parts.append(f"What a page of each layout shows:\n\n{indent(looked_for(), '    ')}")
    if slug in RULES:
        parts.append(f"More: {address(slug) or _shipped(PAGES.get(slug, PAGE))}")
    return "\n\n".join(parts)


def address(slug: str) -> str:
    """Where a browser finds a rule of presspack's own, if presspack was installed from a git host; else nothing."""
    from presspack.project.libraries import origin

    url, git = origin().get("url", ""), origin().get("vcs_info")
    if slug not in RULES or not git or not url.startswith("https://"):
        return ""
    return f"{url.removesuffix('.git')}/blob/{git['commit_id']}/docs/{PAGES.get(slug, f'{PAGE}#{slug}')}"


def _shipped(page: str) -> Path:
    """A page that rules lead to: a wheel has it in the package, a checkout at its root."""
    found = next(place for folder in Path(__file__).parents[1:4] if (place := folder / "docs" / page).is_file())
    return found.relative_to(Path.cwd()) if found.is_relative_to(Path.cwd()) else found


def markdown() -> str:
    """docs/rules.md."""
    parts = [HEAD.format(good="\n".join(GOOD))]
    for kind, (title, said) in KINDS.items():
        parts.append(f"## {title}\n\n{said}\n")
        parts += [_section(rule) for rule in rules().values() if rule.kind == kind]
    return "\n".join(parts).rstrip("\n")


def _section(rule: Reason) -> str:
    example = _diff(rule)
    shown = f"```diff\n{example}\n```" if rule.instead_of else f"Example: {example}"
    return f"### {rule.slug}\n\n**{rule.meaning}.** {rule.why}\n\n{shown}\n\nFix: {rule.fix}\n"


def _diff(rule: Reason) -> str:
    """The good line and what stands in its place; or the sentence."""
    if not rule.instead_of:
        return rule.example
    return "\n".join([f"- {rule.instead_of}", *(f"+ {line}" for line in (rule.example or MISSING).split("\n"))])


def _indented(rule: Reason) -> str:
    return "\n".join(f"    {line}" for line in _diff(rule).split("\n"))
