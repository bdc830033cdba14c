"""An activity gets another name or kind, also once it is over; the ledger follows by new lines."""

from datetime import timedelta

from models import clock
from models.activities import actions
from models.activities.rules import ActivityKind
from models.activities.tables import Activity
from models.audit.tables import AuditEntry
from models.people.rules import OPERATOR
from models.points.tables import LedgerLine
from tests.handlers.days import labels, press_last, rest, rows, until, words_to
from tests.town import Town

STAFF, HERE, ABSENT = "周敏", "王桂兰", "李建国"


async def held(town: Town) -> Activity:
    """Hold an inspection that one deputy came to, and close it."""
    await until(town, 10)
    one = await town.announce("参观展览")
    await town.write(HERE, "签到")
    await town.pass_time(timedelta(hours=3))
    async with town.app.db.transaction() as tx:
        facts = {"group_id": one.group_id, "activity_id": one.id}
        await actions.close(tx, **facts, by=OPERATOR, now=clock.now())
    await town.settle()
    return one


async def change_kind(town: Town, kind: str, reason: str | None) -> None:
    await town.write(STAFF, "活动管理")
    await press_last(town, STAFF, "⏳ 参观展览" if reason else "📣 参观展览")
    await press_last(town, STAFF, "✏️ 改时间")
    await press_last(town, STAFF, "🗂 改类型")
    await town.write(STAFF, kind)
    if reason:
        await town.write(STAFF, reason)
    await press_last(town, STAFF, "✅ 确认")


async def lines(town: Town) -> list[tuple[str, int]]:
    return [(one.rule_id, one.sign) for one in await rows(town, LedgerLine)]


async def test_another_name_stands_on_the_cards_and_disturbs_nobody(town: Town) -> None:
    await until(town, 10)
    await town.announce("参观展览", starts_in=timedelta(days=2))
    before = len(town.said_to(HERE))
    await town.write(STAFF, "活动管理")
    await press_last(town, STAFF, "📣 参观展览")
    await press_last(town, STAFF, "✏️ 改时间")
    await press_last(town, STAFF, "🏷 改名称")
    await town.write(STAFF, "参观规划展览馆")

    await press_last(town, STAFF, "✅ 确认")
    await rest(town)

    assert "参观规划展览馆" in town.card()["text"]
    assert "参观规划展览馆" in words_to(town, HERE, "请您参加")[0]
    assert len(town.said_to(HERE)) == before


async def test_another_kind_before_anybody_came_asks_for_no_reason(town: Town) -> None:
    await until(town, 10)
    await town.announce("参观展览", starts_in=timedelta(days=2))

    await change_kind(town, "集中学习", None)
    await rest(town)

    [one] = await rows(town, Activity)
    assert one.kind is ActivityKind.STUDY
    assert "集中学习" in town.card()["text"]


async def test_another_kind_of_what_is_over_brings_its_points_by_new_lines(town: Town) -> None:
    await held(town)
    before = await lines(town)

    await change_kind(town, "集中学习", "录入时按错了")

    after = await lines(town)
    [told] = words_to(town, HERE, "的类型改了")
    assert before == [("I1", 1)]
    assert after[:1] == before  # nothing is edited
    assert sorted(after[1:]) == [("I1", -1), ("S1", 1)]
    assert "视察调研 → 集中学习" in told
    assert "原因：录入时按错了" in told
    assert "-3 分" in told
    assert "累计 3 分" in told
    assert words_to(town, ABSENT, "的类型改了") == []
    assert "activities.kind" in [one.verb for one in await rows(town, AuditEntry)]


async def test_to_and_fro_keeps_every_line(town: Town) -> None:
    await held(town)
    await change_kind(town, "集中学习", "录入时按错了")

    await change_kind(town, "视察", "原来是对的")

    assert sum(sign for rule, sign in await lines(town) if rule == "I1") == 1
    assert sum(sign for rule, sign in await lines(town) if rule == "S1") == 0
    assert len(await lines(town)) == 5


async def test_what_is_over_can_be_named_anew_and_moved_no_more(town: Town) -> None:
    await held(town)
    await town.write(STAFF, "活动管理")
    await press_last(town, STAFF, "⏳ 参观展览")

    await press_last(town, STAFF, "✏️ 改时间")

    offered = labels(town.said_to(STAFF)[-1])
    assert offered == ["🏷 改名称", "🗂 改类型", "📑 复制到另一天", "⬅️ 返回"]
