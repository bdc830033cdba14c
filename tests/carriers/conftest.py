"""The town on both databases, in process or over HTTP."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.town import Town, a_town


@pytest.fixture
async def town(tmp_path: Path, database_url: str) -> AsyncIterator[Town]:
    """A small sub-district with two deputies and one of the staff, on each database."""
    async with a_town(tmp_path, database_url) as built:
        yield built


@pytest.fixture
async def far_town(tmp_path: Path, database_url: str) -> AsyncIterator[Town]:
    """The same, with the network between the bot and Telegram."""
    async with a_town(tmp_path, database_url, over_http=True) as built:
        yield built
