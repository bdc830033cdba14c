"""A list of electors sent as a sheet, while the bot asks who may vote."""

from handlers import ballots as door
from handlers.kit.entries import Entry
from handlers.kit.forms.flow import current
from handlers.kit.visit import Visit
from models.ballots import actions
from models.ballots import notices as n
from models.ballots.actions import Named
from models.ballots.refusals import RowsWrong
from models.drafts import actions as drafts
from models.errors import Refusal
from models.people.tables import Role
from reports.sheets.electors import ElectorFile, read_electors
from reports.sheets.problems import SheetProblem

_FORM = "ballot electors"
_SHOWN = 10


def file_sent(roster: Entry) -> Entry:
    """Take a sheet where a list of electors is asked for; any other goes where sheets go."""

    async def taken(visit: Visit) -> None:
        """Staff send a sheet: a roster, a plan, a ballot's electors; others' files are answers."""
        draft = await current(visit)
        document = visit.update.message.document if visit.update.message else None
        if draft is None or draft.form != _FORM or document is None:
            await roster.handle(visit)
            return
        await door.the(visit, draft.group_id, int(draft.data["given"]["ballot_id"]))
        name = document.file_name or ""
        found = visit.bring(document, lambda content: read_electors(content, name))
        await _take_over(visit, draft.group_id, int(draft.data["given"]["ballot_id"]), found)

    return Entry(name=roster.name, handler=roster.handler, handle=taken, may=roster.may)


async def _take_over(visit: Visit, group_id: int, ballot_id: int, found: ElectorFile) -> None:
    """Put all on the list, or say row by row why none is."""
    if found.problems or not found.rows:
        lines = tuple(_line(one) for one in found.problems[:_SHOWN])
        raise Refusal(RowsWrong(rows=lines, count=len(found.problems)))
    named = [Named(kind=row.kind, name=row.name, note=row.note) for row in found.rows]
    added = await actions.list_electors(
        visit.tx,
        group_id=group_id,
        ballot_id=ballot_id,
        named=named,
        by=await visit.actor(Role.STAFF, group_id),
        now=visit.now,
    )
    await drafts.cancel(visit.tx, account_id=visit.user.id, now=visit.now)
    one = await door.the(visit, group_id, ballot_id)
    await visit.tell(n.Listed(group_id=group_id, ballot_id=ballot_id, title=one.title, added=added))


def _line(one: SheetProblem) -> tuple[int, str, str, str]:
    return one.row or 0, one.column or "", one.code.value, one.value
