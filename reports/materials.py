"""Who has read a material: as a table for offices, as a list to print."""

import io
from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from docx.shared import Cm

from models.database import Transaction
from models.groups.tables import Group
from models.materials import library, reaching
from models.materials.reaching import Line
from reports.papers.empty import new_sheet
from reports.papers.signing import write
from reports.sheets.writing import Value

HEADERS = (
    "资料",
    "分类",
    "发送时间",
    "截止",
    "姓名",
    "状态",
    "送交时间",
    "已学时间",
    "方式",
    "提醒次数",
    "失联时间",
)
CATEGORIES = {
    "law": "法律法规",
    "policy": "政策文件",
    "spirit": "会议精神",
    "duty": "履职知识",
    "local": "本地情况",
}
#: The states of a copy (design §3), and what goes before them.
STATES = {
    "read": "已学习",
    "sent": "已送达",
    "waiting": "待发",
    "sending": "发送中",
    "maybe": "可能送达",
    "unreachable": "联系不上",
    "failed": "发送失败",
    "cancelled": "已停发",
    "unbound": "未绑定",
}
WAYS = {"press": "按钮", "link": "打开链接", "quiz": "通过测验"}


async def rows_of(tx: Transaction, group: Group, year: int) -> Sequence[Sequence[Value]]:
    """Return every recipient of every material sent in a year, with what became of the copy."""
    zone = ZoneInfo(group.timezone)
    table: list[Sequence[Value]] = []
    for one in await library.sent_in(tx, group_id=group.id, year=year, zone=zone):
        head = (
            one.title,
            CATEGORIES[one.category],
            _at(one.sent_at, zone),
            _at(one.deadline, zone),
        )
        table += [(*head, *_row(line, zone)) for line in await reaching.lines(tx, one)]
    return table


def _row(line: Line, zone: ZoneInfo) -> tuple[Value, ...]:
    return (
        line.name,
        STATES[line.state],
        _at(line.posted_at, zone),
        _at(line.read_at, zone),
        WAYS[line.read_by] if line.read_by else None,
        line.reminded,
        _at(line.since, zone) if line.is_unreachable else None,
    )


def _at(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return moment.astimezone(zone) if moment else None


def reach_paper(
    title: str, lines: Sequence[Line], say: Callable[..., str], zone: ZoneInfo
) -> bytes:
    """Return the list of who has read a material and who has not, as .docx on A4."""
    paper = new_sheet()
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    write(paper.add_paragraph(), say("paper_title", title=title), size=18, bold=True, centred=True)
    read = [line for line in lines if line.read_at is not None]
    lost = [line for line in lines if line.is_unreachable]
    rest = [line for line in lines if line.read_at is None and not line.is_unreachable]
    for name, found in (("paper_unread", rest), ("paper_lost", lost), ("paper_read", read)):
        write(paper.add_paragraph(), say(name, count=len(found)), size=14, bold=True)
        for line in found:
            moment = line.read_at or (line.since if line.is_unreachable else None)
            at = _at(moment, zone)
            words = f"□ {line.name}" if line.read_at is None else f"✓ {line.name}"
            note = say("paper_since", at=at) if at else ""
            write(paper.add_paragraph(), f"{words}　{note}".rstrip("　"), size=13)
    buffer = io.BytesIO()
    paper.save(buffer)
    return buffer.getvalue()
