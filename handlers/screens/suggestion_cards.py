"""Which buttons stand under what is said about suggestions."""

from handlers.kit.buttons import Choice, Press
from handlers.kit.screens import Keyboard, Row, under
from handlers.screens.suggestion_orders import Files, Print, Which
from handlers.screens.suggestions import (
    AskTellGroup,
    Cosigners,
    Do,
    Fill,
    New,
    Opine,
    Page,
    Rate,
    Report,
    Show,
    ShowHistory,
    Sign,
    Sure,
    TellGroup,
    Ties,
)
from models.suggestions import notices as n
from models.suggestions import progress_notices as p
from models.suggestions.rules import (
    OWED,
    Move,
    Satisfaction,
    SignerRole,
    SignerState,
    SuggestionState,
    may,
)

_S = SuggestionState


def _shown(line: n.Line) -> Choice:
    words = " ".join(part for part in (line.number, line.title) if part)
    return Choice(Show(group_id=line.group_id, suggestion_id=line.suggestion_id), f"📄 {words}")


@under(n.Page)
def page(notice: n.Page) -> Keyboard:
    """Offer each, the pages, a new one, and for staff the papers."""
    facts = {"group_id": notice.group_id, "staff": int(notice.is_staff)}
    rows: list[Row | list[Row]] = [_shown(one) for one in notice.lines]
    turn: list[Row] = []
    if notice.page:
        turn.append(Press(_page(notice, notice.page - 1), "suggestions.b_before"))
    if notice.page + 1 < notice.pages:
        turn.append(Press(_page(notice, notice.page + 1), "suggestions.b_next"))
    rows += [turn] if turn else []
    rows.append(Press(New(**facts, page=0), "suggestions.b_new"))
    if notice.is_staff:
        rows += _papers(notice)
    before = _page(notice, 0).model_copy(update={"year": notice.year - 1})
    return [*rows, Press(before, "suggestions.b_year_before", (("year", notice.year - 1),))]


def _page(notice: n.Page, number: int) -> Page:
    return Page(group_id=notice.group_id, year=notice.year, page=number, staff=int(notice.is_staff))


def _papers(notice: n.Page) -> list[Row]:
    about = {"group_id": notice.group_id, "year": notice.year}
    return [
        Press(Report(**about, form="docx"), "suggestions.b_docx"),
        Press(Report(**about, form="xlsx"), "suggestions.b_xlsx"),
        Press(AskTellGroup(**about), "suggestions.b_tell_group"),
    ]


@under(n.Card)
def card(notice: n.Card) -> Keyboard:
    """Offer what whoever reads it can do now."""
    about = {"group_id": notice.group_id, "suggestion_id": notice.suggestion_id}
    match notice.reader:
        case "staff":
            rows = [*_before(notice, about), *_for_staff(notice, about)]
        case "lead":
            rows = [
                *_own_signature(notice, about),
                *_before(notice, about),
                *_rating(notice, about),
            ]
        case "asked":
            rows = _signature(about, SignerRole.COSIGNER)
        case _:
            rows = []
    if notice.n_files and notice.reader:
        rows.append(Press(Files(**about), "suggestion_orders.b_files"))
    return [*rows, Press(ShowHistory(**about), "suggestions.b_history")]


def _own_signature(notice: n.Card, about: dict[str, int]) -> list[Row]:
    leads = [one.state for one in notice.signers if one.role is SignerRole.LEAD]
    if SignerState.ASKED not in leads:
        return []
    return [Press(Sign(**about, yes=1), "suggestions.b_sign_lead")]


def _signature(about: dict[str, int], role: SignerRole) -> list[Row]:
    is_lead = role is SignerRole.LEAD
    return [
        Press(Sign(**about, yes=1), "suggestions.b_sign_lead" if is_lead else "suggestions.b_sign"),
        Press(Sign(**about, yes=0), "suggestions.b_decline"),
    ]


def _before(notice: n.Card, about: dict[str, int]) -> list[Row]:
    """Return what can be done until it is on file."""
    rows: list[Row] = []
    if notice.state is _S.SIGNED:
        rows.append(Press(Sure(**about, act="submit"), "suggestions.b_submit"))
    if may(Move.SIGN, notice.state):
        rows += [
            Press(Cosigners(**about, page=0), "suggestions.b_cosigners"),
            Press(Fill(**about, what="change"), "suggestions.b_change"),
            Press(Ties(**about, kind="issue"), "suggestions.b_ties_issue"),
            Press(Ties(**about, kind="activity"), "suggestions.b_ties_activity"),
        ]
    if may(Move.WITHDRAW, notice.state):
        rows.append(Press(Sure(**about, act="withdraw"), "suggestions.b_withdraw"))
    return rows


#: move → its button for the staff: act without words, or form
_STAFF: tuple[tuple[Move, str, bool], ...] = (
    (Move.FILE, "file", True),
    (Move.RETURN, "return", True),
    (Move.ASSIGN, "assign", True),
    (Move.ACCEPT, "accept", False),
    (Move.SEND_BACK, "send_back", True),
    (Move.TALK, "talk", True),
    (Move.ANSWER, "answer", True),
    (Move.EXTEND, "extend", True),
)


def _for_staff(notice: n.Card, about: dict[str, int]) -> list[Row]:
    rows: list[Row] = []
    for move, what, has_form in _STAFF:
        if may(move, notice.state):
            button = Fill(**about, what=what) if has_form else Do(**about, act=what)
            rows.append(Press(button, f"suggestions.b_{what}"))
    if notice.state in OWED:
        rows += [
            Choice(Opine(**about, assistant_id=one.assistant_id), f"💬 {one.unit}")
            for one in notice.assisting
            if one.said_on is None
        ]
    return [
        *rows,
        *_units(notice, about),
        *_rating(notice, about),
        *_promise(notice, about),
        *_marks(notice, about),
    ]


def _units(notice: n.Card, about: dict[str, int]) -> list[Row]:
    """Return what staff do about the units: one more, a name of a list, the paper for them."""
    rows: list[Row] = []
    if may(Move.ASSIST, notice.state):
        rows.append(Press(Which(**about, purpose="assist", page=0), "suggestion_orders.b_assist"))
    names = [notice.unit] if notice.unit and notice.unit_id is None else []
    names += [one.unit for one in notice.assisting if one.unit_id is None]
    if names:
        text = (("text", names[0]),)
        match = Which(**about, purpose="match", page=0)
        rows.append(Press(match, "suggestion_orders.b_match", text))
    if notice.state in OWED:
        rows.append(Press(Print(**about), "suggestion_orders.b_print"))
    return rows


def _rating(notice: n.Card, about: dict[str, int]) -> list[Row]:
    if notice.state is not _S.ANSWERED or notice.answer is None:
        return []
    if notice.answer.satisfaction is not None:
        return []
    return [
        Press(Rate(**about, satisfaction=one.value), f"suggestions.b_rate_{one.value}")
        for one in Satisfaction
    ]


def _promise(notice: n.Card, about: dict[str, int]) -> list[Row]:
    """Return what staff do about a promise: look at what the unit reports, or note a proof."""
    answer = notice.answer
    if answer is None or answer.promised_for is None or answer.proven_on is not None:
        return []
    if not may(Move.PROVE, notice.state):
        return []
    postpone = Press(Fill(**about, what="postpone"), "suggestions.b_postpone")
    if answer.claimed_on is not None:
        return [
            Press(Do(**about, act="confirm"), "suggestions.b_confirm"),
            Press(Fill(**about, what="doubt"), "suggestions.b_doubt"),
            postpone,
        ]
    return [Press(Fill(**about, what="prove"), "suggestions.b_prove"), postpone]


def _marks(notice: n.Card, about: dict[str, int]) -> list[Row]:
    if not may(Move.MARK, notice.state) or notice.number is None:
        return []
    key = "unkey" if notice.is_key else "key"
    excellent = "unexcellent" if notice.is_excellent else "excellent"
    return [
        Press(Do(**about, act=key), f"suggestions.b_{key}"),
        Press(Do(**about, act=excellent), f"suggestions.b_{excellent}"),
    ]


@under(n.PleaseSign)
def please_sign(notice: n.PleaseSign) -> Keyboard:
    """Offer yes and no."""
    about = {"group_id": notice.group_id, "suggestion_id": notice.suggestion_id}
    return _signature(about, notice.role)


@under(n.Moved)
def moved(notice: n.Moved) -> Keyboard:
    """Offer the suggestion."""
    about = {"group_id": notice.group_id, "suggestion_id": notice.suggestion_id}
    return [Press(Show(**about), "suggestions.b_show")]


@under(n.TermsEnding)
def terms_ending(notice: n.TermsEnding) -> Keyboard:
    """Offer each suggestion, at most ten."""
    return [
        Choice(
            Show(group_id=one.group_id, suggestion_id=one.suggestion_id),
            f"📄 {one.number or ''} {one.title}",
        )
        for one in notice.endings[:10]
    ]


@under(n.PleaseRate)
def please_rate(notice: n.PleaseRate) -> Keyboard:
    """Offer each suggestion."""
    return [_shown(one) for one in notice.lines[:10]]


@under(n.SureTo)
def sure_to(notice: n.SureTo) -> Keyboard:
    """Offer to do it, or to go back."""
    about = {"group_id": notice.group_id, "suggestion_id": notice.suggestion_id}
    return [
        Press(Do(**about, act=notice.act), f"suggestions.b_yes_{notice.act}"),
        Press(Show(**about), "suggestions.b_back"),
    ]


@under(n.History)
def history(notice: n.History) -> Keyboard:
    """Offer the way back."""
    about = {"group_id": notice.group_id, "suggestion_id": notice.suggestion_id}
    return [Press(Show(**about), "suggestions.b_back")]


@under(n.NoSuggestions)
def no_suggestions(notice: n.NoSuggestions) -> Keyboard:
    """Offer to write one."""
    new = New(group_id=notice.group_id, staff=int(notice.is_staff), page=0)
    return [Press(new, "suggestions.b_new")]


@under(p.SureToTell)
def sure_to_tell(notice: p.SureToTell) -> Keyboard:
    """Offer to tell the group."""
    about = {"group_id": notice.group_id, "year": notice.year}
    return [Press(TellGroup(**about), "suggestions.b_yes_tell_group")]
