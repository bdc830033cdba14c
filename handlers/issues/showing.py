"""All of an issue for the staff: every word with its versions, and what is attached."""

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

_PAGE, _LONGEST = 6, 900  # lines of a message, and characters of a line


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
    for at in range(0, len(turns), _PAGE):
        page = tuple(turns[at : at + _PAGE])
        await visit.tell(d.WholeText(number=one.number, turns=page))


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
