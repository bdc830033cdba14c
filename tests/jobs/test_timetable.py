"""What a tick that fails leaves in the log: where it was, or only that the database is away."""

import logging
import sqlite3
from datetime import datetime

import pytest
from sqlalchemy.exc import OperationalError

from jobs import timetable
from jobs.timetable import Timetable
from tests.town import Town

FULL = OperationalError("SELECT 1", None, sqlite3.OperationalError("database or disk is full"))


async def _tick(town: Town, problem: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(_table: Timetable, _now: datetime) -> None:
        raise problem

    monkeypatch.setitem(timetable.TABLE, "beat", (1, fails))
    await town.app.timetable.tick("beat")


async def test_a_tick_without_a_database_is_a_line_a_mistake_says_where(
    town: Town, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    last = dict(town.app.timetable.last)
    caplog.clear()

    await _tick(town, FULL, monkeypatch)
    await _tick(town, KeyError("a mistake"), monkeypatch)

    away, mistake = caplog.records
    assert (away.levelno, away.exc_info) == (logging.WARNING, None)
    assert away.getMessage() == "the tick beat failed: the disk is full"
    assert (mistake.levelno, mistake.getMessage()) == (logging.ERROR, "the tick beat failed")
    assert mistake.exc_info is not None
    assert mistake.exc_info[0] is KeyError
    assert town.app.timetable.last == last, "a tick that failed was none"
