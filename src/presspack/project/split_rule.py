"""How params.yaml says that articles are parted into splits."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

TRAIN, VALIDATION, TEST = NAMES = ("train", "validation", "test")
NONE = "none"
UNDATED = "undated"
DROP, ERROR = "drop", "error"
UNDATED_ALL = (TRAIN, DROP, ERROR)
SAID = "`none`, or `by: date` or `by: share` with a `validation` or a `test` or both"

Rule = str | Mapping[str, Any]
"""As params.yaml has it: `none`; or {by: date, validation: "2025-01-01", test: "2025-07-01"}: articles from a day on,
and by `undated: drop`, `train` or `error` what becomes of articles without a date; or {by: share, validation: 0.05, test: 0.05, seed: 7}: a share of the stories."""


def fault(rule: Any) -> tuple[str, str] | None:
    """What is wrong with a rule: which of its values (or `""` for all of it), and what it must be. None: nothing is."""
    if rule == NONE:
        return None
    if not isinstance(rule, dict):
        return "", SAID
    if rule.get("by") not in ("date", "share"):
        return ("by", "date or share") if "by" in rule else ("", SAID)
    known = ["by", *((TEST, VALIDATION, UNDATED) if rule["by"] == "date" else ("seed", TEST, VALIDATION))]
    for name in rule:
        if name not in known:
            return name, f"one of {', '.join(known)} where it is by {rule['by']}"
    if not rule.keys() & {VALIDATION, TEST}:
        return "", SAID
    return (_date_fault if rule["by"] == "date" else _share_fault)(rule)


def _date_fault(rule: Mapping[str, Any]) -> tuple[str, str] | None:
    for name in [name for name in (VALIDATION, TEST) if name in rule]:
        if not _is_day(rule[name]):
            return name, "a day in quotation marks, such as '2025-07-01'"  # DVC takes no other
    if rule.get(UNDATED, TRAIN) not in UNDATED_ALL:
        return UNDATED, f"one of {', '.join(UNDATED_ALL)}"
    if {VALIDATION, TEST} <= rule.keys() and rule[VALIDATION] >= rule[TEST]:
        return TEST, "a day after that of validation"
    return None


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and dt.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _share_fault(rule: Mapping[str, Any]) -> tuple[str, str] | None:
    for name in [name for name in (VALIDATION, TEST) if name in rule]:
        if type(rule[name]) is not float or not 0 < rule[name] < 1:
            return name, "a share above 0 and below 1"
    if rule.get(VALIDATION, 0) + rule.get(TEST, 0) >= 1:
        return TEST, "a share that leaves something to train with"
    if type(rule.get("seed", 0)) is not int or rule.get("seed", 0) < 0:
        return "seed", "a whole number, 0 or more"
    return None


def undated(rule: Rule) -> str:
    """What becomes of articles without a date: `train`, `drop` or `error`."""
    return TRAIN if isinstance(rule, str) else str(rule.get(UNDATED, TRAIN))


TOLD = {
    TRAIN: (
        "`train` before that. A story goes where the last of its dated articles belongs, so no article of `train` is "
        "dated later than that; but a story without a date is in `train`, an article without one is where its story "
        "is, and either may be of any day."
    ),
    DROP: (
        "`train` before that. A story goes where the last of its articles belongs. Articles without a date are left "
        "out, so each article of `train` is of an earlier day; the ledger has their dumps as `rejected`, with the reason "
        "`no-date`."
    ),
    ERROR: (
        "`train` before that. A story goes where the last of its articles belongs. Every article has a date, or the "
        "build would have failed, so each article of `train` is of an earlier day."
    ),
}
"""What a cut by date says of `train`, by what becomes of articles without a date."""


def said(rule: Rule) -> str:
    """How a split was made, in words."""
    if isinstance(rule, str):
        return "There is one split, `train`, which is only the name that `datasets` gives to a whole."
    if rule["by"] == "date":
        parts = [f"`{name}` from {rule[name]} on" for name in (VALIDATION, TEST) if name in rule]
        return f"Parted by date: {', '.join(parts)}, and {TOLD[undated(rule)]}"
    parts = [f"`{name}` {100 * rule[name]:g} %" for name in (VALIDATION, TEST) if name in rule]
    return (
        f"Parted by share of stories: {', '.join(parts)}, and `train` the rest. A hash of the seed {rule.get('seed', 0)} "
        "and of the id of a story decides."
    )
