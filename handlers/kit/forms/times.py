"""The questions about time: when something begins, and how long it takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from handlers.kit import lengths, moments
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
from handlers.kit.moments import DayOnly, Either, Exactly, Unread


@dataclass(frozen=True, slots=True, kw_only=True)
class When(Reader):
    """A moment, in words. `ends` names the question that a span (2点到4点) answers too."""

    ends: str | None = None

    def options(self, seen: Seen, /) -> Sequence[Option]:
        """Offer the moments that may be meant, once something ambiguous was said."""
        return [
            Option(_moment(datetime.fromisoformat(one), seen), one)
            for one in seen.half.get("either", ())
        ]

    def read(self, said: Said, seen: Seen, /) -> Read:
        """Understand a moment, or the half of one."""
        text, ending = lengths.split_span(said.text) if self.ends else (said.text, None)
        ending = ending or seen.half.get("ending")
        reading = moments.read_moment(text, now=seen.now, zone=seen.zone, known=_known(seen))
        match reading:
            case Exactly(at):
                return self._taken(at, ending, seen)
            case Either(options):
                either = [at.isoformat() for at in options]
                return Half({"either": either, "ending": ending})
            case DayOnly(day, part):
                return Half({"day": day.isoformat(), "part": part, "ending": ending})
            case Unread():
                return Problem(Phrase(key=f"forms.p_when_{reading.value}"))

    def picked(self, option: Option, seen: Seen, /) -> Read:
        """Take the moment that was meant, if it still lies ahead."""
        at = datetime.fromisoformat(option.value)
        if at < seen.now - moments.BACK:
            return Problem(Phrase(key="forms.p_when_past"))
        return self._taken(at, seen.half.get("ending"), seen)

    def _taken(self, at: datetime, ending: str | None, seen: Seen) -> Read:
        also = {}
        if self.ends and ending:
            end = lengths.read_ending(ending, start=at, zone=seen.zone)
            also = {self.ends: end.isoformat()} if isinstance(end, datetime) else {}
        return Taken(value=at.isoformat(), also=also)

    def note(self, seen: Seen, /) -> Phrase | None:
        """Ask for the hour of a day, or which moment was meant."""
        known = _known(seen)
        if known is not None:
            noon = datetime.combine(known.day, time(12), tzinfo=seen.zone)
            return Phrase(key="forms.n_which_hour", at=noon.astimezone(UTC))
        return Phrase(key="forms.n_which_moment") if seen.half.get("either") else None

    def shown(self, value: Any) -> Phrase:  # noqa: ANN401  (JSON)
        """Return the moment in full."""
        return Phrase(key="forms.v_moment", at=datetime.fromisoformat(value))


def _known(seen: Seen) -> DayOnly | None:
    day = seen.half.get("day")
    return DayOnly(date.fromisoformat(day), seen.half.get("part")) if day else None


def _moment(at: datetime, seen: Seen) -> Phrase:
    return Phrase(key="forms.v_moment", at=at.astimezone(seen.zone))


@dataclass(frozen=True, slots=True, kw_only=True)
class Until(Reader):
    """The end of what begins at the moment `start` names: as a length or as an hour."""

    start: str
    offered: tuple[int, ...] = (1, 2, 3)  # hours; a digit typed is then both number and hours
    longest: timedelta = timedelta(days=15)

    def options(self, seen: Seen, /) -> Sequence[Option]:
        """Offer the usual lengths."""
        start = self._start(seen)
        return [
            Option(
                Phrase(key="forms.o_hours", number=hours),
                (start + timedelta(hours=hours)).isoformat(),
            )
            for hours in self.offered
        ]

    def read(self, said: Said, seen: Seen, /) -> Read:
        """Understand a length or an end."""
        start = self._start(seen)
        end = lengths.read_ending(said.text, start=start, zone=seen.zone)
        if isinstance(end, Unread):
            which = end if end in _ENDINGS else Unread.UNKNOWN
            return Problem(Phrase(key=f"forms.p_until_{which.value}"))
        if end - start > self.longest:
            return Problem(Phrase(key="forms.p_until_long", number=self.longest.days))
        return Taken(value=end.isoformat())

    def _start(self, seen: Seen) -> datetime:
        return datetime.fromisoformat(seen.progress.answers[self.start])

    def shown(self, value: Any) -> Phrase:  # noqa: ANN401  (JSON)
        """Return the end in full."""
        return Phrase(key="forms.v_moment", at=datetime.fromisoformat(value))


_ENDINGS = frozenset({Unread.UNKNOWN, Unread.PAST})
