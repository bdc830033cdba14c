"""A group becomes a supergroup while people write in it: every word is heard, whenever it comes."""

import pytest
from sqlalchemy import func, select

from models import clock
from models.activities.tables import Attendance
from models.groups import actions as groups
from models.groups.tables import Chat
from models.updates.rules import move_of
from tests.town import Town

NEW = -1_009_000_000_001


def said(town: Town, number: int, chat_id: int, **body: object) -> dict[str, object]:
    account = town.people["王桂兰"]
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": int(clock.now().timestamp()),
            "chat": {"id": chat_id, "type": "supergroup", "title": "代表群"},
            "from": {"id": account, "is_bot": False, "first_name": "王桂兰"},
            **body,
        },
    }


async def present(town: Town) -> int:
    async with town.app.db.reading() as tx:
        return int((await tx.scalars(select(func.count()).select_from(Attendance))).one())


async def chats(town: Town) -> set[int]:
    async with town.app.db.reading() as tx:
        return set(await tx.scalars(select(Chat.chat_id).where(Chat.unlinked_at.is_(None))))


async def test_what_was_written_before_the_move_counts_after_it(town: Town) -> None:
    await town.announce()
    async with town.app.db.transaction() as tx:
        await groups.migrate(tx, old=town.chat_id, new=NEW, now=clock.now())

    await town.app.intake.receive([said(town, 901, town.chat_id, text="签到")])
    await town.app.handling.once()

    assert await present(town) == 1
    assert await chats(town) == {NEW}


async def test_who_writes_in_the_new_chat_at_once_is_heard(town: Town) -> None:
    await town.announce()
    moved = said(town, 901, town.chat_id, migrate_to_chat_id=NEW)

    await town.app.intake.receive([moved, said(town, 902, NEW, text="签到")])
    before_anything_is_handled = await chats(town)
    await town.app.handling.once()

    assert before_anything_is_handled == {NEW}
    assert await present(town) == 1


@pytest.mark.parametrize("order", [(901, 902), (902, 901), (901, 901, 902, 902)])
async def test_a_move_told_twice_and_in_any_order_is_one_move(
    town: Town, order: tuple[int, ...]
) -> None:
    await town.announce()
    told = {
        901: said(town, 901, town.chat_id, migrate_to_chat_id=NEW),
        902: said(town, 902, NEW, migrate_from_chat_id=town.chat_id),
    }

    for number in order:
        await town.app.intake.receive([told[number]])
        await town.app.handling.once()

    assert await chats(town) == {NEW}


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"message": 5},
        {"message": {"chat": 5, "migrate_to_chat_id": 6}},
        {"message": {"chat": {"id": "x"}, "migrate_to_chat_id": 6}},
        {"message": {"chat": {"id": 5}, "migrate_to_chat_id": True}},
        {"message": {"chat": {"id": 5}, "migrate_to_chat_id": 2**70}},
        {"edited_message": {"chat": {"id": 5}, "migrate_to_chat_id": 6}},
    ],
)
def test_what_tells_of_no_move_moves_nothing(raw: dict[str, object]) -> None:
    assert move_of(raw) is None
