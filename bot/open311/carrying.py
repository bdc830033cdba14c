"""Carries tickets to a server that speaks Open311, and follows them until it has answered."""

import asyncio
import logging
from datetime import datetime

from bot.open311.client import Client, ServerProblem, Trouble
from bot.open311.pictures import PATH
from handlers.kit import addresses
from models import clock
from models.database import Database, Transaction
from models.errors import Refusal
from models.people.rules import OPERATOR
from models.platforms import chasing, filing, following
from models.platforms.actions import Back, Taken, take_back
from models.platforms.filing import Step
from models.platforms.notices import Result
from models.platforms.settings import Platform
from models.privacy.scanning import masked
from models.systems.pictures import signed

log = logging.getLogger(__name__)

_EVERY = 60.0  # seconds


class Carrying:
    """Looks once a minute for tickets that are due. Never waits for the server in a transaction.

    A report is marked before it leaves. Where it is not known afterwards whether the server has
    it, the server is asked for our number, and it is never filed a second time by itself.
    """

    def __init__(self, db: Database, platform: Platform, *, bot_id: int) -> None:
        self._db = db
        self._platform = platform
        self._bot_id = bot_id

    async def run(self) -> None:
        """Carry until cancelled; one round that fails stops no other."""
        if not self._platform.open311_url:
            return
        while True:
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
            steps = [step for key in keys if (step := await filing.step_of(tx, key))]
        if steps:
            async with Client(self._platform) as client:
                for step in steps:
                    await self._one(client, step, now)
        return len(steps)

    async def _one(self, client: Client, step: Step, now: datetime) -> None:
        """Make the one call a ticket needs; what goes wrong with it is noted."""
        try:
            if step.number is not None:
                await self._follow(client, step, step.number, now)
            elif step.token is not None:
                await self._take(step, await client.number_for(step.token), step.token, now)
            elif step.sent_at is not None:
                await self._look(client, step, step.sent_at, now)
            else:
                await self._file(client, step, now)
        except ServerProblem as problem:
            log.warning("the platform's server: %s", problem)
            is_final = problem.trouble is Trouble.REFUSED
            async with self._db.transaction() as tx:
                await following.note_failure(tx, step.key, is_final=is_final, now=now)

    async def _file(self, client: Client, step: Step, now: datetime) -> None:
        """File a report, marked before it leaves; the mark goes once it is known what became."""
        async with self._db.transaction() as tx:
            if not await filing.note_leaving(tx, step.key, now=now):
                return
        try:
            number, token = await client.send(self._with_picture(step))
        except ServerProblem as problem:
            may_be_there = problem.trouble is Trouble.UNKNOWN
            async with self._db.transaction() as tx:
                await filing.note_unanswered(tx, step.key, may_be_there=may_be_there)
            raise
        await self._take(step, number, token, now)

    def _with_picture(self, step: Step) -> dict[str, str]:
        base = addresses.page(PATH)
        if not self._platform.open311_media or not base or step.picture is None:
            return step.fields
        return {**step.fields, "media_url": f"{base}{signed(step.picture)}"}

    async def _take(self, step: Step, number: str | None, token: str | None, now: datetime) -> None:
        async with self._db.transaction() as tx:
            await filing.note_taken(tx, step.key, number=number, token=token, now=now)

    async def _look(self, client: Client, step: Step, since: datetime, now: datetime) -> None:
        """Ask whether a report is there that left and was not answered."""
        service_code = step.fields["service_code"]
        number = await client.find(step.reference, service_code=service_code, since=since)
        if number is not None:
            await self._take(step, number, None, now)
            return
        async with self._db.transaction() as tx:
            await filing.note_not_found(tx, step.key, now=now)

    async def _follow(self, client: Client, step: Step, number: str, now: datetime) -> None:
        is_closed, said = await client.state_of(number)
        async with self._db.transaction() as tx:
            if is_closed:
                await self._close(tx, step, said, now)
            else:
                await following.note_state(tx, step.key, said=said, now=now)

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
