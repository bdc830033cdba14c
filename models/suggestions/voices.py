"""The voters behind a suggestion: whose issues it grew out of, and what they hear."""

from datetime import datetime

from models.database import Transaction
from models.issues.queries import concerned, issue
from models.issues.telling import to_account
from models.suggestions.notices import VoterAnswered
from models.suggestions.queries import sources
from models.suggestions.tables import Answer, Suggestion

_SHOWN = 600  # characters of an answer


async def count(tx: Transaction, one: Suggestion) -> int:
    """Return how many issues stand behind a suggestion."""
    return len(await sources(tx, one, "issue"))


async def tell(
    tx: Transaction, one: Suggestion, answer: Answer, *, is_done: bool, bot_id: int, now: datetime
) -> int:
    """Tell the voters behind a suggestion that it was answered, or is done; return how many.

    Everybody whose report was merged into one of them, or who joined it, hears too, once.
    """
    told: set[int] = set()
    for number in await sources(tx, one, "issue"):
        found = await issue(tx, group_id=one.group_id, issue_id=number)
        for each, account_id in await concerned(tx, found) if found else ():
            if account_id in told:
                continue
            notice = VoterAnswered(
                issue_number=each.number,
                title=one.title,
                is_done=is_done,
                answer_class=answer.answer_class,
                words=answer.wording[:_SHOWN],
                promised_for=answer.promised_for if answer.proven_on is None else None,
                proof=answer.proof[:_SHOWN] if answer.proof else None,
            )
            about = f"voice:{one.id}:{answer.round}:{int(is_done)}:{each.id}"
            await to_account(tx, each, account_id, notice, about=about, bot_id=bot_id, now=now)
            told.add(account_id)
    return len(told)
