"""The archive of a whole group: ordered, made deputy by deputy in the background, handed over."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, select

from models.archives.notices import CannotBeMade, NobodyYet, Parcel, Progress, Under
from models.archives.reading import deputies_of
from models.archives.showing import EARLIEST
from models.archives.tables import ArchivePaper, ArchiveRun, RunState
from models.audit import actions as audit
from models.base import new_id
from models.database import Transaction
from models.errors import Gone, Refusal
from models.groups.queries import groups
from models.groups.tables import Group
from models.messages import actions as messages
from models.messages.notices import Notice
from models.messages.tables import Lane, Method
from models.people.reaching import spoken_to
from models.people.rules import Actor, require_staff
from models.people.tables import Member

Key = tuple[int, int]  # group, run
BATCH = 20  # deputies between two looks at the progress
LARGEST = 40 << 20  # bytes of one parcel: Telegram takes 50 MB from a bot
KEPT = timedelta(days=1)  # how long papers of a run wait to be sent


def about(run_id: int) -> str:
    """Return what the live card of a run is about, in the outbox."""
    return f"archive:{run_id}"


async def order(
    tx: Transaction,
    *,
    bot_id: int,
    group_id: int,
    year: int,
    by: Actor,
    now: datetime,
) -> ArchiveRun:
    """Have the archives of all deputies made: of a year, or of all (0). A live card tells how far.

    Refused: not the group's staff, one under way already, a group without deputies.
    """
    require_staff(by, group_id=group_id)
    group = await tx.session.get(Group, group_id, with_for_update=True)  # one order at a time
    if group is None or by.account_id is None:
        raise Refusal(Gone())
    there = await _under_way(tx, group_id)
    if there is not None:
        raise Refusal(Under(done=there.done, total=there.total))
    people = await deputies_of(tx, group_id=group_id)
    if not people:
        raise Refusal(NobodyYet())
    run = await _begun(tx, group, people, year=year, by=by, now=now)
    audit.write(
        tx, "archives.order", by=by, now=now, group_id=group_id, subject_id=run.id, year=year
    )
    await _tell(tx, run, progress(run), bot_id=bot_id, about=about(run.id), now=now, live=True)
    return run


async def _begun(
    tx: Transaction, group: Group, people: Sequence[Member], *, year: int, by: Actor, now: datetime
) -> ArchiveRun:
    this = now.astimezone(ZoneInfo(group.timezone)).year
    run = ArchiveRun(
        group_id=group.id,
        id=new_id(),
        ordered_by=by.member_id or 0,
        account_id=by.account_id,
        first=year or EARLIEST,
        last=year or this,
        total=len(people),
        done=0,
        state=RunState.MAKING,
        ordered_at=now,
    )
    tx.add(run)
    await tx.flush()
    for one in people:
        tx.add(ArchivePaper(group_id=group.id, run_id=run.id, member_id=one.id, name=one.name))
    await tx.flush()
    return run


def progress(run: ArchiveRun) -> Progress:
    """Return how far a run is."""
    return Progress(
        group_id=run.group_id,
        run_id=run.id,
        done=run.done,
        total=run.total,
        state=run.state.value,
    )


async def _under_way(tx: Transaction, group_id: int) -> ArchiveRun | None:
    rows = await tx.scalars(
        select(ArchiveRun).where(
            ArchiveRun.state == RunState.MAKING, ArchiveRun.group_id == group_id
        )
    )
    return rows.first()


async def waiting(tx: Transaction) -> Sequence[Key]:
    """Return the runs that are to be made, the oldest first."""
    rows = await tx.execute(
        select(ArchiveRun.group_id, ArchiveRun.id)
        .where(ArchiveRun.state == RunState.MAKING)
        .order_by(ArchiveRun.ordered_at)
    )
    return [(row[0], row[1]) for row in rows]


async def run_of(tx: Transaction, key: Key) -> ArchiveRun | None:
    """Return a run, None if there is none."""
    return await tx.get(ArchiveRun, key)


async def to_make(tx: Transaction, key: Key) -> Sequence[int]:
    """Return the next deputies whose papers are to be made."""
    group_id, run_id = key
    rows = await tx.scalars(
        select(ArchivePaper.member_id)
        .where(
            ArchivePaper.group_id == group_id,
            ArchivePaper.run_id == run_id,
            ArchivePaper.document.is_(None),
        )
        .order_by(ArchivePaper.name, ArchivePaper.member_id)
        .limit(BATCH)
    )
    return rows.all()


async def save(
    tx: Transaction,
    key: Key,
    made: Mapping[int, tuple[bytes, bytes]],
    *,
    bot_id: int,
    now: datetime,
) -> bool:
    """Keep the papers of some deputies; with the last of them the parcels leave.

    Returns whether more are to be made. What somebody else has made meanwhile stays.
    """
    run = await tx.session.get(ArchiveRun, key, with_for_update=True, populate_existing=True)
    if run is None or run.state is not RunState.MAKING:
        return False
    for member_id, (document, sheet) in made.items():
        row = await tx.get(ArchivePaper, (*key, member_id))
        if row is not None and row.document is None:
            row.document, row.sheet = document, sheet
    await tx.flush()
    left = await tx.scalars(
        select(func.count()).where(
            ArchivePaper.group_id == run.group_id,
            ArchivePaper.run_id == run.id,
            ArchivePaper.document.is_(None),
        )
    )
    run.done = run.total - left.one()
    if run.done == run.total:
        await _hand_over(tx, run, bot_id=bot_id, now=now)
    await messages.touch(tx, group_id=run.group_id, about=about(run.id))
    return run.done < run.total


async def _hand_over(tx: Transaction, run: ArchiveRun, *, bot_id: int, now: datetime) -> None:
    run.state, run.finished_at = RunState.MADE, now
    await tx.flush()
    group = await tx.load(groups, run.group_id)
    loads = await parcels(tx, (run.group_id, run.id))
    for number, members in enumerate(loads, 1):
        parcel = Parcel(
            group_id=run.group_id,
            run_id=run.id,
            group_name=group.name if group else "",
            number=number,
            of=len(loads),
            deputies=len(members),
        )
        await _tell(
            tx,
            run,
            parcel,
            bot_id=bot_id,
            about=f"{about(run.id)}:{number}",
            now=now,
            method=Method.DOCUMENT,
        )


async def parcels(tx: Transaction, key: Key) -> Sequence[Sequence[int]]:
    """Return which deputies' papers go into which parcel; none is larger than Telegram takes."""
    group_id, run_id = key
    rows = await tx.execute(
        select(
            ArchivePaper.member_id,
            func.length(ArchivePaper.document) + func.length(ArchivePaper.sheet),
        )
        .where(ArchivePaper.group_id == group_id, ArchivePaper.run_id == run_id)
        .order_by(ArchivePaper.name, ArchivePaper.member_id)
    )
    loads: list[list[int]] = [[]]
    weight = 0
    for member_id, size in rows:
        if loads[-1] and weight + (size or 0) > LARGEST:
            loads.append([])
            weight = 0
        loads[-1].append(member_id)
        weight += size or 0
    return loads


async def papers_of(
    tx: Transaction, key: Key, member_ids: Sequence[int]
) -> Sequence[tuple[str, bytes, bytes]]:
    """Return name, document and sheet of deputies; Refusal (gone) once they were thrown away."""
    group_id, run_id = key
    rows = await tx.execute(
        select(ArchivePaper.name, ArchivePaper.document, ArchivePaper.sheet)
        .where(
            ArchivePaper.group_id == group_id,
            ArchivePaper.run_id == run_id,
            ArchivePaper.member_id.in_(member_ids),
        )
        .order_by(ArchivePaper.name, ArchivePaper.member_id)
    )
    found = [(name, document, sheet) for name, document, sheet in rows if document and sheet]
    if not found:
        raise Refusal(Gone())
    return found


async def stop(tx: Transaction, key: Key, problem: str, *, bot_id: int, now: datetime) -> None:
    """Give a run up that cannot be made, and say why to whoever ordered it."""
    run = await tx.session.get(ArchiveRun, key, with_for_update=True)
    if run is None or run.state is not RunState.MAKING:
        return
    run.state, run.finished_at = RunState.STOPPED, now
    await tx.flush()
    told = CannotBeMade(problem=problem[:300])
    await _tell(tx, run, told, bot_id=bot_id, about=f"{about(run.id)}:stopped", now=now)
    await messages.touch(tx, group_id=run.group_id, about=about(run.id))


async def forget(tx: Transaction, *, now: datetime) -> None:
    """Throw the papers of finished runs away; archives are made anew in a minute."""
    old = select(ArchiveRun.id).where(
        ArchiveRun.state != RunState.MAKING, ArchiveRun.finished_at < now - KEPT
    )
    await tx.execute(
        delete(ArchivePaper)
        .where(ArchivePaper.run_id.in_(old))
        .execution_options(synchronize_session=False)
    )


async def _tell(
    tx: Transaction,
    run: ArchiveRun,
    notice: Notice,
    *,
    bot_id: int,
    about: str,
    now: datetime,
    live: bool = False,
    method: Method = Method.SEND,
) -> None:
    group = await tx.load(groups, run.group_id)
    if group is None:
        return
    await messages.post_once(
        tx,
        bot_id=bot_id,
        to=await spoken_to(tx, group, run.account_id),
        notice=notice,
        about=about,
        now=now,
        lane=Lane.ANSWER,  # somebody asked for it
        method=method,
        live=live,
    )
