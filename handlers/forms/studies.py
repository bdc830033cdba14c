"""What is told about self-study: what a deputy read, and why staff return it."""

from datetime import date
from typing import Annotated

from handlers.forms.ledger import PastDay
from handlers.forms.material_answers import Minutes
from handlers.kit.forms.readers import Files, Text
from handlers.kit.forms.reading import Attachment
from handlers.kit.forms.shape import Ask, Form, form
from handlers.kit.visit import Visit
from models.messages.carried import File, Media
from models.people.tables import Role
from models.studies import actions
from models.studies import notices as n
from models.studies.actions import Reading
from models.studies.queries import card_of


@form("study", title="studies.f_study", may="deputy")
class StudyForm(Form):
    """Something a deputy read by themselves."""

    title: Annotated[
        str,
        Ask("studies.q_title", "studies.l_title", Text(longest=100), hint="studies.h_title"),
    ]
    on: Annotated[date, Ask("studies.q_on", "studies.l_on", PastDay())]
    minutes: Annotated[int, Ask("studies.q_minutes", "studies.l_minutes", Minutes())]
    thoughts: Annotated[
        str | None,
        Ask(
            "studies.q_thoughts",
            "studies.l_thoughts",
            Text(longest=1000, lines=True),
            hint="studies.h_thoughts",
        ),
    ] = None
    files: Annotated[
        list[Attachment] | None,
        Ask(
            "studies.q_files",
            "studies.l_files",
            Files(most=9, kinds=frozenset({Media.PHOTO, Media.VOICE, Media.DOCUMENT})),
            hint="studies.h_files",
        ),
    ] = None

    async def done(self, visit: Visit) -> None:
        """Hand it to the staff."""
        files = self.files or []
        row = await actions.record(
            visit.tx,
            bot_id=visit.bot.id,
            group_id=self.group_id,
            what=Reading(
                title=self.title,
                on=self.on,
                minutes=self.minutes,
                thoughts=self.thoughts or "",
                files=[File(media=one.media, file_id=one.file_id) for one in files],
            ),
            by=await visit.actor(Role.DEPUTY, self.group_id),
            now=visit.now,
        )
        await visit.change(n.Recorded(title=row.title, minutes=row.minutes))


@form("study back", title="studies.f_return", may="staff")
class ReturnForm(Form):
    """Why a record goes back; which one is known already."""

    study_id: int
    answer: Annotated[
        str,
        Ask("studies.q_answer", "studies.l_answer", Text(shortest=2, longest=200)),
    ]

    async def done(self, visit: Visit) -> None:
        """Return it, and show the record as it is then."""
        await decide(visit, self.group_id, self.study_id, is_accepted=False, answer=self.answer)


async def decide(
    visit: Visit, group_id: int, study_id: int, *, is_accepted: bool, answer: str | None = None
) -> None:
    """Decide a record, and show it in place of what was pressed."""
    row = await actions.decide(
        visit.tx,
        bot_id=visit.bot.id,
        group_id=group_id,
        study_id=study_id,
        is_accepted=is_accepted,
        answer=answer,
        by=await visit.actor(Role.STAFF, group_id),
        now=visit.now,
    )
    await visit.change(await card_of(visit.tx, row))
