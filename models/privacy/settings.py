"""How long personal data is kept, and what becomes of files that cannot be stripped."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Keeping(BaseModel):
    """Days until something is deleted; the purpose is then done (PIPL Art. 47)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    contact_days: int = Field(default=180, ge=1)  # name, phone, address: after closing
    picture_days: int = Field(default=365, ge=1)  # pictures and files: after closing
    audit_days: int = Field(default=1095, ge=365)  # who did what, who looked: after it was done
    unstripped_files: Literal["told", "refused"] = "told"  # videos, voices, documents


class _Present:
    keeping = Keeping()


def use(keeping: Keeping) -> None:
    """Say how long things are kept by this process."""
    _Present.keeping = keeping


def current() -> Keeping:
    """Return how long things are kept."""
    return _Present.keeping
