"""What somebody may answer to an invitation (domain §2). Pure."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class ReplyState(StrEnum):
    """What a deputy answers: 去, 请假, 待定."""

    GOING = "going"
    LEAVE = "leave"
    UNSURE = "unsure"


class ReplyCounts(BaseModel):
    """How many have answered what: all that the group sees of it."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    going: int = 0
    leave: int = 0
    unsure: int = 0
