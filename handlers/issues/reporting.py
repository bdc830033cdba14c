"""How a voter comes to report: by button, by a station's code, by just writing."""

from typing import Any

from telegram.ext import filters

from handlers.consents import follows, has_agreed
from handlers.forms.issue_readers import Part
from handlers.forms.issues import answer_back, whose
from handlers.issues.after import show_own
from handlers.kit.entries import Entry, command, message, pressed, word
from handlers.kit.forms.attachments import attachment_of
from handlers.kit.forms.course import Confirm
from handlers.kit.forms.flow import cancel, current, move, open_form, show
from handlers.kit.forms.shape import shape_of
from handlers.kit.visit import Visit
from handlers.screens import issues as b
from models.drafts import actions as drafts
from models.drafts import prefilling
from models.drafts.tables import Draft
from models.errors import Done, Gone, Refusal
from models.groups.queries import everyone
from models.groups.tables import Group
from models.issues import actions, queries
from models.issues import voter_notices as v
from models.issues.states import IssueState, Mode
from models.people.tables import Role
from models.stations import queries as stations
from models.stations.tables import Station

_SHORTEST = 4  # characters that may be a report; less is a greeting
_EDITED = filters.UpdateType.EDITED_MESSAGE & filters.ChatType.PRIVATE


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
        await _fill(visit, {"where": spot})


async def _fill(visit: Visit, answers: dict[str, Any], *, stay: bool = False) -> Draft:
    shape = shape_of("report")
    if shape is None:
        raise Refusal(Gone())
    return await prefilling.fill(
        visit.tx,
        account_id=visit.user.id,
        questions=shape.questions,
        answers=answers,
        now=visit.now,
        stay=stay,
    )


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


async def just_wrote(visit: Visit) -> bool:
    """Offer to report what a voter just wrote or sent; say whether there was enough to it."""
    said = visit.update.effective_message
    part = Part(
        message_id=said.message_id if said else 0,
        text=visit.text,
        file=attachment_of(said) if said else None,
    )
    if part.file is None and len(part.text.strip()) < _SHORTEST:
        return False
    known = await everyone(visit.tx)
    shape = shape_of("report")
    if shape is None or not known:
        return False
    await drafts.open_draft(
        visit.tx,
        account_id=visit.user.id,
        form="report",
        questions=shape.questions,
        given={"group_id": known[0].id if len(known) == 1 else 0},
        now=visit.now,
    )
    what = [part.model_dump(mode="json")]
    await _fill(visit, {"what": what}, stay=True)
    await _shall_i(visit, part)
    return True


async def _shall_i(visit: Visit, part: Part) -> None:
    """Ask whether it was meant as a report, once for an album."""
    asked = [
        one
        for one in await queries.of_reporter(visit.tx, visit.user.id)
        if one.state is IssueState.ASKED and one.account_id == visit.user.id
    ]
    words = part.text or (part.file.caption if part.file else "")
    notice = v.ShallI(
        account_id=visit.user.id,
        words=words[:300],
        asked=tuple((one.group_id, one.id, one.number) for one in asked[:3]),
    )
    said = visit.update.effective_message
    album = said.media_group_id if said else None
    if album is None:
        await visit.tell(notice)
    else:
        await visit.say_once(notice, about=f"shall-i:{album}")


async def shall(visit: Visit) -> None:
    """A voter says what was meant by what they just wrote: report it, an answer, nothing."""
    button = visit.pressed(b.Shall)
    draft = await current(visit)
    if draft is None or draft.form != "report":
        raise Refusal(Gone())
    if button.act == "no":
        await cancel(visit)
    elif draft.group_id:
        if await has_agreed(visit, then="shall"):
            await show(visit, await _fill(visit, {}))
    else:
        known = await everyone(visit.tx)
        await visit.change(v.WhichStreet(groups=tuple((one.id, one.name) for one in known)))
    await visit.toast(Done())


@follows("shall")
async def _agreed_to_shall(visit: Visit, _about: int) -> None:
    """Go on with what was written before the notice was agreed to."""
    draft = await current(visit)
    if draft is None or draft.form != "report":
        raise Refusal(Gone())
    await show(visit, await _fill(visit, {}))


async def meant_as_reply(visit: Visit) -> None:
    """A voter says that what they just wrote answers what the staff asked."""
    button = visit.pressed(b.MeantAsReply)
    draft = await current(visit)
    if draft is None or draft.form != "report":
        raise Refusal(Gone())
    parts = tuple(Part.model_validate(one) for one in draft.data["answers"].get("what") or ())
    await drafts.cancel(visit.tx, account_id=visit.user.id, now=visit.now)
    await answer_back(visit, button.group_id, button.issue_id, parts)
    await visit.toast(Done())


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
    """A voter says "me too": they hear the outcome, and send nothing of their own."""
    button = visit.pressed(b.MeToo)
    one, count = await actions.join(
        visit.tx,
        group_id=button.group_id,
        issue_id=button.issue_id,
        by=visit.stranger(),
        now=visit.now,
    )
    draft = await current(visit)
    if draft is not None and draft.form == "report":
        await drafts.cancel(visit.tx, account_id=visit.user.id, now=visit.now)
    await visit.change(v.Joined(number=one.number, count=count))
    await visit.toast(Done())


async def edited(visit: Visit) -> None:
    """Somebody edits a message: before sending it replaces, after sending it is a version."""
    said = visit.update.edited_message
    if said is None:
        return
    words = said.text or said.caption or ""
    draft = await current(visit)
    if draft is not None and await prefilling.replace_part(
        visit.tx, account_id=visit.user.id, message_id=said.message_id, text=words, now=visit.now
    ):
        return
    one = await actions.edit(
        visit.tx,
        account_id=visit.user.id,
        message_id=said.message_id,
        words=words,
        now=visit.now,
    )
    if one is not None:
        await visit.tell(v.VersionKept(number=one.number))


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
    pressed(b.Shall, shall, may="anyone"),
    pressed(b.MeantAsReply, meant_as_reply, may="anyone"),
    pressed(b.SendMine, send_mine, may="anyone"),
    pressed(b.MeToo, me_too, may="anyone"),
    pressed(b.Publish, publish, may="anyone"),
    message("issues.edited", _EDITED, edited),
)
