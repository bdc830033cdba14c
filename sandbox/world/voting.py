"""Votes in polls, and polls that close."""

from typing import TYPE_CHECKING

from sandbox.world.messages import Message, Poll
from sandbox.world.people import User

if TYPE_CHECKING:
    from sandbox.world.world import World


class VoteError(ValueError):
    """A vote that Telegram's client would not let through; the words say why."""


def close(world: "World", poll: Poll, message: Message) -> None:
    """Close a poll and tell the bot that sent it."""
    poll.closed = True
    world.events.add("edited", message)
    _tell(world, poll)


def close_if_due(world: "World", poll: Poll, message: Message) -> None:
    """Close a poll whose time has come."""
    if not poll.closed and poll.close_date is not None and poll.close_date <= world.date():
        close(world, poll, message)


def vote(world: "World", poll: Poll, message: Message, user: User, places: list[int]) -> None:
    """Cast, change or (with no places) take back a vote."""
    close_if_due(world, poll, message)
    if poll.closed:
        raise VoteError("the poll is closed")
    if any(not 0 <= place < len(poll.options) for place in places):
        raise VoteError("there is no such option")
    if len(places) > 1 and not poll.multiple:
        raise VoteError("only one option may be chosen")
    if user.id in poll.votes and not poll.revoting:
        raise VoteError("this poll does not let people change their vote")
    if places:
        poll.votes[user.id] = list(places)
    else:
        poll.votes.pop(user.id, None)
    world.events.add("edited", message)
    _tell(world, poll)
    bot = world.bots.get(poll.owner or 0)
    if bot is not None and not poll.anonymous:
        answer = {
            "poll_id": poll.id,
            "user": user.shape(),
            "option_ids": list(places),
            "option_persistent_ids": [f"{poll.id}-{place}" for place in places],
        }
        bot.inbox.push("poll_answer", answer, key=user.id)


def _tell(world: "World", poll: Poll) -> None:
    bot = world.bots.get(poll.owner or 0)
    if bot is not None:
        bot.inbox.push("poll", poll.shape(), key=int(poll.id))
