"""Ballots, who may vote, the sealed urn, and what was counted.

No row says what somebody voted. A vote never is a row of its own: it lies in the urn, one sealed
value per ballot that is rewritten whole, its content sorted, without name, number or time.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
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

from models.ballots.rules import BallotKind, BallotState, ElectorKind, Opinion, Quorum, Way
from models.base import CLUSTERED, Base, words

#: Asked in the very words of the partial index: SQLite uses it for no others.
IS_OPEN = text("state = 'open'")


class Ballot(Base):
    """One secret vote. The numbers at the end are written when it is closed."""

    __tablename__ = "ballots"

    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"), primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[BallotKind] = mapped_column(words(BallotKind))
    title: Mapped[str] = mapped_column(String(120))
    quorum: Mapped[Quorum] = mapped_column(words(Quorum))
    skips_self: Mapped[bool] = mapped_column(default=False)  # nobody marks what is about them
    state: Mapped[BallotState] = mapped_column(words(BallotState))
    created_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    eligible: Mapped[int] = mapped_column(default=0)
    issued: Mapped[int] = mapped_column(default=0)
    returned: Mapped[int] = mapped_column(default=0)
    invalid: Mapped[int] = mapped_column(default=0)
    is_published: Mapped[bool] = mapped_column(default=False)  # enough came back to show counts

    __table_args__ = (
        Index(
            "ix_ballots_closes_at",
            "closes_at",
            sqlite_where=IS_OPEN,
            postgresql_where=IS_OPEN,
        ),
    )


class Subject(Base):
    """A unit or a deputy that is voted on."""

    __tablename__ = "ballot_subjects"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    ballot_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(64))
    member_id: Mapped[int | None]  # the deputy of the roster it is

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "ballot_id"], ["ballots.group_id", "ballots.id"]),
        CLUSTERED,
    )


class Item(Base):
    """What each subject is asked about."""

    __tablename__ = "ballot_items"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    ballot_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(64))

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "ballot_id"], ["ballots.group_id", "ballots.id"]),
        CLUSTERED,
    )


class Elector(Base):
    """Somebody who may vote, and whether they have: never when, never what."""

    __tablename__ = "ballot_electors"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    ballot_id: Mapped[int]
    kind: Mapped[ElectorKind] = mapped_column(words(ElectorKind))
    name: Mapped[str] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(String(64), default="")  # tells namesakes apart
    member_id: Mapped[int | None]
    way: Mapped[Way] = mapped_column(words(Way))
    has_voted: Mapped[bool] = mapped_column(default=False)
    issue: Mapped[int] = mapped_column(SmallInteger, default=0)  # which token holds
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "ballot_id"], ["ballots.group_id", "ballots.id"]),
        UniqueConstraint("group_id", "ballot_id", "kind", "name", "note"),
        UniqueConstraint("group_id", "ballot_id", "member_id"),
        CLUSTERED,
    )


class Booth(Base):
    """Somebody who is voting now: what they marked so far, sealed; gone with the vote."""

    __tablename__ = "ballot_booths"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    ballot_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    elector_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[int]
    sealed: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "ballot_id"], ["ballots.group_id", "ballots.id"]),
        Index("ix_ballot_booths_account_id", "account_id"),
        CLUSTERED,
    )


class Urn(Base):
    """The votes of a ballot that is open, sealed together in one value; gone when it is closed."""

    __tablename__ = "ballot_urns"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    ballot_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sealed: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "ballot_id"], ["ballots.group_id", "ballots.id"]),
        CLUSTERED,
    )


class Tally(Base):
    """How often something was marked, counted when the ballot was closed.

    `kind` is "all", or a kind of electors large enough to be shown apart.
    """

    __tablename__ = "ballot_tallies"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    ballot_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    subject: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    item: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    opinion: Mapped[Opinion] = mapped_column(words(Opinion), primary_key=True)
    count: Mapped[int]

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "ballot_id"], ["ballots.group_id", "ballots.id"]),
        CLUSTERED,
    )


class Receipt(Base):
    """That some vote was in the urn when it was opened; whose and what is known nowhere."""

    __tablename__ = "ballot_receipts"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    ballot_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(String(12), primary_key=True)

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "ballot_id"], ["ballots.group_id", "ballots.id"]),
        CLUSTERED,
    )


class PaperCount(Base):
    """The paper ballots as one of the staff has counted them; two have to say the same."""

    __tablename__ = "ballot_paper_counts"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    ballot_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sheet: Mapped[dict[str, Any]]
    entered_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "ballot_id"], ["ballots.group_id", "ballots.id"]),
        CLUSTERED,
    )
