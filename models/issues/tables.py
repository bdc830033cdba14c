"""Issues, their history, their attachments, and who else reported the same."""

from datetime import datetime

from sqlalchemy import (
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from models.base import CLUSTERED, Base, words
from models.issues.clocks import Light
from models.issues.states import (
    Category,
    Decline,
    EntryKind,
    FileKind,
    IssueState,
    Mode,
    Outcome,
    Route,
    Satisfaction,
    Solved,
    Urgency,
    Way,
)
from models.people.columns import SealedText


class Issue(Base):
    """What a voter reported (domain §6). Its number is XJP-2026-0042: code, `year`, `serial`.

    Contact data is sealed, bound to the row, and free text lies encrypted; an anonymous voter is
    known by the hash of a receipt code alone, and no account is kept.
    """

    __tablename__ = "issues"

    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"), primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    year: Mapped[int] = mapped_column(SmallInteger)
    serial: Mapped[int]
    number: Mapped[str] = mapped_column(String(32))
    state: Mapped[IssueState] = mapped_column(words(IssueState))
    reported_at: Mapped[datetime]

    # where from
    mode: Mapped[Mode] = mapped_column(words(Mode))
    station_id: Mapped[int | None]
    activity_id: Mapped[int | None]  # the reception it was brought to
    recorder_id: Mapped[int | None]  # the deputy or member of staff who recorded it
    account_id: Mapped[int | None]  # who reported it; None: anonymous, or without Telegram
    is_anonymous: Mapped[bool] = mapped_column(default=False)
    receipt_hash: Mapped[str | None] = mapped_column(String(64))
    name_sealed: Mapped[str | None] = mapped_column(String(400))
    phone_sealed: Mapped[str | None] = mapped_column(String(400))
    phone_index: Mapped[str | None] = mapped_column(String(64))
    address_sealed: Mapped[str | None] = mapped_column(String(800))
    report_back_by: Mapped[Way] = mapped_column(words(Way))

    # what it is about
    own_words: Mapped[str] = mapped_column(  # the voter's own, as last edited by them
        SealedText("issues.own_words")
    )
    category: Mapped[Category] = mapped_column(words(Category))
    place: Mapped[str] = mapped_column(SealedText("issues.place"))
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    urgency: Mapped[Urgency] = mapped_column(words(Urgency))
    wish: Mapped[str | None] = mapped_column(SealedText("issues.wish"))
    may_publish: Mapped[bool] = mapped_column(default=False)

    # who handles it
    claimed_by: Mapped[int | None]  # the member of staff, until `claimed_until`
    claimed_until: Mapped[datetime | None]
    route: Mapped[Route | None] = mapped_column(words(Route))
    unit_id: Mapped[int | None]
    external_number: Mapped[str | None] = mapped_column(String(64))
    is_complex: Mapped[bool] = mapped_column(default=False)
    thread_id: Mapped[int | None]  # its topic in the staff chat
    topic_at: Mapped[datetime | None]  # when its topic is to be opened, or its card posted

    # the clock of the step it is in
    clock_from: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    resumes: Mapped[IssueState | None] = mapped_column(words(IssueState))  # after the answer
    light: Mapped[Light] = mapped_column(SmallInteger, default=Light.BLUE)
    alarm_at: Mapped[datetime | None]
    late_at: Mapped[datetime | None]  # the first deadline that was missed, whichever step's

    # what became of it
    declined: Mapped[Decline | None] = mapped_column(words(Decline))
    reason: Mapped[str | None] = mapped_column(  # of declining, parking, not solving
        SealedText("issues.reason")
    )
    answer: Mapped[str | None] = mapped_column(SealedText("issues.answer"))
    outcome: Mapped[Outcome | None] = mapped_column(words(Outcome))
    answered_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]  # when the voter was told the answer, or it was tried
    told_way: Mapped[Way | None] = mapped_column(words(Way))
    deputy_told_at: Mapped[datetime | None]
    solved: Mapped[Solved | None] = mapped_column(words(Solved))
    satisfaction: Mapped[Satisfaction | None] = mapped_column(words(Satisfaction))
    rated_at: Mapped[datetime | None]
    rating_due_at: Mapped[datetime | None]  # when the one reminder to rate is due
    merged_into: Mapped[int | None]
    reopened: Mapped[int] = mapped_column(SmallInteger, default=0)
    parked_until: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    contact_gone_at: Mapped[datetime | None]  # when retention or the voter deleted contact data
    files_gone_at: Mapped[datetime | None]  # when pictures and files were deleted
    pictures_cleared_at: Mapped[datetime | None]  # when staff found them fit for everybody

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "activity_id"], ["activities.group_id", "activities.id"]),
        ForeignKeyConstraint(["group_id", "recorder_id"], ["members.group_id", "members.id"]),
        ForeignKeyConstraint(["group_id", "claimed_by"], ["members.group_id", "members.id"]),
        ForeignKeyConstraint(["group_id", "unit_id"], ["units.group_id", "units.id"]),
        ForeignKeyConstraint(["group_id", "merged_into"], ["issues.group_id", "issues.id"]),
        UniqueConstraint("group_id", "year", "serial"),
        Index("ix_issues_state", "group_id", "state", "reported_at"),
        Index("ix_issues_station_id", "group_id", "station_id", "reported_at"),
        Index("ix_issues_activity_id", "group_id", "activity_id"),
        Index("ix_issues_recorder_id", "group_id", "recorder_id", "reported_at"),
        Index("ix_issues_unit_id", "group_id", "unit_id", "state"),
        Index("ix_issues_merged_into", "group_id", "merged_into"),
        Index("ix_issues_account_id", "account_id", "reported_at"),
        Index("uq_issues_receipt_hash", "receipt_hash", unique=True),
        Index("ix_issues_external_number", "group_id", "external_number"),
        Index(
            "ix_issues_contact_kept",
            "closed_at",
            sqlite_where=text("contact_gone_at is null"),
            postgresql_where=text("contact_gone_at is null"),
        ),
        Index(
            "ix_issues_files_kept",
            "closed_at",
            sqlite_where=text("files_gone_at is null"),
            postgresql_where=text("files_gone_at is null"),
        ),
        Index(
            "ix_issues_alarm_at",
            "alarm_at",
            sqlite_where=text("alarm_at is not null"),
            postgresql_where=text("alarm_at is not null"),
        ),
        Index(
            "ix_issues_topic_at",
            "topic_at",
            sqlite_where=text("topic_at is not null"),
            postgresql_where=text("topic_at is not null"),
        ),
        Index(
            "ix_issues_rating_due_at",
            "rating_due_at",
            sqlite_where=text("rating_due_at is not null"),
            postgresql_where=text("rating_due_at is not null"),
        ),
        Index(
            "ix_issues_parked_until",
            "parked_until",
            sqlite_where=text("parked_until is not null"),
            postgresql_where=text("parked_until is not null"),
        ),
    )


class IssueSerial(Base):
    """The last serial number a group has given in a year: one row that is raised, never read."""

    __tablename__ = "issue_serials"

    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]

    __table_args__ = (CLUSTERED,)


class IssueEntry(Base):
    """A line in the history of an issue. Rows are added; words that are edited are a new row."""

    __tablename__ = "issue_entries"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[EntryKind] = mapped_column(words(EntryKind))
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(48))  # an actor, as in the audit
    member_id: Mapped[int | None]
    text: Mapped[str] = mapped_column(SealedText("issue_entries.text"))
    version: Mapped[int] = mapped_column(SmallInteger, default=1)
    message_id: Mapped[int | None]  # the voter's message with these words: an edit finds them
    way: Mapped[Way | None] = mapped_column(words(Way))  # of a report-back

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "issue_id"], ["issues.group_id", "issues.id"]),
        CLUSTERED,
    )


class IssueFile(Base):
    """A photo, video, voice or document of an issue. It lies with Telegram, by its number."""

    __tablename__ = "issue_files"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[FileKind] = mapped_column(words(FileKind))
    file_id: Mapped[str] = mapped_column(String(200))
    file_unique_id: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(200))
    size: Mapped[int]  # bytes
    caption: Mapped[str] = mapped_column(SealedText("issue_files.caption"))
    at: Mapped[datetime]
    is_proof: Mapped[bool] = mapped_column(default=False)  # of the answer, from the unit or staff

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "issue_id"], ["issues.group_id", "issues.id"]),
        UniqueConstraint("group_id", "issue_id", "file_unique_id"),
    )


class IssueFollower(Base):
    """Somebody who said "me too": they hear the outcome like whoever reported it."""

    __tablename__ = "issue_followers"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "issue_id"], ["issues.group_id", "issues.id"]),
        Index("ix_issue_followers_account_id", "account_id"),
        CLUSTERED,
    )


class IssueSettings(Base):
    """How a group handles issues: its director, and working days for each step."""

    __tablename__ = "issue_settings"

    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"), primary_key=True)
    director_id: Mapped[int | None]  # a member of staff
    triage_days: Mapped[int] = mapped_column(SmallInteger, default=1)
    accept_days: Mapped[int] = mapped_column(SmallInteger, default=1)
    simple_days: Mapped[int] = mapped_column(SmallInteger, default=5)
    complex_days: Mapped[int] = mapped_column(SmallInteger, default=15)
    report_back_days: Mapped[int] = mapped_column(SmallInteger, default=3)
    very_urgent_hours: Mapped[int] = mapped_column(SmallInteger, default=2)
    listed_on: Mapped[datetime | None]  # when the morning list was last sent

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "director_id"], ["members.group_id", "members.id"]),
    )
