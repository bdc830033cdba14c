"""Files that voters send: pictures are made anew, of others the office says whether it takes them.

A photo has lost its metadata with Telegram; a picture sent as a file has not.
"""

import telegram

from handlers.kit.forms.reading import Attachment
from handlers.kit.visit import Visit
from models.errors import Refusal
from models.limits import actions as limits
from models.limits import settings as limited
from models.limits.rules import Counted
from models.messages.carried import Media
from models.pictures import actions as pictures
from models.pictures import notices as n
from models.pictures.actions import Made
from models.privacy import settings

_ENDINGS = (".jpg", ".jpeg", ".jpe", ".png", ".webp", ".heic", ".heif", ".avif", ".bmp", ".tif",
            ".tiff", ".gif", ".dng")  # fmt: skip


def is_called_picture(document: telegram.Document) -> bool:
    """Tell whether a file is called a picture; what it is, its own bytes say later."""
    kind, name = document.mime_type or "", (document.file_name or "").casefold()
    return kind.startswith("image/") or name.endswith(_ENDINGS)


async def without_traces(visit: Visit, attachment: Attachment, *, group_id: int) -> Attachment:
    """Return an attachment as it may be kept: a picture made anew stands for one sent as a file.

    Refusal for a picture that cannot be made anew, for other files where the office takes none,
    and beyond what one person may send in a day.
    """
    document = visit.update.message.document if visit.update.message else None
    if attachment.media is Media.DOCUMENT and document is not None and is_called_picture(document):
        made = visit.bring(document, made_anew, most=limited.current().bytes_of_a_file)
        await _count(visit)
        file_id = pictures.keep(visit.tx, made, group_id=group_id, account_id=None, now=visit.now)
        return attachment.model_copy(update={"media": Media.PHOTO, "file_id": file_id})
    if attachment.media is not Media.PHOTO and settings.current().unstripped_files == "refused":
        raise Refusal(n.FilesRefused())
    await _count(visit)
    return attachment


async def _count(visit: Visit) -> None:
    await limits.use(visit.tx, Counted.ATTACHMENT, account_id=visit.user.id, now=visit.now)


def made_anew(content: bytes) -> Made:
    """Make a picture anew; runs in a thread of its own."""
    # The readers load slowly, and most people send photos.
    from reports.pictures.stripping import PictureRefusedError, stripped  # noqa: PLC0415

    try:
        picture = stripped(content)
    except PictureRefusedError as refused:
        raise Refusal(n.PictureRefused(why=refused.why.value)) from None
    return Made(
        kind=picture.kind.value,
        content=picture.content,
        width=picture.width,
        height=picture.height,
    )
