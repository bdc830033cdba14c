"""What `huiyin doctor` looks at in the database: its settings, what is overdue, who is at work."""

from datetime import timedelta

from bot.findings import Finding, hint, well, wrong
from models import clock, working_days
from models.database import Database, Transaction
from models.durability import unsafe_settings
from models.instances.queries import alive
from models.privacy import retention
from models.updates.queries import backlog
from models.updates.tables import UpdateState

_GRACE = timedelta(days=2)  # the deletions of each day, and one more
_ASIDE = (UpdateState.PARKED, UpdateState.UNREADABLE)


async def look_inside(db: Database, *, bot_id: int) -> list[Finding]:
    """Look at a database that is up to date."""
    async with db.reading() as tx:
        return [
            *(await _look_at_settings(tx)),
            *(await _look_at_deletions(tx)),
            *_look_at_holidays(),
            *(await _look_at_processes(tx)),
            *(await _look_at_what_was_set_aside(tx, bot_id)),
        ]


async def _look_at_settings(tx: Transaction) -> list[Finding]:
    """Say whether what is committed is on the disk."""
    wrongly = await unsafe_settings(tx)
    if wrongly:
        said = "、".join(wrongly)
        zh = f"数据库的设置不安全（{said}）：停电会丢数据，请改回来"
        return [wrong(zh, f"unsafe settings of the database: {said}; a power cut would lose data")]
    return [well("数据库的设置安全", "the database keeps what it has confirmed")]


async def _look_at_deletions(tx: Transaction) -> list[Finding]:
    """Say whether the job runs that deletes what is kept no longer: nothing is long overdue."""
    late = await retention.due(tx, now=clock.now() - _GRACE)
    count = late.contacts + late.files + late.audit_entries + late.reveals
    if count:
        zh = f"有 {count} 项个人数据过期两天还没删：每天的清理没有运行，请运行 huiyin retention"
        en = f"{count} things are two days overdue for deletion: run huiyin retention, see the log"
        return [wrong(zh, en)]
    return [well("到期的个人数据都已按时删除", "personal data is deleted when its time is over")]


def _look_at_holidays() -> list[Finding]:
    today, until = clock.now().date(), working_days.known_until()
    if not working_days.ends_soon(today):
        return [well(f"节假日表到 {until} 为止", f"holidays are known until {until}")]
    zh = f"节假日表只到 {until}：放假调休公布后，请升级程序（它带着新一年的表）"
    return [hint(zh, f"holidays are known until {until} only: upgrade once the next are published")]


async def _look_at_processes(tx: Transaction) -> list[Finding]:
    count = await alive(tx, now=clock.now())
    if not count:
        words = ("机器人没有在运行：huiyin run", "no process is at work: huiyin run")
        return [hint(*words)]
    if count > 1:
        zh = f"有 {count} 个进程，一个收发，其余待命"
        return [well(zh, f"{count} processes: one speaks, the others stand by")]
    if tx.is_sqlite:
        return [well("机器人正在运行", "one process is at work")]
    zh = "机器人正在运行，没有待命的：再开一个进程，坏了能自动接上"
    return [hint(zh, "one process is at work and none stands by: a second one would follow it")]


async def _look_at_what_was_set_aside(tx: Transaction, bot_id: int) -> list[Finding]:
    found = await backlog(tx, bot_id=bot_id)
    count = sum(one.count for state, one in found.items() if state in _ASIDE)
    if not count:
        return []
    zh = f"有 {count} 条消息处理不了，放在一边：请看日志"
    return [hint(zh, f"{count} updates were set aside: see the log")]
