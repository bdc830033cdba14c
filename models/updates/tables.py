"""The table of what came in."""

import enum
from datetime import datetime

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, words
from models.people.columns import SealedText


class UpdateState(enum.StrEnum):
    """Where an update is: waiting to be handled, handled, or kept aside."""

    NEW = "new"
    DONE = "done"
    PARKED = "parked"  # it failed again and again; a person has to look
    UNREADABLE = "unreadable"  # it could not even be parsed
    TOO_MANY = "too_many"  # the person had sent more in a minute than can be heard


class Update(Base):
    """One raw update, stored before Telegram is told that it arrived.

    The key is (bot, number), never a watermark: after an idle week Telegram's numbers restart
    at random.
    """

    __tablename__ = "updates"

    bot_id: Mapped[int] = mapped_column(primary_key=True)
    update_id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40))  # whose turn it is: one person's in order
    body: Mapped[str] = mapped_column(SealedText("updates.body"))
    state: Mapped[UpdateState] = mapped_column(words(UpdateState))
    attempts: Mapped[int] = mapped_column(default=0)
    received_at: Mapped[datetime]
    not_before: Mapped[datetime]
    owner: Mapped[str | None] = mapped_column(String(40))
    handled_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(String(500))

    # Only what waits is indexed: the handled rows are many and nobody looks for them.
    __table_args__ = (
        Index(
            "ix_updates_waiting",
            "bot_id",
            "key",
            "update_id",
            sqlite_where=text("state = 'new'"),
            postgresql_where=text("state = 'new'"),
        ),
        Index(
            "ix_updates_left",
            "bot_id",
            "received_at",
            "update_id",
            sqlite_where=text("state = 'new' and owner is null"),
            postgresql_where=text("state = 'new' and owner is null"),
        ),
        Index(
            "ix_updates_aside",
            "bot_id",
            "state",
            sqlite_where=text("state in ('parked', 'unreadable', 'too_many')"),
            postgresql_where=text("state in ('parked', 'unreadable', 'too_many')"),
        ),
        Index("ix_updates_received_at", "received_at"),
    )


#: The conditions of the partial indexes, for whoever asks what they hold (see
#: `models.messages.tables`).
IS_NEW = text("updates.state = 'new'")
IS_LEFT = text("updates.state = 'new' and updates.owner is null")
IS_ASIDE = text("updates.state in ('parked', 'unreadable', 'too_many')")

# True of every new one. By the primary key, which SQLite takes for as good, it would go through all
# that the bot ever got, did a second column not speak for the index of the new ones.
AMONG_NEW = (IS_NEW, Update.key > "")
