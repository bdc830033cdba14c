"""Putting out, letting back, restricting, promoting, titles and tags."""

from sandbox.methods.errors import bad_request
from sandbox.methods.request import Request, method
from sandbox.methods.targets import chat_of, person_of, require_right
from sandbox.world.chats import ALL_ADMIN_RIGHTS, MEMBER_RIGHTS, Chat, Member
from sandbox.world.membership import become, leave
from sandbox.world.people import User
from sandbox.world.posting import remove

TITLE_LIMIT = 16
RESTRICT = "not enough rights to restrict/unrestrict chat member"
SHORTEST, LONGEST = 30, 366 * 86_400


def _someone(request: Request, right: str, words: str) -> tuple[Chat, User, Member]:
    chat = chat_of(request)
    if chat.person is not None:
        raise bad_request("chat member status can't be changed in private chats")
    require_right(request, chat, right, words)
    user = person_of(request)
    member = chat.member(user.id) or Member(user=user, status="left")
    if member.status == "creator":
        raise bad_request("can't remove chat owner")
    return chat, user, member


def _until(request: Request) -> int:
    until = request.integer("until_date")
    return until if SHORTEST < until - request.world.date() < LONGEST else 0


@method("banChatMember", "kickChatMember")
def ban(request: Request) -> bool:
    """Put somebody out for good, or until a date."""
    chat, user, member = _someone(request, "can_restrict_members", RESTRICT)
    if member.status == "administrator":
        raise bad_request("user is an administrator of the chat")
    if member.is_present:
        until = _until(request)
        leave(request.world, chat, user, by=request.bot, banned=True, until=until)
    else:
        banned = Member(user=user, status="kicked", until=_until(request))
        become(request.world, chat, banned, by=request.bot)
    if request.flag("revoke_messages"):
        for message in [m for m in chat.messages.values() if m.sender is user and not m.deleted]:
            remove(request.world, message)
    return True


@method("unbanChatMember")
def unban(request: Request) -> bool:
    """Let somebody join again (a member who is there is put out, as in life)."""
    chat, user, member = _someone(request, "can_restrict_members", RESTRICT)
    if request.flag("only_if_banned") and member.status != "kicked":
        return True
    if member.is_present:
        leave(request.world, chat, user, by=request.bot, banned=False)
    elif member.status == "kicked":
        become(request.world, chat, Member(user=user, status="left"), by=request.bot)
    return True


@method("restrictChatMember")
def restrict(request: Request) -> bool:
    """Say what one member may do."""
    chat, user, member = _someone(request, "can_restrict_members", RESTRICT)
    if chat.type != "supergroup":
        raise bad_request("method is available only for supergroups")
    if member.status == "administrator":
        raise bad_request("user is an administrator of the chat")
    given = request.record("permissions", "can't parse permissions JSON object")
    rights = {right: bool(given.get(right, False)) for right in MEMBER_RIGHTS}
    status = "member" if all(rights.values()) and member.is_present else "restricted"
    new = Member(
        user=user,
        status=status,
        rights=rights,
        until=_until(request),
        is_member=member.is_present,
        tag=member.tag,
    )
    become(request.world, chat, new, by=request.bot)
    return True


@method("promoteChatMember")
def promote(request: Request) -> bool:
    """Make somebody an administrator, or with no rights a plain member again."""
    words = "not enough rights to promote/demote chat member"
    chat, user, member = _someone(request, "can_promote_members", words)
    if not member.is_present:
        raise bad_request("USER_NOT_PARTICIPANT")
    rights = {right: request.flag(right) for right in ALL_ADMIN_RIGHTS}
    anonymous = request.flag("is_anonymous")
    if any(rights.values()) or anonymous:
        rights["can_manage_chat"] = True
        new = Member(
            user=user,
            status="administrator",
            rights=rights,
            anonymous=anonymous,
            custom_title=member.custom_title,
            promoted_by=request.bot.id,
        )
    else:
        new = Member(user=user, status="member")
    become(request.world, chat, new, by=request.bot)
    return True


@method("setChatAdministratorCustomTitle")
def set_title(request: Request) -> bool:
    """Give an administrator a title."""
    chat = chat_of(request)
    if chat.type != "supergroup":
        raise bad_request("method is available only for supergroups")
    require_right(request, chat, "can_promote_members", "not enough rights to change custom title")
    member = chat.member(person_of(request).id)
    if member is None or member.status != "administrator":
        raise bad_request("user is not an administrator")
    if member.promoted_by != request.bot.id:
        raise bad_request("not enough rights to change custom title of the user")
    member.custom_title = _short(request, "custom_title", "ADMIN_RANK") or None
    return True


@method("setChatMemberTag")
def set_tag(request: Request) -> bool:
    """Give a member a tag beside their name."""
    chat = chat_of(request)
    words = "not enough rights to change member tags"
    require_right(request, chat, "can_manage_tags", words)
    member = chat.member(person_of(request).id)
    if member is None or not member.is_present:
        raise bad_request("USER_NOT_PARTICIPANT")
    if member.is_admin:
        raise bad_request("CHAT_CREATOR_REQUIRED" if member.status == "creator" else "USER_ADMIN")
    member.tag = _short(request, "tag", "TAG") or None
    request.world.events.add("member", chat_id=chat.id, user_id=member.user.id)
    return True


def _short(request: Request, name: str, code: str) -> str:
    words = request.text(name).strip()
    if len(words) > TITLE_LIMIT:
        raise bad_request(f"{code}_INVALID")
    if any(ord(character) > 0x1F000 for character in words):  # noqa: PLR2004 - where emoji begin
        raise bad_request(f"{code}_EMOJI_NOT_ALLOWED")
    return words
