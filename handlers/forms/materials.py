"""What staff tell about a study material: a new one, and a correction."""

from datetime import datetime
from typing import Annotated, Any, Literal

from handlers.forms.material_answers import (
    BESIDE,
    Anything,
    Leaving,
    Minutes,
    Whom,
    Worded,
    Words,
    part_of,
)
from handlers.kit.forms.readers import OneOf, Text, YesNo
from handlers.kit.forms.reading import Attachment
from handlers.kit.forms.shape import Ask, Form, form
from handlers.kit.forms.times import When
from handlers.kit.visit import Visit
from handlers.material_cards import show_confirm, show_found, show_manage
from models.materials import audiences, composing
from models.materials.composing import Content, KeptFile
from models.materials.marks import joined
from models.materials.rules import LONGEST_TEXT, AudienceKind, Category, Target
from models.people.tables import Level, Role


@form("material", title="materials.f_material", may="staff")
class MaterialForm(Form):
    """A new material."""

    activity_id: int = 0
    content: Annotated[
        list[dict[str, Any]],
        Ask(
            "materials.q_content",
            "materials.l_content",
            Anything(),
            hint="materials.h_content",
        ),
    ]
    title: Annotated[
        str | None,
        Ask("materials.q_title", "materials.l_title", Text(longest=100), hint="materials.h_title"),
    ] = None
    category: Annotated[
        Category,
        Ask(
            "materials.q_category", "materials.l_category", OneOf(Category, "materials.v_category")
        ),
    ]
    minutes: Annotated[int | None, Ask("materials.q_minutes", "materials.l_minutes", Minutes())] = (
        None
    )
    deadline: Annotated[
        datetime | None,
        Ask(
            "materials.q_deadline",
            "materials.l_deadline",
            When(),
            hint="materials.h_deadline",
        ),
    ] = None
    target: Annotated[
        Target, Ask("materials.q_target", "materials.l_target", OneOf(Target, "materials.v_target"))
    ]
    audience: Annotated[
        str, Ask("materials.q_whom", "materials.l_whom", Whom(), hint="materials.h_whom")
    ]
    due_at: Annotated[
        datetime | Literal["now"],
        Ask("materials.q_due_at", "materials.l_due_at", Leaving(), hint="materials.h_due_at"),
    ]
    protected: Annotated[
        bool,
        Ask(
            "materials.q_protected",
            "materials.l_protected",
            YesNo(),
            hint="materials.h_protected",
        ),
    ]

    async def done(self, visit: Visit) -> None:
        """Keep it as a draft, show it as it will look, and ask whether it is to leave."""
        row = await composing.compose(
            visit.tx,
            group_id=self.group_id,
            content=await self._content(visit),
            by=await visit.actor(Role.STAFF, self.group_id),
            now=visit.now,
        )
        await show_confirm(visit, row)

    async def _content(self, visit: Visit) -> Content:
        files = [
            KeptFile(media=one.media, file_id=one.file_id, name=one.name)
            for one in (
                Attachment.model_validate({k: v for k, v in each.items() if k not in BESIDE})
                for each in self.content
                if "file_id" in each
            )
        ]
        text, marks = joined([part_of(one) for one in self.content], "\n\n")
        return Content(
            title=self.title or "",
            text=text,
            marks=marks,
            links=[str(link) for one in self.content for link in one.get("links", ())],
            files=files,
            category=self.category,
            minutes=self.minutes,
            deadline=self.deadline,
            target=self.target,
            audience=await self._audience(visit),
            due_at=None if isinstance(self.due_at, str) else self.due_at,
            protected=self.protected,
            activity_id=self.activity_id or None,
        )

    async def _audience(self, visit: Visit) -> dict[str, Any]:
        names = self.audience.removeprefix("names:")
        if names != self.audience:
            return await audiences.named(visit.tx, self.group_id, names)
        if self.audience in set(Level):
            return {"kind": AudienceKind.LEVEL.value, "value": self.audience}
        return {"kind": self.audience}


@form("material correction", title="materials.f_correction", may="staff")
class CorrectionForm(Form):
    """Other words for a material that is there; which one is known already."""

    material_id: int
    title: Annotated[
        str | None, Ask("materials.q_new_title", "materials.l_title", Text(longest=100))
    ] = None
    text: Annotated[
        Worded | None,
        Ask(
            "materials.q_new_text",
            "materials.l_text",
            Words(longest=LONGEST_TEXT),
            hint="materials.h_new_text",
        ),
    ] = None

    async def done(self, visit: Visit) -> None:
        """Correct it: the cards that stand in chats are edited."""
        told = await composing.correct(
            visit.tx,
            group_id=self.group_id,
            material_id=self.material_id,
            title=self.title,
            text=self.text.text if self.text else None,
            marks=self.text.marks if self.text else (),
            by=await visit.actor(Role.STAFF, self.group_id),
            now=visit.now,
        )
        await visit.change(told)
        await show_manage(visit, self.group_id, self.material_id, anew=True)


@form("material search", title="materials.f_search", who="deputy, staff: of the group")
class SearchForm(Form):
    """Words to look for in the library."""

    words: Annotated[
        str,
        Ask("materials.q_words", "materials.l_words", Text(longest=60), hint="materials.h_words"),
    ]

    async def done(self, visit: Visit) -> None:
        """Show what was found."""
        await show_found(visit, self.group_id, self.words)
