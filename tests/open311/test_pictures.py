"""Pictures that other systems see: allowed by the voter, looked at by the staff, without traces."""

from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette

from bot.open311.routes import Open311
from models.issues.tables import Issue, IssueFile
from models.systems import pictures
from models.systems.pictures import Key
from tests.handlers.days import labels, rows, until
from tests.handlers.issues_played import VOTER, agree, press, the_issue, voter
from tests.reports.pictures_made import TRACES, photo
from tests.town import Town

ROOT, ADDRESS, CLERK = "/open311/v2", "https://bot.example.org", "周敏"


@pytest.fixture
async def http(town: Town) -> AsyncIterator[httpx.AsyncClient]:
    served = Open311(town.app.db, town.app.bot, address=ADDRESS, calls_per_minute=0)
    transport = httpx.ASGITransport(app=Starlette(routes=served.routes))
    async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as client:
        yield client


async def reported(town: Town, *, as_file: bool) -> Issue:
    """Have a voter report with a picture that has traces in it."""
    await until(town, 10)
    account = voter(town)
    await town.write(VOTER, "反映问题")
    await agree(town)
    content = photo("JPEG")
    if as_file:
        town.acts.send_document(account, account, content, filename="IMG_2.JPG", caption="楼道漏水")
    else:
        town.acts.send_photo(account, account, content, None, "楼道漏水")
    await town.settle()
    await press(town, VOTER, "发完了")
    await press(town, VOTER, "房屋、物业")
    await press(town, VOTER, "跳过")
    await press(town, VOTER, "一般")
    await press(town, VOTER, "跳过")
    await press(town, VOTER, "在这里告诉我")
    await press(town, VOTER, "确认")
    return await the_issue(town)


async def media_url(http: httpx.AsyncClient) -> str | None:
    listed = (await http.get(f"{ROOT}/requests.json")).json()
    return listed[0]["media_url"] if listed else None


async def looked_at(town: Town) -> None:
    await press(town, CLERK, "更多")
    await press(town, CLERK, "看附件")


@pytest.mark.parametrize("as_file", [True, False])
async def test_a_picture_is_seen_once_voter_and_staff_have_said_so(
    town: Town,
    http: httpx.AsyncClient,
    as_file: bool,  # noqa: FBT001
) -> None:
    await reported(town, as_file=as_file)
    hidden = await media_url(http)
    await press(town, VOTER, "可以公开")
    not_looked_at = await media_url(http)
    await looked_at(town)
    await press(town, CLERK, "照片可以公开")

    address = await media_url(http)
    assert address is not None
    seen = await http.get(address)

    assert (hidden, not_looked_at) == (None, None)
    assert seen.headers["content-type"] == "image/jpeg"
    assert seen.content.startswith(b"\xff\xd8\xff")
    assert [trace for trace in TRACES if trace in seen.content] == []


async def test_whoever_takes_it_back_is_heard_at_once(town: Town, http: httpx.AsyncClient) -> None:
    one = await reported(town, as_file=False)
    await press(town, VOTER, "可以公开")
    await looked_at(town)
    await press(town, CLERK, "照片可以公开")
    address = await media_url(http)
    assert address is not None
    before = (await http.get(address)).status_code

    await press(town, CLERK, "照片不再公开")
    by_staff = (await http.get(address)).status_code
    await press(town, CLERK, "照片可以公开")
    again = (await http.get(address)).status_code
    await town.write(VOTER, "我的反映")
    await press(town, VOTER, one.number)
    await press(town, VOTER, "不要公开了")
    by_voter = (await http.get(address)).status_code

    assert (before, by_staff, again, by_voter) == (200, 404, 200, 404)
    assert await media_url(http) is None


async def test_staff_are_asked_only_where_the_voter_has_agreed(town: Town) -> None:
    await reported(town, as_file=False)

    await looked_at(town)

    assert not any("照片可以公开" in str(labels(one)) for one in town.said_to(CLERK))


async def test_an_address_that_was_not_given_here_leads_nowhere(
    town: Town, http: httpx.AsyncClient
) -> None:
    one = await reported(town, as_file=False)
    async with town.app.db.transaction() as tx:
        row = await tx.get(Issue, (one.group_id, one.id))
        assert row is not None
        row.may_publish, row.pictures_cleared_at = True, row.reported_at
    [file] = await rows(town, IssueFile)
    name = pictures.signed(Key(group_id=one.group_id, issue_id=one.id, file_id=file.id))
    numbers, _, mac = name.rpartition("-")
    forged = (
        numbers,
        f"{numbers}-{'0' * 32}",
        f"{one.group_id}-{one.id}-{file.id + 1}-{mac}",
        f"{name}x",
        f"-{name}",
        "٣-٣-٣-x",
        "1-2-3-é",
        "9" * 5000,
    )

    found = [(await http.get(f"{ROOT}/media/{each}")).status_code for each in forged]

    assert (await http.get(f"{ROOT}/media/{name}")).status_code == 200
    assert set(found) == {404}
