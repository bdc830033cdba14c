"""Verbs on people: invite, bind, unbind, leave, import; who may, and what is written down."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from models.audit.tables import AuditEntry
from models.database import Transaction
from models.errors import NotAllowed, Refusal
from models.limits.settings import Limits
from models.messages.tables import Message
from models.people import actions, binding, importing, inviting, phones
from models.people import notices as n
from models.people import roster_notices as r
from models.people.roster import RosterLine, Verdict
from models.people.rules import NOBODY, OPERATOR, Actor
from models.people.tables import Account, Invitation, Member, RosterFile, WrongToken
from tests.actions.people_made import (
    BOT,
    CLERK,
    DEPUTY,
    GROUP,
    NOW,
    OTHER_GROUP,
    Place,
    a_place,
)

TRIES = Limits().code_attempts
NEW = 700009  # an account the bot has not met
PHONE = "+8619900000001"


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    async with a_place(tmp_path) as built:
        yield built


async def token_for(place: Place, member_id: int) -> str:
    async with place.db.transaction() as tx:
        made = await inviting.invite(
            tx, group_id=GROUP, member_id=member_id, by=place.clerk, now=NOW
        )
    return made.token


async def accept(place: Place, token: str, account_id: int = NEW, minutes: float = 0) -> bool:
    async with place.db.transaction() as tx:
        member = await binding.accept_invitation(
            tx, token=token, account_id=account_id, now=NOW + timedelta(minutes=minutes)
        )
    return member is not None


async def share(place: Place, phone: str, account_id: int = NEW, of: int | None = NEW) -> int:
    async with place.db.transaction() as tx:
        places = await binding.bind_by_contact(
            tx, contact_user_id=of, phone=phone, account_id=account_id, now=NOW
        )
    return len(places)


async def with_phone(place: Place, name: str, phone: str = PHONE, **facts: object) -> int:
    return await place.add(name=name, phone_index=phones.index(phone), **facts)


def refusal(caught: pytest.ExceptionInfo[Refusal]) -> type[object]:
    return type(caught.value.notice)


async def verbs(place: Place) -> list[str]:
    return [one.verb for one in await place.rows(AuditEntry)]


# invitations


async def test_only_the_hash_of_a_token_is_kept(place: Place) -> None:
    token = await token_for(place, await place.add(name="张秀英"))

    [kept] = await place.rows(Invitation)
    assert kept.token_hash == inviting.digest(token)
    assert token not in kept.token_hash
    assert len(token) == 22


async def test_a_new_invitation_takes_the_place_of_the_old(place: Place) -> None:
    member_id = await place.add(name="张秀英")
    old = await token_for(place, member_id)
    new = await token_for(place, member_id)

    with pytest.raises(Refusal) as caught:
        await accept(place, old)

    assert refusal(caught) is n.LinkReplaced
    assert await accept(place, new)


async def test_inviting_all_leaves_out_the_bound_and_those_who_left(place: Place) -> None:
    await place.add(name="张秀英")
    await place.add(name="赵德明", left_at=NOW)

    async with place.db.transaction() as tx:
        made = await inviting.invite_all(tx, group_id=GROUP, by=place.clerk, now=NOW)

    assert [one.name for one in made] == ["张秀英"]


async def test_who_is_bound_is_not_invited(place: Place) -> None:
    with pytest.raises(Refusal) as caught:
        await token_for(place, place.deputy.member_id or 0)

    assert refusal(caught) is r.AlreadyBound


async def test_a_binding_is_written_down_with_its_way(place: Place) -> None:
    member_id = await place.add(name="张秀英")

    await accept(place, await token_for(place, member_id))

    [entry] = [one for one in await place.rows(AuditEntry) if one.verb == "people.bind"]
    assert (entry.subject_id, entry.detail["way"]) == (member_id, "link")
    assert entry.actor == f"account:{NEW}"
    assert (await place.member(member_id)).account_id == NEW


async def test_an_account_is_one_person_in_a_group(place: Place) -> None:
    token = await token_for(place, await place.add(name="张秀英"))

    with pytest.raises(Refusal) as caught:
        await accept(place, token, DEPUTY)

    assert refusal(caught) is n.PlaceTaken


async def test_a_deputy_may_also_be_of_the_staff(place: Place) -> None:
    token = await token_for(place, await place.add(name="周敏"))

    assert await accept(place, token, CLERK)


@pytest.mark.parametrize("account_id", sorted(NOBODY))
async def test_telegrams_own_accounts_are_never_bound(place: Place, account_id: int) -> None:
    token = await token_for(place, await place.add(name="张秀英"))

    with pytest.raises(Refusal):
        await accept(place, token, account_id)


async def test_an_invitation_of_somebody_who_left_is_worth_nothing(place: Place) -> None:
    member_id = await place.add(name="张秀英")
    token = await token_for(place, member_id)
    async with place.db.transaction() as tx:
        await actions.leave(
            tx, group_id=GROUP, member_id=member_id, by=place.clerk, now=NOW, bot_id=BOT
        )

    with pytest.raises(Refusal) as caught:
        await accept(place, token)

    assert refusal(caught) is n.LinkReplaced


async def test_an_invitation_ends_to_the_second(place: Place) -> None:
    days = inviting.VALID / timedelta(minutes=1)
    token = await token_for(place, await place.add(name="张秀英"))

    with pytest.raises(Refusal) as caught:
        await accept(place, token, minutes=days)

    assert refusal(caught) is n.LinkExpired
    assert await accept(place, token, minutes=days - 0.1)


async def test_the_sixth_try_in_a_minute_is_refused_and_the_others_are_not_counted_for_all(
    place: Place,
) -> None:
    token = await token_for(place, await place.add(name="张秀英"))
    for number in range(TRIES):
        assert not await accept(place, f"wrong{number}")

    with pytest.raises(Refusal) as caught:
        await accept(place, token)

    assert refusal(caught) is n.TooManyTries
    assert await accept(place, token, 700010)
    assert len(await place.rows(WrongToken)) == TRIES


# contacts


async def test_a_number_on_two_rosters_binds_in_both(place: Place) -> None:
    await with_phone(place, "张秀英")
    await with_phone(place, "张秀英", group_id=OTHER_GROUP)

    assert await share(place, "19900000001") == 2


async def test_sharing_again_binds_nothing_more(place: Place) -> None:
    await with_phone(place, "张秀英")
    await share(place, "19900000001")

    assert await share(place, "19900000001") == 1
    assert (await verbs(place)).count("people.bind") == 1


@pytest.mark.parametrize("of", [None, DEPUTY])
async def test_only_the_own_contact_counts(place: Place, of: int | None) -> None:
    await with_phone(place, "张秀英")

    with pytest.raises(Refusal) as caught:
        await share(place, "19900000001", of=of)

    assert refusal(caught) is n.NotYourContact


@pytest.mark.parametrize("phone", ["19900000002", "nonsense"])
async def test_a_number_on_no_roster_binds_nobody(place: Place, phone: str) -> None:
    await with_phone(place, "张秀英")

    with pytest.raises(Refusal) as caught:
        await share(place, phone)

    assert refusal(caught) is n.NumberUnknown


async def test_the_number_of_somebody_who_left_lets_nobody_in(place: Place) -> None:
    await with_phone(place, "张秀英", left_at=NOW)

    with pytest.raises(Refusal):
        await share(place, "19900000001")


async def test_an_account_that_belonged_to_somebody_who_left_can_be_bound_anew(
    place: Place,
) -> None:
    gone = await place.add(name="李建国", account_id=NEW, left_at=NOW)
    here = await with_phone(place, "张秀英")

    await share(place, "19900000001")

    assert (await place.member(gone)).account_id is None
    assert (await place.member(here)).account_id == NEW


# unbinding and leaving

Act = Callable[[Transaction, int, Actor], Awaitable[object]]


async def unbind(tx: Transaction, member_id: int, by: Actor) -> object:
    return await actions.unbind(tx, group_id=GROUP, member_id=member_id, by=by, now=NOW, bot_id=BOT)


async def leave(tx: Transaction, member_id: int, by: Actor) -> object:
    return await actions.leave(tx, group_id=GROUP, member_id=member_id, by=by, now=NOW, bot_id=BOT)


async def invite(tx: Transaction, member_id: int, by: Actor) -> object:
    return await inviting.invite(tx, group_id=GROUP, member_id=member_id, by=by, now=NOW)


async def invite_all(tx: Transaction, _member_id: int, by: Actor) -> object:
    return await inviting.invite_all(tx, group_id=GROUP, by=by, now=NOW)


async def import_one(tx: Transaction, _member_id: int, by: Actor) -> object:
    lines = [RosterLine(row=2, name="赵德明")]
    return await importing.import_roster(tx, group_id=GROUP, lines=lines, by=by, now=NOW)


@pytest.mark.parametrize("act", [unbind, leave, invite, invite_all, import_one])
@pytest.mark.parametrize("who", ["deputy", "other staff", "stranger", "clock"])
async def test_the_roster_is_the_business_of_the_groups_own_staff(
    place: Place, act: Act, who: str
) -> None:
    member_id = await place.add(name="张秀英", account_id=NEW)

    with pytest.raises(Refusal) as caught:
        async with place.db.transaction() as tx:
            await act(tx, member_id, place.wrong[who])

    assert refusal(caught) is NotAllowed
    assert await place.rows(AuditEntry) == []


@pytest.mark.parametrize(("act", "verb"), [(unbind, "people.unbind"), (leave, "people.leave")])
async def test_who_is_unbound_or_leaves_is_told_and_it_is_written_down(
    place: Place, act: Act, verb: str
) -> None:
    member_id = place.deputy.member_id or 0

    async with place.db.transaction() as tx:
        await act(tx, member_id, place.clerk)

    assert await verbs(place) == [verb]
    assert [one.chat_id for one in await place.rows(Message)] == [DEPUTY]


@pytest.mark.parametrize("act", [unbind, leave])
async def test_a_second_time_it_is_over(place: Place, act: Act) -> None:
    member_id = place.deputy.member_id or 0
    async with place.db.transaction() as tx:
        await act(tx, member_id, place.clerk)

    with pytest.raises(Refusal):
        async with place.db.transaction() as tx:
            await act(tx, member_id, place.clerk)

    assert len(await verbs(place)) == 1


@pytest.mark.parametrize("act", [unbind, leave])
async def test_the_last_of_the_staff_stays(place: Place, act: Act) -> None:
    with pytest.raises(Refusal) as caught:
        async with place.db.transaction() as tx:
            await act(tx, place.clerk.member_id or 0, place.clerk)

    assert refusal(caught) is r.LastStaff


@pytest.mark.parametrize("act", [unbind, leave])
async def test_the_operator_may_take_even_the_last_of_the_staff(place: Place, act: Act) -> None:
    async with place.db.transaction() as tx:
        await act(tx, place.clerk.member_id or 0, OPERATOR)

    assert len(await verbs(place)) == 1


async def test_a_language_is_written_down_once(place: Place) -> None:
    for _ in range(2):
        async with place.db.transaction() as tx:
            await actions.set_locale(tx, account_id=NEW, locale="en", now=NOW)

    assert await verbs(place) == ["people.set_locale"]
    assert [one.locale for one in await place.rows(Account)] == ["en"]


# rosters that are imported

LINES = (
    RosterLine(row=2, name="张秀英", phone=PHONE, constituency="第一选区"),
    RosterLine(row=3, name="赵德明", telegram_id=NEW),
)


async def imported(
    place: Place, *lines: RosterLine, skip: bool = False
) -> dict[Verdict, list[str]]:
    async with place.db.transaction() as tx:
        done = await importing.import_roster(
            tx, group_id=GROUP, lines=lines, by=place.clerk, now=NOW, skip_doubtful=skip
        )
    return {
        verdict: [one.line.name for one in done.of(verdict)]
        for verdict in Verdict
        if done.of(verdict)
    }


async def by_name(place: Place, name: str) -> Member:
    [found] = [one for one in await place.rows(Member) if one.name == name]
    return found


async def test_an_import_adds_people_seals_phones_and_binds_accounts(place: Place) -> None:
    assert await imported(place, *LINES) == {Verdict.ADD: ["张秀英", "赵德明"]}

    added, bound = await by_name(place, "张秀英"), await by_name(place, "赵德明")
    sealed = added.phone_sealed or ""
    assert phones.unseal(sealed, group_id=GROUP, member_id=added.id) == PHONE
    assert "19900000001" not in sealed
    assert bound.account_id == NEW
    assert sorted(await verbs(place)) == [
        "people.add",
        "people.add",
        "people.bind",
        "people.import",
    ]


async def test_the_same_import_again_changes_nothing(place: Place) -> None:
    await imported(place, *LINES)
    before = len(await place.rows(AuditEntry))

    assert await imported(place, *LINES) == {Verdict.SAME: ["张秀英", "赵德明"]}
    assert len(await place.rows(AuditEntry)) == before


async def test_one_doubtful_line_stops_all(place: Place) -> None:
    await imported(place, *LINES)

    with pytest.raises(Refusal) as caught:
        await imported(
            place, RosterLine(row=2, name="冯丽华"), RosterLine(row=3, name="孙志强", phone=PHONE)
        )

    assert refusal(caught) is r.RosterDoubtful
    assert "冯丽华" not in {one.name for one in await place.rows(Member)}


async def test_doubtful_lines_can_be_left_out(place: Place) -> None:
    await imported(place, *LINES)

    done = await imported(
        place,
        RosterLine(row=2, name="冯丽华"),
        RosterLine(row=3, name="孙志强", phone=PHONE),
        skip=True,
    )

    assert done == {Verdict.ADD: ["冯丽华"]}


async def test_who_returns_has_to_prove_anew_who_they_are(place: Place) -> None:
    member_id = await with_phone(place, "张秀英", account_id=NEW, left_at=NOW)

    assert await imported(place, LINES[0]) == {Verdict.RETURN: ["张秀英"]}

    member = await place.member(member_id)
    assert member.left_at is None
    assert member.account_id is None


async def test_another_groups_people_are_never_meant(place: Place) -> None:
    await with_phone(place, "张秀英", group_id=OTHER_GROUP)

    assert await imported(place, LINES[0]) == {Verdict.ADD: ["张秀英"]}


async def test_the_audit_of_an_import_holds_no_phone_and_no_name(place: Place) -> None:
    await imported(place, *LINES)

    told = " ".join(f"{one.actor} {one.detail}" for one in await place.rows(AuditEntry))
    assert "1990000" not in told
    assert "张秀英" not in told


# rosters that wait


async def keep(place: Place, now_plus: timedelta = timedelta(0)) -> int:
    async with place.db.transaction() as tx:
        return await importing.keep_file(
            tx, account_id=CLERK, filename="名单.csv", content={}, now=NOW + now_plus
        )


async def test_a_newer_file_takes_the_place_of_the_one_that_waits(place: Place) -> None:
    old = await keep(place)
    new = await keep(place)

    with pytest.raises(Refusal):
        async with place.db.transaction() as tx:
            await importing.kept_file(tx, account_id=CLERK, version=old, now=NOW)
    async with place.db.transaction() as tx:
        file = await importing.kept_file(tx, account_id=CLERK, version=new, now=NOW)
    assert file.filename == "名单.csv"


async def test_nobody_confirms_another_persons_file(place: Place) -> None:
    version = await keep(place)

    with pytest.raises(Refusal):
        async with place.db.transaction() as tx:
            await importing.kept_file(tx, account_id=DEPUTY, version=version, now=NOW)


async def test_files_nobody_confirmed_are_thrown_away(place: Place) -> None:
    await keep(place)

    async with place.db.transaction() as tx:
        await importing.keep_file(
            tx,
            account_id=DEPUTY,
            filename="x.csv",
            content={},
            now=NOW + importing.KEPT + timedelta(seconds=1),
        )

    assert [one.account_id for one in await place.rows(RosterFile)] == [DEPUTY]
