"""Verbs on groups: add, link, unlink, lose, migrate; who may, and what is written down."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from models.audit.tables import AuditEntry
from models.errors import NotAllowed, Refusal
from models.groups import actions
from models.groups import notices as n
from models.groups.queries import the_group
from models.groups.tables import Chat, ChatRole, Group
from models.messages.tables import Message
from models.people import actions as people
from models.people.rules import OPERATOR, Actor
from tests.actions.people_made import BOT, CLERK, GROUP, NOW, OTHER_GROUP, Place, a_place

CHAT, SUPERGROUP, NEW_CHAT = -1001, -1002000001, -1002000002


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    async with a_place(tmp_path) as built:
        yield built


async def add(place: Place, facts: dict[str, str] | None = None, by: Actor = OPERATOR) -> int:
    given = {"code": "abc", "name": "新 组", "timezone": "Asia/Shanghai", "locale": "zh-CN"}
    async with place.db.transaction() as tx:
        return (await actions.add(tx, by=by, now=NOW, **(given | (facts or {})))).id


async def link(
    place: Place,
    chat_id: int = CHAT,
    *,
    by: Actor | None = None,
    group_id: int = GROUP,
    role: ChatRole = ChatRole.DEPUTIES,
    replace: bool = False,
) -> None:
    async with place.db.transaction() as tx:
        await actions.link_chat(
            tx,
            group_id=group_id,
            chat_id=chat_id,
            role=role,
            title="代表群",
            by=by or place.clerk,
            now=NOW,
            replace=replace,
        )


async def migrate(place: Place, now: datetime = NOW) -> bool:
    async with place.db.transaction() as tx:
        return await actions.migrate(tx, old=CHAT, new=SUPERGROUP, now=now)


async def lose(place: Place) -> bool:
    async with place.db.transaction() as tx:
        return await actions.lose_chat(tx, chat_id=CHAT, bot_id=BOT, now=NOW)


async def linked(place: Place) -> dict[int, tuple[int, ChatRole]]:
    return {
        one.chat_id: (one.group_id, one.role)
        for one in await place.rows(Chat)
        if one.unlinked_at is None
    }


async def verbs(place: Place) -> list[str]:
    return [one.verb for one in await place.rows(AuditEntry)]


async def test_a_group_is_added_with_a_clean_name_and_code(place: Place) -> None:
    group_id = await add(place, {"name": "  新   组 "})

    [group] = [one for one in await place.rows(Group) if one.id == group_id]
    assert (group.code, group.name) == ("ABC", "新 组")
    assert await verbs(place) == ["groups.add"]


@pytest.mark.parametrize(
    ("facts", "notice"),
    [
        ({"code": "xjp"}, n.CodeTaken),
        ({"code": "X"}, n.BadCode),
        ({"code": "徐家棚"}, n.BadCode),
        ({"name": "  "}, n.BadName),
        ({"name": "长" * 65}, n.BadName),
        ({"timezone": "Mars/Olympus"}, n.BadTimezone),
    ],
)
async def test_what_cannot_be_a_group_is_refused(
    place: Place, facts: dict[str, str], notice: type[object]
) -> None:
    with pytest.raises(Refusal) as caught:
        await add(place, facts)

    assert type(caught.value.notice) is notice
    assert len(await place.rows(Group)) == 2


@pytest.mark.parametrize("who", ["deputy", "other staff", "stranger", "clock"])
async def test_only_the_operator_adds_groups(place: Place, who: str) -> None:
    with pytest.raises(Refusal) as caught:
        await add(place, by=place.wrong[who])

    assert type(caught.value.notice) is NotAllowed


async def test_a_code_is_found_however_it_is_typed(place: Place) -> None:
    async with place.db.reading() as tx:
        assert (await the_group(tx, " xjp ")).id == GROUP


async def test_an_unknown_code_is_answered_with_those_there_are(place: Place) -> None:
    with pytest.raises(Refusal) as caught:
        async with place.db.reading() as tx:
            await the_group(tx, "nope")

    assert isinstance(caught.value.notice, n.NoGroup)
    assert caught.value.notice.codes == ("HPL", "XJP")


async def test_a_chat_is_linked_once(place: Place) -> None:
    await link(place)
    await link(place)

    assert await linked(place) == {CHAT: (GROUP, ChatRole.DEPUTIES)}
    assert await verbs(place) == ["groups.link_chat"]


@pytest.mark.parametrize("who", ["deputy", "other staff", "stranger", "clock"])
async def test_only_the_groups_own_staff_link_its_chats(place: Place, who: str) -> None:
    with pytest.raises(Refusal) as caught:
        await link(place, by=place.wrong[who])

    assert type(caught.value.notice) is NotAllowed
    assert await linked(place) == {}


async def test_a_chat_of_one_group_is_not_linked_to_another(place: Place) -> None:
    await link(place)

    with pytest.raises(Refusal) as caught:
        await link(place, by=place.other_clerk, group_id=OTHER_GROUP, replace=True)

    assert type(caught.value.notice) is n.ChatTaken


async def test_a_chat_is_not_two_things_at_once(place: Place) -> None:
    await link(place)

    with pytest.raises(Refusal) as caught:
        await link(place, role=ChatRole.STAFF)

    assert type(caught.value.notice) is n.ChatTaken


async def test_a_group_has_one_chat_of_a_kind_until_it_is_replaced(place: Place) -> None:
    await link(place)
    with pytest.raises(Refusal) as caught:
        await link(place, NEW_CHAT)
    assert type(caught.value.notice) is n.RoleTaken

    await link(place, NEW_CHAT, replace=True)

    assert await linked(place) == {NEW_CHAT: (GROUP, ChatRole.DEPUTIES)}


async def test_an_unlinked_chat_may_become_anothers(place: Place) -> None:
    await link(place)
    async with place.db.transaction() as tx:
        assert await actions.unlink_chat(tx, chat_id=CHAT, by=place.clerk, now=NOW)

    await link(place, by=place.other_clerk, group_id=OTHER_GROUP)

    assert await linked(place) == {CHAT: (OTHER_GROUP, ChatRole.DEPUTIES)}


@pytest.mark.parametrize("who", ["deputy", "other staff", "stranger", "clock"])
async def test_only_the_groups_own_staff_unlink(place: Place, who: str) -> None:
    await link(place)

    with pytest.raises(Refusal):
        async with place.db.transaction() as tx:
            await actions.unlink_chat(tx, chat_id=CHAT, by=place.wrong[who], now=NOW)

    assert CHAT in await linked(place)


async def test_a_lost_chat_is_unlinked_and_the_staff_hear_of_it_once(place: Place) -> None:
    await link(place)
    async with place.db.transaction() as tx:
        await people.meet(tx, account_id=CLERK, now=NOW)

    assert await lose(place)
    assert not await lose(place)

    assert await linked(place) == {}
    assert [(one.chat_id, one.kind) for one in await place.rows(Message)] == [
        (CLERK, "groups.chat_lost")
    ]


async def test_a_move_is_followed_once(place: Place) -> None:
    await link(place)

    assert await migrate(place)
    assert not await migrate(place)

    assert await linked(place) == {SUPERGROUP: (GROUP, ChatRole.DEPUTIES)}
    assert (await verbs(place)).count("groups.migrate") == 1


async def test_a_chat_lost_in_the_moment_it_moved_is_not_lost(place: Place) -> None:
    await link(place)
    await lose(place)

    await migrate(place, NOW + timedelta(seconds=5))

    assert await linked(place) == {SUPERGROUP: (GROUP, ChatRole.DEPUTIES)}


async def test_a_chat_given_up_long_before_it_moved_stays_given_up(place: Place) -> None:
    await link(place)
    await lose(place)

    await migrate(place, NOW + timedelta(hours=1))

    assert await linked(place) == {}


async def test_a_strange_chat_that_moves_is_nobodys_business(place: Place) -> None:
    assert not await migrate(place)
    assert await verbs(place) == []


async def test_a_title_is_kept(place: Place) -> None:
    await link(place)

    async with place.db.transaction() as tx:
        first = await actions.note_title(tx, chat_id=CHAT, title="代表之家")
    async with place.db.transaction() as tx:
        again = await actions.note_title(tx, chat_id=CHAT, title="代表之家")

    assert (first, again) == (True, False)
    assert [one.title for one in await place.rows(Chat)] == ["代表之家"]
