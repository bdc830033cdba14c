"""The button that leads to a round."""

from typing import ClassVar

from handlers.kit.buttons import Button


class ShowRound(Button):
    """Show a page of a round."""

    code: ClassVar[str] = "rxr"
    group_id: int
    round_id: int
    page: int
