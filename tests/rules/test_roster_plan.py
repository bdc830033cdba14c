"""Whom a line of a roster means: by account, by phone, by name; never two people as one."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from models.people.roster import Doubt, Plan, RosterLine, Verdict, plan
from models.people.tables import Level, Member, Role

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
PHONE, OTHER_PHONE = "+8619900000001", "+8619900000002"


def line(name: str = "王桂兰", **facts: Any) -> RosterLine:  # noqa: ANN401
    return RosterLine.model_validate({"row": 2, "name": name} | facts)


def member(name: str = "王桂兰", number: int = 1, **facts: Any) -> Member:  # noqa: ANN401
    phone = facts.pop("phone", None)
    facts = {"role": Role.DEPUTY, "created_at": NOW, "phone_index": phone and index(phone)} | facts
    return Member(group_id=1, id=number, name=name, **facts)


def index(phone: str) -> str:
    return f"#{phone}"


def planned(lines: list[RosterLine], *members: Member) -> Plan:
    return plan(lines, members, index)


def verdict(one: RosterLine, *members: Member) -> Verdict | Doubt:
    """Return what one line comes to."""
    found = planned([one], *members)
    return found.matches[0].verdict if found.matches else found.doubtful[0].doubt


def test_a_name_nobody_has_is_somebody_new() -> None:
    assert verdict(line(), member("李建国")) is Verdict.ADD


def test_the_same_line_again_changes_nothing() -> None:
    known = member(phone=PHONE, post="医生")

    assert verdict(line(phone=PHONE, post="医生"), known) is Verdict.SAME


def test_an_empty_cell_changes_nothing() -> None:
    assert verdict(line(), member(phone=PHONE, post="医生", level=Level.CITY)) is Verdict.SAME


def test_a_new_fact_is_a_change_of_that_fact() -> None:
    [match] = planned([line(phone=PHONE, post="院长")], member(phone=PHONE, post="医生")).matches

    assert match.verdict is Verdict.CHANGE
    assert match.changes == ("post",)


def test_an_account_is_the_surest_mark() -> None:
    bound = member(account_id=700001, phone=PHONE)

    [match] = planned([line(telegram_id=700001, phone=OTHER_PHONE)], bound).matches

    assert match.member is bound
    assert match.changes == ("phone",)


def test_a_name_is_corrected_where_account_and_phone_agree() -> None:
    bound = member("王桂蓝", account_id=700001, phone=PHONE)

    [match] = planned([line(telegram_id=700001, phone=PHONE)], bound).matches

    assert match.changes == ("name",)


def test_an_account_under_another_name_is_doubtful() -> None:
    bound = member("李建国", account_id=700001)

    assert verdict(line(telegram_id=700001), bound) is Doubt.ID_OF_OTHER


def test_a_phone_under_another_name_is_doubtful() -> None:
    assert verdict(line(phone=PHONE), member("李建国", phone=PHONE)) is Doubt.PHONE_OF_OTHER


def test_a_person_bound_to_another_account_is_doubtful() -> None:
    bound = member(account_id=700001, phone=PHONE)

    assert verdict(line(phone=PHONE, telegram_id=700002), bound) is Doubt.BOUND_TO_OTHER


def test_the_same_name_without_contradiction_is_the_same_person() -> None:
    [match] = planned([line(phone=PHONE)], member(post="医生")).matches

    assert match.verdict is Verdict.CHANGE
    assert match.changes == ("phone",)


def test_a_namesake_with_another_phone_and_constituency_is_somebody_new() -> None:
    known = member(phone=PHONE, constituency="第一选区")

    assert verdict(line(phone=OTHER_PHONE, constituency="第二选区"), known) is Verdict.ADD


def test_a_new_phone_in_the_same_constituency_is_a_change() -> None:
    known = member(phone=PHONE, constituency="第一选区")

    assert verdict(line(phone=OTHER_PHONE, constituency="第一选区"), known) is Verdict.CHANGE


def test_another_phone_and_nothing_else_is_doubtful() -> None:
    assert verdict(line(phone=OTHER_PHONE), member(phone=PHONE)) is Doubt.UNCLEAR_NAME


def test_another_account_and_nothing_else_is_doubtful() -> None:
    assert verdict(line(telegram_id=2), member(account_id=1)) is Doubt.UNCLEAR_NAME


def test_another_account_and_another_phone_is_somebody_new() -> None:
    known = member(account_id=1, phone=PHONE)

    assert verdict(line(telegram_id=2, phone=OTHER_PHONE), known) is Verdict.ADD


def test_another_constituency_alone_is_doubtful() -> None:
    assert verdict(line(constituency="乙"), member(constituency="甲")) is Doubt.UNCLEAR_NAME


def test_two_namesakes_need_more_than_a_name() -> None:
    namesakes = member(number=1), member(number=2)

    assert verdict(line(), *namesakes) is Doubt.NAMESAKES


def test_a_phone_tells_two_namesakes_apart() -> None:
    first, second = member(number=1, phone=PHONE), member(number=2, phone=OTHER_PHONE)

    [match] = planned([line(phone=OTHER_PHONE)], first, second).matches

    assert match.member is second


def test_a_deputy_is_not_the_staff_of_the_same_name() -> None:
    assert verdict(line(phone=PHONE), member(role=Role.STAFF, phone=PHONE)) is Verdict.ADD


@pytest.mark.parametrize("facts", [{"phone": PHONE}, {"telegram_id": 700001}, {}])
def test_somebody_who_had_left_is_back(facts: dict[str, Any]) -> None:
    gone = member(phone=PHONE, account_id=700001, left_at=NOW)

    assert verdict(line(**facts), gone) is Verdict.RETURN


def test_a_number_passed_on_by_somebody_who_left_belongs_to_the_new_one() -> None:
    assert verdict(line(phone=PHONE), member("李建国", phone=PHONE, left_at=NOW)) is Verdict.ADD


def test_an_active_member_is_preferred_to_one_who_left() -> None:
    gone, here = member(number=1, phone=PHONE, left_at=NOW), member(number=2, phone=PHONE)

    [match] = planned([line(phone=PHONE)], gone, here).matches

    assert match.member is here


def test_two_lines_for_one_person_are_one_and_a_doubt() -> None:
    found = planned([line(), line(phone=PHONE)], member(phone=PHONE))

    assert [one.line.phone for one in found.matches] == [PHONE]
    assert [one.doubt for one in found.doubtful] == [Doubt.TWICE]


def test_two_new_lines_with_one_phone_are_one_and_a_doubt() -> None:
    found = planned([line("甲", phone=PHONE), line("乙", phone=PHONE)])

    assert [one.line.name for one in found.matches] == ["甲"]
    assert [one.line.name for one in found.doubtful] == ["乙"]


def test_nothing_is_planned_for_an_empty_file() -> None:
    assert not planned([], member()).changes_something


@pytest.mark.parametrize("number", [777000, 1087968824, 136817688])
def test_nobody_is_bound_to_an_account_that_stands_for_somebody_hidden(number: int) -> None:
    with pytest.raises(ValidationError):
        line(telegram_id=number)
