"""Forms in the chat: opened, answered, gone on with, finished."""

from dataclasses import replace
from datetime import timedelta

from handlers.kit import texts
from handlers.kit.forms import cards, course
from handlers.kit.forms.course import Move, Turn
from handlers.kit.forms.reading import Phrase, Seen
from handlers.kit.forms.shape import Shape, shape_of
from handlers.kit.visit import Visit
from models.drafts import actions, rules
from models.drafts.queries import draft_of, progress_of
from models.drafts.tables import Draft
from models.errors import NotAllowed, Refusal
from models.people.tables import Role

_DOUBLE_TAP = timedelta(seconds=3)


async def open_form(visit: Visit, name: str, *, group_id: int = 0, **given: int | str) -> None:
    """Open a form with what it knows already, and ask its first question privately.

    If another one is open in which something was answered, the person chooses. Refusal (not
    allowed) if the form is not theirs to open.
    """
    shape = _the(name)
    await admit(visit, shape, group_id)
    known = {"group_id": group_id, **given}
    draft = await current(visit)
    if draft is None or not (draft.data["answers"] or _is_same(draft, name, known)):
        await begin(visit, shape, known)
    elif not _is_same(draft, name, known):
        await _ask_which(visit, draft, shape, known)
    elif draft.data["answers"] or visit.now - draft.started_at > _DOUBLE_TAP:
        await show(visit, draft, anew=True)


async def resume(visit: Visit) -> bool:
    """Show again where an open form stands; say whether there is one. For /start."""
    draft = await current(visit)
    if draft is None:
        return False
    await show(visit, draft, anew=True)
    await _hang_keys(visit, before=False, after=await wants_number(visit))
    return True


async def wants_number(visit: Visit) -> bool:
    """Tell whether the question somebody is asked now wants their own contact."""
    draft = await current(visit)
    shape = shape_of(draft.form) if draft else None
    return draft is not None and shape is not None and _wants(shape, await seen_now(visit, draft))


def _wants(shape: Shape, seen: Seen) -> bool:
    ask = shape.asks.get(seen.progress.step)
    return ask is not None and ask.reads.wants_number(seen)


async def _hang_keys(visit: Visit, *, before: bool, after: bool) -> None:
    """Hang the big button that sends one's own number, or take it away again."""
    if after and not before:
        await visit.tell(cards.NumberPlease())
    elif before and not after:
        roles = {one.role for one in await visit.members()}
        await visit.tell(
            cards.KeysBack(is_deputy=Role.DEPUTY in roles, is_staff=Role.STAFF in roles)
        )


async def current(visit: Visit) -> Draft | None:
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


async def takes_files(visit: Visit) -> bool:
    """Tell whether the question somebody is asked now takes files: then a file is its answer."""
    draft = await current(visit)
    shape = shape_of(draft.form) if draft else None
    ask = shape.asks.get(draft.step) if draft and shape else None
    return ask is not None and ask.reads.takes_several


def _the(name: str) -> Shape:
    shape = shape_of(name)
    if shape is None:
        raise KeyError(f"no form is called {name}")
    return shape


def _is_same(draft: Draft, name: str, given: dict[str, int | str]) -> bool:
    return draft.form == name and draft.data["given"] == given


async def admit(visit: Visit, shape: Shape, group_id: int) -> None:
    """Refuse whoever may not open or confirm this form."""
    role = {"staff": Role.STAFF, "deputy": Role.DEPUTY}.get(shape.may)
    if role is not None and await visit.place(role, group_id or None) is None:
        raise Refusal(NotAllowed())


async def begin(
    visit: Visit, shape: Shape, given: dict[str, int | str], *, anew: bool = True
) -> None:
    """Open a form in place of whatever is open, and ask its first question."""
    had = await wants_number(visit)
    draft = await actions.open_draft(
        visit.tx,
        account_id=visit.user.id,
        form=shape.name,
        questions=shape.questions,
        given=given,
        now=visit.now,
    )
    await show(visit, draft, anew=anew)
    await _hang_keys(visit, before=had, after=await wants_number(visit))


async def _ask_which(visit: Visit, draft: Draft, shape: Shape, given: dict[str, int | str]) -> None:
    number = await actions.want(
        visit.tx, account_id=visit.user.id, form=shape.name, given=given, now=visit.now
    )
    await visit.tell(
        cards.OtherOpen(
            account_id=visit.user.id, number=number, title=_the(draft.form).title, other=shape.title
        )
    )


async def seen_now(visit: Visit, draft: Draft) -> Seen:
    """Return how far a draft is, seen now and in its group's zone."""
    zone = (await visit.group(draft.group_id)).timezone if draft.group_id else await visit.zone()
    return Seen(now=visit.now, zone=texts.zone(zone), progress=progress_of(draft))


async def show(
    visit: Visit, draft: Draft, *, anew: bool = False, problem: Phrase | None = None
) -> None:
    """Show where a form stands: in place of what was pressed, else (or `anew`) as a message."""
    shape = _the(draft.form)
    seen = await seen_now(visit, draft)
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


async def move(visit: Visit, draft: Draft, step: Move) -> None:
    """Make a step in a form and show where it leads; after the confirmation, do its act."""
    shape = _the(draft.form)
    seen = await seen_now(visit, draft)
    turn = course.advance(shape, draft.data["given"], step, seen)
    if turn.done is not None:
        await _finish(visit, draft, shape, turn)
        return
    before, after = _wants(shape, seen), _wants(shape, replace(seen, progress=turn.progress))
    await _hang_keys(visit, before=before, after=before and after)  # the old ones go first
    if turn.progress != seen.progress:
        draft = await actions.keep(
            visit.tx,
            account_id=visit.user.id,
            was=draft.version,
            progress=turn.progress,
            now=visit.now,
        )
    await show(visit, draft, problem=turn.problem)
    if after and not before:
        await _hang_keys(visit, before=False, after=True)


async def _finish(visit: Visit, draft: Draft, shape: Shape, turn: Turn) -> None:
    """Take the draft out and do what it is for; a Refusal of that leaves the draft as it was."""
    if turn.done is None:
        return
    await admit(visit, shape, draft.group_id)
    await actions.take(visit.tx, account_id=visit.user.id, was=draft.version, now=visit.now)
    await turn.done.done(visit)


async def cancel(visit: Visit) -> None:
    """Throw away the open form."""
    await _hang_keys(visit, before=await wants_number(visit), after=False)
    draft = await actions.cancel(visit.tx, account_id=visit.user.id, now=visit.now)
    shape = shape_of(draft.form) if draft else None
    notice = cards.Cancelled(title=shape.title) if shape else cards.NothingOpen()
    if visit.is_private:
        await visit.change(notice)
    elif shape is not None:
        await visit.tell(notice)
