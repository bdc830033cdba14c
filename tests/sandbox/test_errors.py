"""Every refusal in Telegram's own words."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from sandbox.entities import units
from sandbox.world.posting import post
from tests.sandbox.conftest import TOKEN, Call, Place

Params = dict[str, Any]
Case = tuple[str, Callable[[Place], Params], str]
OTHER_TOKEN = "1000002:TEST"
FOREIGN = -1001999999999


def in_private(**more: object) -> Callable[[Place], Params]:
    def params(place: Place) -> Params:
        place.acts.start(place.gui.id)
        return {"chat_id": place.gui.id, "text": "好", **more}

    return params


def in_group(**more: object) -> Callable[[Place], Params]:
    return lambda place: {"chat_id": place.group.id, "text": "好", **more}


def about_own(**more: object) -> Callable[[Place], Params]:
    """Prepare a text by the bot in the group; it has id 1."""

    def params(place: Place) -> Params:
        from_bot(place, "现在")
        return {"chat_id": place.group.id, "message_id": 1, **more}

    return params


def about_theirs(**more: object) -> Callable[[Place], Params]:
    """Prepare a text by a person in the group; it has id 1."""

    def params(place: Place) -> Params:
        place.acts.write(place.lan.id, place.group.id, "大家好")
        return {"chat_id": place.group.id, "message_id": 1, **more}

    return params


def from_bot(place: Place, text: str) -> None:
    post(place.world, place.group, {"text": text}, sender=place.bot)


def keyboard(*buttons: Params) -> Params:
    return {"inline_keyboard": [list(buttons)]}


def html(text: str) -> Callable[[Place], Params]:
    return in_private(text=text, parse_mode="HTML")


def markdown(text: str) -> Callable[[Place], Params]:
    return in_private(text=text, parse_mode="MarkdownV2")


def stranger(place: Place) -> Params:
    return {"chat_id": place.voter.id, "text": "好"}


def met_in_group(place: Place) -> Params:
    return {"chat_id": place.lan.id, "text": "好"}


def blocked(place: Place) -> Params:
    place.acts.start(place.gui.id)
    place.acts.block(place.gui.id, place.bot.id)
    return {"chat_id": place.gui.id, "text": "好"}


def deactivated(place: Place) -> Params:
    place.acts.start(place.gui.id)
    place.acts.deactivate(place.gui.id)
    return {"chat_id": place.gui.id, "text": "好"}


def another_bot(place: Place) -> Params:
    other = place.world.add_bot(token=OTHER_TOKEN, name="邻", username="other_bot")
    return {"chat_id": other.id, "text": "好"}


def put_out(kind: str, *, ban: bool) -> Callable[[Place], Params]:
    def params(place: Place) -> Params:
        chat = place.world.add_group(
            title="群", kind=kind, creator=place.gui.id, members=[place.bot.id]
        )
        place.acts.remove(place.gui.id, chat.id, place.bot.id, ban=ban)
        return {"chat_id": chat.id, "text": "好"}

    return params


def dissolved(place: Place) -> Params:
    place.acts.dissolve(place.gui.id, place.group.id)
    return {"chat_id": place.group.id, "text": "好"}


def silenced(place: Place) -> Params:
    place.acts.restrict(place.gui.id, place.group.id, place.bot.id)
    return {"chat_id": place.group.id, "text": "好", "question": "?", "options": ["a", "b"]}


def protected(place: Place) -> Params:
    place.acts.start(place.gui.id)
    place.acts.protect(place.gui.id, place.group.id)
    place.acts.write(place.gui.id, place.group.id, "内部")
    return {"chat_id": place.gui.id, "from_chat_id": place.group.id, "message_id": 1}


def service(place: Place) -> Params:
    place.acts.start(place.gui.id)
    place.acts.retitle(place.gui.id, place.group.id, "新名")
    return {"chat_id": place.gui.id, "from_chat_id": place.group.id, "message_id": 1}


def nothing_there(place: Place) -> Params:
    place.acts.start(place.gui.id)
    return {"chat_id": place.gui.id, "from_chat_id": place.group.id, "message_id": 99}


def old(place: Place) -> Params:
    from_bot(place, "旧")
    place.world.clock.shift(49 * 3600)
    return {"chat_id": place.group.id, "message_id": 1}


def photo_from_bot(place: Place) -> Params:
    file = place.world.files.add("photo", b"x")
    post(place.world, place.group, {"photo": file.shape()}, sender=place.bot)
    return {"chat_id": place.group.id, "message_id": 1, "text": "好"}


def forum(*, admin: bool = True) -> Callable[[Place], Params]:
    def params(place: Place) -> Params:
        place.acts.set_forum(place.gui.id, place.group.id)
        if admin:
            place.acts.promote(place.gui.id, place.group.id, place.bot.id)
        thread = place.acts.create_topic(place.gui.id, place.group.id, "议题")
        return {"chat_id": place.group.id, "message_thread_id": thread, "text": "好"}

    return params


def closed_topic(*, admin: bool) -> Callable[[Place], Params]:
    def params(place: Place) -> Params:
        found = forum(admin=admin)(place)
        place.acts.close_topic(place.gui.id, place.group.id, found["message_thread_id"])
        return found

    return params


def deleted_topic(place: Place) -> Params:
    found = forum()(place)
    place.acts.delete_topic(place.gui.id, place.group.id, found["message_thread_id"])
    return found


def same_name(place: Place) -> Params:
    return forum()(place) | {"name": "议题"}


def no_such_person(place: Place) -> Params:
    return {"chat_id": place.group.id, "user_id": 77}


def big_file(place: Place) -> Params:
    file = place.world.files.add("document", b"x" * ((20 << 20) + 1))
    return {"file_id": file.id}


def media(*items: Params) -> Callable[[Place], Params]:
    return in_private(media=list(items))


def web_app_button() -> Params:
    return keyboard({"text": "台", "web_app": {"url": "https://example.org"}})


SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
CANT = "can't parse entities: "
BUTTON = "can't parse inline keyboard button: "

BAD_REQUESTS: list[Case] = [
    ("sendMessage", lambda _: {"text": "好"}, "chat_id is empty"),
    ("sendMessage", lambda _: {"chat_id": FOREIGN, "text": "好"}, "chat not found"),
    ("sendMessage", lambda _: {"chat_id": "@nobody", "text": "好"}, "chat not found"),
    ("sendMessage", stranger, "chat not found"),
    ("sendMessage", in_private(text=" \n "), "message text is empty"),
    ("sendMessage", in_private(text="a" * 4097), "message is too long"),
    ("sendMessage", in_private(text="a" * 32_769), "text is too long"),
    ("sendMessage", in_private(parse_mode="BBCode"), "unsupported parse_mode"),
    ("sendMessage", html("<x>"), CANT + 'Unsupported start tag "x" at byte offset 0'),
    ("sendMessage", html("好<y a>"), CANT + 'Unsupported start tag "y" at byte offset 3'),
    (
        "sendMessage",
        html("<b>好"),
        CANT + 'Can\'t find end tag corresponding to start tag "b"',
    ),
    ("sendMessage", html("好</b>"), CANT + "Unexpected end tag at byte offset 3"),
    (
        "sendMessage",
        html("<b>好</i>"),
        CANT + 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"',
    ),
    ("sendMessage", html("好 <b"), CANT + "Unclosed start tag at byte offset 4"),
    (
        "sendMessage",
        markdown("好."),
        CANT + "Character '.' is reserved and must be escaped with the preceding '\\'",
    ),
    ("sendMessage", markdown("好*a"), CANT + "Can't find end of Bold entity at byte offset 3"),
    (
        "sendMessage",
        in_private(text="*a", parse_mode="Markdown"),
        CANT + "Can't find end of the entity starting at byte offset 0",
    ),
    (
        "sendMessage",
        in_private(reply_parameters={"message_id": 99}),
        "message to be replied not found",
    ),
    ("sendMessage", in_private(reply_markup="[1"), "can't parse reply keyboard markup JSON object"),
    ("sendMessage", in_private(reply_markup="[1]"), "object expected as reply markup"),
    (
        "sendMessage",
        in_private(reply_markup={"inline_keyboard": [1]}),
        'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
    ),
    (
        "sendMessage",
        in_private(reply_markup=keyboard({"text": "好"})),
        BUTTON + "Text buttons are unallowed in the inline keyboard",
    ),
    (
        "sendMessage",
        in_private(reply_markup=keyboard({"text": "好", "callback_data": "好" * 22})),
        "BUTTON_DATA_INVALID",
    ),
    ("sendMessage", in_group(reply_markup=web_app_button()), "BUTTON_TYPE_INVALID"),
    (
        "sendMessage",
        in_group(reply_markup={"keyboard": [[{"text": "号", "request_contact": True}]]}),
        "phone number can be requested in private chats only",
    ),
    (
        "sendMessage",
        in_group(reply_markup={"keyboard": [[{"text": "地", "request_location": True}]]}),
        "location can be requested in private chats only",
    ),
    ("sendMessage", in_group(message_thread_id=7), "message thread not found"),
    ("sendMessage", deleted_topic, "message thread not found"),
    ("sendMessage", closed_topic(admin=False), "TOPIC_CLOSED"),
    ("sendMessage", silenced, "not enough rights to send text messages to the chat"),
    ("sendPoll", silenced, "not enough rights to send polls to the chat"),
    ("sendPhoto", silenced, "not enough rights to send photos to the chat"),
    ("sendDocument", silenced, "not enough rights to send documents to the chat"),
    ("sendPhoto", in_private(), "there is no photo in the request"),
    ("sendDocument", in_private(), "there is no document in the request"),
    (
        "sendPhoto",
        in_private(photo="nonsense"),
        "wrong file identifier/HTTP URL specified",
    ),
    (
        "sendMediaGroup",
        media({"type": "photo", "media": "nonsense"}),
        (
            'failed to send message #1 with the error message "wrong file identifier/HTTP URL'
            ' specified"'
        ),
    ),
    ("editMessageText", in_group(message_id=99), "message to edit not found"),
    ("editMessageText", about_theirs(text="改"), "message can't be edited"),
    ("editMessageText", photo_from_bot, "there is no text in the message to edit"),
    ("editMessageText", about_own(text="现在"), SAME),
    ("editMessageReplyMarkup", about_own(), SAME),
    ("deleteMessage", in_group(message_id=99), "message to delete not found"),
    ("deleteMessage", about_theirs(), "message can't be deleted"),
    ("deleteMessage", old, "message can't be deleted for everyone"),
    ("copyMessage", nothing_there, "message to copy not found"),
    ("forwardMessage", nothing_there, "message to forward not found"),
    ("copyMessage", service, "the message can't be copied"),
    ("copyMessage", protected, "message has protected content and can't be forwarded"),
    ("forwardMessage", protected, "message has protected content and can't be forwarded"),
    ("setMessageReaction", in_group(message_id=99), "message to react not found"),
    (
        "setMessageReaction",
        about_theirs(reaction=[{"type": "emoji", "emoji": "🧧"}]),
        "REACTION_INVALID",
    ),
    (
        "pinChatMessage",
        about_theirs(),
        "not enough rights to manage pinned messages in the chat",
    ),
    ("createForumTopic", in_group(name="题"), "the chat is not a forum"),
    (
        "closeForumTopic",
        forum(admin=False),
        "not enough rights to close or open the topic",
    ),
    ("closeForumTopic", closed_topic(admin=True), "TOPIC_NOT_MODIFIED"),
    ("reopenForumTopic", forum(), "TOPIC_NOT_MODIFIED"),
    ("reopenForumTopic", deleted_topic, "TOPIC_DELETED"),
    ("reopenForumTopic", forum(admin=False), "not enough rights to close or open the topic"),
    ("editForumTopic", forum(admin=False), "not enough rights to edit the topic"),
    ("editForumTopic", in_group(name="题", message_thread_id=7), "the chat is not a forum"),
    ("editForumTopic", deleted_topic, "TOPIC_DELETED"),
    ("editForumTopic", same_name, "TOPIC_NOT_MODIFIED"),
    ("closeForumTopic", deleted_topic, "TOPIC_DELETED"),
    ("getChatMember", no_such_person, "PARTICIPANT_ID_INVALID"),
    (
        "setMyCommands",
        lambda _: {"commands": [{"command": "Upper", "description": "x"}]},
        "BOT_COMMAND_INVALID",
    ),
    (
        "answerCallbackQuery",
        lambda _: {"callback_query_id": "1"},
        "query is too old and response timeout expired or query ID is invalid",
    ),
    (
        "getFile",
        lambda _: {"file_id": "nonsense"},
        "wrong file_id or the file is temporarily unavailable",
    ),
    ("getFile", big_file, "file is too big"),
    (
        "setWebhook",
        lambda _: {"url": "http://example.org/"},
        "bad webhook: An HTTPS URL must be provided for webhook",
    ),
    (
        "setWebhook",
        lambda _: {"url": "https://example.org:8080/"},
        "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
    ),
    (
        "setWebhook",
        lambda _: {"url": "https://192.168.1.2/"},
        "bad webhook: IP address 192.168.1.2 is reserved",
    ),
    (
        "setWebhook",
        lambda _: {"url": "https://example.org/", "secret_token": "a" * 257},
        "secret token is too long",
    ),
    (
        "setWebhook",
        lambda _: {"url": "https://example.org/", "secret_token": "a b"},
        "secret token contains unallowed characters",
    ),
]

FORBIDDEN: list[Case] = [
    ("sendMessage", met_in_group, "bot can't initiate conversation with a user"),
    ("sendMessage", blocked, "bot was blocked by the user"),
    ("sendMessage", deactivated, "user is deactivated"),
    ("sendMessage", another_bot, "the bot can't send messages to the bot"),
    ("sendMessage", put_out("group", ban=True), "bot was kicked from the group chat"),
    ("sendMessage", put_out("supergroup", ban=True), "bot was kicked from the supergroup chat"),
    ("sendMessage", put_out("group", ban=False), "bot is not a member of the group chat"),
    (
        "getChat",
        put_out("supergroup", ban=False),
        "bot is not a member of the supergroup chat",
    ),
    ("sendMessage", dissolved, "the group chat was deleted"),
]


@pytest.mark.parametrize(("method", "prepare", "words"), BAD_REQUESTS)
async def test_bad_request_is_told_in_telegrams_words(
    place: Place, call: Call, method: str, prepare: Callable[[Place], Params], words: str
) -> None:
    params = prepare(place)

    answer = await call(method, **params)

    assert answer == {"ok": False, "error_code": 400, "description": f"Bad Request: {words}"}


@pytest.mark.parametrize(("method", "prepare", "words"), FORBIDDEN)
async def test_closed_door_is_told_in_telegrams_words(
    place: Place, call: Call, method: str, prepare: Callable[[Place], Params], words: str
) -> None:
    params = prepare(place)

    answer = await call(method, **params)

    assert answer == {"ok": False, "error_code": 403, "description": f"Forbidden: {words}"}


async def test_unknown_method_is_not_found(call: Call) -> None:
    answer = await call("sendTelepathy", chat_id=1)

    assert answer["error_code"] == 404
    assert answer["description"] == "Not Found: method not found"


@pytest.mark.parametrize(
    ("token", "words"),
    [("nonsense", "Unauthorized: invalid token specified"), ("1000009:TEST", "Unauthorized")],
)
async def test_wrong_token_is_unauthorized(
    client: httpx.AsyncClient, token: str, words: str
) -> None:
    answer = await client.get(f"/bot{token}/getMe")

    assert answer.status_code == 401
    assert answer.json()["description"] == words


async def test_migrated_group_names_its_successor(place: Place, call: Call) -> None:
    group = place.world.add_group(
        title="群", kind="group", creator=place.gui.id, members=[place.bot.id]
    )
    new_id = place.acts.migrate(group.id)

    answer = await call("sendMessage", chat_id=group.id, text="好")

    assert answer["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert answer["parameters"] == {"migrate_to_chat_id": new_id}


async def test_closed_poll_cannot_be_closed_again(place: Place, call: Call) -> None:
    sent = await call("sendPoll", chat_id=place.group.id, question="?", options=["a", "b"])
    which = {"chat_id": place.group.id, "message_id": sent["result"]["message_id"]}
    await call("stopPoll", **which)

    answer = await call("stopPoll", **which)

    assert answer["description"] == "Bad Request: poll has already been closed"


@pytest.mark.parametrize(
    ("kind", "size"), [("photo", (10 << 20) + 1), ("document", (50 << 20) + 1)]
)
async def test_upload_over_the_limit_is_too_large(
    place: Place, client: httpx.AsyncClient, kind: str, size: int
) -> None:
    place.acts.start(place.gui.id)
    method = f"send{kind.title()}"

    answer = await client.post(
        f"/bot{TOKEN}/{method}", data={"chat_id": place.gui.id}, files={kind: ("x", b"x" * size)}
    )

    assert answer.status_code == 413
    assert answer.json()["description"] == "Request Entity Too Large"


@pytest.mark.parametrize(("strict", "refused"), [(True, True), (False, False)])
async def test_only_a_strict_world_counts_utf16_units(
    client: httpx.AsyncClient, place: Place, call: Call, *, strict: bool, refused: bool
) -> None:
    del client
    place.world.strict = strict
    place.acts.start(place.gui.id)
    text = "😀" * 2049

    answer = await call("sendMessage", chat_id=place.gui.id, text=text)

    assert units(text) > 4096 > len(text)
    assert answer["ok"] is not refused


async def test_caption_is_shorter_than_a_text(place: Place, call: Call) -> None:
    place.acts.start(place.gui.id)
    photo = place.world.files.add("photo", b"x").id
    long, fits = "好" * 1025, "好" * 1024

    refused = await call("sendPhoto", chat_id=place.gui.id, photo=photo, caption=long)
    sent = await call("sendPhoto", chat_id=place.gui.id, photo=photo, caption=fits)

    assert refused["description"] == "Bad Request: message caption is too long"
    assert sent["result"]["caption"] == fits


async def test_button_data_of_64_bytes_fits(place: Place, call: Call) -> None:
    place.acts.start(place.gui.id)
    data = "好" * 21 + "a"
    markup = keyboard({"text": "好", "callback_data": data})

    sent = await call("sendMessage", chat_id=place.gui.id, text="好", reply_markup=markup)

    assert len(data.encode()) == 64
    assert sent["result"]["reply_markup"] == markup


async def test_late_answer_to_a_press_is_refused(place: Place, call: Call) -> None:
    place.acts.start(place.gui.id)
    markup = keyboard({"text": "好", "callback_data": "a"})
    sent = await call("sendMessage", chat_id=place.gui.id, text="好", reply_markup=markup)
    query = place.acts.press(place.gui.id, place.gui.id, sent["result"]["message_id"], "a")
    place.world.clock.shift(151)

    answer = await call("answerCallbackQuery", callback_query_id=query, text="晚了")

    assert "query is too old" in answer["description"]
    assert place.world.toasts(place.gui.id) == []
