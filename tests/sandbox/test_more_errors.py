"""Refusals beyond the written list, as known from working with the Bot API."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.sandbox.conftest import Call, Place

Params = dict[str, Any]
Case = tuple[str, Params, str]
LONG_NAME = "题" * 129


@pytest.fixture
def ready(place: Place) -> Place:
    """A forum the bot runs, and a private chat with 王桂兰."""
    place.acts.start(place.gui.id)
    place.acts.set_forum(place.gui.id, place.group.id)
    place.acts.promote(place.gui.id, place.group.id, place.bot.id, can_promote_members=True)
    return place


# {gui}, {lan}, {bot}, {group} and {file} stand for ids of the place.
CASES: list[Case] = [
    (
        "sendMessage",
        {"chat_id": "{gui}", "text": "好", "entities": "["},
        "can't parse entities JSON object",
    ),
    (
        "sendMessage",
        {"chat_id": "{gui}", "text": "好", "entities": [1]},
        "can't parse MessageEntity: Expected an Object",
    ),
    (
        "sendMessage",
        {"chat_id": "{gui}", "text": "好", "reply_parameters": {"message_id": 1, "quote": "无"}},
        "QUOTE_TEXT_INVALID",
    ),
    ("sendLocation", {"chat_id": "{gui}", "latitude": 30}, "longitude is empty"),
    ("sendContact", {"chat_id": "{gui}", "first_name": "办"}, "phone number is empty"),
    ("sendContact", {"chat_id": "{gui}", "phone_number": "1"}, "first name is empty"),
    (
        "sendChatAction",
        {"chat_id": "{gui}", "action": "sleeping"},
        "wrong parameter action in request",
    ),
    (
        "sendPoll",
        {"chat_id": "{gui}", "options": ["a", "b"]},
        "poll question must be non-empty",
    ),
    (
        "sendPoll",
        {"chat_id": "{gui}", "question": "?", "options": []},
        "poll must have at least 1 option",
    ),
    (
        "sendPoll",
        {"chat_id": "{gui}", "question": "?", "options": ["a", " "]},
        "poll options must be non-empty",
    ),
    (
        "sendPoll",
        {"chat_id": "{gui}", "question": "?", "options": list("abcdefghijklm")},
        "poll can't have more than 12 options",
    ),
    (
        "sendPoll",
        {"chat_id": "{gui}", "question": "?", "options": ["a" * 101]},
        "poll options length must not exceed 100",
    ),
    (
        "sendPoll",
        {"chat_id": "{gui}", "question": "?" * 301, "options": ["a", "b"]},
        "poll question length must not exceed 300",
    ),
    (
        "sendPoll",
        {"chat_id": "{gui}", "question": "?", "options": ["a"], "type": "quiz"},
        "wrong correct option ID specified",
    ),
    ("stopPoll", {"chat_id": "{gui}", "message_id": 1}, "message is not a poll"),
    ("sendMediaGroup", {"chat_id": "{gui}", "media": []}, "there are no messages to send"),
    (
        "sendMediaGroup",
        {"chat_id": "{gui}", "media": [{"type": "photo", "media": "{file}"}] * 11},
        "too many messages to send as an album",
    ),
    (
        "sendDocument",
        {"chat_id": "{gui}", "document": "{file}"},
        "can't use file of type Photo as Document",
    ),
    (
        "sendPhoto",
        {"chat_id": "{gui}", "photo": "https://example.org/x.jpg"},
        "failed to get HTTP URL content",
    ),
    ("getFile", {}, "file_id not specified"),
    ("deleteMessage", {"chat_id": "{gui}"}, "message identifier is not specified"),
    (
        "deleteMessages",
        {"chat_id": "{gui}", "message_ids": []},
        "message identifiers are not specified",
    ),
    (
        "copyMessages",
        {"chat_id": "{gui}", "from_chat_id": "{gui}", "message_ids": [2, 1]},
        "message identifiers must be in a strictly increasing order",
    ),
    (
        "copyMessages",
        {"chat_id": "{gui}", "from_chat_id": "{gui}", "message_ids": [98, 99]},
        "there are no messages to copy",
    ),
    (
        "setMessageReaction",
        {
            "chat_id": "{gui}",
            "message_id": 1,
            "reaction": [{"type": "emoji", "emoji": emoji} for emoji in "👍👎"],
        },
        "REACTIONS_TOO_MANY",
    ),
    ("unpinChatMessage", {"chat_id": "{group}"}, "message to unpin not found"),
    ("editMessageCaption", {"chat_id": "{gui}", "message_id": 1}, "message can't be edited"),
    (
        "sendMessage",
        {
            "chat_id": "{gui}",
            "text": "好",
            "reply_markup": {"inline_keyboard": [[{"text": "好", "url": "nowhere"}]]},
        },
        "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL",
    ),
    (
        "sendMessage",
        {
            "chat_id": "{gui}",
            "text": "好",
            "reply_markup": {"inline_keyboard": [[{"text": "好", "callback_data": "a"}] * 8] * 13},
        },
        "REPLY_MARKUP_TOO_LONG",
    ),
    (
        "getChatAdministrators",
        {"chat_id": "{gui}"},
        "there are no administrators in the private chat",
    ),
    ("getChatMember", {"chat_id": "{group}"}, "invalid user_id specified"),
    ("leaveChat", {"chat_id": "{gui}"}, "chat member status can't be changed in private chats"),
    ("banChatMember", {"chat_id": "{group}", "user_id": "{gui}"}, "can't remove chat owner"),
    (
        "banChatMember",
        {"chat_id": "{group}", "user_id": "{bot}"},
        "user is an administrator of the chat",
    ),
    ("setChatTitle", {"chat_id": "{group}", "title": " "}, "title must be non-empty"),
    ("setChatTitle", {"chat_id": "{gui}", "title": "x"}, "can't change private chat title"),
    (
        "setChatMemberTag",
        {"chat_id": "{group}", "user_id": "{lan}", "tag": "十七个字的标签太长了不能写在名字旁边"},
        "TAG_INVALID",
    ),
    (
        "setChatMemberTag",
        {"chat_id": "{group}", "user_id": "{lan}", "tag": "好🎉"},
        "TAG_EMOJI_NOT_ALLOWED",
    ),
    (
        "approveChatJoinRequest",
        {"chat_id": "{group}", "user_id": "{lan}"},
        "USER_ALREADY_PARTICIPANT",
    ),
    (
        "declineChatJoinRequest",
        {"chat_id": "{group}", "user_id": "{lan}"},
        "HIDE_REQUESTER_MISSING",
    ),
    (
        "revokeChatInviteLink",
        {"chat_id": "{group}", "invite_link": "https://t.me/+x"},
        "INVITE_HASH_EXPIRED",
    ),
    ("createForumTopic", {"chat_id": "{group}"}, "TOPIC_TITLE_EMPTY"),
    ("createForumTopic", {"chat_id": "{group}", "name": LONG_NAME}, "TOPIC_TITLE_TOO_LONG"),
    (
        "createForumTopic",
        {"chat_id": "{group}", "name": "题", "icon_color": 1},
        "invalid icon color specified",
    ),
    ("closeForumTopic", {"chat_id": "{group}", "message_thread_id": 77}, "TOPIC_ID_INVALID"),
    ("reopenGeneralForumTopic", {"chat_id": "{group}"}, "TOPIC_NOT_MODIFIED"),
    (
        "setMyCommands",
        {"commands": [{"command": "a", "description": ""}]},
        "BOT_COMMAND_DESCRIPTION_INVALID",
    ),
    (
        "setMyCommands",
        {"commands": [{"command": "a", "description": "b"}] * 101},
        "BOT_COMMANDS_TOO_MUCH",
    ),
    (
        "setMyCommands",
        {"commands": [], "scope": {"type": "moon"}},
        "can't parse BotCommandScope: Unsupported type specified",
    ),
    ("setMyCommands", {"commands": [], "language_code": "Z1"}, "invalid language code specified"),
    ("setMyName", {"name": "回" * 65}, "bot name is too long"),
    ("setChatMenuButton", {"menu_button": {"type": "moon"}}, "MenuButton has unsupported type"),
    ("getUpdates", {"allowed_updates": "["}, "can't parse allowed_updates JSON object"),
]


def filled(value: Any, ids: dict[str, Any]) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, dict):
        return {name: filled(each, ids) for name, each in value.items()}
    if isinstance(value, list):
        return [filled(each, ids) for each in value]
    return ids.get(value, value) if isinstance(value, str) else value


@pytest.mark.parametrize(("method", "params", "words"), CASES)
async def test_bad_request_is_refused(
    ready: Place, call: Call, method: str, params: Params, words: str
) -> None:
    ids = {
        "{gui}": ready.gui.id,
        "{lan}": ready.lan.id,
        "{bot}": ready.bot.id,
        "{group}": ready.group.id,
        "{file}": ready.world.files.add("photo", b"x").id,
    }

    answer = await call(method, **filled(params, ids))

    assert answer == {"ok": False, "error_code": 400, "description": f"Bad Request: {words}"}


RIGHTS = [
    ("createForumTopic", {"name": "题"}, "not enough rights to create a topic"),
    ("setChatTitle", {"title": "题"}, "not enough rights to change chat title"),
    ("createChatInviteLink", {}, "not enough rights to manage chat invite link"),
    ("setChatPermissions", {"permissions": {}}, "not enough rights to change chat permissions"),
    (
        "banChatMember",
        {"user_id": "{lan}"},
        "not enough rights to restrict/unrestrict chat member",
    ),
    ("promoteChatMember", {"user_id": "{lan}"}, "not enough rights to promote/demote chat member"),
    ("setChatMemberTag", {"user_id": "{lan}"}, "not enough rights to change member tags"),
]


@pytest.mark.parametrize(("method", "params", "words"), RIGHTS)
async def test_plain_member_may_not_rule(
    place: Place, call: Call, method: str, params: Params, words: str
) -> None:
    place.acts.set_forum(place.gui.id, place.group.id)
    place.acts.permit(place.gui.id, place.group.id, can_invite_users=False)
    told = filled(params, {"{lan}": place.lan.id})

    answer = await call(method, chat_id=place.group.id, **told)

    assert answer["description"] == f"Bad Request: {words}"


async def test_channel_needs_an_administrator(place: Place, call: Call) -> None:
    channel = place.world.add_channel(title="公告", creator=place.gui.id, members=[place.bot.id])

    refused = await call("sendMessage", chat_id=channel.id, text="通知")
    place.acts.promote(place.gui.id, channel.id, place.bot.id)
    sent = await call("sendMessage", chat_id=channel.id, text="通知")

    words = "Bad Request: need administrator rights in the channel chat"
    assert refused["description"] == words
    assert sent["result"]["sender_chat"]["id"] == channel.id


Deed = Callable[[Place], object]
DEEDS: list[tuple[Deed, str]] = [
    (lambda p: p.acts.write(p.voter.id, p.group.id, "好"), "is not in chat"),
    (lambda p: p.acts.write(p.lan.id, p.lan.id, " "), "1 to 4096"),
    (lambda p: p.acts.write(p.lan.id, p.lan.id, "好", reply_to=9), "no message 9"),
    (lambda p: p.acts.edit(p.lan.id, p.group.id, 1, "改"), "one's own"),
    (lambda p: p.acts.delete(p.lan.id, p.group.id, 1), "can_delete_messages"),
    (lambda p: p.acts.press(p.lan.id, p.group.id, 9, "好"), "no message 9"),
    (lambda p: p.acts.press(p.lan.id, p.group.id, 1, "好"), "no button"),
    (lambda p: p.acts.vote(p.lan.id, p.group.id, 1, [0]), "not a poll"),
    (lambda p: p.acts.share_contact(p.lan.id, p.lan.id, of=p.voter.id), "no phone number"),
    (lambda p: p.acts.add_to_group(p.gui.id, p.group.id, p.lan.id), "already"),
    (lambda p: p.acts.remove(p.gui.id, p.group.id, p.voter.id), "is not in chat"),
    (lambda p: p.acts.remove(p.lan.id, p.group.id, p.bot.id), "can_restrict_members"),
    (lambda p: p.acts.promote(p.gui.id, p.group.id, p.voter.id), "is not in chat"),
    (lambda p: p.acts.promote(p.gui.id, p.group.id, p.lan.id, can_fly=True), "no such rights"),
    (lambda p: p.acts.dissolve(p.lan.id, p.group.id), "only the owner"),
    (lambda p: p.acts.migrate(p.group.id), "basic group"),
    (lambda p: p.acts.create_topic(p.gui.id, p.group.id, "题"), "no topics"),
    (lambda p: p.acts.write_as_anonymous_admin(p.lan.id, p.group.id, "好"), "administrators"),
    (lambda p: p.acts.join(p.voter.id, p.group.id, "https://t.me/+x"), "expired"),
    (lambda p: p.acts.open_link(p.gui.id, "https://t.me/nobody"), "nothing in the sandbox"),
]


@pytest.mark.parametrize(("deed", "words"), DEEDS)
def test_what_the_app_forbids_is_refused(place: Place, deed: Deed, words: str) -> None:
    place.acts.write(place.gui.id, place.group.id, "第一句")

    with pytest.raises(ValueError, match=words):
        deed(place)
