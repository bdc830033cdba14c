"""How much one person may do: the table [limits] of the configuration."""

from pydantic import BaseModel, ConfigDict, Field

MOST_FILES = 9  # photos, videos, voices, documents of one report together


class Limits(BaseModel):
    """What one person may do in which time. 0 lifts a limit."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    messages_per_minute: int = Field(default=60, ge=0)
    reports_per_hour: int = Field(default=5, ge=0)
    attachments_per_report: int = Field(default=MOST_FILES, ge=0, le=MOST_FILES)
    attachments_per_day: int = Field(default=50, ge=0)
    megabytes_per_attachment: int = Field(default=20, ge=1, le=20)  # Telegram's own limit for bots
    code_attempts: int = Field(default=5, ge=1)  # wrong codes and links, within ten minutes
    calls_per_minute: int = Field(default=120, ge=0)  # of another system, a key

    @property
    def files_of_a_report(self) -> int:
        """Return how many files one report may have: a lifted limit is the room's own, nine."""
        return self.attachments_per_report or MOST_FILES

    @property
    def bytes_of_a_file(self) -> int:
        """Return how large one file may be."""
        return self.megabytes_per_attachment << 20


class _Present:
    limits = Limits()


def use(limits: Limits) -> None:
    """Say which limits hold in this process."""
    _Present.limits = limits


def current() -> Limits:
    """Return the limits of this process."""
    return _Present.limits
