"""The buttons of archives, and their files."""

import asyncio
from typing import ClassVar

from handlers.kit.buttons import Button, Choice, Press
from handlers.kit.live import live
from handlers.kit.papers import Paper, Spoken, paper
from handlers.kit.screens import Keyboard, Row, under
from handlers.kit.texts import zone
from handlers.screens.people import OfMember, on_deputy_card
from models import clock
from models.archives import notices as n
from models.archives import recommending, running
from models.archives.showing import one_archive
from models.archives.tables import ArchiveRun
from models.database import Transaction
from models.errors import Gone, Refusal
from models.groups.queries import groups
from models.groups.tables import Group
from models.messages.notices import Notice
from models.people import roster_notices as r
from models.people.tables import Member
from reports.archives import papers, parcels, recommendation


class Show(Button):
    """Show a deputy's archive of a year, or of all (0)."""

    code: ClassVar[str] = "rs"
    group_id: int
    member_id: int
    year: int


class ShowRecords(Button):
    """Show a page of the activities of an archive of which something is kept."""

    code: ClassVar[str] = "rw"
    group_id: int
    member_id: int
    year: int
    page: int


class ShowRecordOf(Button):
    """Show what is kept of one activity a deputy was at."""

    code: ClassVar[str] = "rx"
    group_id: int
    member_id: int
    activity_id: int
    year: int
    page: int


class Get(Button):
    """Get a deputy's archive as a file: docx or xlsx."""

    code: ClassVar[str] = "rg"
    group_id: int
    member_id: int
    year: int
    format: str


class SetPortrait(Button):
    """Send a photo for the archive: it is asked next."""

    code: ClassVar[str] = "rp"
    group_id: int
    member_id: int


class PortraitOff(Button):
    """Take the photo out of the archive."""

    code: ClassVar[str] = "ro"
    group_id: int
    member_id: int


class Order(Button):
    """Have the archives of the whole group made, of a year or of all (0)."""

    code: ClassVar[str] = "rz"
    group_id: int
    year: int


class Recommend(Button):
    """Get the sheet that recommends deputies of a year."""

    code: ClassVar[str] = "rr"
    group_id: int
    year: int


@on_deputy_card
def rows(notice: r.MemberCard) -> list[Row]:
    """Lead from a deputy's card to their archive."""
    button = Show(group_id=notice.group_id, member_id=notice.member_id, year=0)
    return [Press(button, "archives.b_archive")]


@under(n.Card)
def card(notice: n.Card) -> Keyboard:
    """Offer what is kept of activities, the files, the years, the photo, and staff the way back."""
    facts = {"group_id": notice.group_id, "member_id": notice.member_id}
    kept: list[Row] = []
    if notice.recorded:
        every = ShowRecords(**facts, year=notice.year, page=0)
        kept.append(Press(every, "archives.b_records", (("number", notice.recorded),)))
    files = [
        Press(Get(**facts, year=notice.year, format=one), f"archives.b_{one}")
        for one in ("docx", "xlsx")
    ]
    years: list[Row] = []
    if notice.year:
        years.append(Press(Show(**facts, year=0), "archives.b_all_years"))
        before = notice.year - 1
        years.append(Press(Show(**facts, year=before), "archives.b_year", (("year", before),)))
    else:
        this = Show(**facts, year=notice.last)
        years.append(Press(this, "archives.b_year", (("year", notice.last),)))
    photo: list[Row] = [Press(SetPortrait(**facts), "archives.b_portrait")]
    if notice.has_portrait:
        photo.append(Press(PortraitOff(**facts), "archives.b_portrait_off"))
    back = [Press(OfMember(**facts), "archives.b_back")] if notice.for_staff else []
    return [*kept, *files, *years, *photo, *back]


@under(n.Records)
def records(notice: n.Records) -> Keyboard:
    """Offer each activity, the pages, and the way back."""
    facts = {"group_id": notice.group_id, "member_id": notice.member_id, "year": notice.year}
    lines: list[Row | list[Row]] = [
        Choice(
            ShowRecordOf(**facts, activity_id=one.activity_id, page=notice.page),
            f"{one.on:%Y-%m-%d} {one.title}",
        )
        for one in notice.records
    ]
    turn: list[Row] = []
    if notice.page > 0:
        turn.append(Press(ShowRecords(**facts, page=notice.page - 1), "activities.b_page_before"))
    if notice.page + 1 < notice.pages:
        turn.append(Press(ShowRecords(**facts, page=notice.page + 1), "activities.b_page_after"))
    return [*lines, *([turn] if turn else []), Press(Show(**facts), "archives.b_back")]


@under(n.RecordOf)
def record_of(notice: n.RecordOf) -> Keyboard:
    """Offer the way back to the list."""
    facts = {"group_id": notice.group_id, "member_id": notice.member_id, "year": notice.year}
    return [Press(ShowRecords(**facts, page=notice.page), "archives.b_back")]


@under(n.PortraitKept)
def portrait_kept(notice: n.PortraitKept) -> Keyboard:
    """Lead to the archive."""
    button = Show(group_id=notice.group_id, member_id=notice.member_id, year=0)
    return [Press(button, "archives.b_archive")]


@under(n.Group)
def group(notice: n.Group) -> Keyboard:
    """Offer all archives, of this year or of all, and the recommendation."""
    now = clock.now()
    facts = {"group_id": notice.group_id}
    recommended = recommending.asked_year(now)
    return [
        Press(Order(**facts, year=now.year), "archives.b_order_year", (("year", now.year),)),
        Press(Order(**facts, year=0), "archives.b_order_all"),
        Press(
            Recommend(**facts, year=recommended),
            "archives.b_recommend",
            (("year", recommended),),
        ),
    ]


async def _group(tx: Transaction, group_id: int) -> Group:
    found = await tx.load(groups, group_id)
    if found is None:
        raise Refusal(Gone())
    return found


@paper(n.Paper)
async def one_paper(tx: Transaction, notice: n.Paper, spoken: Spoken) -> Paper:
    """Make a deputy's file from the rows as they are now."""
    the = await _group(tx, notice.group_id)
    member = await tx.get(Member, (notice.group_id, notice.member_id))
    if member is None:
        raise Refusal(Gone())
    now = clock.now()
    one = await one_archive(tx, the, member, year=notice.year, now=now)
    if notice.format == "docx":
        today = now.astimezone(zone(spoken.zone)).date()
        content = await asyncio.to_thread(papers.document, one, today=today)
    else:
        content = await asyncio.to_thread(papers.workbook, one)
    name = papers.filename(member.name, set())
    return Paper(filename=f"{name}.{notice.format}", content=content, notice=notice)


@paper(n.Parcel)
async def parcel(tx: Transaction, notice: n.Parcel, _spoken: Spoken) -> Paper:
    """Pack the papers that were made."""
    key = (notice.group_id, notice.run_id)
    loads = await running.parcels(tx, key)
    if not 1 <= notice.number <= len(loads):
        raise Refusal(Gone())
    found = await running.papers_of(tx, key, loads[notice.number - 1])
    content = await asyncio.to_thread(parcels.packed, found)
    ending = f"-{notice.number}" if notice.of > 1 else ""
    return Paper(filename=f"archives{ending}.zip", content=content, notice=notice)


@paper(n.Recommendation)
async def recommended(tx: Transaction, notice: n.Recommendation, spoken: Spoken) -> Paper:
    """Make the sheet from the rows as they are now."""
    the = await _group(tx, notice.group_id)
    found = await recommending.found(tx, the, year=notice.year)
    today = clock.now().astimezone(zone(spoken.zone)).date()
    content = await asyncio.to_thread(
        recommendation.document, found, group_name=the.name, today=today
    )
    name = f"recommendation-{notice.year}.docx"
    return Paper(filename=name, content=content, notice=notice)


@live(n.Progress)
async def progress_now(tx: Transaction, then: Notice) -> Notice | None:
    """Return how far a run is now."""
    if not isinstance(then, n.Progress):
        return None
    run = await tx.get(ArchiveRun, (then.group_id, then.run_id))
    return running.progress(run) if run is not None else None
