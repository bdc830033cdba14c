"""What is attached to a message, as a form keeps it."""

import telegram

from handlers.kit.forms.reading import Attachment
from models.messages.carried import Media


def attachment_of(message: telegram.Message) -> Attachment | None:
    """Return the file a message carries, the largest size of a photo; None if it has none."""
    if message.photo:
        return _kept(Media.PHOTO, message.photo[-1], message)
    for media in (Media.DOCUMENT, Media.VIDEO, Media.VOICE, Media.AUDIO):
        file = getattr(message, media.value)
        if file is not None:
            return _kept(media, file, message)
    return None


_File = telegram.PhotoSize | telegram.Document | telegram.Video | telegram.Voice | telegram.Audio


def _kept(media: Media, file: _File, message: telegram.Message) -> Attachment:
    return Attachment(
        media=media,
        file_id=file.file_id,
        file_unique_id=file.file_unique_id,
        name=getattr(file, "file_name", None) or "",
        size=file.file_size or 0,
        caption=message.caption or "",
    )
