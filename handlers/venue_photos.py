"""How staff show the rotating code from a phone: a picture in the chat that changes by itself."""

import asyncio

from handlers.kit import texts
from handlers.kit.entries import Entry, pressed
from handlers.kit.papers import Paper, Spoken, paper
from handlers.kit.visit import Visit
from handlers.screens import venue_photos as b
from models import clock
from models.activities import photos
from models.activities.codes import payload
from models.activities.photo_notices import VenuePhoto
from models.database import Transaction
from models.errors import Done
from models.people.rules import acting


async def show(visit: Visit) -> None:
    """Staff want the code as a picture in their chat."""
    button = visit.pressed(b.ShowPhoto)
    staff = await visit.staff(button.group_id)
    await photos.show(
        visit.tx,
        bot_id=visit.bot.id,
        bot_username=visit.bot.username,
        group_id=button.group_id,
        activity_id=button.activity_id,
        by=acting(staff),
        now=visit.now,
    )
    await visit.toast(Done())


async def renew(visit: Visit) -> None:
    """Staff want the code of now, and the picture to go on."""
    button = visit.pressed(b.RenewPhoto)
    staff = await visit.staff(button.group_id)
    await visit.toast(
        await photos.renew(
            visit.tx,
            group_id=button.group_id,
            activity_id=button.activity_id,
            photo_id=button.photo_id,
            by=acting(staff),
            now=visit.now,
        )
    )


@paper(VenuePhoto)
async def _picture(tx: Transaction, notice: VenuePhoto, spoken: Spoken) -> Paper:
    """Draw the code that counts when the picture leaves, or say that it is at an end."""
    from reports.pictures import venue  # noqa: PLC0415  (the drawing library loads slowly)

    now = await photos.present(tx, notice, now=clock.now())
    link = ""
    if now.code is not None:
        carried = payload(now.group_id, now.activity_id, now.code)
        link = f"https://t.me/{now.bot_username}?start={carried}"
    words = texts.label("activities.photo_over", spoken.locale)
    content = await asyncio.to_thread(venue.picture, now.title, now.code, link, over=words)
    return Paper(filename="code.png", content=content, notice=now)


ENTRIES: tuple[Entry, ...] = (
    pressed(b.ShowPhoto, show, may="staff"),
    pressed(b.RenewPhoto, renew, may="staff"),
)
