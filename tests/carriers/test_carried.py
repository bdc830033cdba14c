"""Files and copies that Telegram keeps: sent once, as they are, and taken away again."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pacing import Pacing
from bot.sending import Result, send
from bot.transport import MaybeSent
from handlers.kit import screens
from handlers.kit.screens import Screen
from models.messages.carried import Enclosed, File, Media
from models.messages.tables import MessageState, Method
from sandbox.clock import Clock
from sandbox.limits import Limits
from tests.carriers.answering import a_bot, refusal, success
from tests.carriers.letters import letter
from tests.carriers.outbox import a_little_later, calls, post, row
from tests.town import Town


def sent_photo(town: Town, name: str = "周敏", album: str | None = None) -> tuple[int, File]:
    """Let somebody send a photo to the bot; return the message's number and the file."""
    account = town.people[name]
    message = town.acts.send_photo(account, account, b"picture", "a.jpg", "手记", album=album)
    file_id = message.body["photo"][-1]["file_id"]
    return message.id, File(media=Media.PHOTO, file_id=file_id)


async def test_a_file_is_sent_again_by_its_number_with_words_under_it(town: Town) -> None:
    _number, file = sent_photo(town)

    about = await post(
        town,
        town.people["王桂兰"],
        method=Method.MEDIA,
        notice=Enclosed(files=(file,), text="学习 <一>"),
    )
    await town.app.delivery.once()

    [said] = town.said_to("王桂兰")[-1:]
    assert said["photo"][-1]["file_unique_id"]
    assert said["caption"] == "学习 <一>"
    assert (await row(town, about)).message_id == said["message_id"]


async def test_an_album_is_one_row_and_every_message_of_it_is_known(town: Town) -> None:
    files = tuple(sent_photo(town)[1] for _one in range(3))

    about = await post(
        town, town.people["王桂兰"], method=Method.MEDIA, notice=Enclosed(files=files, text="三张")
    )
    await town.app.delivery.once()

    said = town.said_to("王桂兰")[-3:]
    kept = await row(town, about)
    assert len({one["media_group_id"] for one in said}) == 1
    assert [one.get("caption") for one in said] == ["三张", None, None]
    assert [kept.message_id, *(kept.further_ids or [])] == [one["message_id"] for one in said]


@pytest.mark.parametrize("several", [False, True])
async def test_messages_are_copied_as_they_are(town: Town, *, several: bool) -> None:
    numbers = tuple(sent_photo(town)[0] for _one in range(2 if several else 1))
    notice = Enclosed(from_chat_id=town.people["周敏"], message_ids=numbers)

    about = await post(town, town.people["王桂兰"], method=Method.COPY, notice=notice)
    await town.app.delivery.once()

    said = town.said_to("王桂兰")[-len(numbers) :]
    kept = await row(town, about)
    assert kept.state is MessageState.SENT
    assert [one["caption"] for one in said] == ["手记"] * len(numbers)
    assert all("forward_origin" not in one for one in said)
    assert [kept.message_id, *(kept.further_ids or [])] == [one["message_id"] for one in said]


async def test_a_copy_of_what_was_deleted_fails_in_telegrams_words(town: Town) -> None:
    notice = Enclosed(from_chat_id=town.people["周敏"], message_ids=(99_999,))

    about = await post(town, town.people["王桂兰"], method=Method.COPY, notice=notice)
    await town.app.delivery.once()

    kept = await row(town, about)
    assert (kept.state, kept.error) == (
        MessageState.FAILED,
        "message to copy not found",
    )


async def test_what_takes_nothing_along_does_not_leave(town: Town) -> None:
    before = len(town.said_to("王桂兰"))

    about = await post(town, town.people["王桂兰"], method=Method.MEDIA, notice=Enclosed(text="无"))
    await town.app.delivery.once()

    assert (await row(town, about)).state is MessageState.FAILED
    assert len(town.said_to("王桂兰")) == before


@pytest.mark.parametrize("method", [Method.SEND, Method.MEDIA, Method.COPY])
async def test_what_is_protected_cannot_be_forwarded(town: Town, method: Method) -> None:
    number, file = sent_photo(town)
    notice = Enclosed(
        files=(file,),
        from_chat_id=town.people["周敏"],
        message_ids=(number,),
        text="内部资料",
        protected=True,
    )

    await post(town, town.people["王桂兰"], method=method, notice=notice)
    await town.app.delivery.once()

    assert town.said_to("王桂兰")[-1]["has_protected_content"] is True


async def test_an_album_is_taken_away_whole_and_once_more_does_no_harm(town: Town) -> None:
    gui = town.people["王桂兰"]
    before = len(town.said_to("王桂兰"))
    files = tuple(sent_photo(town)[1] for _one in range(2))
    about = await post(town, gui, method=Method.MEDIA, notice=Enclosed(files=files))
    await town.app.delivery.once()
    sent = await row(town, about)

    for _time in range(2):
        about = await post(
            town,
            gui,
            method=Method.DELETE,
            message_id=sent.message_id,
            further_ids=sent.further_ids,
        )
        await town.app.delivery.once()

    assert len(town.said_to("王桂兰")) == before
    assert (await row(town, about)).state is MessageState.SENT


async def test_a_message_that_is_gone_counts_as_taken_away() -> None:
    words = "Bad Request: message to delete not found"
    async with a_bot(refusal(400, words)) as (bot, _request):
        reply = await send(bot, letter(method=Method.DELETE, message_id=7), Screen("", None))

    assert reply.result is Result.SENT


@pytest.mark.parametrize("method", [Method.MEDIA, Method.COPY])
async def test_a_lost_answer_to_something_carried_is_never_repeated(
    far_town: Town, method: Method
) -> None:
    number, file = sent_photo(far_town)
    gui = far_town.people["王桂兰"]
    called = "sendPhoto" if method is Method.MEDIA else "copyMessage"
    far_town.world.faults.add("lost_answer", method=called)
    what: dict[str, Any] = {"files": (file,)}
    if method is Method.COPY:
        what = {"from_chat_id": far_town.people["周敏"], "message_ids": (number,)}

    about = await post(far_town, gui, method=method, notice=Enclosed(**what))
    await far_town.app.delivery.once()
    await a_little_later(far_town, 100)

    assert (await row(far_town, about)).state is MessageState.MAYBE
    assert calls(far_town, called, gui) == 1


async def test_a_lost_answer_to_a_deletion_is_repeated() -> None:
    async with a_bot(MaybeSent("gone")) as (bot, _request):
        reply = await send(bot, letter(method=Method.DELETE, message_id=7), Screen("", None))

    assert reply.result is Result.LATER


@pytest.mark.parametrize("media", list(Media))
async def test_each_kind_of_file_goes_by_its_own_method(media: Media) -> None:
    notice = Enclosed(files=(File(media=media, file_id="F1"),), text="字")
    screen = screens.show(notice, locale="zh-CN", zone="Asia/Shanghai")
    async with a_bot(success({"message_id": 8})) as (bot, request):
        await send(bot, letter(method=Method.MEDIA), screen)

    [(method, fields)] = request.calls
    assert method.lower() == f"send{media.value.replace('_', '')}"
    assert fields[media.value] == "F1"
    assert ("caption" in fields) is media.takes_words


async def test_words_that_are_no_html_keep_their_file() -> None:
    words = 'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 0'
    notice = Enclosed(files=(File(media=Media.PHOTO, file_id="F1"),), text="字")
    screen = screens.show(notice, locale="zh-CN", zone="Asia/Shanghai")
    async with a_bot(refusal(400, words), success({"message_id": 8})) as (bot, request):
        await send(bot, letter(method=Method.MEDIA), screen)

    assert [fields["photo"] for _method, fields in request.calls] == ["F1", "F1"]


@given(st.lists(st.integers(1, 10), min_size=20, max_size=60), st.integers(0, 3))
def test_albums_of_any_size_never_go_over_telegrams_second(sizes: list[int], urgent: int) -> None:
    pacing, now = Pacing(), 0.0
    limits = Limits(clock=Clock(), enabled=True)
    sent: list[tuple[float, int]] = []

    for chat, size in enumerate(sizes, 1):
        for answer in range(urgent):
            now += pacing.wait_all(now, urgent=True)
            pacing.spend(10_000 + chat * 10 + answer, now)
            sent.append((now, 1))
        now += pacing.wait_all(now, urgent=False, messages=size)
        pacing.spend(chat, now, messages=size)
        sent.append((now, size))

    for at, _size in sent:
        within = sum(size for when, size in sent if at - 1 + 1e-9 < when <= at)
        assert within <= limits.per_second
