"""How the staff keep their roster: look, invite, unbind, mark as left, import a file."""

from handlers.kit.entries import Entry, pressed, word
from handlers.kit.visit import Visit
from handlers.screens import people as b
from models.errors import Done, Gone, Refusal
from models.people import actions, importing, inviting, queries
from models.people import roster_notices as r
from models.people.rules import acting
from models.people.tables import Account, Member, Reach, Role, RosterFile
from reports import rosters
from reports.rosters import RosterRead

PAGE = 8  # members on a page
LINKS = 25  # links in one message: Telegram's 4096 characters hold more than twice as many


async def roster(visit: Visit) -> None:
    """Staff ask for the roster."""
    await visit.staff()
    groups = await _own_groups(visit)
    if len(groups) > 1:
        await visit.tell(r.WhichRoster(groups=groups))
    else:
        await visit.tell(await _page(visit, groups[0][0], 0))


async def show_page(visit: Visit) -> None:
    """Staff turn the pages."""
    button = visit.pressed(b.Roster)
    await visit.staff(button.group_id)
    await visit.change(await _page(visit, button.group_id, button.page))
    await visit.toast(Done())


async def _own_groups(visit: Visit) -> tuple[tuple[int, str], ...]:
    places = [one for one in await visit.members() if one.role is Role.STAFF]
    return tuple([(one.group_id, (await visit.group(one.group_id)).name) for one in places])


async def _page(visit: Visit, group_id: int, page: int) -> r.Roster:
    rows = await queries.roster(visit.tx, group_id=group_id)
    pages = max(-(-len(rows) // PAGE), 1)
    page = min(max(page, 0), pages - 1)
    return r.Roster(
        group_id=group_id,
        group_name=(await visit.group(group_id)).name,
        counts=queries.counts(rows),
        members=tuple(queries.lines(rows[page * PAGE : (page + 1) * PAGE])),
        page=page,
        pages=pages,
    )


async def show_member(visit: Visit) -> None:
    """Staff open a member's card."""
    button = visit.pressed(b.OfMember)
    await visit.staff(button.group_id)
    await visit.change(await _card(visit, button.group_id, button.member_id))
    await visit.toast(Done())


async def _card(visit: Visit, group_id: int, member_id: int) -> r.MemberCard:
    member = await _the(visit, group_id, member_id)
    account = await visit.tx.get(Account, member.account_id) if member.account_id else None
    reach: Reach | None = account.reach if account else None
    return r.MemberCard(
        group_id=group_id,
        member_id=member_id,
        kept=queries.kept(member, await visit.group(group_id)),
        state=queries.state_of(member, reach),
        invited_until=await queries.invited_until(visit.tx, member, now=visit.now),
        left_at=member.left_at,
    )


async def _the(visit: Visit, group_id: int, member_id: int) -> Member:
    member = await visit.tx.load(queries.members, (group_id, member_id))
    if member is None:
        raise Refusal(Gone())
    return member


async def invite(visit: Visit) -> None:
    """Staff make a member's invitation: a QR code with the link under it, to pass on."""
    button = visit.pressed(b.Invite)
    staff = await visit.staff(button.group_id)
    invited = await inviting.invite(
        visit.tx,
        group_id=button.group_id,
        member_id=button.member_id,
        by=acting(staff),
        now=visit.now,
    )
    await visit.hand(
        r.Invitation(
            name=invited.name,
            group_name=(await visit.group(button.group_id)).name,
            url=invited.url(visit.bot.username),
            expires_at=invited.expires_at,
        )
    )
    await visit.toast(Done())


_ACTS = ("invite_all", "unbind", "leave")


async def ask(visit: Visit) -> None:
    """Staff want to do something that cannot be undone: ask once."""
    button = visit.pressed(b.Ask)
    await visit.staff(button.group_id)
    if button.act not in _ACTS:
        raise Refusal(Gone())
    name, people = "", 1
    if button.member_id:
        name = (await _the(visit, button.group_id, button.member_id)).name
    else:
        rows = await queries.roster(visit.tx, group_id=button.group_id)
        people = queries.counts(rows).unbound
    await visit.change(
        r.SureOf(
            group_id=button.group_id,
            member_id=button.member_id,
            act=button.act,
            name=name,
            people=people,
        )
    )
    await visit.toast(Done())


async def do(visit: Visit) -> None:
    """Staff unbind somebody, mark them as left, or invite all."""
    button = visit.pressed(b.Do)
    if button.act == "invite_all":
        await _invite_all(visit, button.group_id)
        return
    verb = {"unbind": actions.unbind, "leave": actions.leave}.get(button.act)
    if verb is None:
        raise Refusal(Gone())
    await verb(
        visit.tx,
        group_id=button.group_id,
        member_id=button.member_id,
        by=acting(await visit.staff(button.group_id)),
        now=visit.now,
        bot_id=visit.bot.id,
    )
    await visit.change(await _card(visit, button.group_id, button.member_id))
    await visit.toast(Done())


async def _invite_all(visit: Visit, group_id: int) -> None:
    staff = await visit.staff(group_id)
    made = await inviting.invite_all(visit.tx, group_id=group_id, by=acting(staff), now=visit.now)
    if not made:
        raise Refusal(r.NobodyToInvite())
    links = [r.Invitee(name=one.name, url=one.url(visit.bot.username)) for one in made]
    parts = [links[start : start + LINKS] for start in range(0, len(links), LINKS)]
    await visit.change(await _page(visit, group_id, 0))
    for number, part in enumerate(parts, start=1):
        await visit.tell(
            r.Invitations(
                invitees=tuple(part),
                part=number,
                parts=len(parts),
                expires_at=made[0].expires_at,
            )
        )
    await visit.toast(Done())


async def _preview(visit: Visit, group_id: int, file: RosterFile) -> r.RosterPreview:
    found = RosterRead.model_validate(file.content)
    planned = await importing.preview(visit.tx, group_id=group_id, lines=found.lines)
    return rosters.shown(
        await visit.group(group_id), found, planned, filename=file.filename, version=file.version
    )


async def _file(visit: Visit, version: int) -> RosterFile:
    return await importing.kept_file(
        visit.tx, account_id=visit.user.id, version=version, now=visit.now
    )


async def import_for(visit: Visit) -> None:
    """Staff of several groups say whose roster it is."""
    button = visit.pressed(b.ImportFor)
    await visit.staff(button.group_id)
    file = await _file(visit, button.version)
    await visit.change(await _preview(visit, button.group_id, file))
    await visit.toast(Done())


async def confirm(visit: Visit) -> None:
    """Staff import what the preview has shown; the rows that cannot be used are left out."""
    button = visit.pressed(b.Import)
    staff = await visit.staff(button.group_id)
    file = await _file(visit, button.version)
    found = RosterRead.model_validate(file.content)
    done = await importing.import_roster(
        visit.tx,
        group_id=button.group_id,
        lines=found.lines,
        by=acting(staff),
        now=visit.now,
        skip_doubtful=True,
    )
    left_out = len({one.row for one in rosters.all_problems(found, done)})
    await importing.drop_file(visit.tx, account_id=visit.user.id)
    group = await visit.group(button.group_id)
    await visit.change(rosters.imported(group, done, left_out=left_out))
    await visit.toast(Done())


async def drop(visit: Visit) -> None:
    """Staff do not want the file imported."""
    await importing.drop_file(visit.tx, account_id=visit.user.id)
    await visit.change(r.RosterDropped())
    await visit.toast(Done())


async def take(visit: Visit, filename: str, found: RosterRead) -> None:
    """Show the staff what a roster would change; keep it until they confirm."""
    version = await importing.keep_file(
        visit.tx,
        account_id=visit.user.id,
        filename=filename,
        content=found.model_dump(mode="json"),
        now=visit.now,
    )
    groups = await _own_groups(visit)
    if len(groups) > 1:
        await visit.tell(r.WhichRoster(groups=groups, version=version))
    else:
        await visit.tx.flush()
        file = await _file(visit, version)
        await visit.tell(await _preview(visit, groups[0][0], file))


ENTRIES: tuple[Entry, ...] = (
    word("people.w_roster", roster, "花名册", "名单", may="staff"),
    pressed(b.Roster, show_page, may="staff"),
    pressed(b.OfMember, show_member, may="staff"),
    pressed(b.Invite, invite, may="staff"),
    pressed(b.Ask, ask, may="staff"),
    pressed(b.Do, do, may="staff"),
    pressed(b.ImportFor, import_for, may="staff"),
    pressed(b.Import, confirm, may="staff"),
    pressed(b.Drop, drop, may="anyone"),
)
