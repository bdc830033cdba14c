"""述职测评: nobody votes on themselves, and the gap does not show whose ballot it is."""

import io
import json
from collections.abc import AsyncIterator
from typing import Any

import docx
import pytest
from sqlalchemy import select

from models.ballots import actions, cards, counting, oneself, queries, urn, voting
from models.ballots import refusals as r
from models.ballots.actions import Named, Plan
from models.ballots.rules import BallotKind, ElectorKind, Opinion, Quorum, Way
from models.ballots.tables import Ballot, Elector, Tally, Urn
from models.errors import Gone
from models.people import keys
from models.people.tables import Member, Role
from reports import ballot_papers
from reports.ballots import paragraphs
from tests.actions.suggestions_made import CLERK, GROUP, LEAD, NOW, Hall, a_hall
from tests.actions.test_ballots import UNTIL, refused, staff

YES, FAIR, NO, NONE = Opinion


@pytest.fixture
async def hall(database_url: str) -> AsyncIterator[Hall]:
    async with a_hall(database_url) as found:
        yield found


async def planned(hall: Hall, *subjects: str, kind: BallotKind = BallotKind.REPORT) -> int:
    """Plan a ballot; the three deputies and six voters' representatives are on the list."""
    plan = Plan(
        group_id=GROUP,
        kind=kind,
        title="述职测评",
        subjects=subjects,
        items=("总体评价",),
        quorum=Quorum.HALF,
    )
    named = [Named(kind=ElectorKind.VOTER, name=f"选民代表{n}") for n in range(6)]
    async with hall.db.transaction() as tx:
        one = await actions.create(tx, plan, by=hall.actors[CLERK], now=NOW)
        await actions.list_deputies(tx, **staff(hall, one.id))
        await actions.list_electors(tx, named=named, **staff(hall, one.id))
        return one.id


async def opened(hall: Hall, *subjects: str, kind: BallotKind = BallotKind.REPORT) -> int:
    one = await planned(hall, *subjects, kind=kind)
    async with hall.db.transaction() as tx:
        await actions.open_(tx, closes_at=UNTIL, **staff(hall, one))
    return one


async def people(hall: Hall, one: int) -> dict[str, Elector]:
    async with hall.db.reading() as tx:
        ballot = await tx.get(Ballot, (GROUP, one))
        assert ballot is not None
        return {row.name: row for row in await queries.electors(tx, ballot)}


async def vote(hall: Hall, one: int, row: Elector, *opinions: Opinion) -> None:
    token = urn.token(group_id=GROUP, elector_id=row.id, issue=row.issue)
    at: dict[str, Any] = {"group_id": GROUP, "ballot_id": one, "account_id": row.id, "now": NOW}
    async with hall.db.transaction() as tx:
        await voting.enter_by_token(tx, token=token, account_id=row.id, now=NOW)
        for place, opinion in enumerate(opinions):
            await voting.mark(tx, place=place, opinion=opinion, **at)
        await voting.cast(tx, **at)


async def in_the_urn(hall: Hall) -> dict[str, Any]:
    [row] = await hall.rows(Urn)
    text = keys.current().unseal(row.sealed, bound_to=f"urn:{row.ballot_id}")
    found: dict[str, Any] = json.loads(text)
    return found


async def test_it_is_on_for_reports_and_off_for_evaluations(hall: Hall) -> None:
    await planned(hall, "王桂兰", "李建国")
    await planned(hall, "街道办事处", kind=BallotKind.EVALUATION)

    assert [one.skips_self for one in await hall.rows(Ballot)] == [True, False]


async def test_a_deputy_is_asked_about_the_others_only(hall: Hall) -> None:
    one = await opened(hall, "王桂兰", "李建国")
    row = (await people(hall, one))["王桂兰"]

    await vote(hall, one, row, FAIR)

    assert (await in_the_urn(hall))["slips"] == ["d012"]  # the second subject, basically
    assert (await people(hall, one))["王桂兰"].has_voted


async def test_no_more_can_be_marked_than_is_asked(hall: Hall) -> None:
    one = await opened(hall, "王桂兰", "李建国")
    row = (await people(hall, one))["王桂兰"]
    token = urn.token(group_id=GROUP, elector_id=row.id, issue=row.issue)
    at: dict[str, Any] = {"group_id": GROUP, "ballot_id": one, "account_id": 7, "now": NOW}
    async with hall.db.transaction() as tx:
        await voting.enter_by_token(tx, token=token, account_id=7, now=NOW)
        await voting.mark(tx, place=0, opinion=YES, **at)

    notice = await refused(hall, lambda tx: voting.mark(tx, place=1, opinion=YES, **at))

    assert isinstance(notice, Gone)


async def test_the_gap_does_not_show_whose_marks_are_whose(hall: Hall) -> None:
    """Two deputies who are voted on mark the other way round: the urn is the same."""
    urns = []
    for lead, second in ((YES, NO), (NO, YES)):
        one = await opened(hall, "王桂兰", "李建国", "陈秀英")
        found = await people(hall, one)
        await vote(hall, one, found["王桂兰"], YES, lead)  # on 李建国, on 陈秀英
        await vote(hall, one, found["李建国"], YES, second)  # on 王桂兰, on 陈秀英
        rows = await hall.rows(Urn)
        text = keys.current().unseal(
            next(row for row in rows if row.ballot_id == one).sealed, bound_to=f"urn:{one}"
        )
        content = json.loads(text)
        urns.append((content["ballots"], content["slips"]))

    assert urns[0] == urns[1]


async def test_each_subject_is_counted_by_its_own_ballots(hall: Hall) -> None:
    one = await opened(hall, "王桂兰", "李建国")
    found = await people(hall, one)
    for row in found.values():
        asked = 1 if row.name in ("王桂兰", "李建国") else 2
        await vote(hall, one, row, *[YES] * asked)
    async with hall.db.transaction() as tx:
        ballot = await counting.close(tx, **staff(hall, one))
        result = await cards.result(tx, ballot)

    assert result is not None
    assert (ballot.eligible, ballot.returned) == (9, 9)
    assert [cell.satisfied for cell in result.cells] == [8, 8]
    assert [cell.rate for cell in result.cells] == [1000, 1000]
    assert any("不评本人" in line for line in paragraphs(result, Quorum.HALF))


async def test_a_kind_of_five_is_not_shown_apart_where_one_leaves_a_place_out(hall: Hall) -> None:
    """Of five deputies one is voted on: four marks would stand beside the name."""
    async with hall.db.transaction() as tx:
        for number, name in ((21, "赵一"), (22, "钱二")):
            facts = {"role": Role.DEPUTY, "created_at": NOW}
            tx.add(Member(group_id=GROUP, id=number, name=name, **facts))
    one = await opened(hall, "王桂兰", "李建国")
    for row in (await people(hall, one)).values():
        asked = 1 if row.name in ("王桂兰", "李建国") else 2
        await vote(hall, one, row, *[YES] * asked)

    async with hall.db.transaction() as tx:
        await counting.close(tx, **staff(hall, one))

    assert {row.kind for row in await hall.rows(Tally)} == {"all"}


async def test_five_ballots_are_too_few_where_somebody_is_left_out(hall: Hall) -> None:
    one = await opened(hall, "王桂兰", "李建国")
    found = await people(hall, one)
    for name in ("王桂兰", "李建国"):
        await vote(hall, one, found[name], YES)
    for name in ("陈秀英", "选民代表0", "选民代表1"):
        await vote(hall, one, found[name], YES, YES)

    async with hall.db.transaction() as tx:
        ballot = await counting.close(tx, **staff(hall, one))

    assert (ballot.returned, ballot.is_published) == (5, False)


async def test_the_only_one_who_is_voted_on_is_not_on_the_list(hall: Hall) -> None:
    one = await opened(hall, "王桂兰")

    [ballot] = await hall.rows(Ballot)
    assert "王桂兰" not in await people(hall, one)
    assert ballot.eligible == 8


async def test_whoever_is_voted_on_gets_no_paper(hall: Hall) -> None:
    one = await opened(hall, "王桂兰", "李建国")
    found = await people(hall, one)
    lead, other = found["王桂兰"].id, found["陈秀英"].id

    notice = await refused(
        hall, lambda tx: actions.hand_paper(tx, elector_id=lead, **staff(hall, one))
    )
    async with hall.db.transaction() as tx:
        await actions.hand_paper(tx, elector_id=other, **staff(hall, one))

    assert notice == r.OwnGap(name="王桂兰")
    assert (await people(hall, one))["陈秀英"].way is Way.PAPER


async def test_it_can_be_switched_off_until_it_is_opened(hall: Hall) -> None:
    one = await planned(hall, "王桂兰", "李建国")
    async with hall.db.transaction() as tx:
        await oneself.set_skips_self(tx, to=False, **staff(hall, one))
        await actions.open_(tx, closes_at=UNTIL, **staff(hall, one))

    await vote(hall, one, (await people(hall, one))["王桂兰"], YES, YES)
    notice = await refused(hall, lambda tx: oneself.set_skips_self(tx, to=True, **staff(hall, one)))

    assert isinstance(notice, r.NotWhileOpen)


async def test_namesakes_are_told_apart_by_their_constituency(hall: Hall) -> None:
    async with hall.db.transaction() as tx:
        for number, place in ((21, "三选区"), (22, "四选区")):
            facts = {"role": Role.DEPUTY, "created_at": NOW, "constituency": place}
            tx.add(Member(group_id=GROUP, id=number, name="王伟", **facts))
    plan = Plan(
        group_id=GROUP, kind=BallotKind.REPORT, title="测评", subjects=("王伟",), items=("总体",)
    )

    notice = await refused(
        hall, lambda tx: actions.create(tx, plan, by=hall.actors[CLERK], now=NOW)
    )
    one = await planned(hall, "王伟（四选区）", "李建国")

    assert notice == r.Namesakes(name="王伟")
    async with hall.db.reading() as tx:
        ballot = await tx.get(Ballot, (GROUP, one))
        assert ballot is not None
        assert [row.member_id for row in await queries.subjects(tx, ballot)] == [22, 2]


async def test_an_urn_from_before_is_counted_to_its_end(hall: Hall) -> None:
    one = await opened(hall, "王桂兰", "李建国")
    old = json.dumps({"ballots": ["d13", "v22"], "receipts": ["AAAA", "BBBB"]})
    async with hall.db.transaction() as tx:
        row = (await tx.scalars(select(Urn))).one()
        row.sealed = keys.current().seal(old, bound_to=f"urn:{one}")

    async with hall.db.reading() as tx:
        content = urn.opened((await tx.scalars(select(Urn))).one().sealed, ballot_id=one)

    assert content.ballots == ("d", "v")
    assert content.slips == ("d001", "d013", "v002", "v012")


async def test_blank_ballots_are_all_alike_and_bear_nobodys_name(hall: Hall) -> None:
    one = await opened(hall, "王桂兰", "李建国")
    places = [("王桂兰", "总体评价"), ("李建国", "总体评价")]
    async with hall.db.reading() as tx:
        ballot = await tx.get(Ballot, (GROUP, one))
        assert ballot is not None

    paper = docx.Document(io.BytesIO(ballot_papers.blank(ballot, places)))
    sheets = docx.Document(io.BytesIO(ballot_papers.counting_sheet(ballot, places, issued=3)))

    grids = [[[cell.text for cell in row.cells] for row in one.rows] for one in paper.tables]
    assert len(grids) == ballot_papers.per_page(places) == 4
    assert all(grid == grids[0] for grid in grids)
    assert grids[0][1] == ["王桂兰", "总体评价", "□", "□", "□", "□"]
    words = "\n".join(one.text for one in paper.paragraphs)
    assert not any(name in words for name in ("选民代表", "陈秀英", "编号"))
    assert len(sheets.tables) == 2
    assert "发出纸质票 3 张" in "\n".join(one.text for one in sheets.paragraphs)


@pytest.mark.parametrize(("marks", "fit"), [(1, 4), (3, 4), (4, 2), (9, 2), (10, 1), (40, 1)])
def test_so_many_ballots_fit_on_a_page(marks: int, fit: int) -> None:
    assert ballot_papers.per_page([("对象", "项目")] * marks) == fit


async def test_nobody_but_staff_switches_it(hall: Hall) -> None:
    one = await planned(hall, "王桂兰", "李建国")

    await refused(hall, lambda tx: oneself.set_skips_self(tx, to=False, **staff(hall, one, LEAD)))

    assert (await hall.rows(Ballot))[0].skips_self
