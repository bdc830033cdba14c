"""What a voter just writes, and what they edit: offered as a report, as an answer, as a mending."""

from telegram.ext import filters

from handlers.consents import follows, has_agreed
from handlers.forms.issue_readers import Part
from handlers.forms.issues import answer_back
from handlers.issues.after import fill_in
from handlers.kit.entries import Entry, message, pressed
from handlers.kit.forms.attachments import attachment_of
from handlers.kit.forms.flow import cancel, current, show
from handlers.kit.forms.shape import shape_of
from handlers.kit.pictures import without_traces
from handlers.kit.visit import Visit
from handlers.screens import issues as b
from models.drafts import actions as drafts
from models.drafts import prefilling
from models.errors import Done, Gone, Refusal
from models.groups.queries import everyone
from models.issues import actions, queries
from models.issues import voter_notices as v
from models.issues.states import IssueState
from models.messages.carried import Media

_SHORTEST = 4  # characters that may be a report; less is a greeting
_EDITED = filters.UpdateType.EDITED_MESSAGE & filters.ChatType.PRIVATE


async def just_wrote(visit: Visit) -> bool:
    """Offer to report what a voter just wrote or sent; say whether there was enough to it.

    A picture sent as a file is made anew before it is kept, as in the form. Refusal where it
    cannot be, or where it is not known yet whose it would be.
    """
    said = visit.update.effective_message
    file = attachment_of(said) if said else None
    if file is None and len(visit.text.strip()) < _SHORTEST:
        return False
    known = await everyone(visit.tx)
    shape = shape_of("report")
    if shape is None or not known:
        return False
    if file is not None:
        if len(known) > 1 and file.media is not Media.PHOTO:
            raise Refusal(v.ReportFirst())
        file = await without_traces(visit, file, group_id=known[0].id)
    part = Part(message_id=said.message_id if said else 0, text=visit.text, file=file)
    await drafts.open_draft(
        visit.tx,
        account_id=visit.user.id,
        form="report",
        questions=shape.questions,
        given={"group_id": known[0].id if len(known) == 1 else 0},
        now=visit.now,
    )
    what = [part.model_dump(mode="json")]
    await fill_in(visit, {"what": what}, stay=True)
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
            await show(visit, await fill_in(visit, {}))
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
    await show(visit, await fill_in(visit, {}))


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


ENTRIES: tuple[Entry, ...] = (
    pressed(b.Shall, shall, may="anyone"),
    pressed(b.MeantAsReply, meant_as_reply, may="voter: own"),
    message("issues.edited", _EDITED, edited),
)
