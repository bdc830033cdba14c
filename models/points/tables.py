"""The ledger of duty points, and the rule sets it is read with."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from models.base import CLUSTERED, Base, words


class AppealState(enum.StrEnum):
    """What has become of an appeal."""

    OPEN = "open"
    UPHELD = "upheld"
    DECLINED = "declined"


class AdoptedRules(Base):
    """A version of a group's rules of points, in force from a date on."""

    __tablename__ = "rule_sets"

    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    from_date: Mapped[date]
    rules: Mapped[dict[str, Any]]
    adopted_at: Mapped[datetime]
    adopted_by: Mapped[int | None]  # the member of staff; None: with the group


class LedgerLine(Base):
    """One thing a deputy did that a rule gives points for. Lines are added, never changed.

    `sign` is 1, or -1 for a reversal, which points at what it reverses. What a line is worth is
    derived with its neighbours (first or further, caps); there is no stored balance to drift.
    """

    __tablename__ = "ledger_lines"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member_id: Mapped[int]
    year: Mapped[int] = mapped_column(SmallInteger)
    at: Mapped[datetime]
    rule_id: Mapped[str] = mapped_column(String(16))
    version: Mapped[int]
    sign: Mapped[int] = mapped_column(SmallInteger)
    share_percent: Mapped[int] = mapped_column(SmallInteger)  # 100, less where late counts less
    fixed_hundredths: Mapped[int | None]  # where the points are given by hand, not by the rule
    source_kind: Mapped[str] = mapped_column(String(24))
    source_id: Mapped[int]
    revision: Mapped[int]
    reverses: Mapped[int | None]
    written_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "member_id"], ["members.group_id", "members.id"]),
        UniqueConstraint(
            "group_id",
            "member_id",
            "rule_id",
            "source_kind",
            "source_id",
            "revision",
            "sign",
            name="uq_ledger_lines_source",  # spelled out it is longer than PostgreSQL's 63
        ),
        Index("ix_ledger_lines_year", "group_id", "member_id", "year", "at"),
        CLUSTERED,
    )


class ManualEntry(Base):
    """What stands behind a line that staff entered by hand, or that an appeal brought."""

    __tablename__ = "points_entries"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member_id: Mapped[int]
    rule_id: Mapped[str] = mapped_column(String(16))
    variant: Mapped[str | None] = mapped_column(String(16))
    evidence: Mapped[str] = mapped_column(String(300))
    entered_by: Mapped[int | None]
    entered_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "member_id"], ["members.group_id", "members.id"]),
        CLUSTERED,
    )


class LineReason(Base):
    """Why a line was written: staff took another back, or rules were adopted afterwards."""

    __tablename__ = "line_reasons"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    reason: Mapped[str] = mapped_column(String(300))  # of the staff; "" if it was the rules
    version: Mapped[int | None]  # of the rules whose adoption brought the line
    given_by: Mapped[int | None]
    given_at: Mapped[datetime]

    __table_args__ = (CLUSTERED,)


class Recount(Base):
    """Rules that were adopted and that the ledger does not follow in all entries yet.

    Entries of rolls are gone through by activity and member; the row goes with the last of them.
    """

    __tablename__ = "points_recounts"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    since: Mapped[datetime]  # activities that start from then on
    activity_id: Mapped[int]  # the last entry that is done, 0: none yet
    member_id: Mapped[int]
    begun_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "version"], ["rule_sets.group_id", "rule_sets.version"]),
    )


class StatementRun(Base):
    """That a quarter's statements went out, and until when they can be appealed against."""

    __tablename__ = "statement_runs"

    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"), primary_key=True)
    year: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    quarter: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    sent_at: Mapped[datetime]
    appeal_until: Mapped[date]


class Appeal(Base):
    """A deputy's word against a statement, and what staff said to it."""

    __tablename__ = "appeals"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member_id: Mapped[int]
    year: Mapped[int] = mapped_column(SmallInteger)
    quarter: Mapped[int] = mapped_column(SmallInteger)
    reason: Mapped[str] = mapped_column(String(500))
    filed_at: Mapped[datetime]
    state: Mapped[AppealState] = mapped_column(words(AppealState))
    answer: Mapped[str | None] = mapped_column(String(500))
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None]

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "member_id"], ["members.group_id", "members.id"]),
        UniqueConstraint("group_id", "member_id", "year", "quarter"),
    )


class PointsSetting(Base):
    """What a group has switched on about points; no row: everything as it is by default."""

    __tablename__ = "points_settings"

    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"), primary_key=True)
    ranking_on: Mapped[bool] = mapped_column(default=False)
