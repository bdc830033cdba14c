"""python-telegram-bot parses every object the sandbox makes."""

import io
from collections.abc import Callable

import pytest
import telegram
from telegram import Bot as PtbBot
from telegram import BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, Update

from sandbox.methods.request import METHODS
from tests.sandbox.conftest import Call, Place

# The methods promised to bots of this project; one that is missing would answer 404.
PROMISED = """
    getMe getUpdates setWebhook deleteWebhook getWebhookInfo logOut close sendMessage sendPhoto
    sendDocument sendVideo sendVoice sendAudio sendMediaGroup sendLocation sendContact sendPoll
    stopPoll sendChatAction copyMessage copyMessages forwardMessage forwardMessages editMessageText
    editMessageCaption editMessageMedia editMessageReplyMarkup deleteMessage deleteMessages
    setMessageReaction pinChatMessage unpinChatMessage answerCallbackQuery answerWebAppQuery getFile
    getChat getChatMember getChatAdministrators getChatMemberCount leaveChat setChatMemberTag
    createChatInviteLink approveChatJoinRequest declineChatJoinRequest createForumTopic
    editForumTopic closeForumTopic reopenForumTopic deleteForumTopic setMyCommands getMyCommands
    deleteMyCommands setChatMenuButton getChatMenuButton setMyName setMyDescription
    setMyShortDescription
"""
Deed = Callable[[Place], object]


def answered_button(place: Place) -> object:
    message = place.acts.write(place.gui.id, place.gui.id, "?")
    return place.acts.press_raw(place.gui.id, place.gui.id, message.id, "a")


def inaccessible(place: Place) -> object:
    message = place.acts.write(place.gui.id, place.gui.id, "?")
    place.acts.delete(place.gui.id, place.gui.id, message.id)
    return place.acts.press_raw(place.gui.id, place.gui.id, message.id, "a")


def reacted(place: Place) -> None:
    message = place.acts.write(place.gui.id, place.gui.id, "好")
    place.acts.react(place.gui.id, place.gui.id, message.id, "👍")


def counted(place: Place) -> None:
    channel = place.world.add_channel(title="公告", creator=place.gui.id, members=[place.bot.id])
    place.acts.promote(place.gui.id, channel.id, place.bot.id)
    place.acts.write_as_channel(channel.id, channel.id, "通知")
    place.acts.react(place.gui.id, channel.id, 1, "👍")


def edited(place: Place) -> object:
    message = place.acts.write(place.gui.id, place.gui.id, "一")
    return place.acts.edit(place.gui.id, place.gui.id, message.id, "二")


def asked_to_join(place: Place) -> None:
    place.acts.promote(place.gui.id, place.group.id, place.bot.id)
    place.acts.request_join(place.voter.id, place.group.id)


def member_changed(place: Place) -> None:
    place.acts.promote(place.gui.id, place.group.id, place.bot.id)
    place.acts.promote(place.gui.id, place.group.id, place.lan.id, title="团长")
    place.acts.demote(place.gui.id, place.group.id, place.lan.id)
    place.acts.restrict(place.gui.id, place.group.id, place.lan.id)
    place.acts.remove(place.gui.id, place.group.id, place.lan.id)


def talked_of(place: Place) -> None:
    place.acts.set_forum(place.gui.id, place.group.id)
    thread = place.acts.create_topic(place.gui.id, place.group.id, "井盖")
    place.acts.rename_topic(place.gui.id, place.group.id, thread, "路灯")
    place.acts.close_topic(place.gui.id, place.group.id, thread)
    place.acts.reopen_topic(place.gui.id, place.group.id, thread)


def migrated(place: Place) -> object:
    old = place.world.add_group(
        title="群", kind="group", creator=place.gui.id, members=[place.bot.id]
    )
    return place.acts.migrate(old.id)


UPDATES: list[tuple[str, Deed]] = [
    ("message.text", lambda p: p.acts.start(p.gui.id, payload="x")),
    ("message.contact", lambda p: p.acts.share_contact(p.gui.id, p.gui.id)),
    ("message.location", lambda p: p.acts.share_location(p.gui.id, p.gui.id)),
    ("message.photo", lambda p: p.acts.send_photo(p.gui.id, p.gui.id, b"x", caption="图")),
    ("message.document", lambda p: p.acts.send_document(p.gui.id, p.gui.id, b"x", "名单.xlsx")),
    ("message.video", lambda p: p.acts.send_video(p.gui.id, p.gui.id, b"x")),
    ("message.voice", lambda p: p.acts.send_voice(p.gui.id, p.gui.id, b"x")),
    ("message.sticker", lambda p: p.acts.send_sticker(p.gui.id, p.gui.id, b"x")),
    (
        "message.users_shared",
        lambda p: p.acts.share_users(p.gui.id, p.gui.id, 1, [p.lan.id]),
    ),
    (
        "message.chat_shared",
        lambda p: p.acts.share_chat(p.gui.id, p.gui.id, 1, p.group.id),
    ),
    (
        "message.web_app_data",
        lambda p: p.acts.send_web_app_data(p.gui.id, p.gui.id, "{}", "台"),
    ),
    (
        "message.forward_origin",
        lambda p: p.acts.write(p.gui.id, p.gui.id, "转", forward_from=p.lan.id),
    ),
    (
        "message.new_chat_members",
        lambda p: p.acts.add_to_group(p.gui.id, p.group.id, p.voter.id),
    ),
    ("message.left_chat_member", lambda p: p.acts.leave(p.lan.id, p.group.id)),
    ("message.migrate_to_chat_id", migrated),
    ("message.migrate_from_chat_id", migrated),
    ("message.forum_topic_created", talked_of),
    ("message.forum_topic_edited", talked_of),
    ("message.forum_topic_closed", talked_of),
    ("message.forum_topic_reopened", talked_of),
    (
        "message.sender_chat",
        lambda p: p.acts.write_as_anonymous_admin(p.gui.id, p.group.id, "/x"),
    ),
    ("message.new_chat_title", lambda p: p.acts.retitle(p.gui.id, p.group.id, "新")),
    ("edited_message.text", edited),
    ("callback_query.data", answered_button),
    ("callback_query.message", inaccessible),
    ("message_reaction.new_reaction", reacted),
    ("message_reaction_count.reactions", counted),
    ("channel_post.text", counted),
    ("my_chat_member.new_chat_member", lambda p: p.acts.block(p.gui.id, p.bot.id)),
    ("chat_member.new_chat_member", member_changed),
    ("chat_join_request.from_user", asked_to_join),
]


@pytest.mark.parametrize(("where", "deed"), UPDATES, ids=[where for where, _ in UPDATES])
async def test_update_is_parsed(place: Place, ptb: PtbBot, where: str, deed: Deed) -> None:
    await ptb.get_updates(timeout=0, allowed_updates=Update.ALL_TYPES)
    kind, _, field = where.partition(".")

    deed(place)
    updates = await ptb.get_updates(timeout=0)

    found = [getattr(getattr(update, kind), field) for update in updates if getattr(update, kind)]
    assert any(value is not None and value != () for value in found)


async def test_poll_updates_are_parsed(place: Place, ptb: PtbBot) -> None:
    sent = await ptb.send_poll(
        place.group.id,
        "读完了吗",
        ["读了", "没有"],
        type="quiz",
        correct_option_ids=[0],
        is_anonymous=False,
        explanation="第 3 页",
    )
    place.acts.vote(place.lan.id, place.group.id, sent.message_id, [0])

    poll, answer = await ptb.get_updates(timeout=0)
    final = await ptb.stop_poll(place.group.id, sent.message_id)

    assert poll.poll is not None
    assert answer.poll_answer is not None
    assert answer.poll_answer.option_ids == (0,)
    assert (poll.poll.total_voter_count, final.is_closed) == (1, True)


async def test_every_kind_of_message_sent_is_parsed(place: Place, ptb: PtbBot) -> None:
    place.acts.start(place.gui.id)
    to = place.gui.id
    button = InlineKeyboardMarkup([[InlineKeyboardButton("好", callback_data="a")]])

    sent = [
        await ptb.send_message(to, "<b>好</b>", parse_mode="HTML", reply_markup=button),
        await ptb.send_photo(to, b"x", caption="图"),
        await ptb.send_document(to, io.BytesIO(b"x"), filename="名单.xlsx"),
        await ptb.send_video(to, b"x"),
        await ptb.send_voice(to, b"x"),
        await ptb.send_audio(to, b"x"),
        await ptb.send_animation(to, b"x"),
        await ptb.send_sticker(to, b"x"),
        await ptb.send_location(to, 30.5, 114.3),
        await ptb.send_venue(to, 30.5, 114.3, "议事厅", "二楼"),
        await ptb.send_contact(to, "19900000009", "办"),
        await ptb.send_dice(to),
        await ptb.forward_message(place.group.id, to, 1),
    ]
    copied = await ptb.copy_message(place.group.id, to, 2)

    kinds = [telegram.helpers.effective_message_type(message) for message in sent]
    assert kinds[:4] == ["text", "photo", "document", "video"]
    assert kinds[10:12] == ["contact", "dice"]
    assert sent[9].venue is not None
    assert copied.message_id == 2


async def test_album_sent_is_parsed_and_marked(place: Place, ptb: PtbBot) -> None:
    place.acts.start(place.gui.id)
    media = [telegram.InputMediaPhoto(b"x", caption="甲"), telegram.InputMediaPhoto(b"y")]

    sent = await ptb.send_media_group(place.gui.id, media)

    assert len({message.media_group_id for message in sent}) == 1
    assert place.world.file(sent[1].photo[0].file_id) == b"y"


async def test_file_sent_by_a_person_is_downloaded(place: Place, ptb: PtbBot) -> None:
    sent = place.acts.send_document(place.gui.id, place.gui.id, b"content", "a.txt")

    file = await ptb.get_file(sent.body["document"]["file_id"])

    assert bytes(await file.download_as_bytearray()) == b"content"


async def test_edits_and_marks_are_parsed(place: Place, ptb: PtbBot) -> None:
    place.acts.start(place.gui.id)
    text = await ptb.send_message(place.gui.id, "一")
    photo = await ptb.send_photo(place.gui.id, b"x")

    changed = await ptb.edit_message_text("二", place.gui.id, text.message_id)
    captioned = await ptb.edit_message_caption(place.gui.id, photo.message_id, caption="图")
    replaced = await ptb.edit_message_media(
        telegram.InputMediaDocument(b"y"), place.gui.id, photo.message_id
    )
    marked = await ptb.set_message_reaction(place.gui.id, 1, "👀")

    assert isinstance(changed, telegram.Message)
    assert (changed.text, changed.edit_date is not None) == ("二", True)
    assert isinstance(captioned, telegram.Message)
    assert captioned.caption == "图"
    assert isinstance(replaced, telegram.Message)
    assert replaced.document is not None
    assert marked
    assert place.world.history(place.gui.id)[0]["reactions"] == [
        {"emoji": "👀", "by": place.bot.id}
    ]


async def test_everybody_in_a_chat_is_parsed(place: Place, ptb: PtbBot) -> None:
    member_changed(place)
    place.acts.promote(place.gui.id, place.group.id, place.bot.id)
    await ptb.create_chat_invite_link(place.group.id, name="邀请")

    chat = await ptb.get_chat(place.group.id)
    private = await ptb.get_chat(place.gui.id)
    admins = await ptb.get_chat_administrators(place.group.id)
    people = (place.gui, place.lan, place.voter, place.bot)
    statuses = [(await ptb.get_chat_member(place.group.id, who.id)).status for who in people]

    assert (chat.title, private.first_name) == ("代表群", "王桂兰")
    assert sorted(admin.status for admin in admins) == ["administrator", "creator"]
    assert statuses == ["creator", "kicked", "left", "administrator"]


async def test_settings_are_parsed(place: Place, ptb: PtbBot) -> None:
    await ptb.set_my_commands([BotCommand("points", "积分")])
    await ptb.set_my_description("为代表服务")
    await ptb.set_my_short_description("回音")
    await ptb.set_chat_menu_button(menu_button=telegram.MenuButtonCommands())

    assert await ptb.get_my_commands() == (BotCommand("points", "积分"),)
    assert (await ptb.get_my_description()).description == "为代表服务"
    assert (await ptb.get_my_name()).name == "回音"
    assert (await ptb.get_chat_menu_button()).type == "commands"
    assert (await ptb.get_webhook_info()).pending_update_count == 0
    assert (await ptb.get_me()).username == "huiyin_bot"
    assert not (await ptb.get_my_default_administrator_rights()).can_manage_chat
    assert place.bot.commands


async def test_moderation_is_parsed(place: Place, ptb: PtbBot) -> None:
    place.acts.promote(place.gui.id, place.group.id, place.bot.id, can_promote_members=True)
    group, lan = place.group.id, place.lan.id

    await ptb.restrict_chat_member(group, lan, telegram.ChatPermissions(can_send_messages=True))
    restricted = await ptb.get_chat_member(group, lan)
    await ptb.promote_chat_member(group, lan, can_pin_messages=True)
    await ptb.set_chat_administrator_custom_title(group, lan, "团长")
    promoted = await ptb.get_chat_member(group, lan)
    await ptb.promote_chat_member(group, lan)
    await ptb.set_chat_member_tag(group, lan, "武昌团")
    tagged = await ptb.get_chat_member(group, lan)
    await ptb.ban_chat_member(group, lan)
    await ptb.unban_chat_member(group, lan)
    link = await ptb.export_chat_invite_link(group)

    assert isinstance(restricted, telegram.ChatMemberRestricted)
    assert isinstance(promoted, telegram.ChatMemberAdministrator)
    assert (promoted.custom_title, promoted.can_be_edited) == ("团长", True)
    assert isinstance(tagged, telegram.ChatMemberMember)
    assert tagged.tag == "武昌团"
    assert place.acts.join(lan, group, link) == "joined"


async def test_topics_are_parsed(place: Place, ptb: PtbBot) -> None:
    place.acts.set_forum(place.gui.id, place.group.id)
    place.acts.promote(place.gui.id, place.group.id, place.bot.id)

    topic = await ptb.create_forum_topic(place.group.id, "井盖")
    sent = await ptb.send_message(place.group.id, "在此", message_thread_id=topic.message_thread_id)
    await ptb.close_forum_topic(place.group.id, topic.message_thread_id)
    await ptb.reopen_forum_topic(place.group.id, topic.message_thread_id)
    await ptb.edit_forum_topic(place.group.id, topic.message_thread_id, "路灯")
    await ptb.close_general_forum_topic(place.group.id)
    await ptb.delete_forum_topic(place.group.id, topic.message_thread_id)

    assert sent.is_topic_message
    assert sent.reply_to_message is not None
    assert place.group.topics[topic.message_thread_id].name == "路灯"


async def test_log_out_shuts_the_door(call: Call) -> None:
    await call("logOut")

    answer = await call("getMe")

    assert answer == {"ok": False, "error_code": 400, "description": "Logged out"}


@pytest.mark.parametrize("name", PROMISED.split())
def test_promised_method_is_there(name: str) -> None:
    assert name.lower() in METHODS
