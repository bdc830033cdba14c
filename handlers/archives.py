"""How people see archives, and take them with them."""

from pydantic import ValidationError

from handlers.kit.entries import Entry, pressed, word
from handlers.kit.visit import Visit
from handlers.screens import archives as b
from models.archives import notices as n
from models.archives import portraits, recommending, running, showing
from models.errors import Done, Gone, Refusal
from models.people.rules import Actor, acting
from models.people.tables import Member, Role
from models.points.notices import NoPlace


async def my_archive(visit: Visit) -> None:
    """A deputy asks for their own archive: one card for each group."""
    places = [one for one in await visit.members() if one.role is Role.DEPUTY]
    if not places:
        raise Refusal(NoPlace())
    for one in places:
        await visit.tell(await _card(visit, one, year=0, for_staff=False))


async def show(visit: Visit) -> None:
    """Somebody opens an archive: their own, or as staff a deputy's of their group."""
    button = visit.pressed(b.Show)
    await show_card(visit, button.group_id, button.member_id, year=button.year)
    await visit.toast(Done())


async def show_card(visit: Visit, group_id: int, member_id: int, *, year: int = 0) -> None:
    """Show an archive in place of what was pressed."""
    member, by = await seen(visit, group_id, member_id)
    is_staff = by.role is Role.STAFF
    await visit.change(await _card(visit, member, year=_year(visit, year), for_staff=is_staff))


async def _card(visit: Visit, member: Member, *, year: int, for_staff: bool) -> n.Card:
    group = await visit.group(member.group_id)
    return await showing.card(
        visit.tx, group, member, year=year, now=visit.now, for_staff=for_staff
    )


async def show_records(visit: Visit) -> None:
    """Somebody opens what is kept of the activities of an archive, or turns a page."""
    button = visit.pressed(b.ShowRecords)
    member, _by = await seen(visit, button.group_id, button.member_id)
    await visit.change(
        await showing.records_page(
            visit.tx,
            await visit.group(member.group_id),
            member,
            year=_year(visit, button.year),
            page=button.page,
            now=visit.now,
        )
    )
    await visit.toast(Done())


async def show_record(visit: Visit) -> None:
    """Somebody reads what is kept of one activity: summary, what came of it, the press."""
    button = visit.pressed(b.ShowRecordOf)
    member, _by = await seen(visit, button.group_id, button.member_id)
    await visit.change(
        await showing.record_card(
            visit.tx,
            await visit.group(member.group_id),
            member,
            activity_id=button.activity_id,
            year=_year(visit, button.year),
            page=button.page,
        )
    )
    await visit.toast(Done())


def _year(visit: Visit, year: int) -> int:
    """Return a year that an archive can be of, or 0: all; Refusal (gone) for any other."""
    if year and not showing.EARLIEST <= year <= visit.now.year + 1:
        raise Refusal(Gone())
    return year


async def seen(visit: Visit, group_id: int, member_id: int) -> tuple[Member, Actor]:
    """Return a deputy whose archive this person may see, and as whom they see it."""
    own = await visit.place(Role.DEPUTY, group_id)
    staff = await visit.place(Role.STAFF, group_id)
    place = own if own is not None and own.id == member_id else staff or own
    by = acting(place) if place is not None else visit.stranger()
    member = await portraits.the_deputy(visit.tx, group_id=group_id, member_id=member_id, by=by)
    return member, by


async def get(visit: Visit) -> None:
    """Somebody takes an archive with them as a file."""
    button = visit.pressed(b.Get)
    member, _by = await seen(visit, button.group_id, button.member_id)
    facts = {"group_id": member.group_id, "member_id": member.id, "name": member.name}
    try:
        order = n.Paper.model_validate({**facts, "year": button.year, "format": button.format})
    except ValidationError as problem:  # a forged button
        raise Refusal(Gone()) from problem
    await visit.hand(order, as_document=True)
    await visit.toast(Done())


async def portrait_off(visit: Visit) -> None:
    """A deputy or the staff take a photo out of the archive."""
    button = visit.pressed(b.PortraitOff)
    member, by = await seen(visit, button.group_id, button.member_id)
    await portraits.take_off(
        visit.tx, group_id=member.group_id, member_id=member.id, by=by, now=visit.now
    )
    await show_card(visit, member.group_id, member.id)
    await visit.toast(Done())


async def group(visit: Visit) -> None:
    """Staff ask for the archives of the group."""
    staff = await visit.staff()
    await visit.tell(await showing.group_card(visit.tx, await visit.group(staff.group_id)))


async def order(visit: Visit) -> None:
    """Staff have all archives made; a card tells how far they are, a .zip follows."""
    button = visit.pressed(b.Order)
    staff = await visit.staff(button.group_id)
    await running.order(
        visit.tx,
        bot_id=visit.bot.id,
        group_id=button.group_id,
        year=_year(visit, button.year),
        by=acting(staff),
        now=visit.now,
    )
    await visit.toast(Done())


async def recommend(visit: Visit) -> None:
    """Staff take the sheet that recommends deputies."""
    button = visit.pressed(b.Recommend)
    staff = await visit.staff(button.group_id)
    the = await visit.group(button.group_id)
    found = await recommending.recommended(visit.tx, the, year=button.year, by=acting(staff))
    if not found.candidates:
        raise Refusal(n.NobodyToRecommend(year=found.year, bound=found.bound))
    sheet = n.Recommendation(
        group_id=the.id,
        group_name=the.name,
        year=found.year,
        deputies=len(found.candidates),
        bound=found.bound,
    )
    await visit.hand(sheet, as_document=True)
    await visit.toast(Done())


ENTRIES: tuple[Entry, ...] = (
    word("archives.w_mine", my_archive, "履职档案", may="deputy"),
    word("archives.w_group", group, "一人一档", may="staff"),
    pressed(b.Show, show, may="deputy: own, staff: of the group"),
    pressed(b.ShowRecords, show_records, may="deputy: own, staff: of the group"),
    pressed(b.ShowRecordOf, show_record, may="deputy: own, staff: of the group"),
    pressed(b.Get, get, may="deputy: own, staff: of the group"),
    pressed(b.PortraitOff, portrait_off, may="deputy: own, staff: of the group"),
    pressed(b.Order, order, may="staff"),
    pressed(b.Recommend, recommend, may="staff"),
)
