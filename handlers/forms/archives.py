"""The photo for an archive: from its deputy, or from the staff."""

from typing import Annotated

import telegram

from handlers import archives as doors
from handlers.kit.entries import Entry, pressed
from handlers.kit.forms.flow import open_form
from handlers.kit.forms.readers import Files
from handlers.kit.forms.reading import Attachment
from handlers.kit.forms.shape import Ask, Form, form
from handlers.kit.visit import Visit
from handlers.screens.archives import SetPortrait
from models.archives import portraits
from models.archives.notices import NotAPortrait, PortraitKept
from models.errors import Done, Gone, Refusal
from models.messages.carried import Media

_LARGEST = 10 << 20
_SIDE = 480  # points: more than a portrait of 3.5 cm shows in print
_KINDS = frozenset({Media.PHOTO, Media.DOCUMENT})


@form("portrait", title="archives.f_portrait", who="deputy: own, staff: of the group")
class PortraitForm(Form):
    """The photo; whose is known already."""

    member_id: int
    photo: Annotated[
        tuple[Attachment, ...],
        Ask(
            "archives.q_portrait",
            "archives.l_portrait",
            Files(most=1, largest=_LARGEST, kinds=_KINDS),
            hint="archives.h_portrait",
        ),
    ]

    async def done(self, visit: Visit) -> None:
        """Fetch the photo, make it small, keep it."""
        _member, by = await doors.seen(visit, self.group_id, self.member_id)
        if not self.photo:
            raise Refusal(Gone())
        [file] = self.photo
        document = telegram.Document(file.file_id, file.file_unique_id, file_size=file.size)
        picture = visit.bring(document, _small, most=_LARGEST)
        member = await portraits.keep(
            visit.tx,
            group_id=self.group_id,
            member_id=self.member_id,
            file_id=file.file_id,
            file_unique_id=file.file_unique_id,
            picture=picture,
            by=by,
            now=visit.now,
        )
        await visit.change(
            PortraitKept(group_id=member.group_id, member_id=member.id, name=member.name)
        )


def _small(content: bytes) -> bytes:
    """Return a photo small, upright and without what the camera wrote into it."""
    from reports.pictures.stripping import (  # noqa: PLC0415  (the readers load slowly)
        PictureRefusedError,
        stripped,
    )

    try:
        return stripped(content, largest_side=_SIDE).content
    except PictureRefusedError as problem:
        raise Refusal(NotAPortrait()) from problem


async def ask(visit: Visit) -> None:
    """A deputy or the staff want to send a photo."""
    button = visit.pressed(SetPortrait)
    await doors.seen(visit, button.group_id, button.member_id)
    about = {"group_id": button.group_id, "member_id": button.member_id}
    await open_form(visit, "portrait", **about)
    await visit.toast(Done())


ENTRIES: tuple[Entry, ...] = (pressed(SetPortrait, ask, may="deputy: own, staff: of the group"),)
