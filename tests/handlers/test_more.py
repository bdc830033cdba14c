"""What has no big key stands on the card 更多, for whom it is meant."""

import pytest

from handlers.more import OFFERS
from handlers.screens.more import Open
from tests.handlers.test_activity_forms import buttons
from tests.town import Town

DEPUTY, CLERK = "王桂兰", "周敏"


async def card(town: Town, name: str) -> list[str]:
    await town.write(name, "更多")
    return buttons(town.said_to(name)[-1])


async def test_staff_see_what_is_for_staff_and_deputies_do_not(town: Town) -> None:
    assert "积分管理" in await card(town, CLERK)
    assert "积分管理" not in await card(town, DEPUTY)


async def test_somebody_unknown_sees_only_what_is_for_everybody(town: Town) -> None:
    user = town.world.add_user(name="刘小妹")
    town.people["刘小妹"] = user.id
    town.acts.start(user.id, town.bot_id)

    offered = await card(town, "刘小妹")

    assert len(offered) == sum(one.may in ("anyone", "stranger") for one in OFFERS)


@pytest.mark.parametrize("name", [DEPUTY, CLERK])
async def test_every_line_of_the_card_gets_an_answer(town: Town, name: str) -> None:
    for label in await card(town, name):
        place = town.said_to(name)[-1]["message_id"]
        await town.write(name, "更多")
        message = next(one for one in reversed(town.said_to(name)) if label in buttons(one))
        before = len(town.said_to(name)) + len(town.toasts(name))

        await town.press(name, town.people[name], message["message_id"], label)

        assert len(town.said_to(name)) + len(town.toasts(name)) > before, label
        assert town.said_to(name)[-1]["message_id"] > place, label


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
