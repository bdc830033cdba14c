"""What the command line says about reports, archives and templates."""

from typing import ClassVar

from models.messages.notices import Notice


class YearWritten(Notice):
    """The report of a year is in a file."""

    kind: ClassVar[str] = "cli.year_written"
    path: str
    figures: int
    left_out: int


class ArchivesWritten(Notice):
    """Archives of deputies are in a folder."""

    kind: ClassVar[str] = "cli.archives_written"
    path: str
    deputies: int


class NoDeputy(Notice):
    """Nobody of that name is or was a deputy of the group."""

    kind: ClassVar[str] = "cli.no_deputy"
    name: str


class WhoOrAll(Notice):
    """The archive of one deputy, or of all."""

    kind: ClassVar[str] = "cli.who_or_all"


class TemplatesExported(Notice):
    """The house's templates were written into a folder."""

    kind: ClassVar[str] = "cli.templates_exported"
    path: str
    written: tuple[str, ...]


class TemplateWell(Notice):
    """The office's templates can be used."""

    kind: ClassVar[str] = "cli.template_well"
    path: str
    checked: int


class TemplateWrong(Notice):
    """A template shows fields that nobody can fill, or lacks one that is needed."""

    kind: ClassVar[str] = "cli.template_wrong"
    path: str
    unknown: tuple[str, ...]
    missing: tuple[str, ...]
    broken: str
