"""Two at the same moment: one takes a duty, and no queue number is given twice."""

import asyncio
from pathlib import Path

from models import clock
from models.errors import Refusal
from models.people.rules import acting
from models.people.tables import Member
from models.receptions import booking, swapping
from models.receptions.settings import Wishes
from models.receptions.tables import Slot, Swap
from tests.handlers.days import rows
from tests.handlers.receptions_made import free_in, furnished, planned, published
from tests.town import Town, a_town


async def test_of_two_who_take_a_duty_at_the_same_moment_one_wins(
    tmp_path: Path, database_url: str
) -> None:
    async with a_town(tmp_path, database_url) as town:
        await furnished(town, wishes=Wishes(stations=1, deputies=2))
        first = (await planned(town))[0]
        one = (await published(town, first))[0]
        takers = [town.members[name] for name in (await free_in(town, first))[:2]]
        async with town.app.db.transaction() as tx:
            await swapping.ask(
                tx,
                bot_id=town.bot_id,
                group_id=town.group_id,
                session_id=one.session.id,
                by=acting(one.on_duty[0].member),
                now=clock.now(),
            )
        (swap,) = await rows(town, Swap)

        outcomes = await asyncio.gather(
            *(take(town, swap.id, member_id) for member_id in takers), return_exceptions=True
        )

        refused = [one for one in outcomes if isinstance(one, Refusal)]
        (swap,) = await rows(town, Swap)
        assert [one.notice.kind for one in refused] == ["receptions.swap_taken"]
        assert swap.taker_id in takers


async def take(town: Town, swap_id: int, member_id: int) -> None:
    async with town.app.db.transaction() as tx:
        member = await tx.get(Member, (town.group_id, member_id))
        assert member is not None
        await swapping.take(
            tx,
            bot_id=town.bot_id,
            group_id=town.group_id,
            swap_id=swap_id,
            give=0,
            by=acting(member),
            now=clock.now(),
        )


async def test_numbers_given_at_the_same_moment_are_all_different(
    tmp_path: Path, database_url: str
) -> None:
    async with a_town(tmp_path, database_url) as town:
        await furnished(town)
        one = (await published(town, (await planned(town))[0]))[0]

        async def book(account_id: int) -> None:
            async with town.app.db.transaction() as tx:
                await booking.book(
                    tx,
                    group_id=town.group_id,
                    session_id=one.session.id,
                    account_id=account_id,
                    now=clock.now(),
                )

        await asyncio.gather(*(book(account_id) for account_id in range(9001, 9009)))

        numbers = sorted(slot.number for slot in await rows(town, Slot))
        assert numbers == list(range(1, 9))
