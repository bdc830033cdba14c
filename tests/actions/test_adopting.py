"""What trying rules out shows is what adopting them brings, deputy by deputy."""

from collections.abc import AsyncIterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest

from models import clock
from models.activities import actions as activities
from models.activities.correcting import correct
from models.activities.listing import tick
from models.activities.rules import ActivityKind, AttendanceState
from models.activities.tables import Activity
from models.groups.queries import groups
from models.groups.tables import Group
from models.people.rules import OPERATOR
from models.people.tables import Role
from models.points import recounting
from models.points.adopting import adopt
from models.points.evidence import recounted
from models.points.queries import as_line, ledger, score_of
from models.points.replaying import replay
from models.points.rules import DEFAULT, Rule, RuleSet
from models.points.tables import LedgerLine, Recount
from tests.handlers.days import ZONE
from tests.handlers.test_activity_forms import rows
from tests.town import Town, a_town

DEPUTY = "王桂兰"
KINDS = (
    ActivityKind.CONGRESS,
    ActivityKind.MEETING,
    ActivityKind.STUDY,
    ActivityKind.INSPECTION,
)


def with_rules(**changes: Mapping[str, Any]) -> RuleSet:
    """Return the standard with some rules changed."""
    rules = tuple(one.model_copy(update=changes.get(one.id, {})) for one in DEFAULT.rules)
    return DEFAULT.model_copy(update={"rules": rules})


def today() -> date:
    return clock.now().astimezone(ZONE).date()


async def noted(town: Town, one: Activity, name: str, state: AttendanceState) -> None:
    """Set a deputy's state by hand."""
    async with town.app.db.transaction() as tx:
        await correct(
            tx,
            bot_id=town.bot_id,
            group_id=town.group_id,
            activity_id=one.id,
            member_id=town.members[name],
            state=state,
            reason="按会议记录",
            by=OPERATOR,
            now=clock.now(),
        )


async def held(
    town: Town,
    states: Mapping[str, AttendanceState],
    *,
    kind: ActivityKind = ActivityKind.INSPECTION,
    is_closed: bool = True,
) -> Activity:
    """Hold an activity at which people were in these states."""
    one = await town.announce(f"活动{kind.value}", kind=kind)
    for name, state in states.items():
        await noted(town, one, name, state)
    if is_closed:
        async with town.app.db.transaction() as tx:
            await activities.close(
                tx, group_id=town.group_id, activity_id=one.id, by=OPERATOR, now=clock.now()
            )
    return one


async def previewed(town: Town, rules: RuleSet, since: date) -> dict[int, Decimal]:
    async with town.app.db.reading() as tx:
        group = await tx.get(Group, town.group_id)
        assert group is not None
        found = await replay(
            tx, group, year=today().year, rules=rules, since=since, now=clock.now()
        )
    return {one.member.id: one.then for one in found}


async def adopted(town: Town, rules: RuleSet, since: date) -> None:
    async with town.app.db.transaction() as tx:
        await adopt(
            tx,
            group_id=town.group_id,
            rules=rules,
            from_date=since,
            by=OPERATOR,
            now=clock.now(),
        )


async def totals(town: Town) -> dict[int, Decimal]:
    """Return what every deputy's year comes to, as the year is read on its last day."""
    async with town.app.db.reading() as tx:
        return {
            number: (
                await score_of(
                    tx,
                    group_id=town.group_id,
                    member_id=number,
                    year=today().year,
                    today=date(today().year, 12, 31),
                )
            ).total
            for name, number in town.members.items()
            if name != "周敏"
        }


async def lines_of(town: Town, name: str) -> list[tuple[str, int, int]]:
    found = [one for one in await rows(town, LedgerLine) if one.member_id == town.members[name]]
    return sorted((one.rule_id, one.sign, one.version) for one in found)


async def test_a_deduction_adopted_afterwards_is_taken_from_who_was_missing(town: Town) -> None:
    await held(town, {DEPUTY: AttendanceState.PRESENT})
    rules, since = with_rules(X2={"on": True}), date(today().year, 1, 1)
    shown = await previewed(town, rules, since)

    await adopted(town, rules, since)

    assert shown[town.members["李建国"]] == -2
    assert await totals(town) == shown
    assert await lines_of(town, "李建国") == [("X2", 1, 2)]
    assert await rows(town, Recount) == []


async def test_what_no_longer_earns_is_taken_back_by_lines_that_name_the_version(
    town: Town,
) -> None:
    await held(town, {DEPUTY: AttendanceState.LATE})
    rules = with_rules(I1={"earned_by": ()}, M2={"earned_by": (ActivityKind.INSPECTION,)})
    shown = await previewed(town, rules, today())

    await adopted(town, rules, today())

    assert await totals(town) == shown
    assert await lines_of(town, DEPUTY) == [("I1", -1, 1), ("I1", 1, 1), ("M2", 1, 2)]
    async with town.app.db.reading() as tx:
        book = await ledger(tx, [(town.group_id, town.members[DEPUTY], today().year)])
        lines = [as_line(row) for rows_ in book.values() for row in rows_]
        versions = await recounted(tx, town.group_id, lines)
    assert sorted(versions.values()) == [2, 2]


async def test_who_was_late_counts_by_the_share_adopted_afterwards_and_again(town: Town) -> None:
    await held(town, {DEPUTY: AttendanceState.LATE})
    half = DEFAULT.model_copy(update={"late_share": Decimal("0.5")})

    await adopted(town, half, today())
    halved = (await totals(town))[town.members[DEPUTY]]
    await adopted(town, DEFAULT, today())
    await adopted(town, half, today())

    assert halved == 3
    assert (await totals(town))[town.members[DEPUTY]] == 3


async def test_an_entry_corrected_after_the_recount_still_follows_the_roll(town: Town) -> None:
    one = await held(town, {DEPUTY: AttendanceState.LATE})
    await adopted(town, DEFAULT.model_copy(update={"late_share": Decimal("0.5")}), today())

    for state in (AttendanceState.PRESENT, AttendanceState.LATE, AttendanceState.PRESENT):
        await noted(town, one, DEPUTY, state)

    assert (await totals(town))[town.members[DEPUTY]] == 6


async def test_what_was_before_the_day_stays_as_it_was(town: Town) -> None:
    await held(town, {DEPUTY: AttendanceState.PRESENT})
    await town.pass_time(timedelta(days=3))
    await held(town, {DEPUTY: AttendanceState.PRESENT})
    rules = with_rules(X2={"on": True})
    shown = await previewed(town, rules, today())

    await adopted(town, rules, today())

    assert await totals(town) == shown
    assert shown[town.members["李建国"]] == -2, "once, not twice"


async def test_an_activity_still_open_costs_nobody_anything(town: Town) -> None:
    one = await town.announce()
    for _ in range(2):
        async with town.app.db.transaction() as tx:
            await tick(
                tx,
                group_id=town.group_id,
                activity_id=one.id,
                member_id=town.members[DEPUTY],
                by=OPERATOR,
                now=clock.now(),
            )
    rules = with_rules(X2={"on": True})
    shown = await previewed(town, rules, today())

    await adopted(town, rules, today())

    assert await totals(town) == shown
    assert set(shown.values()) == {Decimal(0)}


@pytest.fixture
async def anywhere(tmp_path: Path, database_url: str) -> AsyncIterator[Town]:
    """The town on each kind of database."""
    async with a_town(tmp_path, database_url) as built:
        yield built


async def test_a_big_year_is_done_by_and_by_and_a_restart_goes_on(
    anywhere: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = anywhere
    monkeypatch.setattr(recounting, "AT_ONCE", 2)
    for _ in range(3):
        await held(town, {DEPUTY: AttendanceState.PRESENT})
    rules = with_rules(X2={"on": True}, I1={"earned_by": ()}, M2={"earned_by": KINDS})
    shown = await previewed(town, rules, today())
    await adopted(town, rules, today())
    [left] = await rows(town, Recount)

    async with town.app.db.transaction() as tx:
        assert await recounting.go_on(tx, (left.group_id, left.version), now=clock.now())
    assert await totals(town) != shown
    await town.app.timetable.tick("points recounts")

    assert await rows(town, Recount) == []
    assert await totals(town) == shown


async def test_a_recount_repeated_writes_nothing(town: Town) -> None:
    await held(town, {DEPUTY: AttendanceState.LATE})
    await adopted(town, with_rules(X2={"on": True}), today())
    before = len(await rows(town, LedgerLine))

    async with town.app.db.transaction() as tx:
        group = await tx.load(groups, town.group_id)
        assert group is not None
        await recounting.begin(tx, group, version=1, from_date=today(), now=clock.now())

    assert len(await rows(town, LedgerLine)) == before


def invented(dice: Random) -> RuleSet:
    """Return rules nobody would think of: other kinds, states, values, caps and shares."""

    def changed(one: Rule) -> Rule:
        sign = one.sign
        first, further = dice.randrange(7), dice.randrange(4)
        return one.model_copy(
            update={
                "first": Decimal(sign * first),
                "further": Decimal(sign * further),
                "cap": Decimal(sign * dice.randrange(first, 12)),
                "on": dice.random() < 0.8,
                "earned_by": tuple(kind for kind in KINDS if dice.random() < 0.4),
                "states": tuple(state for state in AttendanceState if dice.random() < 0.5),
            }
        )

    some = [changed(one) for one in DEFAULT.rules if dice.random() < 0.8]
    return DEFAULT.model_copy(
        update={"rules": tuple(some), "late_share": Decimal(dice.randrange(5)) / 4}
    )


@pytest.mark.parametrize("seed", range(3))
async def test_the_preview_of_any_rules_is_what_adopting_them_brings(town: Town, seed: int) -> None:
    dice = Random(seed)  # noqa: S311  (invented rules are no secret)
    for name in ("张三", "赵和平"):
        await town.settle_member(name, Role.DEPUTY)
    deputies = [name for name in town.members if name != "周敏"]
    days: list[date] = []
    for kind in KINDS:
        there = [name for name in deputies if dice.random() < 0.8]
        states = {name: dice.choice(list(AttendanceState)) for name in there}
        await held(town, states, kind=kind, is_closed=dice.random() < 0.8)
        days.append(today())
        await town.pass_time(timedelta(days=1))

    this_year = [date(today().year, 1, 1), *(day for day in days if day.year == today().year)]

    for _ in range(4):
        rules, since = invented(dice), dice.choice(this_year)
        shown = await previewed(town, rules, since)
        await adopted(town, rules, since)
        assert await totals(town) == shown, (seed, since)
