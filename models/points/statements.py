"""The quarterly statement: on the first working day after a quarter (domain §3)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from models import working_days
from models.activities.queries import first_start
from models.database import Transaction
from models.groups.queries import everyone, groups
from models.groups.tables import Group
from models.messages.tables import Method
from models.people.tables import Member
from models.points.quarters import Quarter, over, quarter_of
from models.points.queries import as_line, first_line, hundredths, ledger, rules_on
from models.points.ranking import deputies_of
from models.points.rules import LineScore, Rule, RuleSet, Score, score
from models.points.statement_notices import CalendarEnds, Statement, StatementRow, StatementSheet
from models.points.tables import StatementRun
from models.points.telling import tell, tell_staff

APPEAL_DAYS = 10  # working days
HOUR, LAST_HOUR = 9, 20  # in the group's zone: outside the quiet hours
_TOO_LATE = timedelta(days=30)

Key = tuple[int, int, int]  # group, year, quarter


async def statements(
    tx: Transaction, group: Group, quarter: Quarter, *, appeal_until: date | None = None
) -> Sequence[Statement]:
    """Return the statement of each deputy on the roster, by name."""
    deputies = await deputies_of(tx, group.id)
    books = await ledger(tx, [(group.id, one.id, quarter.year) for one in deputies])
    rules = await rules_on(tx, group_id=group.id, day=quarter.last)
    since, until = quarter.span(ZoneInfo(group.timezone))
    found = []
    for one in deputies:
        lines = [as_line(row) for row in books[group.id, one.id, quarter.year] if row.at < until]
        result = score(lines, rules)
        found.append(_statement(group, one, quarter, result, rules, since, appeal_until))
    return found


def _statement(
    group: Group,
    member: Member,
    quarter: Quarter,
    result: Score,
    rules: RuleSet,
    since: datetime,
    appeal_until: date | None,
) -> Statement:
    rows = [_row(rule, result.lines, since) for rule in rules.rules]
    return Statement(
        group_id=group.id,
        member_id=member.id,
        group_name=group.name,
        name=member.name,
        year=quarter.year,
        quarter=quarter.number,
        gained=sum(row.gained for row in rows),
        total=hundredths(result.total),
        rows=tuple(row for row in rows if row.year_times),
        version=rules.version,
        appeal_until=appeal_until,
    )


def _row(rule: Rule, lines: Sequence[LineScore], since: datetime) -> StatementRow:
    own = [one for one in lines if one.line.rule_id == rule.id and one.nth]
    new = [one for one in own if one.line.at >= since]
    return StatementRow(
        rule_id=rule.id,
        item_zh=rule.item_zh,
        item_en=rule.item_en,
        times=len(new),
        gained=hundredths(sum((one.counted for one in new), Decimal(0))),
        year_times=len(own),
        year_gained=hundredths(sum((one.counted for one in own), Decimal(0))),
    )


def due_at(quarter: Quarter, zone: ZoneInfo) -> datetime:
    """Return when a quarter's statements go out: nine o'clock of the first working day after."""
    day = working_days.first_from(quarter.next.first)
    return datetime(day.year, day.month, day.day, HOUR, tzinfo=zone)


async def due(tx: Transaction, *, now: datetime) -> Sequence[Key]:
    """Return the groups whose statements are to go out now.

    After a month they are too late to be of use and are not sent by themselves.
    """
    found = []
    for group in await everyone(tx):
        zone = ZoneInfo(group.timezone)
        local = now.astimezone(zone)
        quarter = quarter_of(local.date()).before
        ready = due_at(quarter, zone) <= now < due_at(quarter, zone) + _TOO_LATE
        awake = HOUR <= local.hour <= LAST_HOUR
        known = group.created_at < quarter.span(zone)[1]
        if not (ready and awake and known):
            continue
        key = (group.id, quarter.year, quarter.number)
        if await tx.get(StatementRun, key) is None:
            found.append(key)
    return found


async def send(tx: Transaction, key: Key, *, bot_id: int, now: datetime) -> bool:
    """Send a quarter's statements to the deputies and the table to the staff, once."""
    if await tx.get(StatementRun, key) is not None:
        return False
    group = await tx.load(groups, key[0])
    if group is None:
        return False
    quarter = Quarter(key[1], key[2])
    today = now.astimezone(ZoneInfo(group.timezone)).date()
    until = working_days.after(today, APPEAL_DAYS)
    tx.add(
        StatementRun(
            group_id=group.id,
            year=quarter.year,
            quarter=quarter.number,
            sent_at=now,
            appeal_until=until,
        )
    )
    await tx.flush()
    await _send_all(tx, group, quarter, until, bot_id=bot_id, now=now)
    if working_days.ends_soon(today):
        end = working_days.known_until()
        await tell_staff(
            tx,
            group,
            CalendarEnds(known_until=end),
            bot_id=bot_id,
            about=f"holidays:{end}",
            now=now,
        )
    return True


async def _send_all(
    tx: Transaction, group: Group, quarter: Quarter, until: date, *, bot_id: int, now: datetime
) -> None:
    made = await statements(tx, group, quarter, appeal_until=until)
    people = {one.id: one for one in await deputies_of(tx, group.id)}
    about = f"statement:{quarter}"
    unreached = []
    for one in made:
        told = await tell(
            tx,
            people[one.member_id],
            group,
            one,
            bot_id=bot_id,
            about=about,
            now=now,
            method=Method.DOCUMENT,
        )
        if not told:
            unreached.append(one.name)
    sheet = StatementSheet(
        group_id=group.id,
        group_name=group.name,
        year=quarter.year,
        quarter=quarter.number,
        sent=len(made) - len(unreached),
        unreached=tuple(unreached),
        appeal_until=until,
        statements=tuple(made),
    )
    await tell_staff(
        tx,
        group,
        sheet,
        bot_id=bot_id,
        about=f"{about}:staff",
        now=now,
        method=Method.DOCUMENT,
    )


async def known_quarters(
    tx: Transaction, group: Group, *, member_id: int = 0, now: datetime
) -> Sequence[Quarter]:
    """Return the quarters that are over and that the books know, the last first.

    From the first line of a deputy on, or (0) from the first activity of the group.
    """
    zone = ZoneInfo(group.timezone)
    if member_id:
        first = await first_line(tx, group_id=group.id, member_id=member_id)
    else:
        first = await first_start(tx, group_id=group.id)
    return over(first.astimezone(zone).date(), now.astimezone(zone).date()) if first else ()


async def run_of(tx: Transaction, group_id: int, quarter: Quarter) -> StatementRun | None:
    """Return when a quarter's statements went out, None if they did not."""
    return await tx.get(StatementRun, (group_id, quarter.year, quarter.number))
