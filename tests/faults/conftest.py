"""What the tests of faults may ask for."""

from collections.abc import Iterator

import pytest

from tests.faults import disk
from tests.faults.driver import KEYS
from tests.postgres import NotToBeHad, Postgres, postgres


@pytest.fixture(scope="session", autouse=True)
def leaves_nothing_behind() -> Iterator[None]:
    """Take away the key file and what was compiled, once all is done."""
    yield
    KEYS.unlink(missing_ok=True)
    disk.take_away()


@pytest.fixture
def own_server() -> Iterator[Postgres]:
    """A server that a test may stop: no other test asks it anything."""
    try:
        with postgres() as server:
            yield server
    except NotToBeHad as why:
        pytest.skip(str(why))
