"""The buttons of those who report."""

from typing import ClassVar

from handlers.kit.buttons import Button, Choice, Press
from handlers.kit.screens import Keyboard, Row, under
from models.issues import voter_notices as v
from models.issues.states import Satisfaction, Solved


class InStreet(Button):
    """It is about this sub-district."""

    code: ClassVar[str] = "ist"
    group_id: int


class AtStation(Button):
    """Report at this station."""

    code: ClassVar[str] = "isa"
    group_id: int
    station_id: int


class Shall(Button):
    """Report what I just wrote: yes, no."""

    code: ClassVar[str] = "ish"
    act: str


class MeantAsReply(Button):
    """What I just wrote answers what was asked."""

    code: ClassVar[str] = "isq"
    group_id: int
    issue_id: int


class SendMine(Button):
    """Mine is another matter: send it."""

    code: ClassVar[str] = "isn"
    version: int


class MeToo(Button):
    """It concerns me too."""

    code: ClassVar[str] = "ism"
    group_id: int
    issue_id: int


class Publish(Button):
    """It may be published without my name (1), or not (0)."""

    code: ClassVar[str] = "isp"
    group_id: int
    issue_id: int
    may: int


class MyPage(Button):
    """A page of what I reported."""

    code: ClassVar[str] = "isl"
    page: int


class Own(Button):
    """Do something with my report: show, add, reply, number, withdraw, yes_withdraw."""

    code: ClassVar[str] = "io"
    group_id: int
    issue_id: int
    act: str
    proof: str


class Rate(Button):
    """Is it solved: yes, partly, no."""

    code: ClassVar[str] = "ir"
    group_id: int
    issue_id: int
    solved: str
    proof: str


class HowGood(Button):
    """How it was handled: good, fair, poor."""

    code: ClassVar[str] = "ih"
    group_id: int
    issue_id: int
    satisfaction: str
    proof: str


@under(v.WhichStreet)
def which_street(notice: v.WhichStreet) -> Keyboard:
    """Offer each sub-district."""
    return [Choice(InStreet(group_id=group_id), name) for group_id, name in notice.groups]


@under(v.ShallI)
def shall_i(notice: v.ShallI) -> Keyboard:
    """Offer yes and no, and to take it as an answer to what was asked."""
    answers = [
        Press(
            MeantAsReply(group_id=group_id, issue_id=issue_id),
            "issues.b_as_reply",
            (("text", number),),
        )
        for group_id, issue_id, number in notice.asked
    ]
    return [
        *answers,
        Press(Shall(act="yes"), "issues.b_shall"),
        Press(Shall(act="no"), "issues.b_shall_not"),
    ]


@under(v.Alike)
def alike(notice: v.Alike) -> Keyboard:
    """Offer to join each, or to send one's own."""
    rows: list[Row] = [
        Press(
            MeToo(group_id=one.group_id, issue_id=one.issue_id),
            "issues.b_me_too",
            (("text", one.number),),
        )
        for one in notice.lines
    ]
    return [*rows, Press(SendMine(version=notice.version), "issues.b_mine_differs")]


def _own(notice: v.VoterCard | v.Question | v.Word | v.SureToWithdraw, act: str) -> Own:
    return Own(
        group_id=notice.group_id,
        issue_id=notice.issue_id,
        act=act,
        proof=getattr(notice, "proof", ""),
    )


@under(v.Registered)
def registered(notice: v.Registered) -> Keyboard:
    """Offer to add, and to say that it may be published; to an anonymous voter nothing."""
    if notice.receipt is not None:
        return []
    about = {"group_id": notice.group_id, "issue_id": notice.issue_id}
    add = Press(Own(**about, act="add", proof=""), "issues.b_add")
    if notice.is_for_other:
        return [add]
    return [add, Press(Publish(**about, may=1), "issues.b_publish")]


@under(v.Question)
def question(notice: v.Question) -> Keyboard:
    """Offer to answer."""
    return [Press(_own(notice, "reply"), "issues.b_reply")]


@under(v.Word)
def word(notice: v.Word) -> Keyboard:
    """Offer to say something to it, and to look."""
    return [
        Press(_own(notice, "add"), "issues.b_add"),
        Press(_own(notice, "show"), "issues.b_look"),
    ]


@under(v.Mine)
def mine(notice: v.Mine) -> Keyboard:
    """Offer each report, and the pages."""
    rows: list[Row | list[Row]] = [
        Choice(
            Own(group_id=one.group_id, issue_id=one.issue_id, act="show", proof=""),
            f"{one.number} {one.words}",
        )
        for one in notice.lines
    ]
    turn: list[Row] = []
    if notice.page > 0:
        turn.append(Press(MyPage(page=notice.page - 1), "people.b_before"))
    if notice.page + 1 < notice.pages:
        turn.append(Press(MyPage(page=notice.page + 1), "people.b_after"))
    return [*rows, turn] if turn else rows


@under(v.VoterCard)
def voter_card(notice: v.VoterCard) -> Keyboard:
    """Offer what the state of a report allows."""
    rows: list[Row] = []
    if notice.can_reply:
        rows.append(Press(_own(notice, "reply"), "issues.b_reply"))
    elif notice.can_add:
        rows.append(Press(_own(notice, "add"), "issues.b_add"))
    if notice.can_rate:
        rows += _rating(notice.group_id, notice.issue_id, notice.proof)
    if notice.is_mine and not notice.proof:
        may = int(not notice.may_publish)
        publish = Publish(group_id=notice.group_id, issue_id=notice.issue_id, may=may)
        rows.append(Press(publish, "issues.b_publish" if may else "issues.b_hide"))
    if notice.can_call:
        key = "issues.b_other_number" if notice.phone else "issues.b_number"
        rows.append(Press(_own(notice, "number"), key))
    if notice.can_withdraw:
        rows.append(Press(_own(notice, "withdraw"), "issues.b_withdraw"))
    return [*rows, Press(MyPage(page=0), "issues.b_all_mine")]


def _rating(group_id: int, issue_id: int, proof: str) -> list[Row]:
    return [
        Press(
            Rate(group_id=group_id, issue_id=issue_id, solved=one.value, proof=proof),
            f"issues.b_solved_{one.value}",
        )
        for one in Solved
    ]


@under(v.Answered)
def answered(notice: v.Answered) -> Keyboard:
    """Ask whether it is solved."""
    return _rating(notice.group_id, notice.issue_id, "")


@under(v.PleaseRate)
def please_rate(notice: v.PleaseRate) -> Keyboard:
    """Ask whether it is solved, once more."""
    return _rating(notice.group_id, notice.issue_id, "")


@under(v.HowWasIt)
def how_was_it(notice: v.HowWasIt) -> Keyboard:
    """Ask how it was handled."""
    return [
        Press(
            HowGood(
                group_id=notice.group_id,
                issue_id=notice.issue_id,
                satisfaction=one.value,
                proof=notice.proof,
            ),
            f"issues.b_satisfaction_{one.value}",
        )
        for one in Satisfaction
    ]


@under(v.SureToWithdraw)
def sure_to_withdraw(notice: v.SureToWithdraw) -> Keyboard:
    """Offer to take it back, or not."""
    return [
        Press(_own(notice, "yes_withdraw"), "issues.b_yes_withdraw"),
        Press(_own(notice, "show"), "issues.b_keep"),
    ]
