"""PostgreSQL that loses its power in a burst."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.children import children
from tests.faults.place import a_place, books
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
