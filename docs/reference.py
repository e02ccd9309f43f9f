"""Write docs/api.md anew from the docstrings of presspack's functions and values.

.venv/bin/python docs/reference.py
"""

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

import presspack

PAGE = Path(__file__).with_name("api.md")
FUNCTIONS = ("check", "read", "build", "verify", "load")
VALUES = ("Checked", "Reading", "Reason", "Related", "Built")
WIDE = 100  # characters of a signature on one line
SECTION = re.compile(r"^(Args|Returns|Raises|Example|Attributes):\n", re.MULTILINE)
ENTRY = re.compile(r"^    (\w+): ", re.MULTILINE)
HEAD = """\
# Python API

What the commands do, for a program: five functions, and the values that they give. They run the code of the commands.
`import presspack` alone loads no library: what a function needs comes when it is called. All of it has types.

A `StrPath` is a `str` or any path. Contracts, outlets and layouts are those of the project one stands in (the current
folder), else those that presspack ships; the first that are asked for count as long as the process lives. `build` stands in
the project that it is given, in a process of its own.

Whatever a person must mend is a `PresspackError`. A disk that cannot be read or written is an `OSError`, as everywhere.
The examples run in the root of this repository, one after the other.

This page is written by `.venv/bin/python docs/reference.py`.
"""


def page() -> str:
    """docs/api.md."""
    parts = [HEAD, "## Functions\n"]
    parts += [_function(name) for name in FUNCTIONS]
    parts += ["## Values\n", *map(_value, VALUES), "## Errors\n", _value("PresspackError")]
    return "\n".join(parts).rstrip("\n") + "\n"


def sections(thing: object) -> dict[str, str]:
    """The parts of a docstring by their titles; what stands before them has none."""
    parts = SECTION.split(inspect.getdoc(thing) or "")
    return {"": parts[0].strip(), **dict(zip(parts[1::2], parts[2::2], strict=True))}


def entries(section: str) -> list[tuple[str, str]]:
    """The names that a section tells of, with what it says of each."""
    parts = ENTRY.split(section)
    return [(name, " ".join(said.split())) for name, said in zip(parts[1::2], parts[2::2], strict=True)]


def _function(name: str) -> str:
    thing = getattr(presspack, name)
    said = sections(thing)
    parts = [f"### presspack.{name}", f"```python\n{_signature(thing)}\n```", said[""]]
    if "Args" in said:
        parts.append("\n".join(f"- `{arg}`: {text}" for arg, text in entries(said["Args"])))
    parts.append(f"**Returns:** {' '.join(said['Returns'].split())}")
    parts += [f"**Raises** `{error}`: {text}" for error, text in entries(said["Raises"])]
    parts.append(f"```pycon\n{textwrap.dedent(said['Example']).strip()}\n```")
    return "\n\n".join(parts) + "\n"


def _value(name: str) -> str:
    thing = getattr(presspack, name)
    said = sections(thing)
    rows = [f"| `{field}` | {text} |" for field, text in entries(said["Attributes"])]
    return "\n\n".join([f"### presspack.{name}", said[""], "\n".join(["| field | |", "| --- | --- |", *rows])]) + "\n"


def _signature(thing: object) -> str:
    """The head of a function as its source has it: on one line, or with a line for each parameter."""
    (node,) = ast.parse(textwrap.dedent(inspect.getsource(thing))).body  # type: ignore[arg-type]
    assert isinstance(node, ast.FunctionDef)
    args = list(_parameters(node.args))
    given = (
        node.returns.value
        if isinstance(node.returns, ast.Constant)
        else ast.unparse(node.returns or ast.Constant(None))
    )
    whole = f"{node.name}({', '.join(args)}) -> {given}"
    if len(whole) <= WIDE:
        return whole
    return "\n".join([f"{node.name}(", *(f"    {arg}," for arg in args), f") -> {given}"])


def _parameters(args: ast.arguments) -> Iterator[str]:
    """Each parameter with its type and its default."""
    yield from map(_parameter, args.args, [None] * (len(args.args) - len(args.defaults)) + args.defaults)
    if args.kwonlyargs:
        yield "*"
    yield from map(_parameter, args.kwonlyargs, args.kw_defaults)


def _parameter(arg: ast.arg, default: ast.expr | None) -> str:
    said = ast.unparse(arg)
    return said if default is None else f"{said} = {ast.unparse(default)}".replace("'", '"')


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
