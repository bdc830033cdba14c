"""PostgreSQL that loses its power in a burst, and one that another server replaces."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.faults.children import children
from tests.faults.place import a_place, books
from tests.faults.proxy import a_proxy
from tests.faults.test_kills import report
from tests.faults.test_weather import DEPUTIES, all_is_well, until_half
from tests.postgres import NotToBeHad, Postgres, postgres

pytestmark = [pytest.mark.faults, pytest.mark.postgres]


@pytest.fixture
def own_server() -> Iterator[Postgres]:
    """A server that a test may stop: no other test asks it anything."""
    try:
        with postgres() as server:
            yield server
    except NotToBeHad as why:
        pytest.skip(str(why))


async def test_a_server_that_loses_its_power_in_a_burst_has_lost_nothing(
    own_server: Postgres, tmp_path: Path
) -> None:
    with own_server.database() as url:
        async with a_place(url, deputies=DEPUTIES) as place:
            async with children(url, place.api, tmp_path, hasty=True) as bots:
                child = await bots.start()
                place.check_in(place.deputies)
                await until_half(place)
                await asyncio.to_thread(own_server.stop)
                told = sum(times > 0 for times in place.answers().values())
                while_away = await bots.health(child)
                await asyncio.sleep(2)
                await asyncio.to_thread(own_server.start)
                back = time.monotonic()
                healthy = await bots.is_healthy_again(child)
                await place.comes_to_rest(within=60)
                took = round(time.monotonic() - back, 1)
                status = await bots.stop(child)
            figures = await books(place)
            report(
                "PostgreSQL without power",
                place,
                {**figures, "told before": told, "healthy after": healthy, "done after": took},
            )
            await place.db.close()

    all_is_well(figures)
    assert not while_away["ok"]
    assert status == 0


async def test_a_database_that_fails_over_to_its_replica_has_lost_nothing(
    own_server: Postgres, tmp_path: Path
) -> None:
    with own_server.database() as direct, own_server.replica() as replica:
        name = make_url(direct).database
        async with a_proxy(own_server.socket) as proxy:
            url = f"postgresql+asyncpg://postgres@127.0.0.1:{proxy.port}/{name}"
            async with a_place(url, deputies=DEPUTIES) as place:
                async with children(url, place.api, tmp_path, hasty=True) as bots:
                    child = await bots.start()
                    place.check_in(place.deputies)
                    await until_half(place)
                    await asyncio.to_thread(own_server.stop)
                    proxy.switch(None)
                    await asyncio.sleep(2)
                    await asyncio.to_thread(replica.promote)
                    proxy.switch(replica.socket)
                    back = time.monotonic()
                    healthy = await bots.is_healthy_again(child)
                    await place.comes_to_rest(within=60)
                    took = round(time.monotonic() - back, 1)
                    status = await bots.stop(child)
                figures = await books(place)
                report("fail-over", place, {**figures, "healthy": healthy, "done after": took})
                await place.db.close()
        await asyncio.to_thread(own_server.start)  # to be taken down in good order

    all_is_well(figures)
    assert status == 0
