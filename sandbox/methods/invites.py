"""Invite links and requests to join."""

from sandbox.methods.errors import bad_request
from sandbox.methods.request import Request, method
from sandbox.methods.targets import chat_of, person_of, require_right
from sandbox.world.chats import Chat, InviteLink
from sandbox.world.membership import enter
from sandbox.world.shapes import Json

NAME_LIMIT = 32
WORDS = "not enough rights to manage chat invite link"


def _inviting(request: Request) -> Chat:
    chat = chat_of(request)
    if chat.person is not None:
        raise bad_request("can't create invite link for a private chat")
    require_right(request, chat, "can_invite_users", WORDS)
    return chat


def _new_link(request: Request, chat: Chat, *, primary: bool) -> InviteLink:
    code = f"{request.world.random.getrandbits(64):016x}"
    link = InviteLink(link=f"https://t.me/+{code}", creator=request.bot, primary=primary)
    chat.links[link.link] = link
    request.world.links[link.link] = chat
    return link


def _describe(request: Request, link: InviteLink) -> None:
    if len(request.text("name")) > NAME_LIMIT:
        raise bad_request("invite link name is too long")
    asks = request.flag("creates_join_request")
    limit = request.integer("member_limit") or None
    if asks and limit:
        raise bad_request(
            "member limit can't be specified for links requiring administrator approval"
        )
    link.name = request.maybe_text("name")
    link.expires = request.integer("expire_date") or None
    link.member_limit = limit
    link.asks = asks


@method("exportChatInviteLink")
def export_link(request: Request) -> str:
    """Make a new primary link; the old one is revoked."""
    chat = _inviting(request)
    for link in chat.links.values():
        if link.primary:
            link.revoked, link.primary = True, False
    return _new_link(request, chat, primary=True).link


@method("createChatInviteLink")
def create_link(request: Request) -> Json:
    """Make an additional link."""
    chat = _inviting(request)
    link = _new_link(request, chat, primary=False)
    _describe(request, link)
    return link.shape()


def _link(request: Request, chat: Chat) -> InviteLink:
    link = chat.links.get(request.text("invite_link"))
    if link is None:
        raise bad_request("INVITE_HASH_EXPIRED")
    return link


@method("editChatInviteLink")
def edit_link(request: Request) -> Json:
    """Change an additional link."""
    link = _link(request, _inviting(request))
    _describe(request, link)
    return link.shape()


@method("revokeChatInviteLink")
def revoke_link(request: Request) -> Json:
    """Make a link useless."""
    link = _link(request, _inviting(request))
    link.revoked = True
    return link.shape()


@method("approveChatJoinRequest")
def approve(request: Request) -> bool:
    """Let somebody in who asked."""
    chat = _inviting(request)
    user = person_of(request)
    if chat.has(user.id):
        raise bad_request("USER_ALREADY_PARTICIPANT")
    if user.id not in chat.join_requests:
        raise bad_request("HIDE_REQUESTER_MISSING")
    link = chat.join_requests[user.id]
    enter(request.world, chat, user, by=request.bot, link=link, by_request=True)
    return True


@method("declineChatJoinRequest")
def decline(request: Request) -> bool:
    """Turn somebody away who asked."""
    chat = _inviting(request)
    user = person_of(request)
    if user.id not in chat.join_requests:
        raise bad_request("HIDE_REQUESTER_MISSING")
    del chat.join_requests[user.id]
    request.world.events.add("member", chat_id=chat.id, user_id=user.id, status="declined")
    return True
