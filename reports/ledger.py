"""The ledger of a year as a table: each line with what it was worth, and why."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from models.database import Transaction
from models.groups.tables import Group
from models.people import queries as people
from models.people.tables import Member, Role
from models.points.evidence import evidence, recounted
from models.points.queries import as_line, ledger, rules_of_year
from models.points.rules import LineScore, RuleSet, Why, score
from reports.sheets.writing import Value

HEADERS = (
    "姓名",
    "日期",
    "项目编号",
    "项目",
    "依据",
    "应得",
    "实得",
    "本项累计",
    "说明",
    "规则版本",
)

_WHYS = {
    Why.FIRST: "第一次",
    Why.FURTHER: "又一次",
    Why.FIXED: "按项目",
    Why.ONCE: "只计一次",
    Why.CAPPED: "已到本项上限",
    Why.YEAR_CAPPED: "已到全年上限",
    Why.REVERSED: "已更正",
    Why.REVERSAL: "更正",
    Why.REVERSES_NOTHING: "更正",
    Why.RULE_OFF: "不计分",
    Why.UNKNOWN_RULE: "不计分",
    Why.WRONG_SIGN: "不计分",
}


async def rows_of(tx: Transaction, group: Group, year: int) -> Sequence[Sequence[Value]]:
    """Return a row for each ledger line of a year, by deputy, in order of date."""
    rules = await rules_of_year(tx, group_id=group.id, year=year)
    deputies = [
        member
        for member, _reach in await people.roster(tx, group_id=group.id)
        if member.role is Role.DEPUTY
    ]
    books = await ledger(tx, [(group.id, one.id, year) for one in deputies])
    lines = [as_line(row) for rows in books.values() for row in rows]
    proofs = await evidence(tx, group.id, lines)
    versions = await recounted(tx, group.id, lines)
    zone = ZoneInfo(group.timezone)
    return [
        _row(member, line, rules, proofs, versions.get(line.line.id), zone)
        for member in deputies
        for line in score(map(as_line, books[group.id, member.id, year]), rules).lines
    ]


def _row(
    member: Member,
    one: LineScore,
    rules: RuleSet,
    proofs: Mapping[int, str],
    version: int | None,
    zone: ZoneInfo,
) -> Sequence[Value]:
    items = {rule.id: rule.item_zh for rule in rules.rules}
    line = one.line
    return (
        member.name,
        line.at.astimezone(zone).date(),
        line.rule_id,
        items.get(line.rule_id),
        proofs[line.id],
        one.raw,
        one.counted,
        one.running,
        _WHYS[one.why] + (f"（按第 {version} 版规则重新计算）" if version else ""),
        rules.version,
    )
