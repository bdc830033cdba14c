"""What staff tell about a study material: a new one, and a correction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal

from handlers.kit.forms.readers import OneOf, Text, YesNo
from handlers.kit.forms.reading import (
    Added,
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
from handlers.kit.forms.times import When
from handlers.kit.visit import Visit
from handlers.material_cards import show_confirm, show_found, show_manage
from models.materials import audiences, composing
from models.materials.composing import Content, KeptFile
from models.materials.rules import (
    LARGEST,
    LONGEST_TEXT,
    AudienceKind,
    Category,
    Target,
    working_morning,
)
from models.people.tables import Level, Role

MOST_FILES = 20


class Anything(Reader):
    """Whatever is sent or forwarded: words, files, albums; several one after the other."""

    takes_several: ClassVar[bool] = True

    def read(self, said: Said, seen: Seen, /) -> Read:
        """Add what was sent to what there is; the same file twice counts once."""
        there: list[Any] = list(seen.progress.answers.get(seen.progress.step) or ())
        new = said.attachment
        if new is None:
            return self._words(said.text, said.links, there)
        if new.size > LARGEST:
            return Problem(Phrase(key="forms.p_file_too_big", number=LARGEST >> 20))
        files = [one for one in there if "file_id" in one]
        if any(one["file_unique_id"] == new.file_unique_id for one in files):
            return Added(there)
        if len(files) >= MOST_FILES:
            return Problem(Phrase(key="forms.p_too_many", number=MOST_FILES))
        return Added([*there, {**new.model_dump(mode="json"), "links": list(said.links)}])

    @staticmethod
    def _words(text: str, links: Sequence[str], there: list[Any]) -> Read:
        if not text.strip():
            return Problem(Phrase(key="materials.p_anything"))
        if sum(len(one.get("text", "")) for one in there) + len(text) > LONGEST_TEXT:
            return Problem(Phrase(key="forms.p_too_long", number=LONGEST_TEXT))
        return Added([*there, {"text": text.strip(), "links": list(links)}])

    def shown(self, value: Any) -> Phrase:  # noqa: ANN401  (JSON)
        """Return how many parts there are."""
        return Phrase(key="materials.v_parts", number=len(value))


class Minutes(Reader):
    """How long reading takes."""

    def options(self, _seen: Seen, /) -> Sequence[Option]:
        """Offer the usual spans."""
        return [Option(self.shown(one), one) for one in (5, 10, 20, 30)]

    def read(self, said: Said, _seen: Seen, /) -> Read:
        """Take a number of minutes."""
        digits = "".join(one for one in said.text if one.isdecimal())
        if not digits or not 1 <= int(digits[:6]) <= 600:  # noqa: PLR2004  (ten hours)
            return Problem(Phrase(key="materials.p_minutes"))
        return Taken(value=int(digits))

    def shown(self, value: Any) -> Phrase:  # noqa: ANN401  (JSON)
        """Return the minutes."""
        return Phrase(key="materials.v_minutes", number=int(value))


class Whom(Reader):
    """Which deputies; a delegation or names may be written instead."""

    def options(self, _seen: Seen, /) -> Sequence[Option]:
        """Offer everybody, each level, and who missed the last one."""
        values = ["all", *Level, "missed"]
        return [Option(Phrase(key="materials.v_whom", text=str(one)), str(one)) for one in values]

    def read(self, said: Said, _seen: Seen, /) -> Read:
        """Take names; whether they are known is asked of the roster at the end."""
        if not said.text.strip() or len(said.text) > 1000:  # noqa: PLR2004
            return Problem(Phrase(key="materials.p_whom"))
        return Taken(value=f"names:{said.text.strip()}")

    def shown(self, value: Any) -> Phrase:  # noqa: ANN401  (JSON)
        """Return the choice, or the names as they were written."""
        names = str(value).removeprefix("names:")
        if names != str(value):
            return Phrase(key="forms.v_text", text=names[:200])
        return Phrase(key="materials.v_whom", text=str(value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving(When):
    """When it leaves: now, the next working morning, or a moment in words."""

    def options(self, seen: Seen, /) -> Sequence[Option]:
        """Offer now and the next working morning, and what was ambiguous."""
        morning = working_morning(seen.now, seen.zone)
        local = morning.astimezone(seen.zone)
        either = When.options(self, seen)
        return [
            Option(Phrase(key="materials.o_now"), "now"),
            Option(Phrase(key="materials.o_morning", at=local), morning.isoformat()),
            *either,
        ]

    def picked(self, option: Option, seen: Seen, /) -> Read:
        """Take now, or a moment that lies ahead."""
        if option.value == "now":
            return Taken(value="now")
        return When.picked(self, option, seen)

    def shown(self, value: Any) -> Phrase:  # noqa: ANN401  (JSON)
        """Return now, or the moment in full."""
        return Phrase(key="materials.o_now") if value == "now" else When.shown(self, value)


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
                Attachment.model_validate({k: v for k, v in each.items() if k != "links"})
                for each in self.content
                if "file_id" in each
            )
        ]
        words = [str(one.get("text") or one.get("caption") or "") for one in self.content]
        return Content(
            title=self.title or "",
            text="\n\n".join(one for one in words if one),
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
        str | None,
        Ask(
            "materials.q_new_text",
            "materials.l_text",
            Text(longest=LONGEST_TEXT, lines=True),
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
            text=self.text,
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
