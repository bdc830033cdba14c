"""How people become known, ask for help, and see what is kept about them."""

from collections.abc import Sequence

from telegram.ext import filters

from handlers.codes import opened_by_link
from handlers.kit import texts
from handlers.kit.entries import PRIVATE, Entry, command, hidden, membership, message, pressed, word
from handlers.kit.forms.answers import answered_with
from handlers.kit.forms.flow import resume, wants_number
from handlers.kit.visit import Visit
from handlers.screens import people as b
from handlers.stations import opened_by_link as station_opened
from handlers.units.orders import opened_by_link as unit_opened
from handlers.voting import opened_by_link as voting_by_link
from models.activities.rules import is_check_in_word
from models.errors import Done, Gone, Refusal
from models.groups.queries import everyone
from models.people import actions, binding, queries
from models.people import notices as n
from models.people.inviting import PREFIX
from models.people.tables import Member, Reach, Role
from models.privacy import own_data

_REACHED = {"member": Reach.OPEN, "kicked": Reach.BLOCKED}


async def start(visit: Visit) -> None:
    """Somebody presses START, perhaps by a personal link; whoever was in a form goes on in it."""
    if visit.payload.startswith(PREFIX):
        await _accept(visit, visit.payload.removeprefix(PREFIX))
        return
    doors = (opened_by_link, station_opened, unit_opened, voting_by_link, resume)
    for door in doors:
        if await door(visit):
            return
    await greet(visit)


async def _accept(visit: Visit, token: str) -> None:
    member = await binding.accept_invitation(
        visit.tx, token=token, account_id=visit.user.id, now=visit.now
    )
    if member is None:
        await visit.tell(n.LinkUnknown())
    else:
        await _welcome(visit, member.name)


async def greet(visit: Visit) -> None:
    """Show somebody where they stand, and what they can do."""
    places = await visit.members()
    if places:
        name, roles = places[0].name, {one.role for one in places}
        await visit.tell(
            n.Home(
                name=name,
                standings=await _standings(visit, places),
                is_deputy=Role.DEPUTY in roles,
                is_staff=Role.STAFF in roles,
            )
        )
        return
    former = await queries.former_of(visit.tx, visit.user.id)
    if former is not None:
        group = await visit.group(former.group_id)
        await visit.tell(n.Former(name=former.name, group_name=group.name))
    else:
        groups = await everyone(visit.tx)
        only = groups[0].name if len(groups) == 1 else None
        await visit.tell(n.Hello(group_name=only))


async def _welcome(visit: Visit, name: str) -> None:
    await visit.tx.flush()
    places = await visit.members()
    roles = {one.role for one in places}
    await visit.tell(
        n.Welcome(
            name=name,
            standings=await _standings(visit, places),
            is_deputy=Role.DEPUTY in roles,
            is_staff=Role.STAFF in roles,
        )
    )


async def _standings(visit: Visit, places: Sequence[Member]) -> tuple[n.Standing, ...]:
    return tuple(
        [
            n.Standing(group_name=(await visit.group(one.group_id)).name, role=one.role)
            for one in places
        ]
    )


async def contact_shared(visit: Visit) -> None:
    """Somebody shares a contact: their own number may be on a roster."""
    contact = visit.update.message.contact if visit.update.message else None
    if contact is None:
        raise Refusal(Gone())
    is_answer = contact.user_id != visit.user.id or await wants_number(visit)
    if is_answer and await answered_with(visit):
        return
    places = await binding.bind_by_contact(
        visit.tx,
        contact_user_id=contact.user_id,
        phone=contact.phone_number,
        account_id=visit.user.id,
        now=visit.now,
    )
    await _welcome(visit, places[0].name)


async def help_(visit: Visit) -> None:
    """Somebody asks what can be done here."""
    roles = {one.role for one in await visit.members()}
    await visit.tell(n.Help(is_deputy=Role.DEPUTY in roles, is_staff=Role.STAFF in roles))


async def which_language(visit: Visit) -> None:
    """Somebody wants another language."""
    await visit.tell(n.WhichLanguage())


async def set_language(visit: Visit) -> None:
    """Somebody chooses a language; the big buttons come anew in it."""
    locale = visit.pressed(b.Language).locale
    if locale not in texts.LOCALES:
        raise Refusal(Gone())
    await actions.set_locale(visit.tx, account_id=visit.user.id, locale=locale, now=visit.now)
    await visit.change(n.LanguageSet())
    await visit.toast(Done())
    await greet(visit)


async def privacy(visit: Visit) -> None:
    """Somebody asks what is kept about them, and who sees it."""
    kept = [
        queries.kept(one, await visit.group(one.group_id))
        for one in await queries.all_places(visit.tx, visit.user.id)
    ]
    as_voter = await own_data.summary(visit.tx, visit.user.id)
    await visit.tell(
        n.Privacy(
            account_id=visit.user.id,
            first_seen_at=visit.account.first_seen_at,
            kept=tuple(kept),
            reports=as_voter.reports,
            agreed_at=as_voter.agreed_at,
            agreed_version=as_voter.agreed_version,
        )
    )


async def reach_changed(visit: Visit) -> None:
    """Somebody blocks the bot, or lets it in again."""
    change = visit.update.my_chat_member
    reach = _REACHED.get(change.new_chat_member.status) if change else None
    if reach is not None:
        await actions.note_reach(visit.tx, account_id=visit.user.id, reach=reach, now=visit.now)


async def hidden_admin(visit: Visit) -> None:
    """An administrator speaks in the name of the group: say once an hour what to do instead."""
    await visit.say_once(n.HiddenAdmin(), about=f"hidden:{visit.now:%Y%m%d%H}")


ENTRIES: tuple[Entry, ...] = (
    command("start", start),
    command("help", help_),
    command("language", which_language),
    command("privacy", privacy),
    word("people.w_help", help_, "help", "?", "怎么用"),
    message("contact", PRIVATE & filters.CONTACT, contact_shared),
    pressed(b.Language, set_language, may="anyone"),
    membership("reach", reach_changed, own=True, private=True),
    hidden("hidden", is_check_in_word, hidden_admin),
)
