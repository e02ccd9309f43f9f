"""YAML that a person wrote: read with the line of every value, so that a message can point there."""

from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

import yaml

from presspack.errors import PresspackError

Where = tuple[str | int, ...]


@lru_cache(maxsize=32)
def _composed(text: str) -> yaml.Node | None:
    """The tree of a text: it is only read, so a file that is asked for again is not scanned again."""
    node: yaml.Node | None = yaml.compose(text, Loader=yaml.SafeLoader)
    return node


class YamlFile:
    """The data of a YAML file, and where in the file each of its values stands."""

    def __init__(self, path: Path, text: str | None = None, first_line: int = 1) -> None:
        self.path, self._lines, self._first = path, dict[Where, int](), first_line
        self._scalars = yaml.constructor.SafeConstructor()
        try:
            text = path.read_text("utf-8") if text is None else text
            node = _composed(text)
            self._left = len(text) + 100
            self.data: Any = None if node is None else self._value(node, ())
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise PresspackError(f"not YAML: {error.problem}", path, mark.line + first_line if mark else None) from None
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise PresspackError(f"not YAML in UTF-8: {error}", path) from None
        except RecursionError:
            raise PresspackError("is nested without end", path, first_line) from None
        except OSError as error:
            raise PresspackError(f"cannot be read ({error.strerror}): restore it, for example from git", path) from None

    def line(self, *where: str | int) -> int:
        """The line of the value at `where`, or the first line."""
        return self._lines.get(where, self._first)

    def refuse(self, message: str, *where: str | int) -> NoReturn:
        """Say what is wrong with the value at `where`, with its line."""
        raise PresspackError(message, self.path, self.line(*where))

    def _value(self, node: yaml.Node, where: Where) -> Any:
        self._left -= 1
        if self._left < 0:  # no text has more values than letters, but by aliases of aliases
            raise PresspackError(
                "its aliases repeat each other over and over: write the values out", self.path, self._first
            )
        self._lines.setdefault(where, node.start_mark.line + self._first)
        if isinstance(node, yaml.SequenceNode):
            return [self._value(item, (*where, i)) for i, item in enumerate(node.value)]
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, where)
        try:
            return self._scalars.construct_object(node, deep=True)
        except (ValueError, LookupError, AttributeError):  # a date that no calendar has, a tag that does not fit
            self.refuse(f"{node.value!r} cannot be read as {node.tag.rpartition(':')[2]}", *where)

    def _mapping(self, node: yaml.MappingNode, where: Where) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            self._lines[(*where, key)] = key_node.start_mark.line + self._first
            if key in found:
                self.refuse(f"{key!r} stands twice", *where, key)
            found[key] = self._value(value_node, (*where, key))
        return found
