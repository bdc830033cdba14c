"""The outbox through the faults of Telegram and of the network, over HTTP."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.line import Line
from handlers.kit.visit import Reaction
from models import clock
from models.errors import Gone
from models.groups.tables import Chat, ChatRole
from models.instances import actions as instances
from models.messages.tables import Lane, Message, MessageState, Method
from models.people.tables import Account, Reach
from tests.carriers.outbox import a_little_later, calls, post, row
from tests.town import Town


@pytest.fixture
def town(far_town: Town) -> Town:
    """Every test here has the network between."""
    return far_town


@pytest.fixture
def gui(town: Town) -> int:
    """One deputy's private chat."""
    return town.people["王桂兰"]


async def a_message(town: Town, chat_id: int) -> int:
    """Return the number of a message that stands in a chat."""
    about = await post(town, chat_id)
    await town.app.delivery.once()
    return (await row(town, about)).message_id or 0


@pytest.mark.parametrize("parameters", [True, False])
async def test_flood_is_waited_for_and_the_message_arrives_once(
    town: Town, gui: int, *, parameters: bool
) -> None:
    before = len(town.said_to("王桂兰"))
    town.world.faults.add("flood", method="sendMessage", retry_after=1, parameters=parameters)
    about = await post(town, gui)
    await town.app.delivery.once()
    asked = calls(town, "sendMessage", gui)

    await town.app.delivery.once()
    within = calls(town, "sendMessage", gui)
    await asyncio.sleep(1.1)
    await a_little_later(town)

    assert within == asked
    assert (await row(town, about)).state is MessageState.SENT
    assert len(town.said_to("王桂兰")) == before + 1


async def test_a_flood_in_one_chat_lets_the_others_go_on(town: Town, gui: int) -> None:
    town.world.faults.add("flood", method="sendMessage", chat_id=gui, retry_after=30)
    held, free = await post(town, gui), await post(town, town.people["李建国"])

    await town.app.delivery.once()

    assert (await row(town, held)).state is MessageState.WAITING
    assert (await row(town, free)).state is MessageState.SENT


async def test_floods_in_two_chats_pause_everything(town: Town, gui: int) -> None:
    town.world.faults.add("flood", method="sendMessage", times=2, retry_after=30)
    await post(town, gui)
    await post(town, town.people["李建国"])
    await town.app.delivery.once()

    about = await post(town, town.people["周敏"])
    await town.app.delivery.once()

    assert (await row(town, about)).state is MessageState.WAITING


@pytest.mark.parametrize("status", [500, 502])
@pytest.mark.parametrize("as_json", [True, False])
async def test_server_errors_are_outlived(
    town: Town, gui: int, status: int, *, as_json: bool
) -> None:
    before = len(town.said_to("王桂兰"))
    town.world.faults.add("server_error", method="sendMessage", status=status, json=as_json)
    about = await post(town, gui)

    await town.app.delivery.once()
    failed = await row(town, about)
    await a_little_later(town, 1.5)

    assert (failed.state, failed.attempts) == (MessageState.WAITING, 1)
    assert (await row(town, about)).state is MessageState.SENT
    assert len(town.said_to("王桂兰")) == before + 1


async def test_a_lost_answer_to_a_new_message_is_never_repeated(town: Town, gui: int) -> None:
    before = len(town.said_to("王桂兰"))
    town.world.faults.add("lost_answer", method="sendMessage")
    about = await post(town, gui)

    await town.app.delivery.once()
    await a_little_later(town, 100)

    assert (await row(town, about)).state is MessageState.MAYBE
    assert len(town.said_to("王桂兰")) == before + 1


async def test_a_lost_answer_to_an_edit_is_repeated(town: Town, gui: int) -> None:
    last = await a_message(town, gui)
    town.world.faults.add("lost_answer", method="editMessageText")
    about = await post(town, gui, method=Method.EDIT, message_id=last, notice=Gone())

    await town.app.delivery.once()
    await a_little_later(town, 1.5)

    assert (await row(town, about)).state is MessageState.SENT
    assert calls(town, "editMessageText", gui) == 2


async def test_an_edit_that_changes_nothing_counts_as_done(town: Town, gui: int) -> None:
    last = await a_message(town, gui)

    about = await post(town, gui, method=Method.EDIT, message_id=last)
    await town.app.delivery.once()

    done = await row(town, about)
    assert done.state is MessageState.SENT
    assert "not modified" in (done.error or "")


async def test_whoever_blocked_the_bot_is_noted_and_asked_once(town: Town, gui: int) -> None:
    town.acts.block(gui, town.bot_id)
    asked = calls(town, "sendMessage", gui)
    about = await post(town, gui)

    await town.app.delivery.once()
    await a_little_later(town, 100)

    assert (await row(town, about)).state is MessageState.UNREACHABLE
    assert calls(town, "sendMessage", gui) == asked + 1
    async with town.app.db.reading() as tx:
        [account] = await tx.scalars(select(Account).where(Account.id == gui))
        assert account.reach is Reach.BLOCKED


async def test_whoever_left_telegram_is_noted(town: Town, gui: int) -> None:
    town.acts.deactivate(gui)

    await post(town, gui)
    await town.app.delivery.once()

    async with town.app.db.reading() as tx:
        [account] = await tx.scalars(select(Account).where(Account.id == gui))
        assert account.reach is Reach.DEACTIVATED


@pytest.mark.parametrize("is_ours", [True, False])
async def test_a_group_that_becomes_a_supergroup_on_the_way_gets_its_message_once(
    town: Town, *, is_ours: bool
) -> None:
    old = town.world.add_group(
        title="工作群", creator=town.creator, members=[town.bot_id], kind="group"
    ).id
    if is_ours:
        async with town.app.db.transaction() as tx:
            tx.add(_staff_chat(town, old))
    town.world.faults.add("migrate", method="sendMessage", chat_id=old)
    about = await post(town, old)

    await town.app.delivery.once()
    await town.app.delivery.once()

    sent = await row(town, about)
    assert sent.state is MessageState.SENT
    assert sent.chat_id != old
    assert len(town.said_in(sent.chat_id)) == 1
    assert town.said_in(old) == []
    async with town.app.db.reading() as tx:
        assert (await tx.get(Chat, sent.chat_id) is not None) is is_ours


def _staff_chat(town: Town, chat_id: int) -> Chat:
    return Chat(
        chat_id=chat_id,
        group_id=town.group_id,
        role=ChatRole.STAFF,
        title="工作群",
        linked_at=clock.now(),
    )


async def test_a_toast_that_comes_too_late_is_said_privately(town: Town) -> None:
    await town.announce()
    card = town.card()
    town.acts.press(town.people["李建国"], town.chat_id, card["message_id"], "✋ 我来签到")
    await town.app.polling.once()
    await town.app.handling.once()
    town.world.clock.shift(600)

    await town.app.delivery.once()
    await town.app.delivery.once()

    assert town.toasts("李建国") == []
    assert "签到成功" in town.last_to("李建国")


async def test_a_message_that_cannot_be_shown_stops_no_other(town: Town, gui: int) -> None:
    bad = await post(town, gui)
    good = await post(town, town.people["李建国"])
    async with town.app.db.transaction() as tx:
        await tx.execute(update(Message).where(Message.about == bad).values(kind="no.such"))
    await let_go(town)

    await town.app.delivery.once()

    assert (await row(town, bad)).state is MessageState.FAILED
    assert (await row(town, good)).state is MessageState.SENT


def forget(town: Town) -> None:
    """Let the delivery remember nothing of what it holds."""
    delivery = town.app.delivery
    delivery._line = Line(delivery._pacing, at_once=256)


async def let_go(town: Town) -> None:
    """Let the process that held the messages be gone."""
    forget(town)
    async with town.app.db.transaction() as tx:
        await tx.execute(update(Message).values(owner=None))


async def test_more_than_enough_waits_in_the_table_and_leaves_in_its_order(
    town: Town, gui: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery._ENOUGH", 4)
    before = len(town.said_to("王桂兰"))
    broadcast = [await post(town, gui, lane=Lane.BROADCAST) for _ in range(10)]
    in_memory = len(town.app.delivery)
    answer = await post(town, gui)
    owners = {about: (await row(town, about)).owner for about in [*broadcast, answer]}

    for _ in range(4):
        await town.app.delivery.once()
    later = await post(town, gui, lane=Lane.BROADCAST)
    is_kept = (await row(town, later)).owner is not None
    await town.app.delivery.once()

    assert in_memory == 4
    assert [owners[about] is None for about in broadcast] == [False] * 4 + [True] * 6
    assert owners[answer] is not None, "an answer never waits in the table"
    numbers = [(await row(town, about)).message_id or 0 for about in [answer, *broadcast, later]]
    assert numbers == sorted(numbers)
    assert len(town.said_to("王桂兰")) == before + 12
    assert is_kept, "nothing is left in the table any more"


async def test_a_message_is_marked_before_it_leaves(town: Town, gui: int) -> None:
    town.world.faults.add("slow", method="sendMessage", delay=0.5)
    about = await post(town, gui)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(town.app.delivery.once())
        async with asyncio.timeout(5):
            while (await row(town, about)).state is MessageState.WAITING:  # noqa: ASYNC110  (nothing rings)
                await asyncio.sleep(0.01)
        on_its_way = await row(town, about)

    assert on_its_way.state is MessageState.SENDING
    assert (await row(town, about)).state is MessageState.SENT


async def test_what_another_process_has_taken_is_not_sent(town: Town, gui: int) -> None:
    asked = calls(town, "sendMessage", gui)
    about = await post(town, gui)
    async with town.app.db.transaction() as tx:
        await tx.execute(update(Message).where(Message.about == about).values(owner="another"))
        await instances.beat(tx, name="another", now=clock.now())

    await town.app.delivery.once()

    assert (await row(town, about)).state is MessageState.WAITING
    assert calls(town, "sendMessage", gui) == asked


async def test_of_many_holders_only_those_that_are_gone_let_go(town: Town, gui: int) -> None:
    holders = ("a, dead", "b, alive", "c, dead", "d, alive", "e, dead")
    abouts = {name: [await post(town, gui), await post(town, gui)] for name in holders}
    forget(town)
    async with town.app.db.transaction() as tx:
        for name, theirs in abouts.items():
            held = update(Message).where(Message.about.in_(theirs))
            await tx.execute(held.values(owner=name))
            if "alive" in name:
                await instances.beat(tx, name=name, now=clock.now())

    for _ in range(8):  # one a second to a chat
        await a_little_later(town)

    states = {name: {(await row(town, one)).state for one in abouts[name]} for name in holders}
    assert states == {
        name: {MessageState.SENT if "dead" in name else MessageState.WAITING} for name in holders
    }


async def test_what_is_on_its_way_in_nobodys_hand_is_settled(town: Town, gui: int) -> None:
    about = await post(town, gui)
    forget(town)
    async with town.app.db.transaction() as tx:
        lost = update(Message).where(Message.about == about)
        await tx.execute(lost.values(owner=None, state=MessageState.SENDING))

    await town.app.delivery._find_strays(timedelta(seconds=30))

    assert (await row(town, about)).state is MessageState.MAYBE


async def test_what_was_cancelled_meanwhile_is_not_sent(town: Town, gui: int) -> None:
    asked = calls(town, "sendMessage", gui)
    about = await post(town, gui)
    async with town.app.db.transaction() as tx:
        cancelled = update(Message).where(Message.about == about)
        await tx.execute(cancelled.values(state=MessageState.CANCELLED))

    await town.app.delivery.once()

    assert (await row(town, about)).state is MessageState.CANCELLED
    assert calls(town, "sendMessage", gui) == asked


async def test_what_a_dead_process_was_sending_stays_in_doubt(town: Town, gui: int) -> None:
    asked = calls(town, "sendMessage", gui)
    about = await post(town, gui)
    forget(town)
    async with town.app.db.transaction() as tx:
        dead = update(Message).where(Message.about == about)
        await tx.execute(dead.values(owner="dead", state=MessageState.SENDING))

    await town.app.delivery.once()

    assert (await row(town, about)).state is MessageState.MAYBE
    assert calls(town, "sendMessage", gui) == asked


async def test_what_a_process_sends_stays_its_own_however_late_its_sign_of_life_is(
    town: Town, gui: int
) -> None:
    about = await post(town, gui)
    forget(town)
    async with town.app.db.transaction() as tx:
        mine = update(Message).where(Message.about == about)
        owner = town.app.delivery._owner
        await tx.execute(mine.values(owner=owner, state=MessageState.SENDING))

    clock.move(timedelta(minutes=5))
    await town.app.delivery.once()

    assert (await row(town, about)).state is MessageState.SENDING


async def test_what_a_dead_process_had_not_begun_is_sent_by_the_next(town: Town, gui: int) -> None:
    sent = town.acts.write(gui, town.chat_id, "大家好")
    await town.settle()
    about = await post(
        town,
        town.chat_id,
        method=Method.REACT,
        notice=Reaction(emoji="👍"),
        message_id=sent.id,
    )
    await let_go(town)

    await town.app.delivery.once()

    assert (await row(town, about)).state is MessageState.SENT


async def test_what_this_process_holds_but_forgot_is_found_again(town: Town, gui: int) -> None:
    about = await post(town, gui)
    forget(town)
    clock.move(timedelta(minutes=1))
    await town.app.timetable.tick("beat")
    await town.app.delivery.once()
    forgotten = await row(town, about)

    await town.app.delivery._find_strays(timedelta(seconds=30))
    await town.app.delivery.once()

    assert forgotten.state is MessageState.WAITING
    assert (await row(town, about)).state is MessageState.SENT
