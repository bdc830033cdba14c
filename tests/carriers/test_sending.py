"""One call to Telegram, and what each of its answers means."""

import json

import pytest
from telegram.error import NetworkError

from bot.sending import Reply, Result, send
from bot.transport import MaybeSent, NotSent
from handlers.kit.screens import Screen
from models.messages.tables import Message, Method
from tests.carriers.answering import Answer, a_bot, refusal, success
from tests.carriers.letters import letter

SCREEN = Screen("<b>好</b> &amp; 更好", None)


async def reply_to(answer: Answer, message: Message | None = None) -> Reply:
    async with a_bot(answer) as (bot, _request):
        return await send(bot, message or letter(), SCREEN)


BAD = "Bad Request: "
ANSWERS: dict[Result, list[tuple[int, str]]] = {
    Result.REFUSED: [
        (400, BAD + "chat_id is empty"),
        (400, BAD + "message text is empty"),
        (400, BAD + "text is too long"),
        (400, BAD + "message is too long"),
        (400, BAD + "message caption is too long"),
        (400, BAD + "unsupported parse_mode"),
        (400, BAD + "message to edit not found"),
        (400, BAD + "message can't be edited"),
        (400, BAD + "there is no text in the message to edit"),
        (400, BAD + "message to be replied not found"),
        (400, BAD + "message to react not found"),
        (400, BAD + "message thread not found"),
        (400, BAD + "object expected as reply markup"),
        (400, BAD + "BUTTON_DATA_INVALID"),
        (400, BAD + "TOPIC_CLOSED"),
        (400, BAD + "REACTION_INVALID"),
        (400, BAD + "phone number can be requested in private chats only"),
        (409, "Conflict: terminated by setWebhook request"),
        (413, "Request Entity Too Large"),
    ],
    Result.UNREACHABLE: [
        (400, BAD + "chat not found"),
        (400, BAD + "not enough rights to send text messages to the chat"),
        (400, BAD + "have no write access to the chat"),
        (400, BAD + "PEER_ID_INVALID"),
        (400, BAD + "bot can't initiate conversation with a user"),
        (403, "Forbidden: bot was blocked by the user"),
        (403, "Forbidden: user is deactivated"),
        (403, "Forbidden: bot can't initiate conversation with a user"),
        (403, "Forbidden: the bot can't send messages to the bot"),
        (403, "Forbidden: bot was kicked from the group chat"),
        (403, "Forbidden: bot was kicked from the supergroup chat"),
        (403, "Forbidden: bot is not a member of the supergroup chat"),
        (403, "Forbidden: the group chat was deleted"),
    ],
    Result.LOCKED_OUT: [
        (401, "Unauthorized"),
        (401, "Unauthorized: invalid token specified"),
        (404, "Not Found"),
    ],
    Result.LATER: [
        (500, "Internal Server Error: restart"),
        (502, "Bad Gateway"),
        (503, "Service Unavailable"),
    ],
    Result.SENT: [
        (
            400,
            BAD + "message is not modified: specified new message content and reply markup are "
            "exactly the same as a current content and reply markup of the message",
        )
    ],
    Result.TOO_LATE: [
        (400, BAD + "query is too old and response timeout expired or query ID is invalid")
    ],
    Result.PAUSE: [(429, "Too Many Requests: retry after 7")],
}


@pytest.mark.parametrize(
    ("result", "code", "words"),
    [(result, code, words) for result, all_ in ANSWERS.items() for code, words in all_],
)
async def test_each_refusal_of_telegrams_means_one_thing(
    result: Result, code: int, words: str
) -> None:
    reply = await reply_to(refusal(code, words))

    assert reply.result is result


async def test_flood_says_for_how_long_in_its_parameters() -> None:
    reply = await reply_to(refusal(429, "Too Many Requests: retry after 7", retry_after=9))

    assert (reply.result, reply.seconds) == (Result.PAUSE, 9.0)


async def test_flood_without_parameters_says_so_in_words() -> None:
    reply = await reply_to(refusal(429, "Too Many Requests: retry after 7"))

    assert (reply.result, reply.seconds) == (Result.PAUSE, 7.0)


async def test_flood_that_says_nothing_is_a_short_rest() -> None:
    reply = await reply_to(refusal(429, "Too Many Requests"))

    assert (reply.result, reply.seconds) == (Result.PAUSE, 5.0)


async def test_a_migrated_group_gives_its_new_number() -> None:
    words = BAD + "group chat was upgraded to a supergroup chat"

    reply = await reply_to(refusal(400, words, migrate_to_chat_id=-1007))

    assert (reply.result, reply.new_chat_id) == (Result.MOVED, -1007)


async def test_a_success_gives_the_number_of_the_message() -> None:
    reply = await reply_to(success({"message_id": 42}))

    assert (reply.result, reply.message_id) == (Result.SENT, 42)


async def test_what_never_left_may_be_repeated() -> None:
    reply = await reply_to(NotSent("ClientConnectorError"))

    assert reply.result is Result.LATER


@pytest.mark.parametrize(
    ("method", "result"),
    [
        (Method.SEND, Result.MAYBE),
        (Method.DOCUMENT, Result.MAYBE),
        (Method.EDIT, Result.LATER),
        (Method.REACT, Result.LATER),
        (Method.TOAST, Result.LATER),
    ],
)
async def test_a_lost_answer_leaves_only_new_messages_in_doubt(
    method: Method, result: Result
) -> None:
    message = letter(method=method, message_id=5, callback_id="7")

    reply = await reply_to(MaybeSent("ServerDisconnectedError"), message)

    assert reply.result is result


async def test_an_unknown_trouble_of_the_network_is_tried_again() -> None:
    reply = await reply_to(NetworkError("odd"))

    assert reply.result is Result.LATER


async def test_words_that_are_no_html_are_sent_plain_rather_than_not_at_all() -> None:
    words = BAD + 'can\'t parse entities: Unsupported start tag "x" at byte offset 0'
    async with a_bot(refusal(400, words), success({"message_id": 8})) as (bot, request):
        reply = await send(bot, letter(), SCREEN)

    assert reply.message_id == 8
    assert request.calls[1][1]["text"] == "好 & 更好"
    assert "parse_mode" not in request.calls[1][1]


async def test_a_toast_is_plain_and_short_enough() -> None:
    async with a_bot(success(result=True)) as (bot, request):
        message = letter(method=Method.TOAST, callback_id="7")
        await send(bot, message, Screen("<b>好</b>" * 300, None))

    [(method, fields)] = request.calls
    assert method == "answerCallbackQuery"
    assert fields["text"] == "好" * 200


def test_buttons_leave_as_python_telegram_bot_would_write_them() -> None:
    keyboard = (
        (("我来签到 <&>", "1.ci.a.b", None), ("打开“说明”", None, "https://t.me/c/1/2")),
        (("再看看 👍", "1.x", None),),
    )
    screen = Screen("好", keyboard)

    assert screen.markup is not None
    assert json.loads(str(screen.written)) == json.loads(screen.markup.to_json())
