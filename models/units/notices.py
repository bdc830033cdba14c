"""What units and the staff who keep them are told."""

from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from models.issues.states import Category, Urgency
from models.messages.notices import Notice
from models.people.sealed import Sealed
from models.units.states import OrderState


class OrderCard(Notice):
    """A work order as the unit sees it: the words, the place, the deadline; never who reported."""

    kind: ClassVar[str] = "units.order_card"
    group_id: int
    order_id: int
    number: str
    unit: str
    state: OrderState
    category: Category
    urgency: Urgency
    place: str
    words: str
    wish: str | None
    task: str | None
    due_at: datetime | None
    reason: str | None
    is_open: bool


class Again(Notice):
    """The staff send an answer back: why, and what is asked for."""

    kind: ClassVar[str] = "units.again"
    group_id: int
    order_id: int
    number: str
    reason: str


class OrderDue(Notice):
    """A reminder of a work order, to the unit alone."""

    kind: ClassVar[str] = "units.order_due"
    group_id: int
    order_id: int
    number: str
    words: str
    due_at: datetime | None
    is_overdue: bool


class OrderLine(BaseModel):
    """One work order on a unit's list."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    group_id: int
    order_id: int
    number: str
    words: str
    due_at: datetime | None
    state: OrderState


class Orders(Notice):
    """What is with somebody's unit now."""

    kind: ClassVar[str] = "units.orders"
    unit: str
    lines: tuple[OrderLine, ...]


class OrderOver(Notice):
    """A work order that is answered, returned or taken back."""

    kind: ClassVar[str] = "units.order_over"
    number: str
    state: OrderState


class UnitLine(BaseModel):
    """One unit on the staff's list."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    unit_id: int
    name: str
    is_community: bool
    contacts: int
    bound: int


class Units(Notice):
    """The units of a group, for its staff."""

    kind: ClassVar[str] = "units.units"
    group_id: int
    lines: tuple[UnitLine, ...]
    page: int
    pages: int


class ContactLine(BaseModel):
    """One contact of a unit."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    contact_id: int
    name: str
    is_bound: bool


class UnitCard(Notice):
    """A unit and its contacts, for the staff."""

    kind: ClassVar[str] = "units.unit_card"
    group_id: int
    unit_id: int
    name: str
    is_community: bool
    contacts: tuple[ContactLine, ...]
    n_open: int


class ContactLink(Notice):
    """The link that makes somebody a unit's contact: it is shown once."""

    kind: ClassVar[str] = "units.contact_link"
    name: str
    unit: str
    url: Sealed
    expires_at: datetime


class NameTaken(Notice):
    """There is a unit of this name already."""

    kind: ClassVar[str] = "units.name_taken"
    name: str


class Welcome(Notice):
    """Somebody is now a unit's contact."""

    kind: ClassVar[str] = "units.welcome"
    name: str
    unit: str
    n_open: int


class LinkOver(Notice):
    """A contact's link that was used, replaced or is too old."""

    kind: ClassVar[str] = "units.link_over"


class ContactGone(Notice):
    """Somebody is no longer a unit's contact."""

    kind: ClassVar[str] = "units.contact_gone"
    unit: str


class StillBusy(Notice):
    """A unit that has open orders cannot be taken off the list."""

    kind: ClassVar[str] = "units.still_busy"
    name: str
    n_open: int


class OrderSheet(Notice):
    """A work order as a document to print, for a unit without Telegram."""

    kind: ClassVar[str] = "units.order_sheet"
    group_id: int
    issue_id: int
    number: str
    unit: str
