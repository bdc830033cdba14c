"""The files of a ballot, made when they leave: a link as QR code, slips, the result."""

from handlers.kit.papers import Paper, Spoken, paper
from handlers.voting import PREFIX
from models.ballots import cards, urn
from models.ballots import notices as n
from models.ballots import queries as q
from models.ballots.rules import Way
from models.ballots.tables import Ballot, Elector
from models.database import Transaction
from models.errors import Gone, Refusal


def address(username: str, row: Elector) -> str:
    """Return the address that lets an elector into the booth, once."""
    token = urn.token(group_id=row.group_id, elector_id=row.id, issue=row.issue)
    return f"https://t.me/{username}?start={PREFIX}{token}"


@paper(n.ElectorLink)
async def elector_link(tx: Transaction, notice: n.ElectorLink, _spoken: Spoken) -> Paper:
    """Draw somebody's link as a QR code."""
    from reports import qr_codes  # noqa: PLC0415  (only where it is needed)

    row = await tx.get(Elector, (notice.group_id, notice.elector_id))
    if row is None or row.token_hash is None:
        raise Refusal(Gone())
    url = address(notice.username, row)
    return Paper(
        filename=f"{notice.name}.png",
        content=qr_codes.picture(url),
        notice=notice.model_copy(update={"url": url}),
    )


async def _the(tx: Transaction, group_id: int, ballot_id: int) -> Ballot:
    one = await q.ballot(tx, group_id=group_id, ballot_id=ballot_id)
    if one is None:
        raise Refusal(Gone())
    return one


@paper(n.Slips)
async def slips(tx: Transaction, notice: n.Slips, _spoken: Spoken) -> Paper:
    """Make a sheet of slips for everybody who has not voted and holds no paper ballot."""
    from reports import ballots as reports  # noqa: PLC0415  (python-docx loads slowly)

    one = await _the(tx, notice.group_id, notice.ballot_id)
    rows = [row for row in await q.electors(tx, one) if row.way is Way.ONLINE and not row.has_voted]
    found = [
        reports.Slip(row.kind, row.name, row.note, address(notice.username, row)) for row in rows
    ]
    return Paper(
        filename=f"{reports.slips_title(one)}.docx",
        content=reports.slips(one, found),
        notice=notice.model_copy(update={"count": len(rows)}),
    )


@paper(n.ResultPaper)
async def result_paper(tx: Transaction, notice: n.ResultPaper, _spoken: Spoken) -> Paper:
    """Make the result as a document, with its receipts."""
    from reports import ballots as reports  # noqa: PLC0415  (as above)

    one = await _the(tx, notice.group_id, notice.ballot_id)
    result = await cards.result(tx, one)
    if result is None:
        raise Refusal(Gone())
    kinds = {kind: await cards.cells(tx, one, kind) for kind in await q.shown_kinds(tx, one)}
    content = reports.result(result, one.quorum, kinds, await q.receipts(tx, one))
    return Paper(filename=f"{reports.result_title(one)}.docx", content=content, notice=notice)


async def _places(tx: Transaction, one: Ballot) -> list[tuple[str, str]]:
    return [(subject.name, item.name) for subject, item in await q.places(tx, one)]


@paper(n.BlankBallots)
async def blank_ballots(tx: Transaction, notice: n.BlankBallots, _spoken: Spoken) -> Paper:
    """Make a page of blank ballots, and say how often to print it."""
    from reports import ballot_papers as reports  # noqa: PLC0415  (as above)

    one = await _the(tx, notice.group_id, notice.ballot_id)
    places = await _places(tx, one)
    issued, fit = (await q.turnout(tx, one)).paper, reports.per_page(places)
    counts = {"issued": issued, "fit": fit, "pages": -(-issued // fit)}
    return Paper(
        filename=f"{reports.blank_title(one)}.docx",
        content=reports.blank(one, places),
        notice=notice.model_copy(update=counts),
    )


@paper(n.CountingSheet)
async def counting_sheet(tx: Transaction, notice: n.CountingSheet, _spoken: Spoken) -> Paper:
    """Make the sheets of the two who count."""
    from reports import ballot_papers as reports  # noqa: PLC0415  (as above)

    one = await _the(tx, notice.group_id, notice.ballot_id)
    issued = (await q.turnout(tx, one)).paper
    content = reports.counting_sheet(one, await _places(tx, one), issued=issued)
    return Paper(filename=f"{reports.sheet_title(one)}.docx", content=content, notice=notice)
