"""Static SVG of what Vega-Lite describes: drawn here, so that a page needs no script and no network to show it."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from presspack.errors import PresspackError

WIDTH = 460
SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"  # a name: nothing is fetched
LANGUAGE = "5.21"
SVG = "{http://www.w3.org/2000/svg}"
SPARE = {"class", "role", "pointer-events", "aria-label", "aria-hidden", "aria-roledescription", "font-family",
         "stroke-miterlimit", "version", "opacity", "font-weight"}  # fmt: skip
NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
Layer = dict[str, Any]


class Frame(NamedTuple):
    """Where marks are drawn, and the room about it. All is told, so that nothing is measured from a font."""

    left: int
    right: int
    high: int
    bottom: int = 0

    @property
    def wide(self) -> int:
        """The width that is left for marks."""
        return WIDTH - self.left - self.right


def draw(layers: Sequence[Layer], frame: Frame, title: str) -> str:
    """One drawing, the same bytes for the same layers. Raises PresspackError where the library is missing."""
    try:
        import vl_convert
    except ImportError:
        raise PresspackError("the charts need the extra `report`: pip install 'presspack[report]'") from None
    spec = {
        "$schema": SCHEMA,
        "width": frame.wide,
        "height": frame.high,
        "autosize": "none",
        "padding": {"left": frame.left, "right": frame.right, "top": 0, "bottom": frame.bottom},
        "background": None,
        "config": {"view": {"stroke": None}},
        "layer": list(layers),
    }
    return tidy(vl_convert.vegalite_to_svg(spec, vl_version=LANGUAGE), title)


def tidy(svg: str, title: str) -> str:
    """The drawing without what a page does not need: hints become titles, numbers have one digit."""
    root = ET.fromstring(svg)
    held = {"viewBox": root.get("viewBox", ""), "width": root.get("width", ""), "role": "img", "aria-label": title}
    drawing = ET.Element("svg", held)
    drawing.extend(_kept(root))
    return ET.tostring(drawing, encoding="unicode")


def _kept(parent: ET.Element) -> Iterator[ET.Element]:
    """What is seen of the elements below one."""
    for element in parent:
        name = element.tag.removeprefix(SVG)
        inside = list(_kept(element))
        held = {key: NUMBER.sub(_rounded, value) for key, value in element.items() if key not in SPARE}
        if held.get("transform") == "translate(0,0)":
            del held["transform"]
        if (name == "path" and not {"fill", "stroke"} & held.keys()) or (name == "g" and not inside):
            continue
        if name == "g" and not held:
            yield from inside
            continue
        kept = ET.Element(name, held)
        kept.text = element.text
        hint = element.get("aria-label")
        if hint and name != "g":
            ET.SubElement(kept, "title").text = hint
        kept.extend(inside)
        yield kept


def _rounded(number: re.Match[str]) -> str:
    return f"{round(float(number[0]), 1) + 0:g}"
