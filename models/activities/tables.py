"""Activities, who was there, and every attempt to check in."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.activities.rules import (
    USUAL_WAYS,
    ActivityKind,
    ActivityState,
    AttendanceState,
    GuestKind,
    Scope,
    Way,
)
from models.base import CLUSTERED, Base, words


class Activity(Base):
    """Something deputies take part in, at a time and a place.

    `opens_at`, `late_from` and `closes_at` are the check-in window as it holds now; moving the
    activity moves them.
    """

    __tablename__ = "activities"

    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"), primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[ActivityKind] = mapped_column(words(ActivityKind))
    scope: Mapped[Scope] = mapped_column(words(Scope))
    place: Mapped[str] = mapped_column(String(200))
    levels: Mapped[list[Any] | None]  # the levels of deputies invited; None: all
    members: Mapped[list[Any] | None]  # those invited by name, whatever their level; None: all
    round_id: Mapped[int | None]  # of a session of a reception: no card in the group, no list
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    opens_at: Mapped[datetime]
    late_from: Mapped[datetime]
    closes_at: Mapped[datetime]
    state: Mapped[ActivityState] = mapped_column(words(ActivityState))
    created_at: Mapped[datetime]
    announced_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    opened_notice_at: Mapped[datetime | None]  # when the card was told that the window is open
    close_reminder_at: Mapped[datetime | None]  # when staff were asked to close it
    ways: Mapped[list[Any]] = mapped_column(default=lambda: list(USUAL_WAYS))  # to check in
    sequence: Mapped[int] = mapped_column(default=0, server_default="0")  # changes, for calendars
    latitude: Mapped[float | None]  # the pin of the place, in degrees
    longitude: Mapped[float | None]

    __table_args__ = (
        Index("ix_activities_window", "group_id", "state", "opens_at", "closes_at"),
        Index("ix_activities_starts_at", "group_id", "starts_at"),
        Index("ix_activities_due", "state", "opens_at"),
    )


class Attendance(Base):
    """One deputy's state at one activity: at most one row, whatever is pressed how often."""

    __tablename__ = "attendances"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[AttendanceState] = mapped_column(words(AttendanceState))
    way: Mapped[Way] = mapped_column(words(Way))
    at: Mapped[datetime]  # when it happened: for a check-in, when the message was sent
    revision: Mapped[int]  # 1, and one more with every correction
    entered_by: Mapped[int | None]  # the member of staff who entered or corrected it
    reason: Mapped[str | None] = mapped_column(String(200))

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "activity_id"], ["activities.group_id", "activities.id"]),
        ForeignKeyConstraint(["group_id", "member_id"], ["members.group_id", "members.id"]),
        Index("ix_attendances_member_id", "group_id", "member_id", "at"),
        CLUSTERED,
    )


class Attempt(Base):
    """A try to check in, accepted or refused, with its reason code."""

    __tablename__ = "attempts"

    group_id: Mapped[int] = mapped_column(primary_key=True)  # 0: of no group
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    activity_id: Mapped[int | None]
    account_id: Mapped[int]
    member_id: Mapped[int | None]
    way: Mapped[Way] = mapped_column(words(Way))
    sent_at: Mapped[datetime]
    result: Mapped[str] = mapped_column(String(24))
    code_step: Mapped[int | None]  # which of the rotating codes was accepted from this person
    distance: Mapped[str | None] = mapped_column(String(16))  # a class of it, never the place

    __table_args__ = (
        Index("ix_attempts_activity_id", "group_id", "activity_id"),
        Index(  # guesses are counted by account; the other ways pay nothing for it
            "ix_attempts_code",
            "account_id",
            "sent_at",
            sqlite_where=text("way = 'code'"),
            postgresql_where=text("way = 'code'"),
        ),
        CLUSTERED,
    )


class VenueScreen(Base):
    """An address of the page for the screen in the room; only the hash of its token is kept."""

    __tablename__ = "venue_screens"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    group_id: Mapped[int]
    activity_id: Mapped[int]
    created_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "activity_id"], ["activities.group_id", "activities.id"]),
        Index("ix_venue_screens_activity_id", "group_id", "activity_id"),
    )


class VenuePhoto(Base):
    """A picture of the rotating code in a chat, for so long as it changes by itself.

    One for each member of staff and activity: the message it is (`photo_id`), until when it goes
    on, and when it is to be shown anew next. No row: the picture has come to its end.
    """

    __tablename__ = "venue_photos"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    photo_id: Mapped[int]
    until: Mapped[datetime]
    due_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "activity_id"], ["activities.group_id", "activities.id"]),
        Index("ix_venue_photos_due_at", "due_at"),
    )


class PaperSheet(Base):
    """The sheet people sign: whose name stands at which number, and what was read back of it."""

    __tablename__ = "paper_sheets"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member_ids: Mapped[list[Any]]  # number 1 first
    version: Mapped[int]  # a button under an older reading does nothing
    missing: Mapped[list[Any] | None]  # those not there, until it is confirmed
    made_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "activity_id"], ["activities.group_id", "activities.id"]),
        Index("ix_paper_sheets_made_at", "group_id", "made_at"),
        CLUSTERED,
    )


class Guest(Base):
    """Somebody at an activity who is on no roster: by name, for the record; no points."""

    __tablename__ = "guests"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    activity_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(64))
    kind: Mapped[GuestKind] = mapped_column(words(GuestKind))
    created_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "activity_id"], ["activities.group_id", "activities.id"]),
        Index("ix_guests_activity_id", "group_id", "activity_id"),
    )
