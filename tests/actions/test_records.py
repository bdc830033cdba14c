"""Records in the room, on each kind of database: what is kept, when, and by whom."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models import schema
from models.activities import actions as activities
from models.activities.notices import NotNow
from models.activities.rules import ActivityKind, ActivityState, Scope
from models.activities.tables import Activity
from models.audit.tables import AuditEntry
from models.database import Database
from models.errors import Gone, NotAllowed, Refusal
from models.groups.tables import Chat, ChatRole, Group
from models.messages.carried import Media
from models.people.rules import OPERATOR, acting
from models.people.tables import Member, Role
from models.records import actions, queries, showing
from models.records.notices import BadLink, OutcomeCard, TooMany
from models.records.rules import MOST_PICTURES, ItemSort, OutcomeKind
from models.records.tables import ActivityRecord, Outcome, Picture, PressItem

Facts = dict[str, Any]
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
GROUP, OTHER, BOT = 7, 8, 1


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    async with Database(database_url) as opened:
        await schema.upgrade(opened)
        async with opened.transaction() as tx:
            for number, code in ((GROUP, "XJP"), (OTHER, "ZNL")):
                tx.add(
                    Group(
                        id=number,
                        code=code,
                        name=code,
                        timezone="Asia/Shanghai",
                        locale="zh-CN",
                        created_at=NOW,
                    )
                )
            await tx.flush()
            tx.add(
                Chat(
                    chat_id=-5,
                    group_id=GROUP,
                    role=ChatRole.DEPUTIES,
                    title="代表群",
                    linked_at=NOW,
                )
            )
            tx.add(member(1, Role.DEPUTY))
            tx.add(member(2, Role.STAFF))
            tx.add(member(3, Role.STAFF, group_id=OTHER))
        yield opened


def member(number: int, role: Role, *, group_id: int = GROUP) -> Member:
    return Member(group_id=group_id, id=number, role=role, name=f"第{number}位", created_at=NOW)


def staff(group_id: int = GROUP) -> Member:
    return member(2 if group_id == GROUP else 3, Role.STAFF, group_id=group_id)


async def held(
    db: Database, *, at: datetime = NOW, closed: bool = True, title: str = "视察加装电梯"
) -> Activity:
    """Hold an activity: announced, and closed unless told otherwise."""
    async with db.transaction() as tx:
        one = await activities.create(
            tx,
            group_id=GROUP,
            title=title,
            kind=ActivityKind.INSPECTION,
            scope=Scope.DISTRICT,
            starts_at=at,
            ends_at=at + timedelta(hours=2),
            place="水岸社区",
            by=OPERATOR,
            now=NOW,
        )
        facts = {"group_id": GROUP, "activity_id": one.id}
        await activities.announce(tx, bot_id=BOT, **facts, by=OPERATOR, now=NOW)
        if closed:
            await activities.close(tx, **facts, by=OPERATOR, now=at + timedelta(hours=2))
    return one


async def test_a_summary_makes_what_is_closed_recorded_and_can_be_written_anew(
    db: Database,
) -> None:
    one = await held(db)
    facts: Facts = {"group_id": GROUP, "activity_id": one.id}

    async with db.transaction() as tx:
        await actions.write(tx, **facts, summary="看了三个小区", by=acting(staff()), now=NOW)
    later = NOW + timedelta(hours=1)
    async with db.transaction() as tx:
        await actions.write(tx, **facts, summary="看了四个小区", by=acting(staff()), now=later)

    async with db.reading() as tx:
        kept = await tx.get(ActivityRecord, (GROUP, one.id))
        now_is = await tx.get(Activity, (GROUP, one.id))
        audited = [each.verb for each in await tx.scalars(select(AuditEntry))]
    assert kept is not None
    assert (kept.summary, kept.recorded_at, kept.changed_at) == ("看了四个小区", NOW, later)
    assert kept.changed_by == 2
    assert now_is is not None
    assert now_is.state is ActivityState.RECORDED
    assert audited.count("records.write") == 2


async def test_nothing_is_recorded_of_what_is_not_over(db: Database) -> None:
    one = await held(db, closed=False)
    facts: Facts = {"group_id": GROUP, "activity_id": one.id, "by": OPERATOR, "now": NOW}

    with pytest.raises(Refusal) as refused:
        async with db.transaction() as tx:
            await actions.write(tx, **facts, summary="太早")
    with pytest.raises(Refusal):
        async with db.transaction() as tx:
            await actions.attach(tx, **facts, pictures=[picture(1)])
    with pytest.raises(Refusal):
        async with db.transaction() as tx:
            await actions.note_outcome(tx, **facts, kind=OutcomeKind.HELP, what="太早")

    assert isinstance(refused.value.notice, NotNow)


async def test_staff_of_another_group_write_nothing_and_take_nothing_off(db: Database) -> None:
    one = await held(db)
    async with db.transaction() as tx:
        row = await actions.note_press(
            tx, group_id=GROUP, title="报道", outlet="晚报", on=NOW.date(), by=OPERATOR, now=NOW
        )
    stranger: Facts = {"by": acting(staff(OTHER)), "now": NOW}

    for act in (
        lambda tx: actions.write(
            tx, group_id=GROUP, activity_id=one.id, summary="不是我的", **stranger
        ),
        lambda tx: actions.strike(
            tx, group_id=GROUP, sort=ItemSort.PRESS, item_id=row.id, **stranger
        ),
    ):
        with pytest.raises(Refusal) as refused:
            async with db.transaction() as tx:
                await act(tx)
        assert isinstance(refused.value.notice, NotAllowed)
    with pytest.raises(Refusal) as gone:  # their own group has no such activity
        async with db.transaction() as tx:
            await actions.write(
                tx, group_id=OTHER, activity_id=one.id, summary="不是我的", **stranger
            )

    assert isinstance(gone.value.notice, Gone)
    async with db.reading() as tx:
        assert await tx.get(PressItem, (GROUP, row.id)) is not None


def picture(number: int) -> actions.Taken:
    return actions.Taken(
        kind=Media.PHOTO, file_id=f"file-{number}", file_unique_id=f"unique-{number}"
    )


async def test_a_picture_sent_twice_is_kept_once_and_thirty_are_enough(db: Database) -> None:
    one = await held(db)
    facts: Facts = {"group_id": GROUP, "activity_id": one.id, "by": OPERATOR, "now": NOW}
    many = [picture(number) for number in range(MOST_PICTURES)]

    async with db.transaction() as tx:
        first = await actions.attach(tx, **facts, pictures=[picture(0), picture(0), picture(1)])
    async with db.transaction() as tx:
        second = await actions.attach(tx, **facts, pictures=many)
    with pytest.raises(Refusal) as refused:
        async with db.transaction() as tx:
            await actions.attach(tx, **facts, pictures=[picture(99)])

    assert (first, second) == (2, MOST_PICTURES - 2)
    assert isinstance(refused.value.notice, TooMany)
    async with db.reading() as tx:
        assert len((await tx.scalars(select(Picture))).all()) == MOST_PICTURES


async def test_a_year_counts_what_is_dated_in_it_by_the_groups_own_calendar(db: Database) -> None:
    new_year = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)  # half past midnight in Wuhan
    old = await held(db, title="旧年的视察")
    new = await held(db, at=new_year, title="新年的视察")
    by_operator: Facts = {"by": OPERATOR, "now": NOW}
    async with db.transaction() as tx:
        await actions.write(
            tx, group_id=GROUP, activity_id=old.id, summary="看了三个小区", **by_operator
        )
        await actions.note_outcome(
            tx,
            group_id=GROUP,
            activity_id=old.id,
            kind=OutcomeKind.HELP,
            what="协调装修",
            **by_operator,
        )
        await actions.note_outcome(
            tx,
            group_id=GROUP,
            activity_id=new.id,
            kind=OutcomeKind.SUGGESTION,
            what="补装扶手",
            number="021",
            **by_operator,
        )
        for day in (date(2026, 12, 31), date(2027, 1, 1)):
            await actions.note_press(
                tx, group_id=GROUP, title="报道", outlet="长江日报", on=day, **by_operator
            )

    async with db.reading() as tx:
        group = await tx.get(Group, GROUP)
        assert group is not None
        before, after = [await queries.of_year(tx, group, year=year) for year in (2026, 2027)]

    assert [one.activity.title for one in before.recorded] == ["旧年的视察"]
    assert [one.title for one in after.missing] == ["新年的视察"]
    assert [one.what for one in before.outcomes] == ["协调装修"]
    assert [(one.what, one.number) for one in after.outcomes_by(OutcomeKind.SUGGESTION)] == [
        ("补装扶手", "021")
    ]
    assert (before.outlets, len(after.press)) == ({"长江日报": 1}, 1)


async def test_a_mistake_is_taken_off_once(db: Database) -> None:
    async with db.transaction() as tx:
        row = await actions.note_outcome(
            tx, group_id=GROUP, kind=OutcomeKind.ISSUE, what="油料所卫生", by=OPERATOR, now=NOW
        )
    about: Facts = {"group_id": GROUP, "sort": ItemSort.OUTCOME, "item_id": row.id}
    async with db.reading() as tx:
        shown = await showing.item(tx, **about)

    async with db.transaction() as tx:
        await actions.strike(tx, **about, by=OPERATOR, now=NOW)
    with pytest.raises(Refusal) as refused:
        async with db.transaction() as tx:
            await actions.strike(tx, **about, by=OPERATOR, now=NOW)

    assert isinstance(shown, OutcomeCard)
    assert (shown.activity_id, shown.outcome.on) == (0, date(2026, 11, 23))
    assert isinstance(refused.value.notice, Gone)
    async with db.reading() as tx:
        assert (await tx.scalars(select(Outcome))).all() == []


async def test_an_address_that_is_no_web_page_is_refused_in_the_room_too(db: Database) -> None:
    with pytest.raises(Refusal) as refused:
        async with db.transaction() as tx:
            await actions.note_press(
                tx,
                group_id=GROUP,
                title="报道",
                outlet="晚报",
                on=NOW.date(),
                link="javascript:alert(1)",
                by=OPERATOR,
                now=NOW,
            )

    assert isinstance(refused.value.notice, BadLink)
