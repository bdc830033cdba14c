"""Suggestions, who signs them, what became of them, and the clocks that run."""

from datetime import date, datetime

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
from models.messages.carried import Media
from models.people.tables import Level
from models.suggestions.rules import (
    AnswerClass,
    Move,
    Origin,
    Satisfaction,
    SignerRole,
    SignerState,
    SuggestionState,
    TalkWay,
    Term,
)


class Suggestion(Base):
    """One suggestion to a congress. Days are the group's own; `answer_by` is the term that runs."""

    __tablename__ = "suggestions"

    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"), primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    level: Mapped[Level] = mapped_column(words(Level))  # to which congress
    year: Mapped[int] = mapped_column(SmallInteger)
    number: Mapped[str | None] = mapped_column(String(40))  # the congress's own
    title: Mapped[str] = mapped_column(String(200))
    problem: Mapped[str] = mapped_column(Text)  # what is wrong
    proposal: Mapped[str] = mapped_column(Text)  # what is suggested
    state: Mapped[SuggestionState] = mapped_column(words(SuggestionState))
    origin: Mapped[Origin] = mapped_column(words(Origin))
    lead_id: Mapped[int]
    unit: Mapped[str | None] = mapped_column(String(128))  # as it is called, or was in a list
    unit_id: Mapped[int | None]  # the unit of that name, where the group has one
    is_key: Mapped[bool] = mapped_column(default=False)
    is_excellent: Mapped[bool] = mapped_column(default=False)
    drafted_at: Mapped[datetime]
    submitted_on: Mapped[date | None] = mapped_column(Date)
    filed_on: Mapped[date | None] = mapped_column(Date)
    assigned_on: Mapped[date | None] = mapped_column(Date)  # T0
    accept_by: Mapped[date | None] = mapped_column(Date)
    answer_by: Mapped[date | None] = mapped_column(Date)
    extended_months: Mapped[int] = mapped_column(SmallInteger, default=0)
    answered_on: Mapped[date | None] = mapped_column(Date)  # the last answer
    done_on: Mapped[date | None] = mapped_column(Date)
    round: Mapped[int] = mapped_column(SmallInteger, default=0)  # answers so far

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "lead_id"], ["members.group_id", "members.id"]),
        ForeignKeyConstraint(["group_id", "unit_id"], ["units.group_id", "units.id"]),
        UniqueConstraint("group_id", "level", "year", "number"),
        Index("ix_suggestions_year", "group_id", "year"),
        Index("ix_suggestions_lead_id", "group_id", "lead_id"),
        Index("ix_suggestions_unit_id", "group_id", "unit_id", "state"),
    )


class Signer(Base):
    """A deputy under a suggestion, its lead too."""

    __tablename__ = "suggestion_signers"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    suggestion_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    role: Mapped[SignerRole] = mapped_column(words(SignerRole))
    state: Mapped[SignerState] = mapped_column(words(SignerState))
    asked_at: Mapped[datetime]
    said_at: Mapped[datetime | None]

    __table_args__ = (
        ForeignKeyConstraint(
            ["group_id", "suggestion_id"], ["suggestions.group_id", "suggestions.id"]
        ),
        ForeignKeyConstraint(["group_id", "member_id"], ["members.group_id", "members.id"]),
        Index("ix_suggestion_signers_member_id", "group_id", "member_id"),
        CLUSTERED,
    )


class Assistant(Base):
    """A unit that assists the one that leads, and what it has said to it."""

    __tablename__ = "suggestion_assistants"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    suggestion_id: Mapped[int]
    unit: Mapped[str] = mapped_column(String(128))
    unit_id: Mapped[int | None]
    due_on: Mapped[date] = mapped_column(Date)
    opinion: Mapped[str | None] = mapped_column(String(500))
    said_on: Mapped[date | None] = mapped_column(Date)

    __table_args__ = (
        ForeignKeyConstraint(
            ["group_id", "suggestion_id"], ["suggestions.group_id", "suggestions.id"]
        ),
        ForeignKeyConstraint(["group_id", "unit_id"], ["units.group_id", "units.id"]),
        Index("ix_suggestion_assistants_suggestion_id", "group_id", "suggestion_id"),
        Index("ix_suggestion_assistants_unit_id", "group_id", "unit_id"),
        CLUSTERED,
    )


class Talk(Base):
    """A talk of a unit with the deputy, before it answers."""

    __tablename__ = "suggestion_talks"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    suggestion_id: Mapped[int]
    on: Mapped[date] = mapped_column(Date)
    way: Mapped[TalkWay] = mapped_column(words(TalkWay))
    note: Mapped[str] = mapped_column(String(500))
    noted_by: Mapped[int | None]
    noted_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(
            ["group_id", "suggestion_id"], ["suggestions.group_id", "suggestions.id"]
        ),
        Index("ix_suggestion_talks_suggestion_id", "group_id", "suggestion_id"),
        CLUSTERED,
    )


class Answer(Base):
    """An answer of the unit, what it promises, and what the deputy says of it; a row a round."""

    __tablename__ = "suggestion_answers"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    suggestion_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    round: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    answer_class: Mapped[AnswerClass | None] = mapped_column(words(AnswerClass))
    wording: Mapped[str] = mapped_column(Text)
    answered_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date | None] = mapped_column(Date)  # the term as it was then
    promised_for: Mapped[date | None] = mapped_column(Date)
    proof: Mapped[str | None] = mapped_column(String(500))
    claimed_on: Mapped[date | None] = mapped_column(Date)  # the unit says so, nobody has looked yet
    proven_on: Mapped[date | None] = mapped_column(Date)
    satisfaction: Mapped[Satisfaction | None] = mapped_column(words(Satisfaction))
    remark: Mapped[str | None] = mapped_column(String(500))
    rated_on: Mapped[date | None] = mapped_column(Date)
    rated_by: Mapped[int | None]  # the deputy, or the staff who wrote down what they said

    __table_args__ = (
        ForeignKeyConstraint(
            ["group_id", "suggestion_id"], ["suggestions.group_id", "suggestions.id"]
        ),
        CLUSTERED,
    )


class SuggestionFile(Base):
    """A document or picture of an answer, or of its proof. It lies with Telegram, by its number."""

    __tablename__ = "suggestion_files"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    suggestion_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    round: Mapped[int] = mapped_column(SmallInteger)  # of the answer it belongs to
    is_proof: Mapped[bool]
    media: Mapped[Media] = mapped_column(words(Media))
    file_id: Mapped[str] = mapped_column(String(255))
    file_unique_id: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(
            ["group_id", "suggestion_id"], ["suggestions.group_id", "suggestions.id"]
        ),
        CLUSTERED,
    )


class Source(Base):
    """What a suggestion grew out of: an issue (kind `issue`), an activity (kind `activity`)."""

    __tablename__ = "suggestion_sources"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    suggestion_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)

    __table_args__ = (
        ForeignKeyConstraint(
            ["group_id", "suggestion_id"], ["suggestions.group_id", "suggestions.id"]
        ),
        Index("ix_suggestion_sources_subject_id", "group_id", "kind", "subject_id"),
        CLUSTERED,
    )


class Step(Base):
    """One line of a suggestion's history. Rows are added, never changed."""

    __tablename__ = "suggestion_steps"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    suggestion_id: Mapped[int]
    move: Mapped[Move] = mapped_column(words(Move))
    at: Mapped[datetime]
    on: Mapped[date] = mapped_column(Date)  # the day it happened, which staff may enter later
    by_id: Mapped[int | None]
    by_unit_id: Mapped[int | None]  # a contact of this unit did it
    note: Mapped[str] = mapped_column(String(500))

    __table_args__ = (
        ForeignKeyConstraint(
            ["group_id", "suggestion_id"], ["suggestions.group_id", "suggestions.id"]
        ),
        Index("ix_suggestion_steps_suggestion_id", "group_id", "suggestion_id"),
        CLUSTERED,
    )


class Alarm(Base):
    """That somebody is to be told so many days before (or after) a term ends."""

    __tablename__ = "suggestion_alarms"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    suggestion_id: Mapped[int]
    term: Mapped[Term] = mapped_column(words(Term))
    days_left: Mapped[int] = mapped_column(SmallInteger)
    term_ends: Mapped[date] = mapped_column(Date)
    due_at: Mapped[datetime]
    told_at: Mapped[datetime | None]

    __table_args__ = (
        ForeignKeyConstraint(
            ["group_id", "suggestion_id"], ["suggestions.group_id", "suggestions.id"]
        ),
        Index("ix_suggestion_alarms_suggestion_id", "group_id", "suggestion_id"),
        Index(
            "ix_suggestion_alarms_due",
            "due_at",
            sqlite_where=text("told_at is null"),
            postgresql_where=text("told_at is null"),
        ),
    )
