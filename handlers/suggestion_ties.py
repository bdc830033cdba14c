"""Who is asked to sign a suggestion too, and what it grows out of."""

from handlers import suggestions as door
from handlers.kit.entries import Entry, pressed
from handlers.kit.visit import Visit
from handlers.screens import suggestion_choices as _choices  # noqa: F401  (its keyboards are known then)
from handlers.screens import suggestions as b
from models.errors import Done, Gone, Refusal
from models.suggestions import actions, linking
from models.suggestions import notices as n
from models.suggestions.queries import signers


async def cosigners(visit: Visit) -> None:
    """The lead, or staff, look whom to ask."""
    button = visit.pressed(b.Cosigners)
    await _cosigners(visit, button.group_id, button.suggestion_id, button.page)
    await visit.toast(Done())


async def _cosigners(visit: Visit, group_id: int, suggestion_id: int, page: int) -> None:
    who = await door.doing(visit, group_id, suggestion_id)
    one, _reader = await actions.require_part(
        visit.tx, group_id=group_id, suggestion_id=suggestion_id, by=who["by"]
    )
    said = {row.member_id: row.state.value for row, _member in await signers(visit.tx, one)}
    people = [it for it in await door.deputies(visit, group_id) if it[0] != one.lead_id]
    pages = max(-(-len(people) // door.NAMES), 1)
    page = min(max(page, 0), pages - 1)
    await visit.change(
        n.WhichDeputies(
            group_id=group_id,
            suggestion_id=suggestion_id,
            title=one.title,
            choices=tuple(
                (key, name, said.get(key, ""))
                for key, name in people[page * door.NAMES : (page + 1) * door.NAMES]
            ),
            page=page,
            pages=pages,
        )
    )


async def ask_to_sign(visit: Visit) -> None:
    """The lead asks a deputy to sign too."""
    button = visit.pressed(b.AskToSign)
    who = await door.doing(visit, button.group_id, button.suggestion_id)
    await actions.ask_to_sign(visit.tx, member_id=button.member_id, **who)
    await _cosigners(visit, button.group_id, button.suggestion_id, button.page)
    await visit.toast(Done())


async def ties(visit: Visit) -> None:
    """The lead, or staff, look at what a suggestion may grow out of."""
    button = visit.pressed(b.Ties)
    await _ties(visit, button.group_id, button.suggestion_id, button.kind)
    await visit.toast(Done())


async def _ties(visit: Visit, group_id: int, suggestion_id: int, kind: str) -> None:
    if kind not in (linking.ISSUE, linking.ACTIVITY):
        raise Refusal(Gone())
    who = await door.doing(visit, group_id, suggestion_id)
    one, _reader = await actions.require_part(
        visit.tx, group_id=group_id, suggestion_id=suggestion_id, by=who["by"]
    )
    found = await linking.choices(visit.tx, one, kind=kind, by=who["by"], now=visit.now)
    await visit.change(
        n.TieWhat(
            group_id=group_id,
            suggestion_id=suggestion_id,
            title=one.title,
            to=kind,
            ties=tuple(found),
        )
    )


async def tie_to(visit: Visit) -> None:
    """Tie a suggestion to one of them, or untie it."""
    button = visit.pressed(b.TieTo)
    who = await door.doing(visit, button.group_id, button.suggestion_id)
    await linking.link(visit.tx, kind=button.kind, subject_id=button.subject_id, **who)
    await _ties(visit, button.group_id, button.suggestion_id, button.kind)
    await visit.toast(Done())


ENTRIES: tuple[Entry, ...] = (
    pressed(b.Cosigners, cosigners, may="bound"),
    pressed(b.AskToSign, ask_to_sign, may="bound"),
    pressed(b.Ties, ties, may="bound"),
    pressed(b.TieTo, tie_to, may="bound"),
)
