"""huiyin backup, restore: what was acknowledged comes back, whole or not at all."""

import asyncio
import io
import itertools
import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from models import clock, schema
from models.backups import dumping, loading, sealing
from models.backups.notices import NotEmpty, Unreadable
from models.base import new_id
from models.database import Database
from models.errors import Refusal
from models.groups.tables import Group
from models.people import keys
from models.people.tables import Member, Role
from tests.cli.calling import Console
from tests.cli.room import call
from tests.town import Town

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")
CANARY = "金丝雀桂兰"


@pytest.fixture
async def filled(database_url: str, tmp_path: Path) -> AsyncIterator[Database]:
    """A database of either kind with a group in it."""
    keys.use(tmp_path / "huiyin.keys")
    async with Database(database_url) as db:
        await schema.upgrade(db)
        now = clock.now()
        async with db.transaction() as tx:
            tx.add(
                Group(
                    id=1,
                    code="XJP",
                    name=CANARY,
                    timezone="Asia/Shanghai",
                    locale="zh-CN",
                    created_at=now,
                )
            )
        yield db


def member(name: str, *, group_id: int = 1) -> Member:
    return Member(
        group_id=group_id, id=new_id(), role=Role.DEPUTY, name=name, created_at=clock.now()
    )


async def names(db: Database) -> set[str]:
    async with db.reading() as tx:
        return set(await tx.scalars(select(Member.name)))


async def packed(db: Database) -> bytes:
    file = io.BytesIO()
    await sealing.write(dumping.dump(db, now=clock.now()), file, keys.current())
    return file.getvalue()


async def unpacked(content: bytes, folder: Path) -> Database:
    db = Database(f"sqlite+aiosqlite:///{folder}/restored.db")
    try:
        await loading.restore(db, sealing.read(io.BytesIO(content), keys.current()))
    except Refusal:
        await db.close()
        raise
    return db


async def test_a_backup_under_load_holds_all_that_was_acknowledged_before(
    filled: Database, tmp_path: Path
) -> None:
    acknowledged: list[str] = []
    enough = asyncio.Event()

    async def write_on() -> None:
        for number in itertools.count():
            async with filled.transaction() as tx:
                tx.add(member(f"代表{number:04}"))
            acknowledged.append(f"代表{number:04}")
            if number == 20:
                enough.set()

    async with asyncio.TaskGroup() as tasks:
        writing = tasks.create_task(write_on())
        await enough.wait()
        before = set(acknowledged)
        content = await packed(filled)
        writing.cancel()
    restored = await unpacked(content, tmp_path)

    found = await names(restored)
    await restored.close()
    assert before <= found
    assert found <= set(acknowledged) | {f"代表{len(acknowledged):04}"}


async def test_every_table_comes_back_row_by_row(town: Town, tmp_path: Path) -> None:
    await town.announce()
    await town.write("王桂兰", "签到")
    content = await packed(town.app.db)
    restored = await unpacked(content, tmp_path)

    assert await _counts(restored) == await _counts(town.app.db)
    assert (await _counts(restored))["ledger_lines"] == 1
    assert await packed_lines(restored) == await packed_lines(town.app.db)
    await restored.close()


async def _counts(db: Database) -> dict[str, int]:
    async with db.reading() as tx:
        return {
            one.name: (await tx.scalars(select(func.count()).select_from(one))).one()
            for one in dumping.tables()
        }


async def packed_lines(db: Database) -> list[str]:
    return [line async for line in dumping.dump(db, now=clock.now())][1:]


@pytest.mark.postgres
async def test_a_backup_moves_from_sqlite_to_postgresql(town: Town, postgres_url: str) -> None:
    await town.announce()
    await town.write("王桂兰", "签到")
    content = await packed(town.app.db)

    async with Database(postgres_url) as target:
        await loading.restore(target, sealing.read(io.BytesIO(content), keys.current()))

        assert await packed_lines(target) == await packed_lines(town.app.db)
        async with target.transaction() as tx:
            tx.add(member("谁", group_id=404))
            with pytest.raises(IntegrityError):  # keys hold again, row by row
                await tx.flush()
            await tx.session.rollback()


async def test_nobody_reads_a_backup_without_the_keys(filled: Database, tmp_path: Path) -> None:
    content = await packed(filled)

    assert CANARY.encode() not in content
    keys.use(tmp_path / "other.keys")
    with pytest.raises(Refusal) as refused:
        loading.check(sealing.read(io.BytesIO(content), keys.current()))
    assert isinstance(refused.value.notice, Unreadable)


@pytest.mark.parametrize("harm", ["flipped", "cut", "cut at a piece", "two pieces swapped"])
async def test_a_damaged_backup_changes_nothing(
    filled: Database, tmp_path: Path, harm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "_PIECE", 64)
    content = await packed(filled)
    head, size = 16 + 33, 4 + 12 + 64 + 16
    assert len(content) > head + 4 * size  # there are pieces to be harmed
    match harm:
        case "flipped":
            broken = content[:-1] + bytes([content[-1] ^ 1])
        case "cut":
            broken = content[:-5]
        case "cut at a piece":
            broken = content[: head + 2 * size]
        case _:
            first, second = content[head : head + size], content[head + size : head + 2 * size]
            broken = content[:head] + second + first + content[head + 2 * size :]

    with pytest.raises(Refusal) as refused:
        await unpacked(broken, tmp_path)

    # By the seal itself: what lies in the wrong place is not even unpacked.
    assert refused.value.notice == Unreadable(problem="closed")
    async with Database(f"sqlite+aiosqlite:///{tmp_path}/restored.db") as target:
        assert await schema.present(target) is None or not await names(target)


@pytest.mark.parametrize("many", [1, 3, 40, 300])
async def test_a_backup_of_any_length_is_read_back(
    many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "_PIECE", 4096)
    monkeypatch.setattr(sealing, "_LARGEST", 4096 + 28)  # what comes last is no longer either
    lines = [secrets.token_hex(200) for _ in range(many)]  # nothing of them can be compressed away

    async def give() -> AsyncIterator[str]:
        for line in lines:
            yield line

    file = io.BytesIO()
    await sealing.write(give(), file, keys.current())
    file.seek(0)

    assert list(sealing.read(file, keys.current())) == lines


async def test_a_backup_goes_into_an_empty_database_only(filled: Database) -> None:
    content = await packed(filled)

    with pytest.raises(Refusal) as refused:
        await loading.restore(filled, sealing.read(io.BytesIO(content), keys.current()))

    assert isinstance(refused.value.notice, NotEmpty)


async def test_the_commands_write_check_and_restore(town: Town, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    made = await call(town, tmp_path, "backup", str(kept))
    assert made.exit_code == 0, made.output
    (backup,) = kept.iterdir()
    assert backup.stat().st_mode & 0o077 == 0
    checked = await call(town, tmp_path, "restore", str(backup), "--check")
    assert checked.exit_code == 0, checked.output
    fresh = Console(tmp_path / "fresh")
    fresh.folder.mkdir()
    (tmp_path / "huiyin.keys").rename(fresh.folder / "huiyin.keys")

    result = await fresh.beside("restore", str(backup))

    assert result.exit_code == 0, result.output
    assert fresh.rows("SELECT count(*) FROM members") == [(len(town.members),)]


def test_a_restore_without_the_key_file_makes_no_new_one(console: Console) -> None:
    result = console("restore", "nowhere.backup")

    assert result.exit_code == 1
    assert "密钥" in result.stderr
    assert not (console.folder / "huiyin.keys").exists()


def test_what_is_no_backup_is_refused(console: Console) -> None:
    console.ready()("backup", str(console.folder / "kept"))
    other = console.folder / "other.backup"
    other.write_text("姓名,角色\n")

    result = console("restore", str(other), "--check")

    assert result.exit_code == 1
    assert "备份不能用" in result.stderr
