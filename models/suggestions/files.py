"""What is handed in with an answer or as proof: documents and pictures that lie with Telegram."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.base import new_id
from models.database import Transaction
from models.messages.carried import Media
from models.suggestions.tables import Suggestion, SuggestionFile

MOST = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """One file, by its number with Telegram."""

    media: Media
    file_id: str
    file_unique_id: str
    name: str = ""


async def keep(
    tx: Transaction, one: Suggestion, files: Sequence[Handed], *, is_proof: bool, now: datetime
) -> None:
    """Keep files with the last answer, each once, at most nine."""
    for each in list({it.file_unique_id: it for it in files}.values())[:MOST]:
        tx.add(
            SuggestionFile(
                group_id=one.group_id,
                suggestion_id=one.id,
                id=new_id(),
                round=one.round,
                is_proof=is_proof,
                media=each.media,
                file_id=each.file_id,
                file_unique_id=each.file_unique_id,
                name=each.name[:200],
                at=now,
            )
        )
    await tx.flush()
