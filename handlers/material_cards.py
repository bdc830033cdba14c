"""What people see of materials: the preview, the question before sending, cards and lists."""

from handlers.kit.live import live
from handlers.kit.visit import Visit
from models.database import Transaction
from models.errors import Gone, Refusal
from models.materials import actions, library, queries, reaching
from models.materials import notices as n
from models.materials.queries import batches_of, card_of, group_card, the_material
from models.materials.tables import Material
from models.messages.notices import Notice
from models.messages.tables import Method
from models.people.tables import Member, Role


async def show_copy(visit: Visit, one: Material, *, member_id: int, is_read: bool = False) -> None:
    """Show a material in the private chat as it comes to a deputy; 0 is a preview."""
    for batch in batches_of(one):
        enclosed = n.Enclosed(title=one.title, files=batch, protected=one.protected)
        await visit.tell(enclosed, method=Method.MEDIA)
    questions = await queries.questions_of(visit.tx, one.group_id, one.id)
    card = card_of(one, member_id=member_id, is_read=is_read, questions=questions)
    await visit.tell(card, method=Method.MEDIA if card.files else Method.SEND)


async def show_confirm(visit: Visit, one: Material) -> None:
    """Show a draft to its author as it will look, and ask whether it is to leave."""
    await show_copy(visit, one, member_id=0)
    await visit.tell(
        await actions.confirmation(
            visit.tx, group_id=one.group_id, material_id=one.id, now=visit.now
        )
    )


async def show_manage(visit: Visit, group_id: int, material_id: int, *, anew: bool = False) -> None:
    """Show the staff how a material stands."""
    await visit.staff(group_id)
    one = await the_material(visit.tx, group_id, material_id)
    card = await reaching.manage_card(visit.tx, one)
    await (visit.tell(card) if anew else visit.change(card))


async def the_reader(visit: Visit, group_id: int) -> Member:
    """Return the person's place as a deputy, else as staff; Refusal (gone) for strangers."""
    for role in (Role.DEPUTY, Role.STAFF):
        place = await visit.place(role, group_id)
        if place is not None:
            return place
    raise Refusal(Gone())


async def show_found(visit: Visit, group_id: int, words: str) -> None:
    """Show the materials in which all the words are found."""
    reader = await the_reader(visit, group_id)
    found = await library.listed(
        visit.tx,
        group_id=group_id,
        member_id=reader.id,
        what="search",
        words=words,
        is_staff=False,
    )
    await visit.change(found)


@live(n.Card)
async def card_now(tx: Transaction, then: Notice) -> Notice | None:
    """Return a deputy's card as it is now."""
    return await queries.card_now(tx, then) if isinstance(then, n.Card) else None


@live(n.GroupCard)
async def group_card_now(tx: Transaction, then: Notice) -> Notice | None:
    """Return the card in the group as it is now."""
    if not isinstance(then, n.GroupCard):
        return None
    one = await tx.load(queries.materials, (then.group_id, then.material_id))
    return await group_card(tx, one) if one else None
