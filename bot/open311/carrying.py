"""Carries tickets to a server that speaks Open311, and follows them until it has answered."""

import asyncio
import logging
from datetime import datetime, timedelta

from bot.holding import Holding
from bot.open311.client import Client, ServerProblem
from models import clock
from models.database import Database, Transaction
from models.errors import Refusal
from models.people.rules import OPERATOR
from models.platforms import chasing, following
from models.platforms.actions import Back, Taken, take_back
from models.platforms.following import Step
from models.platforms.notices import Result
from models.platforms.settings import Platform
from models.privacy.scanning import masked

log = logging.getLogger(__name__)

_EVERY = 60.0  # seconds


class Carrying:
    """Looks once a minute for tickets that are due. Never waits for the server in a transaction."""

    def __init__(
        self, db: Database, platform: Platform, *, bot_id: int, holding: Holding | None = None
    ) -> None:
        """With `holding` it carries only while this process holds the bot."""
        self._db = db
        self._platform = platform
        self._bot_id = bot_id
        self._holding = holding

    async def run(self) -> None:
        """Carry until cancelled; one round that fails stops no other."""
        if not self._platform.open311_url:
            return
        while True:
            if self._holding is not None:
                await self._holding.wait()
            try:
                await self.once(clock.now())
            except Exception:  # the round's border
                log.exception("the platform could not be reached")
            await asyncio.sleep(_EVERY)

    async def once(self, now: datetime) -> int:
        """Do what is due now; return how many calls that were."""
        async with self._db.transaction() as tx:
            await following.begin(tx, now=now)
        async with self._db.reading() as tx:
            keys = await following.due(tx, now=now)
        if not keys:
            return 0
        calls, time = 0, asyncio.get_running_loop().time
        began = time()
        async with Client(self._platform) as client:
            for key in keys:
                at = now + timedelta(seconds=time() - began)  # a slow server makes a long round
                step = await self._take(key, at)
                if step is not None:
                    await self._one(client, step, now)
                    calls += 1
        return calls

    async def _take(self, key: following.Key, now: datetime) -> Step | None:
        """Take a ticket in hand before the server hears of it; None if another process has it."""
        if self._holding is not None and not self._holding.is_mine:
            return None
        async with self._db.transaction() as tx:
            return await following.take(tx, key, now=now)

    async def _one(self, client: Client, step: Step, now: datetime) -> None:
        try:
            await self._speak(client, step, now)
        except ServerProblem as problem:
            log.warning("the platform's server: %s", problem)
            async with self._db.transaction() as tx:
                await following.note_failure(tx, step.key, is_final=problem.is_final, now=now)

    async def _speak(self, client: Client, step: Step, now: datetime) -> None:
        """Make the one call a ticket needs, then write down what came of it."""
        if step.number is not None:
            is_closed, said = await client.state_of(step.number)
            async with self._db.transaction() as tx:
                if is_closed:
                    await self._close(tx, step, said, now)
                else:
                    await following.note_state(tx, step.key, said=said, now=now)
            return
        number, token = await self._number(client, step)
        async with self._db.transaction() as tx:
            await following.note_taken(tx, step.key, number=number, token=token, now=now)

    async def _number(self, client: Client, step: Step) -> tuple[str | None, str | None]:
        """Return the number a report has there, or the token that will lead to it."""
        if step.token is None:
            return await client.send(step.fields)
        return await client.number_for(step.token), step.token

    async def _close(self, tx: Transaction, step: Step, said: str, now: datetime) -> None:
        result = said or "closed"
        back = Back(external=step.number, said="closed", result=result)
        group_id = step.key[0]
        try:
            one, taken = await take_back(tx, back, group_id=group_id, by=OPERATOR, now=now)
        except Refusal as refusal:  # withdrawn from the platform meanwhile
            log.warning("a ticket has no report any more: %s", refusal)
            await following.note_failure(tx, step.key, is_final=True, now=now)
            return
        if taken is Taken.RESULT:
            told = [Result(number=one.number, said="closed", result=masked(result))]
            await chasing.tell_results(tx, group_id, told, bot_id=self._bot_id, now=now)
