"""More of what people and bots do to each other and to their chats."""

import struct

import pytest

from sandbox.acts.scene import DeedError
from sandbox.world.files import picture_size
from tests.sandbox.conftest import Call, Place


def said(place: Place, chat_id: int) -> list[str]:
    return [str(message.get("text")) for message in place.world.history(chat_id)]


async def test_banned_person_is_let_back_only_after_a_pardon(place: Place, call: Call) -> None:
    place.acts.promote(place.gui.id, place.group.id, place.bot.id)
    place.acts.write(place.lan.id, place.group.id, "广告")
    whom = {"chat_id": place.group.id, "user_id": place.lan.id}

    await call("banChatMember", **whom, revoke_messages=True)
    with pytest.raises(DeedError, match="put out"):
        place.acts.join(place.lan.id, place.group.id)
    await call("unbanChatMember", **whom, only_if_banned=True)

    assert place.acts.join(place.lan.id, place.group.id) == "joined"
    assert "广告" not in said(place, place.group.id)


async def test_ban_until_a_date_lapses(place: Place, call: Call) -> None:
    place.acts.promote(place.gui.id, place.group.id, place.bot.id)
    whom = {"chat_id": place.group.id, "user_id": place.lan.id}
    await call("banChatMember", **whom, until_date=place.world.date() + 3600)
    before = (await call("getChatMember", **whom))["result"]["status"]

    place.world.clock.shift(3601)

    after = (await call("getChatMember", **whom))["result"]["status"]
    assert (before, after) == ("kicked", "left")


def test_restricted_person_is_silent_and_group_rights_bind_all(place: Place) -> None:
    place.acts.restrict(place.gui.id, place.group.id, place.lan.id)
    place.acts.permit(place.gui.id, place.group.id, can_send_photos=False)
    place.acts.join(place.voter.id, place.group.id)

    with pytest.raises(DeedError, match="can_send_messages"):
        place.acts.write(place.lan.id, place.group.id, "好")
    with pytest.raises(DeedError, match="can_send_photos"):
        place.acts.send_photo(place.voter.id, place.group.id, b"x")
    assert place.acts.write(place.voter.id, place.group.id, "好").id


def test_deleted_account_does_nothing_more(place: Place) -> None:
    place.acts.deactivate(place.lan.id)

    with pytest.raises(DeedError, match="deleted"):
        place.acts.write(place.lan.id, place.group.id, "好")


def test_new_name_shows_in_later_messages(place: Place) -> None:
    place.acts.rename(place.lan.id, "李", "兰兰", username="lanlan")

    sender = place.acts.write(place.lan.id, place.group.id, "好").shape()["from"]

    assert (sender["first_name"], sender["last_name"], sender["username"]) == (
        "李",
        "兰兰",
        "lanlan",
    )


def test_forward_of_a_person_keeps_its_origin_and_protected_content_stays(place: Place) -> None:
    message = place.acts.write(place.lan.id, place.group.id, "反映一件事")

    forwarded = place.acts.forward(place.gui.id, place.group.id, message.id, place.gui.id)
    place.acts.protect(place.gui.id, place.group.id)
    kept = place.acts.write(place.lan.id, place.group.id, "内部")

    assert forwarded.origin is not None
    assert forwarded.origin["sender_user"]["id"] == place.lan.id
    with pytest.raises(DeedError, match="protected"):
        place.acts.forward(place.gui.id, place.group.id, kept.id, place.gui.id)


async def test_pins_are_kept_in_order_and_taken_off(place: Place, call: Call) -> None:
    place.acts.promote(place.gui.id, place.group.id, place.bot.id)
    for text in ("一", "二"):
        place.acts.write(place.gui.id, place.group.id, text)
    for message_id in (1, 2):
        await call("pinChatMessage", chat_id=place.group.id, message_id=message_id)
    newest = (await call("getChat", chat_id=place.group.id))["result"]["pinned_message"]["text"]

    await call("unpinChatMessage", chat_id=place.group.id)
    older = (await call("getChat", chat_id=place.group.id))["result"]["pinned_message"]["text"]
    await call("unpinAllChatMessages", chat_id=place.group.id)

    assert (newest, older, place.group.pinned) == ("二", "一", [])


async def test_title_description_and_permissions_are_changed(place: Place, call: Call) -> None:
    place.acts.promote(place.gui.id, place.group.id, place.bot.id)
    here = {"chat_id": place.group.id}

    await call("setChatTitle", **here, title="新名")
    await call("setChatDescription", **here, description="说明")
    await call("setChatPermissions", **here, permissions={"can_send_messages": True})

    chat = (await call("getChat", **here))["result"]
    assert (chat["title"], chat["description"]) == ("新名", "说明")
    assert [right for right, on in chat["permissions"].items() if on] == ["can_send_messages"]


async def test_links_are_edited_and_revoked(place: Place, call: Call) -> None:
    place.acts.promote(place.gui.id, place.group.id, place.bot.id)
    here = {"chat_id": place.group.id}
    made = (await call("createChatInviteLink", **here, name="一次", member_limit=1))["result"]
    which = {**here, "invite_link": made["invite_link"]}

    edited = (await call("editChatInviteLink", **which, name="两次", member_limit=2))["result"]
    revoked = (await call("revokeChatInviteLink", **which))["result"]

    assert (edited["name"], edited["member_limit"]) == ("两次", 2)
    assert revoked["is_revoked"]
    with pytest.raises(DeedError, match="expired"):
        place.acts.join(place.voter.id, place.group.id, made["invite_link"])


async def test_person_turned_away_may_ask_again(place: Place, call: Call) -> None:
    place.acts.promote(place.gui.id, place.group.id, place.bot.id)
    place.acts.request_join(place.voter.id, place.group.id)
    whom = {"chat_id": place.group.id, "user_id": place.voter.id}

    declined = await call("declineChatJoinRequest", **whom)
    place.acts.request_join(place.voter.id, place.group.id)

    assert declined["result"] is True
    assert place.group.join_requests.keys() == {place.voter.id}


async def test_general_topic_is_closed_renamed_and_hidden(place: Place, call: Call) -> None:
    place.acts.set_forum(place.gui.id, place.group.id)
    place.acts.promote(place.gui.id, place.group.id, place.bot.id)
    here = {"chat_id": place.group.id}

    done = [
        (await call(method, **here, name="闲谈"))["result"]
        for method in (
            "closeGeneralForumTopic",
            "editGeneralForumTopic",
            "hideGeneralForumTopic",
            "unpinAllGeneralForumTopicMessages",
            "getForumTopicIconStickers",
        )
    ]

    general = place.group.topics[1]
    assert done == [True, True, True, True, []]
    assert (general.name, general.closed, general.hidden) == ("闲谈", True, True)
    with pytest.raises(DeedError, match="topic is closed"):
        place.acts.write(place.lan.id, place.group.id, "好")


async def test_several_messages_are_deleted_and_the_rest_passed_over(
    place: Place, call: Call
) -> None:
    sent = [await call("sendMessage", chat_id=place.group.id, text=text) for text in "一二"]
    place.acts.write(place.lan.id, place.group.id, "别人的")
    ids = [answer["result"]["message_id"] for answer in sent]

    answer = await call("deleteMessages", chat_id=place.group.id, message_ids=[*ids, 3, 99])

    assert answer["result"] is True
    assert said(place, place.group.id) == ["别人的"]


async def test_quote_is_found_in_what_is_answered(place: Place, call: Call) -> None:
    place.acts.write(place.lan.id, place.group.id, "😀井盖坏了")
    reply = {"message_id": 1, "quote": "井盖"}

    answer = await call("sendMessage", chat_id=place.group.id, text="收到", reply_parameters=reply)

    assert answer["result"]["quote"] == {"text": "井盖", "position": 2, "is_manual": True}
    assert answer["result"]["reply_to_message"]["text"] == "😀井盖坏了"


async def test_reply_to_what_is_gone_may_be_sent_without(place: Place, call: Call) -> None:
    reply = {"message_id": 9, "allow_sending_without_reply": True}

    answer = await call("sendMessage", chat_id=place.group.id, text="收到", reply_parameters=reply)

    assert "reply_to_message" not in answer["result"]


async def test_entities_given_by_the_bot_are_kept(place: Place, call: Call) -> None:
    entities = [
        {"type": "bold", "offset": 0, "length": 2},
        {"type": "text_mention", "offset": 3, "length": 1, "user": place.lan.shape()},
    ]

    answer = await call("sendMessage", chat_id=place.group.id, text="签到 兰", entities=entities)

    assert answer["result"]["entities"] == entities


async def test_mini_app_answers_in_the_persons_name(place: Place, call: Call) -> None:
    chat = place.world.private(place.gui.id, place.bot.id)
    chat.started = True
    place.world.web_app_queries["q1"] = (place.bot, chat)
    result = {"type": "article", "input_message_content": {"message_text": "已填"}}

    answer = await call("answerWebAppQuery", web_app_query_id="q1", result=result)
    again = await call("answerWebAppQuery", web_app_query_id="q1", result=result)

    assert "inline_message_id" in answer["result"]
    assert said(place, place.gui.id) == ["已填"]
    assert not again["ok"]


async def test_copy_may_change_the_caption(place: Place, call: Call) -> None:
    photo = place.acts.send_photo(place.gui.id, place.gui.id, b"x", caption="旧")
    source = {"from_chat_id": place.gui.id, "message_id": photo.id}

    await call("copyMessage", chat_id=place.group.id, **source, caption="新")
    await call("copyMessage", chat_id=place.group.id, **source)

    assert [m["caption"] for m in place.world.history(place.group.id)] == ["新", "旧"]


def test_votes_that_the_app_forbids_are_refused(place: Place) -> None:
    with pytest.raises(DeedError, match="no message"):
        place.acts.vote(place.lan.id, place.group.id, 1, [0])


async def test_poll_takes_several_votes_and_takes_them_back(place: Place, call: Call) -> None:
    await call(
        "sendPoll",
        chat_id=place.group.id,
        question="哪天",
        options=["一", "二", "三"],
        allows_multiple_answers=True,
        is_anonymous=False,
    )

    place.acts.vote(place.lan.id, place.group.id, 1, [0, 2])
    first = place.world.history(place.group.id)[0]["poll"]
    place.acts.vote(place.lan.id, place.group.id, 1, [])
    last = place.world.history(place.group.id)[0]["poll"]

    assert [option["voter_count"] for option in first["options"]] == [1, 0, 1]
    assert last["total_voter_count"] == 0
    with pytest.raises(DeedError, match="no such option"):
        place.acts.vote(place.lan.id, place.group.id, 1, [3])


def test_bot_is_added_by_a_link_and_hears_its_payload(place: Place) -> None:
    chat = place.world.add_group(title="新群", creator=place.gui.id)

    asked = place.acts.open_link(place.gui.id, "https://t.me/huiyin_bot?startgroup=abc")
    place.acts.start_in_group(place.gui.id, chat.id, place.bot.id, "abc")

    assert asked == {"bot": place.bot.id, "startgroup": "abc", "outcome": "choose"}
    assert place.updates("message")[-1]["text"] == "/start@huiyin_bot abc"


async def test_url_button_opens_its_link_and_location_button_shares_the_place(
    place: Place, call: Call
) -> None:
    place.acts.start(place.gui.id)
    link = {"inline_keyboard": [[{"text": "进", "url": "https://t.me/huiyin_bot?start=x"}]]}
    keys = {"keyboard": [[{"text": "位置", "request_location": True}]]}
    to = {"chat_id": place.gui.id, "text": "?"}
    first = await call("sendMessage", **to, reply_markup=link)
    second = await call("sendMessage", **to, reply_markup=keys)

    place.acts.press(place.gui.id, place.gui.id, first["result"]["message_id"], "进")
    place.acts.press(place.gui.id, place.gui.id, second["result"]["message_id"], "位置")

    started, located = place.updates("message")[1:]
    assert started["text"] == "/start x"
    assert located["location"] == {"latitude": 30.5, "longitude": 114.3}


def test_person_with_two_bots_has_two_private_chats(place: Place) -> None:
    other = place.world.add_bot(token="1000002:TEST", name="邻", username="other_bot")

    place.acts.start(place.gui.id, other)
    place.acts.write(place.gui.id, other.id, "给邻居")
    place.acts.write(place.gui.id, place.bot.id, "给回音")

    assert [m["text"] for m in place.world.history(other.id, place.gui.id)] == ["/start", "给邻居"]
    assert [m["text"] for m in place.world.history(place.bot.id, place.gui.id)] == ["给回音"]
    assert len(other.inbox.pending) == 2


def test_pictures_are_measured() -> None:
    png = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + struct.pack(">II", 640, 480) + b"\x00" * 5
    frame = b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", 200, 300) + b"\x00" * 10
    jpeg = b"\xff\xd8" + b"\xff\xe0\x00\x04\x00\x00" + frame

    assert picture_size(png) == (640, 480)
    assert picture_size(jpeg) == (300, 200)
    assert picture_size(b"no picture") == (1280, 960)


def test_card_typed_by_hand_names_nobody_and_a_pardon_opens_the_door(place: Place) -> None:
    card = place.acts.share_contact_card(place.gui.id, place.group.id, "19900000009", "办")
    place.acts.remove(place.gui.id, place.group.id, place.lan.id)
    place.acts.let_back(place.gui.id, place.group.id, place.lan.id)

    assert card.body["contact"] == {"phone_number": "19900000009", "first_name": "办"}
    assert place.acts.join(place.lan.id, place.group.id) == "joined"
