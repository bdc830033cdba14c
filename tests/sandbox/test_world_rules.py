"""The rules of the world: who may write to whom, who hears what, what is numbered how."""

from typing import Any

import pytest

from sandbox.acts.scene import DeedError
from sandbox.control import views
from sandbox.world import World
from tests.sandbox.conftest import Call, Place


def texts(place: Place) -> list[str]:
    return [message.get("text", "") for message in place.updates("message")]


async def test_writing_opens_the_private_chat_as_start_does(place: Place, call: Call) -> None:
    place.acts.write(place.lan.id, place.lan.id, "有人吗")

    answer = await call("sendMessage", chat_id=place.lan.id, text="在")

    assert answer["result"]["chat"] == {"id": place.lan.id, "type": "private", "first_name": "李兰"}


def test_start_carries_its_payload(place: Place) -> None:
    place.acts.start(place.gui.id, place.bot, payload="issue_12")

    message = place.updates("message")[0]

    assert message["text"] == "/start issue_12"
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]


def test_blocking_and_unblocking_is_told_to_the_bot(place: Place) -> None:
    place.acts.start(place.gui.id)
    place.acts.block(place.gui.id, place.bot.id)
    place.acts.unblock(place.gui.id, place.bot.id)

    statuses = [
        (change["old_chat_member"]["status"], change["new_chat_member"]["status"])
        for change in place.updates("my_chat_member")
    ]

    assert statuses == [("member", "kicked"), ("kicked", "member")]


def test_who_has_blocked_a_bot_cannot_write_to_it(place: Place) -> None:
    place.acts.block(place.gui.id, place.bot.id)

    with pytest.raises(DeedError, match="blocked"):
        place.acts.write(place.gui.id, place.gui.id, "好")


def test_privacy_mode_lets_through_only_what_is_meant_for_the_bot(place: Place) -> None:
    other = place.world.add_bot(token="1000002:TEST", name="邻", username="other_bot")
    place.acts.add_to_group(place.gui.id, place.group.id, other.id)
    for text in ("大家好", "/points", "/points@other_bot", "@huiyin_bot 你好"):
        place.acts.write(place.lan.id, place.group.id, text)

    place.acts.write(place.lan.id, place.group.id, "/points@huiyin_bot")

    assert texts(place)[1:] == ["/points@huiyin_bot"]


def test_lone_bot_hears_commands_without_a_name(place: Place) -> None:
    place.acts.write(place.lan.id, place.group.id, "/points")
    place.acts.write(place.lan.id, place.group.id, "说到 /points 这条命令")

    assert texts(place) == ["/points"]


async def test_reply_to_the_bot_is_heard(place: Place, call: Call) -> None:
    sent = await call("sendMessage", chat_id=place.group.id, text="请签到")

    place.acts.write(place.lan.id, place.group.id, "签到", reply_to=sent["result"]["message_id"])

    heard = place.updates("message")[0]
    assert heard["reply_to_message"]["text"] == "请签到"


def test_administrator_bot_hears_everything(place: Place) -> None:
    place.acts.promote(place.gui.id, place.group.id, place.bot.id)

    place.acts.write(place.lan.id, place.group.id, "大家好")

    assert texts(place) == ["大家好"]


def test_bot_without_privacy_mode_hears_everything(place: Place) -> None:
    place.acts.set_privacy(place.bot.id, on=False)

    place.acts.write(place.lan.id, place.group.id, "大家好")

    assert texts(place) == ["大家好"]


async def test_bots_do_not_hear_each_other(place: Place, call: Call) -> None:
    other = place.world.add_bot(
        token="1000002:TEST",
        name="邻",
        username="other_bot",
        privacy=False,
    )
    place.acts.add_to_group(place.gui.id, place.group.id, other.id)
    other.inbox.pending.clear()

    await call("sendMessage", chat_id=place.group.id, text="/points@other_bot")

    assert list(other.inbox.pending) == []


async def test_bot_does_not_hear_itself_except_its_service_messages(
    place: Place, call: Call
) -> None:
    place.acts.promote(place.gui.id, place.group.id, place.bot.id)
    place.bot.inbox.pending.clear()

    sent = await call("sendMessage", chat_id=place.group.id, text="名单")
    await call("pinChatMessage", chat_id=place.group.id, message_id=sent["result"]["message_id"])

    assert [message["pinned_message"]["text"] for message in place.updates("message")] == ["名单"]


async def test_message_ids_count_in_each_chat_alone(place: Place, call: Call) -> None:
    place.acts.start(place.gui.id)

    here = await call("sendMessage", chat_id=place.group.id, text="一")
    there = await call("sendMessage", chat_id=place.gui.id, text="一")

    assert (here["result"]["message_id"], there["result"]["message_id"]) == (1, 2)


def test_roles_belong_to_one_chat(place: Place) -> None:
    other = place.world.add_group(title="另群", creator=place.lan.id, members=[place.gui.id])

    with pytest.raises(DeedError, match="can_promote_members"):
        place.acts.promote(place.gui.id, other.id, place.lan.id)


def test_adding_the_bot_tells_it_twice_and_removing_once_more(place: Place) -> None:
    chat = place.world.add_group(title="新群", creator=place.gui.id)

    place.acts.add_to_group(place.gui.id, chat.id, place.bot.id)
    place.acts.remove(place.gui.id, chat.id, place.bot.id)

    kinds = [next(iter(update)) for update in place.updates()]
    assert kinds == ["my_chat_member", "message", "message", "my_chat_member"]


def test_changes_of_members_are_told_to_administrator_bots_that_ask(place: Place) -> None:
    place.bot.inbox.allowed |= {"chat_member"}
    place.acts.leave(place.lan.id, place.group.id)
    place.acts.promote(place.gui.id, place.group.id, place.bot.id)
    place.acts.join(place.lan.id, place.group.id)

    changes = place.updates("chat_member")

    assert [change["new_chat_member"]["status"] for change in changes] == ["member"]


def test_reaction_is_told_to_administrator_bots_that_ask(place: Place) -> None:
    place.bot.inbox.allowed |= {"message_reaction"}
    place.acts.promote(place.gui.id, place.group.id, place.bot.id)
    place.acts.write(place.lan.id, place.group.id, "好消息")

    place.acts.react(place.lan.id, place.group.id, 1, "👍")
    place.acts.react(place.lan.id, place.group.id, 1)

    changed = place.updates("message_reaction")
    assert [each["new_reaction"] for each in changed] == [[{"type": "emoji", "emoji": "👍"}], []]


def test_reaction_of_an_anonymous_administrator_names_the_chat(place: Place) -> None:
    place.bot.inbox.allowed |= {"message_reaction"}
    place.acts.promote(place.gui.id, place.group.id, place.bot.id)
    place.acts.promote(place.gui.id, place.group.id, place.lan.id, anonymous=True)
    place.acts.write(place.gui.id, place.group.id, "好消息")

    place.acts.react(place.lan.id, place.group.id, 1, "👍")

    told = place.updates("message_reaction")[0]
    assert told["actor_chat"]["id"] == place.group.id
    assert "user" not in told


def test_anonymous_administrator_writes_as_the_group(place: Place) -> None:
    place.acts.write_as_anonymous_admin(place.gui.id, place.group.id, "/roll@huiyin_bot")

    heard = place.updates("message")[0]

    assert heard["from"]["username"] == "GroupAnonymousBot"
    assert heard["sender_chat"]["id"] == place.group.id


def test_channel_writes_in_its_own_name(place: Place) -> None:
    channel = place.world.add_channel(title="公告", creator=place.gui.id, members=[place.bot.id])
    place.acts.write_as_channel(channel.id, channel.id, "通知")
    place.acts.write_as_channel(channel.id, place.group.id, "/x@huiyin_bot")

    assert place.updates("channel_post")[0]["sender_chat"]["title"] == "公告"
    assert place.updates("message")[0]["from"]["username"] == "Channel_Bot"


def test_edited_message_is_told_like_the_first(place: Place) -> None:
    message = place.acts.write(place.gui.id, place.gui.id, "一")

    place.acts.edit(place.gui.id, place.gui.id, message.id, "二")

    edited = place.updates("edited_message")[0]
    assert (edited["text"], edited["message_id"]) == ("二", message.id)
    assert "edit_date" in edited


async def test_migration_leaves_both_chats_a_note_and_keeps_the_members(
    place: Place, call: Call
) -> None:
    old = place.world.add_group(
        title="群", kind="group", creator=place.gui.id, members=[place.bot.id, place.lan.id]
    )

    new_id = place.acts.migrate(old.id)
    count = await call("getChatMemberCount", chat_id=new_id)

    notes = place.updates("message")
    assert (notes[0]["chat"]["id"], notes[0]["migrate_to_chat_id"]) == (old.id, new_id)
    assert (notes[1]["chat"]["id"], notes[1]["migrate_from_chat_id"]) == (new_id, old.id)
    assert count["result"] == 3
    assert str(new_id).startswith("-100")


async def test_topic_marks_its_messages_and_general_does_not(place: Place, call: Call) -> None:
    place.acts.set_forum(place.gui.id, place.group.id)
    place.acts.promote(place.gui.id, place.group.id, place.bot.id, can_manage_topics=True)
    made = await call("createForumTopic", chat_id=place.group.id, name="井盖")
    thread = made["result"]["message_thread_id"]

    inside = place.acts.write(place.lan.id, place.group.id, "在此", thread=thread).shape()
    general = place.acts.write(place.lan.id, place.group.id, "在外").shape()

    assert (inside["message_thread_id"], inside["is_topic_message"]) == (thread, True)
    assert inside["reply_to_message"]["forum_topic_created"]["name"] == "井盖"
    assert {"message_thread_id", "is_topic_message"}.isdisjoint(general)


async def test_press_reaches_the_bot_and_its_answer_the_person(place: Place, call: Call) -> None:
    markup = {"inline_keyboard": [[{"text": "签到", "callback_data": "in"}]]}
    sent = await call("sendMessage", chat_id=place.group.id, text="?", reply_markup=markup)

    query = place.acts.press(place.lan.id, place.group.id, sent["result"]["message_id"], "签到")
    await call("answerCallbackQuery", callback_query_id=query, text="好了", show_alert=True)
    await call("answerCallbackQuery", callback_query_id=query, text="又一次")

    asked = place.updates("callback_query")[0]
    assert (asked["data"], asked["from"]["id"]) == ("in", place.lan.id)
    toasts = place.world.toasts(place.lan.id)
    assert [(toast["text"], toast["show_alert"]) for toast in toasts] == [("好了", True)]


async def test_press_under_a_deleted_message_is_inaccessible(place: Place, call: Call) -> None:
    markup = {"inline_keyboard": [[{"text": "签到", "callback_data": "in"}]]}
    sent = await call("sendMessage", chat_id=place.group.id, text="?", reply_markup=markup)
    message_id = sent["result"]["message_id"]
    await call("deleteMessage", chat_id=place.group.id, message_id=message_id)

    place.acts.press(place.lan.id, place.group.id, message_id, "in")

    asked = place.updates("callback_query")[0]
    assert asked["message"]["date"] == 0
    assert asked["message"]["message_id"] == message_id


async def test_reply_keyboard_sends_words_and_shares_the_number(place: Place, call: Call) -> None:
    place.acts.start(place.gui.id)
    keys = [["积分"], [{"text": "号码", "request_contact": True}]]
    sent = await call(
        "sendMessage", chat_id=place.gui.id, text="?", reply_markup={"keyboard": keys}
    )
    message_id = sent["result"]["message_id"]

    place.acts.press(place.gui.id, place.gui.id, message_id, "积分")
    place.acts.press(place.gui.id, place.gui.id, message_id, "号码")

    words, card = place.updates("message")[1:]
    assert words["text"] == "积分"
    assert card["contact"]["user_id"] == place.gui.id
    assert "reply_markup" not in sent["result"]
    assert "keyboard" in place.world.history(place.gui.id)[1]["reply_markup"]


def test_contact_of_another_person_bears_their_id(place: Place) -> None:
    place.acts.start(place.gui.id)

    place.acts.share_contact(place.gui.id, place.gui.id, of=place.lan.id)

    card = place.updates("message")[1]
    assert (card["from"]["id"], card["contact"]["user_id"]) == (place.gui.id, place.lan.id)


def test_album_is_several_messages_with_one_mark(place: Place) -> None:
    for number in range(3):
        place.acts.send_photo(place.gui.id, place.gui.id, b"x", f"{number}.jpg", album="井盖")
    place.acts.send_photo(place.gui.id, place.gui.id, b"x", album="路灯")

    marks = [message["media_group_id"] for message in place.updates("message")]

    assert marks[0] == marks[1] == marks[2] != marks[3]


async def test_person_who_asked_is_let_in(place: Place, call: Call) -> None:
    place.acts.promote(place.gui.id, place.group.id, place.bot.id)
    link = await call("createChatInviteLink", chat_id=place.group.id, creates_join_request=True)
    address = link["result"]["invite_link"]

    outcome = place.acts.open_link(place.voter.id, address)
    asked = place.updates("chat_join_request")[0]
    await call("approveChatJoinRequest", chat_id=place.group.id, user_id=asked["from"]["id"])

    assert outcome["outcome"] == "asked"
    assert asked["invite_link"]["invite_link"] == address
    assert place.group.has(place.voter.id)


async def test_expired_invitation_lets_nobody_in(place: Place, call: Call) -> None:
    place.acts.promote(place.gui.id, place.group.id, place.bot.id)
    soon = place.world.date() + 60
    link = await call("createChatInviteLink", chat_id=place.group.id, expire_date=soon)
    place.world.clock.shift(61)

    with pytest.raises(DeedError, match="expired"):
        place.acts.join(place.voter.id, place.group.id, link["result"]["invite_link"])


async def test_vote_is_told_by_place_and_counted(place: Place, call: Call) -> None:
    sent = await call(
        "sendPoll",
        chat_id=place.group.id,
        question="读完了吗",
        options=["读了", "没有"],
        type="quiz",
        correct_option_id=0,
        is_anonymous=False,
    )
    message_id = sent["result"]["message_id"]

    place.acts.vote(place.lan.id, place.group.id, message_id, [1])

    answer = place.updates("poll_answer")[0]
    assert (answer["user"]["id"], answer["option_ids"]) == (place.lan.id, [1])
    assert [option["voter_count"] for option in place.updates("poll")[0]["options"]] == [0, 1]
    with pytest.raises(DeedError, match="change"):
        place.acts.vote(place.lan.id, place.group.id, message_id, [0])


async def test_poll_closes_when_its_time_comes(place: Place, call: Call) -> None:
    await call("sendPoll", chat_id=place.group.id, question="?", options=["a", "b"], open_period=60)

    place.world.clock.shift(61)

    assert place.updates("poll")[0]["is_closed"]


async def test_menu_is_the_narrowest_in_the_persons_language(place: Place, call: Call) -> None:
    def menu(name: str) -> list[dict[str, str]]:
        return [{"command": name, "description": name}]

    group = {"type": "chat", "chat_id": place.group.id}
    admins = {"type": "chat_administrators", "chat_id": place.group.id}
    await call("setMyCommands", commands=menu("all"))
    await call("setMyCommands", commands=menu("all_zh"), language_code="zh")
    await call("setMyCommands", commands=menu("group"), scope=group)
    await call("setMyCommands", commands=menu("admin"), scope=admins)

    seen = [names(place, who, where) for who, where in everyone(place)]

    assert seen == [["admin"], ["group"], ["all_zh"], ["all"]]


def everyone(place: Place) -> list[tuple[int, int]]:
    here = place.group.id
    return [
        (place.gui.id, here),
        (place.lan.id, here),
        (place.gui.id, place.gui.id),
        (place.lan.id, place.lan.id),
    ]


def names(place: Place, user_id: int, chat_id: int) -> list[Any]:
    return [command["command"] for command in views.menu(place.world, user_id, chat_id)["commands"]]


async def test_album_of_copies_skips_what_is_missing(place: Place, call: Call) -> None:
    place.acts.start(place.gui.id)
    for text in ("一", "二"):
        place.acts.write(place.gui.id, place.gui.id, text)

    answer = await call(
        "copyMessages",
        chat_id=place.group.id,
        from_chat_id=place.gui.id,
        message_ids=[2, 3, 99],
    )

    assert [sent["message_id"] for sent in answer["result"]] == [1, 2]
    history = place.world.history(place.group.id)
    assert [message["text"] for message in history] == ["一", "二"]
    assert not any("forward_origin" in message for message in history)


async def test_forward_says_where_it_comes_from(place: Place, call: Call) -> None:
    place.acts.start(place.gui.id)
    place.gui.hides_forwards = True

    answer = await call(
        "forwardMessage", chat_id=place.group.id, from_chat_id=place.gui.id, message_id=1
    )

    origin = answer["result"]["forward_origin"]
    assert (origin["type"], origin["sender_user_name"]) == ("hidden_user", "王桂兰")


def test_history_hides_from_outsiders_and_shows_only_what_is_there(place: Place) -> None:
    place.acts.write(place.lan.id, place.group.id, "一")
    place.acts.write(place.lan.id, place.group.id, "二")
    place.acts.delete(place.lan.id, place.group.id, 1)

    assert [message["text"] for message in place.world.history(place.group.id)] == ["二"]
    assert place.world.history(place.group.id, viewer=place.voter.id) == []


def test_cleared_world_keeps_its_bots_alone(place: Place) -> None:
    place.world.clear()

    assert place.world.users == {}
    assert place.world.chats == {}
    assert place.world.bots_by_token.keys() == {"1000001:TEST"}
    assert place.updates() == []


def test_seeded_worlds_are_alike() -> None:
    first, second = World(seed=7), World(seed=7)

    assert first.random.random() == second.random.random()
