"""A plan from the command line: whom each activity is for, and rows that mean nobody."""

from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import Result

from models import clock
from models.activities.tables import Activity
from tests.cli.room import call
from tests.handlers.days import rows
from tests.reports.sheets_made import workbook
from tests.town import Town

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


async def imported(town: Town, folder: Path, *more: str) -> Result:
    """Import a plan of two rows: one names a deputy, the other nobody."""
    day = (clock.now() + timedelta(days=20)).date()
    plan = folder / "计划.xlsx"
    plan.write_bytes(
        workbook(
            ("标题", "开始", "参加范围"),
            ("走访企业", f"{day} 09:00", "李建国"),
            ("走访社区", f"{day} 14:00", "张三丰"),
        )
    )
    return await call(
        town, folder, "activities", "import", str(plan), "--group", "XJP", "--yes", *more
    )


async def test_a_name_that_nobody_bears_stops_the_import_and_is_named(
    town: Town, tmp_path: Path
) -> None:
    result = await imported(town, tmp_path)

    assert result.exit_code != 0
    assert "第 3 行「参加范围」：名册里没有这位代表。（张三丰）" in result.output
    assert await rows(town, Activity) == []


async def test_with_skip_bad_the_other_rows_are_entered_for_whom_they_name(
    town: Town, tmp_path: Path
) -> None:
    result = await imported(town, tmp_path, "--skip-bad")

    [one] = await rows(town, Activity)
    assert result.exit_code == 0
    assert "走访企业\t\t李建国" in result.output
    assert (one.title, one.members) == ("走访企业", [town.members["李建国"]])
