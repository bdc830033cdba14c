"""How people see the year's plan, take it into their own calendars, and staff bring it in."""

import calendar
from datetime import date, datetime
from zoneinfo import ZoneInfo

from handlers.kit.addresses import page as page_at
from handlers.kit.entries import Entry, pressed, word
from handlers.kit.papers import Paper, Spoken, paper
from handlers.kit.visit import Visit
from handlers.screens import plans as b
from models import clock
from models.activities import plan_notices as n
from models.activities import plans, queries
from models.activities.choosing import is_invited
from models.activities.rules import ActivityState
from models.activities.tables import Activity
from models.calendars import actions as calendars
from models.calendars.queries import feed_of, has_feed
from models.database import Transaction
from models.errors import Done, Gone, Refusal
from models.groups.queries import groups
from models.people.rules import acting
from models.people.tables import Member, Role
from models.working_days import is_working_day

PAGE = 8  # activities on a page
SIGHT = 3  # years before and after this one that can be looked at
_MONTHS = range(1, 13)


async def the_place(visit: Visit, group_id: int | None = None) -> Member:
    """Return the person's place in a group, as staff if both; Refusal if they have none."""
    place = await visit.place(Role.STAFF, group_id) or await visit.place(Role.DEPUTY, group_id)
    if place is None or place.left_at is not None:
        raise Refusal(n.MembersOnly())
    return place


async def year(visit: Visit) -> None:
    """Somebody asks for this year's plan."""
    place = await the_place(visit)
    await visit.tell(await _year(visit, place, 0, -1))


async def show_year(visit: Visit) -> None:
    """Somebody turns the pages, or looks at another year."""
    button = visit.pressed(b.ShowYear)
    place = await the_place(visit, button.group_id)
    shown = await _year(visit, place, button.year, button.page)
    await (visit.tell(shown) if _under_picture(visit) else visit.change(shown))
    await visit.toast(Done())


def _under_picture(visit: Visit) -> bool:
    """Tell whether a button stood under a picture or a file, which no words can replace."""
    message = visit.update.effective_message
    return message is not None and bool(message.photo or message.document)


async def _year(visit: Visit, place: Member, wanted: int, page: int) -> n.YearPlan:
    local = await visit.local(place.group_id)
    chosen = wanted if abs(wanted - local.year) <= SIGHT else local.year
    zone = local.tzinfo
    rows = await plans.plan_of(
        visit.tx,
        place,
        since=datetime(chosen, 1, 1, tzinfo=zone),
        until=datetime(chosen + 1, 1, 1, tzinfo=zone),
        sessions=place.role is not Role.STAFF,  # the staff have them by their rounds
    )
    pages = max(-(-len(rows) // PAGE), 1)
    if page < 0:  # where today is
        page = sum(one.ends_at < visit.now for one in rows) // PAGE
    page = min(page, pages - 1)
    return n.YearPlan(
        group_id=place.group_id,
        group_name=(await visit.group(place.group_id)).name,
        year=chosen,
        this_year=local.year,
        activities=tuple(
            queries.shown(one, now=visit.now) for one in rows[page * PAGE : (page + 1) * PAGE]
        ),
        page=page,
        pages=pages,
        total=len(rows),
        is_staff=place.role is Role.STAFF,
    )


async def month(visit: Visit) -> None:
    """Somebody asks for this month as a picture."""
    await _draw(visit, await the_place(visit), 0, 0)


async def show_month(visit: Visit) -> None:
    """Somebody looks at another month."""
    button = visit.pressed(b.ShowMonth)
    place = await the_place(visit, button.group_id)
    await _draw(visit, place, button.year, button.month)
    await visit.toast(Done())


async def _draw(visit: Visit, place: Member, year_: int, month_: int) -> None:
    group = await visit.group(place.group_id)
    local = await visit.local(group.id)
    if abs(year_ - local.year) > SIGHT or month_ not in _MONTHS:
        year_, month_ = local.year, local.month
    zone = ZoneInfo(group.timezone)
    since = datetime(year_, month_, 1, tzinfo=zone)
    until = datetime(year_ + month_ // 12, month_ % 12 + 1, 1, tzinfo=zone)
    rows = await plans.plan_of(visit.tx, place, since=since, until=until)
    days = range(1, calendar.monthrange(year_, month_)[1] + 1)
    await visit.hand(
        n.MonthPlan(
            group_id=group.id,
            group_name=group.name,
            year=year_,
            month=month_,
            today=local.day if (local.year, local.month) == (year_, month_) else 0,
            activities=tuple(queries.shown(one, now=visit.now) for one in rows),
            timezone=group.timezone,
            free_days=tuple(day for day in days if not is_working_day(date(year_, month_, day))),
            is_staff=place.role is Role.STAFF,
        )
    )


async def ics(visit: Visit) -> None:
    """Somebody wants an activity in their own calendar."""
    button = visit.pressed(b.GetIcs)
    place = await the_place(visit, button.group_id)
    one = await queries.activity(visit.tx, group_id=button.group_id, activity_id=button.activity_id)
    if one is None or not _sees(place, one):
        raise Refusal(Gone())
    await visit.hand(
        n.IcsFile(
            group_id=one.group_id, activity_id=one.id, title=one.title, starts_at=one.starts_at
        ),
        as_document=True,
    )
    await visit.toast(Done())


def _sees(place: Member, one: Activity) -> bool:
    if place.role is Role.STAFF:
        return True
    return one.state is not ActivityState.DRAFT and is_invited(one, place.level, place.id)


async def subscribe(visit: Visit) -> None:
    """Somebody wants all activities in their own calendar: a file, and an address that follows."""
    button = visit.pressed(b.Subscribe)
    place = await the_place(visit, button.group_id)
    group = await visit.group(place.group_id)
    if not button.anew and await has_feed(visit.tx, place):
        await visit.tell(n.Subscribed(group_id=group.id, group_name=group.name))
        await visit.toast(Done())
        return
    facts = {"group_id": group.id, "member_id": place.id}
    serial = await calendars.subscribe(visit.tx, **facts, by=acting(place), now=visit.now)
    await visit.hand(
        n.Subscription(**facts, group_name=group.name, serial=serial), as_document=True
    )
    await visit.toast(Done())


async def unsubscribe(visit: Visit) -> None:
    """Somebody's address is to lead nowhere."""
    button = visit.pressed(b.Unsubscribe)
    place = await the_place(visit, button.group_id)
    facts = {"group_id": place.group_id, "member_id": place.id}
    await calendars.unsubscribe(visit.tx, **facts, by=acting(place), now=visit.now)
    await visit.tell(n.Unsubscribed())
    await visit.toast(Done())


@paper(n.IcsFile)
async def ics_paper(tx: Transaction, notice: n.IcsFile, _spoken: Spoken) -> Paper:
    """Make the file of one activity as it is now."""
    from reports.calendars import calendar as made  # noqa: PLC0415  (its library loads slowly)

    one = await queries.activity(tx, group_id=notice.group_id, activity_id=notice.activity_id)
    found = [one] if one is not None else []
    content = made(notice.title, found, now=clock.now())
    return Paper(filename=f"{notice.starts_at:%Y-%m-%d}.ics", content=content, notice=notice)


@paper(n.Subscription)
async def subscription_paper(tx: Transaction, notice: n.Subscription, _spoken: Spoken) -> Paper:
    """Make the file of all activities, and put the address into the words."""
    from reports.calendars import calendar as made  # noqa: PLC0415  (its library loads slowly)

    member = await tx.get(Member, (notice.group_id, notice.member_id))
    found = await feed_of(tx, member, now=clock.now()) if member else None
    group = await tx.load(groups, notice.group_id)
    content = made(notice.group_name, found.activities if found else [], now=clock.now())
    address = page_at(f"/calendar/{calendars.token_of(notice.serial)}.ics")
    return Paper(
        filename=f"{group.code if group else 'activities'}.ics",
        content=content,
        notice=notice.model_copy(update={"address": address}),
    )


ENTRIES: tuple[Entry, ...] = (
    word("plans.w_year", year, may="bound"),
    word("plans.w_month", month, may="bound"),
    pressed(b.ShowYear, show_year, may="bound"),
    pressed(b.ShowMonth, show_month, may="bound"),
    pressed(b.GetIcs, ics, may="bound"),
    pressed(b.Subscribe, subscribe, may="bound"),
    pressed(b.Unsubscribe, unsubscribe, may="bound"),
)
