"""The ballot of the demo: planned, its list full, to be opened by the staff."""

from datetime import datetime

from models.ballots import actions
from models.ballots.actions import Plan
from models.ballots.rules import BallotKind
from models.database import Transaction
from models.people.rules import OPERATOR


async def furnish(tx: Transaction, group_id: int, now: datetime) -> None:
    """Plan an evaluation of three units by all deputies."""
    plan = Plan(
        group_id=group_id,
        kind=BallotKind.EVALUATION,
        title=f"{now.year}年街道办及部门监督评议",
        subjects=("街道办事处", "区城管局", "区住建局"),
        items=("总体评价",),
    )
    one = await actions.create(tx, plan, by=OPERATOR, now=now)
    await actions.list_deputies(tx, group_id=group_id, ballot_id=one.id, by=OPERATOR, now=now)
