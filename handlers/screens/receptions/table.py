"""The buttons at the table: a matter per voter, then the record."""

from typing import ClassVar

from handlers.kit.buttons import Button, Press
from handlers.kit.screens import Keyboard, Row, under
from models.receptions import record_notices as r
from models.receptions.rules import SessionState


class TableAct(Button):
    """At the table: show, matter, close, nobody, record, last."""

    code: ClassVar[str] = "rxm"
    group_id: int
    session_id: int
    act: str


class AddWords(Button):
    """Add words to what a voter brought."""

    code: ClassVar[str] = "rxn"
    group_id: int
    issue_id: int


@under(r.TableCard)
def table_card(notice: r.TableCard) -> Keyboard:
    """Offer the next voter, the end, and the papers."""
    one = notice.sitting
    about = {"group_id": one.group_id, "session_id": one.session_id}
    rows: list[Row] = []
    if one.state is SessionState.PUBLISHED:
        rows.append(Press(TableAct(**about, act="matter"), "receptions.b_matter"))
        rows.append(Press(TableAct(**about, act="close"), "receptions.b_close"))
        if not notice.numbers:
            rows.append(Press(TableAct(**about, act="nobody"), "receptions.b_nobody"))
    rows.append(Press(TableAct(**about, act="last"), "receptions.b_last"))
    if one.state is SessionState.CLOSED:
        rows.append(Press(TableAct(**about, act="record"), "receptions.b_record"))
    return rows


@under(r.MatterCard)
def matter_card(notice: r.MatterCard) -> Keyboard:
    """Offer words to it, the next voter, or the end."""
    about = {"group_id": notice.group_id, "session_id": notice.session_id}
    words = AddWords(group_id=notice.group_id, issue_id=notice.issue_id)
    return [
        Press(TableAct(**about, act="matter"), "receptions.b_next"),
        Press(words, "receptions.b_words"),
        Press(TableAct(**about, act="show"), "receptions.b_to_table"),
    ]
