"""Codes and links that somebody may guess: after a few wrong ones nothing is looked up."""

from handlers.kit.visit import Visit
from models.limits import actions as limits
from models.limits.rules import Counted
from models.messages.notices import Notice


async def before_a_try(visit: Visit) -> None:
    """Refuse whoever was wrong too often lately, before anything is looked up."""
    await limits.require(visit.tx, Counted.CODE, account_id=visit.user.id, now=visit.now)


async def after_a_miss(visit: Visit, notice: Notice) -> None:
    """Count a wrong code or link, and say that it is one."""
    await limits.use(visit.tx, Counted.CODE, account_id=visit.user.id, now=visit.now)
    await visit.tell(notice)
