"""How a public channel comes to a group: the staff show it, and say that it is the one."""

import telegram

from handlers.kit.entries import Entry, membership, pressed
from handlers.kit.visit import Visit
from handlers.screens import groups as b
from models.errors import Done, Refusal
from models.groups import actions
from models.groups import notices as n
from models.groups.queries import chats
from models.groups.tables import Chat
from models.people.rules import acting
from models.people.tables import Role


async def own_place_changed(visit: Visit) -> None:
    """The bot is made an administrator of a channel, may write there or not, or is put out."""
    change = visit.update.my_chat_member
    if change is None:
        return
    chat, now = change.chat, change.new_chat_member
    if not isinstance(now, telegram.ChatMemberAdministrator):
        await actions.lose_chat(visit.tx, chat_id=chat.id, bot_id=visit.bot.id, now=visit.now)
    elif await visit.tx.load(chats, chat.id) is None:
        await _ask(visit, chat, may_post=bool(now.can_post_messages))


async def _ask(visit: Visit, chat: telegram.Chat, *, may_post: bool) -> None:
    """Ask whoever put the bot there, privately: the channel's readers see nothing of it."""
    title = chat.title or ""
    places = [one for one in await visit.members() if one.role is Role.STAFF]
    if not places:
        await visit.tell(n.ChannelForStaff(title=title))
        return
    if not may_post:
        await visit.tell(n.MayNotPost(title=title))
        return
    first = places[0].group_id
    await actions.see_channel(visit.tx, group_id=first, chat_id=chat.id, title=title, now=visit.now)
    groups = [(one.group_id, (await visit.group(one.group_id)).name) for one in places]
    await visit.tell(n.IsThisTheChannel(chat_id=chat.id, title=title, groups=tuple(groups)))


async def this_is(visit: Visit) -> None:
    """Staff say whose notices the channel is for, or that it is for none."""
    button = visit.pressed(b.ChannelIs)
    staff = await visit.staff(button.group_id or None)
    if not button.group_id:
        seen = await visit.tx.get(Chat, button.chat_id)
        await visit.change(n.ChannelLeft(title=seen.title if seen else ""))
        await visit.toast(Done())
        return
    try:
        chat = await actions.link_channel(
            visit.tx,
            group_id=button.group_id,
            chat_id=button.chat_id,
            by=acting(staff),
            now=visit.now,
            replace=bool(button.replace),
        )
    except Refusal as refusal:
        if not isinstance(refusal.notice, n.ChannelTaken):
            raise
        await visit.change(refusal.notice)
    else:
        group = await visit.group(button.group_id)
        await visit.change(n.ChannelLinked(group_name=group.name, title=chat.title))
    await visit.toast(Done())


async def drop(visit: Visit) -> None:
    """Staff want no more notices in the channel."""
    button = visit.pressed(b.DropChannel)
    staff = await visit.staff(button.group_id)
    chat = await actions.drop_channel(
        visit.tx, group_id=button.group_id, by=acting(staff), now=visit.now
    )
    await visit.change(n.ChannelLeft(title=chat.title if chat else ""))
    await visit.toast(Done())


ENTRIES: tuple[Entry, ...] = (
    membership("channel", own_place_changed, own=True, where="channel"),
    pressed(b.ChannelIs, this_is, may="staff"),
    pressed(b.DropChannel, drop, may="staff"),
)
