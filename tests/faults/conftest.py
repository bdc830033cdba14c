"""What the tests of faults may ask for."""

from collections.abc import Iterator

import pytest

from tests.postgres import NotToBeHad, Postgres, postgres


@pytest.fixture
def own_server() -> Iterator[Postgres]:
    """A server that a test may stop: no other test asks it anything."""
    try:
        with postgres() as server:
            yield server
    except NotToBeHad as why:
        pytest.skip(str(why))
