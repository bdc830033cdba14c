"""Rounds, sessions, duties, swaps; what falls due for them; who booked and who was told."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from models.base import CLUSTERED, Base, words
from models.receptions.rules import (
    CallKind,
    DutyKind,
    Mode,
    RoundState,
    SessionState,
    SlotState,
    SwapState,
)
from models.reminders.rules import ReminderState


class ReceptionSettings(Base):
    """How a group's receptions lie in the year, and how large they are."""

    __tablename__ = "reception_settings"

    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"), primary_key=True)
    start_month: Mapped[int] = mapped_column(SmallInteger)
    day_rule: Mapped[str] = mapped_column(String(40))
    hour: Mapped[str] = mapped_column(String(5))
    minutes: Mapped[int] = mapped_column(SmallInteger)
    stations: Mapped[int | None] = mapped_column(SmallInteger)  # in a round; None: as needed
    deputies: Mapped[int | None] = mapped_column(SmallInteger)  # at a session; None: as needed
    house_calls: Mapped[int] = mapped_column(SmallInteger)
    slots: Mapped[int] = mapped_column(SmallInteger)  # that voters can book; 0: none
    calendar_warned: Mapped[int] = mapped_column(SmallInteger, default=0)  # the year it ends in


class Round(Base):
    """One reception day of a group, with sessions at several stations."""

    __tablename__ = "rounds"

    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"), primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    year: Mapped[int] = mapped_column(SmallInteger)
    number: Mapped[int] = mapped_column(SmallInteger)
    day: Mapped[date] = mapped_column(Date)
    state: Mapped[RoundState] = mapped_column(words(RoundState))
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("group_id", "year", "number"),)


class ReceptionSession(Base):
    """Deputies at one station (or on a route of visits from it) in one round.

    `activity_id` is there from the publishing on: attendance, check-in and points follow from it.
    """

    __tablename__ = "reception_sessions"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    round_id: Mapped[int]
    station_id: Mapped[int]
    mode: Mapped[Mode] = mapped_column(words(Mode))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    topics: Mapped[str | None] = mapped_column(String(200))
    route_sealed: Mapped[str | None] = mapped_column(Text)  # the visits of a house call, in order
    places: Mapped[int] = mapped_column(SmallInteger)  # deputies it is to have
    state: Mapped[SessionState] = mapped_column(words(SessionState))
    activity_id: Mapped[int | None]
    visitors: Mapped[int | None] = mapped_column(
        SmallInteger
    )  # from the closing on; 0: nobody came
    remark: Mapped[str | None] = mapped_column(String(500))
    recorder_id: Mapped[int | None]
    closed_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(200))  # of the cancellation

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "round_id"], ["rounds.group_id", "rounds.id"]),
        ForeignKeyConstraint(["group_id", "station_id"], ["stations.group_id", "stations.id"]),
        ForeignKeyConstraint(["group_id", "activity_id"], ["activities.group_id", "activities.id"]),
        UniqueConstraint("group_id", "activity_id"),
        Index("ix_reception_sessions_round_id", "group_id", "round_id"),
        Index("ix_reception_sessions_station_id", "group_id", "station_id", "starts_at"),
        Index("ix_reception_sessions_starts_at", "group_id", "starts_at"),
        Index(
            "ix_reception_sessions_ahead",
            "starts_at",
            sqlite_where=text("state in ('draft', 'published')"),
            postgresql_where=text("state in ('draft', 'published')"),
        ),
    )


#: The condition of the index, for whoever asks what it holds (see `models.messages.tables`).
IS_AHEAD = text("reception_sessions.state in ('draft', 'published')")


class Duty(Base):
    """One deputy at one session, on duty or standing by, and why it is them."""

    __tablename__ = "duties"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[DutyKind] = mapped_column(words(DutyKind))
    last_on: Mapped[date | None] = mapped_column(Date)  # their duty before this one
    count: Mapped[int] = mapped_column(SmallInteger)  # duties this year before this one
    is_home: Mapped[bool]  # the station is in their constituency
    how: Mapped[str] = mapped_column(String(12))  # planned, swapped, called, by_staff
    confirmed_at: Mapped[datetime | None]

    __table_args__ = (
        ForeignKeyConstraint(
            ["group_id", "session_id"], ["reception_sessions.group_id", "reception_sessions.id"]
        ),
        ForeignKeyConstraint(["group_id", "member_id"], ["members.group_id", "members.id"]),
        Index("ix_duties_member_id", "group_id", "member_id"),
        CLUSTERED,
    )


class Swap(Base):
    """A deputy's wish to be relieved of a duty, who would take it, and what came of it."""

    __tablename__ = "swaps"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    session_id: Mapped[int]
    member_id: Mapped[int]
    taker_id: Mapped[int | None]
    give_session_id: Mapped[int | None]  # the taker's own duty that is given in exchange
    state: Mapped[SwapState] = mapped_column(words(SwapState))
    asked_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]

    __table_args__ = (
        ForeignKeyConstraint(
            ["group_id", "session_id"], ["reception_sessions.group_id", "reception_sessions.id"]
        ),
        ForeignKeyConstraint(["group_id", "member_id"], ["members.group_id", "members.id"]),
        Index(
            "uq_swaps_open",
            "group_id",
            "session_id",
            "member_id",
            unique=True,
            sqlite_where=text("state in ('asked', 'offered')"),
            postgresql_where=text("state in ('asked', 'offered')"),
        ),
    )


class Call(Base):
    """What falls due for a round, or for one session of it: whom it is told to follows then."""

    __tablename__ = "reception_calls"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    round_id: Mapped[int]
    session_id: Mapped[int]  # 0: of the round
    kind: Mapped[CallKind] = mapped_column(words(CallKind))
    planned_at: Mapped[datetime]
    due_at: Mapped[datetime]
    state: Mapped[ReminderState] = mapped_column(words(ReminderState))
    sent_at: Mapped[datetime | None]
    people: Mapped[int] = mapped_column(default=0)  # how many were told

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "round_id"], ["rounds.group_id", "rounds.id"]),
        UniqueConstraint("group_id", "round_id", "session_id", "kind"),
        Index(
            "ix_reception_calls_due",
            "due_at",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(
            "ix_reception_calls_missed",
            "group_id",
            sqlite_where=text("state = 'missed' and sent_at is null"),
            postgresql_where=text("state = 'missed' and sent_at is null"),
        ),
    )


#: The same, of its index.
IS_WAITING = text("reception_calls.state = 'waiting'")
IS_UNTOLD = text("reception_calls.state = 'missed' and reception_calls.sent_at is null")


class Slot(Base):
    """A voter's place in the queue of a session."""

    __tablename__ = "reception_slots"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(SmallInteger)
    state: Mapped[SlotState] = mapped_column(words(SlotState))
    booked_at: Mapped[datetime]
    remind_at: Mapped[datetime | None]  # until it was told
    told_at: Mapped[datetime | None]  # when the staff heard that its reminder was missed

    __table_args__ = (
        ForeignKeyConstraint(
            ["group_id", "session_id"], ["reception_sessions.group_id", "reception_sessions.id"]
        ),
        UniqueConstraint("group_id", "session_id", "number"),
        Index("ix_reception_slots_account_id", "account_id"),
        Index(
            "ix_reception_slots_remind_at",
            "remind_at",
            sqlite_where=text("remind_at is not null"),
            postgresql_where=text("remind_at is not null"),
        ),
        Index(
            "ix_reception_slots_missed",
            "group_id",
            sqlite_where=text("state = 'missed' and told_at is null"),
            postgresql_where=text("state = 'missed' and told_at is null"),
        ),
        CLUSTERED,
    )


#: The same, of the reminders of booked places.
IS_UNTOLD_SLOT = text("reception_slots.state = 'missed' and reception_slots.told_at is null")


class Told(Base):
    """A voter who was told of a session: whoever was, hears of a change and a cancellation."""

    __tablename__ = "reception_tellings"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(
            ["group_id", "session_id"], ["reception_sessions.group_id", "reception_sessions.id"]
        ),
        Index("ix_reception_tellings_account_id", "account_id"),
        CLUSTERED,
    )


class PlanFile(Base):
    """A plan that somebody of the staff has sent back and not confirmed yet."""

    __tablename__ = "reception_plan_files"

    account_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    group_id: Mapped[int]
    version: Mapped[int]  # a button under an older preview does nothing
    content: Mapped[dict[str, Any]]
    sent_at: Mapped[datetime]
