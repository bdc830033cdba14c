"""Where a work order is. Pure."""

from enum import StrEnum


class OrderState(StrEnum):
    """Where a work order is with its unit."""

    SENT = "sent"
    ACCEPTED = "accepted"
    RETURNED = "returned"  # not ours, with the reason
    ANSWERED = "answered"
    CANCELLED = "cancelled"  # the staff took it back
    NOT_NEEDED = "not_needed"  # of an assisting unit: the leading one has answered


OPEN_ORDERS = (OrderState.SENT, OrderState.ACCEPTED)
