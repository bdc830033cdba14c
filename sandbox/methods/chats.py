"""What a bot may know and change about a chat."""

from sandbox.methods.errors import bad_request
from sandbox.methods.request import Request, method
from sandbox.methods.targets import chat_of, me, person_of, require_right
from sandbox.world.chats import MEMBER_RIGHTS, Chat, Member
from sandbox.world.membership import leave
from sandbox.world.people import Bot
from sandbox.world.posting import announce
from sandbox.world.shapes import Json, present

TITLE_LIMIT = 128
DESCRIPTION_LIMIT = 255
GIFTS = (
    "unlimited_gifts",
    "limited_gifts",
    "unique_gifts",
    "premium_subscription",
    "gifts_from_channels",
)
CHANGE_INFO = "not enough rights to change chat {}"


@method("getMe")
def get_me(request: Request) -> Json:
    """Give the bot itself."""
    return request.bot.self_shape()


@method("getChat")
def get_chat(request: Request) -> Json:
    """Give all about a chat."""
    chat = chat_of(request)
    pinned = chat.messages.get(chat.pinned[-1]) if chat.pinned else None
    shaped = chat.shape() | present(
        accent_color_id=abs(chat.id) % 7,
        max_reaction_count=11,
        accepted_gift_types=dict.fromkeys(GIFTS, False),
        description=chat.description,
        pinned_message=pinned.shape(with_reply=False) if pinned else None,
        active_usernames=[chat.username] if chat.username else None,
    )
    if chat.protected:
        shaped["has_protected_content"] = True
    if chat.is_group:
        shaped["permissions"] = dict(chat.permissions)
    if chat.person is None and me(request, chat).may("can_invite_users"):
        primary = next((link for link in chat.links.values() if link.primary), None)
        shaped |= present(invite_link=primary.link if primary else None)
    return shaped


def _group_of(request: Request) -> Chat:
    chat = chat_of(request)
    if chat.person is not None:
        raise bad_request("there are no administrators in the private chat")
    return chat


@method("getChatMember")
def get_chat_member(request: Request) -> Json:
    """Give what somebody is in a chat."""
    chat = chat_of(request)
    user = person_of(request)
    if chat.person is not None:
        return {"status": "member", "user": user.shape()}
    member = chat.member(user.id) or Member(user=user, status="left")
    if member.until and member.until <= request.world.date():
        lapsed = "left" if member.status == "kicked" else "member"
        member = Member(user=user, status=lapsed, tag=member.tag)
        chat.put(member)
    return member.shape(chat, request.bot.id)


@method("getChatAdministrators")
def get_administrators(request: Request) -> list[Json]:
    """Give a chat's administrators; of bots only the caller."""
    chat = _group_of(request)
    admins = (chat.members[user_id] for user_id in sorted(chat.admin_ids))
    return [
        member.shape(chat, request.bot.id)
        for member in admins
        if member.user is request.bot or not isinstance(member.user, Bot)
    ]


@method("getChatMemberCount", "getChatMembersCount")
def get_member_count(request: Request) -> int:
    """Count the members of a chat."""
    return chat_of(request).member_count


@method("leaveChat")
def leave_chat(request: Request) -> bool:
    """Leave a chat."""
    chat = chat_of(request)
    if chat.person is not None:
        raise bad_request("chat member status can't be changed in private chats")
    leave(request.world, chat, request.bot, by=request.bot, banned=False)
    return True


@method("setChatTitle")
def set_title(request: Request) -> bool:
    """Rename a chat."""
    chat = _changeable(request, "title")
    title = request.text("title").strip()
    if not title:
        raise bad_request("title must be non-empty")
    if len(title) > TITLE_LIMIT:
        raise bad_request("title is too long")
    chat.title = title
    announce(request.world, chat, {"new_chat_title": title}, by=request.bot)
    request.world.events.add("chat", chat_id=chat.id)
    return True


@method("setChatDescription")
def set_description(request: Request) -> bool:
    """Describe a chat."""
    chat = _changeable(request, "description")
    description = request.text("description").strip()[:DESCRIPTION_LIMIT] or None
    if description == chat.description:
        raise bad_request("chat description is not modified")
    chat.description = description
    return True


@method("setChatPermissions")
def set_permissions(request: Request) -> bool:
    """Say what plain members may do."""
    chat = chat_of(request)
    words = "not enough rights to change chat permissions"
    require_right(request, chat, "can_restrict_members", words)
    given = request.record("permissions", "can't parse permissions JSON object")
    chat.permissions = {right: bool(given.get(right, False)) for right in MEMBER_RIGHTS}
    return True


def _changeable(request: Request, what: str) -> Chat:
    chat = chat_of(request)
    if chat.person is not None:
        raise bad_request(f"can't change private chat {what}")
    require_right(request, chat, "can_change_info", CHANGE_INFO.format(what))
    return chat
