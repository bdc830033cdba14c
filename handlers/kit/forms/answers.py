"""What people do with an open form: press its buttons, write, send files, call it off."""

from collections.abc import Callable

import telegram
from telegram.ext import filters

from handlers.kit.entries import PRIVATE, Entry, Handle, command, message, plain, pressed
from handlers.kit.forms import cards, course
from handlers.kit.forms.attachments import attachment_of
from handlers.kit.forms.course import Move
from handlers.kit.forms.flow import admit, begin, cancel, current, move, show
from handlers.kit.forms.names import names
from handlers.kit.forms.reading import Attachment, Said
from handlers.kit.forms.shape import shape_of
from handlers.kit.pictures import without_traces
from handlers.kit.visit import Visit
from handlers.screens.forms import Step, Which
from models.drafts.tables import Draft
from models.errors import Done

_MOVES: dict[str, Callable[[int], Move]] = {
    "pick": course.Pick,
    "change": course.Change,
    "back": lambda _number: course.Back(),
    "skip": lambda _number: course.Skip(),
    "enough": lambda _number: course.Enough(),
    "clear": lambda _number: course.Clear(),
    "yes": lambda _number: course.Confirm(),
}


async def press(visit: Visit) -> None:
    """Somebody presses a button of a form."""
    button = visit.button
    if not isinstance(button, Step) or button.account_id != visit.user.id:
        await visit.toast(cards.NotYours())
        return
    draft = await current(visit)
    if draft is None or (button.act not in _MOVES and button.act != "cancel"):
        await visit.toast(cards.Over())
    elif draft.version != button.version:
        await visit.toast(cards.Outdated())
        await show(visit, draft)
    elif button.act == "cancel":
        await cancel(visit)
        await visit.toast(Done())
    else:
        await move(visit, draft, _MOVES[button.act](max(button.number, 0)))
        await visit.toast(Done())


async def choose(visit: Visit) -> None:
    """Somebody says which of two forms it shall be."""
    button = visit.button
    if not isinstance(button, Which) or button.account_id != visit.user.id:
        await visit.toast(cards.NotYours())
        return
    draft = await current(visit)
    wanted = draft.data["wanted"] if draft else None
    if draft is None or wanted is None or wanted["number"] != button.number:
        await visit.toast(cards.Over())
    else:
        shape = shape_of(wanted["form"]) if button.act == "new" else None
        if shape is None:
            await show(visit, draft)
        else:
            await admit(visit, shape, wanted["given"]["group_id"])
            await begin(visit, shape, wanted["given"], anew=False)
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
        draft = await current(visit)
        if draft is None:
            await otherwise(visit)
        else:
            await move(visit, draft, await _said(visit, draft))

    return message("forms.answer", PRIVATE & ANSWERS & ~filters.COMMAND, answer)


async def answered_with(visit: Visit) -> bool:
    """Take what was sent as an answer to the question that is open; False if none is."""
    draft = await current(visit)
    if draft is None:
        return False
    await move(visit, draft, await _said(visit, draft))
    return True


async def _said(visit: Visit, draft: Draft) -> Said:
    message = visit.update.message
    if message is None:
        return Said(text=visit.text)
    spot, contact = message.location, message.contact
    return Said(
        text=visit.text or _named(message),
        attachment=await _attached(visit, draft, message),
        message_id=message.message_id,
        spot=(spot.latitude, spot.longitude) if spot else None,
        phone=contact.phone_number if contact else "",
        is_own=contact is not None and contact.user_id == visit.user.id,
        links=_links(visit),
    )


async def _attached(visit: Visit, draft: Draft, message: telegram.Message) -> Attachment | None:
    """Return the file of a message; in a form that voters fill in, as it may be kept."""
    attachment, shape = attachment_of(message), shape_of(draft.form)
    if attachment is None or shape is None or not shape.strips:
        return attachment
    return await without_traces(visit, attachment, group_id=draft.group_id)


def _named(message: telegram.Message) -> str:
    """Return the words that come with a place or a contact."""
    if message.venue is not None:
        return f"{message.venue.title} {message.venue.address}".strip()
    contact = message.contact
    return " ".join(filter(None, (contact.first_name, contact.last_name))) if contact else ""


def _links(visit: Visit) -> tuple[str, ...]:
    message = visit.update.message
    if message is None:
        return ()
    entities = (*message.entities, *message.caption_entities)
    return tuple(one.url for one in entities if one.url)


ENTRIES: tuple[Entry, ...] = (
    command("cancel", cancel, anywhere=True),
    pressed(Step, press, may="anyone"),
    pressed(Which, choose, may="anyone"),
)
