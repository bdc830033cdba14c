"""Where a work order is. Pure."""

from enum import StrEnum


class OrderState(StrEnum):
    """Where a work order is with its unit."""

    SENT = "sent"
    ACCEPTED = "accepted"
    RETURNED = "returned"  # not ours, with the reason
    ANSWERED = "answered"
    CANCELLED = "cancelled"  # the staff took it back


OPEN_ORDERS = (OrderState.SENT, OrderState.ACCEPTED)
