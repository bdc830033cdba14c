"""A deputy writes or presses 签到 and hears what came of it."""


from tests.town import Town


async def test_a_word_in_the_group_is_answered_by_a_reaction_and_privately(town: Town) -> None:
    await town.announce()

    sent = await town.write("王桂兰", "签到", in_group=True)

    [message] = [one for one in town.world.history(town.chat_id) if one["message_id"] == sent.id]
    assert [one["emoji"] for one in message["reactions"]] == ["👍"]
    words = town.last_to("王桂兰")
    assert "签到成功" in words
    assert "准时" in words
    assert "+6 分" in words
    assert "累计 6 分" in words
