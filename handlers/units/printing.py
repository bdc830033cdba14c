"""The work order on paper, for a unit without Telegram."""

from handlers.kit import texts
from handlers.kit.papers import Paper, Spoken, paper
from models.database import Transaction
from models.errors import Gone, Refusal
from models.issues import queries
from models.privacy.scanning import masked
from models.units import notices as n


@paper(n.OrderSheet)
async def _sheet(tx: Transaction, notice: n.OrderSheet, spoken: Spoken) -> Paper:
    """Make the order as the issue stands now; never who reported it."""
    from reports.papers.work_order import OrderWords, work_order  # noqa: PLC0415  (python-docx loads slowly)

    one = await queries.issue(tx, group_id=notice.group_id, issue_id=notice.issue_id)
    if one is None:
        raise Refusal(Gone())
    zone = texts.zone(spoken.zone)

    def say(key: str, **args: object) -> str:
        return texts.label(key, spoken.locale, tuple(args.items()))

    due = say("units.p_moment", at=one.due_at.astimezone(zone)) if one.due_at else "—"
    rows = (
        (say("units.p_number"), one.number),
        (say("units.p_unit"), notice.unit),
        (say("units.p_category"), say("issues.v_category", text=one.category)),
        (say("units.p_urgency"), say("issues.v_urgency", text=one.urgency)),
        (say("units.p_place"), one.place or "—"),
        (say("units.p_words"), masked(one.own_words)),
        (say("units.p_wish"), one.wish or "—"),
        (say("units.p_due"), due),
    )
    words = OrderWords(
        title=say("units.p_title"),
        rows=rows,
        answer=say("units.p_answer"),
        blanks=tuple(say(f"units.p_blank_{blank}") for blank in ("what", "outcome", "who", "when")),
        foot=say("units.p_foot"),
    )
    return Paper(filename=f"{one.number}.docx", content=work_order(words), notice=notice)
