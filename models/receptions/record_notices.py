"""What staff are told when something falls due, and what is kept of a session."""

from datetime import date, datetime
from typing import ClassVar

from models.messages.notices import Notice
from models.receptions.notices import Line, Sitting


class TableCard(Notice):
    """A running session at the table: what was written down, and how to go on."""

    kind: ClassVar[str] = "receptions.table_card"
    sitting: Sitting
    numbers: tuple[str, ...]


class MatterCard(Notice):
    """What a voter brought has its number; words can follow."""

    kind: ClassVar[str] = "receptions.matter_card"
    group_id: int
    session_id: int
    issue_id: int
    number: str
    words: str
    files: int


class WordsAdded(Notice):
    """Words were added to a matter."""

    kind: ClassVar[str] = "receptions.words_added"
    number: str


class NotYourMatter(Notice):
    """Words to a matter come from whoever wrote it down, and from the staff."""

    kind: ClassVar[str] = "receptions.not_your_matter"


class RecordPaper(Notice):
    """The record sheet of a session, to be printed and signed."""

    kind: ClassVar[str] = "receptions.record_paper"
    group_id: int
    session_id: int
    station: str
    day: date


class LastMatters(Notice):
    """The sheet of what became of the last matters of a station."""

    kind: ClassVar[str] = "receptions.last_matters"
    group_id: int
    session_id: int
    station: str
    day: date


class NoMatters(Notice):
    """There were no matters at this station before."""

    kind: ClassVar[str] = "receptions.no_matters"
    station: str


class Figures(Notice):
    """What a year's receptions came to."""

    kind: ClassVar[str] = "receptions.figures"
    group_id: int
    year: int
    rounds: int
    sessions: int
    closed: int
    cancelled: int
    stations: int
    stations_used: int
    deputies: int
    per_session: int  # hundredths
    visitors: int
    no_visitors: int
    matters: int
    routes: tuple[tuple[str, int], ...]
    outcomes: tuple[tuple[str, int], ...]
    swaps: int
    reminders: int
    confirmed: int
    missed: int


class PleaseRecord(Notice):
    """Staff hear after a round which sessions have no record yet."""

    kind: ClassVar[str] = "receptions.please_record"
    group_id: int
    round_id: int
    day: date
    lines: tuple[Line, ...]


class Unfilled(Notice):
    """Staff hear two weeks before which sessions lack a deputy."""

    kind: ClassVar[str] = "receptions.unfilled"
    group_id: int
    round_id: int
    day: date
    lines: tuple[Line, ...]


class Unconfirmed(Notice):
    """Staff hear a day before who has not said 知道了, and what swaps are open."""

    kind: ClassVar[str] = "receptions.unconfirmed"
    group_id: int
    round_id: int
    day: date
    people: tuple[tuple[str, str], ...]  # name, station
    swaps: tuple[str, ...]


class Hole(Notice):
    """Staff hear that somebody cannot come (left, or excused), and who was called in."""

    kind: ClassVar[str] = "receptions.hole"
    group_id: int
    session_id: int
    station: str
    starts_at: datetime
    name: str
    instead: str | None


class MissedCalls(Notice):
    """What came too late to be of use, in one message."""

    kind: ClassVar[str] = "receptions.missed_calls"
    what: tuple[tuple[str, date, int], ...]  # kind, day of the round, how many


class CalendarEnds(Notice):
    """The table of holidays ends soon: the next year's has to come with a new version."""

    kind: ClassVar[str] = "receptions.calendar_ends"
    until: date
