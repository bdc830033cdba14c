"""What staff tell about a quiz: a question, or a sheet of them."""

from collections.abc import Sequence
from typing import Annotated, Any

import telegram

from handlers.kit import texts
from handlers.kit.forms.readers import Files, OneOf, Text
from handlers.kit.forms.reading import (
    Attachment,
    Option,
    Phrase,
    Problem,
    Read,
    Reader,
    Said,
    Seen,
    Taken,
)
from handlers.kit.forms.shape import Ask, Form, form
from handlers.kit.visit import Visit
from handlers.quizzes import show_again
from models.messages.carried import Media
from models.people.tables import Role
from models.quizzes import actions
from models.quizzes.actions import Draft
from models.quizzes.rules import FEWEST, LETTERS, MOST, QuestionKind, right_of
from reports.quizzes import read

LARGEST = 2 << 20  # bytes of a sheet


class Options(Reader):
    """The options of a question, one a line."""

    def options(self, seen: Seen, /) -> Sequence[Option]:
        """Offer true and false where that is the question."""
        if seen.progress.answers.get("which") != QuestionKind.TRUE_FALSE:
            return ()
        return [Option(Phrase(key="quizzes.o_true_false"), "true_false")]

    def read(self, said: Said, _seen: Seen, /) -> Read:
        """Take a line for each."""
        lines = [" ".join(one.split())[:100] for one in said.text.splitlines() if one.strip()]
        if not FEWEST <= len(lines) <= MOST:
            return Problem(Phrase(key="quizzes.p_options", number=MOST))
        return Taken(value="\n".join(lines))

    def shown(self, value: Any) -> Phrase:  # noqa: ANN401  (JSON)
        """Return them, each with its letter."""
        if value == "true_false":
            return Phrase(key="quizzes.o_true_false")
        lettered = zip(LETTERS, str(value).splitlines(), strict=False)
        return Phrase(key="forms.v_text", text="；".join(f"{a}. {one}" for a, one in lettered))


class Right(Reader):
    """Which options are right, by their letters."""

    def options(self, seen: Seen, /) -> Sequence[Option]:
        """Offer each letter, where only one can be right."""
        answers = seen.progress.answers
        if answers.get("which") == QuestionKind.MULTIPLE:
            return ()
        count = 2 if answers.get("options") == "true_false" else len(_lines(answers))
        return [Option(Phrase(key="forms.v_text", text=one), one) for one in LETTERS[:count]]

    def read(self, said: Said, seen: Seen, /) -> Read:
        """Take letters that are there."""
        places = right_of(said.text)
        if not places or places[-1] >= max(len(_lines(seen.progress.answers)), FEWEST):
            return Problem(Phrase(key="quizzes.p_right"))
        return Taken(value="".join(LETTERS[one] for one in places))


def _lines(answers: Any) -> list[str]:  # noqa: ANN401  (JSON)
    return str(answers.get("options") or "").splitlines()


@form("quiz question", title="quizzes.f_question", may="staff")
class QuestionForm(Form):
    """One question of a quiz; of which material is known already."""

    material_id: int
    which: Annotated[
        QuestionKind,
        Ask("quizzes.q_which", "quizzes.l_which", OneOf(QuestionKind, "quizzes.v_which")),
    ]
    text: Annotated[str, Ask("quizzes.q_text", "quizzes.l_text", Text(shortest=2, longest=300))]
    options: Annotated[
        str,
        Ask(
            "quizzes.q_options",
            "quizzes.l_options",
            Options(),
            hint="quizzes.h_options",
            after=("which",),
        ),
    ]
    right: Annotated[
        str,
        Ask(
            "quizzes.q_right",
            "quizzes.l_right",
            Right(),
            hint="quizzes.h_right",
            after=("which", "options"),
        ),
    ]
    explanation: Annotated[
        str | None,
        Ask("quizzes.q_explanation", "quizzes.l_explanation", Text(longest=500)),
    ] = None

    async def done(self, visit: Visit) -> None:
        """Add the question and show the quiz."""
        options = self.options.splitlines()
        if self.options == "true_false":
            options = [
                texts.label(one, visit.locale) for one in ("quizzes.v_true", "quizzes.v_false")
            ]
        await actions.add(
            visit.tx,
            group_id=self.group_id,
            material_id=self.material_id,
            drafts=[
                Draft(
                    kind=self.which,
                    text=self.text,
                    options=options,
                    right=right_of(self.right) or [],
                    explanation=self.explanation,
                )
            ],
            by=await visit.actor(Role.STAFF, self.group_id),
            now=visit.now,
        )
        await show_again(visit, self.group_id, self.material_id)


@form("quiz sheet", title="quizzes.f_sheet", may="staff")
class SheetForm(Form):
    """Questions in a sheet; of which material is known already."""

    material_id: int
    sheet: Annotated[
        list[Attachment],
        Ask(
            "quizzes.q_sheet",
            "quizzes.l_sheet",
            Files(most=1, largest=LARGEST, kinds=frozenset({Media.DOCUMENT})),
            hint="quizzes.h_sheet",
        ),
    ]

    async def done(self, visit: Visit) -> None:
        """Read the sheet and add its questions, all or none."""
        await visit.staff(self.group_id)
        [file] = self.sheet
        document = telegram.Document(file.file_id, file.file_unique_id, file_size=file.size)
        drafts = visit.bring(document, lambda content: read(content, file.name), most=LARGEST)
        await actions.add(
            visit.tx,
            group_id=self.group_id,
            material_id=self.material_id,
            drafts=drafts,
            by=await visit.actor(Role.STAFF, self.group_id),
            now=visit.now,
        )
        await show_again(visit, self.group_id, self.material_id)
