"""The papers of a session: its record, and what became of the last matters at the station."""

from collections.abc import Sequence
from datetime import datetime

from handlers.kit import texts
from models.database import Transaction
from models.issues.tables import Issue
from models.privacy.scanning import masked
from models.receptions.cards import route_of
from models.receptions.queries import Sitting
from models.receptions.recording import matters_of
from models.receptions.tables import ReceptionSession

_WORDS = 600  # characters of a matter on paper; the rest is in the program


def _say(key: str, locale: str, **args: object) -> str:
    return texts.label(f"receptions.{key}", locale, tuple(args.items()))


async def record_sheet(tx: Transaction, one: Sitting, *, locale: str, zone: str) -> bytes:
    """Return the record of a session, to be signed by who was there."""
    from reports.papers.matters import MattersWords, matters  # noqa: PLC0415  (python-docx loads slowly)

    session = one.session
    rows = await matters_of(tx, session)
    names = [each.member.name for each in one.on_duty]
    lines = [*_head(one, locale, zone), _say("paper_deputies", locale, names=", ".join(names))]
    route = route_of(session)
    if route:
        lines.append(_say("paper_route", locale, value=route))
    foot = [_say("paper_visitors", locale, count=session.visitors or 0, matters=len(rows))]
    if session.remark:
        foot.append(_say("paper_remark", locale, value=session.remark))
    words = MattersWords(
        title=_say("paper_record", locale),
        lines=lines,
        heads=[_say(f"head_{name}", locale) for name in ("number", "words", "category", "route")],
        widths=(3.6, 8.4, 2.5, 2.5),
        rows=[_record_row(each, locale) for each in rows],
        nothing=_say("paper_nobody", locale),
        foot=foot,
        signatures=[
            *(_say("paper_signs", locale, name=name) for name in names),
            _say("paper_recorder", locale),
        ],
    )
    return matters(words)


def _head(one: Sitting, locale: str, zone: str) -> list[str]:
    where = texts.zone(zone)
    session = one.session
    when = {
        "starts_at": session.starts_at.astimezone(where),
        "ends_at": session.ends_at.astimezone(where),
    }
    lines = [
        _say("paper_station", locale, name=one.station.name, address=one.station.address),
        _say("paper_when", locale, **when),
        _say("paper_mode", locale, mode=session.mode.value),
    ]
    if session.topics:
        lines.append(_say("paper_topics", locale, value=session.topics))
    return lines


def _cut(words: str) -> str:
    return words if len(words) <= _WORDS else f"{words[:_WORDS]}…"


def _record_row(one: Issue, locale: str) -> Sequence[str]:
    return (
        one.number,
        _cut(masked(one.own_words)) or _say("paper_voice", locale),
        _say("v_category", locale, value=one.category.value),
        _say("v_route", locale, value=one.route.value if one.route else ""),
    )


async def last_sheet(
    tx: Transaction, one: Sitting, was: ReceptionSession, *, locale: str, zone: str
) -> bytes:
    """Return what became of the matters of the station's last session."""
    from reports.papers.matters import MattersWords, matters  # noqa: PLC0415  (as above)

    rows = await matters_of(tx, was)
    then: datetime = was.starts_at.astimezone(texts.zone(zone))
    words = MattersWords(
        title=_say("paper_last", locale),
        lines=[*_head(one, locale, zone), _say("paper_since", locale, at=then)],
        heads=[_say(f"head_{name}", locale) for name in ("number", "words", "state", "answer")],
        widths=(3.6, 6.0, 2.4, 5.0),
        rows=[_last_row(each, locale) for each in rows],
        nothing=_say("paper_none", locale),
        foot=[_say("paper_tell", locale)],
        signatures=[],
    )
    return matters(words)


def _last_row(one: Issue, locale: str) -> Sequence[str]:
    outcome = one.outcome.value if one.outcome else one.state.value
    return (
        one.number,
        _cut(masked(one.own_words)) or _say("paper_voice", locale),
        _say("v_outcome", locale, value=outcome),
        _cut(one.answer or one.reason or ""),
    )
