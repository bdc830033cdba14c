"""Coming and going: groups, invitations, blocking, leaving Telegram."""

from sandbox.acts.scene import DeedError, Scene
from sandbox.world.chats import Chat, InviteLink, Member
from sandbox.world.membership import enter, leave, private_status
from sandbox.world.people import Bot, User


class Joining(Scene):
    """Who is where."""

    def add_to_group(self, actor_id: int, chat_id: int, user_id: int) -> None:
        """Add somebody (or a bot) to a group."""
        actor, chat = self.place(actor_id, chat_id)
        user = self.world.account(user_id)
        if not chat.permissions.get("can_invite_users") or chat.type == "channel":
            self.require_admin(actor, chat, "can_invite_users")
        if chat.has(user_id):
            raise DeedError(f"user {user_id} is already in chat {chat_id}")
        if isinstance(user, Bot) and not user.can_join_groups:
            raise DeedError("this bot cannot join groups")
        enter(self.world, chat, user, by=actor)

    def join(self, user_id: int, chat_id: int, link: str | None = None) -> str:
        """Join by a link or a public name; says "joined" or "asked" (it then waits)."""
        user, chat = self.world.person(user_id), self.world.chats[chat_id]
        known = chat.member(user_id)
        if known is not None and known.status == "kicked":
            raise DeedError("this person was put out of the chat")
        if chat.has(user_id):
            return "joined"
        invitation = self._invitation(chat, link)
        if invitation is not None and invitation.asks:
            self._ask(user, chat, invitation)
            return "asked"
        enter(self.world, chat, user, by=user, link=invitation)
        return "joined"

    def _invitation(self, chat: Chat, link: str | None) -> InviteLink | None:
        if link is None:
            return None
        found = chat.links.get(link)
        late = found is not None and found.expires and found.expires <= self.world.date()
        full = found is not None and found.member_limit and found.used >= found.member_limit
        if found is None or found.revoked or late or full:
            raise DeedError("the invitation has expired")
        return found

    def request_join(self, user_id: int, chat_id: int, link: str | None = None) -> None:
        """Ask to be let into a chat."""
        user, chat = self.world.person(user_id), self.world.chats[chat_id]
        self._ask(user, chat, self._invitation(chat, link))

    def _ask(self, user: User, chat: Chat, link: InviteLink | None) -> None:
        chat.join_requests[user.id] = link
        update = {
            "chat": chat.shape(),
            "from": user.shape(),
            "user_chat_id": user.id,
            "date": self.world.date(),
        }
        if link is not None:
            update["invite_link"] = link.shape()
        for bot in chat.bots.values():
            if chat.members[bot.id].may("can_invite_users"):
                self.world.private(user.id, bot.id)
                bot.inbox.push("chat_join_request", update, key=chat.id)
        self.world.events.add("member", chat_id=chat.id, user_id=user.id, status="asked")

    def leave(self, user_id: int, chat_id: int) -> None:
        """Leave a group."""
        user, chat = self.place(user_id, chat_id)
        leave(self.world, chat, user, by=user, banned=False)

    def remove(self, actor_id: int, chat_id: int, user_id: int, *, ban: bool = True) -> None:
        """Put somebody (or a bot) out of a group; without `ban` they may come back."""
        actor, chat = self.place(actor_id, chat_id)
        self.require_admin(actor, chat, "can_restrict_members")
        user = self.world.account(user_id)
        if not chat.has(user_id):
            raise DeedError(f"user {user_id} is not in chat {chat_id}")
        leave(self.world, chat, user, by=actor, banned=ban)

    def let_back(self, actor_id: int, chat_id: int, user_id: int) -> None:
        """Lift a ban: the person may join again."""
        actor, chat = self.place(actor_id, chat_id)
        self.require_admin(actor, chat, "can_restrict_members")
        chat.put(Member(user=self.world.account(user_id), status="left"))

    def block(self, user_id: int, bot_id: int) -> None:
        """Block a bot."""
        user, chat = self.world.person(user_id), self.world.private(user_id, bot_id)
        if bot_id not in user.blocked:
            user.blocked.add(bot_id)
            private_status(self.world, chat, blocked=True)

    def unblock(self, user_id: int, bot_id: int) -> None:
        """Let a blocked bot write again."""
        user, chat = self.world.person(user_id), self.world.private(user_id, bot_id)
        if bot_id in user.blocked:
            user.blocked.discard(bot_id)
            private_status(self.world, chat, blocked=False)

    def deactivate(self, user_id: int) -> None:
        """Delete an account: it stays in lists, but nobody can reach it."""
        user = self.world.person(user_id)
        user.deactivated = True
        self.world.events.add("user", user_id=user_id)

    def rename(
        self, user_id: int, name: str, last_name: str | None = None, username: str | None = None
    ) -> None:
        """Change one's name."""
        user = self.world.person(user_id)
        user.name, user.last_name = name, last_name
        if username is not None:
            self.world.by_username.pop((user.username or "").lower(), None)
            user.username = username
            self.world.by_username[username.lower()] = user
        self.world.events.add("user", user_id=user_id)
