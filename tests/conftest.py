"""What every test may ask for."""

import gc
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from models import clock
from models.people import keys
from models.people.keys import Keys
from tests.postgres import NotToBeHad, Postgres, postgres
from tests.town import Town, a_town

gc.set_threshold(20_000, 20, 20)  # as the program has it; a tenth of the tests' time


def pytest_collection_finish() -> None:
    """Look no more through what thousands of tests have brought along: all of it stays."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def real_time() -> Iterator[None]:
    """Take back whatever a test did to the clock."""
    yield
    clock.reset()


_KEYS = Keys([Fernet.generate_key()], b"i" * 32)


@pytest.fixture(autouse=True)
def some_keys() -> None:
    """Begin each test with keys that seal, whatever the one before it has used."""
    keys.use(_KEYS)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    """A real PostgreSQL, started when the first test asks for it."""
    try:
        with postgres() as server:
            yield server
    except NotToBeHad as why:
        pytest.skip(str(why))


@pytest.fixture
def postgres_url(postgres_server: Postgres) -> Iterator[str]:
    """An empty database of its own on the PostgreSQL."""
    with postgres_server.database() as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database: the test that asks for it runs on each kind."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/town.db"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """A small sub-district with two deputies and one of the staff, on SQLite."""
    async with a_town(tmp_path) as built:
        yield built
