"""huiyin keys: new keys while the bot works, and nothing that cannot be read afterwards."""

import os
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from bot import beginning
from bot.config import Config, Privacy
from jobs.timetable import Timetable
from models import clock, schema
from models.database import Database
from models.groups.tables import Group
from models.people import key_files, keys
from models.people.keys import Keys, KeysProblem
from models.pictures import actions as pictures
from models.pictures.actions import Made
from models.resealing import actions as resealing
from models.resealing.renewing import sealed_columns
from models.updates import actions as updates
from models.updates import claiming
from tests.cli.calling import Console
from tests.databases import upgraded

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")
OLD, NEW = Fernet.generate_key(), Fernet.generate_key()
INDEX = b"i" * 32


def held(console: Console) -> dict[str, Any]:
    return tomllib.loads((console.folder / "huiyin.keys").read_text(encoding="utf-8"))


@pytest.fixture
def office(console: Console) -> Console:
    """A group with a deputy whose phone number is sealed."""
    console.ready()("roster", "import", console.sheet(), "--group", "XJP", "--yes")
    return console


def test_the_keys_are_made_with_the_database_and_before_the_first_words_come(
    console: Console,
) -> None:
    console("db", "upgrade")

    made = held(console)
    console("db", "upgrade")

    assert held(console) == made


async def test_a_bot_does_not_start_where_its_keys_can_neither_be_read_nor_made(
    database_url: str, tmp_path: Path
) -> None:
    await upgraded(database_url)
    config = Config(privacy=Privacy(keys_file=tmp_path / "away" / "huiyin.keys"))
    keys.use(config.privacy.keys_file)

    async with Database(database_url) as db:
        with pytest.raises(FileNotFoundError):
            await beginning.require(db, config)


def phone_of(console: Console) -> str:
    return console("export", "deputies", "--group", "XJP").stdout


def a_while_passes(console: Console) -> None:
    """Let every process that is at work have read the file."""
    path = console.folder / "huiyin.keys"
    before = path.stat().st_mtime - 90
    os.utime(path, (before, before))


def test_a_key_is_changed_in_three_steps_and_everything_stays_readable(office: Console) -> None:
    before = held(office)["data"]
    for step in ("new", "reseal", "drop-old"):
        a_while_passes(office)
        assert office("keys", step).exit_code == 0, step
        assert "199****0001" in phone_of(office)

    assert len(held(office)["data"]) == 1
    assert held(office)["data"] != before
    assert "next" not in held(office)


def test_the_new_key_does_not_seal_before_every_machine_has_it(office: Console) -> None:
    before = office.rows("SELECT phone_sealed FROM members WHERE phone_sealed IS NOT NULL")

    office("keys", "new")

    old = Keys(held(office)["data"], b"i" * 32)
    assert old.renew(before[0][0])
    assert held(office)["next"] not in held(office)["data"]


def test_a_second_new_key_waits_for_the_first(office: Console) -> None:
    office("keys", "new")

    result = office("keys", "new")

    assert result.exit_code == 1
    assert "reseal" in result.stderr


def test_old_keys_stay_while_anything_needs_them(office: Console) -> None:
    office("keys", "new")
    held_before = held(office)
    path = office.folder / "huiyin.keys"
    front = keys.written([held_before["next"], *held_before["data"]], held_before["index"])
    path.write_text(front, encoding="utf-8")
    a_while_passes(office)

    result = office("keys", "drop-old")

    assert result.exit_code == 1
    assert "minute" not in result.stderr
    assert len(held(office)["data"]) == 2
    assert "199****0001" in phone_of(office)


def test_old_keys_stay_while_a_process_may_not_have_read_the_new_one(office: Console) -> None:
    office("keys", "new")
    office("keys", "reseal")

    result = office("keys", "drop-old")

    assert result.exit_code == 1
    assert "一分钟以后" in result.stderr
    assert len(held(office)["data"]) == 2


async def test_a_process_with_nothing_to_seal_keeps_up_with_its_keys(
    database_url: str, tmp_path: Path
) -> None:
    path = tmp_path / "huiyin.keys"
    keys.use(path)
    keys.current()
    await upgraded(database_url)
    async with Database(database_url) as db:
        table = Timetable(db, 1, "me", {}, holds=False)

        for step in (key_files.add, key_files.promote, _newest_alone):
            step(path)
            await table.tick("beat")

    assert keys.refused() is None
    assert keys.read(path).unseal(keys.current().seal("一", bound_to="x"), bound_to="x") == "一"


def _newest_alone(path: Path) -> None:
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    path.write_text(keys.written(found["data"][:1], found["index"]), encoding="utf-8")


def test_a_process_at_work_reads_the_changed_file(tmp_path: Path) -> None:
    path = tmp_path / "huiyin.keys"
    keys.use(path)
    sealed = keys.current().seal("一", bound_to="x")
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    newer = Fernet.generate_key().decode()
    path.write_text(keys.written([newer, *found["data"]], found["index"]), encoding="utf-8")

    again = keys.current().seal("二", bound_to="x")

    assert keys.current().unseal(sealed, bound_to="x") == "一"
    with pytest.raises(KeysProblem):
        keys.Keys(found["data"], INDEX).unseal(again, bound_to="x")


async def test_whatever_is_sealed_is_sealed_anew(database_url: str) -> None:
    keys.use(Keys([OLD], INDEX))
    now = clock.now()
    async with Database(database_url) as db:
        await schema.upgrade(db)
        async with db.transaction() as tx:
            tx.add(
                Group(
                    id=1,
                    code="XJP",
                    name="组",
                    timezone="Asia/Shanghai",
                    locale="zh-CN",
                    created_at=now,
                )
            )
            made = Made(kind="png", content=b"dots", width=1, height=1)
            mark = pictures.keep(tx, made, group_id=1, account_id=None, now=now)
            raws = [{"update_id": one, "message": {"text": "话"}} for one in range(450)]
            await updates.store(tx, bot_id=1, raws=raws, owner="me", now=now)
        both = Keys([NEW, OLD], INDEX)
        with pytest.raises(KeysProblem):
            await resealing.require_sealed_with(db, Keys([NEW], INDEX))

        renewed = await resealing.reseal(db, both)

        assert renewed == 451
        keys.use(Keys([NEW], INDEX))
        await resealing.require_sealed_with(db, keys.current())
        async with db.transaction() as tx:
            found = await claiming.strays(tx, bot_id=1, owner="me", before=now + timedelta(days=1))
            key = pictures.key_of(mark)
            assert key is not None
            assert await pictures.read(tx, group_id=1, picture_id=key[1]) == made
        assert len(found) == 450


def test_no_sealed_column_is_forgotten() -> None:
    named = {
        f"{one.column.table.name}.{one.column.name}" for o in sealed_columns().values() for one in o
    }

    assert named >= {
        "members.phone_sealed",
        "issues.address_sealed",
        "updates.body",
        "messages.body",
        "drafts.data",
        "pictures.content",
        "roster_files.content",
    }
