"""The buttons that lead to a round, and to the places of a session."""

from typing import ClassVar

from handlers.kit.buttons import Button


class ShowRound(Button):
    """Show a page of a round."""

    code: ClassVar[str] = "rxr"
    group_id: int
    round_id: int
    page: int


class ShowPlaces(Button):
    """Show where a session could be held instead."""

    code: ClassVar[str] = "rxz"
    group_id: int
    session_id: int
    page: int
