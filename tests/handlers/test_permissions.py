"""Every button of the register, forged by everybody who must not: nothing changes, nothing shows.

The list is the register itself, so an entry that is not in the matrix cannot exist.
"""

from datetime import timedelta
from typing import Any

import pytest

from handlers.kit import buttons
from handlers.kit.buttons import Button
from handlers.register import REGISTER
from models import clock
from models.activities.tables import Activity
from tests.handlers.cast import (
    CAST,
    KIND_REFUSALS,
    OWNER,
    STAFF,
    TITLE,
    bring_on,
    changed,
    kept,
    may,
    newest,
    read_by,
    secrets_in,
    told_since,
)
from tests.town import Town

SECOND = timedelta(seconds=3)  # forging faster than that is stopped at the door


def pressed_buttons() -> dict[str, type[Button]]:
    return {
        entry.name: buttons._codes[entry.name.removeprefix("button:")]
        for entry in REGISTER
        if entry.name.startswith("button:") and entry.name != "button:*"
    }


def payload(town: Town, kind: type[Button], activity: Activity) -> str:
    """Return a button as staff or its owner would get it, about what is really there."""
    known: dict[str, Any] = {
        "group_id": town.group_id,
        "activity_id": activity.id,
        "member_id": town.members[OWNER],
        "account_id": town.people[OWNER],
        "year": activity.starts_at.year,
        "quarter": 1,
        "act": "close",
        "state": "absent",
        "rule_id": "I1",
        "way": "button",
        "role": "staff",
        "answer": "going",
    }
    # Every other table has one row, and its number is 1.
    values = {
        name: known.get(name, 1 if field.annotation is int else "x")
        for name, field in kind.model_fields.items()
    }
    return kind.model_validate(values).payload()


async def forge(town: Town, who: str, activity: Activity, kinds: list[type[Button]]) -> None:
    """Press each of these buttons, under a message that never had it."""
    message, account = town.said_to(who)[-1]["message_id"], town.people[who]
    for number, kind in enumerate(kinds, start=1):
        clock.move(SECOND)
        town.acts.press_raw(account, account, message, payload(town, kind, activity))
        if number % 20 == 0:  # one person's presses are handled in their order
            await town.settle()
    await town.settle()


@pytest.mark.parametrize("who", CAST)
async def test_a_forged_press_changes_nothing_and_shows_nothing(town: Town, who: str) -> None:
    activity = await town.announce(TITLE)
    await bring_on(town, activity)
    forbidden = [
        pressed_buttons()[entry.name]
        for entry in REGISTER
        if entry.name in pressed_buttons() and not may(who, entry.may)
    ]
    before, since = await kept(town), await newest(town)

    await forge(town, who, activity, forbidden)

    assert len(forbidden) > 3
    assert changed(before, await kept(town)) == {}
    told = await told_since(town, who, since)
    assert {kind for kind in told if not kind.startswith(KIND_REFUSALS)} == set()
    assert len(town.toasts(who)) == len(forbidden)  # and each was answered


@pytest.mark.parametrize("who", ["路人", "邻组职员"])
async def test_no_button_at_all_shows_an_outsider_anything_of_the_group(
    town: Town, who: str
) -> None:
    """Also those that anybody may press: what is open to all holds nothing of anybody."""
    activity = await town.announce(TITLE)
    await bring_on(town, activity)

    await forge(town, who, activity, list(pressed_buttons().values()))

    assert secrets_in(read_by(town, who), who) == set()


async def test_whoever_may_is_let_in(town: Town) -> None:
    """The forgeries above are real presses: from the right person the same ones work."""
    activity = await town.announce(TITLE)
    await bring_on(town, activity)
    mine = [
        pressed_buttons()[entry.name]
        for entry in REGISTER
        if entry.name in pressed_buttons() and may(STAFF, entry.may)
    ]
    before, since = await kept(town), await newest(town)

    await forge(town, STAFF, activity, mine)

    assert changed(before, await kept(town))
    told = set(await told_since(town, STAFF, since))
    shown = {kind for kind in told if not kind.startswith(KIND_REFUSALS)}
    assert len(shown) > 40, sorted(shown)
