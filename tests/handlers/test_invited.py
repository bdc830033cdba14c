"""Who is invited: said when an activity is entered, changed later, told to who is concerned."""

from datetime import timedelta

from handlers.forms.invited import Invited
from handlers.kit.forms.reading import Problem, Said, Taken
from models import clock
from models.activities import actions, changing, reinviting
from models.activities.rules import ActivityKind, AttendanceState, Scope
from models.activities.tables import Activity, Attendance
from models.activities.whom import Wanted, Whom
from models.activities.words import whom_of
from models.drafts.rules import Progress
from models.leaves.rules import LeaveState
from models.leaves.tables import Leave
from models.people.rules import OPERATOR
from models.people.tables import Level, Member, Role
from models.replies.tables import Reply
from tests.handlers.days import labels, press_last, rest, rows, until, words_to
from tests.handlers.forms_made import seen
from tests.town import Town

STAFF, CITY, STREET = "周敏", "王桂兰", "李建国"
SIX = ("新建活动", "列席市人大会议", "列席会议", "市级", "后天下午3点", "两个小时", "市民之家")


async def level(town: Town, name: str, to: Level | None, **facts: str) -> None:
    """Write down in the roster where a deputy sits."""
    async with town.app.db.transaction() as tx:
        member = await tx.get(Member, (town.group_id, town.members[name]))
        assert member is not None
        member.level = to
        for fact, value in facts.items():
            setattr(member, fact, value)


async def levels(town: Town) -> None:
    await level(town, CITY, Level.CITY, delegation="水岸代表团")
    await level(town, STREET, Level.STREET)


async def enter(town: Town, *answers: str) -> None:
    for one in (*SIX, *answers):
        await town.write(STAFF, one)


async def the(town: Town) -> Activity:
    [one] = await rows(town, Activity)
    assert isinstance(one, Activity)
    return one


async def announced(
    town: Town, whom: Whom, *, starts_in: timedelta = timedelta(days=2)
) -> Activity:
    """Announce an activity for some of the deputies."""
    now = clock.now()
    async with town.app.db.transaction() as tx:
        one = await actions.create(
            tx,
            group_id=town.group_id,
            title="列席市人大会议",
            kind=ActivityKind.MEETING,
            scope=Scope.CITY,
            starts_at=now + starts_in,
            ends_at=now + starts_in + timedelta(hours=2),
            place="市民之家",
            levels=whom.levels,
            members=whom.members,
            by=OPERATOR,
            now=now,
        )
        facts = {"group_id": town.group_id, "activity_id": one.id}
        await actions.announce(tx, bot_id=town.bot_id, **facts, by=OPERATOR, now=now)
    await town.settle()
    return one


async def invite_others(town: Town, said: str) -> None:
    """Let the staff change who is invited to the only activity, in the chat."""
    await town.write(STAFF, "活动管理")
    await press_last(town, STAFF, "📣 列席")
    await press_last(town, STAFF, "✏️ 改时间")
    await press_last(town, STAFF, "👥 改参加范围")
    await town.write(STAFF, said)
    if said != "全体代表":
        await press_last(town, STAFF, "➡️ 就这些")
    await press_last(town, STAFF, "✅ 确认")


async def test_the_usual_answer_is_one_press_and_invites_everybody(town: Town) -> None:
    await levels(town)
    await enter(town)
    asked = town.said_to(STAFF)[-1]

    await press_last(town, STAFF, "👥 全体代表")
    await press_last(town, STAFF, "✅ 确认")

    one = await the(town)
    assert "请哪些代表参加" in asked["text"]
    assert labels(asked)[0] == "👥 全体代表"
    assert (one.levels, one.members) == (None, None)
    assert "请全体代表参加" in town.last_to(STAFF)


async def test_to_skip_the_question_invites_everybody_too(town: Town) -> None:
    await enter(town, "跳过")
    await press_last(town, STAFF, "✅ 确认")

    one = await the(town)
    assert (one.levels, one.members) == (None, None)


async def test_an_activity_for_a_level_calls_nobody_else(town: Town) -> None:
    await levels(town)
    await enter(town)
    await press_last(town, STAFF, "市代表")
    chosen = town.said_to(STAFF)[-1]
    await press_last(town, STAFF, "➡️ 就这些")
    await press_last(town, STAFF, "✅ 确认")

    await press_last(town, STAFF, "📣 发布")
    sure = town.last_to(STAFF)
    await press_last(town, STAFF, "📣 对，发布")

    assert "✅ 市代表" in labels(chosen)
    assert "已选：市代表" in chosen["text"]
    assert (await the(town)).levels == ["city"]
    assert "请市代表参加" in sure
    assert "共 1 人" in sure
    assert "请市代表参加" in town.card()["text"]
    assert "应到 1 人" in town.card()["text"]
    assert len(words_to(town, CITY, "请您参加")) == 1
    assert words_to(town, STREET, "请您参加") == []


async def test_several_levels_are_chosen_one_after_the_other_and_taken_back(town: Town) -> None:
    await enter(town)
    await press_last(town, STAFF, "市代表")
    await press_last(town, STAFF, "街道代表")
    await press_last(town, STAFF, "区代表")
    await press_last(town, STAFF, "✅ 街道代表")

    await press_last(town, STAFF, "➡️ 就这些")

    assert "参加范围：市代表、区代表" in town.last_to(STAFF)
    await press_last(town, STAFF, "✅ 确认")
    assert (await the(town)).levels == ["city", "district"]


async def test_whoever_is_not_invited_and_checks_in_is_told_so_kindly(town: Town) -> None:
    await levels(town)
    await announced(town, Whom(levels=(Level.CITY,)), starts_in=timedelta(minutes=5))

    await town.write(STREET, "签到")

    assert "这次请的是其他代表" in town.last_to(STREET)
    assert await rows(town, Attendance) == []


async def test_what_is_coming_lists_for_a_deputy_what_they_are_invited_to(town: Town) -> None:
    await levels(town)
    await announced(town, Whom(levels=(Level.CITY,)))

    for name in (CITY, STREET, STAFF):
        await town.write(name, "近期活动")

    assert "列席市人大会议" in town.last_to(CITY)
    assert "列席市人大会议" in town.last_to(STAFF)
    assert "近期没有安排活动" in town.last_to(STREET)


async def test_names_are_looked_up_on_the_roster(town: Town) -> None:
    await enter(town, "王桂兰")
    await press_last(town, STAFF, "✅ 确认")

    assert (await the(town)).members == [town.members[CITY]]
    assert "请这几位代表参加：王桂兰" in town.last_to(STAFF)


async def test_a_delegation_is_all_its_deputies(town: Town) -> None:
    await levels(town)
    await enter(town, "水岸代表团")
    await press_last(town, STAFF, "✅ 确认")

    assert (await the(town)).members == [town.members[CITY]]


async def test_a_name_nobody_bears_is_said_and_the_form_stays(town: Town) -> None:
    await enter(town, "王桂兰、张三丰")
    await press_last(town, STAFF, "✅ 确认")
    said = town.toasts(STAFF)[-1]
    before = await rows(town, Activity)

    await press_last(town, STAFF, "✏️ 修改参加范围")
    await town.write(STAFF, "王桂兰")
    await press_last(town, STAFF, "✅ 确认")

    assert "名册里没有：张三丰" in said
    assert before == []
    assert (await the(town)).members == [town.members[CITY]]


async def test_namesakes_are_told_apart_by_what_stands_in_brackets(town: Town) -> None:
    await town.settle_member("王伟", Role.DEPUTY)
    first = town.members["王伟"]
    await level(town, "王伟", None, constituency="三选区")
    await town.settle_member("王伟", Role.DEPUTY)
    await enter(town, "王伟")
    await press_last(town, STAFF, "✅ 确认")
    said = town.toasts(STAFF)[-1]

    await press_last(town, STAFF, "✏️ 修改参加范围")
    await town.write(STAFF, "王伟（三选区）")
    await press_last(town, STAFF, "✅ 确认")

    assert "有几位代表同名：王伟" in said
    assert (await the(town)).members == [first]


async def test_a_level_that_nobody_has_is_refused_before_anything_is_entered(town: Town) -> None:
    await levels(town)
    await enter(town, "区代表", "就这些，下一步")
    await press_last(town, STAFF, "✅ 确认")

    assert "一位这样的代表也没有" in town.toasts(STAFF)[-1]
    assert await rows(town, Activity) == []


async def test_who_is_new_gets_a_card_and_who_is_not_meant_any_more_hears_it_once(
    town: Town,
) -> None:
    await until(town, 10)
    await levels(town)
    await announced(town, Whom(levels=(Level.STREET,)))
    await press_last(town, STREET, "✅ 我去")

    await invite_others(town, "市代表")
    await rest(town)

    assert len(words_to(town, CITY, "请您参加")) == 1
    [told] = words_to(town, STREET, "也不算缺席")
    assert "列席市人大会议" in told
    assert [one for one in words_to(town, STREET, "请您参加") if "列席" in one] == []
    assert "请市代表参加" in town.card()["text"]
    assert "去 0" in town.card()["text"]
    assert await rows(town, Reply) == []
    assert "请市代表参加" in town.last_to(STAFF)


async def test_reminders_go_to_those_invited_now(town: Town) -> None:
    await until(town, 14)
    await levels(town)
    await announced(town, Whom(levels=(Level.STREET,)))
    await invite_others(town, "市代表")

    await town.pass_time(timedelta(days=1, minutes=1))

    assert len(words_to(town, CITY, "提醒您：")) == 1
    assert words_to(town, STREET, "提醒您：") == []


async def test_a_leave_of_who_is_not_invited_any_more_is_off(town: Town) -> None:
    await until(town, 10)
    await levels(town)
    await announced(town, Whom(levels=(Level.STREET,)))
    await press_last(town, STREET, "📄 我要请假")
    await town.write(STREET, "出差")
    await press_last(town, STREET, "✅ 确认")

    await invite_others(town, "市代表")
    await rest(town)

    [leave] = await rows(town, Leave)
    assert leave.state is LeaveState.WITHDRAWN
    assert len(words_to(town, STAFF, "不用答复了")) == 1


async def test_whoever_is_invited_once_more_gets_a_new_card(town: Town) -> None:
    await until(town, 10)
    await levels(town)
    await announced(town, Whom(levels=(Level.STREET,)))
    await invite_others(town, "市代表")

    await invite_others(town, "全体代表")
    await rest(town)

    cards = words_to(town, STREET, "请您参加")
    assert len(cards) == 2  # the old one, which says so again, and a new one at the end
    assert "请您参加" in town.last_to(STREET)
    assert len(words_to(town, CITY, "请您参加")) == 1
    assert words_to(town, CITY, "不用您参加") == []


async def test_who_has_checked_in_cannot_be_left_out(town: Town) -> None:
    await levels(town)
    await announced(town, Whom(), starts_in=timedelta(minutes=5))
    await town.write(STREET, "签到")
    await town.write(STAFF, "活动管理")
    await press_last(town, STAFF, "🟢 列席")
    await press_last(town, STAFF, "✏️ 改时间")
    await press_last(town, STAFF, "👥 改参加范围")
    await town.write(STAFF, "市代表")
    await press_last(town, STAFF, "➡️ 就这些")

    await press_last(town, STAFF, "✅ 确认")

    assert "李建国已经签到" in town.toasts(STAFF)[-1]
    assert (await the(town)).levels is None


async def test_the_same_people_once_more_change_nothing(town: Town) -> None:
    await levels(town)
    one = await announced(town, Whom(levels=(Level.CITY,)))

    await invite_others(town, "市代表")

    assert (await the(town)).sequence == one.sequence
    assert len(words_to(town, CITY, "请您参加")) == 1


async def test_only_those_invited_are_absent_when_it_is_closed(town: Town) -> None:
    await levels(town)
    one = await announced(town, Whom(levels=(Level.CITY,)), starts_in=timedelta(minutes=5))
    async with town.app.db.transaction() as tx:
        facts = {"group_id": one.group_id, "activity_id": one.id}
        await actions.close(tx, **facts, by=OPERATOR, now=clock.now())

    entries = await rows(town, Attendance)

    assert [(each.member_id, each.state) for each in entries] == [
        (town.members[CITY], AttendanceState.ABSENT)
    ]


async def test_a_copy_is_for_the_same_deputies_in_the_same_way_at_the_same_place(
    town: Town,
) -> None:
    one = await announced(town, Whom(members=(town.members[CITY],)))
    async with town.app.db.transaction() as tx:
        first = await tx.get(Activity, (one.group_id, one.id))
        assert first is not None
        first.ways, first.latitude, first.longitude = ["code", "location"], 30.61, 114.33
    day = timedelta(days=7)

    async with town.app.db.transaction() as tx:
        new = await changing.copy(
            tx,
            group_id=one.group_id,
            activity_id=one.id,
            starts_at=one.starts_at + day,
            ends_at=one.ends_at + day,
            by=OPERATOR,
            now=clock.now(),
        )

    assert new.members == [town.members[CITY]]
    assert (new.ways, new.latitude, new.longitude) == (["code", "location"], 30.61, 114.33)


async def test_words_mean_the_groups_own_deputies(town: Town) -> None:
    async with town.app.db.reading() as tx:
        named = await reinviting.meant(tx, group_id=town.group_id, wanted=whom_of("李建国"))
        all_ = await reinviting.meant(tx, group_id=town.group_id, wanted=Wanted())

    assert named == Whom(members=(town.members[STREET],))
    assert all_ == Whom()


def test_marks_alone_are_not_taken_for_everybody() -> None:
    moment = seen(Progress(step="whom", version=1, answers={}))

    assert isinstance(Invited().read(Said(text="、、"), moment), Problem)
    assert isinstance(Invited().read(Said(text="王伟"), moment), Taken)
