"""What is attached to a message, as a form keeps it."""

import telegram

from handlers.kit.forms.reading import Attachment
from models.messages.carried import Media


def attachment_of(message: telegram.Message) -> Attachment | None:
    """Return the file a message carries, the largest size of a photo; None if it has none."""
    if message.photo:
        return _kept(Media.PHOTO, message.photo[-1], message)
    for media in _ORDER:
        file = getattr(message, media.value)
        if file is not None:
            return _kept(media, file, message)
    return None


#: An animation is a document too, for clients that know none: it comes first.
_ORDER = (
    Media.ANIMATION,
    Media.DOCUMENT,
    Media.VIDEO,
    Media.VOICE,
    Media.AUDIO,
    Media.VIDEO_NOTE,
)
_File = (
    telegram.PhotoSize
    | telegram.Animation
    | telegram.Document
    | telegram.Video
    | telegram.Voice
    | telegram.Audio
    | telegram.VideoNote
)


def _kept(media: Media, file: _File, message: telegram.Message) -> Attachment:
    return Attachment(
        media=media,
        file_id=file.file_id,
        file_unique_id=file.file_unique_id,
        name=getattr(file, "file_name", None) or "",
        size=file.file_size or 0,
        caption=message.caption or "",
    )
