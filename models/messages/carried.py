"""What a message takes along that Telegram keeps already: files by their number, copies."""

import enum
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from models.messages.notices import Notice

ALBUM = 10  # files in one album at most, Telegram's limit
COPIES = 100  # messages in one copying at most, Telegram's limit


class Media(enum.StrEnum):
    """Kinds of files, by Telegram's own names."""

    PHOTO = "photo"
    DOCUMENT = "document"
    VIDEO = "video"
    VOICE = "voice"
    AUDIO = "audio"
    ANIMATION = "animation"
    VIDEO_NOTE = "video_note"

    @property
    def takes_words(self) -> bool:
        """Tell whether words may stand under it."""
        return self is not Media.VIDEO_NOTE

    @property
    def album(self) -> str | None:
        """Return with which others it may stand in one album; None: it always stands alone."""
        match self:
            case Media.PHOTO | Media.VIDEO:
                return "pictures"
            case Media.DOCUMENT | Media.AUDIO:
                return self.value
            case _:
                return None


class File(BaseModel):
    """A file that lies with Telegram, by its number there."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    media: Media
    file_id: str


class Carrying(Notice):
    """A notice that takes something along; posted as MEDIA or COPY.

    MEDIA sends `files`: one with the words and buttons, several as an album with the words under
    the first (an album bears no buttons). COPY repeats the messages `message_ids` of the chat
    `from_chat_id` without saying where they come from; a single one bears the buttons. What is
    `protected` cannot be forwarded or saved; that holds for plain words too.
    """

    kind: ClassVar[str] = ""
    files: tuple[File, ...] = Field(default=(), max_length=ALBUM)
    from_chat_id: int = 0
    message_ids: tuple[int, ...] = Field(default=(), max_length=COPIES)
    protected: bool = False


class Enclosed(Carrying):
    """What somebody has sent, passed on as it is; `text` stands under the first file."""

    kind: ClassVar[str] = "door.enclosed"
    text: str = ""
