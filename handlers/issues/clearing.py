"""Staff find the pictures of a report fit for everybody, or not: after they have looked at them."""

from handlers.issues.cards import the_issue, the_staff
from handlers.kit.entries import Entry, pressed
from handlers.kit.visit import Visit
from handlers.screens import issue_pictures as b
from models.errors import Done
from models.issues import desk_notices as d
from models.issues.states import FileKind
from models.issues.tables import Issue, IssueFile
from models.systems import pictures


async def ask(visit: Visit, one: Issue, files: list[IssueFile]) -> None:
    """Ask, below the pictures of a report that its voter lets be published."""
    has_pictures = any(row.kind is FileKind.PHOTO and not row.is_proof for row in files)
    if one.may_publish and has_pictures:
        await visit.tell(_question(one))


def _question(one: Issue) -> d.PicturesPublic:
    return d.PicturesPublic(
        group_id=one.group_id,
        issue_id=one.id,
        number=one.number,
        is_cleared=one.pictures_cleared_at is not None,
    )


async def clear(visit: Visit) -> None:
    """Staff say whether the pictures of a report may be seen by everybody."""
    button = visit.pressed(b.Clear)
    await the_issue(visit, button.group_id, button.issue_id)
    one = await pictures.clear(
        visit.tx,
        group_id=button.group_id,
        issue_id=button.issue_id,
        may=bool(button.may),
        by=await the_staff(visit, button.group_id),
        now=visit.now,
    )
    await visit.change(_question(one))
    await visit.toast(Done())


ENTRIES: tuple[Entry, ...] = (pressed(b.Clear, clear, may="staff"),)
