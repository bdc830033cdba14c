"""What has no big key stands on the card 更多, for whom it is meant."""

import pytest

from handlers.more import OFFERS
from handlers.screens.more import Open
from tests.handlers.test_activity_forms import buttons
from tests.town import Town

DEPUTY, CLERK = "王桂兰", "周敏"
BACK = "⬅️ 返回"


async def card(town: Town, name: str) -> list[str]:
    await town.write(name, "更多")
    return buttons(town.said_to(name)[-1])


async def lines(town: Town, name: str) -> dict[str, str]:
    """Return every line somebody can reach, with the group it stands in."""
    found: dict[str, str] = {}
    for group in await card(town, name):
        await town.write(name, "更多")
        message = town.said_to(name)[-1]["message_id"]
        await town.press(name, town.people[name], message, group)
        found |= {label: group for label in buttons(town.said_to(name)[-1]) if label != BACK}
    return found


async def test_staff_see_what_is_for_staff_and_deputies_do_not(town: Town) -> None:
    assert "积分管理" in await lines(town, CLERK)
    assert "积分管理" not in await lines(town, DEPUTY)


async def test_nobody_reads_more_than_seven_buttons_at_once(town: Town) -> None:
    for name in (CLERK, DEPUTY):
        groups = await card(town, name)
        reached = await lines(town, name)

        assert len(groups) <= 7
        assert all(list(reached.values()).count(group) <= 7 for group in groups)


async def test_from_a_group_of_lines_the_way_leads_back(town: Town) -> None:
    groups = await card(town, CLERK)
    message = town.said_to(CLERK)[-1]["message_id"]
    await town.press(CLERK, town.people[CLERK], message, groups[0])

    await town.press(CLERK, town.people[CLERK], message, BACK)

    assert buttons(town.said_to(CLERK)[-1]) == groups


async def test_somebody_unknown_sees_only_what_is_for_everybody(town: Town) -> None:
    user = town.world.add_user(name="刘小妹")
    town.people["刘小妹"] = user.id
    town.acts.start(user.id, town.bot_id)

    offered = await card(town, "刘小妹")

    assert len(offered) == sum(one.may == "anyone" for one in OFFERS)


@pytest.mark.parametrize("name", [DEPUTY, CLERK])
async def test_every_line_of_the_card_gets_an_answer(town: Town, name: str) -> None:
    reached = await lines(town, name)
    await card(town, name)
    message = town.said_to(name)[-1]["message_id"]
    for label, group in reached.items():
        await town.press(name, town.people[name], message, group)
        before = len(town.said_to(name)) + len(town.toasts(name))

        await town.press(name, town.people[name], message, label)

        assert len(town.said_to(name)) + len(town.toasts(name)) > before, label
        await town.press(name, town.people[name], message, BACK)


async def test_a_forged_line_opens_nothing(town: Town) -> None:
    await card(town, DEPUTY)
    message = town.said_to(DEPUTY)[-1]
    forged = next(one for one in OFFERS if one.may == "staff")
    button = message["reply_markup"]["inline_keyboard"][0][0]
    button["callback_data"] = Open(what=forged.what).payload()
    said = len(town.said_to(DEPUTY))

    await town.press(DEPUTY, town.people[DEPUTY], message["message_id"], button["text"])

    assert "工作人员" in town.toasts(DEPUTY)[-1]
    assert len(town.said_to(DEPUTY)) == said
