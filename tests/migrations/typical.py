"""A group as it stood in the database of an older release: its people, an activity, its points."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, MetaData

from models.activities.rules import ActivityKind, ActivityState, AttendanceState, Scope, Way
from models.groups.tables import ChatRole
from models.messages.tables import Lane, MessageState, Method
from models.people.tables import Level, Reach, Role
from models.points.rules import DEFAULT
from models.updates.tables import UpdateState
from tests.filling import value_of

GROUP, ACTIVITY = 101, 501
DEPUTY, CLERK = 201, 202  # members
DEPUTY_ACCOUNT, CLERK_ACCOUNT, CREATOR = 7_000_001, 7_000_002, 7_000_003
THEN = datetime(2026, 3, 5, 6, tzinfo=UTC)
CREDITED = 2  # inspections of the deputy's year: 6 points for the first, 1 for a further one
Rows = dict[str, list[dict[str, Any]]]


def settle(connection: Connection, tables: MetaData, *, bot_id: int, chat_id: int) -> Rows:
    """Put the group into a database of any revision; return its rows."""
    put: Rows = {}
    for name, rows in _rows(bot_id, chat_id).items():
        table = tables.tables[name]
        put[name] = []
        for row in rows:
            missing = {
                one.name: value_of(one, 0)
                for one in table.columns
                if not one.nullable and one.name not in row
            }
            put[name].append({**row, **missing})
            connection.execute(table.insert().values(put[name][-1]))
    return put


def _rows(bot_id: int, chat_id: int) -> Rows:
    """Return what stood in the first release; later ones had these columns too."""
    return {
        "accounts": [
            {"id": one, "reach": Reach.OPEN, "first_seen_at": THEN, "reach_changed_at": THEN}
            | {"wants_thanks": False}
            for one in (DEPUTY_ACCOUNT, CLERK_ACCOUNT)
        ],
        "groups": [
            {"id": GROUP, "code": "XJP", "name": "徐家棚街代表组", "timezone": "Asia/Shanghai"}
            | {"locale": "zh-CN", "created_at": THEN}
        ],
        "chats": [
            {"chat_id": chat_id, "group_id": GROUP, "role": ChatRole.DEPUTIES}
            | {"title": "代表群", "linked_at": THEN}
        ],
        "members": [
            _member(DEPUTY, Role.DEPUTY, "王桂兰", DEPUTY_ACCOUNT) | {"level": Level.DISTRICT},
            _member(CLERK, Role.STAFF, "周敏", CLERK_ACCOUNT),
        ],
        "rule_sets": [
            {"group_id": GROUP, "version": 1, "from_date": date(2026, 1, 1), "adopted_at": THEN}
            | {"rules": DEFAULT.model_dump(mode="json")}
        ],
        "activities": [_activity(ACTIVITY + n) for n in range(CREDITED)],
        "attendances": [
            {"group_id": GROUP, "activity_id": ACTIVITY + n, "member_id": DEPUTY, "at": THEN}
            | {"state": AttendanceState.PRESENT, "way": Way.WORD, "revision": 1}
            for n in range(CREDITED)
        ],
        "ledger_lines": [_line(n) for n in range(CREDITED)],
        "messages": [
            {"group_id": GROUP, "id": 901, "bot_id": bot_id, "about": "welcome", "body": {}}
            | {"chat_id": DEPUTY_ACCOUNT, "lane": Lane.ANSWER, "method": Method.SEND}
            | {"kind": "door.not_understood", "locale": "zh-CN", "zone": "Asia/Shanghai"}
            | {"silent": False, "live": False, "wanted": 0, "shown": 0, "attempts": 1}
            | {"state": MessageState.SENT, "created_at": THEN, "not_before": THEN}
        ],
        "updates": [
            {"bot_id": bot_id, "update_id": 77, "key": str(DEPUTY_ACCOUNT), "body": "{}"}
            | {"state": UpdateState.DONE, "attempts": 0, "received_at": THEN, "not_before": THEN}
        ],
    }


def _member(number: int, role: Role, name: str, account_id: int) -> dict[str, Any]:
    bound = {"account_id": account_id, "bound_at": THEN, "created_at": THEN}
    return {"group_id": GROUP, "id": number, "role": role, "name": name, **bound}


def _activity(number: int) -> dict[str, Any]:
    times = dict.fromkeys(("starts_at", "ends_at", "opens_at", "late_from", "closes_at"), THEN)
    facts = {"title": "视察老旧小区改造", "place": "街道代表工作室", "ways": ["word", "button"]}
    kinds = {"kind": ActivityKind.INSPECTION, "scope": Scope.DISTRICT}
    done = {"state": ActivityState.RECORDED, "created_at": THEN, "closed_at": THEN}
    return {"group_id": GROUP, "id": number, **facts, **kinds, **times, **done}


def _line(n: int) -> dict[str, Any]:
    facts = {"group_id": GROUP, "id": 601 + n, "member_id": DEPUTY, "year": 2026, "at": THEN}
    worth = {"rule_id": "I1", "version": 1, "sign": 1, "share_percent": 100, "revision": 1}
    source = {"source_kind": "attendance", "source_id": ACTIVITY + n, "written_at": THEN}
    return {**facts, **worth, **source}
