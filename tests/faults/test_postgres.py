"""PostgreSQL that loses its power in a burst, drops connections, and fails over to a replica."""

import asyncio
import time
from pathlib import Path

import pytest

from tests.faults.children import children
from tests.faults.place import Place, a_place, books
from tests.faults.proxy import Proxy, a_proxy
from tests.faults.test_kills import report
from tests.faults.test_weather import DEPUTIES, all_is_well, until_half
from tests.postgres import Postgres

pytestmark = [pytest.mark.faults, pytest.mark.postgres]


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


async def test_a_fail_over_to_a_replica_in_a_burst_loses_nothing_and_doubles_nothing(
    own_server: Postgres, tmp_path: Path
) -> None:
    with own_server.database() as direct, own_server.replica() as replica:
        async with a_proxy(own_server.socket) as proxy:
            url = proxy.url(direct)
            async with a_place(url, deputies=DEPUTIES) as place:
                async with children(url, place.api, tmp_path, hasty=True) as bots:
                    child = await bots.start()
                    place.check_in(place.deputies[: DEPUTIES // 2])
                    cuts = await cut_in_the_middle(place, proxy)
                    place.check_in(place.deputies[DEPUTIES // 2 :])
                    await until_half(place)
                    proxy.target = None
                    proxy.cut()
                    await asyncio.to_thread(own_server.stop)
                    told = sum(times > 0 for times in place.answers().values())
                    while_away = await bots.health(child)
                    await asyncio.to_thread(replica.promote)
                    proxy.target = replica.socket
                    back = time.monotonic()
                    healthy = await bots.is_healthy_again(child)
                    await place.comes_to_rest(within=60)
                    took = round(time.monotonic() - back, 1)
                    status = await bots.stop(child)
                figures = await books(place)
                report(
                    "a fail-over",
                    place,
                    {**figures, "cut": cuts, "told before": told, "refused": proxy.refused}
                    | {"healthy after": healthy, "done after": took},
                )
                await place.db.close()
        await asyncio.to_thread(own_server.start)

    all_is_well(figures)
    assert cuts > 0
    assert not while_away["ok"]
    assert status == 0


async def cut_in_the_middle(place: Place, proxy: Proxy) -> int:
    """Break every connection off three times while a burst lasts; return how many were broken."""
    broken = 0
    for part in range(1, 4):
        async with asyncio.timeout(60):
            while sum(place.answers().values()) < DEPUTIES * part // 12:  # noqa: ASYNC110
                await asyncio.sleep(0.005)
        broken += proxy.cut()
    return broken
