"""Who lives in the world: people and bots."""

from dataclasses import dataclass, field

from sandbox.world.inbox import Inbox
from sandbox.world.shapes import Json


@dataclass(slots=True, kw_only=True, eq=False)
class User:
    """An account; `blocked` holds the ids of the bots this person has blocked."""

    id: int
    name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    phone: str | None = None
    deactivated: bool = False
    hides_forwards: bool = False
    big_font: bool = False
    blocked: set[int] = field(default_factory=set)
    chat_ids: set[int] = field(default_factory=set)

    @property
    def is_bot(self) -> bool:
        """Say whether a program answers."""
        return False

    @property
    def full_name(self) -> str:
        """Join first and last name."""
        return f"{self.name} {self.last_name}" if self.last_name else self.name

    def shape(self) -> Json:
        """Give the Bot API's User."""
        shaped: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.name}
        if self.last_name is not None:
            shaped["last_name"] = self.last_name
        if self.username is not None:
            shaped["username"] = self.username
        if self.language_code is not None:
            shaped["language_code"] = self.language_code
        return shaped


@dataclass(slots=True, kw_only=True, eq=False)
class Bot(User):
    """A bot with its token, its settings at BotFather and what it has not fetched yet."""

    token: str
    privacy: bool = True
    can_join_groups: bool = True
    has_web_app: bool = False
    inbox: Inbox
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    profile: dict[tuple[str, str], str] = field(default_factory=dict)
    menu_buttons: dict[int, Json] = field(default_factory=dict)
    default_rights: dict[bool, Json] = field(default_factory=dict)
    logged_out: bool = False

    @property
    def is_bot(self) -> bool:
        """Say whether a program answers."""
        return True

    def self_shape(self) -> Json:
        """Give what getMe returns."""
        return self.shape() | {
            "can_join_groups": self.can_join_groups,
            "can_read_all_group_messages": not self.privacy,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": self.has_web_app,
            "has_topics_enabled": False,
            "allows_users_to_create_topics": False,
        }
