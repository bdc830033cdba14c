"""Where people meet: private chats, groups, supergroups with topics, channels."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sandbox.world.people import Bot, User
from sandbox.world.shapes import Json, present

if TYPE_CHECKING:
    from sandbox.world.messages import Message

GENERAL = 1
SEND_RIGHTS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
)
MEMBER_RIGHTS = (
    *SEND_RIGHTS,
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)
# Telegram's clients switch these off when a group is made.
WITHHELD_FROM_MEMBERS = frozenset({"can_change_info", "can_pin_messages", "can_manage_topics"})
ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
GROUP_ADMIN_RIGHTS = ("can_pin_messages", "can_manage_topics", "can_manage_tags")
CHANNEL_ADMIN_RIGHTS = ("can_post_messages", "can_edit_messages", "can_manage_direct_messages")
ALL_ADMIN_RIGHTS = (*ADMIN_RIGHTS, *GROUP_ADMIN_RIGHTS, *CHANNEL_ADMIN_RIGHTS)
PRESENT = frozenset({"creator", "administrator", "member"})


def default_permissions() -> dict[str, bool]:
    """Give what members of a fresh group may do."""
    return {right: right not in WITHHELD_FROM_MEMBERS for right in MEMBER_RIGHTS}


@dataclass(slots=True, kw_only=True, eq=False)
class Member:
    """What somebody is in a chat."""

    user: User
    status: str
    rights: dict[str, bool] = field(default_factory=dict)
    custom_title: str | None = None
    tag: str | None = None
    anonymous: bool = False
    until: int = 0
    is_member: bool = True
    promoted_by: int | None = None

    @property
    def is_present(self) -> bool:
        """Say whether this person is in the chat now."""
        return self.status in PRESENT or (self.status == "restricted" and self.is_member)

    @property
    def is_admin(self) -> bool:
        """Say whether this person runs the chat."""
        return self.status in {"creator", "administrator"}

    def may(self, right: str) -> bool:
        """Say whether an administrator has this right (a creator has all)."""
        return self.status == "creator" or (
            self.status == "administrator" and self.rights.get(right, False)
        )

    def shape(self, chat: "Chat", viewer: int | None = None) -> Json:
        """Give the Bot API's ChatMember, with every field its status must have."""
        shaped = present(status=self.status, user=self.user.shape())
        match self.status:
            case "creator":
                shaped |= {"is_anonymous": self.anonymous}
            case "administrator":
                shaped |= self._admin_shape(chat, viewer)
            case "restricted":
                shaped |= {right: self.rights.get(right, False) for right in MEMBER_RIGHTS}
                shaped |= {"is_member": self.is_member, "until_date": self.until}
            case "kicked":
                shaped["until_date"] = self.until
            case _:
                pass
        if self.custom_title is not None and self.is_admin:
            shaped["custom_title"] = self.custom_title
        if self.tag is not None and not self.is_admin and self.is_present:
            shaped["tag"] = self.tag
        return shaped

    def _admin_shape(self, chat: "Chat", viewer: int | None) -> Json:
        extra = CHANNEL_ADMIN_RIGHTS if chat.type == "channel" else GROUP_ADMIN_RIGHTS
        can_be_edited = viewer is not None and viewer == self.promoted_by
        return {
            "can_be_edited": can_be_edited,
            "is_anonymous": self.anonymous,
            **{right: self.rights.get(right, False) for right in (*ADMIN_RIGHTS, *extra)},
        }


@dataclass(slots=True, kw_only=True, eq=False)
class Topic:
    """A forum topic; its thread id is the id of the message that made it (General: 1)."""

    thread_id: int
    name: str
    icon_color: int = 0x6FB9F0
    icon_custom_emoji_id: str | None = None
    creator: int | None = None
    closed: bool = False
    hidden: bool = False
    deleted: bool = False

    def shape(self) -> Json:
        """Give the Bot API's ForumTopic."""
        return present(
            message_thread_id=self.thread_id,
            name=self.name,
            icon_color=self.icon_color,
            icon_custom_emoji_id=self.icon_custom_emoji_id,
        )


@dataclass(slots=True, kw_only=True, eq=False)
class InviteLink:
    """A link that lets people in, at once or after approval."""

    link: str
    creator: User
    name: str | None = None
    expires: int | None = None
    member_limit: int | None = None
    asks: bool = False
    primary: bool = False
    revoked: bool = False
    used: int = 0

    def shape(self) -> Json:
        """Give the Bot API's ChatInviteLink."""
        return present(
            invite_link=self.link,
            creator=self.creator.shape(),
            creates_join_request=self.asks,
            is_primary=self.primary,
            is_revoked=self.revoked,
            name=self.name,
            expire_date=self.expires,
            member_limit=self.member_limit,
        )


@dataclass(slots=True, kw_only=True, eq=False)
class Chat:
    """A chat of any type; a private one joins `person` and `bot` and bears the person's id."""

    id: int
    type: str
    title: str | None = None
    username: str | None = None
    description: str | None = None
    is_forum: bool = False
    protected: bool = False
    dissolved: bool = False
    person: User | None = None
    bot: Bot | None = None
    started: bool = False
    members: dict[int, Member] = field(default_factory=dict)
    admin_ids: set[int] = field(default_factory=set)
    bots: dict[int, Bot] = field(default_factory=dict)
    permissions: dict[str, bool] = field(default_factory=default_permissions)
    messages: "dict[int, Message]" = field(default_factory=dict)
    deleted_ids: list[int] = field(default_factory=list)
    next_message_id: int = 1
    pinned: list[int] = field(default_factory=list)
    topics: dict[int, Topic] = field(default_factory=dict)
    links: dict[str, InviteLink] = field(default_factory=dict)
    join_requests: dict[int, InviteLink | None] = field(default_factory=dict)
    migrated_to: int | None = None
    migrated_from: int | None = None
    last_bot: int | None = None

    @property
    def is_group(self) -> bool:
        """Say whether several people talk here."""
        return self.type in {"group", "supergroup"}

    @property
    def member_count(self) -> int:
        """Count who is in the chat."""
        if self.person is not None:
            return 2
        return sum(member.is_present for member in self.members.values())

    def put(self, member: Member) -> None:
        """Record what somebody is here now."""
        user = member.user
        self.members[user.id] = member
        (self.admin_ids.add if member.is_admin else self.admin_ids.discard)(user.id)
        (user.chat_ids.add if member.is_present else user.chat_ids.discard)(self.id)
        if isinstance(user, Bot):
            if member.is_present:
                self.bots[user.id] = user
            else:
                self.bots.pop(user.id, None)

    def open_forum(self) -> None:
        """Give the chat topics: General has the id 1, so no message may have it."""
        self.is_forum = True
        self.topics.setdefault(GENERAL, Topic(thread_id=GENERAL, name="General"))
        self.next_message_id = max(self.next_message_id, GENERAL + 1)

    def member(self, user_id: int) -> Member | None:
        """Find what somebody is here, if they ever were."""
        return self.members.get(user_id)

    def has(self, user_id: int) -> bool:
        """Say whether somebody is in the chat now."""
        if self.person is not None and self.bot is not None:
            return user_id in {self.person.id, self.bot.id}
        found = self.members.get(user_id)
        return found is not None and found.is_present

    def shape(self) -> Json:
        """Give the Bot API's Chat."""
        if self.person is not None:
            person = self.person
            return present(
                id=self.id,
                first_name=person.name,
                last_name=person.last_name,
                username=person.username,
                type="private",
            )
        shaped = present(id=self.id, title=self.title, username=self.username, type=self.type)
        if self.is_forum:
            shaped["is_forum"] = True
        return shaped
