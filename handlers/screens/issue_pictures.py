"""The buttons under the pictures of a report that may be published."""

from typing import ClassVar

from handlers.kit.buttons import Button, Press
from handlers.kit.screens import Keyboard, under
from models.issues import desk_notices as d


class Clear(Button):
    """The pictures may be seen by everybody (1), or not (0)."""

    code: ClassVar[str] = "icp"
    group_id: int
    issue_id: int
    may: int


@under(d.PicturesPublic)
def pictures_public(notice: d.PicturesPublic) -> Keyboard:
    """Offer what is not so yet."""
    may = int(not notice.is_cleared)
    button = Clear(group_id=notice.group_id, issue_id=notice.issue_id, may=may)
    return [Press(button, "issues.b_pictures_public" if may else "issues.b_pictures_hidden")]
