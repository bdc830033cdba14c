"""The course of a form, move by move."""

from datetime import datetime, timedelta
from typing import Annotated, Any

import pytest

from handlers.kit.forms import course
from handlers.kit.forms.course import Turn, advance
from handlers.kit.forms.readers import Text
from handlers.kit.forms.reading import Attachment, Phrase, Said, Seen
from handlers.kit.forms.shape import Ask, Form, Shape, form
from models.drafts import rules
from models.drafts.rules import REVIEW, Progress
from models.errors import Refusal
from models.messages.carried import Media
from tests.handlers.forms_made import NOW, WRONG, ZONE, Kind, a_form, seen
from tests.invented import invented, known


def start(shape: Shape) -> Progress:
    return rules.begin(shape.questions, version=1)


def walk(shape: Shape, *moves: course.Move, given: dict[str, Any] | None = None) -> Turn:
    turn = Turn(progress=start(shape))
    for move in moves:
        turn = advance(shape, given or {}, move, seen(turn.progress))
    return turn


def photo(number: int, size: int = 1000) -> Said:
    one = Attachment(
        media=Media.PHOTO, file_id=f"f{number}", file_unique_id=f"u{number}", size=size
    )
    return Said(attachment=one)


WORDS, SCOPE, SURE, FILES = (
    a_form([(kind, False)]) for kind in (Kind.WORDS, Kind.SCOPE, Kind.SURE, Kind.FILES)
)
TIMED = a_form([], timed=True)
OPTIONAL = a_form([(Kind.WORDS, False), (Kind.WORDS, True)])


@pytest.mark.parametrize("said", ["街道", "3", "３", "3.", "the sub-district", "The Sub-District!"])
def test_a_choice_may_be_typed_as_its_label_in_any_language_or_its_number(said: str) -> None:
    assert walk(SCOPE, Said(text=said)).progress.answers == {"scope_0": "street"}


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("是", True),
        ("好", True),
        ("yes", True),
        ("OK", True),
        ("1", True),
        ("不用", False),
        ("No", False),
    ],
)
def test_yes_and_no_have_many_names(said: str, value: bool) -> None:  # noqa: FBT001  (a table)
    assert walk(SURE, Said(text=said)).progress.answers == {"sure_0": value}


@pytest.mark.parametrize(
    ("shape", "said", "key"),
    [
        (SCOPE, Said(text="街上"), "forms.p_choose"),
        (SCOPE, Said(text="9"), "forms.p_choose"),
        (SURE, Said(text="也许"), "forms.p_choose"),
        (WORDS, Said(text="长" * 41), "forms.p_too_long"),
        (WORDS, Said(text=" \u200b。"[:2]), "forms.p_too_short"),
        (WORDS, photo(1), "forms.p_words_please"),
        (WORDS, Said(text="跳过"), "forms.p_cannot_skip"),
        (WORDS, Said(text="上一步"), "forms.p_first"),
        (WORDS, course.Pick(3), "forms.p_choose"),
        (WORDS, course.Confirm(), "forms.p_not_yet"),
        (WORDS, course.Enough(), "forms.p_file_please"),
        (WORDS, course.Clear(), "forms.p_choose"),
        (FILES, Said(text="图片稍后发"), "forms.p_file_please"),
        (FILES, Said(text="好了"), "forms.p_file_please"),
        (FILES, photo(1, size=21 << 20), "forms.p_file_too_big"),
        (TIMED, Said(text="2月30日9点"), "forms.p_when_impossible"),
        (TIMED, Said(text="1900年1月1日9点"), "forms.p_when_past"),
    ],
)
def test_what_does_not_fit_changes_nothing_and_says_what_would(
    shape: Shape, said: course.Move, key: str
) -> None:
    turn = walk(shape, said)

    assert turn.progress == start(shape)
    assert turn.problem is not None
    assert turn.problem.key == key


def test_an_optional_question_is_skipped_and_its_default_stands() -> None:
    class Sized(Form):
        size: Annotated[str, Ask("activities.q_title", "activities.l_title", Text())] = "usual"

    shape = Shape(name="sized", title=Phrase(key="activities.f_activity"), may="anyone", form=Sized)

    turn = walk(shape, Said(text="跳过"), course.Confirm())

    assert turn.done == Sized(size="usual")


def test_skipping_takes_back_an_answer() -> None:
    turn = walk(OPTIONAL, Said(text="甲"), Said(text="乙"), course.Change(1), Said(text="跳过"))

    assert turn.progress.answers == {"words_0": "甲", "words_1": None}
    assert turn.progress.step == REVIEW


def test_back_keeps_every_answer_and_on_leads_to_the_first_open_question() -> None:
    three = a_form([(Kind.WORDS, False)] * 3)

    turn = walk(
        three,
        Said(text="甲"),
        Said(text="乙"),
        Said(text="上一步"),
        Said(text="返回"),
        Said(text="丙"),
    )

    assert turn.progress.answers == {"words_0": "丙", "words_1": "乙"}
    assert turn.progress.step == "words_2"


def test_back_from_a_change_leads_to_the_review() -> None:
    turn = walk(WORDS, Said(text="甲"), course.Change(0), course.Back())

    assert turn.progress.step == REVIEW
    assert turn.progress.answers == {"words_0": "甲"}


@pytest.mark.parametrize("said", ["修改活动名称", "活动名称", "1", "Change: title"])
def test_a_change_may_be_typed(said: str) -> None:
    assert walk(WORDS, Said(text="甲"), Said(text=said)).progress.step == "words_0"


@pytest.mark.parametrize("said", ["确认", "好", "对", "yes", "没问题"])
def test_the_confirmation_may_be_typed(said: str) -> None:
    assert walk(WORDS, Said(text="甲"), Said(text=said)).done is not None


def test_an_answer_that_does_not_hold_is_asked_again_with_the_others_kept() -> None:
    two = a_form([(Kind.WORDS, False), (Kind.WORDS, False)])

    turn = walk(two, Said(text=WRONG), Said(text="乙"), course.Confirm())

    assert turn.done is None
    assert turn.progress.step == "words_0"
    assert turn.problem == Phrase(key="forms.p_again")
    assert turn.progress.answers["words_1"] == "乙"


def test_what_was_given_and_does_not_hold_is_refused() -> None:
    with pytest.raises(Refusal):
        walk(WORDS, Said(text="甲"), course.Confirm(), given={"group_id": "none"})


def test_several_files_are_added_under_the_same_buttons() -> None:
    one, two = walk(FILES, photo(1)), walk(FILES, photo(1), photo(2), photo(1))

    assert one.progress.version == two.progress.version == 1
    assert [each["file_id"] for each in two.progress.answers["files_0"]] == ["f1", "f2"]
    assert walk(FILES, photo(1), Said(text="发完了")).progress.step == REVIEW
    assert walk(FILES, photo(1), course.Clear()).progress.answers == {}


def test_more_files_than_allowed_are_not_kept() -> None:
    turn = walk(FILES, photo(1), photo(2), photo(3), photo(4))

    assert len(turn.progress.answers["files_0"]) == 3
    assert turn.problem == Phrase(key="forms.p_too_many", number=3)


def test_a_day_and_then_an_hour_make_a_moment() -> None:
    half = walk(TIMED, Said(text="11月28日"))
    whole = walk(TIMED, Said(text="11月28日"), Said(text="15"))

    assert half.progress.step == "when_starts"
    expected = datetime(2026, 11, 28, 15, 0, tzinfo=ZONE)
    assert datetime.fromisoformat(whole.progress.answers["when_starts"]) == expected


def test_a_moment_offered_long_ago_is_refused_as_past() -> None:
    half = walk(TIMED, Said(text="今天下午3点")).progress
    asked = walk(TIMED, Said(text="下午3点")).progress
    later = Seen(now=NOW + timedelta(days=3), zone=ZONE, progress=asked)

    turn = advance(TIMED, {}, course.Pick(0), later)

    assert half.step == "until_ends"
    assert turn.problem == Phrase(key="forms.p_when_past")


def test_an_ambiguous_start_keeps_the_end_said_with_it() -> None:
    turn = walk(TIMED, Said(text="2点到4点"), course.Pick(0))

    start_at, end_at = (datetime.fromisoformat(one) for one in turn.progress.answers.values())
    assert end_at - start_at == timedelta(hours=2)
    assert turn.progress.step == REVIEW


def test_a_changed_start_has_its_end_asked_again() -> None:
    filled = (Said(text="明天9点"), Said(text="2"))
    same = walk(TIMED, *filled, course.Change(0), Said(text="明天9点"))
    other = walk(TIMED, *filled, course.Change(0), Said(text="后天9点"))

    assert same.progress.step == REVIEW
    assert other.progress.step == "until_ends"


def test_an_end_is_within_the_longest_length() -> None:
    turn = walk(TIMED, Said(text="明天9点"), Said(text="12月31日12:00"))

    assert turn.problem == Phrase(key="forms.p_until_long", number=15)


def test_a_form_changed_by_an_upgrade_goes_on_with_what_still_fits() -> None:
    then = a_form([(Kind.WORDS, False), (Kind.SURE, False)])
    now = a_form([(Kind.WORDS, False), (Kind.SCOPE, False)])
    progress = walk(then, Said(text="甲"), Said(text="是")).progress

    fitted = rules.fitted(now.questions, progress)

    assert fitted.answers == {"words_0": "甲"}
    assert fitted.step == "scope_1"


def test_a_form_that_would_get_stuck_is_refused_when_it_is_declared() -> None:
    ask = Ask("activities.q_title", "activities.l_title", Text(), after=("later",))

    class Silent(Form):
        pass

    class Tangled(Form):
        first: Annotated[str, ask]
        later: Annotated[str, Ask("activities.q_place", "activities.l_place", Text())]

    with pytest.raises(TypeError):
        form("silent", title="activities.f_activity")(Silent)
    with pytest.raises(TypeError):
        form("tangled", title="activities.f_activity")(Tangled)


def test_two_forms_cannot_have_one_name(monkeypatch: pytest.MonkeyPatch) -> None:
    class Named(Form):
        words: Annotated[str, Ask("activities.q_title", "activities.l_title", Text())]

    invented("invented_name", title="activities.f_activity")(Named)
    known(monkeypatch, Named)

    with pytest.raises(TypeError):
        form("invented_name", title="activities.f_activity")(Named)
