"""Stations and who wants to hear of their receptions."""

from datetime import datetime

from sqlalchemy import Float, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import CLUSTERED, Base, words
from models.stations.rules import StationState


class Station(Base):
    """A place where deputies receive voters. Its telephone is sealed; `token` is in its QR code."""

    __tablename__ = "stations"

    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"), primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(200))
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    contact: Mapped[str | None] = mapped_column(String(64))
    phone_sealed: Mapped[str | None] = mapped_column(String(200))
    hours: Mapped[str | None] = mapped_column(String(200))
    constituency: Mapped[str | None] = mapped_column(String(128))
    state: Mapped[StationState] = mapped_column(words(StationState))
    token: Mapped[str] = mapped_column(String(16), unique=True)
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("group_id", "name"),)


class StationSubscriber(Base):
    """Somebody who wants to hear when a station receives voters."""

    __tablename__ = "station_subscribers"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    station_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    since: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "station_id"], ["stations.group_id", "stations.id"]),
        Index("ix_station_subscribers_account_id", "account_id"),
        CLUSTERED,
    )
