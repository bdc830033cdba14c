"""Reminders of many groups that fall due at one moment are told together."""

from datetime import timedelta
from typing import TypeVar

from sqlalchemy import event, inspect, select

from models import clock
from models.activities.tables import Activity
from models.base import Base, new_id
from models.groups.tables import Group
from models.people.tables import Member
from models.reminders.rules import ReminderKind, ReminderState
from models.reminders.tables import Reminder
from tests.handlers.days import until
from tests.town import Town

T = TypeVar("T", bound=Base)


def another(row: T, **changed: object) -> T:
    """Make a row like another one."""
    same = {one.key: getattr(row, one.key) for one in inspect(type(row)).column_attrs}
    return type(row)(**(same | changed))


async def add_groups(town: Town, one: Activity, many: int) -> None:
    """Let so many groups each have an activity tomorrow, and a deputy to be told of it now."""
    async with town.app.db.transaction() as tx:
        group = await tx.get(Group, town.group_id)
        member = await tx.get(Member, (town.group_id, town.members["王桂兰"]))
        assert group is not None
        assert member is not None
        for _ in range(many):
            number = {"group_id": new_id()}
            tx.add(another(group, id=number["group_id"], code=f"G{number['group_id']}"))
            await tx.flush()
            user = town.world.add_user(name="赵明远")
            town.acts.start(user.id, town.bot_id)
            theirs = another(
                member,
                **number,
                account_id=user.id,
                bound_at=clock.now() - timedelta(days=2),  # nobody to be invited late
            )
            tx.add(theirs)
            tx.add(another(one, **number))
            await tx.flush()
            tx.add(
                Reminder(
                    **number,
                    id=new_id(),
                    kind=ReminderKind.DAY_BEFORE,
                    activity_id=one.id,
                    member_id=theirs.id,
                    planned_at=clock.now(),
                    due_at=clock.now(),
                    state=ReminderState.WAITING,
                    is_held=False,
                )
            )


async def test_more_groups_need_no_more_statements(town: Town) -> None:
    await until(town, 14)
    one = await town.announce(starts_in=timedelta(days=1, hours=1))
    asked: list[str] = []
    engine = town.app.db.engine.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    needed = []
    for many in (4, 40):
        await add_groups(town, one, many)
        asked.clear()
        await town.app.timetable.tick("reminders")
        needed.append(len(asked))

    async with town.app.db.reading() as tx:
        told = (
            await tx.scalars(select(Reminder.state).where(Reminder.group_id != town.group_id))
        ).all()
    assert list(told) == [ReminderState.SENT] * 44
    assert needed[1] <= needed[0] + 2, needed
