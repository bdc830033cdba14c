"""All of an issue for the staff: every word with its versions, and what is attached."""

from collections.abc import Sequence

from handlers.issues import clearing
from handlers.kit.visit import Visit
from models.issues import desk_notices as d
from models.issues import notices as n
from models.issues.cards import deliveries, name_of
from models.issues.history import history
from models.issues.queries import files_of
from models.issues.tables import Issue
from models.messages.carried import File, Media
from models.messages.tables import Method

_LONGEST = 900  # characters of a line; a longer one goes on in the next
_ROOM, _HEADING = 3600, 60  # of a message, and of a line's date and who; as Telegram counts


async def show_whole(visit: Visit, one: Issue) -> None:
    """Show every line of an issue's history privately, in as many messages as it takes."""
    lines = list(await history(visit.tx, one))
    arrived = await deliveries(visit.tx, one, [line.id for line in lines])
    turns = [
        n.Turn(
            kind=line.kind,
            at=line.at,
            who=await name_of(visit.tx, line.group_id, line.member_id),
            text=part,
            delivery=arrived.get(line.id),
        )
        for line in lines
        for part in _parts(line.text)
    ]
    for page in _pages(turns):
        await visit.tell(d.WholeText(number=one.number, turns=tuple(page)))


def _pages(turns: Sequence[n.Turn]) -> list[list[n.Turn]]:
    """Return the lines in as few messages as hold them: an emoji takes the room of two letters."""
    pages: list[list[n.Turn]] = []
    left = 0
    for turn in turns:
        size = len(turn.text.encode("utf-16-le")) // 2 + _HEADING
        if not pages or size > left:
            pages.append([])
            left = _ROOM
        pages[-1].append(turn)
        left -= size
    return pages


def _parts(text: str) -> list[str]:
    starts = range(0, max(len(text), 1), _LONGEST)
    return [text[at : at + _LONGEST] for at in starts]


async def show_files(visit: Visit, one: Issue, *, quiet: bool = False) -> None:
    """Hand the attachments to whoever asked, privately; `quiet` about it if there are none."""
    found = await files_of(visit.tx, one)
    if not found and not quiet:
        await visit.tell(d.NoFiles(number=one.number))
    for row in found:
        file = File(media=Media(row.kind.value), file_id=row.file_id)
        notice = d.FileOf(
            number=one.number,
            is_proof=row.is_proof,
            is_unstripped=file.media in (Media.VIDEO, Media.DOCUMENT),
            files=(file,),
        )
        await visit.tell(notice, method=Method.MEDIA)
    await clearing.ask(visit, one, list(found))
