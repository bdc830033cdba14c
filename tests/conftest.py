"""What every test may ask for."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from models import clock
from tests.town import Town, a_town


@pytest.fixture(autouse=True)
def real_time() -> Iterator[None]:
    """Take back whatever a test did to the clock."""
    yield
    clock.reset()


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """A small sub-district with two deputies and one of the staff, on SQLite."""
    async with a_town(tmp_path) as built:
        yield built
