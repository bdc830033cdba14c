"""Random people go through random forms: back, skip, change, nonsense, restarts, old buttons."""

import json
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from handlers.kit import texts
from handlers.kit.forms import cards, course
from handlers.kit.forms.course import Move, Turn, advance
from handlers.kit.forms.reading import Attachment, Said
from handlers.kit.forms.shape import Shape
from handlers.kit.screens import show
from models.drafts import rules
from models.drafts.rules import REVIEW, Progress
from models.messages.carried import Media
from tests.handlers.forms_made import WRONG, Kind, a_form, good_answer, seen

SAYINGS = st.one_of(
    st.sampled_from(
        [
            "街道",
            "2",
            "是",
            "好",
            "否",
            "上一步",
            "跳过",
            "返回",
            "确认",
            "发完了",
            "明天下午3点",
            "3点",
            "下午3点",
            "11月28日",
            "后天",
            "明天9点到11点半",
            "2小时",
            "到16:30",
            "2月30日9点",
            "修改活动名称",
            "活动名称",
            WRONG,
            "",
            "。",
            "<b>&amp;",
            "长" * 300,
        ]
    ),
    st.text(max_size=50),
)
FILES = st.builds(
    Attachment,
    media=st.sampled_from(Media),
    file_id=st.sampled_from("abcdef"),
    file_unique_id=st.sampled_from("abcdef"),
    size=st.sampled_from([0, 1000, 30 << 20]),
)
MOVES: st.SearchStrategy[Move] = st.one_of(
    st.builds(Said, text=SAYINGS),
    st.builds(Said, attachment=FILES),
    st.builds(course.Pick, st.integers(0, 4)),
    st.builds(course.Change, st.integers(0, 8)),
    st.sampled_from(
        [course.Back(), course.Skip(), course.Enough(), course.Clear(), course.Confirm()]
    ),
)
FORMS = st.builds(
    a_form,
    st.lists(st.tuples(st.sampled_from(Kind), st.booleans()), min_size=1, max_size=5),
    timed=st.booleans(),
)


class Filling(RuleBasedStateMachine):
    """One person and one form."""

    shape: Shape
    progress: Progress
    asked: dict[int, str]

    @initialize(shape=FORMS)
    def opened(self, shape: Shape) -> None:
        """Open a form."""
        self.shape = shape
        self.progress = rules.begin(shape.questions, version=1000)
        self.asked = {}

    @rule(move=MOVES)
    def something(self, move: Move) -> None:
        """Do anything at all."""
        self._do(move)

    @rule()
    @precondition(lambda self: not self.progress.is_review)
    def answer(self) -> None:
        """Answer what is asked."""
        before = self.progress
        self._do(good_answer(before.step))
        assert before.step in self.progress.answers

    @rule(number=st.integers(0, 8))
    @precondition(lambda self: self.progress.is_review)
    def change(self, number: int) -> None:
        """Change one answer on the review card."""
        turn = self._do(course.Change(number))
        assert self.progress.is_review == (turn.problem is not None)

    @rule()
    def restart(self) -> None:
        """Lose everything but the row in the database."""
        kept = json.loads(self.progress.model_dump_json())
        assert Progress.model_validate(kept) == self.progress
        self.progress = Progress.model_validate(kept)

    def _do(self, move: Move) -> Turn:
        before = self.progress
        turn = advance(self.shape, {}, move, seen(before))
        assert turn.progress.version >= before.version
        self._nothing_else_changed(before, turn.progress)
        self._what_followed_is_asked_again(before, turn.progress, move)
        if turn.done is not None:
            assert before.is_review
            self._as_reviewed(turn)
        elif turn.problem is None and turn.progress.version == before.version:
            assert self.shape.asks[before.step].reads.takes_several
        self.progress = turn.progress
        return turn

    def _nothing_else_changed(self, before: Progress, after: Progress) -> None:
        follow = {one.name for one in self.shape.questions if before.step in one.after}
        for name in set(before.answers) | set(after.answers):
            if name != before.step and name not in follow:
                assert before.answers.get(name) == after.answers.get(name)

    def _what_followed_is_asked_again(self, before: Progress, after: Progress, move: Move) -> None:
        was, now = before.answers.get(before.step), after.answers.get(before.step)
        is_span = isinstance(move, Said) and "到" in move.text
        if was is None or was == now or is_span or (before.half or {}).get("ending"):
            return
        for one in self.shape.questions:
            assert before.step not in one.after or one.name not in after.answers

    def _as_reviewed(self, turn: Turn) -> None:
        form = turn.done
        assert form is not None
        dumped: dict[str, Any] = form.model_dump(mode="json")
        assert self.shape.form.model_validate(dumped) == form
        for name, value in self.progress.answers.items():
            assert (getattr(form, name) is None) == (value is None)
            if isinstance(value, str | bool | list) and not name.startswith(("when", "until")):
                assert dumped[name] == value

    @invariant()
    def stands_at_a_question(self) -> None:
        """There is always something to answer, or the review."""
        assert self.progress.step == REVIEW or self.progress.step in self.shape.asks

    @invariant()
    def a_version_asks_one_thing(self) -> None:
        """So an old button, told by its version, never answers another question."""
        now = f"{self.progress.step} {self.progress.half}"
        assert self.asked.setdefault(self.progress.version, now) == now

    @invariant()
    def can_be_shown(self) -> None:
        """Telegram takes the card in every language."""
        card = cards.card(self.shape, seen(self.progress), account_id=1 << 50)
        for locale in texts.LOCALES:
            screen = show(card, locale=locale, zone="Asia/Shanghai")
            assert 0 < len(screen.text.encode("utf-16-le")) // 2 <= 4096

    def teardown(self) -> None:
        """Nobody is ever stuck: whoever answers what is asked comes to the end."""
        if not hasattr(self, "progress"):
            return
        for _ in range(4 * len(self.shape.asks) + 4):
            turn = self._do(self._helpful())
            if turn.done is not None:
                return
        raise AssertionError(f"stuck at {self.progress}")

    def _helpful(self) -> Move:
        if self.progress.is_review:
            return course.Confirm()
        ask = self.shape.asks[self.progress.step]
        if ask.reads.takes_several and self.progress.answers.get(self.progress.step):
            return course.Enough()
        return good_answer(self.progress.step)


Filling.TestCase.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
TestFilling = Filling.TestCase
