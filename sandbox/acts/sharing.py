"""Sending files, contacts, places, votes; sharing people and chats with a bot."""

from sandbox.acts.scene import DeedError, Scene
from sandbox.entities import Formatted, find
from sandbox.methods.texts import body
from sandbox.world.chats import Chat
from sandbox.world.messages import Message
from sandbox.world.people import User
from sandbox.world.posting import post
from sandbox.world.shapes import Json, present
from sandbox.world.voting import VoteError, vote

KINDS = {
    "photo": "can_send_photos",
    "document": "can_send_documents",
    "video": "can_send_videos",
    "voice": "can_send_voice_notes",
    "audio": "can_send_audios",
    "sticker": "can_send_other_messages",
}


class Sharing(Scene):
    """What people send besides words."""

    def _send(
        self,
        kind: str,
        user_id: int,
        chat_id: int,
        content: bytes,
        *,
        filename: str | None,
        caption: str | None = None,
        album: str | None = None,
        reply_to: int | None = None,
        thread: int | None = None,
    ) -> Message:
        user, chat = self.place(user_id, chat_id)
        self.allowed(user, chat, KINDS[kind], thread)
        file = self.world.files.add(kind, content, filename)
        words = body("caption", "caption_entities", find(Formatted(caption, []))) if caption else {}
        return post(
            self.world,
            chat,
            {kind: file.shape()} | words,
            sender=user,
            reply_to=self.reply(chat, reply_to),
            thread=thread,
            album=self._album(user, chat, album),
        )

    def _album(self, user: User, chat: Chat, name: str | None) -> str | None:
        if name is None:
            return None
        number = str(13_900_000_000_000_000 + self.world.number())
        return self.world.albums.setdefault((user.id, chat.id, name), number)

    def send_photo(
        self,
        user_id: int,
        chat_id: int,
        content: bytes,
        filename: str | None = None,
        caption: str | None = None,
        *,
        album: str | None = None,
        reply_to: int | None = None,
        thread: int | None = None,
    ) -> Message:
        """Send a photo; photos with the same `album` word belong together."""
        return self._send(
            "photo",
            user_id,
            chat_id,
            content,
            filename=filename,
            caption=caption,
            album=album,
            reply_to=reply_to,
            thread=thread,
        )

    def send_document(
        self,
        user_id: int,
        chat_id: int,
        content: bytes,
        filename: str | None = None,
        caption: str | None = None,
        *,
        album: str | None = None,
        reply_to: int | None = None,
        thread: int | None = None,
    ) -> Message:
        """Send any file."""
        return self._send(
            "document",
            user_id,
            chat_id,
            content,
            filename=filename,
            caption=caption,
            album=album,
            reply_to=reply_to,
            thread=thread,
        )

    def send_video(
        self,
        user_id: int,
        chat_id: int,
        content: bytes,
        filename: str | None = None,
        caption: str | None = None,
        *,
        album: str | None = None,
        reply_to: int | None = None,
        thread: int | None = None,
    ) -> Message:
        """Send a video."""
        return self._send(
            "video",
            user_id,
            chat_id,
            content,
            filename=filename,
            caption=caption,
            album=album,
            reply_to=reply_to,
            thread=thread,
        )

    def send_voice(
        self,
        user_id: int,
        chat_id: int,
        content: bytes,
        filename: str | None = None,
        caption: str | None = None,
        *,
        album: str | None = None,
        reply_to: int | None = None,
        thread: int | None = None,
    ) -> Message:
        """Speak."""
        return self._send(
            "voice",
            user_id,
            chat_id,
            content,
            filename=filename,
            caption=caption,
            album=album,
            reply_to=reply_to,
            thread=thread,
        )

    def send_sticker(
        self, user_id: int, chat_id: int, content: bytes, filename: str | None = None
    ) -> Message:
        """Send a sticker."""
        return self._send("sticker", user_id, chat_id, content, filename=filename)

    def _send_card(
        self, user_id: int, chat_id: int, card: Json, reply_to: int | None, thread: int | None
    ) -> Message:
        user, chat = self.place(user_id, chat_id)
        self.allowed(user, chat, "can_send_messages", thread)
        answered = self.reply(chat, reply_to)
        return post(self.world, chat, card, sender=user, reply_to=answered, thread=thread)

    def share_contact(
        self,
        user_id: int,
        chat_id: int,
        of: int | None = None,
        reply_to: int | None = None,
        thread: int | None = None,
    ) -> Message:
        """Share one's own phone number, or the card of another person."""
        person = self.world.person(user_id if of is None else of)
        if person.phone is None:
            raise DeedError(f"user {person.id} has no phone number")
        contact = present(
            phone_number=person.phone,
            first_name=person.name,
            last_name=person.last_name,
            user_id=person.id,
        )
        return self._send_card(user_id, chat_id, {"contact": contact}, reply_to, thread)

    def share_contact_card(
        self, user_id: int, chat_id: int, phone_number: str, first_name: str
    ) -> Message:
        """Share a card typed by hand, of somebody who is not on Telegram."""
        contact = {"phone_number": phone_number, "first_name": first_name}
        return self._send_card(user_id, chat_id, {"contact": contact}, None, None)

    def share_location(
        self,
        user_id: int,
        chat_id: int,
        latitude: float = 30.5,
        longitude: float = 114.3,
        *,
        reply_to: int | None = None,
        thread: int | None = None,
    ) -> Message:
        """Share a place."""
        place = {"latitude": latitude, "longitude": longitude}
        return self._send_card(user_id, chat_id, {"location": place}, reply_to, thread)

    def share_users(self, user_id: int, chat_id: int, request_id: int, users: list[int]) -> Message:
        """Answer a button that asks for people."""
        shared = [
            present(
                user_id=person.id,
                first_name=person.name,
                last_name=person.last_name,
                username=person.username,
            )
            for person in map(self.world.account, users)
        ]
        body = {"users_shared": {"request_id": request_id, "users": shared}}
        return self._share(user_id, chat_id, body)

    def share_chat(self, user_id: int, chat_id: int, request_id: int, shared: int) -> Message:
        """Answer a button that asks for a chat."""
        chat = self.world.chats[shared]
        found = present(
            request_id=request_id, chat_id=chat.id, title=chat.title, username=chat.username
        )
        return self._share(user_id, chat_id, {"chat_shared": found})

    def send_web_app_data(self, user_id: int, chat_id: int, data: str, button_text: str) -> Message:
        """Send what a Mini App opened from the keyboard hands to its bot."""
        handed = {"data": data, "button_text": button_text}
        return self._share(user_id, chat_id, {"web_app_data": handed})

    def _share(self, user_id: int, chat_id: int, body: Json) -> Message:
        user, chat = self.place(user_id, chat_id)
        self.allowed(user, chat, "can_send_messages")
        return post(self.world, chat, body, sender=user, service=True)

    def vote(self, user_id: int, chat_id: int, message_id: int, options: list[int]) -> None:
        """Vote in a poll by the places of its options; none takes the vote back."""
        user, chat = self.place(user_id, chat_id)
        message = self.message(chat, message_id)
        if message.poll is None:
            raise DeedError("this message is not a poll")
        try:
            vote(self.world, message.poll, message, user, options)
        except VoteError as refused:
            raise DeedError(str(refused)) from None
