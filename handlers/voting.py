"""How somebody votes: into the booth by a button or a link, mark by mark, and cast.

Every press here is secret: what came in is erased with its handling, and what goes out holds no
choice. The review is put together when it leaves, from the sealed booth.
"""

from handlers.kit.entries import Entry, pressed
from handlers.kit.guessing import after_a_miss, before_a_try
from handlers.kit.live import live
from handlers.kit.visit import Visit
from handlers.screens import ballots as b
from models import clock
from models.ballots import notices as n
from models.ballots import refusals as r
from models.ballots import voting
from models.ballots.queries import by_token, places
from models.ballots.rules import Opinion, opinions_of
from models.ballots.tables import Ballot
from models.ballots.voting import Standing
from models.database import Transaction
from models.errors import Done, Gone, Refusal
from models.messages import actions as messages
from models.messages.notices import Notice
from models.messages.tables import Method
from models.people.tables import Role
from models.updates import actions as updates

PREFIX = "v_"


async def opened_by_link(visit: Visit) -> bool:
    """Somebody opened the link of a slip; say whether it was one."""
    if not visit.payload.startswith(PREFIX):
        return False
    await updates.erase(visit.tx, bot_id=visit.bot.id, update_id=visit.update.update_id)
    token = visit.payload.removeprefix(PREFIX)
    await before_a_try(visit)
    if await by_token(visit.tx, token) is None:
        await after_a_miss(visit, r.TokenUnknown())
        return True
    standing = await voting.enter_by_token(
        visit.tx,
        token=token,
        account_id=visit.user.id,
        now=visit.now,
    )
    await visit.tell(await _question(visit.tx, standing))
    return True


async def enter(visit: Visit) -> None:
    """An elector of the group goes into the booth; who is in it by a link begins anew."""
    button = visit.pressed(b.Enter)
    place = await visit.place(Role.DEPUTY, button.group_id)
    if place is None:
        raise Refusal(Gone())
    standing = await voting.enter_as_member(
        visit.tx,
        group_id=button.group_id,
        ballot_id=button.ballot_id,
        member_id=place.id,
        account_id=visit.user.id,
        now=visit.now,
    )
    await visit.change(await _question(visit.tx, standing))
    await visit.toast(Done())


async def _question(tx: Transaction, standing: Standing) -> n.Question:
    one, place = standing.ballot, len(standing.marks)
    every = await places(tx, one)
    subject, item = every[standing.asked[place]]
    return n.Question(
        group_id=one.group_id,
        ballot_id=one.id,
        title=one.title,
        subject=subject.name,
        item=item.name,
        place=place,
        total=len(standing.asked),
    )


async def mark(visit: Visit) -> None:
    """Somebody marks a place."""
    button = visit.pressed(b.Mark)
    if button.opinion not in set(Opinion):
        raise Refusal(Gone())
    standing = await voting.mark(
        visit.tx,
        group_id=button.group_id,
        ballot_id=button.ballot_id,
        account_id=visit.user.id,
        place=button.place,
        opinion=Opinion(button.opinion),
        now=visit.now,
    )
    await _show(visit, standing)
    await visit.toast(Done())


async def _show(visit: Visit, standing: Standing) -> None:
    one = standing.ballot
    if standing.is_complete:
        await _show_review(visit, one)
    else:
        await visit.change(await _question(visit.tx, standing))


async def _show_review(visit: Visit, one: Ballot) -> None:
    """Show all marks in place of the pressed message; the row for it holds none of them."""
    query = visit.update.callback_query
    message = query.message if query is not None else None
    group = await visit.group(one.group_id)
    messages.post(
        visit.tx,
        bot_id=visit.bot.id,
        to=messages.Recipient(
            chat_id=visit.user.id, locale=visit.locale, zone=group.timezone, group_id=0
        ),
        notice=n.Review(
            group_id=one.group_id, ballot_id=one.id, account_id=visit.user.id, title=one.title
        ),
        about=f"review:{visit.update.update_id}",
        now=visit.now,
        live=True,
        method=Method.EDIT if message is not None else Method.SEND,
        message_id=message.message_id if message is not None else None,
    )


@live(n.Review)
async def review_now(tx: Transaction, then: Notice) -> Notice | None:
    """Return the review with its marks; without them once the booth is gone."""
    if not isinstance(then, n.Review):
        return None
    try:
        standing = await voting.standing(
            tx,
            group_id=then.group_id,
            ballot_id=then.ballot_id,
            account_id=then.account_id,
            now=clock.now(),
        )
    except Refusal:
        return None
    every = await places(tx, standing.ballot)
    lines = tuple(
        n.Marked(subject=every[at][0].name, item=every[at][1].name, opinion=opinion)
        for at, opinion in zip(standing.asked, opinions_of(standing.marks), strict=False)
    )
    return then.model_copy(update={"lines": lines})


async def booth(visit: Visit) -> None:
    """Somebody goes back, casts, or leaves."""
    button = visit.pressed(b.Booth)
    at = {"group_id": button.group_id, "ballot_id": button.ballot_id}
    match button.act:
        case "back":
            standing = await voting.back(visit.tx, **at, account_id=visit.user.id, now=visit.now)
            await visit.change(await _question(visit.tx, standing))
        case "cast":
            one, receipt = await voting.cast(
                visit.tx, **at, account_id=visit.user.id, now=visit.now
            )
            await visit.change(n.Voted(title=one.title, receipt=receipt))
        case "leave":
            standing = await voting.standing(
                visit.tx, **at, account_id=visit.user.id, now=visit.now
            )
            await voting.leave(visit.tx, account_id=visit.user.id, ballot_id=button.ballot_id)
            await visit.change(n.Left(**at, title=standing.ballot.title))
        case _:
            raise Refusal(Gone())
    await visit.toast(Done())


ENTRIES: tuple[Entry, ...] = (
    pressed(b.Enter, enter, may="anyone", secret=True),
    pressed(b.Mark, mark, may="anyone", secret=True),
    pressed(b.Booth, booth, may="anyone", secret=True),
)
