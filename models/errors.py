"""What a person did wrong, as a text key with parameters. One place answers it."""

from typing import ClassVar

from models.messages.notices import Notice


class Refusal(Exception):  # noqa: N818  (a refusal is an answer, not an error)
    """An act that cannot be done, with the notice that says why and what to do instead.

    Raise it before anything is written. The handling rolls back and shows the notice to the
    person, in their language.
    """

    def __init__(self, notice: Notice) -> None:
        super().__init__(notice.kind)
        self.notice = notice


class NotAllowed(Notice):
    """Somebody without the right tried to do something."""

    kind: ClassVar[str] = "door.not_allowed"


class Gone(Notice):
    """What a button or link points at is no longer there, or has changed since."""

    kind: ClassVar[str] = "door.gone"


class Done(Notice):
    """A press has been heard; what it did is to be seen on the screen."""

    kind: ClassVar[str] = "door.done"
