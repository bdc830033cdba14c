"""What is shown once a report is handed in, and before, where the like of it is there."""

import hmac
from typing import Any

from handlers.consents import has_agreed
from handlers.kit.forms.flow import current
from handlers.kit.forms.shape import Form, shape_of
from handlers.kit.visit import Visit
from models.drafts import actions as drafts
from models.drafts import prefilling
from models.drafts.tables import Draft
from models.errors import Gone, Refusal
from models.issues import receipts, views
from models.issues import voter_notices as v
from models.issues.moving import party_of
from models.issues.reports import Report
from models.issues.rules import Party
from models.issues.tables import Issue
from models.issues.timing import terms_of
from models.people.rules import acting
from models.people.tables import Role

_GIVEN = ("group_id", "station_id", "sure")


def knows(visit: Visit, issue_id: int, proof: str) -> bool:
    """Tell whether the person has typed the receipt code of an anonymous report."""
    right = receipts.proof(issue_id=issue_id, account_id=visit.user.id)
    return hmac.compare_digest(right, proof)


async def handed_in(
    visit: Visit, one: Issue, code: str | None, *, is_for_other: bool = False
) -> None:
    """Tell the number, and to an anonymous voter the receipt code, which is kept nowhere."""
    terms = await terms_of(visit.tx, one.group_id)
    await visit.change(
        v.Registered(
            group_id=one.group_id,
            issue_id=one.id,
            number=one.number,
            receipt=code,
            triage_days=terms.triage,
            is_for_other=is_for_other,
            may_publish=one.may_publish,
        )
    )


async def not_alike(visit: Visit, form: Form, report: Report) -> bool:
    """Tell whether nothing like a report is there; otherwise offer to join it.

    The form stays open meanwhile: whoever says that theirs differs sends it as it is.
    """
    found = [
        one
        for one in await views.like(visit.tx, group_id=form.group_id, report=report, now=visit.now)
        if one.account_id != visit.user.id
    ]
    if not found:
        return True
    draft = await _opened_again(visit, form)
    await visit.change(
        v.Alike(
            account_id=visit.user.id,
            version=draft.version,
            lines=tuple(views.line_of(one) for one in found),
        )
    )
    return False


async def agreed_first(visit: Visit, form: Form) -> bool:
    """Tell whether a voter has agreed to the notice; else show it, and send their report after.

    Whoever just goes on writing can come to the end of the form past the notice: not further.
    """
    if await has_agreed(visit, then="send"):
        return True
    await _opened_again(visit, form)
    return False


async def _opened_again(visit: Visit, form: Form) -> Draft:
    """Open the draft of a form again that was just confirmed, at its review."""
    said = form.model_dump(mode="json")
    questions = form.shape.questions
    given = {name: said[name] for name in _GIVEN}
    account_id, now = visit.user.id, visit.now
    await drafts.open_draft(
        visit.tx,
        account_id=account_id,
        form=form.shape.name,
        questions=questions,
        given=given,
        now=now,
    )
    answers = {one.name: said[one.name] for one in questions}
    return await prefilling.fill(
        visit.tx, account_id=account_id, questions=questions, answers=answers, now=now
    )


async def fill_in(visit: Visit, answers: dict[str, Any], *, stay: bool = False) -> Draft:
    """Answer questions of the open report for its voter."""
    shape = shape_of("report")
    if shape is None:
        raise Refusal(Gone())
    return await prefilling.fill(
        visit.tx,
        account_id=visit.user.id,
        questions=shape.questions,
        answers=answers,
        now=visit.now,
        stay=stay,
    )


async def party(visit: Visit, one: Issue, *, proof: str = "") -> Party:
    """Return what the person is to an issue: its voter before anything else."""
    if one.account_id is not None and one.account_id == visit.user.id:
        return Party.VOTER
    if knows(visit, one.id, proof) and one.is_anonymous:
        return Party.VOTER
    for role in (Role.STAFF, Role.DEPUTY):
        place = await visit.place(role, one.group_id)
        if place is not None:
            found = await party_of(visit.tx, one, acting(place))
            if found is not Party.OTHER:
                return found
    return Party.OTHER


async def show_own(visit: Visit, one: Issue, *, proof: str = "") -> None:
    """Show a report to whoever it belongs to, in place of what was pressed."""
    await visit.change(
        await views.voter_card(visit.tx, one, await party(visit, one, proof=proof), proof=proof)
    )


async def is_in_form(visit: Visit) -> bool:
    """Tell whether the person has a form open in which something was answered."""
    draft = await current(visit)
    return draft is not None and bool(draft.data["answers"])
