"""What is said: messages, and polls inside them."""

from dataclasses import dataclass, field

from sandbox.world.chats import Chat
from sandbox.world.people import User
from sandbox.world.shapes import ANONYMOUS_ADMIN, CHANNEL_VOICE, Json, present


@dataclass(slots=True, kw_only=True, eq=False)
class Poll:
    """A poll; `votes` maps a voter to the places of the options they chose."""

    id: str
    question: str
    question_entities: list[Json]
    options: list[str]
    anonymous: bool = True
    quiz: bool = False
    multiple: bool = False
    correct: list[int] = field(default_factory=list)
    explanation: str | None = None
    explanation_entities: list[Json] = field(default_factory=list)
    open_period: int | None = None
    close_date: int | None = None
    closed: bool = False
    revoting: bool = True
    owner: int | None = None
    votes: dict[int, list[int]] = field(default_factory=dict)

    def shape(self) -> Json:
        """Give the Bot API's Poll."""
        counts = [0] * len(self.options)
        for chosen in self.votes.values():
            for place in chosen:
                counts[place] += 1
        shaped = present(
            id=self.id,
            question=self.question,
            question_entities=self.question_entities or None,
            options=[
                {"text": text, "voter_count": counts[place], "persistent_id": f"{self.id}-{place}"}
                for place, text in enumerate(self.options)
            ],
            total_voter_count=len(self.votes),
            is_closed=self.closed,
            is_anonymous=self.anonymous,
            type="quiz" if self.quiz else "regular",
            allows_multiple_answers=self.multiple,
            allows_revoting=self.revoting,
            members_only=False,
            open_period=self.open_period,
            close_date=self.close_date,
        )
        return shaped | (self._answer_shape() if self.quiz else {})

    def _answer_shape(self) -> Json:
        return present(
            correct_option_ids=list(self.correct),
            explanation=self.explanation,
            explanation_entities=self.explanation_entities or None,
        )


@dataclass(slots=True, kw_only=True, eq=False)
class Message:
    """A message; `body` holds what its kind brings (text, photo, new_chat_members, …)."""

    id: int
    chat: Chat
    date: int
    body: Json
    sender: User | None = None
    sender_chat: Chat | None = None
    signature: str | None = None
    thread: int | None = None
    in_topic: bool = False
    reply_to: "Message | None" = None
    markup: Json | None = None
    edited: int | None = None
    origin: Json | None = None
    album: str | None = None
    protected: bool = False
    poll: Poll | None = None
    service: bool = False
    deleted: bool = False
    reactions: dict[int, list[str]] = field(default_factory=dict)

    @property
    def message_id(self) -> int:
        """Give the id under its Bot API name."""
        return self.id

    @property
    def text(self) -> str | None:
        """Give the text or the caption."""
        found = self.body.get("text", self.body.get("caption"))
        return found if isinstance(found, str) else None

    @property
    def from_bot(self) -> bool:
        """Say whether a bot wrote it under its own name."""
        return self.sender is not None and self.sender.is_bot

    def shape(self, *, for_page: bool = False, with_reply: bool = True) -> Json:
        """Give the Bot API's Message; the page also sees reply keyboards and reactions."""
        shaped: Json = {"message_id": self.id}
        shaped |= self._sender_shape()
        shaped["chat"] = self.chat.shape()
        shaped["date"] = self.date
        if self.thread is not None:
            shaped["message_thread_id"] = self.thread
        if self.in_topic:
            shaped["is_topic_message"] = True
        if self.edited is not None:
            shaped["edit_date"] = self.edited
        shaped |= self._context_shape(with_reply=with_reply)
        shaped |= self.body
        if self.poll is not None:
            shaped["poll"] = self.poll.shape()
        if self.markup is not None and (for_page or "inline_keyboard" in self.markup):
            shaped["reply_markup"] = self.markup
        if for_page:
            shaped |= self._page_shape()
        return shaped

    def _sender_shape(self) -> Json:
        if self.sender_chat is not None:
            shaped: Json = {"sender_chat": self.sender_chat.shape()}
            if self.sender_chat is not self.chat:
                shaped["from"] = CHANNEL_VOICE
            elif self.chat.type != "channel":
                shaped["from"] = ANONYMOUS_ADMIN
            return shaped | present(author_signature=self.signature)
        shaped = {} if self.sender is None else {"from": self.sender.shape()}
        if self.sender is not None and self.chat.is_group:
            member = self.chat.member(self.sender.id)
            if member is not None and member.tag is not None and not member.is_admin:
                shaped["sender_tag"] = member.tag
        return shaped

    def _context_shape(self, *, with_reply: bool) -> Json:
        shaped: Json = {}
        if self.reply_to is not None and with_reply and not self.reply_to.deleted:
            shaped["reply_to_message"] = self.reply_to.shape(with_reply=False)
        if self.origin is not None:
            shaped["forward_origin"] = self.origin
        if self.album is not None:
            shaped["media_group_id"] = self.album
        if self.protected:
            shaped["has_protected_content"] = True
        return shaped

    def _page_shape(self) -> Json:
        reactions = [
            {"emoji": emoji, "by": by} for by, chosen in self.reactions.items() for emoji in chosen
        ]
        shaped: Json = {"edited": self.edited is not None, "reactions": reactions}
        if self.poll is not None:
            shaped["votes"] = {
                str(voter): list(chosen) for voter, chosen in self.poll.votes.items()
            }
        return shaped
