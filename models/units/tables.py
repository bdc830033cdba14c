"""Units that handle issues, their contacts and invitations, and work orders."""

from datetime import datetime

from sqlalchemy import (
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, words
from models.issues.clocks import Light
from models.people.columns import SealedText
from models.units.states import OrderState


class Unit(Base):
    """An office, department or community that handles issues: 承办单位."""

    __tablename__ = "units"

    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"), primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(64))
    is_community: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    left_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("group_id", "name"),)


class UnitContact(Base):
    """Somebody of a unit who gets its work orders, bound to an account by an invitation."""

    __tablename__ = "unit_contacts"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    unit_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[int | None]
    created_at: Mapped[datetime]
    bound_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    token_hash: Mapped[str | None] = mapped_column(String(64))  # of an invitation that is open
    expires_at: Mapped[datetime | None]

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "unit_id"], ["units.group_id", "units.id"]),
        Index("ix_unit_contacts_account_id", "account_id"),
        Index("ix_unit_contacts_unit_id", "group_id", "unit_id"),
        Index("uq_unit_contacts_token_hash", "token_hash", unique=True),
    )


class WorkOrder(Base):
    """An issue handed to a unit, once: what the unit said to it.

    One leading order of an issue is open at a time, and one of each unit that assists. The clock
    of the leading order is that of the issue; an assisting one has its own.
    """

    __tablename__ = "work_orders"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    issue_id: Mapped[int]
    unit_id: Mapped[int]
    is_assisting: Mapped[bool] = mapped_column(default=False)
    state: Mapped[OrderState] = mapped_column(words(OrderState))
    task: Mapped[str | None] = mapped_column(
        SealedText("work_orders.task")
    )  # what the staff add to the voter's words
    sent_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(500))  # of a return
    contribution: Mapped[str | None] = mapped_column(SealedText("work_orders.contribution"))

    # the clock of an assisting order, while it is open
    clock_from: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    light: Mapped[Light] = mapped_column(SmallInteger, default=Light.BLUE)
    alarm_at: Mapped[datetime | None]

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "issue_id"], ["issues.group_id", "issues.id"]),
        ForeignKeyConstraint(["group_id", "unit_id"], ["units.group_id", "units.id"]),
        Index("ix_work_orders_unit_id", "group_id", "unit_id", "state"),
        Index(
            "uq_work_orders_open",
            "group_id",
            "issue_id",
            unique=True,
            sqlite_where=text("state in ('sent', 'accepted') and not is_assisting"),
            postgresql_where=text("state in ('sent', 'accepted') and not is_assisting"),
        ),
        Index(
            "uq_work_orders_open_unit",
            "group_id",
            "issue_id",
            "unit_id",
            unique=True,
            sqlite_where=text("state in ('sent', 'accepted')"),
            postgresql_where=text("state in ('sent', 'accepted')"),
        ),
        Index("ix_work_orders_issue_id", "group_id", "issue_id"),
        Index(
            "ix_work_orders_alarm_at",
            "alarm_at",
            sqlite_where=text("alarm_at is not null"),
            postgresql_where=text("alarm_at is not null"),
        ),
    )
