"""述职测评: whose name a subject is, and that nobody votes on themselves."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from models.audit import actions as audit
from models.ballots import refusals as r
from models.ballots.queries import asked_of, held, selves
from models.ballots.rules import BallotState
from models.ballots.tables import Ballot
from models.database import Transaction
from models.errors import Gone, Refusal
from models.people.rules import Actor, require_staff
from models.people.tables import Member, Role


async def members_called(tx: Transaction, group_id: int, names: Sequence[str]) -> dict[str, int]:
    """Return which deputies are voted on; Refusal (namesakes) where a name does not tell.

    Namesakes are told apart by the constituency: 王伟（三选区）.
    """
    rows = await tx.scalars(
        select(Member).where(
            Member.group_id == group_id, Member.role == Role.DEPUTY, Member.left_at.is_(None)
        )
    )
    deputies = rows.all()
    found: dict[str, int] = {}
    for name in names:
        bare, _, note = name.replace("(", "（").rstrip(")）").partition("（")
        alike = [one for one in deputies if one.name == bare.strip()]
        if len(alike) > 1:
            alike = [one for one in alike if note and note in (one.constituency or "")]
            if len(alike) != 1:
                raise Refusal(r.Namesakes(name=name))
        if alike:
            found[name] = alike[0].id
    return found


async def leave_out(tx: Transaction, one: Ballot) -> None:
    """Take off the list who would have nothing to mark: the only one who is voted on."""
    for row in await selves(tx, one):
        if not await asked_of(tx, one, row):
            await tx.session.delete(row)
    await tx.flush()


async def set_skips_self(
    tx: Transaction, *, group_id: int, ballot_id: int, to: bool, by: Actor, now: datetime
) -> Ballot:
    """Say whether somebody who is voted on marks themselves; until it is opened."""
    require_staff(by, group_id=group_id)
    one = await held(tx, group_id=group_id, ballot_id=ballot_id)
    if one is None:
        raise Refusal(Gone())
    if one.state is not BallotState.DRAFT:
        raise Refusal(r.NotWhileOpen(title=one.title))
    one.skips_self = to
    await tx.flush()
    audit.write(
        tx,
        "ballots.skips_self",
        by=by,
        now=now,
        group_id=group_id,
        subject_id=ballot_id,
        to=int(to),
    )
    return one
