"""What voters may send that no report should break at: refused in words, or joined."""

import io
import zipfile
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from models import clock
from models.groups.tables import Group
from models.issues.states import FileKind, IssueState, Mode
from models.issues.tables import Issue, IssueFile
from models.limits import settings as limited
from models.limits.settings import Limits
from models.pictures.tables import StoredPicture
from models.platforms.actions import Handed
from models.stations.rules import payload_of
from reports import issues as tables
from reports import platforms as sheets
from reports.sheets.writing import write_table
from tests.handlers.days import rows, until, words_to
from tests.handlers.issues_played import (
    VOTER,
    agree,
    clerk,
    issues,
    press,
    report,
    the_issue,
    voter,
)
from tests.handlers.test_stations import a_station
from tests.reports.pictures_made import photo
from tests.town import Town, a_town

CLERK = "周敏"
MEGABYTE = 1 << 20
TURNED = "\u202e\u2066\u200f\u200b"


async def begun(town: Town) -> int:
    """Have a voter who is asked what happened."""
    await until(town, 10)
    account = voter(town)
    await town.write(VOTER, "反映问题")
    await agree(town)
    return account


async def sent(town: Town) -> None:
    """Answer everything after the story, and send."""
    await press(town, VOTER, "发完了")
    await press(town, VOTER, "环境卫生")
    await press(town, VOTER, "跳过")
    await press(town, VOTER, "一般")
    await press(town, VOTER, "跳过")
    await press(town, VOTER, "在这里告诉我")
    await press(town, VOTER, "确认")


async def test_a_video_of_twenty_megabytes_is_taken_and_a_larger_one_refused_in_words(
    town: Town,
) -> None:
    account = await begun(town)
    head = b"\0\0\0\x18ftypisom"

    town.acts.send_video(account, account, head.ljust(20 * MEGABYTE, b"\0"))
    town.acts.send_video(account, account, head.ljust(20 * MEGABYTE + 1, b"\0"))
    await town.settle()
    refused = town.last_to(VOTER)
    await sent(town)

    assert "这个文件太大了，请发 20 MB 以内的" in refused
    [file] = await rows(town, IssueFile)
    assert (file.kind, file.size) == (FileKind.VIDEO, 20 * MEGABYTE)


async def test_a_zip_named_jpg_is_refused_and_the_report_goes_on(town: Town) -> None:
    account = await begun(town)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.jpg", b"x")

    town.acts.send_document(account, account, buffer.getvalue(), filename="photo.jpg")
    await town.settle()
    refused = town.last_to(VOTER)
    await town.write(VOTER, "垃圾没有人收")
    await sent(town)

    assert "不是照片" in refused
    assert (await the_issue(town)).own_words == "垃圾没有人收"
    assert await rows(town, IssueFile) == await rows(town, StoredPicture) == []


async def test_of_an_album_of_ten_with_two_broken_pictures_eight_are_one_report(
    town: Town,
) -> None:
    account = await begun(town)
    whole = photo("JPEG", size=(64, 48))

    for number in range(10):
        content = whole[: len(whole) // 2] if number in (3, 7) else whole
        caption = None if number else "楼道堆满杂物"
        town.acts.send_document(account, account, content, f"{number}.jpg", caption, album="一组")
    await town.settle()
    said = [str(one.get("text")) for one in town.said_to(VOTER)]
    await sent(town)

    [one] = await issues(town)
    assert one.own_words == "楼道堆满杂物"
    assert len(await rows(town, IssueFile)) == 8
    assert sum("打不开" in each for each in said) == 2
    assert sum("收到了" in each for each in said) == 1, "an album is answered once"


async def test_as_many_files_as_the_office_allows_and_no_more(town: Town) -> None:
    limited.use(Limits(attachments_per_report=2))
    try:
        account = await begun(town)
        asked = town.last_to(VOTER)
        for number in range(3):
            town.acts.send_photo(account, account, b"\xff\xd8\xff" + bytes([number]))
        await town.settle()
        refused = town.last_to(VOTER)
        await sent(town)
        await town.write(VOTER, "我的反映")
        await press(town, VOTER, (await the_issue(town)).number)
        await press(town, VOTER, "再补充")
        town.acts.send_photo(account, account, b"\xff\xd8\xff\x09")
        await town.settle()
        await press(town, VOTER, "发完了")
        await press(town, VOTER, "确认")
    finally:
        limited.use(Limits())

    assert "最多 2 张照片或文件" in asked
    assert "最多 2 个" in refused
    assert "最多放 2 张" in str([*town.toasts(VOTER), town.last_to(VOTER)])
    assert len(await rows(town, IssueFile)) == 2


async def test_ten_thousand_messages_into_one_report_leave_a_report_that_can_be_sent(
    tmp_path: Path,
) -> None:
    async with a_town(tmp_path, limits=Limits()) as town:
        account = await begun(town)
        for number in range(10_000):
            town.acts.write(account, account, f"喂 {number}")
        for _ in range(101):
            await town.app.polling.once()
        await town.settle()
        told = words_to(town, VOTER, "太快")
        await until(town, 11)
        await sent(town)

        one = await the_issue(town)
        assert one.own_words.startswith("喂 0\n喂 1\n")
        assert len(one.own_words.splitlines()) <= 50
        assert told != []


async def test_four_thousand_and_ninety_six_emoji_are_kept_and_every_card_still_fits(
    town: Town,
) -> None:
    await begun(town)

    await town.write(VOTER, "😀" * 2048)  # as many as Telegram lets into one message
    await town.write(VOTER, "😡" * 2048)
    await sent(town)
    await press(town, CLERK, "更多")
    await press(town, CLERK, "看全文")
    await town.write(VOTER, "我的反映")
    await press(town, VOTER, (await the_issue(town)).number)

    one = await the_issue(town)
    assert one.own_words == "😀" * 2048 + "\n" + "😡" * 2048
    whole = "".join(words_to(town, CLERK, "😡"))
    assert whole.count("😡") >= 2048
    assert one.number in town.last_to(VOTER)


async def test_marks_that_turn_words_around_are_in_no_card_sheet_or_ticket(town: Town) -> None:
    account = await begun(town)
    name, words = f"张{TURNED}阿姨", f"灯{TURNED}坏了"
    town.acts.send_document(
        account, account, photo("JPEG", size=(32, 24)), f"gpj{TURNED}.jpg", words
    )
    await town.settle()
    await press(town, VOTER, "发完了")
    await press(town, VOTER, "水电气、路灯")
    await town.write(VOTER, f"三号{TURNED}楼")
    await press(town, VOTER, "一般")
    await town.write(VOTER, f"换{TURNED}灯")
    await town.write(VOTER, name)
    await press(town, VOTER, "确认")

    one = await the_issue(town)
    zone = ZoneInfo("Asia/Shanghai")
    async with town.app.db.reading() as tx:
        group = await tx.get(Group, town.group_id)
        assert group is not None
        listed = await tables.issue_rows(tx, group, clock.now().year)
    papers = {
        "staff": str(words_to(town, CLERK, one.number)),
        "voter": str(words_to(town, VOTER, one.number)),
        "csv": write_table(tables.HEADERS, listed, "csv").decode(),
        "json": write_table(tables.HEADERS, listed, "json").decode(),
        "ticket": sheets.ticket_text(Handed(issue=one, contact=None), zone),
        "row": str([one.own_words, one.place, one.wish]),
        "file": str([each.name for each in await rows(town, IssueFile)]),
    }
    assert "灯坏了" in papers["staff"]
    found = {paper for paper, text in papers.items() for mark in TURNED if mark in text}
    assert found == set()


async def test_a_report_typed_to_be_merged_into_itself_is_refused(town: Town) -> None:
    await until(town, 10)
    await report(town)
    one = await the_issue(town)

    await press(town, CLERK, "更多")
    await press(town, CLERK, "合并到同一件")
    await press(town, CLERK, "写另一件的编号")
    await town.write(CLERK, one.number)
    await press(town, CLERK, "确认")

    said = str([*town.toasts(CLERK), *[each.get("text") for each in town.said_to(CLERK)]])
    assert "不能和自己合并" in said
    assert (await the_issue(town)).state is IssueState.RECEIVED


async def test_of_two_staff_who_press_at_once_one_has_it_and_the_other_hears_who(
    town: Town,
) -> None:
    await until(town, 10)
    await clerk(town, "钱进")
    await report(town)
    cards = {name: the_card(town, name) for name in (CLERK, "钱进")}

    for name, (message_id, label) in cards.items():
        account = town.people[name]
        town.acts.press(account, account, message_id, label)
    await town.settle()

    one = await the_issue(town)
    assert one.state is IssueState.CHECKING
    winners = [name for name in cards if one.claimed_by == town.members[name]]
    assert len(winners) == 1
    [loser] = set(cards) - set(winners)
    assert f"现在是{winners[0]}在办" in str(town.toasts(loser))


def the_card(town: Town, name: str) -> tuple[int, str]:
    """Return the message and the label of the button by which somebody takes a report."""
    for message in reversed(town.said_to(name)):
        for row in message.get("reply_markup", {}).get("inline_keyboard", ()):
            for button in row:
                if "我来办" in button["text"]:
                    return message["message_id"], button["text"]
    raise AssertionError(f"{name} was offered nothing")


async def test_a_stations_code_leads_to_a_report_that_knows_its_place(town: Town) -> None:
    await until(town, 10)
    station = await a_station(town)
    account = town.world.add_user(name=VOTER).id
    town.people[VOTER] = account

    town.acts.start(account, town.bot_id, payload_of(station.token))
    await town.settle()
    await press(town, VOTER, "在这里反映问题")
    await agree(town)
    await town.write(VOTER, "门口的地砖松了")
    await press(town, VOTER, "发完了")
    await press(town, VOTER, "道路")
    await press(town, VOTER, "一般")
    await press(town, VOTER, "跳过")
    await press(town, VOTER, "在这里告诉我")
    await press(town, VOTER, "确认")

    one = await the_issue(town)
    assert (one.mode, one.station_id) == (Mode.STATION, station.id)
    assert one.place == "水岸社区接待站 和平大道1号"
    assert (one.latitude, one.longitude) == (30.6123, 114.3345)
    assert not any("什么地方" in text for text in words_to(town, VOTER, "第"))


@pytest.mark.parametrize("what", ["<b>&amp;</b>", "{{ 7*7 }}", "=1+1", "'; DROP TABLE issues;--"])
async def test_words_that_mean_something_elsewhere_are_words(town: Town, what: str) -> None:
    await until(town, 10)

    await report(town, f"{what} 灯坏了")

    async with town.app.db.reading() as tx:
        row = await tx.get(Issue, (town.group_id, (await the_issue(town)).id))
    assert row is not None
    assert row.own_words == f"{what} 灯坏了"
    assert words_to(town, CLERK, row.number) != []
