"""Which backups are kept."""

from datetime import UTC, datetime, timedelta

from models.backups.rules import superfluous

NOON = datetime(2026, 3, 31, 12, tzinfo=UTC)


def daily(days: int) -> list[datetime]:
    return [NOON - timedelta(days=one) for one in range(days)]


def kept(made: list[datetime], **counts: int) -> list[datetime]:
    gone = superfluous(made, **counts)
    return sorted(set(made) - set(gone), reverse=True)


def test_the_last_days_are_kept_whole() -> None:
    assert kept(daily(30), days=7, weeks=0, months=0) == daily(7)


def test_of_a_day_the_newest_is_kept() -> None:
    twice = [NOON, NOON - timedelta(hours=3)]

    assert superfluous(twice, days=7, weeks=4, months=12) == [NOON - timedelta(hours=3)]


def test_older_ones_thin_out_to_weeks_and_months() -> None:
    left = kept(daily(400), days=7, weeks=4, months=12)

    assert left[:7] == daily(7)
    assert 7 + 3 <= len(left) <= 7 + 4 + 12
    assert left[-1] == datetime(2025, 4, 30, 12, tzinfo=UTC)


def test_the_only_backup_never_goes() -> None:
    assert superfluous([NOON], days=0, weeks=0, months=0) == []


def test_a_pause_in_making_backups_removes_none_of_them() -> None:
    old = [one - timedelta(days=900) for one in daily(5)]

    assert superfluous(old, days=7, weeks=4, months=12) == []
