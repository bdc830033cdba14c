"""What the command line says, in Chinese and in English."""

from typing import ClassVar

from models.messages.notices import Notice


class ConfigMissing(Notice):
    """The configuration file that was named is not there."""

    kind: ClassVar[str] = "cli.config_missing"
    path: str


class DatabaseAway(Notice):
    """The database cannot be opened."""

    kind: ClassVar[str] = "cli.database_away"
    problem: str


class SchemaOld(Notice):
    """The database is not up to date."""

    kind: ClassVar[str] = "cli.schema_old"
    present: str | None
    newest: str


class Upgraded(Notice):
    """The database has been brought up to date."""

    kind: ClassVar[str] = "cli.upgraded"
    revision: str


class Sound(Notice):
    """The database is up to date and the keys fit it."""

    kind: ClassVar[str] = "cli.sound"
    revision: str


class KeysUnfit(Notice):
    """The keys of personal data cannot be used."""

    kind: ClassVar[str] = "cli.keys_unfit"
    problem: str


class TokenMissing(Notice):
    """A command needs the bot's token."""

    kind: ClassVar[str] = "cli.token_missing"


class TelegramAway(Notice):
    """The bot's name could not be asked."""

    kind: ClassVar[str] = "cli.telegram_away"
    problem: str


class FileUnreadable(Notice):
    """A file cannot be read or written."""

    kind: ClassVar[str] = "cli.file_unreadable"
    path: str
    problem: str


class GroupAdded(Notice):
    """A group has been added."""

    kind: ClassVar[str] = "cli.group_added"
    name: str
    code: str


class RowsUnusable(Notice):
    """Rows of a file cannot be used, so nothing has been changed."""

    kind: ClassVar[str] = "cli.rows_unusable"
    rows: int


class SureToImport(Notice):
    """The question before an import."""

    kind: ClassVar[str] = "cli.sure_to_import"


class NothingDone(Notice):
    """The operator said no."""

    kind: ClassVar[str] = "cli.nothing_done"


class NothingToDo(Notice):
    """Everything is as the file says already."""

    kind: ClassVar[str] = "cli.nothing_to_do"


class NobodyCalled(Notice):
    """Nobody on the roster has this name."""

    kind: ClassVar[str] = "cli.nobody_called"
    name: str


class Written(Notice):
    """A file has been written."""

    kind: ClassVar[str] = "cli.written"
    path: str
    rows: int


class SureToAdopt(Notice):
    """The question before rules are adopted."""

    kind: ClassVar[str] = "cli.sure_to_adopt"
    rules: int


class RulesUnusable(Notice):
    """A file of rules has rows that cannot be used: it is taken whole or not at all."""

    kind: ClassVar[str] = "cli.rules_unusable"
    rows: int


class NoQuarter(Notice):
    """What was written names no quarter."""

    kind: ClassVar[str] = "cli.no_quarter"
    text: str


class StatementsWritten(Notice):
    """The papers of a quarter lie in a folder."""

    kind: ClassVar[str] = "cli.statements_written"
    path: str
    papers: int


class NoMoment(Notice):
    """What was written names no moment that lies ahead."""

    kind: ClassVar[str] = "cli.no_moment"
    text: str


class FileUnfit(Notice):
    """A file is empty, or larger than a bot may upload."""

    kind: ClassVar[str] = "cli.file_unfit"
    path: str
    megabytes: int


class NobodyOfTheStaff(Notice):
    """A file has to go through somebody of the staff, and nobody is bound."""

    kind: ClassVar[str] = "cli.nobody_of_the_staff"


class UnitAdded(Notice):
    """A unit is on the list."""

    kind: ClassVar[str] = "cli.unit_added"
    name: str


class UnitRetired(Notice):
    """A unit is off the list."""

    kind: ClassVar[str] = "cli.unit_retired"
    name: str


class NoUnit(Notice):
    """No unit of the group has this name."""

    kind: ClassVar[str] = "cli.no_unit"
    name: str


class DirectorIs(Notice):
    """Who the director of a group is; None: nobody."""

    kind: ClassVar[str] = "cli.director_is"
    name: str | None
