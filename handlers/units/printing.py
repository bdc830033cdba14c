"""The work order on paper, for a unit without Telegram."""

from collections.abc import Callable, Mapping
from typing import Any

from handlers.kit import texts
from handlers.kit.papers import Paper, Spoken, paper
from models.database import Transaction
from models.errors import Gone, Refusal
from models.issues.queries import issue
from models.units import notices as n
from models.units import orders
from models.units.queries import leading_order, order

_BLANKS = ("what", "outcome", "who", "when")


@paper(n.OrderSheet)
async def _sheet(tx: Transaction, notice: n.OrderSheet, spoken: Spoken) -> Paper:
    """Make the order as the issue stands now; never who reported it."""
    from reports.papers.work_order import OrderWords, work_order  # noqa: PLC0415  (python-docx loads slowly)

    def say(key: str, **args: object) -> str:
        return texts.label(key, spoken.locale, tuple(args.items()))

    facts = await _facts(tx, notice)
    words = OrderWords(
        title=say("units.p_title"),
        rows=_rows(facts, say, spoken),
        answer=say("units.p_answer"),
        blanks=tuple(say(f"units.p_blank_{blank}") for blank in _BLANKS),
        foot=say("units.p_foot"),
    )
    return Paper(filename=f"{notice.number}.docx", content=work_order(words), notice=notice)


async def _facts(tx: Transaction, notice: n.OrderSheet) -> Mapping[str, Any]:
    """Return what the order says: that of the leading unit unless one is named."""
    one = await issue(tx, group_id=notice.group_id, issue_id=notice.issue_id)
    if one is None:
        raise Refusal(Gone())
    if notice.order_id:
        found = await order(tx, group_id=notice.group_id, order_id=notice.order_id)
        row = found[0] if found else None
    else:
        row = await leading_order(tx, one)
    if row is None:
        raise Refusal(Gone())
    return await orders.facts_of(tx, one, row)


def _rows(
    facts: Mapping[str, Any], say: Callable[..., str], spoken: Spoken
) -> tuple[tuple[str, str], ...]:
    due_at = facts["due_at"]
    due = say("units.p_moment", at=due_at.astimezone(texts.zone(spoken.zone))) if due_at else "—"
    role = "assisting" if facts["is_assisting"] else "leading"
    helped = [(one.unit, one.words or "—") for one in facts["assisting"]]
    return (
        (say("units.p_number"), facts["number"]),
        (say(f"units.p_{role}"), facts["unit"]),
        *([(say("units.p_leading"), facts["lead"])] if facts["lead"] else []),
        (say("units.p_category"), say("issues.v_category", text=facts["category"])),
        (say("units.p_urgency"), say("issues.v_urgency", text=facts["urgency"])),
        (say("units.p_place"), facts["place"] or "—"),
        (say("units.p_words"), facts["words"]),
        (say("units.p_wish"), facts["wish"] or "—"),
        (say("units.p_task"), facts["task"] or "—"),
        *((say("units.p_assisting"), f"{unit}：{said}") for unit, said in helped),
        (say("units.p_due"), due),
    )
