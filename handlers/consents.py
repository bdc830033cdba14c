"""The notice before a voter's first question: shown once for each version of it."""

from collections.abc import Awaitable, Callable

from handlers.kit.entries import Entry, pressed
from handlers.kit.visit import Visit
from handlers.screens import consents as b
from models.consents import actions as consents
from models.consents import notices as n
from models.consents.rules import VERSION
from models.drafts import actions as drafts
from models.drafts.queries import draft_of
from models.errors import Done, Gone, Refusal
from models.privacy import settings

Follow = Callable[[Visit, int], Awaitable[None]]
_follows: dict[str, Follow] = {}


def follows(then: str) -> Callable[[Follow], Follow]:
    """Say what goes on under a short name once somebody has agreed; it gets what it is about."""

    def keep(follow: Follow) -> Follow:
        _follows[then] = follow
        return follow

    return keep


async def has_agreed(
    visit: Visit, *, then: str, about: int = 0, group_name: str | None = None
) -> bool:
    """Tell whether the person has agreed to the notice; if not, show it, and go on later.

    Call it before the first question, and return if it says no.
    """
    if await consents.consent_of(visit.tx, visit.user.id) is not None:
        return True
    days = settings.current().contact_days
    await visit.tell(
        n.Ask(version=VERSION, group_name=group_name, days=days, then=then, about=about)
    )
    return False


async def agree(visit: Visit) -> None:
    """Somebody agrees, and is asked the first question."""
    button = visit.pressed(b.Agree)
    follow = _follows.get(button.then)
    if follow is None:
        raise Refusal(Gone())
    await consents.agree(visit.tx, account_id=visit.user.id, version=button.version, now=visit.now)
    await visit.toast(n.Agreed())
    await follow(visit, button.about)


async def decline(visit: Visit) -> None:
    """Somebody does not agree: nothing is kept, not even what they had begun to write."""
    visit.pressed(b.Decline)
    draft = await draft_of(visit.tx, account_id=visit.user.id, now=visit.now)
    if draft is not None and draft.form == "report":
        await drafts.cancel(visit.tx, account_id=visit.user.id, now=visit.now)
    await visit.change(n.Declined())
    await visit.toast(Done())


ENTRIES: tuple[Entry, ...] = (
    pressed(b.Agree, agree, may="anyone"),
    pressed(b.Decline, decline, may="anyone"),
)
