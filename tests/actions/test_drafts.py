"""Drafts: one open form an account, told apart by its version, gone after a week."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from models import schema
from models.database import Database
from models.drafts import actions, rules
from models.drafts.queries import draft_of, progress_of
from models.drafts.rules import LIFETIME, Progress, Question
from models.errors import Refusal

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
QUESTIONS = (Question(name="title"), Question(name="place", optional=True))
ME, OTHER = 700001, 700002


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    async with Database(f"sqlite+aiosqlite:///{tmp_path}/drafts.db") as database:
        async with database.engine.begin() as connection:
            await connection.run_sync(schema.metadata.create_all)
        yield database


async def opened(db: Database, account_id: int = ME, form: str = "activity") -> Progress:
    async with db.transaction() as tx:
        draft = await actions.open_draft(
            tx,
            account_id=account_id,
            form=form,
            questions=QUESTIONS,
            given={"group_id": 5},
            now=NOW,
        )
        return progress_of(draft)


async def kept(db: Database, was: Progress, progress: Progress) -> None:
    async with db.transaction() as tx:
        await actions.keep(tx, account_id=ME, was=was.version, progress=progress, now=NOW)


async def standing(
    db: Database, account_id: int = ME, now: datetime = NOW
) -> tuple[str, Progress] | None:
    async with db.transaction() as tx:
        draft = await draft_of(tx, account_id=account_id, now=now)
        return (draft.form, progress_of(draft)) if draft else None


async def test_a_draft_is_read_back_as_it_was_kept(db: Database) -> None:
    first = await opened(db)
    half = rules.halved(rules.answered(QUESTIONS, first, "学习会"), {"day": "2026-11-28"})

    await kept(db, first, half)

    assert await standing(db) == ("activity", half)


async def test_an_account_has_one_form_open_and_the_last_one_counts(db: Database) -> None:
    first = await opened(db)
    await opened(db, OTHER)

    second = await opened(db, form="reason")

    assert second.version > first.version
    assert await standing(db) == ("reason", second)
    assert (await standing(db, OTHER) or ("",))[0] == "activity"


async def test_a_step_from_an_old_version_is_refused_and_changes_nothing(db: Database) -> None:
    first = await opened(db)
    second = rules.answered(QUESTIONS, first, "学习会")
    await kept(db, first, second)

    with pytest.raises(Refusal):
        await kept(db, first, rules.answered(QUESTIONS, first, "接待日"))

    assert await standing(db) == ("activity", second)


async def test_a_finished_draft_is_taken_once(db: Database) -> None:
    first = await opened(db)
    done = rules.skipped(QUESTIONS, rules.answered(QUESTIONS, first, "学习会"))
    assert done is not None
    await kept(db, first, done)

    async with db.transaction() as tx:
        taken = await actions.take(tx, account_id=ME, was=done.version, now=NOW)

    assert taken.answers == {"title": "学习会", "place": None}
    async with db.transaction() as tx:
        with pytest.raises(Refusal):
            await actions.take(tx, account_id=ME, was=done.version, now=NOW)


async def test_an_unfinished_draft_cannot_be_taken(db: Database) -> None:
    first = await opened(db)

    async with db.transaction() as tx:
        with pytest.raises(Refusal):
            await actions.take(tx, account_id=ME, was=first.version, now=NOW)

    assert await standing(db) == ("activity", first)


async def test_what_is_cancelled_is_gone_and_the_others_stay(db: Database) -> None:
    await opened(db)
    others = await opened(db, OTHER)

    async with db.transaction() as tx:
        draft = await actions.cancel(tx, account_id=ME, now=NOW)
        again = await actions.cancel(tx, account_id=ME, now=NOW)

    assert draft is not None
    assert again is None
    assert await standing(db) is None
    assert await standing(db, OTHER) == ("activity", others)


async def test_only_the_last_wish_for_another_form_stands(db: Database) -> None:
    progress = await opened(db)

    async with db.transaction() as tx:
        first = await actions.want(tx, account_id=ME, form="reason", given={}, now=NOW)
        last = await actions.want(tx, account_id=ME, form="reason", given={"group_id": 6}, now=NOW)

    async with db.transaction() as tx:
        draft = await draft_of(tx, account_id=ME, now=NOW)
        assert draft is not None
        assert draft.data["wanted"] == {"number": last, "form": "reason", "given": {"group_id": 6}}
        assert progress_of(draft) == progress
    assert first != last


async def test_a_wish_without_an_open_form_is_refused(db: Database) -> None:
    async with db.transaction() as tx:
        with pytest.raises(Refusal):
            await actions.want(tx, account_id=ME, form="reason", given={}, now=NOW)


async def test_a_draft_lives_for_a_week_after_its_last_step(db: Database) -> None:
    first = await opened(db)
    await opened(db, OTHER)
    later = NOW + timedelta(days=3)
    async with db.transaction() as tx:
        step = rules.answered(QUESTIONS, first, "学习会")
        await actions.keep(tx, account_id=ME, was=first.version, progress=step, now=later)

    at = NOW + LIFETIME
    unseen = await standing(db, OTHER, at)
    async with db.transaction() as tx:
        gone = await actions.expire(tx, now=at)

    assert unseen is None
    assert gone == 1
    assert await standing(db, ME, at) == ("activity", step)
    async with db.transaction() as tx:
        assert await actions.expire(tx, now=later + LIFETIME) == 1
