"""Portraits, and archives of whole groups that are being made."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, LargeBinary, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, words


class Portrait(Base):
    """A deputy's photo for the archive: its number with Telegram, and a small copy of it.

    The copy is made anew, without place, time and camera: papers need no fetching.
    """

    __tablename__ = "portraits"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    file_id: Mapped[str] = mapped_column(String(255))
    file_unique_id: Mapped[str] = mapped_column(String(64))
    picture: Mapped[bytes] = mapped_column(LargeBinary)
    set_at: Mapped[datetime]
    set_by: Mapped[int | None]

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "member_id"], ["members.group_id", "members.id"]),
    )


class RunState(enum.StrEnum):
    """How far an archive of a whole group is."""

    MAKING = "making"
    MADE = "made"
    STOPPED = "stopped"  # nobody wants it any more, or it could not be made


class ArchiveRun(Base):
    """An archive of a whole group that somebody of the staff has ordered."""

    __tablename__ = "archive_runs"

    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"), primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    ordered_by: Mapped[int]  # the member of staff
    account_id: Mapped[int]  # who gets it
    first: Mapped[int] = mapped_column(SmallInteger)  # year
    last: Mapped[int] = mapped_column(SmallInteger)
    total: Mapped[int]
    done: Mapped[int]
    state: Mapped[RunState] = mapped_column(words(RunState))
    ordered_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_archive_runs_state", "state", "ordered_at"),)


class ArchivePaper(Base):
    """One deputy's papers of a run; they are deleted with it after a day."""

    __tablename__ = "archive_papers"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(80))
    document: Mapped[bytes | None] = mapped_column(LargeBinary)  # None: still to be made
    sheet: Mapped[bytes | None] = mapped_column(LargeBinary)

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "run_id"], ["archive_runs.group_id", "archive_runs.id"]),
    )
