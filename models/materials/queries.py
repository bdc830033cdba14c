"""Reads of materials: one, its card for somebody, the library, how it stands."""

from collections.abc import Collection, Mapping

from sqlalchemy import func, select

from models.database import Transaction
from models.errors import Gone, Refusal
from models.materials import notices as n
from models.materials.marks import Mark
from models.materials.rules import LONGEST_CAPTION, MaterialState
from models.materials.tables import Material, Recipient
from models.messages.carried import File, Media
from models.quizzes.tables import QuizQuestion

PAGE = 6


async def the_material(tx: Transaction, group_id: int, material_id: int) -> Material:
    """Return a material, held until the end of the transaction; Refusal (gone) if there is none."""
    rows = await tx.scalars(
        select(Material)
        .where(Material.group_id == group_id, Material.id == material_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    row: Material | None = rows.first()
    if row is None:
        raise Refusal(Gone())
    return row


async def materials(
    tx: Transaction, keys: Collection[tuple[int, int]]
) -> Mapping[tuple[int, int], Material]:
    """Return materials by (group, material) number. For `tx.load`."""
    found = {}
    for group_id in {key[0] for key in keys}:
        ids = [key[1] for key in keys if key[0] == group_id]
        rows = await tx.scalars(
            select(Material).where(Material.group_id == group_id, Material.id.in_(ids))
        )
        found.update({(row.group_id, row.id): row for row in rows})
    return found


async def recipient_of(
    tx: Transaction, group_id: int, material_id: int, member_id: int
) -> Recipient | None:
    """Return a deputy's row of a material, None if it never went to them."""
    return await tx.get(Recipient, (group_id, material_id, member_id))


async def questions_of(tx: Transaction, group_id: int, material_id: int) -> int:
    """Return how many questions the quiz of a material has."""
    rows = await tx.scalars(
        select(func.count()).where(
            QuizQuestion.group_id == group_id, QuizQuestion.material_id == material_id
        )
    )
    return int(rows.one())


def files_of(one: Material) -> tuple[File, ...]:
    """Return the files of a material as they are sent."""
    return tuple(
        File(media=Media(each["media"]), file_id=str(each["file_id"])) for each in one.files
    )


def carries_file(one: Material) -> bool:
    """Tell whether the card itself carries the file: there is one, and the words fit under it."""
    files = files_of(one)
    return len(files) == 1 and files[0].media.takes_words and len(one.text) <= LONGEST_CAPTION


def batches_of(one: Material) -> list[tuple[File, ...]]:
    """Return the files that go before the card, album by album: Telegram mixes no kinds."""
    if carries_file(one):
        return []
    batches: list[list[File]] = []
    for file in files_of(one):
        last = batches[-1] if batches else None
        fits = last is not None and file.media.album is not None and len(last) < 10  # noqa: PLR2004
        if last is not None and fits and last[0].media.album == file.media.album:
            last.append(file)
        else:
            batches.append([file])
    return [tuple(batch) for batch in batches]


def marks_in(one: Material) -> tuple[Mark, ...]:
    """Return how the words of a material are marked."""
    return tuple(Mark.model_validate(each) for each in one.marks or ())


def card_of(one: Material, *, member_id: int, is_read: bool = False, questions: int = 0) -> n.Card:
    """Return a material as one deputy sees it."""
    is_withdrawn = one.state is MaterialState.WITHDRAWN
    return n.Card(
        files=files_of(one) if carries_file(one) else (),
        protected=one.protected,
        group_id=one.group_id,
        material_id=one.id,
        member_id=member_id,
        title=one.title,
        category=one.category,
        text="" if is_withdrawn else one.text,
        marks=() if is_withdrawn else marks_in(one),
        minutes=one.minutes,
        deadline=one.deadline,
        has_link=one.url is not None,
        url=one.url,
        questions=questions,
        is_read=is_read,
        is_corrected=one.corrected_at is not None and one.sent_at is not None,
        is_withdrawn=is_withdrawn,
    )


async def card_now(tx: Transaction, then: n.Card) -> n.Card | None:
    """Return a card as things are now; None once the material is gone."""
    one = await tx.load(materials, (then.group_id, then.material_id))
    if one is None:
        return None
    row = await recipient_of(tx, one.group_id, one.id, then.member_id)
    return card_of(
        one,
        member_id=then.member_id,
        is_read=row is not None and row.read_at is not None,
        questions=await questions_of(tx, one.group_id, one.id),
    )


async def group_card(tx: Transaction, one: Material) -> n.GroupCard:
    """Return a material as the group sees it, with numbers and no names."""
    read, asked = await read_counts(tx, one)
    is_withdrawn = one.state is MaterialState.WITHDRAWN
    return n.GroupCard(
        files=files_of(one) if carries_file(one) else (),
        protected=one.protected,
        group_id=one.group_id,
        material_id=one.id,
        title=one.title,
        category=one.category,
        text="" if is_withdrawn else one.text,
        marks=() if is_withdrawn else marks_in(one),
        minutes=one.minutes,
        deadline=one.deadline,
        url=one.url,
        read=read,
        asked=asked,
        is_corrected=one.corrected_at is not None and one.sent_at is not None,
        is_withdrawn=is_withdrawn,
    )


async def read_counts(tx: Transaction, one: Material) -> tuple[int, int]:
    """Return how many have read a material, and of how many."""
    rows = await tx.execute(
        select(func.count(Recipient.read_at), func.count()).where(
            Recipient.group_id == one.group_id, Recipient.material_id == one.id
        )
    )
    read, asked = rows.one()
    return int(read), int(asked)
