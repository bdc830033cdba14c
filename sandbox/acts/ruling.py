"""Running a group: promoting, restricting, titles, pins, migration."""

from sandbox.acts.scene import DeedError, Scene
from sandbox.world.chats import ALL_ADMIN_RIGHTS, MEMBER_RIGHTS, Member
from sandbox.world.membership import become, migrate
from sandbox.world.posting import announce

# What Telegram's app proposes for a new administrator.
USUAL = frozenset(
    {
        "can_manage_chat",
        "can_delete_messages",
        "can_manage_video_chats",
        "can_restrict_members",
        "can_change_info",
        "can_invite_users",
        "can_pin_messages",
        "can_manage_topics",
        "can_manage_tags",
        "can_post_messages",
        "can_edit_messages",
    }
)


class Ruling(Scene):
    """What administrators do."""

    def promote(
        self,
        actor_id: int,
        chat_id: int,
        user_id: int,
        *,
        title: str | None = None,
        anonymous: bool = False,
        **rights: bool,
    ) -> None:
        """Make somebody an administrator with the usual rights, except as `rights` say."""
        actor, chat = self.place(actor_id, chat_id)
        self.require_admin(actor, chat, "can_promote_members")
        if not chat.has(user_id):
            raise DeedError(f"user {user_id} is not in chat {chat_id}")
        unknown = rights.keys() - set(ALL_ADMIN_RIGHTS)
        if unknown:
            raise DeedError(f"no such rights: {', '.join(sorted(unknown))}")
        granted = {right: rights.get(right, right in USUAL) for right in ALL_ADMIN_RIGHTS}
        new = Member(
            user=self.world.account(user_id),
            status="administrator",
            rights=granted,
            custom_title=title,
            anonymous=anonymous,
            promoted_by=actor_id,
        )
        become(self.world, chat, new, by=actor)

    def demote(self, actor_id: int, chat_id: int, user_id: int) -> None:
        """Make an administrator a plain member again."""
        actor, chat = self.place(actor_id, chat_id)
        self.require_admin(actor, chat, "can_promote_members")
        new = Member(user=self.world.account(user_id), status="member")
        become(self.world, chat, new, by=actor)

    def restrict(self, actor_id: int, chat_id: int, user_id: int, **rights: bool) -> None:
        """Take rights from a member: all that `rights` do not name."""
        actor, chat = self.place(actor_id, chat_id)
        self.require_admin(actor, chat, "can_restrict_members")
        allowed = {right: rights.get(right, False) for right in MEMBER_RIGHTS}
        new = Member(user=self.world.account(user_id), status="restricted", rights=allowed)
        become(self.world, chat, new, by=actor)

    def permit(self, actor_id: int, chat_id: int, **rights: bool) -> None:
        """Change what plain members may do."""
        actor, chat = self.place(actor_id, chat_id)
        self.require_admin(actor, chat, "can_restrict_members")
        chat.permissions |= rights
        self.world.events.add("chat", chat_id=chat.id)

    def retitle(self, actor_id: int, chat_id: int, title: str) -> None:
        """Rename a group."""
        actor, chat = self.place(actor_id, chat_id)
        if not chat.permissions.get("can_change_info"):
            self.require_admin(actor, chat, "can_change_info")
        chat.title = title
        announce(self.world, chat, {"new_chat_title": title}, by=actor)
        self.world.events.add("chat", chat_id=chat.id)

    def pin(self, actor_id: int, chat_id: int, message_id: int) -> None:
        """Pin a message."""
        actor, chat = self.place(actor_id, chat_id)
        if chat.person is None and not chat.permissions.get("can_pin_messages"):
            self.require_admin(actor, chat, "can_pin_messages")
        message = self.message(chat, message_id)
        chat.pinned.append(message_id)
        shown = message.shape(with_reply=False)
        announce(self.world, chat, {"pinned_message": shown}, by=actor, thread=message.thread)

    def protect(self, actor_id: int, chat_id: int, *, on: bool = True) -> None:
        """Forbid forwarding and saving from a group."""
        _, chat = self.place(actor_id, chat_id)
        chat.protected = on

    def dissolve(self, actor_id: int, chat_id: int) -> None:
        """Delete a group for everybody."""
        actor, chat = self.place(actor_id, chat_id)
        if chat.members[actor.id].status != "creator":
            raise DeedError("only the owner deletes a group")
        chat.dissolved = True
        for member in list(chat.members.values()):
            member.user.chat_ids.discard(chat.id)
        self.world.events.add("chat", chat_id=chat.id)

    def set_privacy(self, bot_id: int, *, on: bool) -> None:
        """Switch a bot's privacy mode at BotFather."""
        self.world.bots[bot_id].privacy = on

    def migrate(self, chat_id: int) -> int:
        """Turn a basic group into a supergroup; gives the new id."""
        chat = self.world.chats[chat_id]
        if chat.type != "group" or chat.migrated_to is not None:
            raise DeedError("only a basic group becomes a supergroup")
        return migrate(self.world, chat).id
