"""huiyin doctor says in plain words what is wrong, and what to do about it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import doctor
from bot.config import Config, DatabaseSection, Http, Privacy, Telegram
from bot.doctor import Finding
from models import clock, schema
from models.base import new_id
from models.database import Database
from models.groups.tables import Chat, ChatRole, Group
from models.people.rules import OPERATOR
from models.points import actions as points
from models.points.tables import AdoptedRules
from sandbox.acts import Acts
from sandbox.clock import Clock
from sandbox.server import serve
from sandbox.world import World

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
    path.write_text("x", encoding="utf-8")
    path.chmod(0o644)

    found = await installed.findings()

    [wrong] = [one for one in found.values() if not one.ok]
    assert "chmod 600" in wrong.zh
