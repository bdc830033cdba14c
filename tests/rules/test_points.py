"""The score of a year, by hand and as properties (domain §3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from models.activities.rules import ActivityKind
from models.points.rules import (
    DEFAULT,
    Line,
    Rule,
    RuleKind,
    RuleSet,
    Score,
    Why,
    in_force,
    score,
)

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
WITH_DEDUCTIONS = DEFAULT.model_copy(
    update={"rules": tuple(rule.model_copy(update={"on": True}) for rule in DEFAULT.rules)}
)

GENEROUS_RECEPTIONS = Rule(
    id="R1",
    item_zh="接待",
    item_en="Reception",
    first=Decimal(4),
    further=Decimal(3),
    cap=Decimal(20),
)


def line(number: int, rule_id: str, *, share: str = "1", fixed: str | None = None) -> Line:
    return Line(
        id=number,
        rule_id=rule_id,
        at=NEW_YEAR + timedelta(days=number),
        share=Decimal(share),
        fixed=None if fixed is None else Decimal(fixed),
        source_kind="activity",
        source_id=number,
    )


def reversal(number: int, of: Line | int, *, rule_id: str = "M1") -> Line:
    target = of if isinstance(of, int) else of.id
    return replace(line(number, rule_id), reverses=target)


def year_of(*rule_ids: str, rule_set: RuleSet = DEFAULT) -> Score:
    return score([line(n, name) for n, name in enumerate(rule_ids, 1)], rule_set)


def whys(result: Score) -> list[Why]:
    return [one.why for one in result.lines]


@pytest.mark.parametrize(
    ("rule_id", "times", "points"),
    [
        ("M1", 1, 15),
        ("M1", 2, 15),
        ("M2", 1, 3),
        ("M2", 2, 4),
        ("M2", 9, 5),
        ("S1", 5, 7),
        ("P1", 2, 8),
        ("P1", 21, 10),
        ("I1", 1, 6),
        ("I1", 6, 10),
        ("I2", 2, 5),
        ("I2", 4, 6),
        ("R1", 1, 4),
        ("R1", 5, 12),
        ("R1", 6, 14),
        ("R1", 7, 14),
        ("R2", 4, 8),
        ("R2", 5, 8),
        ("R3", 9, 8),
        ("V1", 2, 3),
        ("D1", 2, 5),
        ("C1", 4, 8),
        ("C1", 5, 9),
        ("B1", 4, 10),
        ("B2", 2, 4),
        ("X1", 3, 0),
        ("X2", 1, 0),
        ("nonsense", 3, 0),
    ],
)
def test_each_rule_brings_what_was_computed_by_hand(rule_id: str, times: int, points: int) -> None:
    result = year_of(*[rule_id] * times)

    assert result.total == points


def test_a_whole_year_by_hand() -> None:
    year = ["M1", "S1", "S1", "I1", "R1", "S1", "I1", "R1", "M2", "R1", "I1", "V1", "D1", "P1"]

    result = year_of(*year, "B1", "B2", "X2")

    by_rule = {one.rule.id: int(one.counted) for one in result.per_rule if one.counted}
    assert by_rule == {
        "M1": 15,
        "M2": 3,
        "S1": 5,
        "P1": 6,
        "I1": 8,
        "R1": 8,
        "V1": 3,
        "D1": 5,
        "B1": 3,
        "B2": 2,
    }
    assert result.total == 58
    assert result.of_kind(RuleKind.BONUS) == 5


def test_six_receptions_are_fourteen_and_never_forty_four() -> None:
    result = year_of(*["R1"] * 6)

    assert [int(one.running) for one in result.lines] == [4, 6, 8, 10, 12, 14]
    assert result.total == 14


def test_the_congress_does_not_clip_a_year() -> None:
    result = year_of("R1", "I1", "M1", "S1")

    assert result.total == 4 + 6 + 15 + 3


def test_every_rule_full_is_one_hundred_and_the_bonus_comes_on_top() -> None:
    everything = [rule.id for rule in DEFAULT.rules for _ in range(30)]

    result = year_of(*everything)

    assert result.of_kind(RuleKind.ORDINARY) == 100
    assert result.total == 110


def test_deductions_stop_at_their_floor() -> None:
    result = year_of("X1", "X2", "X2", "X2", "X2", "X2", rule_set=WITH_DEDUCTIONS)

    assert [int(one.counted) for one in result.lines] == [-1, -2, -2, -2, -2, -1]
    assert result.total == -10
    assert result.lines[-1].why is Why.YEAR_CAPPED


def test_a_lower_limit_of_the_year_is_said_to_be_the_reason() -> None:
    small = DEFAULT.model_copy(update={"year_cap": Decimal(20)})

    result = year_of("M1", "I1", "R1", rule_set=small)

    assert [int(one.counted) for one in result.lines] == [15, 5, 0]
    assert whys(result) == [Why.FIRST, Why.YEAR_CAPPED, Why.YEAR_CAPPED]


def test_a_line_explains_what_the_cap_left_of_it() -> None:
    result = year_of("I1", "M2", "M2", "M2", "M2")

    last = result.lines[-1]
    assert whys(result) == [Why.FIRST, Why.FIRST, Why.FURTHER, Why.FURTHER, Why.CAPPED]
    assert [last.nth, last.raw, last.counted, last.running] == [4, 1, 0, 5]


def test_a_second_congress_counts_once() -> None:
    result = year_of("M1", "M1")

    assert whys(result) == [Why.FIRST, Why.ONCE]
    assert result.lines[1].raw == 0


def test_half_a_share_stays_exact() -> None:
    halves = [line(n, "S1", share="0.35") for n in (1, 2, 3)]

    result = score(halves, DEFAULT)

    assert result.total == Decimal("1.75")


def test_a_share_of_nothing_leaves_the_first_time_for_the_next() -> None:
    result = score([line(1, "R1", share="0"), line(2, "R1")], DEFAULT)

    assert [int(one.counted) for one in result.lines] == [0, 4]


def test_cosigned_suggestions_bring_four_at_most_and_leave_the_first_lead_whole() -> None:
    cosigned = [line(n, "P1", fixed="1") for n in range(1, 7)]

    result = score([*cosigned, line(9, "P1")], DEFAULT)

    assert [int(one.counted) for one in result.lines] == [1, 1, 1, 1, 0, 0, 6]
    assert whys(result)[3:] == [Why.FIXED, Why.CAPPED, Why.CAPPED, Why.FIRST]


def test_a_written_report_and_then_an_oral_one_are_five() -> None:
    result = score([line(1, "D1", fixed="3"), line(2, "D1")], DEFAULT)

    assert [int(one.counted) for one in result.lines] == [3, 2]


def test_after_a_reversal_the_next_one_is_the_first() -> None:
    first, second = line(1, "R1"), line(2, "R1")

    result = score([first, second, reversal(3, first, rule_id="R1")], DEFAULT)

    assert whys(result) == [Why.REVERSED, Why.FIRST, Why.REVERSAL]
    assert result.total == 4


def test_reversing_a_reversal_puts_the_line_back() -> None:
    lines = [line(1, "M1"), reversal(2, 1), reversal(3, 2)]

    result = score(lines, DEFAULT)

    assert whys(result) == [Why.FIRST, Why.REVERSED, Why.REVERSAL]
    assert result.total == 15


def test_a_reversal_of_a_line_that_is_not_there_changes_nothing() -> None:
    result = score([line(5, "M1"), reversal(6, 2)], DEFAULT)

    assert whys(result) == [Why.FIRST, Why.REVERSES_NOTHING]
    assert result.total == 15


def test_a_line_reverses_only_what_was_before_it() -> None:
    first = line(3, "M1")

    with pytest.raises(ValueError, match="comes after"):
        replace(first, reverses=3)


def test_a_loss_in_an_ordinary_rule_counts_for_nothing() -> None:
    result = score([line(1, "C1", fixed="-2"), line(2, "C1")], DEFAULT)

    assert whys(result) == [Why.WRONG_SIGN, Why.FIRST]
    assert result.total == 2


def test_rules_switched_off_and_unknown_ones_are_named_as_such() -> None:
    result = year_of("X2", "Z9")

    assert whys(result) == [Why.RULE_OFF, Why.UNKNOWN_RULE]
    assert [one.nth for one in result.lines] == [0, 0]


def test_another_rule_set_can_be_replayed_over_the_same_lines() -> None:
    lines = [line(n, "R1") for n in range(1, 7)]
    generous = DEFAULT.model_copy(update={"version": 2, "rules": (GENEROUS_RECEPTIONS,)})

    before, after = score(lines, DEFAULT), score(lines, generous)

    assert [before.version, before.total] == [1, 14]
    assert [after.version, after.total] == [2, 19]


@pytest.mark.parametrize(
    ("kind", "rule_ids"),
    [
        (ActivityKind.CONGRESS, ["M1"]),
        (ActivityKind.MEETING, ["M2"]),
        (ActivityKind.DIRECTORS_DAY, ["M2"]),
        (ActivityKind.STUDY, ["S1"]),
        (ActivityKind.INSPECTION, ["I1"]),
        (ActivityKind.RECEPTION, ["R1"]),
        (ActivityKind.EVALUATION, ["V1"]),
        (ActivityKind.REPORT_TO_VOTERS, ["D1"]),
        (ActivityKind.OTHER, []),
    ],
)
def test_attendance_of_each_kind_earns_under_its_rule(
    kind: ActivityKind, rule_ids: list[str]
) -> None:
    assert [rule.id for rule in DEFAULT.earned_by(kind)] == rule_ids


@pytest.mark.parametrize(
    ("total", "band"), [("110", 0), ("80", 0), ("79.99", 1), ("60", 1), ("59.5", 2), ("-10", 2)]
)
def test_a_total_lies_in_its_band(total: str, band: int) -> None:
    assert DEFAULT.band(Decimal(total)) == band


def test_the_newest_rule_set_that_has_begun_is_in_force() -> None:
    second = DEFAULT.model_copy(update={"version": 2, "from_date": date(2026, 7, 1)})
    both = (second, DEFAULT)

    assert in_force(both, date(2026, 6, 30)) is DEFAULT
    assert in_force(both, date(2026, 7, 1)) is second
    assert in_force(both, date(1999, 1, 1)) is None


@pytest.mark.parametrize(
    "change",
    [
        {"rules": (*DEFAULT.rules, DEFAULT.rules[0])},
        {"bands": (60, 80)},
        {"deduction_floor": 1},
        {"late_share": "1.5"},
        {"version": 0},
    ],
)
def test_a_rule_set_that_contradicts_itself_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        RuleSet.model_validate(dict(DEFAULT) | change)


@pytest.mark.parametrize(
    "change",
    [{"first": -1}, {"cap": "NaN"}, {"cap": "1.005"}, {"kind": "deduction"}, {"surprise": 1}],
)
def test_a_rule_that_contradicts_itself_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Rule.model_validate(dict(DEFAULT.rules[0]) | change)


RULE_IDS = [*(rule.id for rule in DEFAULT.rules), "Z9"]
SHARES = st.sampled_from(["0", "0.25", "0.33", "0.5", "1"])
FIXED = st.none() | st.sampled_from(["-3", "-0.5", "0", "0.75", "1", "3", "50"])


@st.composite
def ledgers(draw: st.DrawFn) -> list[Line]:
    """Draw lines of several rules, some of which reverse earlier ones."""
    made: list[Line] = []
    for number in range(1, draw(st.integers(0, 40)) + 1):
        drawn = line(number, draw(st.sampled_from(RULE_IDS)), share=draw(SHARES), fixed=draw(FIXED))
        day = NEW_YEAR + timedelta(days=draw(st.integers(0, 20)))
        reverses = draw(st.none() | st.integers(0, number - 1)) if number % 4 == 0 else None
        made.append(replace(drawn, at=day, reverses=reverses))
    return made


RULE_SETS = st.sampled_from([DEFAULT, WITH_DEDUCTIONS])


@given(st.data(), ledgers(), RULE_SETS)
def test_the_order_of_insertion_does_not_matter(
    data: st.DataObject, ledger: list[Line], rule_set: RuleSet
) -> None:
    shuffled = data.draw(st.permutations(ledger))

    assert score(shuffled, rule_set) == score(ledger, rule_set)


@given(ledgers(), st.sampled_from(RULE_IDS), st.integers(0, 20), st.integers(0, 20), RULE_SETS)
def test_a_line_and_its_reversal_leave_no_trace(
    ledger: list[Line], rule_id: str, made: int, undone: int, rule_set: RuleSet
) -> None:
    mistake = replace(line(1000, rule_id), at=NEW_YEAR + timedelta(days=made))
    undoing = replace(
        reversal(1001, mistake, rule_id=rule_id), at=NEW_YEAR + timedelta(days=undone)
    )

    clean = score(ledger, rule_set)
    corrected = score([*ledger, mistake, undoing], rule_set)

    assert corrected.per_rule == clean.per_rule
    assert corrected.total == clean.total
    kept = [one for one in corrected.lines if one.line.id < 1000]
    assert kept == list(clean.lines)


@given(ledgers(), RULE_SETS)
def test_no_rule_and_no_sum_passes_its_limit(ledger: list[Line], rule_set: RuleSet) -> None:
    result = score(ledger, rule_set)

    for one in result.per_rule:
        assert 0 <= one.counted * one.rule.sign <= abs(one.rule.cap)
    for kind in RuleKind:
        assert abs(result.of_kind(kind)) <= rule_set.limit(kind)
    assert -10 <= result.total <= 110


@given(ledgers(), RULE_SETS)
def test_the_lines_add_up_to_the_rules_and_the_rules_to_the_total(
    ledger: list[Line], rule_set: RuleSet
) -> None:
    result = score(ledger, rule_set)

    by_rule = dict.fromkeys(RULE_IDS, Decimal(0))
    for one in result.lines:
        by_rule[one.line.rule_id] += one.counted
        assert one.running == by_rule[one.line.rule_id]
    assert {one.rule.id: one.counted for one in result.per_rule} | {"Z9": 0} == by_rule
    assert result.total == sum(by_rule.values())
