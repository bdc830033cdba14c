"""What a question may be, and when an answer is right. Pure."""

from collections.abc import Collection, Sequence
from enum import StrEnum

FEWEST, MOST = 2, 6  # options
MOST_QUESTIONS = 30
LETTERS = "ABCDEF"


class QuestionKind(StrEnum):
    """How many options of a question are right."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true_false"


class Flaw(StrEnum):
    """What is wrong with a question."""

    NO_WORDS = "no_words"
    FEW_OPTIONS = "few_options"
    MANY_OPTIONS = "many_options"
    SAME_OPTIONS = "same_options"
    NO_RIGHT = "no_right"
    ONE_RIGHT = "one_right"  # a single choice with several right answers
    UNKNOWN_RIGHT = "unknown_right"


def flaw_of(
    kind: QuestionKind, text: str, options: Sequence[str], right: Collection[int]
) -> Flaw | None:
    """Return what is wrong with a question; None if it can be asked."""
    checks = (
        (not text.strip(), Flaw.NO_WORDS),
        (len(options) < FEWEST, Flaw.FEW_OPTIONS),
        (len(options) > MOST, Flaw.MANY_OPTIONS),
        (len({one.strip().casefold() for one in options}) < len(options), Flaw.SAME_OPTIONS),
        (not right, Flaw.NO_RIGHT),
        (any(not 0 <= one < len(options) for one in right), Flaw.UNKNOWN_RIGHT),
        (kind is not QuestionKind.MULTIPLE and len(set(right)) > 1, Flaw.ONE_RIGHT),
    )
    return next((flaw for is_wrong, flaw in checks if is_wrong), None)


def right_of(written: str) -> list[int] | None:
    """Return the places that letters name (A; AC; A、C), from 0; None if they name none."""
    letters = [one for one in written.upper() if one.isalpha()]
    if not letters or any(one not in LETTERS for one in letters):
        return None
    return sorted({LETTERS.index(one) for one in letters})


def is_right(chosen: Collection[int], right: Collection[int]) -> bool:
    """Tell whether an answer is right: exactly the right options."""
    return set(chosen) == set(right)


def toggled(chosen: Collection[int], option: int) -> list[int]:
    """Return what is ticked after a press on an option."""
    ticked = set(chosen) ^ {option}
    return sorted(ticked)
