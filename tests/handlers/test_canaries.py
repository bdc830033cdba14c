"""Twenty phones and addresses go through everything; afterwards they are looked for everywhere."""

import io
import logging
import zipfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from sqlalchemy import select
from starlette.applications import Starlette

from bot.log import Redacting
from bot.open311.routes import Open311
from models import clock
from models.backups import dumping, sealing
from models.groups.tables import Chat, ChatRole, Group
from models.issues import actions as issues
from models.issues import views
from models.issues.reports import Report
from models.issues.states import IssueState, Route
from models.issues.tables import Issue
from models.people import keys
from models.people.rules import OPERATOR, Actor, ActorKind
from models.pictures.tables import StoredPicture
from models.platforms.actions import hand_over
from models.privacy import own_data
from models.systems import actions as systems
from reports import issues as tables
from reports import platforms as sheets
from reports.sheets.writing import write_table
from tests.everywhere import everything_in
from tests.town import Town, a_town

MANY = 20
PHONES = [f"199000007{n:02}" for n in range(MANY)]
ADDRESSES = [f"金丝雀路{n}号{n + 3}栋" for n in range(MANY)]
NAMES = [f"金丝雀{n}号" for n in range(MANY)]
CANARIES = [*PHONES, *ADDRESSES, *NAMES]


@pytest.fixture
def logged() -> Iterator[list[str]]:
    """Everything the program says of itself at DEBUG, as its own formatter writes it."""
    lines: list[str] = []

    class Keeping(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    handler, root = Keeping(), logging.getLogger()
    handler.setFormatter(Redacting())
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield lines
    root.removeHandler(handler)
    root.setLevel(level)


def found_in(content: bytes | str) -> list[str]:
    """Return which canaries can be read somewhere: as text, as JSON writes it, or spaced out."""
    raw = content.encode() if isinstance(content, str) else content
    close = raw.replace(b" ", b"")
    escaped = {one: one.encode("unicode_escape") for one in CANARIES}
    return [one for one in CANARIES if one.encode() in raw + b"\n" + close or escaped[one] in raw]


@pytest.fixture
async def town_on(tmp_path: Path, database_url: str) -> AsyncIterator[Town]:
    """A town on each kind of database."""
    async with a_town(tmp_path, database_url) as built:
        yield built


async def backup_of(town: Town) -> bytes:
    """Return a backup as `huiyin backup` writes it."""
    file = io.BytesIO()
    await sealing.write(dumping.dump(town.app.db, now=clock.now()), file, keys.current())
    return file.getvalue()


def unpacked(workbook: bytes) -> bytes:
    """Return what an .xlsx holds, read as the archive it is."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


async def staff_chat(town: Town) -> int:
    """Give the staff a chat of their own."""
    chat = town.world.add_group(
        title="工作群", kind="supergroup", creator=town.people["周敏"], members=[]
    )
    town.acts.add_to_group(town.people["周敏"], chat.id, town.bot_id)
    async with town.app.db.transaction() as tx:
        tx.add(
            Chat(
                chat_id=chat.id,
                group_id=town.group_id,
                role=ChatRole.STAFF,
                title="工作群",
                linked_at=clock.now(),
            )
        )
    return chat.id


def voters(town: Town) -> list[int]:
    return [town.people[f"选民{n}"] for n in range(MANY)]


async def all_reported(town: Town) -> None:
    """Twenty voters report, each with a canary in every place they can put one."""
    for n in range(MANY):
        account = town.world.add_user(name=f"选民{n}").id
        town.people[f"选民{n}"] = account
        town.acts.start(account, town.bot_id)
        await town.write(f"选民{n}", f"我叫{NAMES[n]}，住{ADDRESSES[n]}，电话{PHONES[n]}")
        async with town.app.db.transaction() as tx:
            one, _code = await issues.register(
                tx,
                bot_id=town.bot_id,
                group_id=town.group_id,
                report=Report(
                    words=f"路灯坏了，请打{' '.join(PHONES[n])}",
                    wish=f"回电{PHONES[n]}",
                    place="徐东大街",
                    name=NAMES[n],
                    phone=f"+86{PHONES[n]}",
                    address=ADDRESSES[n],
                    account_id=account,
                    may_publish=True,
                ),
                by=Actor(kind=ActorKind.ACCOUNT, account_id=account),
                now=clock.now(),
            )
            one.state, one.route = IssueState.ROUTED, Route.PLATFORM
    await town.settle()


async def test_no_canary_is_found_anywhere_in_clear(
    town_on: Town, database_url: str, logged: list[str]
) -> None:
    town = town_on
    staff = await staff_chat(town)
    await all_reported(town)

    papers = await exported(town) | {"backup": await backup_of(town)}
    lies = await everything_in(database_url)
    in_groups = str([*town.world.history(town.chat_id), *town.world.history(staff)])

    assert len(town.said_in(staff)) == MANY, "the staff did see a card of each"
    assert "199****0700" in in_groups
    assert found_in(in_groups) == []
    assert all(str(account).encode() in lies for account in voters(town)), "it was all read"
    assert found_in(lies) == []
    assert len(logged) > MANY
    assert found_in("\n".join(logged)) == []
    assert {name: canaries for name, one in papers.items() if (canaries := found_in(one))} == {}


async def exported(town: Town) -> dict[str, bytes | str]:
    """Return everything that can be exported without asking for contact data."""
    now = clock.now()
    async with town.app.db.transaction() as tx:
        group = await tx.get(Group, town.group_id)
        assert group is not None
        rows = await tables.issue_rows(tx, group, now.year)
        handed = await hand_over(tx, group_id=group.id, by=OPERATOR, now=now)
        key = await systems.add(tx, group_id=group.id, name="区平台", by=OPERATOR, now=now)
    zone = ZoneInfo("Asia/Shanghai")
    return {
        "csv": write_table(tables.HEADERS, rows, "csv"),
        "json": write_table(tables.HEADERS, rows, "json"),
        "xlsx": unpacked(write_table(tables.HEADERS, rows, "xlsx")),
        "platform": unpacked(write_table(sheets.headers(), sheets.rows_of(handed, zone), "xlsx")),
        "ticket": "\n".join(sheets.ticket_text(one, zone) for one in handed),
        "open311": await open311(town, key),
    }


async def open311(town: Town, key: str) -> str:
    served = Open311(town.app.db, town.app.bot, address="", calls_per_minute=0)
    transport = httpx.ASGITransport(app=Starlette(routes=served.routes))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        said = await client.get("/open311/v2/requests.json", params={"api_key": key})
    assert len(said.json()) == MANY
    return said.text


async def test_the_canaries_would_be_found_if_they_were_there(town: Town) -> None:
    await all_reported(town)

    async with town.app.db.reading() as tx:
        mine: Any = await own_data.gathered(tx, town.people["选民0"])

    assert found_in(str(mine)) == [PHONES[0], ADDRESSES[0], NAMES[0]]
    assert found_in(Issue.__name__) == []


async def test_a_canary_that_lies_in_the_database_would_be_found(
    town_on: Town, database_url: str
) -> None:
    """Bytes, too: a dump writes them as digits."""
    async with town_on.app.db.transaction() as tx:
        row = await tx.get(Group, town_on.group_id)
        assert row is not None
        row.name = f"代表组 {PHONES[3]}"
        tx.add(
            StoredPicture(
                group_id=town_on.group_id,
                id=1,
                account_id=None,
                kind="jpeg",
                width=1,
                height=1,
                size=1,
                made_at=clock.now(),
                content=ADDRESSES[4].encode(),
            )
        )

    assert found_in(await everything_in(database_url)) == [PHONES[3], ADDRESSES[4]]


async def test_the_lists_of_the_staff_hold_no_numbers_either(town: Town) -> None:
    await staff_chat(town)
    await all_reported(town)
    async with town.app.db.reading() as tx:
        rows = (await tx.scalars(select(Issue))).all()

    lines = [views.line_of(one) for one in rows]

    assert len(lines) == MANY
    assert found_in(str(lines)) == []
