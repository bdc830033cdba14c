"""A voter sees, takes away and deletes their data; staff look at contact data and leave a trace."""

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from handlers import consents as door
from handlers.kit.visit import Visit
from models import clock
from models.consents import actions as consents
from models.consents.notices import Declined
from models.consents.rules import VERSION
from models.consents.tables import Consent
from models.issues import actions as issues
from models.issues.contacts import unseal
from models.issues.reports import Report
from models.issues.tables import Issue
from models.people.rules import Actor, ActorKind
from models.privacy.tables import Reveal
from tests.town import Town

PHONE, ADDRESS, NAME = "19900000033", "团结路七号", "何秀兰"


async def voter(town: Town) -> int:
    """Let a voter come who has agreed and reported something."""
    account = town.world.add_user(name="选民").id
    town.people["选民"] = account
    town.acts.start(account, town.bot_id)
    await town.settle()
    async with town.app.db.transaction() as tx:
        await consents.agree(tx, account_id=account, version=VERSION, now=clock.now())
        await issues.register(
            tx,
            bot_id=town.bot_id,
            group_id=town.group_id,
            report=Report(
                words="路灯坏了",
                name=NAME,
                phone=f"+86{PHONE}",
                address=ADDRESS,
                account_id=account,
            ),
            by=Actor(kind=ActorKind.ACCOUNT, account_id=account),
            now=clock.now(),
        )
    await town.settle()
    return account


async def press_last(town: Town, name: str, label: str) -> None:
    """Press a button under the last message that has it."""
    for one in reversed(town.said_to(name)):
        rows = one.get("reply_markup", {}).get("inline_keyboard", [])
        if any(label in button["text"] for row in rows for button in row):
            words = next(b["text"] for row in rows for b in row if label in b["text"])
            await town.press(name, town.people[name], one["message_id"], words)
            return
    raise AssertionError(f"no button {label}")


def labels(message: dict[str, object]) -> list[str]:
    markup = message.get("reply_markup")
    rows = markup.get("inline_keyboard", []) if isinstance(markup, dict) else []
    return [button["text"] for row in rows for button in row]


async def rows_of(town: Town, table: type[Consent] | type[Issue] | type[Reveal]) -> int:
    async with town.app.db.reading() as tx:
        return int((await tx.scalars(select(func.count()).select_from(table))).one())


@pytest.fixture
def begun() -> Iterator[list[int]]:
    """Have something that begins once somebody has agreed."""
    heard: list[int] = []

    async def follow(_visit: Visit, about: int) -> None:
        heard.append(about)

    door.follows("try")(follow)
    yield heard
    door._follows.pop("try")


async def test_privacy_shows_what_is_kept_of_a_voter_and_what_can_be_done(town: Town) -> None:
    await voter(town)

    await town.write("选民", "/privacy")

    assert "您反映的问题：1 件" in town.last_to("选民")
    assert "告知书第 1 版" in town.last_to("选民")
    assert len(labels(town.said_to("选民")[-1])) == 3


async def test_a_deputy_who_never_reported_is_offered_nothing_to_delete(town: Town) -> None:
    await town.write("王桂兰", "/privacy")

    assert labels(town.said_to("王桂兰")[-1]) == []


async def test_a_voter_takes_their_data_away_as_text_and_as_json(town: Town) -> None:
    await voter(town)
    await town.write("选民", "/privacy")

    await press_last(town, "选民", "导出")

    files = [one["document"] for one in town.said_to("选民") if "document" in one]
    text, as_json = [town.world.files.by_id[one["file_id"]].content for one in files]
    assert [one["file_name"] for one in files] == ["huiyin.txt", "huiyin.json"]
    assert ADDRESS in text.decode("utf-8-sig")
    assert json.loads(as_json)["reports"][0]["contact"]["name"] == NAME


async def test_a_voter_deletes_after_being_asked_once(town: Town) -> None:
    await voter(town)
    await town.write("选民", "/privacy")
    await press_last(town, "选民", "删除我反映")
    before = await rows_of(town, Consent)

    await press_last(town, "选民", "对，全部删除")

    async with town.app.db.reading() as tx:
        [one] = (await tx.scalars(select(Issue))).all()
    assert (before, await rows_of(town, Consent)) == (1, 0)
    assert (one.account_id, unseal(one).phone) == (None, None)
    assert "已经删除" in town.last_to("选民")


async def test_a_voter_who_thinks_better_of_it_loses_nothing(town: Town) -> None:
    account = await voter(town)
    await town.write("选民", "/privacy")
    await press_last(town, "选民", "删除我反映")

    await press_last(town, "选民", "先不删")

    async with town.app.db.reading() as tx:
        [one] = (await tx.scalars(select(Issue))).all()
    assert one.account_id == account


async def test_an_agreement_is_taken_back_by_one_press(town: Town) -> None:
    account = await voter(town)
    await town.write("选民", "/privacy")

    await press_last(town, "选民", "撤回同意")

    async with town.app.db.reading() as tx:
        assert await consents.consent_of(tx, account) is None
    assert "已经撤回" in town.last_to("选民")


async def test_staff_see_contact_data_for_a_reason_and_leave_one_row(town: Town) -> None:
    await voter(town)

    await town.write("周敏", "联系方式 XJP-2026-0001".replace("2026", f"{clock.now():%Y}"))
    assert PHONE not in str(town.said_to("周敏"))
    await press_last(town, "周敏", "电话回访")

    assert PHONE in town.last_to("周敏")
    assert ADDRESS in town.last_to("周敏")
    async with town.app.db.reading() as tx:
        [row] = (await tx.scalars(select(Reveal))).all()
    assert (row.fields, row.reason) == ("name,phone,address", "电话回访")
    assert str(town.members["周敏"]) in row.actor


async def test_nobody_else_sees_contact_data(town: Town) -> None:
    await voter(town)
    number = f"XJP-{clock.now():%Y}-0001"

    for name in ("王桂兰", "选民"):
        await town.write(name, f"联系方式 {number}")

    assert await rows_of(town, Reveal) == 0
    for name in ("王桂兰", "选民"):
        assert PHONE not in str(town.said_to(name))


async def test_the_press_of_a_card_by_who_is_no_staff_shows_nothing(town: Town) -> None:
    await voter(town)
    await town.write("周敏", f"联系方式 XJP-{clock.now():%Y}-0001")
    card = town.said_to("周敏")[-1]
    stranger = town.people["王桂兰"]
    await town.write("王桂兰", "/help")

    data = card["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    mine = town.said_to("王桂兰")[-1]["message_id"]
    town.acts.press_raw(stranger, stranger, mine, data)
    await town.settle()

    assert await rows_of(town, Reveal) == 0


async def test_staff_read_who_looked_and_that_is_noted_too(town: Town) -> None:
    await voter(town)
    await town.write("周敏", f"联系方式 XJP-{clock.now():%Y}-0001")
    await press_last(town, "周敏", "上门核实")

    await town.write("周敏", "查看记录")

    said = town.last_to("周敏")
    assert "周敏" in said
    assert "上门核实" in said
    assert await rows_of(town, Reveal) == 2


async def test_what_was_begun_goes_on_after_the_notice(town: Town, begun: list[int]) -> None:
    account = town.world.add_user(name="新人").id
    town.people["新人"] = account
    town.acts.start(account, town.bot_id)
    await town.settle()
    await asked(town, account)

    await press_last(town, "新人", "同意")

    assert begun == [7]
    async with town.app.db.reading() as tx:
        assert await consents.consent_of(tx, account) is not None


async def test_who_does_not_agree_is_told_other_ways_and_nothing_begins(
    town: Town, begun: list[int]
) -> None:
    account = town.world.add_user(name="新人").id
    town.people["新人"] = account
    town.acts.start(account, town.bot_id)
    await town.settle()
    await asked(town, account)

    await press_last(town, "新人", "不同意")

    assert begun == []
    assert "接待站" in town.last_to("新人")
    assert await rows_of(town, Consent) == 0
    assert Declined.kind == "consents.declined"


async def asked(town: Town, account: int) -> None:
    """Have the notice shown, as a feature does before its first question."""
    from models.consents.notices import Ask  # noqa: PLC0415
    from models.messages import actions as messages  # noqa: PLC0415
    from models.messages.actions import Recipient  # noqa: PLC0415

    async with town.app.db.transaction() as tx:
        messages.post(
            tx,
            bot_id=town.bot_id,
            to=Recipient(chat_id=account, locale="zh-CN", zone="Asia/Shanghai"),
            notice=Ask(version=VERSION, group_name="徐家棚", days=180, then="try", about=7),
            about="notice",
            now=clock.now(),
        )
    await town.settle()
