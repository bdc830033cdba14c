"""The check-in window and the words that check in (domain §2)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.activities.rules import (
    ActivityKind,
    ActivityState,
    Judgement,
    Scope,
    is_check_in_word,
    is_open,
    judge,
    window_of,
)
from models.activities.words import kind_of, scope_of

START = datetime(2026, 3, 5, 6, 0, tzinfo=UTC)
END = START + timedelta(hours=2)
WINDOW = window_of(START, END)


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("minutes", "judgement"),
    [
        (-30.02, Judgement.TOO_EARLY),
        (-30, Judgement.PRESENT),
        (0, Judgement.PRESENT),
        (10, Judgement.PRESENT),
        (10.02, Judgement.LATE),
        (120, Judgement.LATE),
        (120.02, Judgement.TOO_LATE),
    ],
)
def test_each_bound_belongs_to_the_better_side(minutes: float, judgement: Judgement) -> None:
    assert judge(WINDOW, at(minutes)) is judgement


def test_staff_may_open_earlier_but_never_later() -> None:
    early = window_of(START, END, opened_early_at=at(-60))
    afterwards = window_of(START, END, opened_early_at=at(-5))

    assert early.opens_at == at(-60)
    assert afterwards.opens_at == at(-30)


def test_staff_may_close_earlier_but_never_prolong() -> None:
    early = window_of(START, END, closed_at=at(50))
    afterwards = window_of(START, END, closed_at=at(200))

    assert judge(early, at(50)) is Judgement.LATE
    assert judge(early, at(51)) is Judgement.TOO_LATE
    assert afterwards.closes_at == END


def test_what_was_closed_before_it_opened_is_over() -> None:
    window = window_of(START, END, closed_at=at(-60))

    assert judge(window, at(-45)) is Judgement.TOO_LATE


def test_an_activity_shorter_than_the_grace_has_no_late_comers() -> None:
    window = window_of(START, at(5))

    assert judge(window, at(5)) is Judgement.PRESENT
    assert judge(window, at(6)) is Judgement.TOO_LATE


def test_a_window_needs_zones_and_a_start_before_the_end() -> None:
    with pytest.raises(ValueError, match="zone"):
        window_of(START.replace(tzinfo=None), END)
    with pytest.raises(ValueError, match="ends after"):
        window_of(END, START)


@pytest.mark.parametrize("state", list(ActivityState))
def test_only_an_announced_activity_is_open_and_only_inside_its_window(
    state: ActivityState,
) -> None:
    announced = state is ActivityState.ANNOUNCED

    assert is_open(state, WINDOW, at(-30)) is announced
    assert is_open(state, WINDOW, at(120)) is announced
    assert not is_open(state, WINDOW, at(-31))
    assert not is_open(state, WINDOW, at(121))


@given(st.integers(-300, 300), st.integers(-300, 300))
def test_a_later_message_is_never_judged_better(one: int, other: int) -> None:
    order = [Judgement.PRESENT, Judgement.LATE, Judgement.TOO_LATE]
    earlier, later = sorted((max(one, -30), max(other, -30)))

    assert order.index(judge(WINDOW, at(earlier))) <= order.index(judge(WINDOW, at(later)))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "签到",
            "簽到",
            "籤到",
            "报到",
            "報到",
            "到",
            " 签到 ",
            "签 到",
            "签　到",
            "签到!",
            "签到！",
        ),
        *("签到。", "【签到】", "签到~~", "#签到", "到!", "签到👍", "签\u200b到", "“到”"),
        *(
            "check in",
            "Check-in",
            "CHECK IN!",
            "checkin",
            "here",
            "Here.",
            "ｃｈｅｃｋ　ｉｎ",
            "\n签到\n",
        ),
    ],
)
def test_a_word_alone_checks_in(text: str) -> None:
    assert is_check_in_word(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "!",
            "👍",
            "我到了",
            "到了",
            "我到了现场看到很多人",
            "签到表在哪里",
            "怎么签到",
            "签到了吗",
        ),
        *(
            "签到？",
            "到?",
            "没签到",
            "不能签到",
            "签到签到",
            "签到1",
            "报到证",
            "达到",
            "到 场",
            "回到",
            "取消签到",
        ),
        *(
            "here we go",
            "I am here",
            "check in at the hotel",
            "there",
            "checkin" * 20,
            "签" + " " * 40 + "到",
        ),
    ],
)
def test_an_ordinary_sentence_does_not_check_in(text: str) -> None:
    assert not is_check_in_word(text)


@given(st.text(max_size=200))
def test_any_text_gets_an_answer_and_one_word_more_never_checks_in(text: str) -> None:
    is_check_in_word(text)

    assert not is_check_in_word(f"签到{text}吗")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("人代会", ActivityKind.CONGRESS),
        ("列席会议", ActivityKind.MEETING),
        ("集中 学习", ActivityKind.STUDY),
        ("视察/调研/执法检查", ActivityKind.INSPECTION),
        ("视察、调研", ActivityKind.INSPECTION),
        ("执法检查", ActivityKind.INSPECTION),
        ("接待选民", ActivityKind.RECEPTION),
        ("（接待选民）", ActivityKind.RECEPTION),
        ("主任接待日", ActivityKind.DIRECTORS_DAY),
        ("监督评议", ActivityKind.EVALUATION),
        ("述职", ActivityKind.REPORT_TO_VOTERS),
        ("其他", ActivityKind.OTHER),
        ("directors_day", ActivityKind.DIRECTORS_DAY),
        ("Congress", ActivityKind.CONGRESS),
        ("视察/接待选民", None),
        ("视察/喝茶", None),
        ("喝茶", None),
        ("", None),
    ],
)
def test_an_office_names_a_kind_in_its_own_words(text: str, kind: ActivityKind | None) -> None:
    assert kind_of(text) is kind


def test_every_kind_and_scope_is_known_by_its_own_name() -> None:
    assert [kind_of(kind.value) for kind in ActivityKind] == list(ActivityKind)
    assert [scope_of(scope.value) for scope in Scope] == list(Scope)


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("市", Scope.CITY),
        ("市级", Scope.CITY),
        (" 区 ", Scope.DISTRICT),
        ("街道", Scope.STREET),
        ("乡镇", Scope.STREET),
        ("省", None),
    ],
)
def test_an_office_names_a_scope_in_its_own_words(text: str, scope: Scope | None) -> None:
    assert scope_of(text) is scope
