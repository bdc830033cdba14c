"""huiyin doctor says in plain words what is wrong, and what to do about it."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import TimeoutError as PoolTimeout
from typer.testing import CliRunner, Result

from bot import doctor, running
from bot.cli import app
from bot.config import (
    BackupsSection,
    Config,
    ConfigProblem,
    DatabaseSection,
    Http,
    Privacy,
    Telegram,
)
from bot.findings import Finding, Verdict
from models import clock, schema, working_days
from models.audit import actions as audit
from models.backups.rules import name_of
from models.base import Base, new_id
from models.database import Database
from models.durability import unsafe_settings
from models.groups.tables import Chat, ChatRole, Group
from models.instances.tables import Instance
from models.people import keys
from models.people.rules import OPERATOR
from models.points import actions as points
from models.points.tables import AdoptedRules
from models.updates.tables import Update, UpdateState
from sandbox.acts import Acts
from sandbox.clock import Clock
from sandbox.server import serve
from sandbox.world import World
from tests.cli.calling import Console

TOKEN = "1000001:TEST"


@dataclass(slots=True)
class Installation:
    """A sandbox over HTTP, and a configuration that points at it."""

    world: World
    config: Config
    bot_id: int

    async def findings(self) -> dict[str, Finding]:
        """Return what the doctor finds, by its English words."""
        return {one.en: one for one in await doctor.examine(self.config)}

    def with_telegram(self, **settings: object) -> None:
        """Change settings of the telegram section."""
        section = Telegram.model_validate({**self.config.telegram.model_dump(), **settings})
        self.config = self.config.model_copy(update={"telegram": section})


@pytest.fixture
async def installed(tmp_path: Path) -> AsyncIterator[Installation]:
    """An installation in which all is well, but no chat is linked."""
    world = World(clock=Clock(), strict=True)
    bot = world.add_bot(token=TOKEN, name="回音", username="huiyin_bot")
    async with serve(world) as served:
        config = Config(
            telegram=Telegram.model_validate({"token": TOKEN, "api_url": served.url}),
            database=DatabaseSection.model_validate(
                {"url": f"sqlite+aiosqlite:///{tmp_path}/doctor.db"}
            ),
            http=Http(listen=""),
            privacy=Privacy(keys_file=tmp_path / "huiyin.keys"),
            backups=BackupsSection(folder=tmp_path / "backups"),
        )
        async with Database(config.database.url.get_secret_value()) as db:
            await schema.upgrade(db)
        yield Installation(world=world, config=config, bot_id=bot.id)


async def link(installed: Installation, *, as_administrator: bool) -> None:
    creator = installed.world.add_user(name="群主")
    chat = installed.world.add_group(
        title="代表群", kind="supergroup", creator=creator.id, members=[]
    )
    acts = Acts(installed.world)
    acts.add_to_group(creator.id, chat.id, installed.bot_id)
    if as_administrator:
        acts.promote(creator.id, chat.id, installed.bot_id)
    group = Group(
        id=new_id(),
        code="XJP",
        name="徐家棚街",
        timezone="Asia/Shanghai",
        locale="zh-CN",
        created_at=clock.now(),
    )
    linked = Chat(
        chat_id=chat.id,
        group_id=group.id,
        role=ChatRole.DEPUTIES,
        title="代表群",
        linked_at=clock.now(),
    )
    url = installed.config.database.url.get_secret_value()
    async with Database(url) as db, db.transaction() as tx:
        tx.add(group)
        await tx.flush()
        tx.add(linked)


async def test_a_sound_installation_has_nothing_wrong(installed: Installation) -> None:
    await link(installed, as_administrator=True)

    found = await installed.findings()

    assert [one.en for one in found.values() if not one.ok] == []
    assert "administrator in 代表群" in found


async def test_a_check_in_is_tried_out_and_leaves_nothing(installed: Installation) -> None:
    found = await installed.findings()
    url = installed.config.database.url.get_secret_value()
    async with Database(url) as db, db.reading() as tx:
        groups = (await tx.scalars(select(Group.id))).all()

    assert found["a check-in was tried out: it works (nothing of it stays)"].ok
    assert groups == []
    assert not installed.config.privacy.keys_file.exists()


async def test_a_database_in_which_nobody_can_check_in_is_wrong(installed: Installation) -> None:
    url = installed.config.database.url.get_secret_value()
    async with Database(url) as db, db.transaction() as tx:
        refusal = "BEGIN SELECT RAISE(ABORT, 'read only'); END"
        await tx.execute(text(f"CREATE TRIGGER no BEFORE INSERT ON attendances {refusal}"))

    (wrong,) = [one for one in (await installed.findings()).values() if not one.ok]

    assert "试了一次签到，没有成功" in wrong.zh
    assert "read only" in wrong.zh


async def test_a_database_that_is_busy_is_no_fault(
    installed: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def too_late(*_all: object) -> None:
        raise PoolTimeout("others are at it")

    monkeypatch.setattr(doctor, "rehearse", too_late)
    found = await installed.findings()

    (hint,) = [one for en, one in found.items() if "the database was busy" in en]
    assert hint.verdict is Verdict.HINT


async def test_without_a_token_it_says_where_to_put_one(installed: Installation) -> None:
    installed.with_telegram(token="")

    found = await installed.findings()

    assert not found["no token yet: [telegram] token"].ok


async def test_a_refused_token_is_named_as_such(installed: Installation) -> None:
    installed.with_telegram(token="999:WRONG")

    found = await installed.findings()

    assert not found["Telegram does not accept the token"].ok


async def test_a_member_that_cannot_hear_the_word_is_told_to_become_administrator(
    installed: Installation,
) -> None:
    await link(installed, as_administrator=False)

    found = await installed.findings()

    [wrong] = [one for one in found.values() if not one.ok]
    assert "管理员" in wrong.zh


async def test_a_group_on_the_standard_rules_of_an_earlier_version_is_named(
    installed: Installation,
) -> None:
    await link(installed, as_administrator=True)
    async with Database(installed.config.database.url.get_secret_value()) as db:
        async with db.transaction() as tx:
            group_id = (await tx.scalars(select(Group.id))).one()
            await points.adopt_default(tx, group_id=group_id, by=OPERATOR, now=clock.now())
        before = await installed.findings()
        async with db.transaction() as tx:
            row = await tx.get(AdoptedRules, (group_id, 1))
            assert row is not None
            row.rules = {**row.rules, "rules": row.rules["rules"][:3]}
        after = await installed.findings()

    assert not [one for one in before if "newer standard" in one]
    (hint,) = [one for en, one in after.items() if "newer standard" in en]
    assert "huiyin points adopt-standard --group XJP" in hint.zh
    assert hint.ok


async def test_a_channel_in_which_the_bot_may_not_post_is_named(
    installed: Installation,
) -> None:
    await link(installed, as_administrator=True)
    url = installed.config.database.url.get_secret_value()
    async with Database(url) as db, db.transaction() as tx:
        row = (await tx.scalars(select(Chat))).one()
        row.role = ChatRole.CHANNEL
    acts = Acts(installed.world)
    acts.demote(row_owner(installed), row.chat_id, installed.bot_id)

    found = await installed.findings()

    [wrong] = [one for one in found.values() if not one.ok]
    assert "公告发不出去" in wrong.zh


def row_owner(installed: Installation) -> int:
    """Return who founded the chat."""
    return next(one.id for one in installed.world.users.values() if one.name == "群主")


async def test_a_webhook_without_a_long_secret_is_wrong(installed: Installation) -> None:
    installed.with_telegram(
        mode="webhook", webhook_url="https://bot.example.org/x", webhook_secret="short"
    )

    found = await installed.findings()

    assert not found["webhook_secret needs 32 characters"].ok


async def test_an_old_schema_is_told_the_command(installed: Installation, tmp_path: Path) -> None:
    empty = DatabaseSection.model_validate({"url": f"sqlite+aiosqlite:///{tmp_path}/empty.db"})
    installed.config = installed.config.model_copy(update={"database": empty})

    found = await installed.findings()

    assert not found["the database needs: huiyin db upgrade"].ok


async def test_keys_that_others_can_read_are_wrong(installed: Installation) -> None:
    path = installed.config.privacy.keys_file
    path.write_text(keys.made(), encoding="utf-8")
    path.chmod(0o644)

    found = await installed.findings()

    [wrong] = [one for one in found.values() if not one.ok]
    assert "chmod 600" in wrong.zh


# Backups, keys, files, room


def a_backup(installed: Installation, *, age: timedelta) -> None:
    folder = installed.config.backups.folder
    folder.mkdir(exist_ok=True)
    (folder / name_of(clock.now() - age)).write_bytes(b"x")


async def the_only(installed: Installation, part: str) -> Finding:
    """Return the one finding whose English words hold a part."""
    [one] = [each for words, each in (await installed.findings()).items() if part in words]
    return one


async def test_without_any_backup_it_says_how_to_make_one(installed: Installation) -> None:
    one = await the_only(installed, "no backup in")

    assert one.verdict is Verdict.HINT
    assert "huiyin backup" in one.zh


async def test_a_backup_of_last_night_is_well_and_one_of_three_days_ago_is_not(
    installed: Installation,
) -> None:
    a_backup(installed, age=timedelta(days=3))
    old = await the_only(installed, "the last backup is")
    a_backup(installed, age=timedelta(hours=9))
    fresh = await the_only(installed, "backups is")

    assert (old.verdict, fresh.verdict) == (Verdict.WRONG, Verdict.WELL)
    assert "3 天前" in old.zh
    assert fresh.en == "the last of 2 backups is 9 h old"


async def test_keys_beside_the_backups_that_they_open_are_wrong(installed: Installation) -> None:
    a_backup(installed, age=timedelta(hours=1))
    path = installed.config.backups.folder / "huiyin.keys"
    path.write_text("x", encoding="utf-8")
    path.chmod(0o600)
    privacy = installed.config.privacy.model_copy(update={"keys_file": path})
    installed.config = installed.config.model_copy(update={"privacy": privacy})

    assert not (await the_only(installed, "lies with the backups")).ok


@pytest.mark.parametrize(
    ("free", "verdict"),
    [(5 << 30, Verdict.WELL), (1 << 30, Verdict.HINT), (1 << 20, Verdict.WRONG)],
)
async def test_a_disk_that_fills_up_is_told_in_time(
    installed: Installation, monkeypatch: pytest.MonkeyPatch, free: int, verdict: Verdict
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=free))

    assert (await the_only(installed, " left ")).verdict is verdict


async def test_a_database_and_a_configuration_that_all_can_read_are_told(
    installed: Installation, tmp_path: Path
) -> None:
    (tmp_path / "doctor.db").chmod(0o644)
    config = tmp_path / "config.toml"
    config.write_text("", encoding="utf-8")
    config.chmod(0o644)

    found = {one.en: one for one in await doctor.examine(installed.config, config)}

    [database] = [
        one for words, one in found.items() if words.endswith(f"chmod 600 {tmp_path}/doctor.db")
    ]
    [token] = [one for words, one in found.items() if "holds the token" in words]
    assert (database.verdict, token.verdict) == (Verdict.HINT, Verdict.WRONG)


# What stands in the database


async def write(installed: Installation, *rows: Base) -> None:
    url = installed.config.database.url.get_secret_value()
    async with Database(url) as db, db.transaction() as tx:
        for row in rows:
            tx.add(row)


async def test_processes_are_counted_one_alone_and_one_that_stands_by(
    installed: Installation,
) -> None:
    none = await the_only(installed, "no process is at work")
    now = clock.now()
    await write(installed, Instance(name="a", started_at=now, seen_at=now))
    one = await the_only(installed, "one process is at work")
    await write(installed, Instance(name="b", started_at=now, seen_at=now))
    two = await the_only(installed, "2 processes")

    assert [none.verdict, one.verdict, two.verdict] == [Verdict.HINT, Verdict.WELL, Verdict.WELL]


async def test_what_is_long_overdue_for_deletion_shows_that_the_job_did_not_run(
    installed: Installation,
) -> None:
    assert (await the_only(installed, "personal data is deleted")).verdict is Verdict.WELL
    await link(installed, as_administrator=True)
    url = installed.config.database.url.get_secret_value()
    long_ago = clock.now() - timedelta(days=installed.config.privacy.audit_days + 3)
    async with Database(url) as db, db.transaction() as tx:
        [group] = await tx.scalars(select(Group.id))
        audit.write(tx, "groups.add", by=OPERATOR, now=long_ago, group_id=group)

    one = await the_only(installed, "overdue for deletion")

    assert not one.ok
    assert "huiyin retention" in one.zh


async def test_updates_that_were_set_aside_are_told(installed: Installation) -> None:
    keys.use(installed.config.privacy.keys_file)
    now = clock.now()
    facts = {"key": "1", "body": "{}", "received_at": now, "not_before": now}
    await write(
        installed,
        Update(bot_id=installed.bot_id, update_id=1, state=UpdateState.PARKED, **facts),
        Update(bot_id=installed.bot_id + 1, update_id=2, state=UpdateState.PARKED, **facts),
    )

    assert (await the_only(installed, "set aside")).en.startswith("1 updates")


async def test_the_end_of_the_holiday_table_is_told_and_not_before(
    installed: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working_days, "known_until", lambda: clock.now().date() + timedelta(400))
    far = await the_only(installed, "holidays are known until")
    monkeypatch.setattr(working_days, "known_until", lambda: clock.now().date() + timedelta(20))
    near = await the_only(installed, "holidays are known until")

    assert (far.verdict, near.verdict) == (Verdict.WELL, Verdict.HINT)


async def test_the_settings_of_both_databases_are_safe(database_url: str) -> None:
    async with Database(database_url) as db, db.reading() as tx:
        assert await unsafe_settings(tx) == []


@pytest.mark.postgres
async def test_commits_that_wait_for_no_disk_are_named(postgres_url: str) -> None:
    async with Database(postgres_url) as db, db.transaction() as tx:
        await tx.execute(text("SET LOCAL synchronous_commit = off"))

        assert await unsafe_settings(tx) == ["synchronous_commit=off"]


async def test_a_staff_chat_with_topics_asks_for_the_right_to_open_them(
    installed: Installation,
) -> None:
    await link(installed, as_administrator=False)
    url = installed.config.database.url.get_secret_value()
    async with Database(url) as db, db.transaction() as tx:
        [chat] = await tx.scalars(select(Chat))
        chat.role = ChatRole.STAFF
    [creator] = [one.id for one in installed.world.users.values() if one.name == "群主"]
    Acts(installed.world).set_forum(creator, chat.chat_id)

    one = await the_only(installed, "give the bot the right to manage them")

    assert one.verdict is Verdict.HINT


# The command


@pytest.mark.parametrize(("mode", "status"), [(0o600, 0), (0o644, 1)])
async def test_the_exit_status_tells_whether_something_has_to_be_mended(
    installed: Installation, tmp_path: Path, mode: int, status: int
) -> None:
    await link(installed, as_administrator=True)
    keys_file = tmp_path / "huiyin.keys"
    keys_file.write_text(keys.made(), encoding="utf-8")
    keys_file.chmod(mode)
    config = tmp_path / "config.toml"
    config.write_text(
        f"""[telegram]
token = "{TOKEN}"
api_url = "{installed.config.telegram.api_url}"
[database]
url = "{installed.config.database.url.get_secret_value()}"
[privacy]
keys_file = "{keys_file}"
[backups]
folder = "{tmp_path}/backups"
""",
        encoding="utf-8",
    )
    config.chmod(0o640)

    def call() -> Result:
        return CliRunner().invoke(app, ["--config", str(config), "doctor"])

    result = await asyncio.to_thread(call)

    assert result.exit_code == status, result.output
    assert result.output.splitlines()[0].startswith("✓ 令牌有效")


async def test_an_address_that_telegram_refuses_is_said_in_words(installed: Installation) -> None:
    installed.with_telegram(
        mode="webhook", webhook_url="http://bot.example.org/telegram", webhook_secret="s" * 32
    )

    with pytest.raises(ConfigProblem, match=r"webhook_url: Telegram 不接受.+https"):
        await running.run(installed.config)


def test_a_file_that_cannot_be_made_is_named_without_a_traceback(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    console.ready()
    monkeypatch.setenv("HUIYIN_PRIVACY__KEYS_FILE", str(console.folder / "away" / "huiyin.keys"))

    result = console("roster", "import", console.sheet(), "--group", "XJP", "--yes")

    assert result.exit_code == 1
    assert "读写不了" in result.stderr
    assert "away/huiyin.keys" in result.stderr
