"""Ballots in the room, on each kind of database: who may vote, once, in secret, and the count."""

import json
import secrets
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from models import schema
from models.ballots import actions, counting, queries, urn, voting
from models.ballots import refusals as r
from models.ballots.actions import Named, Plan
from models.ballots.rules import (
    BallotKind,
    BallotState,
    Counts,
    ElectorKind,
    Opinion,
    PaperSheet,
    Quorum,
    Way,
)
from models.ballots.tables import Ballot, Booth, Elector, Urn
from models.database import Transaction
from models.errors import Gone, NotAllowed, Refusal
from models.people.rules import CLOCK, Actor, acting
from models.people.tables import Member, Role
from tests.actions.suggestions_made import CLERK, GROUP, LEAD, NOW, STRANGER, Hall, a_hall

SECOND_CLERK = 6
UNTIL = NOW + timedelta(hours=3)
YES, FAIR, NO, NONE = Opinion


@pytest.fixture
async def hall(database_url: str) -> AsyncIterator[Hall]:
    async with a_hall(database_url) as found:
        second = Member(
            group_id=GROUP,
            id=SECOND_CLERK,
            role=Role.STAFF,
            name="钱进",
            account_id=106,
            bound_at=NOW,
            created_at=NOW,
        )
        async with found.db.transaction() as tx:
            tx.add(second)
        found.actors[SECOND_CLERK] = acting(second)
        yield found


def staff(hall: Hall, ballot_id: int, who: int = CLERK) -> dict[str, Any]:
    by = hall.actors[who]
    return {"group_id": GROUP, "ballot_id": ballot_id, "by": by, "now": NOW}


async def planned(hall: Hall, outsiders: int = 7, items: tuple[str, ...] = ("总体评价",)) -> int:
    """Plan a ballot on two units with so many voters' representatives on the list."""
    plan = Plan(
        group_id=GROUP,
        kind=BallotKind.EVALUATION,
        title="监督评议",
        subjects=("街道办事处", "区城管局"),
        items=items,
        quorum=Quorum.HALF,
    )
    named = [Named(kind=ElectorKind.VOTER, name=f"选民代表{n}") for n in range(outsiders)]
    async with hall.db.transaction() as tx:
        one = await actions.create(tx, plan, by=hall.actors[CLERK], now=NOW)
        await actions.list_electors(tx, named=named, **staff(hall, one.id))
        return one.id


async def opened(hall: Hall, outsiders: int = 7) -> int:
    one = await planned(hall, outsiders)
    async with hall.db.transaction() as tx:
        await actions.open_(tx, closes_at=UNTIL, **staff(hall, one))
    return one


async def tokens(hall: Hall, one: int) -> list[str]:
    async with hall.db.reading() as tx:
        ballot = await tx.get(Ballot, (GROUP, one))
        assert ballot is not None
        rows = await queries.electors(tx, ballot)
    return [urn.token(group_id=GROUP, elector_id=row.id, issue=row.issue) for row in rows]


async def vote(
    hall: Hall,
    one: int,
    token: str,
    account: int,
    opinions: Sequence[Opinion],
) -> str:
    at: dict[str, Any] = {
        "group_id": GROUP,
        "ballot_id": one,
        "account_id": account,
        "now": NOW,
    }
    async with hall.db.transaction() as tx:
        await voting.enter_by_token(tx, token=token, account_id=account, now=NOW)
        for place, opinion in enumerate(opinions):
            await voting.mark(tx, place=place, opinion=opinion, **at)
    async with hall.db.transaction() as tx:
        _ballot, receipt = await voting.cast(tx, **at)
    return receipt


async def refused(hall: Hall, act: Callable[[Transaction], Any]) -> Any:  # noqa: ANN401
    with pytest.raises(Refusal) as caught:
        async with hall.db.transaction() as tx:
            await act(tx)
    return caught.value.notice


async def test_doubles_on_the_list_are_named_and_nothing_is_taken_over(hall: Hall) -> None:
    one = await planned(hall)
    named = [Named(kind=ElectorKind.UNIT, name="张三")] * 2
    named += [Named(kind=ElectorKind.VOTER, name="选民代表1")]

    notice = await refused(
        hall, lambda tx: actions.list_electors(tx, named=named, **staff(hall, one))
    )

    assert notice == r.Doubles(names=("选民代表1", "张三"))
    assert len(await hall.rows(Elector)) == 7


async def test_namesakes_are_told_apart_by_a_note(hall: Hall) -> None:
    one = await planned(hall)
    named = [
        Named(kind=ElectorKind.UNIT, name="张三", note="城管局"),
        Named(kind=ElectorKind.UNIT, name="张三", note="住建局"),
    ]

    async with hall.db.transaction() as tx:
        assert await actions.list_electors(tx, named=named, **staff(hall, one)) == 2


async def test_the_deputies_of_the_roster_are_listed_once(hall: Hall) -> None:
    one = await planned(hall)

    async with hall.db.transaction() as tx:
        first = await actions.list_deputies(tx, **staff(hall, one))
        second = await actions.list_deputies(tx, **staff(hall, one))

    assert (first, second) == (3, 0)


async def test_a_ballot_among_fewer_than_five_is_not_held(hall: Hall) -> None:
    one = await planned(hall, outsiders=4)

    notice = await refused(hall, lambda tx: actions.open_(tx, closes_at=UNTIL, **staff(hall, one)))

    assert notice == r.TooFew(there=4, needed=5)


async def test_a_token_counts_once(hall: Hall) -> None:
    one = await opened(hall)
    token = (await tokens(hall, one))[0]
    await vote(hall, one, token, 900, (YES, NO))

    again = await refused(
        hall, lambda tx: voting.enter_by_token(tx, token=token, account_id=901, now=NOW)
    )

    assert isinstance(again, r.TokenUnknown | r.VotedAlready)
    async with hall.db.reading() as tx:
        [row] = await tx.scalars(select(Urn))
    assert len(urn.opened(row.sealed, ballot_id=one).ballots) == 1


async def test_of_two_presses_at_once_one_is_cast(hall: Hall) -> None:
    one = await opened(hall)
    token = (await tokens(hall, one))[0]
    await vote(hall, one, token, 900, (YES, NO))

    notice = await refused(
        hall,
        lambda tx: voting.cast(tx, group_id=GROUP, ballot_id=one, account_id=900, now=NOW),
    )

    assert isinstance(notice, Gone)


async def test_a_token_made_anew_ends_the_one_before(hall: Hall) -> None:
    one = await opened(hall)
    token = (await tokens(hall, one))[0]
    async with hall.db.transaction() as tx:
        row = await queries.by_token(tx, token)
        assert row is not None
        await actions.issue_anew(tx, elector_id=row.id, **staff(hall, one))

    notice = await refused(
        hall, lambda tx: voting.enter_by_token(tx, token=token, account_id=900, now=NOW)
    )

    assert isinstance(notice, r.TokenUnknown)


async def test_whoever_took_paper_cannot_vote_online_too(hall: Hall) -> None:
    one = await opened(hall)
    token = (await tokens(hall, one))[0]
    async with hall.db.transaction() as tx:
        row = await queries.by_token(tx, token)
        assert row is not None
        await actions.hand_paper(tx, elector_id=row.id, **staff(hall, one))

    notice = await refused(
        hall, lambda tx: voting.enter_by_token(tx, token=token, account_id=900, now=NOW)
    )

    assert isinstance(notice, r.TokenUnknown)
    assert [row.way for row in await hall.rows(Elector)].count(Way.PAPER) == 1


@pytest.mark.parametrize("by_hand", [True, False])
async def test_a_ballot_closed_while_somebody_votes_does_not_take_the_vote(
    hall: Hall,
    by_hand: bool,  # noqa: FBT001
) -> None:
    one = await opened(hall)
    token = (await tokens(hall, one))[0]
    at: dict[str, Any] = {"group_id": GROUP, "ballot_id": one, "account_id": 900}
    async with hall.db.transaction() as tx:
        await voting.enter_by_token(tx, token=token, account_id=900, now=NOW)
        for place in (0, 1):
            await voting.mark(tx, place=place, opinion=YES, now=NOW, **at)
    late = UNTIL
    if by_hand:
        late = NOW
        async with hall.db.transaction() as tx:
            await counting.close(tx, **staff(hall, one))

    notice = await refused(hall, lambda tx: voting.cast(tx, now=late, **at))

    assert isinstance(notice, r.ClosedAlready)
    assert not any(row.has_voted for row in await hall.rows(Elector))
    assert (await hall.rows(Booth) == []) is by_hand


async def test_nothing_is_counted_before_the_close_and_the_urn_is_gone_after_it(
    hall: Hall,
) -> None:
    one = await opened(hall)
    marks = [(YES, NO), (YES, NO), (FAIR, NO), (NONE, YES), (NO, YES), (YES, FAIR)]
    for number, (token, opinions) in enumerate(zip(await tokens(hall, one), marks, strict=False)):
        await vote(hall, one, token, 900 + number, opinions)
    async with hall.db.transaction() as tx:
        ballot = await tx.get(Ballot, (GROUP, one))
        assert ballot is not None
        assert await queries.counts(tx, ballot) == ()
        await counting.close(tx, **staff(hall, one))

    async with hall.db.reading() as tx:
        ballot = await tx.get(Ballot, (GROUP, one))
        assert ballot is not None
        found = await queries.counts(tx, ballot)
    assert list(found) == [Counts(3, 1, 1, 1), Counts(2, 1, 3, 0)]
    assert (ballot.eligible, ballot.issued, ballot.returned, ballot.invalid) == (7, 7, 6, 0)
    assert await hall.rows(Urn) == []
    assert await hall.rows(Booth) == []


async def test_the_receipts_are_there_after_the_close_each_once(hall: Hall) -> None:
    one = await opened(hall)
    given = [
        await vote(hall, one, token, 900 + number, (YES, YES))
        for number, token in enumerate(await tokens(hall, one))
    ]
    async with hall.db.transaction() as tx:
        await counting.close(tx, **staff(hall, one))

    async with hall.db.reading() as tx:
        ballot = await tx.get(Ballot, (GROUP, one))
        assert ballot is not None
        assert list(await queries.receipts(tx, ballot)) == sorted(given)


async def test_four_ballots_are_not_counted_out(hall: Hall) -> None:
    one = await opened(hall)
    for number, token in enumerate((await tokens(hall, one))[:4]):
        await vote(hall, one, token, 900 + number, (YES, NO))

    async with hall.db.transaction() as tx:
        closed = await counting.close(tx, **staff(hall, one))

    assert (closed.returned, closed.is_published) == (4, False)
    async with hall.db.reading() as tx:
        assert list(await queries.counts(tx, closed)) == []


def sheet(*rows: tuple[int, int, int, int], returned: int = 2, invalid: int = 0) -> PaperSheet:
    return PaperSheet(
        returned=returned, invalid=invalid, places=tuple(Counts(*one) for one in rows)
    )


async def on_paper(hall: Hall, one: int, people: int = 2) -> None:
    for token in (await tokens(hall, one))[:people]:
        async with hall.db.transaction() as tx:
            row = await queries.by_token(tx, token)
            assert row is not None
            await actions.hand_paper(tx, elector_id=row.id, **staff(hall, one))


async def test_paper_counts_once_two_people_have_entered_the_same(hall: Hall) -> None:
    one = await opened(hall)
    await on_paper(hall, one)
    for number, token in enumerate((await tokens(hall, one))[2:]):
        await vote(hall, one, token, 900 + number, (YES, NO))
    good = sheet((2, 0, 0, 0), (0, 1, 0, 1))
    async with hall.db.transaction() as tx:
        first = await counting.enter_paper(tx, sheet=good, **staff(hall, one))
    early = await refused(hall, lambda tx: counting.close(tx, **staff(hall, one)))

    async with hall.db.transaction() as tx:
        second = await counting.enter_paper(tx, sheet=good, **staff(hall, one, SECOND_CLERK))
        await counting.close(tx, **staff(hall, one))

    assert (first, second) == (False, True)
    assert early == r.PaperMissing(issued=2, counts=1)
    async with hall.db.reading() as tx:
        ballot = await tx.get(Ballot, (GROUP, one))
        assert ballot is not None
        assert list(await queries.counts(tx, ballot)) == [Counts(7, 0, 0, 0), Counts(0, 1, 5, 1)]
    assert (ballot.issued, ballot.returned) == (7, 7)


async def test_one_person_alone_cannot_make_two_counts_agree(hall: Hall) -> None:
    one = await opened(hall)
    await on_paper(hall, one)
    good, agreed = sheet((2, 0, 0, 0), (0, 1, 0, 1)), True

    for _ in range(2):
        async with hall.db.transaction() as tx:
            agreed = await counting.enter_paper(tx, sheet=good, **staff(hall, one))

    assert agreed is False


@pytest.mark.parametrize(
    "wrong",
    [
        sheet((3, 0, 0, 0), (2, 0, 0, 0)),
        sheet((2, 0, 0, 0)),
        sheet((3, 0, 0, 0), (3, 0, 0, 0), returned=3),
        sheet((2, 0, 0, 0), (2, 0, 0, 0), invalid=1),
    ],
)
async def test_a_paper_count_that_does_not_add_up_is_refused(hall: Hall, wrong: PaperSheet) -> None:
    one = await opened(hall)
    await on_paper(hall, one)

    notice = await refused(
        hall, lambda tx: counting.enter_paper(tx, sheet=wrong, **staff(hall, one))
    )

    assert isinstance(notice, r.DoesNotAddUp)


@pytest.mark.parametrize("who", [LEAD, STRANGER])
async def test_others_than_the_staff_open_nothing_and_close_nothing(hall: Hall, who: int) -> None:
    one = await opened(hall)

    notice = await refused(hall, lambda tx: counting.close(tx, **staff(hall, one, who)))

    assert isinstance(notice, NotAllowed)


async def test_the_clock_may_close_it(hall: Hall) -> None:
    one = await opened(hall)
    by: Actor = CLOCK

    async with hall.db.transaction() as tx:
        closed = await counting.close(tx, group_id=GROUP, ballot_id=one, by=by, now=UNTIL)

    assert closed.state is BallotState.CLOSED


async def everything(hall: Hall) -> str:
    """Return every row of every table as text, with what is sealed in it opened."""
    found = {}
    async with hall.db.reading() as tx:
        for table in schema.metadata.sorted_tables:
            rows = await tx.execute(select(table))
            found[table.name] = [
                {name: _plain(table.name, name, row._mapping) for name in row._mapping}
                for row in rows
            ]
    return json.dumps(found, default=str, ensure_ascii=False, indent=1)


def _plain(table: str, column: str, row: Any) -> Any:  # noqa: ANN401
    if (table, column) == ("ballot_urns", "sealed"):
        content = urn.opened(row["sealed"], ballot_id=row["ballot_id"])
        return [content.ballots, content.receipts]
    return row[column]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def two_urls(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Two empty databases of the same kind."""
    if request.param == "sqlite":
        yield tuple(f"sqlite+aiosqlite:///{tmp_path}/{name}.db" for name in "ab")  # type: ignore[misc]
        return
    server = request.getfixturevalue("postgres_server")
    with server.database() as first, server.database() as second:
        yield first, second


@pytest.mark.parametrize("is_closed", [False, True])
async def test_two_people_who_vote_the_other_way_round_leave_the_same_database(
    two_urls: tuple[str, str],
    monkeypatch: pytest.MonkeyPatch,
    is_closed: bool,  # noqa: FBT001
) -> None:
    """Whoever knows all of it cannot tell which of the two voted how: nothing else differs."""
    first = [(YES, YES), (NO, NO), (YES, FAIR), (FAIR, NO), (NONE, YES)]
    swapped = [first[1], first[0], *first[2:]]
    seen = []
    for url, marks in zip(two_urls, (first, swapped), strict=True):
        _count_up(monkeypatch)
        async with a_hall(url) as hall:
            one = await opened(hall, outsiders=5)
            for number, (token, opinions) in enumerate(
                zip(await tokens(hall, one), marks, strict=True)
            ):
                await vote(hall, one, token, 900 + number, opinions)
            if is_closed:
                async with hall.db.transaction() as tx:
                    await counting.close(tx, **staff(hall, one))
            seen.append(await everything(hall))

    assert seen[0] == seen[1]
    assert "选民代表1" in seen[0]


def _count_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take chance out of numbers and receipts, so that two runs can be compared."""
    numbers = iter(range(1000, 100_000))
    for module in ("models.ballots.actions", "models.audit.actions"):
        monkeypatch.setattr(f"{module}.new_id", lambda: next(numbers))
    marks = iter(range(100_000))
    monkeypatch.setattr(secrets, "choice", lambda letters: letters[next(marks) % len(letters)])
