"""How a voter comes to report: by button, by a station's code, by just writing."""

from pydantic import ValidationError

from handlers.consents import follows, has_agreed
from handlers.forms.issues import ReportForm, whose
from handlers.issues.after import fill_in, show_own
from handlers.kit.entries import Entry, command, pressed, word
from handlers.kit.forms.course import Confirm
from handlers.kit.forms.flow import current, move, open_form, show
from handlers.kit.visit import Visit
from handlers.screens import issues as b
from models.drafts import actions as drafts
from models.drafts import prefilling
from models.drafts.rules import REVIEW
from models.drafts.tables import Draft
from models.errors import Done, Gone, Refusal
from models.groups.queries import everyone
from models.groups.tables import Group
from models.issues import actions, queries, views
from models.issues import voter_notices as v
from models.issues.states import Mode
from models.people.tables import Role
from models.stations import queries as stations
from models.stations.tables import Station


async def report(visit: Visit) -> None:
    """Somebody presses 反映问题: a voter reports, deputies and staff record for somebody."""
    for role in (Role.DEPUTY, Role.STAFF):
        place = await visit.place(role)
        if place is not None:
            await open_form(visit, "issue_record", group_id=place.group_id)
            return
    await _which(visit)


@follows("report")
async def _agreed(visit: Visit, group_id: int) -> None:
    """Ask the first question of whoever has agreed to the notice."""
    await open_form(visit, "report", group_id=group_id)


async def _in_group(visit: Visit, group: Group) -> None:
    """Show the notice of what is kept and who sees it, then ask the first question."""
    if await has_agreed(visit, then="report", about=group.id, group_name=group.name):
        await open_form(visit, "report", group_id=group.id)


async def _which(visit: Visit) -> None:
    known = await everyone(visit.tx)
    if len(known) == 1:
        await _in_group(visit, known[0])
    elif known:
        await visit.tell(v.WhichStreet(groups=tuple((one.id, one.name) for one in known)))
    else:
        raise Refusal(Gone())


async def in_street(visit: Visit) -> None:
    """Somebody says which sub-district it is about."""
    group = await visit.group(visit.pressed(b.InStreet).group_id)
    draft = await current(visit)
    if draft is not None and draft.form == "report" and not draft.group_id:
        await prefilling.give(visit.tx, account_id=visit.user.id, now=visit.now, group_id=group.id)
        await show(visit, draft)
    else:
        await _in_group(visit, group)
    await visit.toast(Done())


async def at_station(visit: Visit) -> None:
    """Somebody presses "report here" on a station's card: the place is filled in."""
    button = visit.pressed(b.AtStation)
    one = await stations.station(visit.tx, group_id=button.group_id, station_id=button.station_id)
    if one is None:
        raise Refusal(Gone())
    group = await visit.group(one.group_id)
    if await has_agreed(visit, then="station", about=one.id, group_name=group.name):
        await _report_at(visit, one)
    await visit.toast(Done())


@follows("send")
async def _agreed_at_last(visit: Visit, _about: int) -> None:
    """Send the report of whoever came to its end before the notice was agreed to."""
    draft = await current(visit)
    if draft is None or draft.form != "report":
        raise Refusal(Gone())
    await move(visit, draft, Confirm())


@follows("station")
async def _agreed_at(visit: Visit, station_id: int) -> None:
    """Ask the first question of whoever has agreed, at the station whose code they scanned."""
    for group in await everyone(visit.tx):
        one = await stations.station(visit.tx, group_id=group.id, station_id=station_id)
        if one is not None:
            await _report_at(visit, one)


async def _report_at(visit: Visit, one: Station) -> None:
    await open_form(visit, "report", group_id=one.group_id, station_id=one.id)
    draft = await current(visit)
    if draft is not None and draft.form == "report" and "where" not in draft.data["answers"]:
        spot = {
            "words": f"{one.name} {one.address}".strip()[:200],
            "latitude": one.latitude,
            "longitude": one.longitude,
        }
        await fill_in(visit, {"where": spot})


async def open_record(
    visit: Visit,
    *,
    group_id: int,
    station_id: int = 0,
    activity_id: int = 0,
    mode: Mode = Mode.IN_PERSON,
) -> None:
    """Open the card for one voter: at a reception with its station and activity filled in."""
    await open_form(
        visit,
        "issue_record",
        group_id=group_id,
        station_id=station_id,
        activity_id=activity_id,
        mode=mode.value,
    )


async def send_mine(visit: Visit) -> None:
    """A voter says that theirs is another matter than those that are like it."""
    button = visit.pressed(b.SendMine)
    draft = await current(visit)
    if draft is None or draft.form != "report" or draft.version != button.version:
        raise Refusal(Gone())
    await prefilling.give(visit.tx, account_id=visit.user.id, now=visit.now, sure=1)
    await move(visit, draft, Confirm())
    await visit.toast(Done())


async def me_too(visit: Visit) -> None:
    """A voter says "me too": they hear the outcome, and send nothing of their own.

    Only to what is like their own report, which is open: a number alone opens nobody's report.
    """
    button = visit.pressed(b.MeToo)
    draft = await current(visit)
    if not await _is_like(visit, draft, button) and not await _has_joined(visit, button):
        raise Refusal(Gone())
    one, count = await actions.join(
        visit.tx,
        group_id=button.group_id,
        issue_id=button.issue_id,
        by=visit.stranger(),
        now=visit.now,
    )
    if draft is not None and draft.form == "report":
        await drafts.cancel(visit.tx, account_id=visit.user.id, now=visit.now)
    await visit.change(v.Joined(number=one.number, count=count))
    await visit.toast(Done())


async def _is_like(visit: Visit, draft: Draft | None, button: b.MeToo) -> bool:
    """Tell whether an issue is one of those that the person's open report is like."""
    if draft is None or draft.form != "report" or draft.step != REVIEW:
        return False
    answers = {name: one for name, one in draft.data["answers"].items() if one is not None}
    try:
        form = ReportForm.model_validate({**draft.data["given"], **answers})
    except ValidationError:
        return False
    if form.group_id != button.group_id:
        return False
    report = form.report(visit.user.id)
    found = await views.like(visit.tx, group_id=form.group_id, report=report, now=visit.now)
    return any(one.id == button.issue_id for one in found)


async def _has_joined(visit: Visit, button: b.MeToo) -> bool:
    """Tell whether this is only the second tap."""
    one = await queries.issue(visit.tx, group_id=button.group_id, issue_id=button.issue_id)
    return one is not None and await queries.follows(visit.tx, one, visit.user.id)


async def publish(visit: Visit) -> None:
    """A voter says whether their report may be published, without their name."""
    button = visit.pressed(b.Publish)
    one = await actions.set_publish(
        visit.tx,
        group_id=button.group_id,
        issue_id=button.issue_id,
        may=bool(button.may),
        by=await whose(visit, button.group_id),
        now=visit.now,
    )
    await show_own(visit, one)
    await visit.toast(Done())


ENTRIES: tuple[Entry, ...] = (
    word("issues.w_report", report, "反映", "我要反映", "report"),
    command("report", report),
    pressed(b.InStreet, in_street, may="anyone"),
    pressed(b.AtStation, at_station, may="anyone"),
    pressed(b.SendMine, send_mine, may="anyone"),
    pressed(b.MeToo, me_too, may="anyone"),
    pressed(b.Publish, publish, may="voter: own, deputy: own"),
)
