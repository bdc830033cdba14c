"""How a deputy sees their points, and why."""

from handlers.kit.entries import Entry, pressed, word
from handlers.kit.visit import Visit
from handlers.screens import points as b
from models.errors import Done, Gone, Refusal
from models.people.rules import acting
from models.people.tables import Member, Role
from models.points import explaining
from models.points import notices as n


async def my_points(visit: Visit) -> None:
    """Somebody asks 我的积分: one answer for each group in which they are a deputy."""
    places = [one for one in await visit.members() if one.role is Role.DEPUTY]
    if not places:
        raise Refusal(n.NoPlace())
    for one in places:
        group = await visit.group(one.group_id)
        await visit.tell(await explaining.my_points(visit.tx, one, group, now=visit.now))


async def points_of(visit: Visit) -> None:
    """Somebody presses a total: their own, or a deputy's of their group."""
    button = visit.pressed(b.Points)
    await visit.change(await _points(visit, button.group_id, button.member_id, button.year))
    await visit.toast(Done())


async def points_beside(visit: Visit) -> None:
    """A deputy presses 我的积分 under an answer, which stays as it is."""
    button = visit.pressed(b.PointsBeside)
    await visit.tell(await _points(visit, button.group_id, button.member_id, button.year))
    await visit.toast(Done())


async def _points(visit: Visit, group_id: int, member_id: int, year: int) -> n.MyPoints:
    member = await seen(visit, group_id, member_id)
    group = await visit.group(group_id)
    return await explaining.my_points(
        visit.tx,
        member,
        group,
        year=year,
        now=visit.now,
        for_staff=await _is_staff(visit, group.id),
    )


async def why(visit: Visit) -> None:
    """Somebody opens a rule into its lines."""
    button = visit.pressed(b.Why)
    member = await seen(visit, button.group_id, button.member_id)
    group = await visit.group(button.group_id)
    shown = await explaining.why(
        visit.tx,
        member,
        group,
        year=button.year,
        rule_id=button.rule_id,
        now=visit.now,
        for_staff=await _is_staff(visit, group.id),
    )
    await visit.change(shown)
    await visit.toast(Done())


async def _is_staff(visit: Visit, group_id: int) -> bool:
    return await visit.place(Role.STAFF, group_id) is not None


async def seen(visit: Visit, group_id: int, member_id: int) -> Member:
    """Return a member whose points this person may see; Refusal if not."""
    member = await visit.tx.get(Member, (group_id, member_id))
    if member is None:
        raise Refusal(Gone())
    places = [one for one in await visit.members() if one.group_id == group_id]
    own = next((one for one in places if one.id == member_id), None)
    staff = next((one for one in places if one.role is Role.STAFF), None)
    seeing = own or staff or next(iter(places), None)
    explaining.may_see(acting(seeing) if seeing else visit.stranger(), member)
    return member


ENTRIES: tuple[Entry, ...] = (
    word("points.w_my_points", my_points, "积分", "我的履职积分", may="deputy"),
    pressed(b.Points, points_of, may="deputy: own, staff: of the group"),
    pressed(b.PointsBeside, points_beside, may="deputy: own, staff: of the group"),
    pressed(b.Why, why, may="deputy: own, staff: of the group"),
)
