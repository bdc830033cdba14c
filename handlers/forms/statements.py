"""What a deputy says against a statement, and what staff answer."""

from typing import Annotated

from handlers.kit.entries import Entry, pressed
from handlers.kit.forms.flow import open_form
from handlers.kit.forms.readers import Text
from handlers.kit.forms.shape import Ask, Form, form
from handlers.kit.visit import Visit
from handlers.ledger import choices
from handlers.screens import statements as b
from handlers.screens.ledger import Grant
from models.errors import Done, Gone, NotAllowed, Refusal
from models.people.tables import Role
from models.points import appeals
from models.points.entering import the_deputy
from models.points.quarters import Quarter
from models.points.statement_notices import AppealClosed, AppealReceived


@form("appeal", title="statements.f_appeal", may="deputy")
class AppealForm(Form):
    """What is wrong with a statement; which one is known already."""

    year: int
    quarter: int
    reason: Annotated[
        str,
        Ask(
            "statements.q_reason",
            "statements.l_reason",
            Text(shortest=2, longest=400, lines=True),
            hint="statements.h_reason",
        ),
    ]

    async def done(self, visit: Visit) -> None:
        """Hand the appeal to the staff."""
        place = await visit.place(Role.DEPUTY, self.group_id)
        if place is None:
            raise Refusal(Gone())
        await appeals.file(
            visit.tx,
            bot_id=visit.bot.id,
            group_id=self.group_id,
            member_id=place.id,
            quarter=Quarter(self.year, self.quarter),
            reason=self.reason,
            by=await visit.actor(Role.DEPUTY, self.group_id),
            now=visit.now,
        )
        await visit.change(AppealReceived(year=self.year, quarter=self.quarter, reason=self.reason))


@form("appeal answer", title="statements.f_answer", may="staff")
class AnswerForm(Form):
    """Why an appeal is granted or not; which, and what is granted, is known already."""

    appeal_id: int
    upheld: int
    rule_id: str
    number: int
    answer: Annotated[
        str,
        Ask(
            "statements.q_answer",
            "statements.l_answer",
            Text(shortest=2, longest=250, lines=True),
            hint="statements.h_answer",
        ),
    ]

    async def done(self, visit: Visit) -> None:
        """Decide the appeal and say that the deputy hears."""
        one = await appeals.decide(
            visit.tx,
            bot_id=visit.bot.id,
            group_id=self.group_id,
            appeal_id=self.appeal_id,
            upheld=bool(self.upheld),
            answer=self.answer,
            item=(self.rule_id, self.number) if self.rule_id else None,
            by=await visit.actor(Role.STAFF, self.group_id),
            now=visit.now,
        )
        _group, member = await the_deputy(visit.tx, self.group_id, one.member_id)
        await visit.change(
            AppealClosed(
                name=member.name,
                year=one.year,
                quarter=one.quarter,
                upheld=bool(self.upheld),
                answer=self.answer,
            )
        )


async def appeal(visit: Visit) -> None:
    """A deputy appeals: the reason is asked while the ten working days last."""
    button = visit.pressed(b.Appeal)
    place = await visit.place(Role.DEPUTY, button.group_id)
    if place is None or place.id != button.member_id:
        raise Refusal(NotAllowed())
    await appeals.require_open(
        visit.tx,
        group_id=button.group_id,
        member_id=button.member_id,
        quarter=Quarter(button.year, button.quarter),
        now=visit.now,
    )
    await open_form(
        visit,
        "appeal",
        group_id=button.group_id,
        year=button.year,
        quarter=button.quarter,
    )
    await visit.toast(Done())


async def decide(visit: Visit) -> None:
    """Staff agree, and choose what is granted; or disagree, and are asked why."""
    button = visit.pressed(b.Decide)
    await visit.staff(button.group_id)
    one = await appeals.the_open(visit.tx, group_id=button.group_id, appeal_id=button.appeal_id)
    if button.upheld:
        await visit.tell(await choices(visit, button.group_id, one.member_id, appeal_id=one.id))
    else:
        await _ask_reason(visit, button.group_id, one.id, upheld=0)
    await visit.toast(Done())


async def grant(visit: Visit) -> None:
    """Staff have chosen what is granted: the reason is asked."""
    button = visit.pressed(Grant)
    await visit.staff(button.group_id)
    await appeals.the_open(visit.tx, group_id=button.group_id, appeal_id=button.appeal_id)
    await _ask_reason(
        visit,
        button.group_id,
        button.appeal_id,
        upheld=1,
        rule_id=button.rule_id,
        number=button.number,
    )
    await visit.toast(Done())


async def _ask_reason(
    visit: Visit,
    group_id: int,
    appeal_id: int,
    *,
    upheld: int,
    rule_id: str = "",
    number: int = 0,
) -> None:
    await open_form(
        visit,
        "appeal answer",
        group_id=group_id,
        appeal_id=appeal_id,
        upheld=upheld,
        rule_id=rule_id,
        number=number,
    )


ENTRIES: tuple[Entry, ...] = (
    pressed(b.Appeal, appeal, may="deputy: own"),
    pressed(b.Decide, decide, may="staff"),
    pressed(Grant, grant, may="staff"),
)
