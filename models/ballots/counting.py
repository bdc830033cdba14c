"""The close: the urn is opened once, counted, and thrown away."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete

from models.audit import actions as audit
from models.ballots import refusals as r
from models.ballots import urn
from models.ballots.actions import the
from models.ballots.queries import ALL, paper_counts, places, selves, turnout
from models.ballots.rules import (
    FEWEST,
    BallotState,
    Counts,
    Opinion,
    PaperSheet,
    counted,
    kind_of,
    publishable,
    read,
)
from models.ballots.tables import Ballot, Booth, PaperCount, Receipt, Tally, Urn
from models.database import Transaction
from models.errors import Gone, NotAllowed, Refusal
from models.people.rules import Actor, ActorKind, require_staff

_TWO = 2  # people count the paper


async def enter_paper(
    tx: Transaction, *, group_id: int, ballot_id: int, sheet: PaperSheet, by: Actor, now: datetime
) -> bool:
    """Enter a count of the paper ballots; say whether two people have now entered the same.

    Each person's last count holds. Refusal (does not add up) if places hold more or fewer than
    the valid ballots, or more came back than were handed out.
    """
    require_staff(by, group_id=group_id)
    if by.member_id is None:
        raise Refusal(NotAllowed())
    one = await the(tx, group_id=group_id, ballot_id=ballot_id)
    if one.state is not BallotState.OPEN:
        raise Refusal(r.ClosedAlready(title=one.title, closed_at=one.closed_at))
    out = (await turnout(tx, one)).paper
    fits = len(sheet.places) == len(await places(tx, one))
    if not fits or not sheet.adds_up or sheet.returned > out:
        valid = sheet.returned - sheet.invalid
        raise Refusal(r.DoesNotAddUp(issued=out, returned=sheet.returned, valid=valid))
    row = await tx.get(PaperCount, (group_id, ballot_id, by.member_id))
    if row is None:
        row = PaperCount(group_id=group_id, ballot_id=ballot_id, member_id=by.member_id)
        tx.add(row)
    row.sheet, row.entered_at = _kept(sheet), now
    await tx.flush()
    audit.write(tx, "ballots.count_paper", by=by, now=now, group_id=group_id, subject_id=ballot_id)
    return await agreed(tx, one) is not None


def _kept(sheet: PaperSheet) -> dict[str, object]:
    rows = [[one.satisfied, one.basically, one.dissatisfied, one.abstained] for one in sheet.places]
    return {"returned": sheet.returned, "invalid": sheet.invalid, "places": rows}


def _sheet(row: PaperCount) -> PaperSheet:
    return PaperSheet(
        returned=row.sheet["returned"],
        invalid=row.sheet["invalid"],
        places=tuple(Counts(*one) for one in row.sheet["places"]),
    )


async def agreed(tx: Transaction, one: Ballot) -> PaperSheet | None:
    """Return the count that two people have entered alike, None while there is none."""
    sheets = [_sheet(row) for row in await paper_counts(tx, one)]
    return next((sheet for sheet in sheets if sheets.count(sheet) >= _TWO), None)


async def close(
    tx: Transaction, *, group_id: int, ballot_id: int, by: Actor, now: datetime
) -> Ballot:
    """End the voting, count, and throw away the urn and every booth.

    Whoever is in the middle of voting has not voted. Fewer than five ballots are not counted
    out. Refusal (paper missing) while paper ballots are out without two equal counts.
    """
    if by.kind is not ActorKind.CLOCK:
        require_staff(by, group_id=group_id)
    one = await the(tx, group_id=group_id, ballot_id=ballot_id)
    if one.state is not BallotState.OPEN:
        raise Refusal(Gone())
    turned = await turnout(tx, one)
    paper = await agreed(tx, one)
    if turned.paper and paper is None:
        entered = len(await paper_counts(tx, one))
        raise Refusal(r.PaperMissing(issued=turned.paper, counts=entered))
    row = await tx.get(Urn, (group_id, ballot_id))
    content = urn.opened(row.sealed, ballot_id=one.id) if row else urn.Content()
    one.state, one.closed_at = BallotState.CLOSED, now
    one.issued = turned.online + turned.paper
    one.invalid = paper.invalid if paper else 0
    one.returned = len(content.ballots) + (paper.returned if paper else 0)
    fewest = FEWEST + bool(await selves(tx, one))
    one.is_published = one.returned - one.invalid >= fewest
    if one.is_published:
        await _count_out(tx, one, content, paper, fewest)
    for code in content.receipts:
        tx.add(Receipt(group_id=group_id, ballot_id=ballot_id, code=code))
    for table in (Booth, Urn):
        await tx.execute(
            delete(table).where(table.group_id == group_id, table.ballot_id == ballot_id)
        )
    await tx.flush()
    audit.write(tx, "ballots.close", by=by, now=now, group_id=group_id, subject_id=ballot_id)
    return one


async def _count_out(
    tx: Transaction, one: Ballot, content: urn.Content, paper: PaperSheet | None, fewest: int
) -> None:
    slips = [read(slip) for slip in content.slips]
    asked = len(await places(tx, one))
    whole = counted([(place, opinion) for _kind, place, opinion in slips], asked)
    if paper is not None:
        whole = tuple(a + b for a, b in zip(whole, paper.places, strict=True))
    await _write(tx, one, ALL, whole)
    returned = Counter(kind_of(ballot) for ballot in content.ballots)
    on_paper = paper.returned - paper.invalid if paper else 0
    for kind in sorted(publishable(returned, on_paper, fewest)):
        own = [(place, opinion) for each, place, opinion in slips if each is kind]
        await _write(tx, one, kind.value, counted(own, asked))


async def _write(tx: Transaction, one: Ballot, kind: str, found: Sequence[Counts]) -> None:
    for (subject, item), each in zip(await places(tx, one), found, strict=True):
        numbers = (each.satisfied, each.basically, each.dissatisfied, each.abstained)
        for opinion, count in zip(Opinion, numbers, strict=True):
            tx.add(
                Tally(
                    group_id=one.group_id,
                    ballot_id=one.id,
                    kind=kind,
                    subject=subject.number,
                    item=item.number,
                    opinion=opinion,
                    count=count,
                )
            )
