"""What the deputies were given to read in a year, and what they read by themselves."""

from sqlalchemy import func, select

from models.database import Transaction
from models.materials.rules import MaterialState
from models.materials.tables import Material, Recipient
from models.people.tables import Member
from models.studies.rules import StudyState
from models.studies.tables import Study
from models.years.figures import Found, Part, Row, Span, counted

_LEFT = (MaterialState.SENDING, MaterialState.SENT)


async def materials(tx: Transaction, span: Span) -> Found:
    """Count the materials that were sent; what proves one is how many of how many have read it."""
    rows = await tx.execute(
        select(
            Material.title,
            Material.sent_at,
            Material.category,
            func.count(Recipient.member_id),
            func.count(Recipient.read_at),
        )
        .outerjoin(
            Recipient,
            (Recipient.group_id == Material.group_id) & (Recipient.material_id == Material.id),
        )
        .where(
            Material.group_id == span.group.id,
            Material.sent_at >= span.since,
            Material.sent_at < span.until,
            Material.state.in_(_LEFT),
        )
        .group_by(Material.id, Material.title, Material.sent_at, Material.category)
        .order_by(Material.sent_at, Material.id)
    )
    found = [
        Row(
            what=title,
            on=span.day(sent_at),
            mark=category.value,
            proof=f"{read}/{sent}" if sent else "",
        )
        for title, sent_at, category, sent, read in rows
    ]
    return Found(figures=(counted("materials", Part.LEARNING, found),))


async def self_study(tx: Transaction, span: Span) -> Found:
    """Count what deputies read by themselves and staff have accepted."""
    rows = await tx.execute(
        select(Study, Member.name)
        .join(Member, (Member.group_id == Study.group_id) & (Member.id == Study.member_id))
        .where(
            Study.group_id == span.group.id,
            Study.on >= span.first,
            Study.on < span.next,
            Study.state == StudyState.ACCEPTED,
        )
        .order_by(Study.on, Study.id)
    )
    found = [Row(what=one.title, on=one.on, who=name) for one, name in rows]
    return Found(figures=(counted("self_study", Part.LEARNING, found),))
