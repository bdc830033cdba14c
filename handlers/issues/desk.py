"""How the staff find what waits: their lists, the morning list, the director and the terms."""

from handlers.issues.cards import the_staff
from handlers.kit.entries import Entry, command, pressed, word
from handlers.kit.visit import Visit
from handlers.screens import issue_desk as b
from models.errors import Done, Gone, Refusal
from models.issues import desk_notices as d
from models.issues import setting_up, views
from models.issues.timing import settings_of, terms_of
from models.people.queries import staff_of
from models.people.tables import Member

PAGE = 8


async def desk(visit: Visit) -> None:
    """Staff ask what waits."""
    place = await visit.staff()
    await visit.tell(await _lists(visit, place.group_id))


async def _lists(visit: Visit, group_id: int) -> d.Desk:
    counted = await views.counts(visit.tx, group_id=group_id)
    return d.Desk(
        group_id=group_id, which="", counts=tuple(counted.items()), lines=(), page=0, pages=1
    )


async def listed(visit: Visit) -> None:
    """Staff open one of the lists, or turn a page of it."""
    button = visit.pressed(b.Desk)
    await visit.staff(button.group_id)
    if button.which not in views.LISTS:
        await visit.change(await _lists(visit, button.group_id))
    else:
        await visit.change(await _page(visit, button.group_id, button.which, button.page))
    await visit.toast(Done())


async def _page(visit: Visit, group_id: int, which: str, wanted: int) -> d.Desk:
    counted = await views.counts(visit.tx, group_id=group_id)
    pages = max(-(-counted[which] // PAGE), 1)
    page = min(max(wanted, 0), pages - 1)
    lines = await views.page_of(visit.tx, group_id=group_id, which=which, page=page, size=PAGE)
    return d.Desk(
        group_id=group_id,
        which=which,
        counts=tuple(counted.items()),
        lines=tuple(lines),
        page=page,
        pages=pages,
    )


async def settings(visit: Visit) -> None:
    """Staff look at how issues are handled here."""
    button = visit.pressed(b.Settings)
    await visit.staff(button.group_id)
    await visit.change(await _settings(visit, button.group_id))
    await visit.toast(Done())


async def _settings(visit: Visit, group_id: int) -> d.SettingsCard:
    terms = await terms_of(visit.tx, group_id)
    row = await settings_of(visit.tx, group_id)
    chief = (
        await visit.tx.get(Member, (group_id, row.director_id))
        if row is not None and row.director_id is not None
        else None
    )
    staff = await staff_of(visit.tx, group_id=group_id)
    return d.SettingsCard(
        group_id=group_id,
        director=chief.name if chief else None,
        triage=terms.triage,
        accept=terms.accept,
        simple=terms.simple,
        complex=terms.complex,
        report_back=terms.report_back,
        chase=terms.chase,
        very_urgent_hours=terms.very_urgent_hours,
        staff=tuple((one.id, one.name) for one in staff[:12]),
    )


async def director(visit: Visit) -> None:
    """Staff say who the director is."""
    button = visit.pressed(b.Director)
    by = await the_staff(visit, button.group_id)
    await setting_up.name_director(
        visit.tx,
        group_id=button.group_id,
        member_id=button.member_id or None,
        by=by,
        now=visit.now,
    )
    await visit.change(await _settings(visit, button.group_id))
    await visit.toast(Done())


async def term(visit: Visit) -> None:
    """Staff give a step a day more or less."""
    button = visit.pressed(b.Term)
    by = await the_staff(visit, button.group_id)
    if button.step not in b.STEPS or abs(button.by) != 1:
        raise Refusal(Gone())
    terms = await terms_of(visit.tx, button.group_id)
    days = {button.step: getattr(terms, button.step) + button.by}
    await setting_up.set_terms(visit.tx, group_id=button.group_id, by=by, now=visit.now, **days)
    await visit.change(await _settings(visit, button.group_id))
    await visit.toast(Done())


ENTRIES: tuple[Entry, ...] = (
    word("issues.w_desk", desk, "办理", "issues", may="staff"),
    command("issues", desk, may="staff"),
    pressed(b.Desk, listed, may="staff"),
    pressed(b.Settings, settings, may="staff"),
    pressed(b.Director, director, may="staff"),
    pressed(b.Term, term, may="staff"),
)
