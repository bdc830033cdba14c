"""What is told at the table: what a voter brings, words to it, how many came."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict

from handlers.forms.receptions.plan import Whole
from handlers.kit.forms.readers import Text
from handlers.kit.forms.reading import Attachment, Phrase, Problem, Read, Reader, Said, Seen, Taken
from handlers.kit.forms.shape import Ask, Form, form
from handlers.kit.visit import Visit
from handlers.receptions.table import at_table, show_table
from models.issues import actions as issues
from models.issues.reports import Piece
from models.issues.states import FileKind
from models.messages.carried import Media
from models.receptions import record_notices as r
from models.receptions import recording
from models.receptions.recording import MOST_VISITORS

_KINDS = {
    Media.PHOTO: FileKind.PHOTO,
    Media.VIDEO: FileKind.VIDEO,
    Media.VOICE: FileKind.VOICE,
    Media.AUDIO: FileKind.AUDIO,
}
_LONGEST = 4000


class Brought(BaseModel):
    """What a voter brings: words, or a voice or picture with words under it."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    words: str = ""
    file: Attachment | None = None


class Anything(Reader):
    """One message, whatever it is: somebody waits at the table."""

    def read(self, said: Said, _seen: Seen, /) -> Read:
        """Take words, or a file with what is written under it."""
        if said.attachment is not None:
            file = said.attachment.model_dump(mode="json")
            return Taken(value={"words": said.attachment.caption, "file": file})
        words = said.text.strip()
        if not words:
            return Problem(Phrase(key="receptions.p_matter"))
        return Taken(value={"words": words[:_LONGEST], "file": None})

    def shown(self, value: Any) -> Phrase:  # noqa: ANN401  (JSON)
        """Return the words, or that there is a file."""
        words = str(value.get("words") or "")
        file = value.get("file")
        if file is None:
            return super().shown(words)
        return Phrase(key="receptions.v_file", text=words[:200])


@form("reception matter", title="receptions.f_matter", who="crew, staff")
class MatterForm(Form):
    """What one voter brings; its number comes at once, more words can follow."""

    session_id: int
    brought: Annotated[
        Brought,
        Ask(
            "receptions.q_matter",
            "receptions.l_matter",
            Anything(),
            hint="receptions.h_matter",
        ),
    ]

    async def done(self, visit: Visit) -> None:
        """Register it as an issue of this session."""
        file = self.brought.file
        files = [] if file is None else [_piece(file)]
        issue = await recording.record(
            visit.tx,
            bot_id=visit.bot.id,
            group_id=self.group_id,
            session_id=self.session_id,
            words=self.brought.words,
            files=files,
            by=await at_table(visit, self.group_id),
            now=visit.now,
        )
        await visit.change(
            r.MatterCard(
                group_id=self.group_id,
                session_id=self.session_id,
                issue_id=issue.id,
                number=issue.number,
                words=issue.own_words[:600],
                files=len(files),
            )
        )


def _piece(file: Attachment) -> Piece:
    return Piece(
        kind=_KINDS.get(file.media, FileKind.DOCUMENT),
        file_id=file.file_id,
        file_unique_id=file.file_unique_id,
        name=file.name,
        size=file.size,
        caption=file.caption,
    )


@form("reception words", title="receptions.f_words", who="crew, staff")
class WordsForm(Form):
    """More of what a voter said; which matter is known already."""

    issue_id: int
    words: Annotated[
        str,
        Ask(
            "receptions.q_words",
            "receptions.l_words",
            Text(shortest=2, longest=_LONGEST, lines=True),
            hint="receptions.h_words",
        ),
    ]

    async def done(self, visit: Visit) -> None:
        """Add the words; whoever wrote the matter down may, and the staff."""
        one = await issues.add(
            visit.tx,
            group_id=self.group_id,
            issue_id=self.issue_id,
            words=self.words,
            by=await at_table(visit, self.group_id),
            now=visit.now,
        )
        await visit.change(r.WordsAdded(number=one.number))


@form("reception close", title="receptions.f_close", who="crew, staff")
class CloseForm(Form):
    """How many came, and what else is to be kept."""

    session_id: int
    visitors: Annotated[
        int,
        Ask(
            "receptions.q_visitors",
            "receptions.l_visitors",
            Whole(0, MOST_VISITORS),
            hint="receptions.h_visitors",
        ),
    ]
    remark: Annotated[
        str,
        Ask(
            "receptions.q_remark",
            "receptions.l_remark",
            Text(longest=400, lines=True),
            hint="receptions.h_remark",
        ),
    ] = ""

    async def done(self, visit: Visit) -> None:
        """End the session and show it with its papers."""
        await recording.close(
            visit.tx,
            group_id=self.group_id,
            session_id=self.session_id,
            visitors=self.visitors,
            remark=self.remark or None,
            by=await at_table(visit, self.group_id),
            now=visit.now,
        )
        await show_table(visit, self.group_id, self.session_id)
