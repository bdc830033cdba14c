"""Staff enter points by hand, take them back, and switch the ranking."""

from datetime import date

import pytest

from handlers.forms.ledger import past_day
from models import clock
from models.activities import actions as activities
from models.activities.tables import Activity
from models.audit.tables import AuditEntry
from models.people.rules import OPERATOR
from models.points.adopting import adopt
from models.points.queries import rules_on
from models.points.rules import DEFAULT
from models.points.tables import AdoptedRules, LedgerLine, ManualEntry
from tests.handlers.days import ZONE, press_last, until
from tests.handlers.test_activity_forms import CLERK, buttons, fill, last, rows, tap
from tests.town import Town

DEPUTY = "王桂兰"


async def entered(
    town: Town, item: str = "撰写调研报告", evidence: str = "老旧小区加装电梯调研"
) -> None:
    await until(town, 10)
    await town.write(CLERK, "积分管理")
    await tap(town, DEPUTY)
    await tap(town, "➕ 记一笔")
    await tap(town, next(one for one in buttons(last(town)) if one.startswith(item)))
    await fill(town, "今天", evidence)
    await tap(town, "✅ 确认")


async def with_deductions(town: Town) -> None:
    """Switch every deduction on from the beginning of the year."""
    rules = tuple(one.model_copy(update={"on": True}) for one in DEFAULT.rules)
    async with town.app.db.transaction() as tx:
        await adopt(
            tx,
            group_id=town.group_id,
            rules=DEFAULT.model_copy(update={"rules": rules}),
            from_date=date(clock.now().year, 1, 1),
            by=OPERATOR,
            now=clock.now(),
        )


async def test_a_report_is_entered_with_its_evidence_and_the_deputy_hears(town: Town) -> None:
    await entered(town)

    [entry] = await rows(town, ManualEntry)
    assert entry.evidence == "老旧小区加装电梯调研"
    assert "撰写调研报告" in town.last_to(DEPUTY)
    assert "+4 分" in town.last_to(DEPUTY)
    assert "4 分" in last(town)["text"]


async def test_a_variant_brings_its_own_points(town: Town) -> None:
    await entered(town, "附议代表建议", "XJP-2026-07")

    assert "+1 分" in town.last_to(DEPUTY)


async def test_what_an_activity_earns_is_not_entered_by_hand(town: Town) -> None:
    await town.write(CLERK, "积分管理")
    await tap(town, DEPUTY)
    await tap(town, "➕ 记一笔")

    assert not any("接待站接待选民" in one for one in buttons(last(town)))


async def test_an_entry_is_taken_back_with_a_reason_by_a_new_line(town: Town) -> None:
    await entered(town)
    await tap(town, "撰写调研报告 · 4 分")
    assert "老旧小区加装电梯调研" in last(town)["text"]

    await tap(town, "↩️ 撤销第 1 条")
    await town.write(CLERK, "重复登记")
    await tap(town, "✅ 确认")

    first, second = await rows(town, LedgerLine)
    assert second.reverses == first.id
    assert "重复登记" in town.last_to(DEPUTY)
    assert "累计 0 分" in town.last_to(DEPUTY)


async def test_a_deputy_can_neither_enter_nor_take_back(town: Town) -> None:
    await entered(town)
    stolen = [
        one["callback_data"] for row in last(town)["reply_markup"]["inline_keyboard"] for one in row
    ]
    deputy = town.people[DEPUTY]
    card = last(town, DEPUTY)

    for data in stolen:
        town.acts.press_raw(deputy, deputy, card["message_id"], data)
    await town.write(DEPUTY, "积分管理")

    assert len(await rows(town, LedgerLine)) == 1
    assert "工作人员" in town.last_to(DEPUTY)


async def test_the_ranking_is_off_until_staff_switch_it_on(town: Town) -> None:
    await town.write(DEPUTY, "积分排名")
    assert "没有打开积分排名" in town.last_to(DEPUTY)

    await town.write(CLERK, "积分管理")
    await tap(town, "🏅 打开积分排名")
    await town.announce()
    await town.write(DEPUTY, "签到")
    await town.write(DEPUTY, "积分排名")

    assert "1. 王桂兰：6 分" in town.last_to(DEPUTY)
    assert "2. 李建国：0 分" in town.last_to(DEPUTY)
    assert [one.detail for one in await rows(town, AuditEntry) if one.verb == "points.rank"] == [
        {"on": 1}
    ]


async def test_with_deductions_on_the_absent_lose_points_and_get_them_back(town: Town) -> None:
    await with_deductions(town)
    one = await town.announce()
    async with town.app.db.transaction() as tx:
        await activities.close(
            tx, group_id=town.group_id, activity_id=one.id, by=OPERATOR, now=clock.now()
        )
    await town.write(DEPUTY, "我的积分")
    assert "-2 分" in town.last_to(DEPUTY)

    await town.write(CLERK, "活动管理")
    await tap(town, buttons(last(town))[0])
    await tap(town, "📋 看名单")
    await tap(town, next(label for label in buttons(last(town)) if DEPUTY in label))
    await tap(town, "📄 改为：请假")
    await town.write(CLERK, "住院，家属已说明")
    await tap(town, "✅ 确认")

    mine = [one for one in await rows(town, LedgerLine) if one.member_id == town.members[DEPUTY]]
    assert [(line.rule_id, line.sign) for line in mine] == [("X2", 1), ("X2", -1)]
    await town.write(DEPUTY, "我的积分")
    assert "\n0 分（满分" in town.last_to(DEPUTY)


async def standing(town: Town, name: str) -> list[str]:
    """Return which rules have a line of somebody's that nobody has taken back."""
    mine = [one for one in await rows(town, LedgerLine) if one.member_id == town.members[name]]
    gone = {one.reverses for one in mine}
    return [one.rule_id for one in mine if one.reverses is None and one.id not in gone]


async def taps(town: Town, *labels: str) -> None:
    for label in labels:
        await tap(town, label)


async def closed(town: Town, one: Activity) -> None:
    async with town.app.db.transaction() as tx:
        await activities.close(
            tx, group_id=town.group_id, activity_id=one.id, by=OPERATOR, now=clock.now()
        )


async def test_unticked_after_the_closing_the_deduction_stands_again(town: Town) -> None:
    await with_deductions(town)
    one = await town.announce()
    await closed(town, one)
    await town.write(CLERK, "活动管理")
    await taps(town, f"⏳ {one.title}", "✅ 点名", f"⬜ {DEPUTY}")
    ticked = await standing(town, DEPUTY)

    await tap(town, f"✅ {DEPUTY}")

    assert ticked == ["I1"]
    assert await standing(town, DEPUTY) == ["X2"]
    await taps(town, f"⬜ {DEPUTY}", f"✅ {DEPUTY}")
    assert await standing(town, DEPUTY) == ["X2"]


async def test_unticked_before_the_closing_nobody_loses_points_yet(town: Town) -> None:
    await with_deductions(town)
    one = await town.announce()
    await town.write(CLERK, "活动管理")
    await taps(town, f"🟢 {one.title}", "✅ 点名", f"⬜ {DEPUTY}", f"✅ {DEPUTY}")
    before = await standing(town, DEPUTY)

    await closed(town, one)

    assert before == []
    assert await standing(town, DEPUTY) == ["X2"]


async def test_a_sheet_read_again_after_the_closing_takes_the_points_of_who_is_missing(
    town: Town,
) -> None:
    await with_deductions(town)
    one = await town.announce()
    await closed(town, one)
    await town.write(CLERK, "活动管理")
    await taps(town, f"⏳ {one.title}", "🖨 纸质名单")
    await town.write(CLERK, "都到了")
    await tap(town, "✅ 对，登记")
    everybody = await standing(town, DEPUTY)

    await town.write(CLERK, f"都到了,除了{DEPUTY}")
    await tap(town, "✅ 对，登记")

    assert everybody == ["I1"]
    assert await standing(town, DEPUTY) == ["X2"]
    assert await standing(town, "李建国") == ["I1"]


async def test_with_deductions_off_an_absence_costs_nothing(town: Town) -> None:
    one = await town.announce()
    async with town.app.db.transaction() as tx:
        await activities.close(
            tx, group_id=town.group_id, activity_id=one.id, by=OPERATOR, now=clock.now()
        )

    assert await rows(town, LedgerLine) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("昨天", date(2026, 3, 4)),
        ("今天", date(2026, 3, 5)),
        ("3月1日", date(2026, 3, 1)),
        ("12月30日", date(2025, 12, 30)),
        ("2026-02-28", date(2026, 2, 28)),
        ("2月30日", None),
        ("那天", None),
    ],
)
def test_days_of_the_past_are_read_as_the_last_such_day(text: str, day: date | None) -> None:
    assert past_day(text, date(2026, 3, 5)) == day


async def on_older_rules(town: Town) -> None:
    """Let the group have been founded by a version that knew no points for house calls."""
    async with town.app.db.transaction() as tx:
        row = await tx.get(AdoptedRules, (town.group_id, 1))
        assert row is not None
        rules = {key: value for key, value in row.rules.items() if key != "is_standard"}
        rules["rules"] = [each for each in rules["rules"] if each["id"] != "R2"]
        row.rules = rules


async def test_a_newer_standard_is_taken_with_one_press(town: Town) -> None:
    await on_older_rules(town)
    await town.write("周敏", "积分管理")
    assert "积分规则有新的标准" in town.last_to("周敏")

    await press_last(town, "周敏", "📏 看看新的标准规则")
    shown = town.last_to("周敏")
    await press_last(town, "周敏", "✅ 对，从今天起用")

    assert "R2 上门走访选民：首次 2 分" in shown
    versions = [one.version for one in await rows(town, AdoptedRules)]
    async with town.app.db.reading() as tx:
        rules = await rules_on(tx, group_id=town.group_id, day=clock.now().astimezone(ZONE).date())
    assert versions == [1, 2]
    assert (rules.rules, rules.is_standard) == (DEFAULT.rules, True)
    assert "新的标准" not in town.last_to("周敏")


async def test_a_group_with_the_standard_of_today_or_rules_of_its_own_is_asked_nothing(
    town: Town,
) -> None:
    await town.write("周敏", "积分管理")
    first = town.last_to("周敏")
    own = DEFAULT.model_copy(update={"rules": DEFAULT.rules[:3]})
    async with town.app.db.transaction() as tx:
        today = clock.now().astimezone(ZONE).date()
        await adopt(
            tx, group_id=town.group_id, rules=own, from_date=today, by=OPERATOR, now=clock.now()
        )

    await town.write("周敏", "积分管理")

    assert "新的标准" not in first
    assert "新的标准" not in town.last_to("周敏")
