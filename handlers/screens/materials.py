"""The buttons of study materials."""

from collections.abc import Sequence
from typing import ClassVar

from handlers.kit import addresses
from handlers.kit.buttons import Button, Choice, Link, Press
from handlers.kit.screens import Keyboard, under
from models.materials import links
from models.materials import notices as n
from models.materials.rules import MaterialState


class Read(Button):
    """I have read it."""

    code: ClassVar[str] = "zr"
    group_id: int
    material_id: int


class Show(Button):
    """Show one material: to a deputy as it came, to the staff with what came of it."""

    code: ClassVar[str] = "zs"
    group_id: int
    material_id: int


class Look(Button):
    """Look at a part of the library."""

    code: ClassVar[str] = "zl"
    group_id: int
    what: str
    page: int


class Search(Button):
    """Look for words in the library."""

    code: ClassVar[str] = "zf"
    group_id: int


class Do(Button):
    """Something the staff do with a material."""

    code: ClassVar[str] = "zd"
    group_id: int
    material_id: int
    act: str


class New(Button):
    """Staff begin a new material."""

    code: ClassVar[str] = "zn"
    group_id: int


class ToDesk(Button):
    """Back to the staff's overview."""

    code: ClassVar[str] = "zk"
    group_id: int


def link_of(notice: n.Card) -> str | None:
    """Return where the link of a card leads: over the bot's own page, which notes the reading."""
    if notice.url is None:
        return None
    if not notice.member_id:
        return notice.url
    path = links.path_of(notice.group_id, notice.material_id, notice.member_id)
    return addresses.page(path) or notice.url


@under(n.Card)
def card(notice: n.Card) -> Keyboard:
    """Offer the link, the quiz, and to say that it is read."""
    if notice.is_withdrawn:
        return []
    rows: list[Press | Link] = []
    about = {"group_id": notice.group_id, "material_id": notice.material_id}
    url = link_of(notice)
    if url:
        rows.append(Link(url, "materials.b_link"))
    if not notice.member_id:
        return rows
    if not notice.is_read:
        rows.append(Press(Read(**about), "materials.b_read"))
    return rows


@under(n.GroupCard)
def group_card(notice: n.GroupCard) -> Keyboard:
    """Offer the link, and to say that it is read."""
    if notice.is_withdrawn:
        return []
    read = Press(Read(group_id=notice.group_id, material_id=notice.material_id), "materials.b_read")
    return [Link(notice.url, "materials.b_link"), read] if notice.url else [read]


@under(n.Confirm)
def confirm(notice: n.Confirm) -> Keyboard:
    """Offer to send it, to change the words, or to leave it."""
    return _acts(notice, ("send", "correct", "drop"), count=notice.deputies)


@under(n.Scheduled)
def scheduled(notice: n.Scheduled) -> Keyboard:
    """Offer to take it back while nothing has left."""
    if notice.state is MaterialState.SCHEDULED:
        return _acts(notice, ("undo",))
    return _acts(notice, ("manage",))


_ACTS: dict[MaterialState, tuple[str, ...]] = {
    MaterialState.DRAFT: ("ask", "correct", "drop"),
    MaterialState.QUEUED: ("correct", "drop"),
    MaterialState.SCHEDULED: ("undo",),
    MaterialState.SENDING: ("reach", "withdraw"),
    MaterialState.SENT: ("reach", "nudge", "print", "correct", "withdraw"),
    MaterialState.WITHDRAWN: ("reach",),
}


@under(n.Manage)
def manage(notice: n.Manage) -> Keyboard:
    """Offer what can be done with a material now."""
    return [
        *_acts(notice, _ACTS[notice.state]),
        Press(ToDesk(group_id=notice.group_id), "materials.b_desk"),
    ]


@under(n.SureToWithdraw)
def sure_to_withdraw(notice: n.SureToWithdraw) -> Keyboard:
    """Ask once: what has arrived cannot be made unread."""
    return _acts(notice, ("really", "manage"))


@under(n.Withdrawn)
def withdrawn(notice: n.Withdrawn) -> Keyboard:
    """Lead back to the material."""
    return _acts(notice, ("manage",))


@under(n.Reach)
def reach(notice: n.Reach) -> Keyboard:
    """Offer to remind, to print, to look again."""
    return _acts(notice, ("nudge", "print", "reach_again", "manage"))


def _acts(
    notice: n.Confirm | n.Scheduled | n.Manage | n.SureToWithdraw | n.Withdrawn | n.Reach,
    acts: Sequence[str],
    *,
    count: int | None = None,
) -> list[Press]:
    about = {"group_id": notice.group_id, "material_id": notice.material_id}
    named = {"send": (("count", count),)} if count is not None else {}
    return [
        Press(
            Do(**about, act="reach" if act == "reach_again" else act),
            f"materials.b_{act}",
            named.get(act, ()),
        )
        for act in acts
    ]


@under(n.Library)
def library(notice: n.Library) -> Keyboard:
    """Offer the unread, the new, each category, the search."""
    group = notice.group_id
    rows: list[Press] = []
    if notice.unread:
        look = Look(group_id=group, what="unread", page=0)
        rows.append(Press(look, "materials.b_unread", (("count", notice.unread),)))
    rows.append(Press(Look(group_id=group, what="new", page=0), "materials.b_new"))
    rows += [
        Press(Look(group_id=group, what=one.value, page=0), f"materials.b_{one.value}")
        for one in notice.categories
    ]
    return [*rows, Press(Search(group_id=group), "materials.b_search")]


@under(n.Listed)
def listed(notice: n.Listed) -> Keyboard:
    """Offer each material, the pages around, and the way back."""
    rows: list[Press | Choice] = [
        Choice(
            Show(group_id=one.group_id, material_id=one.material_id),
            f"{'✅' if one.is_read else '📖'} {one.title}",
        )
        for one in notice.entries
    ]
    group, what, page = notice.group_id, notice.what, notice.page
    if what != "search":
        if page:
            back = Look(group_id=group, what=what, page=page - 1)
            rows.append(Press(back, "materials.b_newer"))
        if page + 1 < notice.pages:
            on = Look(group_id=group, what=what, page=page + 1)
            rows.append(Press(on, "materials.b_older"))
    if notice.is_staff:
        return [*rows, Press(ToDesk(group_id=group), "materials.b_desk")]
    return [*rows, Press(Look(group_id=group, what="home", page=0), "materials.b_library")]


@under(n.Unread)
def unread(notice: n.Unread) -> Keyboard:
    """Offer each of them."""
    return [
        Choice(Show(group_id=one.group_id, material_id=one.material_id), f"📖 {one.title}")
        for one in notice.entries
    ]


@under(n.Desk)
def desk(notice: n.Desk) -> Keyboard:
    """Offer a new material, those there are, and what else belongs to study."""
    group = notice.group_id
    return [
        Press(New(group_id=group), "materials.b_compose"),
        Press(Look(group_id=group, what="desk", page=0), "materials.b_all"),
    ]
