"""A voter's number: their own contact by the big button, changed later, gone when they say so."""

from models.audit.tables import AuditEntry
from models.issues.contacts import unseal
from models.issues.states import IssueState, Way
from models.issues.tables import Issue
from tests.handlers.days import rows, until
from tests.handlers.issues_played import VOTER, agree, press, report, the_issue, voter
from tests.town import Town

PHONE, OTHER = "+8619900000061", "+8619900000062"
CLERK = "周敏"


def big_buttons(town: Town, name: str = VOTER) -> str:
    """Return the big buttons that stand under somebody's writing line."""
    marked = [one for one in town.said_to(name) if "keyboard" in one.get("reply_markup", {})]
    return str(marked[-1]["reply_markup"]["keyboard"])


async def asked_for_number(town: Town) -> int:
    """Bring a voter to the question of how they hear, and let them choose the phone too."""
    await until(town, 10)
    account = voter(town)
    await town.write(VOTER, "反映问题")
    await agree(town)
    await town.write(VOTER, "三号楼路灯坏了")
    await press(town, VOTER, "发完了")
    await press(town, VOTER, "水电气、路灯")
    await press(town, VOTER, "跳过")
    await press(town, VOTER, "一般")
    await press(town, VOTER, "跳过")
    await press(town, VOTER, "也可以打电话")
    return account


async def share(town: Town, phone: str) -> None:
    """Press the big button that sends one's own contact."""
    account = town.people[VOTER]
    town.world.account(account).phone = phone
    town.acts.share_contact(account, account)
    await town.settle()


async def test_the_big_button_sends_ones_own_number_and_goes_away(town: Town) -> None:
    await asked_for_number(town)
    while_asked = big_buttons(town)
    await share(town, PHONE)
    after = big_buttons(town)
    review = town.last_to(VOTER)
    await press(town, VOTER, "确认")

    one = await the_issue(town)
    assert "request_contact" in while_asked
    assert "不留电话" in while_asked
    assert "反映问题" in after
    assert "不留电话" not in after
    assert "199****0061" in review
    assert unseal(one).phone == PHONE
    assert one.report_back_by is Way.TELEGRAM, "every step is told here all the same"
    assert PHONE not in str([*town.said_to(VOTER), *town.said_to(CLERK)])


async def test_only_ones_own_contact_is_taken(town: Town) -> None:
    account = await asked_for_number(town)

    town.acts.share_contact_card(account, account, OTHER, "邻居")
    await town.settle()
    refused = town.last_to(VOTER)
    await share(town, PHONE)
    await press(town, VOTER, "确认")

    assert "只收您自己的手机号" in refused
    assert unseal(await the_issue(town)).phone == PHONE


async def test_whoever_gives_no_number_after_all_goes_on_with_the_usual_buttons(
    town: Town,
) -> None:
    await asked_for_number(town)

    await town.write(VOTER, "🙅 不留电话")
    after = big_buttons(town)
    await press(town, VOTER, "确认")

    assert "反映问题" in after
    assert unseal(await the_issue(town)).phone is None


async def test_going_back_or_cancelling_takes_the_big_button_away(town: Town) -> None:
    await asked_for_number(town)
    await press(town, VOTER, "上一步")
    after_back = big_buttons(town)
    await press(town, VOTER, "跳过")
    await press(town, VOTER, "也可以打电话")
    await town.write(VOTER, "/cancel")

    assert "不留电话" not in after_back
    assert "不留电话" not in big_buttons(town)


async def test_a_restart_hangs_the_big_button_again(town: Town) -> None:
    await asked_for_number(town)

    await town.write(VOTER, "/start")

    assert "不留电话" in str(town.said_to(VOTER)[-1].get("reply_markup"))


async def test_a_number_that_is_typed_all_the_same_is_sealed_and_never_in_the_name(
    town: Town,
) -> None:
    await until(town, 10)
    await report(town, hear="在这里告诉我")
    account = town.people[VOTER]
    await town.write(VOTER, "反映问题")
    await town.write(VOTER, "四号楼电梯坏了")
    await press(town, VOTER, "发完了")
    await press(town, VOTER, "房屋、物业")
    await press(town, VOTER, "跳过")
    await press(town, VOTER, "一般")
    await press(town, VOTER, "跳过")
    await town.write(VOTER, "张阿姨 199 0000 0061")
    await press(town, VOTER, "确认")

    one = await the_issue(town)
    assert (unseal(one).name, unseal(one).phone) == ("张阿姨", PHONE)
    assert one.account_id == account


async def test_a_number_is_changed_and_deleted_later(town: Town) -> None:
    await asked_for_number(town)
    await share(town, PHONE)
    await press(town, VOTER, "确认")
    number = (await the_issue(town)).number
    await town.write(VOTER, "我的反映")
    await press(town, VOTER, number)
    shown = town.last_to(VOTER)

    await press(town, VOTER, "换电话")
    while_asked = big_buttons(town)
    await share(town, OTHER)
    await press(town, VOTER, "确认")
    changed = unseal(await the_issue(town)).phone
    await press(town, VOTER, "换电话")
    await press(town, VOTER, "不留电话")
    await press(town, VOTER, "确认")

    verbs = [one.verb for one in await rows(town, AuditEntry)]
    assert "您留的电话：199****0061" in shown
    assert "request_contact" in while_asked
    assert changed == OTHER
    assert unseal(await the_issue(town)).phone is None
    assert verbs.count("issues.set_number") == 2
    assert "反映问题" in big_buttons(town)


async def test_nobody_changes_the_number_of_a_closed_report_or_of_another_voter(
    town: Town,
) -> None:
    await until(town, 10)
    await report(town)
    one = await the_issue(town)
    await town.write(VOTER, "我的反映")
    await press(town, VOTER, one.number)
    await press(town, VOTER, "留个电话")
    await share(town, PHONE)
    async with town.app.db.transaction() as tx:
        row = await tx.get(Issue, (one.group_id, one.id))
        assert row is not None
        row.state = IssueState.CLOSED

    await press(town, VOTER, "确认")

    assert "不能再补充" in str([*town.toasts(VOTER), town.last_to(VOTER)])
    assert unseal(await the_issue(town)).phone is None
