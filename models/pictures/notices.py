"""What is said of a picture, or another file, that is not taken."""

from typing import ClassVar

from models.messages.notices import Notice


class PictureRefused(Notice):
    """A file that cannot be made anew; `why` says what is wrong with it."""

    kind: ClassVar[str] = "pictures.refused"
    why: str


class FilesRefused(Notice):
    """Only pictures are taken here: of other files nobody can take out place and time."""

    kind: ClassVar[str] = "pictures.files_refused"
