"""The buttons of people: big keyboards by role, the roster, invitations, languages."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from handlers.kit.buttons import Button, Choice, Press
from handlers.kit.screens import Big, Keyboard, Row, under, with_file
from models.messages.notices import Notice
from models.people import notices as n
from models.people import roster_notices as r
from models.people.queries import UNBOUND
from models.people.tables import Role
from reports import qr_codes


class Language(Button):
    """Speak this language from now on."""

    code: ClassVar[str] = "pg"
    locale: str


class Roster(Button):
    """Show a page of a group's roster."""

    code: ClassVar[str] = "pr"
    group_id: int
    page: int


class OfMember(Button):
    """Show a member's card."""

    code: ClassVar[str] = "pm"
    group_id: int
    member_id: int


class Invite(Button):
    """Make a member's invitation."""

    code: ClassVar[str] = "pi"
    group_id: int
    member_id: int


class Ask(Button):
    """Ask before an act: unbind, leave, invite_all."""

    code: ClassVar[str] = "pq"
    group_id: int
    member_id: int
    act: str


class Do(Button):
    """Do an act: unbind, leave, invite_all."""

    code: ClassVar[str] = "pd"
    group_id: int
    member_id: int
    act: str


class ImportFor(Button):
    """Say whose roster the file is that was sent."""

    code: ClassVar[str] = "pf"
    group_id: int
    version: int


class Import(Button):
    """Import the roster that was shown."""

    code: ClassVar[str] = "pn"
    group_id: int
    version: int


class Drop(Button):
    """Do not import it."""

    code: ClassVar[str] = "px"


_DEPUTY = (
    "activities.w_check_in",
    "points.w_my_points",
    "activities.w_upcoming",
    "materials.w_materials",
    "issues.w_report",
)
_STAFF = (
    "activities.w_manage",
    "activities.w_new",
    "materials.w_materials",
    "issues.w_desk",
    "people.w_roster",
)


def big(*, is_deputy: bool, is_staff: bool) -> Big:
    """Return the big buttons for somebody: one a row, a deputy's first."""
    both = (*(_DEPUTY if is_deputy else ()), *(_STAFF if is_staff else ()), "more.w_more")
    words = tuple(dict.fromkeys(both))  # what both have stands once
    if len(words) <= len(_DEPUTY) + 1:
        return Big(rows=tuple((word,) for word in words))
    pairs = [words[start : start + 2] for start in range(0, len(words), 2)]
    return Big(rows=tuple(pairs))


@under(n.Home)
def home(notice: n.Home) -> Keyboard:
    """Offer what somebody can do."""
    return big(is_deputy=notice.is_deputy, is_staff=notice.is_staff)


@under(n.Welcome)
def welcome(notice: n.Welcome) -> Keyboard:
    """Offer what somebody can do now."""
    return big(is_deputy=notice.is_deputy, is_staff=notice.is_staff)


@under(n.Help)
def help_(notice: n.Help) -> Keyboard:
    """Offer what somebody can do; to whoever is unknown the way in."""
    if not notice.is_deputy and not notice.is_staff:
        return WAY_IN
    return big(is_deputy=notice.is_deputy, is_staff=notice.is_staff)


WAY_IN = Big(
    rows=(("issues.w_report",), ("issues.w_mine",), ("stations.w_stations",), ("people.w_help",)),
    contact="people.w_share_contact",
)


def way_in(_notice: Notice) -> Keyboard:
    """Offer to share one's own number."""
    return WAY_IN


for _kind in (
    n.Hello,
    n.Former,
    n.LinkUnknown,
    n.LinkExpired,
    n.NotYourContact,
    n.Unbound,
    n.Left,
):
    under(_kind)(way_in)


@under(n.WhichLanguage)
def which_language(_notice: n.WhichLanguage) -> Keyboard:
    """Offer each language in its own words."""
    return [
        Press(Language(locale="zh-CN"), "people.b_zh"),
        Press(Language(locale="en"), "people.b_en"),
    ]


@under(r.Roster)
def roster(notice: r.Roster) -> Keyboard:
    """Offer each member of the page, the pages, and to invite all who are not bound."""
    rows: list[Row | list[Row]] = [
        Press(
            OfMember(group_id=notice.group_id, member_id=one.member_id),
            "people.b_member",
            (("name", one.name), ("role", one.role.value), ("state", one.state)),
        )
        for one in notice.members
    ]
    turn: list[Row] = []
    if notice.page > 0:
        turn.append(_page(notice, notice.page - 1, "people.b_before"))
    if notice.page + 1 < notice.pages:
        turn.append(_page(notice, notice.page + 1, "people.b_after"))
    if turn:
        rows.append(turn)
    if notice.counts.unbound:
        ask = Ask(group_id=notice.group_id, member_id=0, act="invite_all")
        rows.append(Press(ask, "people.b_invite_all"))
    return rows


def _page(notice: r.Roster, page: int, label: str) -> Press:
    return Press(Roster(group_id=notice.group_id, page=page), label)


@under(r.WhichRoster)
def which_roster(notice: r.WhichRoster) -> Keyboard:
    """Offer each group whose staff the person is."""
    return [
        Choice(
            Roster(group_id=group_id, page=0)
            if notice.version is None
            else ImportFor(group_id=group_id, version=notice.version),
            name,
        )
        for group_id, name in notice.groups
    ]


More = Callable[[r.MemberCard], Sequence[Row]]
_more: list[More] = []


def on_deputy_card(build: More) -> More:
    """Add rows of another part of the program to a deputy's card, as staff see it."""
    _more.append(build)
    return build


@under(r.MemberCard)
def member_card(notice: r.MemberCard) -> Keyboard:
    """Offer what can be done with a member."""
    back = Press(Roster(group_id=notice.group_id, page=0), "people.b_back")
    more: list[Row] = []
    if notice.kept.role is Role.DEPUTY:
        more = [row for build in _more for row in build(notice)]
    if notice.left_at is not None:
        return [*more, back]
    member = {"group_id": notice.group_id, "member_id": notice.member_id}
    if notice.state == UNBOUND:
        first = Press(Invite(**member), "people.b_invite")
    else:
        first = Press(Ask(**member, act="unbind"), "people.b_unbind")
    return [first, *more, Press(Ask(**member, act="leave"), "people.b_leave"), back]


@under(r.SureOf)
def sure_of(notice: r.SureOf) -> Keyboard:
    """Offer to do it, or to go back."""
    do = Do(group_id=notice.group_id, member_id=notice.member_id, act=notice.act)
    back: Button = Roster(group_id=notice.group_id, page=0)
    if notice.member_id:
        back = OfMember(group_id=notice.group_id, member_id=notice.member_id)
    return [
        Press(do, f"people.b_yes_{notice.act}"),
        Press(back, "people.b_back_to_member"),
    ]


@with_file(r.Invitation)
def invitation(notice: r.Invitation) -> tuple[str, bytes]:
    """Draw the link as a QR code."""
    return f"{notice.name}.png", qr_codes.picture(notice.url)


@under(r.RosterPreview)
def roster_preview(notice: r.RosterPreview) -> Keyboard:
    """Offer to import what can be imported, or to let it be."""
    yes = Press(Import(group_id=notice.group_id, version=notice.version), "people.b_import")
    no = Press(Drop(), "people.b_drop")
    return [yes, no] if notice.n_added + notice.n_changed + notice.n_returned else [no]


@under(r.RosterImported)
def roster_imported(notice: r.RosterImported) -> Keyboard:
    """Lead to the roster."""
    return [Press(Roster(group_id=notice.group_id, page=0), "people.b_back")]
