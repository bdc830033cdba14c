"""A keys file that is not this database's: said, refused, and nothing is lost by it."""

import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from cryptography.fernet import Fernet
from starlette.applications import Starlette

from bot import beginning
from bot.config import ConfigProblem
from bot.health import Health
from models import clock
from models.messages.tables import MessageState
from models.operations import daily
from models.people import keys
from models.people.keys import Keys, KeysProblem
from models.resealing import fitting
from models.updates import actions as updates
from tests.carriers.outbox import a_little_later, post, row
from tests.carriers.test_intake import said
from tests.cli.calling import Console
from tests.town import Town, a_town


@pytest.fixture
async def town(tmp_path: Path, database_url: str) -> AsyncIterator[Town]:
    """The town on each kind of database."""
    async with a_town(tmp_path, database_url) as built:
        yield built


def path_of(town: Town) -> Path:
    return town.app.config.privacy.keys_file


def replace(path: Path) -> str:
    """Put another database's keys in place of a file; return what it held."""
    held = path.read_text(encoding="utf-8")
    path.write_text(keys.made(), encoding="utf-8")
    return held


FIRST, SECOND = Fernet.generate_key(), Fernet.generate_key()
INDEX = b"o" * 32


async def test_the_keys_of_a_database_fit_it_and_no_others_do(town: Town) -> None:
    await town.announce()

    async with town.app.db.reading() as tx:
        right, wrong = (
            await fitting.fit(tx, keys.current()),
            await fitting.fit(tx, Keys([SECOND], INDEX)),
        )

    assert (right.closed, right.is_foreign) == (0, False)
    assert right.opened == wrong.closed > 0
    assert wrong.is_foreign


async def test_a_lost_file_is_not_made_anew_where_something_is_sealed(town: Town) -> None:
    await town.announce()
    path_of(town).unlink()

    async with town.app.db.reading() as tx:
        with pytest.raises(KeysProblem, match="is missing"):
            await fitting.require(tx, path_of(town))

    assert not path_of(town).exists()


async def test_it_does_not_start_with_another_databases_keys(town: Town) -> None:
    await town.announce()
    held = replace(path_of(town))

    with pytest.raises(ConfigProblem, match="put back the keys file") as refused:
        await beginning.require(town.app.db, town.app.config)

    path_of(town).write_text(held, encoding="utf-8")
    assert "请换回原来的密钥文件" in str(refused.value)
    await beginning.require(town.app.db, town.app.config)


async def test_a_file_replaced_under_a_process_at_work_is_not_taken_up(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    await town.announce()
    before = keys.current()
    held = replace(path_of(town))
    with caplog.at_level(logging.ERROR):
        await town.write("王桂兰", "签到")
        await town.write("李建国", "签到")
    complaints = [one for one in caplog.records if "put back the keys file" in one.getMessage()]
    refused = keys.refused()

    path_of(town).write_text(held, encoding="utf-8")
    again = keys.current()

    assert "签到成功" in town.last_to("王桂兰")
    assert len(complaints) == 1
    assert refused is not None
    assert keys.refused() is None
    assert again.follows(before)


async def health(town: Town) -> tuple[int, str]:
    transport = httpx.ASGITransport(app=Starlette(routes=Health(town.app).routes))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
        answer = await client.get("/healthz")
        return answer.status_code, answer.text


async def test_what_no_key_opens_waits_and_the_rest_leaves(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    both, right = Keys([FIRST, SECOND], INDEX), Keys([FIRST], INDEX)
    keys.use(Keys([SECOND], INDEX))
    town.app.db.owner = None  # as if another process had left it
    closed = await post(town, town.people["王桂兰"])
    keys.use(right)
    opens = await post(town, town.people["李建国"])

    with caplog.at_level(logging.ERROR):
        for _ in range(3):
            await town.app.delivery.once()
    async with town.app.db.reading() as tx:
        word = await daily.the_day(tx, bot_id=town.bot_id, now=clock.now())
    status, words = await health(town)
    keys.use(both)
    await a_little_later(town, 61)

    assert (await row(town, opens)).state is MessageState.SENT
    assert caplog.text.count("1 messages cannot be opened: put back the keys file") == 1
    assert status == 503
    assert "1 messages cannot be opened" in words
    assert word.sealed_away == 1
    assert (await row(town, closed)).state is MessageState.SENT
    assert (await health(town))[1].count("cannot be opened") == 0


async def test_an_update_that_no_key_opens_waits_and_the_rest_is_handled(town: Town) -> None:
    keys.use(Keys([SECOND], INDEX))
    async with town.app.db.transaction() as tx:
        await updates.store(
            tx, bot_id=town.bot_id, raws=[said(71, 9)], owner="gone", now=clock.now()
        )
    keys.use(Keys([FIRST], INDEX))

    found = [await town.app.intake.find() for _ in range(2)]
    keys.use(Keys([FIRST, SECOND], INDEX))
    clock.move(timedelta(seconds=61))

    assert found == [0, 0]
    assert await town.app.intake.find() == 1


def test_the_doctor_says_that_the_keys_are_another_databases(console: Console) -> None:
    console.ready()("roster", "import", console.sheet(), "--group", "XJP", "--yes")
    (console.folder / "huiyin.keys").write_text(keys.made(), encoding="utf-8")

    said_ = console("doctor").stdout

    assert "the keys do not fit this database" in said_
    assert "密钥文件不对" in said_


def test_no_command_works_with_another_databases_keys(console: Console) -> None:
    console.ready()("roster", "import", console.sheet(), "--group", "XJP", "--yes")
    (console.folder / "huiyin.keys").write_text(keys.made(), encoding="utf-8")

    result = console("groups", "add", "乙组", "--code", "YI")

    assert result.exit_code == 1
    assert "is not the file this database is sealed with" in result.stderr
