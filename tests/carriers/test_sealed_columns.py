"""What people write lies encrypted in the inbox, in drafts and in the outbox."""

import json
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text, update

from models.people import keys
from models.people.columns import SealedJson, SealedText
from models.people.keys import Keys, KeysProblem
from models.updates.tables import Update
from tests.town import Town

SAID = "我住徐东大街123号,电话19900000077"


def everything_in(folder: Path) -> bytes:
    return b"".join(one.read_bytes() for one in folder.glob("town.db*"))


async def test_nothing_that_was_said_can_be_read_in_the_database(
    town: Town, tmp_path: Path
) -> None:
    await town.write("王桂兰", SAID)

    async with town.app.db.reading() as tx:
        raw = (await tx.execute(text("SELECT body FROM updates"))).all()
        [row] = [one for one in await tx.scalars(Update.__table__.select().with_only_columns(
            Update.body)) if SAID in one]  # fmt: skip
    kept = everything_in(tmp_path)
    assert json.loads(row)["message"]["text"] == SAID
    assert not any("19900000077" in str(one) for one in raw)
    for canary in ("19900000077", "徐东大街", json.dumps("徐东大街").strip('"')):
        assert canary.encode() not in kept


async def test_what_was_written_before_is_read_as_it_stands(town: Town) -> None:
    await town.write("王桂兰", "帮助")
    async with town.app.db.transaction() as tx:
        await tx.execute(text("UPDATE updates SET body = :old"), {"old": json.dumps({"a": 1})})

    async with town.app.db.reading() as tx:
        bodies = set((await tx.execute(text("SELECT body FROM updates"))).scalars())
        read = set(await tx.scalars(Update.__table__.select().with_only_columns(Update.body)))
    assert bodies == read == {json.dumps({"a": 1})}


async def test_a_changed_body_is_encrypted_too(town: Town) -> None:
    await town.write("王桂兰", "帮助")

    async with town.app.db.transaction() as tx:
        await tx.execute(update(Update).values(body=SAID))

    async with town.app.db.reading() as tx:
        bodies = (await tx.execute(text("SELECT body FROM updates"))).scalars()
    assert not any(SAID in one for one in bodies)


@given(st.text(st.characters()))
def test_any_text_comes_back_as_it_was(said: str) -> None:
    keys.use(Keys([Fernet.generate_key()], b"i" * 32))
    ring = keys.current()

    assert ring.unwrap(ring.wrap(said, bound_to="a"), bound_to="a") == said


def test_a_text_opens_with_an_older_key_and_only_where_it_belongs() -> None:
    old, new = Fernet.generate_key(), Fernet.generate_key()
    wrapped = Keys([old], b"i" * 32).wrap(SAID, bound_to="drafts.data")

    assert Keys([new, old], b"i" * 32).unwrap(wrapped, bound_to="drafts.data") == SAID
    with pytest.raises(KeysProblem):
        Keys([new], b"i" * 32).unwrap(wrapped, bound_to="drafts.data")
    with pytest.raises(KeysProblem):
        Keys([new, old], b"i" * 32).unwrap(wrapped, bound_to="messages.body")


def test_nothing_stays_nothing() -> None:
    dialect = None

    for column in (SealedText("a"), SealedJson("a")):
        assert column.process_bind_param(None, dialect) is None  # type: ignore[arg-type]
        assert column.process_result_value(None, dialect) is None  # type: ignore[arg-type]
