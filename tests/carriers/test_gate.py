"""Who never reaches a handler, whatever they write: only people, now, in their own name."""

from typing import Any

import pytest
from sqlalchemy import select
from telegram.ext import MessageHandler, filters

from bot.handling import Handling
from handlers.kit.entries import Entry
from handlers.kit.visit import Visit
from models.updates.tables import Update, UpdateState
from tests.carriers.test_intake import said
from tests.town import Town


async def _nothing(_update: object, _context: object) -> None:
    """Stand in for a callback."""


def listen(town: Town) -> list[int]:
    """Let every message of any kind reach one handler; return who it was."""
    heard: list[int] = []

    async def hear(visit: Visit) -> None:
        heard.append(visit.user.id)

    everything: Entry = Entry(
        name="*", handler=MessageHandler(filters.ALL, _nothing), handle=hear, may="anyone"
    )
    town.app.handling = Handling(town.app.db, town.app.bot, (everything,), town.app.turns)
    return heard


def changed(raw: dict[str, Any], **message: object) -> dict[str, Any]:
    return {**raw, "message": {**raw["message"], **message}}


CHANNEL = {"id": -1009, "type": "channel", "title": "街道之声"}
GROUP = {"id": -1007, "type": "supergroup", "title": "代表群"}
PERSON = 5_000_000_002
OTHER_BOT = {"id": 77, "is_bot": True, "first_name": "别的机器人", "username": "other_bot"}
PLAIN = said(71, PERSON)

NEVER: dict[str, dict[str, Any]] = {
    "an edit in a group": {
        "update_id": 71,
        "edited_message": {**PLAIN["message"], "chat": GROUP, "edit_date": 1_800_000_000},
    },
    "a channel's post": {
        "update_id": 71,
        "channel_post": {"message_id": 1, "date": 1, "chat": CHANNEL, "text": "签到"},
    },
    "an edited post": {
        "update_id": 71,
        "edited_channel_post": {"message_id": 1, "date": 1, "chat": CHANNEL, "text": "签到"},
    },
    "another bot": changed(PLAIN, **{"from": OTHER_BOT}),
    "a message by way of a bot": changed(PLAIN, via_bot=OTHER_BOT),
    "somebody who writes as a channel": changed(
        PLAIN,
        **{"from": {"id": 136817688, "is_bot": True, "first_name": "Channel"}},
        sender_chat=CHANNEL,
        chat=GROUP,
    ),
    "an anonymous administrator": changed(
        PLAIN,
        **{"from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}},
        sender_chat=GROUP,
        chat=GROUP,
    ),
    "an anonymous administrator of no bot's name": changed(PLAIN, sender_chat=GROUP, chat=GROUP),
    "mail of a linked channel": changed(
        PLAIN,
        **{"from": {"id": 777000, "is_bot": False, "first_name": "Telegram"}},
        is_automatic_forward=True,
        chat=GROUP,
    ),
    "Telegram itself": changed(
        PLAIN, **{"from": {"id": 777000, "is_bot": False, "first_name": "T"}}
    ),
    "a business message": {"update_id": 71, "business_message": PLAIN["message"]},
    "nobody": {"update_id": 71, "poll": None},
}


@pytest.mark.parametrize("raw", NEVER.values(), ids=NEVER.keys())
async def test_it_never_reaches_a_handler(town: Town, raw: dict[str, Any]) -> None:
    heard = listen(town)

    await town.app.intake.receive([raw])
    await town.settle()

    assert heard == []
    async with town.app.db.reading() as tx:
        [one] = await tx.scalars(select(Update).where(Update.update_id == 71))
        assert one.state is UpdateState.DONE


async def test_a_person_in_their_own_name_does(town: Town) -> None:
    heard = listen(town)

    await town.app.intake.receive([PLAIN])
    await town.settle()

    assert heard == [PERSON]
