"""A sheet somebody of the staff sends: a roster, a plan or rules, told apart by its header."""

from datetime import date

import telegram
from telegram.ext import filters

from handlers import rosters, rulebook
from handlers.kit.entries import PRIVATE, Entry, Handle, message, pressed
from handlers.kit.forms.flow import takes_files
from handlers.kit.visit import Visit
from handlers.screens import plans as b
from models.activities import plan_notices as n
from models.activities import plans
from models.activities.plan_notices import PlanLine
from models.errors import Done
from models.people import importing
from models.people.roster_notices import RowProblem
from models.people.rules import acting
from models.people.tables import Member, Role, RosterFile
from models.points.rules import DEFAULT
from reports import plans as files
from reports import rosters as roster_files
from reports import rules as rule_files
from reports.plans import PlanRead
from reports.rosters import RosterRead
from reports.rules import RulesRead

SHEETS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".csv", ".txt", ".tsv", ".et")
LINES_SHOWN, PROBLEMS_SHOWN = 12, 8


def file_sent(otherwise: Handle) -> Entry:
    """Return the entry for a sheet sent privately; from others than staff `otherwise` takes it."""

    async def sent(visit: Visit) -> None:
        """Show the staff what a sheet would change; keep it until they confirm."""
        document = visit.update.message.document if visit.update.message else None
        staff = await visit.place(Role.STAFF)
        if document is None or staff is None or await takes_files(visit):
            await otherwise(visit)
            return
        filename, zone = document.file_name or "", (await visit.group(staff.group_id)).timezone
        today = (await visit.local(staff.group_id)).date()
        found = visit.bring(document, lambda content: _read(content, filename, zone, today))
        match found:
            case RosterRead():
                await rosters.take(visit, filename, found)
            case RulesRead():
                await rulebook.take(visit, filename, found)
            case PlanRead():
                await _take_plan(visit, filename, found)

    return message("sheet", PRIVATE & _Sheet(), sent)


def _read(
    content: bytes, filename: str, timezone: str, today: date
) -> RosterRead | PlanRead | RulesRead:
    """Read rules or a plan if the header is one of them, else a roster; Refusal if it is none."""
    rules = rule_files.read(content, filename, base=DEFAULT)
    if rules.is_rules:
        return rules
    plan = files.read(content, filename, timezone=timezone, today=today)
    return plan if plan.is_plan else roster_files.read(content, filename)


class _Sheet(filters.MessageFilter):
    """A document that calls itself a table; what it really is shows when it is read."""

    def filter(self, message: telegram.Message) -> bool:
        """Tell by the ending of its name."""
        name = (message.document.file_name or "") if message.document else ""
        return name.lower().endswith(SHEETS)


async def _take_plan(visit: Visit, filename: str, found: PlanRead) -> None:
    content = {
        "lines": [one.model_dump(mode="json") for one in found.lines],
        "problems": [one.model_dump(mode="json") for one in found.problems],
    }
    version = await importing.keep_file(
        visit.tx, account_id=visit.user.id, filename=filename, content=content, now=visit.now
    )
    await visit.tx.flush()
    places = [one for one in await visit.members() if one.role is Role.STAFF]
    if len(places) > 1:
        names = [(one.group_id, (await visit.group(one.group_id)).name) for one in places]
        await visit.tell(n.WhichPlan(groups=tuple(names), version=version))
    else:
        await visit.tell(await _preview(visit, places[0], version))


async def _kept(visit: Visit, version: int) -> tuple[RosterFile, list[PlanLine]]:
    file = await importing.kept_file(
        visit.tx, account_id=visit.user.id, version=version, now=visit.now
    )
    return file, [PlanLine.model_validate(one) for one in file.content["lines"]]


async def _preview(visit: Visit, staff: Member, version: int) -> n.PlanPreview:
    file, lines = await _kept(visit, version)
    there = await plans.known(visit.tx, group_id=staff.group_id, rows=lines)
    problems = await _problems(visit, staff.group_id, file, lines)
    return n.PlanPreview(
        group_id=staff.group_id,
        group_name=(await visit.group(staff.group_id)).name,
        version=version,
        lines=tuple(lines[:LINES_SHOWN]),
        total=len(lines),
        known=sum((one.title, one.starts_at) in there for one in lines),
        problems=tuple(problems[:PROBLEMS_SHOWN]),
        n_problems=len(problems),
    )


async def _problems(
    visit: Visit, group_id: int, file: RosterFile, lines: list[PlanLine]
) -> list[RowProblem]:
    """Return what is wrong with a file by itself, and beside the roster of a group."""
    read = [RowProblem.model_validate(one) for one in file.content["problems"]]
    every = [*read, *await plans.nobody_meant(visit.tx, group_id=group_id, rows=lines)]
    return sorted(every, key=lambda one: one.row or 0)


async def how_to_send(visit: Visit) -> None:
    """Staff ask how a plan comes in."""
    await visit.staff(visit.pressed(b.HowToSend).group_id)
    await visit.tell(n.SendPlan())
    await visit.toast(Done())


async def plan_for(visit: Visit) -> None:
    """Staff of several groups say whose plan it is."""
    button = visit.pressed(b.PlanFor)
    staff = await visit.staff(button.group_id)
    await visit.change(await _preview(visit, staff, button.version))
    await visit.toast(Done())


async def enter(visit: Visit) -> None:
    """Staff enter the plan that was shown: all of it."""
    button = visit.pressed(b.EnterPlan)
    staff = await visit.staff(button.group_id)
    file, lines = await _kept(visit, button.version)
    if not lines or await _problems(visit, button.group_id, file, lines):
        await visit.change(await _preview(visit, staff, button.version))
        return
    done = await plans.enter_plan(
        visit.tx, group_id=button.group_id, rows=lines, by=acting(staff), now=visit.now
    )
    await importing.drop_file(visit.tx, account_id=visit.user.id)
    local = lines[0].starts_at.astimezone((await visit.local(button.group_id)).tzinfo)
    await visit.change(
        n.PlanEntered(
            group_id=button.group_id, year=local.year, count=len(done.new), known=done.known
        )
    )
    await visit.toast(Done())


async def drop(visit: Visit) -> None:
    """Staff do not want the plan entered."""
    visit.pressed(b.DropPlan)
    await importing.drop_file(visit.tx, account_id=visit.user.id)
    await visit.change(n.PlanDropped())
    await visit.toast(Done())


ENTRIES: tuple[Entry, ...] = (
    pressed(b.HowToSend, how_to_send, may="staff"),
    pressed(b.PlanFor, plan_for, may="staff"),
    pressed(b.EnterPlan, enter, may="staff"),
    pressed(b.DropPlan, drop, may="anyone"),
)
