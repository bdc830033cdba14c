"""A voter's pictures, numbers and haste, from the first press to what staff see."""

from tests.handlers.issues_played import VOTER, agree, press, report, the_issue, voter
from tests.reports.pictures_made import TRACES, photo
from tests.town import Town

CLERK = "周敏"
PHONE = "19900000018"


async def begun(town: Town) -> int:
    """Have a voter who is asked what happened."""
    account = voter(town)
    await town.write(VOTER, "反映问题")
    await agree(town)
    return account


async def sent(town: Town) -> None:
    """Answer the other questions, and send."""
    await press(town, VOTER, "发完了")
    await press(town, VOTER, "水电气、路灯")
    await town.write(VOTER, "水岸星城三号楼")
    await press(town, VOTER, "一般")
    await press(town, VOTER, "跳过")
    await press(town, VOTER, "在这里告诉我")
    await press(town, VOTER, "确认")


async def test_an_iphones_picture_reaches_the_staff_without_place_and_time(town: Town) -> None:
    account = await begun(town)
    town.acts.send_document(account, account, photo("HEIF"), filename="IMG_0001.HEIC")
    town.acts.send_video(account, account, b"\0\0\0\x18ftypisom")
    await town.settle()
    await sent(town)

    await press(town, CLERK, "更多")
    await press(town, CLERK, "看附件")

    said = town.said_to(CLERK)
    [shown] = [one["photo"][-1]["file_id"] for one in said if "photo" in one]
    content = town.world.files.by_id[shown].content
    assert content.startswith(b"\xff\xd8\xff")
    assert [trace for trace in TRACES if trace in content] == []
    [video] = [one for one in said if "video" in one]
    assert "可能带有拍摄位置和时间" in video["caption"]


async def test_a_phone_in_the_words_is_masked_wherever_staff_read_them(town: Town) -> None:
    await report(town, words=f"楼道灯坏了，打我{PHONE}")
    one = await the_issue(town)
    await town.write(CLERK, "反映办理")

    said = str(town.said_to(CLERK))

    assert PHONE not in said
    assert "199****0018" in said
    assert PHONE in one.own_words, "the voter's own words are kept as they are"


async def test_the_sixth_report_within_an_hour_is_put_off_with_the_time(town: Town) -> None:
    for number in range(6):
        await report(town, words=f"第{number}件：井盖松动", place=f"{number}号门")

    assert (await the_issue(town)).serial == 5
    assert "这一个小时已经反映了 5 件" in str([*town.said_to(VOTER), *town.toasts(VOTER)])
