"""The question who is invited: everybody, levels, a delegation, names; and its change later."""

from collections.abc import Collection, Sequence
from typing import Annotated

from handlers import activities
from handlers.kit.forms.names import names
from handlers.kit.forms.reading import (
    Half,
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
from models.activities import reinviting
from models.activities.rules import bare
from models.activities.whom import Wanted
from models.activities.words import whom_of
from models.people.tables import Level, Role

_LONGEST = 1000
_EVERYBODY, _THESE = "all", "these"


class Invited(Reader):
    """Whom an activity is for. Levels are pressed one after the other; names are written."""

    def options(self, seen: Seen, /) -> Sequence[Option]:
        """Offer everybody and each level; with a level chosen, to go on in everybody's place."""
        chosen = seen.half.get("levels", ())
        levels = [
            Option(Phrase(key=f"activities.o_level{'_on' * (one in chosen)}", text=one), one.value)
            for one in Level
        ]
        if chosen:
            done = names("forms.w_done")
            return [Option(Phrase(key="activities.o_these"), _THESE, done), *levels]
        skip = names("forms.w_skip")
        return [Option(Phrase(key="activities.o_everybody"), _EVERYBODY, skip), *levels]

    def picked(self, option: Option, seen: Seen, /) -> Read:
        """Take everybody; choose a level or take it back; go on with those chosen."""
        chosen = set(seen.half.get("levels", ()))
        if option.value == _EVERYBODY:
            return _taken(Wanted())
        if option.value == _THESE:
            return _taken(Wanted(levels=_in_order(chosen)))
        return Half({"levels": sorted(chosen ^ {option.value})})

    def read(self, said: Said, seen: Seen, /) -> Read:
        """Take levels and names as they are written; the roster is asked for names at the end."""
        if not bare(said.text) or said.attachment is not None or len(said.text) > _LONGEST:
            return Problem(Phrase(key="activities.p_whom"))
        wanted = whom_of(said.text)
        if wanted.is_everybody:
            return _taken(wanted)
        levels = _in_order({*wanted.levels, *seen.half.get("levels", ())})
        return _taken(wanted.model_copy(update={"levels": levels}))

    def note(self, seen: Seen, /) -> Phrase | None:
        """Say which levels are chosen, and that another one may be."""
        chosen = seen.half.get("levels", ())
        if not chosen:
            return None
        return Phrase(key="activities.n_levels", text=" ".join(_in_order(chosen)))

    def shown(self, value: object) -> Phrase:
        """Return everybody, the levels, or the names as they were written."""
        wanted = Wanted.model_validate(value)
        said = "、".join(wanted.names)[:200]
        return Phrase(key="activities.v_whom", text=f"{' '.join(wanted.levels)}|{said}")


def _in_order(levels: Collection[str]) -> tuple[Level, ...]:
    return tuple(one for one in Level if one in levels)


def _taken(wanted: Wanted) -> Taken:
    return Taken(value=wanted.model_dump(mode="json"))


@form("invite_others", title="reminders.f_invite_others", may="staff")
class InviteOthersForm(Form):
    """Who is invited to an activity from now on."""

    activity_id: int
    whom: Annotated[
        Wanted,
        Ask("reminders.q_new_whom", "activities.l_whom", Invited(), hint="activities.h_whom"),
    ]

    async def done(self, visit: Visit) -> None:
        """Invite them, tell who is concerned, and show the activity."""
        await reinviting.invite_others(
            visit.tx,
            bot_id=visit.bot.id,
            group_id=self.group_id,
            activity_id=self.activity_id,
            whom=await reinviting.meant(visit.tx, group_id=self.group_id, wanted=self.whom),
            by=await visit.actor(Role.STAFF, self.group_id),
            now=visit.now,
        )
        await activities.show_manage(visit, self.group_id, self.activity_id)
