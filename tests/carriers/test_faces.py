"""A card that shows already what it is to show is not edited; one in doubt always is."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.settling import LIVE_EVERY
from models.messages import actions as messages
from models.messages.tables import Message
from tests.carriers.outbox import a_little_later, calls
from tests.town import Town

LATER = (LIVE_EVERY + timedelta(seconds=1)).total_seconds()
EDIT = "editMessageText"


@pytest.fixture
def town(far_town: Town) -> Town:
    """Every test here has the network between."""
    return far_town


async def card(town: Town) -> Message:
    async with town.app.db.reading() as tx:
        ours = select(Message).where(Message.live, Message.chat_id == town.chat_id)
        found: Message = (await tx.scalars(ours)).one()
        return found


async def touch(town: Town) -> None:
    one = await card(town)
    async with town.app.db.transaction() as tx:
        await messages.touch(tx, group_id=one.group_id, about=one.about)


async def shown_anew(town: Town) -> int:
    """Touch the card, and return how many edits that made."""
    before = calls(town, EDIT, town.chat_id)
    await touch(town)
    await a_little_later(town, LATER)
    return calls(town, EDIT, town.chat_id) - before


async def test_a_card_with_nothing_new_is_not_edited(town: Town) -> None:
    await town.announce()

    edits = await shown_anew(town)

    one = await card(town)
    assert edits == 0
    assert one.shown == one.wanted > 0


async def test_a_card_with_something_new_is_edited_once(town: Town) -> None:
    await town.announce()
    before = calls(town, EDIT, town.chat_id)

    await town.write("王桂兰", "签到")
    await a_little_later(town, LATER)
    again = await shown_anew(town)

    assert calls(town, EDIT, town.chat_id) == before + 1
    assert again == 0
    assert "已到 1 人" in town.card()["text"]


async def test_after_a_lost_answer_the_card_is_edited_whatever_it_shows(town: Town) -> None:
    await town.announce()
    town.world.faults.add("lost_answer", method=EDIT)
    await town.write("王桂兰", "签到")
    await a_little_later(town, LATER)
    lost = (await card(town)).face

    await a_little_later(town, LATER)

    assert lost is None
    assert (await card(town)).face is not None
    assert calls(town, EDIT, town.chat_id) == 2


async def test_after_a_refusal_to_be_hurried_the_card_is_known_still(town: Town) -> None:
    await town.announce()
    known = (await card(town)).face
    town.world.faults.add("flood", method=EDIT, retry_after=1)

    await town.write("王桂兰", "签到")
    await a_little_later(town, LATER)

    assert (await card(town)).face == known is not None


async def test_a_process_that_died_in_its_edit_leaves_the_card_uncertain(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    await town.announce()

    async def dies(*_args: object) -> None:
        raise asyncio.CancelledError

    monkeypatch.setattr("bot.delivery.show", dies)
    await touch(town)
    await a_little_later(town, LATER)

    assert (await card(town)).face is None


async def test_a_card_from_before_is_edited_once(town: Town) -> None:
    await town.announce()
    async with town.app.db.transaction() as tx:
        await tx.execute(update(Message).values(face=None))

    edits = [await shown_anew(town) for _ in range(2)]

    assert edits == [1, 0]


async def test_what_a_card_shows_lies_nowhere_in_plain(town: Town) -> None:
    await town.announce()

    face = (await card(town)).face

    assert face is not None
    assert len(face) == 64
