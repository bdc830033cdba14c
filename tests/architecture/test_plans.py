"""No question the program asks walks through a table that grows.

Every town of `tests/town.py` is watched, so each test of a door looks at the plans of what it
asked. Here it is shown that the watch sees, and PostgreSQL is asked for its plans too.
"""

import re
import sqlite3
from datetime import timedelta
from pathlib import Path

from sqlalchemy import event, make_url, select, tuple_
from sqlalchemy.dialects import sqlite

from models import clock, schema
from models.asking import among
from models.database import Database
from models.messages import carrying
from models.messages.tables import Message
from models.reminders import inviting
from models.updates import claiming
from tests import plans
from tests.plans import SMALL, Watch, watch
from tests.postgres import Postgres
from tests.town import Town, a_town

CLERK, DEPUTY = "周敏", "王桂兰"


def plan(path: Path, statement: object) -> str:
    words = str(
        statement.compile(  # type: ignore[attr-defined]
            dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}
        )
    )
    with sqlite3.connect(path) as bare:
        return " / ".join(row[3] for row in bare.execute(f"EXPLAIN QUERY PLAN {words}"))


async def test_the_watch_sees_a_walk_and_lets_a_search_pass(town: Town) -> None:
    watching = Watch(str(town.app.db.url.database))

    watching.seen = {
        "SELECT id FROM activities WHERE place = ?": ("水岸社区",),
        "SELECT a.id FROM activities AS a WHERE a.place = ?": ("水岸社区",),
        "SELECT update_id FROM updates WHERE bot_id = ? AND state = ?": (1, "new"),
        "SELECT update_id FROM updates WHERE bot_id = ? AND state = 'new' AND key > ''": (1,),
        "SELECT id FROM activities WHERE group_id = ? AND id = ?": (1, 2),
    }
    walks = watching.walks()

    assert len(walks) == 3
    assert all("SCAN a" in one for one in walks[:2])
    assert "(bot_id=?)" in walks[2]  # all that the bot ever got


async def test_what_a_day_asks_for_is_seen(tmp_path: Path) -> None:
    async with a_town(tmp_path) as town:
        watching = watch(town.app.db)
        assert watching is not None

        await town.write(DEPUTY, "我的积分")

        asked = " ".join([*watching.seen, *_known()])
        assert "FROM ledger_lines" in asked


def _known() -> set[str]:
    """Return what other towns of this process have asked before."""
    return plans._explained


async def test_many_keys_are_found_by_an_index_and_pairs_are_not(tmp_path: Path) -> None:
    path = tmp_path / "plans.db"
    async with Database(f"sqlite+aiosqlite:///{path}") as db:
        await schema.upgrade(db)
    keys = [(1, 2), (1, 3), (2, 4)]

    pairs = plan(path, select(Message.id).where(tuple_(Message.group_id, Message.id).in_(keys)))
    by_group = plan(path, select(Message.id).where(among(Message.group_id, Message.id, keys)))

    assert "SCAN messages" in pairs  # why `among` is there
    assert "SCAN messages" not in by_group
    assert by_group.count("(group_id=? AND id=?)") == 2  # a group, a look


async def look_for_what_was_left(db: Database) -> list[str]:
    """Do what delivery does every second; return its statements that read messages."""
    asked: set[str] = set()
    _listen(db, asked)
    async with db.transaction() as tx:
        await carrying.let_go(tx, bot_id=1, owner="me", now=clock.now())
        await carrying.claim(tx, bot_id=1, owner="me", now=clock.now())
        await carrying.claim(tx, bot_id=1, owner="me", now=clock.now(), answers_only=True)
    return sorted(one for one in asked if "FROM messages" in one)


async def test_sqlite_finds_what_was_left_in_order_without_looking_at_all_that_waits(
    tmp_path: Path,
) -> None:
    path = tmp_path / "plans.db"
    async with Database(f"sqlite+aiosqlite:///{path}") as db:
        await schema.upgrade(db)
        asked = await look_for_what_was_left(db)

    bare = sqlite3.connect(path)
    [holders, answers, claiming] = [_lite_plan(bare, one) for one in asked]
    bare.close()

    assert "ix_messages_left (bot_id=? AND lane=?)" in answers
    assert "ix_messages_left (bot_id=?)" in claiming
    assert "ORDER BY" not in claiming + answers  # no sorting: it stops after so many
    assert "ix_messages_waiting (bot_id=? AND owner>?)" in holders


async def test_postgresql_finds_what_was_left_in_order_without_looking_at_all_that_waits(
    postgres_server: Postgres,
) -> None:
    with postgres_server.database() as url:
        async with Database(url) as db:
            await schema.upgrade(db)
            asked = await look_for_what_was_left(db)
        [holders, answers, claiming] = [_explained(postgres_server, url, one) for one in asked]

    for one in (answers, claiming):
        assert "ix_messages_left" in one
        assert "Sort" not in one
    assert "ix_messages_waiting" in holders
    assert "Limit" in holders  # one name each time, not all the rows of it


async def test_postgresql_finds_a_message_by_its_key_before_it_knows_the_table(
    postgres_server: Postgres,
) -> None:
    with postgres_server.database() as url:
        async with Database(url) as db:
            await schema.upgrade(db)
        by_key = "UPDATE messages SET attempts = 1 WHERE group_id = $1 AND id = $2"
        by_matter = "UPDATE messages SET wanted = 1 WHERE group_id = $1 AND about = ANY ($2)"
        of_a_member = "SELECT 1 FROM members WHERE group_id = $1 AND id = $2 FOR KEY SHARE"
        name = make_url(url).database
        plans_of = [
            postgres_server.sql(f"\\connect {name}\nEXPLAIN (GENERIC_PLAN) {one};")
            for one in (by_key, by_matter, of_a_member)
        ]

    assert "pk_messages" in plans_of[0]
    assert "uq_messages_about_group_id_chat_id" in plans_of[1]
    assert "pk_members" in plans_of[2]  # as a foreign key asks, for each row that points there


async def test_postgresql_claims_updates_by_indexes_alone_before_it_knows_the_table(
    postgres_server: Postgres,
) -> None:
    with postgres_server.database() as url:
        async with Database(url) as db:
            await schema.upgrade(db)
            asked: set[str] = set()
            _listen(db, asked)
            async with db.transaction() as tx:
                await claiming.claim(
                    tx, bot_id=1, owner="me", now=clock.now(), limit=100, of_gone=False
                )
        [claim] = [one for one in asked if "of_all" in one]
        plan_of_it = _explained(postgres_server, url, claim)

    of_the_person = "Index Cond: ((bot_id = updates_1.bot_id) AND ((key)::text = (updates_1.key)"
    assert "ix_updates_left" in plan_of_it
    assert of_the_person in plan_of_it, plan_of_it  # not all that is new, for each of the rows
    assert "Anti Join" not in plan_of_it


def _lite_plan(bare: sqlite3.Connection, statement: str) -> str:
    nothing = (None,) * statement.count("?")
    plan = bare.execute(f"EXPLAIN QUERY PLAN {statement}", nothing)
    return " / ".join(str(row[3]) for row in plan)


async def test_the_look_for_late_invitations_begins_with_those_who_were_just_bound(
    tmp_path: Path,
) -> None:
    path = tmp_path / "plans.db"
    asked: set[str] = set()
    async with Database(f"sqlite+aiosqlite:///{path}") as db:
        await schema.upgrade(db)
        _listen(db, asked)
        async with db.transaction() as tx:
            now = clock.now()
            found = await inviting.uninvited(tx, now=now, bound_since=now - timedelta(hours=1))

    [only] = asked  # nobody was bound: nothing else is asked
    bare = sqlite3.connect(path)
    looked = _lite_plan(bare, only)
    bare.close()

    assert list(found) == []
    assert "ix_members_bound_at (bound_at>?)" in looked
    assert "SCAN" not in looked


async def test_postgresql_finds_an_index_for_everything_a_day_asks(
    tmp_path: Path, postgres_server: Postgres
) -> None:
    with postgres_server.database() as url:
        async with a_town(tmp_path, url) as town:
            asked: set[str] = set()
            _listen(town.app.db, asked)
            await town.announce()
            await town.write(DEPUTY, "签到", in_group=True)
            for name, words in [
                (DEPUTY, "我的积分"),
                (DEPUTY, "近期活动"),
                (CLERK, "活动管理"),
                (CLERK, "名册"),
                (CLERK, "出勤分析"),
                (CLERK, "积分管理"),
            ]:
                await town.write(name, words)
            await town.pass_time(timedelta(hours=4))

        walks = [
            f"{table}: {one}"
            for one in sorted(asked)
            for table in re.findall(r"Seq Scan on (\w+)", _explained(postgres_server, url, one))
            if table not in SMALL
        ]

    assert len(asked) > 30
    assert walks == [], "\n".join(walks)


def _listen(db: Database, asked: set[str]) -> None:
    @event.listens_for(db.engine.sync_engine, "before_cursor_execute")
    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
            asked.add(statement)


def _explained(server: Postgres, url: str, statement: str) -> str:
    name = make_url(url).database
    return server.sql(
        f"\\connect {name}\nSET enable_seqscan = off;\nSET enable_sort = off;"
        f"\nSET enable_bitmapscan = off;\nEXPLAIN (GENERIC_PLAN) {statement};"
    )
