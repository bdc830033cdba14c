"""Verbs on suggestions, as deputies use them: draft, ask, sign, decline, change, submit."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Unpack
from zoneinfo import ZoneInfo

from models.audit import actions as audit
from models.base import new_id
from models.database import Transaction
from models.errors import Gone, NotAllowed, Refusal
from models.groups.queries import groups
from models.groups.tables import Group
from models.people.rules import Actor
from models.people.tables import Level, Member, Role
from models.suggestions import notices as n
from models.suggestions import refusals as r
from models.suggestions.moving import (
    Doing,
    Turn,
    closed,
    is_lead,
    is_staff,
    note_down,
    opened,
    the,
    turn_of,
)
from models.suggestions.queries import signers
from models.suggestions.rules import (
    STANDS,
    Move,
    Origin,
    SignerRole,
    SignerState,
    SuggestionState,
    may,
)
from models.suggestions.tables import Signer, Source, Suggestion
from models.suggestions.telling import tell

LONGEST = 4000  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a suggestion says."""

    title: str
    problem: str
    proposal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be drafted: for whom, to which congress, and what it grew out of.

    `sources` are the numbers of issues, or of the activity.
    """

    group_id: int
    lead_id: int
    level: Level
    content: Content
    origin: Origin = Origin.BLANK
    sources: Collection[int] = ()


async def draft(
    tx: Transaction, plan: Plan, *, bot_id: int, by: Actor, now: datetime
) -> Suggestion:
    """Write a suggestion down for its lead, who still has to sign it.

    By the lead, or by the staff for them, who are then asked to sign.
    """
    group, lead = await _the_lead(tx, plan.group_id, plan.lead_id)
    is_own = (plan.group_id, plan.lead_id) == (by.group_id, by.member_id)
    if not (is_own or is_staff(by, plan.group_id)):
        raise Refusal(NotAllowed())
    one = _drafted(plan, group, now)
    tx.add(one)
    await tx.flush()
    _add_sources(tx, one, plan.sources)
    tx.add(_signer(one, lead.id, SignerRole.LEAD, now))
    turn = Turn(one=one, group=group, move=Move.DRAFT, bot_id=bot_id, by=by, now=now)
    note_down(tx, one, Move.DRAFT, by=by, now=now, on=turn.today)
    await tx.flush()
    audit.write(tx, "suggestions.draft", by=by, now=now, group_id=group.id, subject_id=one.id)
    if not is_own:
        await _please(tx, turn, lead, lead.name, SignerRole.LEAD)
    return one


def _drafted(plan: Plan, group: Group, now: datetime) -> Suggestion:
    return Suggestion(
        group_id=group.id,
        id=new_id(),
        level=plan.level,
        year=now.astimezone(ZoneInfo(group.timezone)).year,
        title=plan.content.title[:200],
        problem=plan.content.problem[:LONGEST],
        proposal=plan.content.proposal[:LONGEST],
        state=SuggestionState.DRAFT,
        origin=plan.origin,
        lead_id=plan.lead_id,
        drafted_at=now,
        extended_months=0,
        round=0,
        is_key=False,
        is_excellent=False,
    )


def _add_sources(tx: Transaction, one: Suggestion, sources: Collection[int]) -> None:
    kind = "activity" if one.origin is Origin.ACTIVITY else "issue"
    for number in sorted(set(sources)):
        tx.add(Source(group_id=one.group_id, suggestion_id=one.id, kind=kind, subject_id=number))


async def _the_lead(tx: Transaction, group_id: int, lead_id: int) -> tuple[Group, Member]:
    group = await tx.load(groups, group_id)
    member = await tx.get(Member, (group_id, lead_id))
    if group is None or member is None or member.role is not Role.DEPUTY or member.left_at:
        raise Refusal(Gone())
    return group, member


def _signer(one: Suggestion, member_id: int, role: SignerRole, now: datetime) -> Signer:
    return Signer(
        group_id=one.group_id,
        suggestion_id=one.id,
        member_id=member_id,
        role=role,
        state=SignerState.ASKED,
        asked_at=now,
    )


async def _please(tx: Transaction, turn: Turn, member: Member, lead: str, role: SignerRole) -> None:
    one = turn.one
    await tell(
        tx,
        member,
        turn.group,
        n.PleaseSign(
            group_id=one.group_id,
            suggestion_id=one.id,
            title=one.title,
            problem=one.problem,
            proposal=one.proposal,
            lead=lead,
            role=role,
        ),
        about=f"sign:{one.id}:{new_id()}",
        bot_id=turn.bot_id,
        now=turn.now,
    )


async def ask_to_sign(tx: Transaction, *, member_id: int, **doing: Unpack[Doing]) -> bool:
    """Ask a deputy to sign too, once; False if they were asked before.

    By the lead or the staff, until it is submitted.
    """
    turn = await opened(tx, Move.SIGN, lead_too=True, **doing)
    _group, member = await _the_lead(tx, turn.one.group_id, member_id)
    there = {row.member_id: found for row, found in await signers(tx, turn.one)}
    if member.id in there:
        return False
    tx.add(_signer(turn.one, member.id, SignerRole.COSIGNER, turn.now))
    await tx.flush()
    audit.write(
        tx,
        "suggestions.ask_to_sign",
        by=turn.by,
        now=turn.now,
        group_id=turn.one.group_id,
        subject_id=turn.one.id,
        member=member.id,
    )
    lead = there[turn.one.lead_id].name
    await _please(tx, turn, member, lead, SignerRole.COSIGNER)
    return True


async def sign(tx: Transaction, *, is_yes: bool = True, **doing: Unpack[Doing]) -> Suggestion:
    """Sign or decline, by the deputy's own press; a co-signer's yes can come until it is submitted.

    Refusal (signed already) the second time, (gone) for somebody who was not asked.
    """
    one = await the(tx, group_id=doing["group_id"], suggestion_id=doing["suggestion_id"])
    by, now = doing["by"], doing["now"]
    row = await tx.get(Signer, (one.group_id, one.id, by.member_id or 0))
    if row is None or by.group_id != one.group_id or by.role is not Role.DEPUTY:
        raise Refusal(Gone())
    if row.state is not SignerState.ASKED:
        raise Refusal(r.SignedAlready(title=one.title, state=row.state))
    turn = await turn_of(tx, one, Move.SIGN, bot_id=doing["bot_id"], by=by, now=now)
    row.state, row.said_at = SignerState.SIGNED if is_yes else SignerState.DECLINED, now
    if row.role is SignerRole.LEAD:
        one.state = SuggestionState.SIGNED if is_yes else SuggestionState.WITHDRAWN
    return await closed(tx, turn, on=turn.today, note="" if is_yes else row.state.value)


async def change(tx: Transaction, *, content: Content, **doing: Unpack[Doing]) -> Suggestion:
    """Mend what a suggestion says, before it is submitted or after it was returned.

    Whoever had signed the old words is asked again.
    """
    turn = await opened(tx, Move.SIGN, lead_too=True, **doing)
    one = turn.one
    one.title, one.problem = content.title[:200], content.problem[:LONGEST]
    one.proposal, one.state = content.proposal[:LONGEST], SuggestionState.DRAFT
    found = await signers(tx, one)
    lead = next(member.name for row, member in found if row.role is SignerRole.LEAD)
    for row, member in found:
        if row.state is SignerState.SIGNED:
            row.state, row.said_at = SignerState.ASKED, None
            if member.id != turn.by.member_id:
                await _please(tx, turn, member, lead, row.role)
    note_down(tx, one, Move.DRAFT, by=turn.by, now=turn.now, on=turn.today)
    await tx.flush()
    audit.write(
        tx, "suggestions.change", by=turn.by, now=turn.now, group_id=one.group_id, subject_id=one.id
    )
    return one


async def submit(tx: Transaction, *, on: date | None = None, **doing: Unpack[Doing]) -> Suggestion:
    """Hand a suggestion in that its lead has signed; who was asked and said nothing is left out."""
    turn = await opened(tx, Move.SUBMIT, lead_too=True, **doing)
    turn.one.submitted_on = turn.day(on)
    turn.one.year = turn.one.submitted_on.year
    return await closed(tx, turn, on=turn.one.submitted_on, staff_too=True)


async def withdraw(tx: Transaction, **doing: Unpack[Doing]) -> Suggestion:
    """Take a suggestion back, before it is on file."""
    turn = await opened(tx, Move.WITHDRAW, lead_too=True, **doing)
    return await closed(tx, turn, on=turn.today, staff_too=True)


async def require_part(
    tx: Transaction, *, group_id: int, suggestion_id: int, by: Actor
) -> tuple[Suggestion, str]:
    """Return a suggestion and what somebody is to it: staff, lead, cosigner; Refusal for others."""
    one = await tx.get(Suggestion, (group_id, suggestion_id))
    if one is None:
        raise Refusal(Gone())
    if is_staff(by, group_id):
        return one, "staff"
    row = await tx.get(Signer, (group_id, suggestion_id, by.member_id or 0))
    if row is None or by.group_id != group_id:
        raise Refusal(NotAllowed())
    if is_lead(one, by):
        return one, "lead"
    return one, "cosigner" if row.state in STANDS else "asked"


def can_change(one: Suggestion) -> bool:
    """Tell whether the words can still be mended."""
    return may(Move.SIGN, one.state)
