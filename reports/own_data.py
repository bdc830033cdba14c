"""A voter's own data, to take away: as JSON for programs, as a text for people."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from models.issues.states import Category, IssueState
from reports.issues import STATES
from reports.platforms import CATEGORIES

Data = Mapping[str, Any]
_LINES = {
    "words": "最初的话",
    "added": "补充",
    "asked": "工作人员问",
    "reply": "我的回答",
    "told": "工作人员说",
    "answer": "答复",
    "report_back": "回告",
    "rating": "评价时说的",
}


def as_json(data: Data) -> bytes:
    """Return the data as JSON."""
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def as_text(data: Data, *, zone: str) -> bytes:
    """Return the data as a text with a mark in front, so that every program shows Chinese."""
    return "\n".join(_lines(data, ZoneInfo(zone))).encode("utf-8-sig")


def _lines(data: Data, zone: ZoneInfo) -> Iterator[str]:
    account = data["account"]
    yield "回音保存的您的资料"
    yield f"Telegram 账号编号：{account['telegram_id']}"
    yield f"第一次见到您：{_moment(account['first_seen_at'], zone)}"
    for one in data["consents"]:
        taken_back = one["withdrawn_at"]
        ended = f"，{_moment(taken_back, zone)} 撤回" if taken_back else ""
        agreed_at = _moment(one["agreed_at"], zone)
        yield f"告知书第 {one['version']} 版：{agreed_at} 同意{ended}"
    for one in data["followed"]:
        yield f"关注：{one['number']}（{_moment(one['since'], zone)}）"
    if data["draft"] is not None:
        begun = data["draft"]
        since = _moment(begun["started_at"], zone)
        yield f"还没有交的反映（{since} 开始，附件 {begun['files']} 个）"
        yield begun["words"]
    for one in data["reports"]:
        yield ""
        yield from _report(one, zone)


def _report(one: Data, zone: ZoneInfo) -> Iterator[str]:
    contact = one["contact"]
    yield f"【{one['number']}】{one['group'] or ''}"
    yield f"反映时间：{_moment(one['reported_at'], zone)}"
    yield f"状态：{STATES[IssueState(one['state'])]}"
    yield f"类别：{CATEGORIES[Category(one['category'])]}"
    yield f"地点：{one['place'] or '（没有填）'}"
    if one["latitude"] is not None:
        yield f"地图位置：{one['latitude']}, {one['longitude']}"
    for label, name in (("姓名", "name"), ("电话", "phone"), ("住址", "address")):
        yield f"{label}：{contact[name] or '（没有保存）'}"
    yield f"希望：{one['wish'] or '（没有填）'}"
    yield f"同意公开：{'是' if one['may_publish'] else '否'}"
    yield f"照片和附件：{len(one['files'])} 个"
    yield from _history(one["history"], zone)


def _history(lines: Sequence[Data], zone: ZoneInfo) -> Iterator[str]:
    for line in lines:
        yield f"{_moment(line['at'], zone)} {_LINES[line['kind']]}：{line['text']}"


def _moment(text: str | None, zone: ZoneInfo) -> str:
    if not text:
        return "（没有记录）"
    return f"{datetime.fromisoformat(text).astimezone(zone):%Y-%m-%d %H:%M}"
