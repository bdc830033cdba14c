"""Forms in the chat: opened, answered, gone on with, finished."""

from collections.abc import Callable
from datetime import timedelta

from telegram.ext import filters

from handlers.kit import texts
from handlers.kit.entries import PRIVATE, Entry, Handle, command, message, plain, pressed
from handlers.kit.forms import cards, course
from handlers.kit.forms.attachments import attachment_of
from handlers.kit.forms.course import Move, Turn
from handlers.kit.forms.names import names
from handlers.kit.forms.reading import Phrase, Said, Seen
from handlers.kit.forms.shape import Shape, shape_of
from handlers.kit.visit import Visit
from handlers.screens.forms import Step, Which
from models.drafts import actions, rules
from models.drafts.queries import draft_of, progress_of
from models.drafts.tables import Draft
from models.errors import Done, NotAllowed, Refusal
from models.people.tables import Role

_DOUBLE_TAP = timedelta(seconds=3)
_MOVES: dict[str, Callable[[int], Move]] = {
    "pick": course.Pick,
    "change": course.Change,
    "back": lambda _number: course.Back(),
    "skip": lambda _number: course.Skip(),
    "enough": lambda _number: course.Enough(),
    "clear": lambda _number: course.Clear(),
    "yes": lambda _number: course.Confirm(),
}


async def open_form(visit: Visit, name: str, *, group_id: int = 0, **given: int | str) -> None:
    """Open a form with what it knows already, and ask its first question privately.

    If another one is open in which something was answered, the person chooses. Refusal (not
    allowed) if the form is not theirs to open.
    """
    shape = _the(name)
    await _admit(visit, shape, group_id)
    known = {"group_id": group_id, **given}
    draft = await _open_draft(visit)
    if draft is None or not (draft.data["answers"] or _is_same(draft, name, known)):
        await _begin(visit, shape, known)
    elif not _is_same(draft, name, known):
        await _ask_which(visit, draft, shape, known)
    elif draft.data["answers"] or visit.now - draft.started_at > _DOUBLE_TAP:
        await _show(visit, draft, anew=True)


async def resume(visit: Visit) -> bool:
    """Show again where an open form stands; say whether there is one. For /start."""
    draft = await _open_draft(visit)
    if draft is None:
        return False
    await _show(visit, draft, anew=True)
    return True


async def _open_draft(visit: Visit) -> Draft | None:
    """Return what the person has open, as it fits the forms of today."""
    draft = await draft_of(visit.tx, account_id=visit.user.id, now=visit.now)
    shape = shape_of(draft.form) if draft else None
    if draft is None or shape is None:
        return None
    progress = progress_of(draft)
    fitted = rules.fitted(shape.questions, progress)
    if fitted != progress:
        await actions.keep(
            visit.tx,
            account_id=visit.user.id,
            was=draft.version,
            progress=fitted,
            now=visit.now,
        )
    return draft


def _the(name: str) -> Shape:
    shape = shape_of(name)
    if shape is None:
        raise KeyError(f"no form is called {name}")
    return shape


def _is_same(draft: Draft, name: str, given: dict[str, int | str]) -> bool:
    return draft.form == name and draft.data["given"] == given


async def _admit(visit: Visit, shape: Shape, group_id: int) -> None:
    role = {"staff": Role.STAFF, "deputy": Role.DEPUTY}.get(shape.may)
    if role is not None and await visit.place(role, group_id or None) is None:
        raise Refusal(NotAllowed())


async def _begin(
    visit: Visit, shape: Shape, given: dict[str, int | str], *, anew: bool = True
) -> None:
    draft = await actions.open_draft(
        visit.tx,
        account_id=visit.user.id,
        form=shape.name,
        questions=shape.questions,
        given=given,
        now=visit.now,
    )
    await _show(visit, draft, anew=anew)


async def _ask_which(visit: Visit, draft: Draft, shape: Shape, given: dict[str, int | str]) -> None:
    number = await actions.want(
        visit.tx, account_id=visit.user.id, form=shape.name, given=given, now=visit.now
    )
    await visit.tell(
        cards.OtherOpen(
            account_id=visit.user.id, number=number, title=_the(draft.form).title, other=shape.title
        )
    )


async def _seen(visit: Visit, draft: Draft) -> Seen:
    zone = (await visit.group(draft.group_id)).timezone if draft.group_id else await visit.zone()
    return Seen(now=visit.now, zone=texts.zone(zone), progress=progress_of(draft))


async def _show(
    visit: Visit, draft: Draft, *, anew: bool = False, problem: Phrase | None = None
) -> None:
    """Show where a form stands: in place of what was pressed, else (or `anew`) as a message."""
    shape = _the(draft.form)
    seen = await _seen(visit, draft)
    notice = cards.card(shape, seen, account_id=visit.user.id, problem=problem)
    media = visit.update.message.media_group_id if visit.update.message else None
    if media is not None:  # an album is many messages, and one thing to say about it
        about = f"form:{media}:{draft.version}:{problem.key if problem else ''}"
        await visit.say_once(notice, about=about[:80])
    elif not visit.is_private:
        await visit.tell(notice)
        await visit.toast(cards.InPrivate())
    elif anew:
        await visit.say(notice)
    else:
        await visit.change(notice)


async def press(visit: Visit) -> None:
    """Somebody presses a button of a form."""
    button = visit.button
    if not isinstance(button, Step) or button.account_id != visit.user.id:
        await visit.toast(cards.NotYours())
        return
    draft = await _open_draft(visit)
    if draft is None or (button.act not in _MOVES and button.act != "cancel"):
        await visit.toast(cards.Over())
    elif draft.version != button.version:
        await visit.toast(cards.Outdated())
        await _show(visit, draft)
    elif button.act == "cancel":
        await cancel(visit)
        await visit.toast(Done())
    else:
        await _move(visit, draft, _MOVES[button.act](max(button.number, 0)))
        await visit.toast(Done())


async def _move(visit: Visit, draft: Draft, move: Move) -> None:
    shape = _the(draft.form)
    seen = await _seen(visit, draft)
    turn = course.advance(shape, draft.data["given"], move, seen)
    if turn.done is not None:
        await _finish(visit, draft, shape, turn)
        return
    if turn.progress != seen.progress:
        draft = await actions.keep(
            visit.tx,
            account_id=visit.user.id,
            was=draft.version,
            progress=turn.progress,
            now=visit.now,
        )
    await _show(visit, draft, problem=turn.problem)


async def _finish(visit: Visit, draft: Draft, shape: Shape, turn: Turn) -> None:
    """Take the draft out and do what it is for; a Refusal of that leaves the draft as it was."""
    if turn.done is None:
        return
    await _admit(visit, shape, draft.group_id)
    await actions.take(visit.tx, account_id=visit.user.id, was=draft.version, now=visit.now)
    await turn.done.done(visit)


async def cancel(visit: Visit) -> None:
    """Throw away the open form."""
    draft = await actions.cancel(visit.tx, account_id=visit.user.id, now=visit.now)
    shape = shape_of(draft.form) if draft else None
    notice = cards.Cancelled(title=shape.title) if shape else cards.NothingOpen()
    if visit.is_private:
        await visit.change(notice)
    elif shape is not None:
        await visit.tell(notice)


async def choose(visit: Visit) -> None:
    """Somebody says which of two forms it shall be."""
    button = visit.button
    if not isinstance(button, Which) or button.account_id != visit.user.id:
        await visit.toast(cards.NotYours())
        return
    draft = await _open_draft(visit)
    wanted = draft.data["wanted"] if draft else None
    if draft is None or wanted is None or wanted["number"] != button.number:
        await visit.toast(cards.Over())
    else:
        shape = shape_of(wanted["form"]) if button.act == "new" else None
        if shape is None:
            await _show(visit, draft)
        else:
            await _admit(visit, shape, wanted["given"]["group_id"])
            await _begin(visit, shape, wanted["given"], anew=False)
        await visit.toast(Done())


ANSWERS = (
    filters.TEXT
    | filters.PHOTO
    | filters.Document.ALL
    | filters.VIDEO
    | filters.VOICE
    | filters.AUDIO
    | filters.Sticker.ALL
    | filters.LOCATION
    | filters.CONTACT
    | filters.VIDEO_NOTE
    | filters.ANIMATION
)


def answering(otherwise: Handle) -> Entry:
    """Return the entry for whatever is said privately while a form is open: the last in line.

    Where no form is open, `otherwise` answers.
    """

    async def answer(visit: Visit) -> None:
        """Take an answer to the question that is open."""
        if plain(visit.text) in names("forms.w_cancel"):
            await cancel(visit)
            return
        draft = await _open_draft(visit)
        if draft is None:
            await otherwise(visit)
        else:
            await _move(visit, draft, _said(visit))

    return message("forms.answer", PRIVATE & ANSWERS & ~filters.COMMAND, answer)


def _said(visit: Visit) -> Said:
    attachment = attachment_of(visit.update.message) if visit.update.message else None
    return Said(text=visit.text, attachment=attachment)


ENTRIES: tuple[Entry, ...] = (
    command("cancel", cancel, anywhere=True),
    pressed(Step, press, may="anyone"),
    pressed(Which, choose, may="anyone"),
)
